"""Timed pieces of speech (captions, segments of a recogniser) joined into turns and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.ingest.machine import is_machine_text
from textmine.ingest.turns import Utterance

# Nobody named: a new turn after a silence, and at the end of a sentence when the turn is this long.
_SILENCE = 2.0
_WORDS, _MOST_WORDS = 80, 250
_SENTENCE_END = re.compile(r"[.?!…][\"”'’)\]]*$")


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of speech. Times are seconds; `fresh` says that somebody else begins, though nobody is named."""

    label: str | None
    text: str
    start: float | None = None
    end: float | None = None
    fresh: bool = False


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
    """Neighbouring cues of one speaker in one turn, with the time of the first.

    `written` has the labels as the file writes them, where they are not those of the cues.
    """
    blocks: list[list[Cue]] = []
    words = 0
    for cue in cues:
        if blocks and not _begins(cue, blocks[-1], words):
            blocks[-1].append(cue)
            words += len(cue.text.split())
        else:
            blocks.append([cue])
            words = len(cue.text.split())
    return [
        Utterance(
            block[0].label,
            " ".join(cue.text.strip() for cue in block),
            block[0].start,
            written=(written or {}).get(block[0].label or ""),
        )
        for block in blocks
    ]


def _begins(cue: Cue, block: Sequence[Cue], words: int) -> bool:
    """Whether a cue begins a turn after those of `block`."""
    last = block[-1]
    if cue.fresh or cue.label != last.label:
        return True
    if cue.label is not None:
        return False
    if last.fresh and len(block) == 1 and not cue.fresh:
        return True  # after two dashes in a caption nobody knows who goes on
    ended = bool(_SENTENCE_END.search(last.text))
    silence = 0.0 if cue.start is None or last.end is None else cue.start - last.end
    return (ended and (silence >= _SILENCE or words >= _WORDS)) or words >= _MOST_WORDS
