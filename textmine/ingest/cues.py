"""Timed pieces of speech (captions, segments of a recogniser) joined into turns and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.ingest.machine import is_machine_text
from textmine.ingest.turns import Utterance
from textmine.records import Seam

# Nobody named: a new turn after a silence, and at the end of a sentence when the turn is this long.
_SILENCE = 2.0
_WORDS, _MOST_WORDS = 80, 250
# Where no sentence ends can be seen, a long turn is ended by a silence, a longer one by any pause.
_LONG, _PAUSE = 150, 0.7
_SENTENCE_END = re.compile(r"[.?!…][\"”'’)\]]*$")


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of speech. Times are seconds; `fresh` says that somebody else begins, though nobody is named.

    `pauses` are silences between words, as places in `text`.
    """

    label: str | None
    text: str
    start: float | None = None
    end: float | None = None
    fresh: bool = False
    pauses: tuple[Seam, ...] = ()


def without_machine_cues(cues: Iterable[Cue]) -> tuple[list[Cue], list[str]]:
    """The cues that people said, and the texts of those that a service wrote or a recogniser heard in silence."""
    spoken: list[Cue] = []
    machine: list[str] = []
    for cue in cues:
        if is_machine_text(cue.text, named=cue.label is not None):
            machine.append(cue.text)
        else:
            spoken.append(cue)
    return spoken, machine


def turns_of_cues(cues: Sequence[Cue], written: Mapping[str, str] | None = None) -> list[Utterance]:
    """Neighbouring cues of one speaker in one turn, with the time of the first and the seams between them.

    `written` has the labels as the file writes them, where they are not those of the cues.
    """
    blocks: list[list[Cue]] = []
    words = 0
    marked = False
    for cue in cues:
        if blocks and not _begins(cue, blocks[-1], words, marked):
            blocks[-1].append(cue)
        else:
            blocks.append([cue])
            words, marked = 0, False
        words += len(cue.text.split())
        marked = marked or bool(_SENTENCE_END.search(cue.text))
    return [_utterance(block, (written or {}).get(block[0].label or "")) for block in blocks]


def _utterance(block: Sequence[Cue], written: str | None) -> Utterance:
    """One turn of cues."""
    parts: list[str] = []
    seams: list[Seam] = []
    position = 0
    for number, cue in enumerate(block):
        text = cue.text.strip()
        if number:
            seams.append(Seam(position, _silence(block[number - 1], cue)))
        shift = position - (len(cue.text) - len(cue.text.lstrip()))
        seams.extend(Seam(pause.place + shift, pause.pause) for pause in cue.pauses)
        parts.append(text)
        position += len(text) + 1
    if len(block) > 1 and all(len(part.split()) == 1 for part in parts):
        # Word by word: that a word ends says nothing, that nobody speaks does.
        seams = [seam for seam in seams if seam.pause]
    return Utterance(block[0].label, " ".join(parts), block[0].start, written=written, seams=tuple(seams))


def _silence(before: Cue, after: Cue) -> float | None:
    """The seconds in which nobody speaks between two cues; None where the times do not tell, as when they overlap."""
    if before.end is None or after.start is None or after.start < before.end:
        return None
    return round(after.start - before.end, 3)


def _begins(cue: Cue, block: Sequence[Cue], words: int, marked: bool) -> bool:
    """Whether a cue begins a turn after those of `block`, which have so many words; `marked`: and ends of sentences."""
    last = block[-1]
    if cue.fresh or cue.label != last.label:
        return True
    if cue.label is not None:
        return False
    if last.fresh and len(block) == 1 and not cue.fresh:
        return True  # after two dashes in a caption nobody knows who goes on
    ended = bool(_SENTENCE_END.search(last.text))
    silence = _silence(last, cue) or 0.0
    if ended and (silence >= _SILENCE or words >= _WORDS):
        return True
    wanted = _SILENCE if words < _LONG else _PAUSE
    return (not marked and words >= _WORDS and silence >= wanted) or words >= _MOST_WORDS
