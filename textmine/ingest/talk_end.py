"""Where a talk ends in its file: what stands below ("Koniec nagrania", a form of consent) is nobody's words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from textmine.ingest.paragraphs import Paragraph
from textmine.ingest.turns import RawTurn
from textmine.language.labels import CONSENT_LINES, END_LINES

_END = re.compile("|".join(END_LINES), re.IGNORECASE)
_CONSENT = re.compile("|".join(CONSENT_LINES), re.IGNORECASE)
_LONGEST = 500
_EDGE = " \t.,:;*_#[]()–—-"
AFTER = "pod rozmową stoi tekst, który nie należy do nikogo (zgoda albo dopiski po nagraniu)"


def without_what_follows(turns: Sequence[RawTurn], lines: Sequence[Paragraph]) -> tuple[list[RawTurn], bool]:
    """The turns without what stands in the last one behind the end of the talk, and whether more than a line did.

    Only below the last label of a speaker: who is named after "Koniec nagrania" goes on talking.
    """
    if not turns or turns[-1].label is None:
        return list(turns), False
    last = turns[-1]
    first = bisect_right(lines, last.start, key=lambda line: line.start)
    inside = [line for line in lines[first:] if line.start < last.end]
    for number, line in enumerate(inside):
        if _is(_END, line) or _is(_CONSENT, line):
            shorter = replace(last, end=max(last.start, line.start))
            return [*turns[:-1], shorter], len(inside) - number > 1
    return list(turns), False


def _is(pattern: re.Pattern[str], line: Paragraph) -> bool:
    text = line.text
    return len(text) <= _LONGEST and bool(pattern.fullmatch(" ".join(text.strip(_EDGE).split())))
