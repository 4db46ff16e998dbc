"""What transcription services add to a text: their lines are cut out of the turns and named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.ingest.paragraphs import Paragraph, cut, paragraphs, trimmed
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
    holes = [line.words for line in _marked(text) if _is(_SERVICE, line.text)]
    found = [text[start:end] for start, end in holes]
    kept = list(turns)
    if holes:
        lines = paragraphs(text)
        kept = trimmed(cut(turns, holes, lines), lines)
    result = []
    for number, turn in enumerate(kept):
        shorter = _without_silence(text, turn, last=number == len(kept) - 1)
        if shorter.end < turn.end:
            found.append(text[shorter.end : turn.end].strip())
        if shorter.end > shorter.start:
            result.append(shorter)
    return result, found


def _marked(text: str) -> list[Paragraph]:
    """The lines that hold a word of services: few of a talk, so that the others need not be looked at."""
    lowered = text.lower()
    marks = [mark for mark in MACHINE_MARKS if mark in lowered]
    if not marks:
        return []
    if len(lowered) != len(text):  # a letter whose small form is two: places are not those of the text
        return paragraphs(text)
    found: dict[int, str] = {}
    for mark in marks:
        end = 0
        # From line to line, so that a line of marks alone is looked at once.
        while end >= 0 and (place := lowered.find(mark, end)) >= 0:
            start = lowered.rfind("\n", end, place) + 1
            end = lowered.find("\n", place)
            found[start] = text[start : end if end >= 0 else None]
    return [Paragraph(start, line) for start, line in sorted(found.items())]


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
