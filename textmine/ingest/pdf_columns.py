"""Columns of a PDF that are told by white space alone: a talk as a table without drawn lines, read row by row.

A column is where words begin again and again behind a gap, and which hardly any line runs across. A page of prose has no
such place; two columns of a newspaper have, but are both full of words and are left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

Line = dict[str, Any]
Row = list[str]

# Points by which the beginnings of words in one column differ.
_TOLERANCE = 3.0
_FEWEST_ROWS = 3
# Words that begin at one place behind a gap in fewer than one of so many lines make no column: justified lines have some.
_RAREST = 50
# Shares of lines: with words in the last column, and those that may run across the gap before a column.
_IN_COLUMN, _ACROSS = 0.6, 0.1
# Words in a cell beside the talk (a name, a time, a number): a column of longer ones is prose of its own.
_LABEL_WORDS = 4
_ENDED = re.compile(r"[.?!…:;\])”\"]\s*$")


def with_columns(pages: Sequence[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """The pages with lines in columns as tables; None where there are no columns."""
    starts = _columns([line for page in pages for line in page["lines"]])
    if len(starts) < 2:
        return None
    standing = [line for page in pages for line in page["lines"] if _stands_in(line, starts)]
    wrapped = _wrapped_labels(standing, starts)
    found = [_page(page, starts, wrapped) for page in pages]
    rows = [row for page in found for table in page["tables"] if table.get("spaced") for row in table["rows"]]
    labels = [row[-2] for row in rows if row[-2]]
    if len(labels) < _FEWEST_ROWS:
        return None
    if not any(character.isalpha() for label in labels for character in label):
        return None  # a numbered list
    return found


def _columns(lines: Sequence[Line]) -> list[float]:
    """Where columns begin, from the left; [] where the lines have none."""
    behind_gaps = [part for line in lines for part in line["parts"][1:]]
    least = max(_FEWEST_ROWS, len(lines) // _RAREST)
    found = []
    for start, count in _clustered(part["x0"] for part in behind_gaps):
        if count < least:
            continue
        region = _region(
            lines, [line for line in lines if any(_is_at(part, start) for part in line["parts"])]
        )
        across = sum(_runs_across(line, start) for line in region)
        if across <= _ACROSS * len(region):
            found.append(start)
    if not found:
        return []
    region = _region(
        lines, [line for line in lines if any(_is_at(part, found[-1]) for part in line["parts"])]
    )
    if sum(any(_is_at(p, found[-1]) for p in line["parts"]) for line in region) < _IN_COLUMN * len(region):
        return []
    left = [part for line in region for part in line["parts"] if part["x0"] < found[-1] - _TOLERANCE]
    words = sorted(len(part["text"].split()) for part in left)
    if not words or words[len(words) // 2] > _LABEL_WORDS:
        return []
    return [min(part["x0"] for part in left), *found]


def _clustered(values: Any) -> list[tuple[float, int]]:
    """Values that lie together as (the smallest, how many), from the left."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= _TOLERANCE:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0], len(group)) for group in groups]


def _is_at(part: dict[str, Any], start: float) -> bool:
    return bool(abs(part["x0"] - start) <= _TOLERANCE)


def _runs_across(line: Line, start: float) -> bool:
    return any(part["x0"] < start - _TOLERANCE and part["x1"] > start for part in line["parts"])


def _region(lines: Sequence[Line], inside: Sequence[Line]) -> Sequence[Line]:
    """The lines from the first to the last of these: a title above and a note below belong to no column."""
    places = {id(line) for line in inside}
    numbers = [number for number, line in enumerate(lines) if id(line) in places]
    return lines[numbers[0] : numbers[-1] + 1]


def _page(page: dict[str, Any], starts: Sequence[float], wrapped: set[tuple[str, str]]) -> dict[str, Any]:
    """A page with each run of lines that stand in the columns as a table."""
    lines: list[Line] = []
    runs: list[list[Line]] = []
    before: Line | None = None
    for line in page["lines"]:
        if _stands_in(line, starts):
            if before is None:
                runs.append([])
            runs[-1].append(line)
            before = line
        else:
            lines.append(line)
            before = None
    tables = [
        {"top": run[0]["top"], "rows": _rows(run, starts, wrapped), "spaced": True} for run in runs if run
    ]
    return {**page, "lines": lines, "tables": [*page["tables"], *tables]}


def _stands_in(line: Line, starts: Sequence[float]) -> bool:
    return not any(_runs_across(line, start) for start in starts[1:])


def _cells(line: Line, starts: Sequence[float]) -> Row:
    cells = [""] * len(starts)
    for part in line["parts"]:
        column = max((n for n, start in enumerate(starts) if part["x0"] >= start - _TOLERANCE), default=0)
        cells[column] = f"{cells[column]} {part['text']}".strip()
    return cells


def _wrapped_labels(lines: Sequence[Line], starts: Sequence[float]) -> set[tuple[str, str]]:
    """Pairs of labels below each other that are one ("Anna", "Kowalska"): neither is ever met without the other."""
    cells = [_cells(line, starts) for line in lines]
    follows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    counts: Counter[str] = Counter(row[-2] for row in cells)
    goes_on: Counter[tuple[str, str]] = Counter()
    for upper, lower in pairwise(cells):
        if upper[-2] and lower[-2]:
            follows[upper[-2]][lower[-2]] += 1
            goes_on[upper[-2], lower[-2]] += not _ENDED.search(upper[-1])
    return {
        (upper, lower)
        for upper, below in follows.items()
        for lower, times in below.items()
        if times == counts[upper] == counts[lower] and times > 1 and 2 * goes_on[upper, lower] > times
    }


def _rows(lines: Sequence[Line], starts: Sequence[float], wrapped: set[tuple[str, str]]) -> list[Row]:
    """The rows: a line with something beside the talk begins one, unless that is the rest of a label."""
    rows: list[Row] = []
    above: Row | None = None
    for line in lines:
        cells = _cells(line, starts)
        rest = above is not None and (above[-2], cells[-2]) in wrapped
        if rows and (rest or not any(cells[:-1])):
            for column, cell in enumerate(cells):
                if cell:
                    rows[-1][column] = f"{rows[-1][column]}\n{cell}".strip()
        else:
            rows.append(cells)
        above = cells
    return rows
