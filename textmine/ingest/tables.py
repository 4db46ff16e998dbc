"""Transcripts and boards of notes in files that are tables: csv, xlsx, ods."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from textmine.errors import DamagedFile, EncryptedFile
from textmine.ingest.archive import checked_parts, open_archive, parse_xml, part
from textmine.ingest.columns import guessed, headed, is_vote_column
from textmine.ingest.conservation import size
from textmine.ingest.encoding import canonical, decode
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.ledger import Ledger
from textmine.ingest.limited import limited
from textmine.ingest.tabular import Found, found_in
from textmine.ingest.turns import Reading, assembled
from textmine.ingest.votes import votes_in
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


def _reading(
    tables: Sequence[tuple[str, Sequence[Sequence[str]]]],
    form: str,
    encoding: str | None,
    repairs: tuple[str, ...],
    where: str,
) -> Reading:
    filled = [[row for row in rows if any(cell.strip() for cell in row)] for _, rows in tables]
    found = found_in(filled)
    if not found.spoken:
        raise DamagedFile(
            "W tabeli nie ma kolumny z wypowiedziami ani karteczkami.",
            where=where,
            remedy="Nazwij kolumny, np. „czas;mówca;wypowiedź” albo „stolik;grupa;karteczka”.",
        )
    text, turns = assembled(found.spoken)
    warnings = tuple(
        f"pominięto arkusz „{name}”: nie ma w nim wypowiedzi"
        for number, (name, _) in enumerate(tables)
        if number not in found.kinds and filled[number]
    )
    if found.unread:
        warnings = (*warnings, f"nie odczytano kolumn: {', '.join(found.unread)}")
    return Reading(text, turns, form, encoding, warnings, repairs, labelled=True, **_account(filled, found))


def _account(tables: Sequence[Sequence[Sequence[str]]], found: Found) -> dict[str, Any]:
    """Where the cells went: the words are spoken, what tells who, when and where is kept, the rest is dropped by name.

    A cell counts where its words are: a column of which every cell is a turn is the words' column.
    """
    said = Counter(one.text for one in found.spoken)
    beside = {value for one in found.spoken for value in (one.group, one.section) if value}
    ledger = Ledger()
    total = 0
    for number, rows in enumerate(tables):
        header = [cell.strip() for cell in rows[0]] if rows else []
        columns = (headed(header) or guessed(rows) or {}).values() if rows else ()
        for row in rows:
            for index, raw in enumerate(row):
                cell = canonical(raw)[0].strip()
                total += size(cell)
                if number not in found.kinds:
                    ledger.drop("arkusze bez wypowiedzi", cell)
                    continue
                words = _taken(cell, number, found, said)
                name = header[index] if index < len(header) and header[index] else str(index + 1)
                if words is not None:
                    ledger.keep("grupy, głosy i punktory karteczek", cell, less=words)
                elif row is rows[0]:
                    ledger.keep("nagłówki kolumn", cell)
                elif votes_in(cell) is not None and is_vote_column(name):
                    ledger.keep("głosy", cell)
                elif cell in beside or (index in columns and not is_vote_column(name)):
                    ledger.keep("mówiący, czasy, grupy i sekcje w kolumnach", cell)
                else:
                    ledger.drop(f"kolumna „{name}”", cell)
    repeated = [
        Portion("powtórzone nagłówki sekcji", size(text) * count) for text, count in said.items() if count > 0
    ]
    return {"source": total, "kept": ledger.kept, "dropped": ledger.dropped, "added": tuple(repeated)}


def _taken(cell: str, number: int, found: Found, said: Counter[str]) -> str | None:
    """The words of a cell that are turns and were not counted before; None where none are."""
    if said[cell] > 0:
        said[cell] -= 1
        return cell
    pieces = [cell[note.start : note.end] for note in found.pieces(number, cell)]
    if not pieces or not all(said[piece] > 0 for piece in pieces):
        return None
    said.subtract(pieces)
    return "".join(pieces)


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
