"""Numbers that a transcript has at the beginning of its lines, all of them or every fifth: for citing, and said by nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from textmine.ingest.repairs import mended
from textmine.records import Change

REASON = "usunięto numery wierszy"
_NUMBER = re.compile(r"^[ \t]*(?P<number>\d{1,5})(?:[ \t]+(?=\S)|[ \t]*$)", re.MULTILINE)
# A pattern that begins with a sign is looked for ten times as fast as one that begins with a place.
_PERHAPS = re.compile(r"\n[ \t]*\d")
_LABELLED = re.compile(r"[^\W\d_][^:\n]{0,40}:")
_FEWEST_LINES, _NUMBERED = 5, 0.9
_STEP, _FEWEST_STEPS = 5, 3


def without_line_numbers(text: str) -> tuple[str, tuple[Change, ...]]:
    """The text without the numbers of its lines, each logged. Texts whose lines are not numbered stay as they are.

    Numbers in front of labels alone ("12 M: …") are those of turns, which the layouts know.
    """
    if not _PERHAPS.search(f"\n{text}"):
        return text, ()
    lines = text.split("\n")
    found = {
        place: int(match["number"]) for place, line in enumerate(lines) if (match := _NUMBER.match(line))
    }
    if not (_is_every_line(found, lines) or _is_every_fifth(found)):
        return text, ()
    return mended(text, _NUMBER, lambda _: "", REASON)


def _is_every_line(found: dict[int, int], lines: Sequence[str]) -> bool:
    """Whether nearly all lines are numbered one after another (a page may begin anew), and some have no label."""
    written = [place for place, line in enumerate(lines) if line.strip()]
    numbers = [found[place] for place in written if place in found]
    if len(numbers) < max(_FEWEST_LINES, _NUMBERED * len(written)):
        return False
    if any(after not in {before + 1, 1} for before, after in pairwise(numbers)):
        return False
    return any(not _LABELLED.match(_NUMBER.sub("", lines[place])) for place in found)


def _is_every_fifth(found: dict[int, int]) -> bool:
    """Whether numbers stand five lines apart and count in fives."""
    steps = [(place, number) for place, number in found.items() if number % _STEP == 0]
    if len(steps) < _FEWEST_STEPS or len(steps) < len(found):
        return False
    return all(
        after[0] - before[0] == _STEP and after[1] in {before[1] + _STEP, _STEP}
        for before, after in pairwise(steps)
    )
