"""Transcripts and sticky-note boards in tables: Word tables, csv, xlsx, ods."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from textmine.errors import DamagedFile
from textmine.ingest.encoding import canonical, decode
from textmine.ingest.times import seconds
from textmine.ingest.turns import Reading, Utterance, assembled
from textmine.language import labels as words

_ROLES = {
    "label": words.SPEAKER_COLUMNS,
    "text": words.TEXT_COLUMNS,
    "time": words.TIME_COLUMNS,
    "group": words.GROUP_COLUMNS,
    "section": words.SECTION_COLUMNS,
}


def read_csv(raw: bytes, *, where: str) -> Reading:
    """Read a .csv of turns or notes. Raises DamagedFile where no column holds text."""
    decoded = decode(raw, where=where)
    header = decoded.text.partition("\n")[0]
    delimiter = max(";,\t|", key=header.count)
    try:
        rows = list(csv.reader(io.StringIO(decoded.text), delimiter=delimiter))
    except csv.Error as error:
        raise DamagedFile(
            f"To nie jest poprawna tabela CSV ({error}).",
            where=where,
            remedy="Zapisz ją jeszcze raz z arkusza.",
        ) from error
    return _reading(rows, "csv", decoded.encoding, decoded.repairs, where)


def read_sheet(raw: bytes, form: str, *, where: str) -> Reading:
    """Read an .xlsx or .ods of turns or notes: all sheets, one after another."""
    from python_calamine import CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        sheets = [(name, workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names]
    except Exception as error:
        raise DamagedFile(
            f"Nie udało się otworzyć arkusza ({error}).",
            where=where,
            remedy="Zapisz go w Excelu jeszcze raz.",
        ) from error
    rows: list[list[str]] = []
    for _, sheet in sheets:
        rows.extend([_cell(cell) for cell in row] for row in sheet)
    return _reading(rows, form, None, (), where)


def utterances_of(rows: Sequence[Sequence[str]]) -> list[Utterance] | None:
    """The turns of a table, None where it is no transcript.

    Columns are known by their headings, or by what they hold: the longest text is what was said, clock times are
    times, short recurring values are speakers. A blank time or speaker is as above.
    """
    rows = [list(row) for row in rows if any(str(cell).strip() for cell in row)]
    if not rows:
        return None
    columns = _headed(rows[0])
    body = rows[1:] if columns else rows
    columns = columns or _guessed(rows)
    if columns is None or "text" not in columns:
        return None
    notes = "section" in columns or "group" in columns
    result: list[Utterance] = []
    last: dict[str, str] = {}
    for row in body:
        if columns and _headed(row) == columns:
            continue  # the heading repeated on a new page
        cells = {role: row[index].strip() for role, index in columns.items() if index < len(row)}
        text = canonical(cells.get("text", ""))[0].strip()
        if not text:
            continue
        for role in ("label", "section") if notes else ("label",):
            cells[role] = last[role] = cells.get(role) or (
                last.get(role, "") if not notes or role == "section" else ""
            )
        section = cells.get("section") or None
        if notes and section and (not result or result[-1].section != section):
            result.append(Utterance(None, section, section=section, asks=True))
        label = _label(cells.get("label", ""))
        time = seconds(cells["time"]) if cells.get("time") else None
        result.append(Utterance(label, text, time, cells.get("group") or None, section))
    return result or None


def _reading(
    rows: Sequence[Sequence[str]], form: str, encoding: str | None, repairs: tuple[str, ...], where: str
) -> Reading:
    spoken = utterances_of(rows)
    if spoken is None:
        raise DamagedFile(
            "W tabeli nie ma kolumny z wypowiedziami ani karteczkami.",
            where=where,
            remedy="Nazwij kolumny, np. „czas;mówca;wypowiedź” albo „stolik;grupa;karteczka”.",
        )
    text, turns = assembled(spoken)
    return Reading(text, turns, form, encoding, repairs=repairs)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "strftime"):
        return (
            value.strftime("%H:%M:%S") if hasattr(value, "hour") and not hasattr(value, "day") else str(value)
        )
    return str(value).replace("_x000D_", "\n")


def _headed(row: Sequence[str]) -> dict[str, int] | None:
    """Which column is what, by its heading; None where there is no column of text among known names."""
    columns: dict[str, int] = {}
    for role, names in _ROLES.items():
        for index, cell in enumerate(row):
            first = re.split(r"[\s/(:]+", cell.strip().casefold())[0] if cell.strip() else ""
            if first in names and len(cell) < 40 and index not in columns.values():
                columns.setdefault(role, index)
    return columns if "text" in columns and len(columns) > 1 else None


def _guessed(rows: Sequence[Sequence[str]]) -> dict[str, int] | None:
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
        if values and sum(seconds(value) is not None for value in values) > 0.7 * len(values):
            columns.setdefault("time", index)
        elif values and lengths[index] < 40 and len(set(values)) < max(2, 0.5 * len(values)) + 1:
            columns.setdefault("label", index)
    return columns if "label" in columns and lengths[text] > 15 else None


def _label(cell: str) -> str | None:
    from textmine.ingest.layouts import canonical_label

    label = canonical_label(cell.rstrip(": "))
    return label or None
