"""Transcripts and sticky-note boards in tables: Word tables, csv, xlsx, ods."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from textmine.errors import DamagedFile, EncryptedFile
from textmine.ingest.archive import checked_parts, open_archive, parse_xml, part
from textmine.ingest.boards import board_notes, form_notes
from textmine.ingest.columns import guessed, headed
from textmine.ingest.conservation import size
from textmine.ingest.encoding import canonical, decode
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.ledger import Ledger
from textmine.ingest.limited import limited
from textmine.ingest.times import seconds
from textmine.ingest.turns import Reading, Utterance, assembled
from textmine.records import Portion

# "M: " before any separator: a talk that somebody named .csv.
_TALK = re.compile(rb"[^\n,;\t|:]{1,60}:\s")


def read_csv(raw: bytes, *, where: str) -> Reading:
    """Read a .csv of turns or notes. Raises DamagedFile where no column holds text."""
    decoded = decode(raw, where=where)
    text = re.sub(r"\A\s*(?:sep=.\n)?\s*", "", decoded.text)  # Excel may say which separator follows
    header = text.partition("\n")[0]
    delimiter = max(";,\t|", key=header.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise DamagedFile(
            f"To nie jest poprawna tabela CSV ({error}).",
            where=where,
            remedy="Zapisz ją jeszcze raz z arkusza.",
        ) from error
    return _reading([("", rows)], "csv", decoded.encoding, decoded.repairs, where)


def read_sheet(raw: bytes, form: str, *, where: str) -> Reading:
    """Read an .xlsx or .ods of turns or notes: all sheets, one after another. Raises DamagedFile or EncryptedFile."""
    archive = open_archive(raw, where=where)
    checked_parts(archive, where=where)
    if b"encryption-data" in (part(archive, "META-INF/manifest.xml", where=where) or b""):
        raise EncryptedFile("Arkusz jest zaszyfrowany.", where=where, remedy="Zapisz go bez hasła.")
    # calamine runs for ever on a sheet whose XML is cut off.
    for name in archive.namelist():
        if name.endswith(".xml") and (data := part(archive, name, where=where)):
            parse_xml(data, where=where)
    tables = limited("textmine.ingest.sheet_cells:sheets_of", raw, where=where)
    return _reading(tables, form, None, (), where)


def spoken_in(tables: Sequence[Sequence[Sequence[str]]]) -> tuple[list[Utterance], frozenset[int]]:
    """The turns of several tables, and which of them hold turns. A table of the same width and no headings goes on."""
    groups = _grouped(tables)
    spoken = [one for rows, _ in groups for one in utterances_of(rows) or ()]
    return spoken, frozenset(number for _, numbers in groups for number in numbers)


def _grouped(tables: Sequence[Sequence[Sequence[str]]]) -> list[tuple[list[Sequence[str]], set[int]]]:
    groups: list[tuple[list[Sequence[str]], set[int]]] = []
    for number, table in enumerate(tables):
        rows = [row for row in table if any(str(cell).strip() for cell in row)]
        if not rows:
            continue
        if groups and headed(rows[0]) is None and len(rows[0]) == len(groups[-1][0][0]):
            groups[-1][0].extend(rows)
            groups[-1][1].add(number)
        elif utterances_of(rows) is not None:
            groups.append((rows, {number}))
    return groups


def utterances_of(rows: Sequence[Sequence[str]]) -> list[Utterance] | None:
    """The turns of a table, None where it is no transcript.

    Columns are known by their headings, or by what they hold: the longest text is what was said, clock times are
    times, short recurring values are speakers. A blank time or speaker is as above.
    """
    rows = [list(row) for row in rows if any(str(cell).strip() for cell in row)]
    if not rows:
        return None
    columns = headed(rows[0])
    body = rows[1:] if columns else rows
    columns = columns or guessed(rows)
    if columns is None or "text" not in columns:
        return None
    notes = "section" in columns or "group" in columns
    result: list[Utterance] = []
    last: dict[str, str] = {}
    for row in body:
        if columns and headed(row) == columns:
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
    tables: Sequence[tuple[str, Sequence[Sequence[str]]]],
    form: str,
    encoding: str | None,
    repairs: tuple[str, ...],
    where: str,
) -> Reading:
    filled = [[row for row in rows if any(cell.strip() for cell in row)] for _, rows in tables]
    forms = {number: found for number, rows in enumerate(filled) if (found := form_notes(rows))}
    others = [[] if number in forms else rows for number, rows in enumerate(filled)]
    spoken, used = spoken_in(others)
    unread = _unread([rows for number, rows in enumerate(others) if number in used])
    for number, (notes, ignored) in forms.items():
        spoken, used = [*spoken, *notes], used | {number}
        unread.extend(ignored)
    for number, rows in enumerate(others):
        if number not in used and rows and (board := board_notes(rows)):
            spoken, used = [*spoken, *board], used | {number}
    if not spoken:
        raise DamagedFile(
            "W tabeli nie ma kolumny z wypowiedziami ani karteczkami.",
            where=where,
            remedy="Nazwij kolumny, np. „czas;mówca;wypowiedź” albo „stolik;grupa;karteczka”.",
        )
    text, turns = assembled(spoken)
    warnings = tuple(
        f"pominięto arkusz „{name}”: nie ma w nim wypowiedzi"
        for number, (name, _) in enumerate(tables)
        if number not in used and filled[number]
    )
    if unread:
        warnings = (*warnings, f"nie odczytano kolumn: {', '.join(dict.fromkeys(unread))}")
    return Reading(
        text, turns, form, encoding, warnings, repairs, labelled=True, **_account(filled, used, spoken)
    )


def _account(
    tables: Sequence[Sequence[Sequence[str]]], used: Collection[int], spoken: Sequence[Utterance]
) -> dict[str, Any]:
    """Where the cells went: the words are spoken, what tells who, when and where is kept, the rest is dropped by name.

    A cell counts where its words are: a column of which every cell is a turn is the words' column.
    """
    said = Counter(one.text for one in spoken)
    beside = {value for one in spoken for value in (one.group, one.section) if value}
    ledger = Ledger()
    total = 0
    for number, rows in enumerate(tables):
        header = [cell.strip() for cell in rows[0]] if rows else []
        columns = (headed(header) or guessed(rows) or {}).values() if rows else ()
        for row in rows:
            for index, raw in enumerate(row):
                cell = canonical(raw)[0].strip()
                total += size(cell)
                if said[cell] > 0 and number in used:
                    said[cell] -= 1
                elif number not in used:
                    ledger.drop("arkusze bez wypowiedzi", cell)
                elif row is rows[0]:
                    ledger.keep("nagłówki kolumn", cell)
                elif cell in beside or index in columns:
                    ledger.keep("mówiący, czasy, grupy i sekcje w kolumnach", cell)
                else:
                    name = header[index] if index < len(header) and header[index] else str(index + 1)
                    ledger.drop(f"kolumna „{name}”", cell)
    repeated = [
        Portion("powtórzone nagłówki sekcji", size(text) * count) for text, count in said.items() if count > 0
    ]
    return {"source": total, "kept": ledger.kept, "dropped": ledger.dropped, "added": tuple(repeated)}


def _unread(tables: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """The headings of columns that hold something and are neither speaker, words, time, group nor section."""
    names: dict[str, None] = {}
    for rows in tables:
        header = next(row for row in rows if any(cell.strip() for cell in row))
        columns = headed(header) or {}
        for index, name in enumerate(header if columns else ()):
            filled = any(row[index].strip() for row in rows if row is not header and index < len(row))
            if index not in columns.values() and name.strip() and filled:
                names[name.strip()] = None
    return list(names)


def _label(cell: str) -> str | None:
    from textmine.ingest.layouts import canonical_label

    label = canonical_label(cell.rstrip(": "))
    return label or None


def _is_xlsx(sample: Sample) -> Sure:
    return Sure.SIGNATURE if {"xl/workbook.xml", "xl/workbook.bin"} & sample.parts else Sure.NO


def _is_ods(sample: Sample) -> Sure:
    return Sure.SIGNATURE if "opendocument.spreadsheet" in sample.mimetype else Sure.NO


def _is_csv(sample: Sample) -> Sure:
    """By its name, or by the same number of separators on each of the first lines."""
    if sample.suffix == ".csv" and not _TALK.match(sample.head):
        return Sure.LOOKS
    lines = [line for line in sample.head.split(b"\n")[:6] if line.strip()]
    counts = [line.count(b";") for line in lines[:-1]]
    even = len(counts) >= 3 and min(counts) >= 2 and len(set(counts)) == 1 and len(lines[0]) < 120
    return Sure.LOOKS if even else Sure.NO


def _read_csv(source: Source) -> Reading:
    return read_csv(source.raw, where=source.where)


def _read_sheet(source: Source) -> Reading:
    return read_sheet(source.raw, source.form, where=source.where)


FORMATS = (
    Format("csv", "tabela CSV", _is_csv, _read_csv),
    Format("xlsx", "arkusz Excela", _is_xlsx, _read_sheet),
    Format("ods", "arkusz OpenDocument", _is_ods, _read_sheet),
)
