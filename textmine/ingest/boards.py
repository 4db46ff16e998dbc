"""Sheets of notes that have no column of words: forms (a row = a respondent) and boards (a column = a frame)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.ingest.encoding import canonical
from textmine.ingest.turns import Utterance
from textmine.language.labels import FORM_COLUMNS, FORM_GROUPS

_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGEST_FRAME = 80
Rows = Sequence[Sequence[str]]


def form_notes(rows: Rows) -> tuple[list[Utterance], list[str]] | None:
    """The answers of a form as notes, a question a section, and the names of the columns that are no answers.

    Respondents stay unnamed; a column that asks whom they represent gives the group. None where the heading is not
    that of a form (Microsoft, Google: who answered and when, then the questions).
    """
    if len(rows) < 2:
        return None
    header = [cell.strip() for cell in rows[0]]
    service = {index for index, name in enumerate(header) if name.casefold().split(" (")[0] in FORM_COLUMNS}
    if not service or not any(
        _is_question(name) for index, name in enumerate(header) if index not in service
    ):
        return None
    group = next((index for index, name in enumerate(header) if _is_group(name)), None)
    notes: list[Utterance] = []
    unread = [header[index] for index in sorted(service)]
    for index, question in enumerate(header):
        if index in service or index == group or not question:
            continue
        answers = [
            (row[index].strip(), row[group].strip() if group is not None and group < len(row) else "")
            for row in rows[1:]
            if index < len(row)
        ]
        if not any(_WORD.search(answer) for answer, _ in answers):
            unread.append(question)
            continue
        notes.append(Utterance(None, question, section=question, asks=True))
        for answer, named in answers:
            text = canonical(answer)[0].strip()
            if text:
                notes.append(Utterance(None, text, group=named or None, section=question))
    return notes, unread


def _is_question(name: str) -> bool:
    return name.endswith("?") or len(name) >= 15


def _is_group(name: str) -> bool:
    return any(part in name.casefold() for part in FORM_GROUPS)


def board_notes(rows: Rows) -> list[Utterance] | None:
    """The notes of a board whose columns are frames with a heading each; one column may have none.

    None where most cells are no words.
    """
    width = max((len(row) for row in rows), default=0)
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    worded = [cell for cell in cells if len(_WORD.findall(cell)) >= 2 or len(cell) >= 12]
    if len(cells) < 3 or 2 * len(worded) < len(cells):
        return None
    first = [cell.strip() for cell in rows[0]]
    headed = width > 1 or len(first[0]) < 0.6 * sum(map(len, cells)) / len(cells)
    if headed and not all(0 < len(name) <= _LONGEST_FRAME for name in first):
        return None
    notes: list[Utterance] = []
    for index in range(width):
        frame = canonical(first[index])[0] if headed and index < len(first) else None
        below = [row[index].strip() for row in rows[1 if headed else 0 :] if index < len(row)]
        texts = [canonical(cell)[0].strip() for cell in below]
        if frame and any(texts):
            notes.append(Utterance(None, frame, section=frame, asks=True))
        notes.extend(Utterance(None, text, section=frame or "tablica") for text in texts if text)
    return notes
