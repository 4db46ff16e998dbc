"""What transcription services add to a text: their lines are cut out of the turns and named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.ingest.paragraphs import cut, paragraphs, trimmed
from textmine.ingest.turns import RawTurn
from textmine.language.labels import MACHINE_LINES, MACHINE_MARKS, SILENCE_LINES

_SERVICE = re.compile("|".join(MACHINE_LINES), re.IGNORECASE)
_SILENCE = re.compile("|".join(SILENCE_LINES), re.IGNORECASE)
_LONGEST = 300
_EDGE = " \t\n.,!?…*_–—-"


def is_machine_text(text: str, *, named: bool = False) -> bool:
    """Whether a caption or line is a service's own. `named`: a speaker is named, who may well thank for attention."""
    return _is(_SERVICE, text) or (not named and _is(_SILENCE, text))


def _is(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a whole line is of a pattern, but for signs at its edges. The patterns are for short lines only."""
    return len(text) <= _LONGEST and bool(pattern.fullmatch(" ".join(text.strip(_EDGE).split())))


def without_machine_lines(text: str, turns: Sequence[RawTurn]) -> tuple[list[RawTurn], list[str]]:
    """The turns without the lines of services, and these lines.

    What a recogniser hears in silence ("Dziękuję za uwagę.") is left out where nobody is named: as a turn of its own or
    at the end of the last one.
    """
    lowered = text.lower()
    lines = paragraphs(text) if any(mark in lowered for mark in MACHINE_MARKS) else []
    holes = [line.words for line in lines if _is(_SERVICE, line.text)]
    found = [text[start:end] for start, end in holes]
    kept = trimmed(cut(turns, holes, lines), lines) if holes else list(turns)
    result = []
    for number, turn in enumerate(kept):
        shorter = _without_silence(text, turn, last=number == len(kept) - 1)
        if shorter.end < turn.end:
            found.append(text[shorter.end : turn.end].strip())
        if shorter.end > shorter.start:
            result.append(shorter)
    return result, found


def _without_silence(text: str, turn: RawTurn, *, last: bool) -> RawTurn:
    if turn.label is not None:
        return turn
    words = text[turn.start : turn.end]
    if _is(_SILENCE, words):
        return replace(turn, end=turn.start)
    head, newline, tail = words.rpartition("\n")
    if last and newline and _is(_SILENCE, tail):
        return replace(turn, end=turn.start + len(head.rstrip()))
    return turn
