"""Which column of a table is what: by its heading, or by what it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.ingest.times import seconds
from textmine.language import labels as words

_ROLES = {
    "label": words.SPEAKER_COLUMNS,
    "text": words.TEXT_COLUMNS,
    "time": words.TIME_COLUMNS,
    "group": words.GROUP_COLUMNS,
    "section": words.SECTION_COLUMNS,
    "votes": words.VOTE_COLUMNS,
}
# Names of data above a talk that are no speakers as well.
_DATA = words.METADATA - words.SPEAKER_COLUMNS - words.MODERATORS - words.RESPONDENTS


def headed(row: Sequence[str]) -> dict[str, int] | None:
    """Which column is what, by its heading; None where there is no column of text among known names."""
    columns: dict[str, int] = {}
    for role, names in _ROLES.items():
        for index, cell in enumerate(row):
            first = re.split(r"[\s/(:]+", cell.strip().casefold())[0] if cell.strip() else ""
            if first in names and len(cell) < 40 and index not in columns.values():
                columns.setdefault(role, index)
    if "text" not in columns and "section" in columns and _asks_alone(row, columns["section"]):
        columns["text"] = columns.pop("section")
    return columns if "text" in columns and len(columns) > 1 else None


def _asks_alone(row: Sequence[str], index: int) -> bool:
    """Slido: the questions of the audience are the words, beside who asked and how many liked it."""
    others = [
        cell.strip().casefold().split(" ")[0]
        for place, cell in enumerate(row)
        if place != index and cell.strip()
    ]
    return row[index].strip().casefold() in {"pytanie", "question"} and any(
        name in words.VOTE_COLUMNS | words.SPEAKER_COLUMNS for name in others
    )


def _are_labels(values: Sequence[str]) -> bool:
    """Whether the cells of a column name speakers: they recur; a table of two or three rows has to say so by its words."""
    if any("\n" in value for value in values) or len(set(values)) >= max(2, 0.5 * len(values)) + 1:
        return False
    from textmine.ingest.speakers import is_known, is_person, speaker_of

    if len(set(values)) < len(values):
        return True
    labels = [speaker_of(value.rstrip(": ")) for value in values]
    return all(label and (is_known(label, short=True) or is_person(label)) for label in labels)


def is_vote_column(name: str) -> bool:
    """Whether the heading of a column says that it holds votes."""
    words_of = re.split(r"[\s/(:]+", name.strip().casefold())
    return words_of[0] in words.VOTE_COLUMNS


def guessed(rows: Sequence[Sequence[str]]) -> dict[str, int] | None:
    """Which column is what, by what it holds: long texts, clock times, short names that recur; None for other tables."""
    width = max(len(row) for row in rows)
    if width < 2:
        return None
    filled = [[row[index].strip() for row in rows if index < len(row)] for index in range(width)]
    lengths = [sum(map(len, column)) / max(len(column), 1) for column in filled]
    text = max(range(width), key=lambda index: lengths[index])
    columns = {"text": text}
    for index in range(width):
        if index == text:
            continue
        values = [value for value in filled[index] if value]
        if any(re.split(r"[\s:]", value.casefold())[0] in _DATA for value in values):
            return None  # "Data | 12.03.2025": what stands above a talk
        if values and sum(seconds(value) is not None for value in values) > 0.7 * len(values):
            columns.setdefault("time", index)
        elif values and lengths[index] < 40 and _are_labels(values):
            columns.setdefault("label", index)
    return columns if "label" in columns and lengths[text] > 15 else None
