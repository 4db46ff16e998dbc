"""What a reader finds before roles are decided, and the canonical text made of utterances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.records import Change, Portion, Seam


@dataclass(frozen=True, slots=True)
class RawTurn:
    """Words between two changes of speaker: a span of the canonical text.

    `asks` is True where the form says so (bold moderator, heading of a workshop table), None where it does not.
    `written` is the label as the file has it, None where that is `label`; `votes` are those of a workshop's note;
    `seams` may lie outside of the span after it was cut.
    """

    label: str | None
    start: int
    end: int
    time: float | None = None
    group: str | None = None
    section: str | None = None
    asks: bool | None = None
    votes: int | None = None
    written: str | None = None
    seams: tuple[Seam, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """One row or caption of a structured format, before there is a canonical text. `seams` lie in `text`."""

    label: str | None
    text: str
    time: float | None = None
    group: str | None = None
    section: str | None = None
    asks: bool | None = None
    votes: int | None = None
    written: str | None = None
    seams: tuple[Seam, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format's reader gives: the canonical text and its raw turns, and what was kept aside or mended.

    For the conservation report (`conservation.py`): `source` is `conservation.size` of all text of the file, counted
    before anything is looked for in it; `aside` are lines "kind: words" that are not in `text`; `kept` and `dropped`
    are further portions (times of captions, marks of the format); `added` is what the reader wrote into `text`
    itself. `labelled` says that what stands in front of the words of a turn was written by `assembled`.
    """

    text: str
    turns: tuple[RawTurn, ...]
    format: str
    encoding: str | None = None
    warnings: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    source: int | None = None
    kept: tuple[Portion, ...] = ()
    dropped: tuple[Portion, ...] = ()
    added: tuple[Portion, ...] = ()
    changes: tuple[Change, ...] = ()
    labelled: bool = False


def assembled(
    utterances: Sequence[Utterance], preamble: Sequence[str] = ()
) -> tuple[str, tuple[RawTurn, ...]]:
    """One paragraph an utterance, "Label: words", below the lines of `preamble`; the spans hold the words alone."""
    parts: list[str] = []
    turns: list[RawTurn] = []
    position = 0
    for line in preamble:
        parts.append(line + "\n")
        position += len(line) + 1
    for utterance in utterances:
        words = utterance.text.strip()
        if not words:
            continue
        lead = f"{utterance.label}: " if utterance.label else ""
        start = position + len(lead)
        shift = start - (len(utterance.text) - len(utterance.text.lstrip()))
        turns.append(
            RawTurn(
                utterance.label,
                start,
                start + len(words),
                utterance.time,
                utterance.group,
                utterance.section,
                utterance.asks,
                utterance.votes,
                utterance.written,
                tuple(Seam(seam.place + shift, seam.pause) for seam in utterance.seams),
            )
        )
        parts.append(f"{lead}{words}\n")
        position = start + len(words) + 1
    return "".join(parts), tuple(turns)


def joined(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Join neighbouring utterances of one speaker (captions): the time is that of the first."""
    result: list[Utterance] = []
    for one in utterances:
        if result and result[-1].label == one.label:
            last = result[-1]
            text = f"{last.text} {one.text}".strip()
            result[-1] = Utterance(last.label, text, last.time, last.group, last.section, last.asks)
        else:
            result.append(one)
    return result
