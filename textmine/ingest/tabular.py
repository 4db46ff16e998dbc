"""What tables hold, in whatever format they come: turns of a talk, answers of a form, notes of a board."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from textmine.ingest.boards import UNTITLED, board_notes, form_notes
from textmine.ingest.columns import guessed, headed
from textmine.ingest.encoding import canonical
from textmine.ingest.notes import Note, notes_in
from textmine.ingest.times import seconds
from textmine.ingest.turns import Utterance
from textmine.ingest.votes import Ballot, votes_in

Rows = Sequence[Sequence[str]]


class Kind(Enum):
    """How the words stand in the cells of a table: a turn a cell, a note a cell, or several notes a cell."""

    TALK = "talk"
    NOTES = "notes"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Found:
    """The turns of tables in order, the kind of each table that holds some (by number), and the names of unread columns."""

    spoken: list[Utterance]
    kinds: Mapping[int, Kind]
    unread: list[str]
    ballot: Ballot

    def pieces(self, number: int, cell: str) -> Iterator[Note]:
        """What a cell of table `number` holds of words: where each turn or note begins and ends in it."""
        kind = self.kinds[number]
        if kind is not Kind.TALK:
            yield from notes_in(cell, self.ballot, lines=kind is Kind.BOARD)
        elif cell.strip():
            lead = len(cell) - len(cell.lstrip())
            yield Note(lead, len(cell.rstrip()))


def found_in(tables: Sequence[Rows], *, boards: bool = True) -> Found:
    """The turns and notes of tables. Without `boards`, only of tables whose columns or cells say what they are."""
    filled: list[Rows] = [[row for row in rows if any(cell.strip() for cell in row)] for rows in tables]
    ballot = Ballot.of(cell for rows in filled for row in rows for cell in row)
    forms = {number: form for number, rows in enumerate(filled) if (form := form_notes(rows, ballot))}
    others: list[Rows] = [[] if number in forms else rows for number, rows in enumerate(filled)]
    spoken: list[Utterance] = []
    kinds: dict[int, Kind] = {}
    for joined, numbers in _grouped(others):
        spoken.extend(utterances_of(joined, ballot))
        kind = Kind.NOTES if _are_notes(headed(joined[0]) or {}) else Kind.TALK
        kinds.update(dict.fromkeys(numbers, kind))
    unread = [name for number in sorted(kinds) for name in _unread(others[number])]
    for number, (notes, ignored) in forms.items():
        spoken.extend(notes)
        kinds[number] = Kind.NOTES
        unread.extend(ignored)
    for number, rows in enumerate(others):
        if boards and number not in kinds and rows and (board := board_notes(rows, ballot)):
            spoken.extend(board)
            kinds[number] = Kind.BOARD
    return Found(spoken, kinds, list(dict.fromkeys(unread)), ballot)


def _grouped(tables: Sequence[Rows]) -> list[tuple[list[Sequence[str]], set[int]]]:
    """The tables that hold a talk or notes in a column; one of the same width without a heading goes on."""
    groups: list[tuple[list[Sequence[str]], set[int]]] = []
    for number, rows in enumerate(tables):
        if not rows:
            continue
        if groups and headed(rows[0]) is None and len(rows[0]) == len(groups[-1][0][0]):
            groups[-1][0].extend(rows)
            groups[-1][1].add(number)
        elif _is_talk(rows):
            groups.append((list(rows), {number}))
    return groups


def _is_talk(rows: Rows) -> bool:
    """Whether a table has a column of words beside others, and words in it."""
    columns = headed(rows[0])
    body = rows[1:] if columns else rows
    text = (columns or guessed(rows) or {}).get("text")
    return text is not None and any(text < len(row) and row[text].strip() for row in body)


def _are_notes(columns: Mapping[str, int]) -> bool:
    """Whether columns are those of notes: with a group, a section, or votes and nobody named."""
    return "section" in columns or "group" in columns or ("votes" in columns and "label" not in columns)


def utterances_of(rows: Rows, ballot: Ballot) -> list[Utterance]:
    """The turns of a table, none where it is no transcript.

    Columns are known by their headings, or by what they hold: the longest text is what was said, clock times are
    times, short recurring values are speakers. A blank time or speaker is as above.
    """
    columns = headed(rows[0])
    body = rows[1:] if columns else rows
    columns = columns or guessed(rows)
    if columns is None or "text" not in columns:
        return []
    headed_by = [cell.strip() for cell in rows[0]] if body is not rows else None
    notes = _are_notes(columns)
    result: list[Utterance] = []
    last = {"label": "", "section": ""}
    for row in body:
        if headed_by == [cell.strip() for cell in row]:
            continue  # the heading repeated on a new page
        cells = {role: row[index].strip() for role, index in columns.items() if index < len(row)}
        if not canonical(cells.get("text", ""))[0].strip():
            continue
        for role in ("section",) if notes else ("label",):
            cells[role] = last[role] = cells.get(role) or last[role]
        section = cells.get("section") or (UNTITLED if notes and not cells.get("group") else None)
        if notes and cells.get("section") and (not result or result[-1].section != section):
            result.append(Utterance(None, cells["section"], section=section, asks=True))
        result.extend(_row(cells, section, notes, ballot))
    return result


def _row(cells: Mapping[str, str], section: str | None, notes: bool, ballot: Ballot) -> Iterator[Utterance]:
    """The turn of a row, or its notes."""
    text = canonical(cells["text"])[0].strip()
    written = cells.get("label", "")
    label = _label(written)
    time = seconds(cells["time"]) if cells.get("time") else None
    votes = votes_in(cells.get("votes", ""))
    group = cells.get("group") or None
    if not notes:
        yield Utterance(label, text, time, group, section, votes=votes, written=written or None)
        return
    for note in notes_in(text, ballot, lines=False):
        counted = note.votes if votes is None else votes
        words = text[note.start : note.end]
        yield Utterance(
            label, words, time, group or note.group, section, votes=counted, written=written or None
        )


def _unread(rows: Rows) -> Iterator[str]:
    """The headings of columns that hold something and are neither speaker, words, time, group, section nor votes."""
    header = rows[0]
    columns = headed(header) or {}
    for index, name in enumerate(header if columns else ()):
        filled = any(row[index].strip() for row in rows[1:] if index < len(row))
        if index not in columns.values() and name.strip() and filled:
            yield name.strip()


def _label(cell: str) -> str | None:
    from textmine.ingest.layouts import canonical_label

    return canonical_label(cell.rstrip(": ")) or None
