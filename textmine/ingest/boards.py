"""Sheets of notes that have no column of words: forms (a row = a respondent) and boards (a column = a frame)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from textmine.ingest.columns import is_vote_column
from textmine.ingest.encoding import canonical
from textmine.ingest.notes import notes_in
from textmine.ingest.speakers import canonical_label
from textmine.ingest.turns import Utterance
from textmine.ingest.votes import Ballot, votes_in
from textmine.language.labels import FORM_COLUMNS, FORM_GROUPS, SWOT, WHO_ANSWERS

_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST_FRAME = 80
# The section of notes that stand below no heading.
UNTITLED = "tablica"
Rows = Sequence[Sequence[str]]


def form_notes(rows: Rows, ballot: Ballot) -> tuple[list[Utterance], list[str]] | None:
    """The answers of a form as notes, a question a section, and the names of the columns that are no answers.

    Respondents stay unnamed, unless a researcher's own sheet has a column for them; a column that asks whom they
    represent gives the group. None where the heading is not that of a form (Microsoft, Google: who answered and when,
    then the questions; a researcher's sheet: who answered, then the questions).
    """
    if len(rows) < 2:
        return None
    header = [cell.strip() for cell in rows[0]]
    service = {index for index, name in enumerate(header) if name.casefold().split(" (")[0] in FORM_COLUMNS}
    who = next((index for index, name in enumerate(header) if name.casefold() in WHO_ANSWERS), None)
    if who is not None and sum(name.endswith("?") for name in header) >= 1:
        service.discard(who)
    else:
        who = None
    if (not service and who is None) or not any(
        _is_question(name) for index, name in enumerate(header) if index not in service
    ):
        return None
    group = next((index for index, name in enumerate(header) if _is_group(name)), None)
    notes: list[Utterance] = []
    unread = [header[index] for index in sorted(service)]
    for index, question in enumerate(header):
        if index in service or index in (group, who) or not question:
            continue
        answers = [
            (row[index].strip(), _cell(row, group), _cell(row, who)) for row in rows[1:] if index < len(row)
        ]
        if not any(_WORD.search(answer) for answer, _, _ in answers):
            unread.append(question)
            continue
        notes.append(Utterance(None, question, section=question, asks=True))
        for answer, named, written in answers:
            label = canonical_label(written.rstrip(": ")) or None
            text = canonical(answer)[0].strip()
            for note in notes_in(text, ballot, lines=False):
                words = text[note.start : note.end]
                group_of = named or note.group
                notes.append(
                    Utterance(
                        label,
                        words,
                        group=group_of,
                        section=question,
                        votes=note.votes,
                        written=written or None,
                    )
                )
    return notes, unread


def _cell(row: Sequence[str], index: int | None) -> str:
    return row[index].strip() if index is not None and index < len(row) else ""


def _is_question(name: str) -> bool:
    return name.endswith("?") or len(name) >= 15


def _is_group(name: str) -> bool:
    return any(part in name.casefold() for part in FORM_GROUPS)


def board_notes(rows: Rows, ballot: Ballot) -> list[Utterance] | None:
    """The notes of a board whose columns are frames with a heading each; one column may have none.

    A column of votes belongs to the frame before it; a row of nothing but the headings of SWOT begins new frames.
    None where most cells are no words.
    """
    width = max((len(row) for row in rows), default=0)
    used = [i for i in range(width) if any(i < len(row) and row[i].strip() for row in rows)]
    rows = [[row[i] if i < len(row) else "" for i in used] for row in rows]
    width = len(used)
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    worded = [cell for cell in cells if len(_WORD.findall(cell)) >= 2 or len(cell) >= 12]
    first = [cell.strip() for cell in rows[0]]
    counted = {index for index, name in enumerate(first) if index and is_vote_column(name)}
    numbers = sum(votes_in(row[index]) is not None for row in rows for index in counted if index < len(row))
    if len(cells) < 3 or 2 * len(worded) < len(cells) - numbers - len(counted):
        return None
    asked = first[0].endswith(("?", ":"))
    headed = width > 1 or asked or len(first[0]) < 0.6 * sum(map(len, cells)) / len(cells)
    if headed and not all(0 < len(name) <= _LONGEST_FRAME for name in first):
        return None
    starts = [number for number, row in enumerate(rows) if (number == 0 and headed) or _is_swot(row)] or [0]
    notes: list[Utterance] = []
    for start, end in pairwise([*starts, len(rows)]):
        block = rows[start:end]
        for index in range(width):
            if index not in counted:
                votes = index + 1 if index + 1 in counted else None
                notes.extend(_frame(block, index, ballot, titled=headed or _is_swot(block[0]), votes=votes))
    return notes or None


def _is_swot(row: Sequence[str]) -> bool:
    names = [cell.strip(" :").casefold() for cell in row if cell.strip()]
    return len(names) > 1 and all(name in SWOT for name in names)


def _frame(rows: Rows, index: int, ballot: Ballot, *, titled: bool, votes: int | None) -> Iterator[Utterance]:
    """The heading of a frame and its notes: one column of the rows, `votes` the column of their votes."""
    name = canonical(rows[0][index])[0].strip() if titled and index < len(rows[0]) else ""
    body = [row for row in rows[1 if titled else 0 :] if index < len(row) and row[index].strip()]
    if name and body:
        yield Utterance(None, name, section=name, asks=True)
    for row in body:
        text = canonical(row[index])[0].strip()
        column = None if votes is None or votes >= len(row) else votes_in(row[votes])
        for note in notes_in(text, ballot, lines=True):
            counted = note.votes if column is None else column
            words = text[note.start : note.end]
            yield Utterance(None, words, group=note.group, section=name or UNTITLED, votes=counted)
