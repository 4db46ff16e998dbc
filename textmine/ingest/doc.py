"""Word 97–2003 (.doc): the text with bold, tables, and what is deleted, hidden or a note kept apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.errors import UnknownFormat
from textmine.ingest.blocks import Block, Ledger, emphasised, reading_of, table_block
from textmine.ingest.conservation import size
from textmine.ingest.doc_text import BOLD, DELETED, HIDDEN, IN_TABLE, ITALIC, ROW_END
from textmine.ingest.encoding import canonical
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.limited import limited
from textmine.ingest.turns import Reading

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM = "WordDocument".encode("utf-16-le")
_NOT_WORD = ("Workbook", "Book", "PowerPoint Document", "EncryptedPackage", "EncryptionInfo")
_CELL, _FIELD, _RESULT, _FIELD_END = "\x07", "\x13", "\x14", "\x15"
_SHOWN = str.maketrans({"\x0b": "\n", "\x1e": "-", "\x1f": None, "\xad": None})
_MARKS = re.compile(r"[\x00-\x08\x0e-\x1d]")
_ASIDE = {
    "footnotes": "przypis",
    "headers": "nagłówek albo stopka strony",
    "macros": "makro",
    "comments": "komentarz",
    "endnotes": "przypis końcowy",
    "boxes": "pole tekstowe",
    "header boxes": "pole tekstowe nagłówka",
}


def read_doc(source: Source) -> Reading:
    """Read a .doc. Raises DamagedFile, EncryptedFile, or UnknownFormat for Word 6 and 95."""
    found = limited("textmine.ingest.doc_text:stories_of", source.raw, where=source.where)
    if found["old"]:
        raise UnknownFormat(
            "To dokument Worda 6 albo 95, starszy niż umie czytać program.",
            where=source.where,
            remedy="Otwórz go w Wordzie albo LibreOffice i zapisz jako .docx.",
        )
    stories = {
        name: [(_joined(text), flags) for text, flags in runs] for name, runs in found["stories"].items()
    }
    counted = sum(size(canonical(_clean(text))[0]) for runs in stories.values() for text, _ in runs)
    ledger = Ledger()
    body = _Body(ledger)
    body.read(stories["main"])
    for name, kind in _ASIDE.items():
        for line in re.split(r"[\r\x0c]", "".join(text for text, _ in stories[name])):
            ledger.set_aside(kind, _clean(line))
    return reading_of(body.blocks, source.form, source=counted, ledger=ledger, known=source.known)


def _joined(units: str) -> str:
    """Units of UTF-16 as characters."""
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _clean(text: str) -> str:
    return _MARKS.sub("", text.translate(_SHOWN))


class _Body:
    """The main story into blocks."""

    def __init__(self, ledger: Ledger) -> None:
        self.blocks: list[Block] = []
        self._ledger = ledger
        self._line: list[str] = []
        self._weights = [0, 0, 0]
        self._cells: list[str] = []
        self._rows: list[list[str]] = []
        self._codes: list[bool] = []
        """For each field that is open: whether its code is still running."""

    def read(self, runs: Sequence[tuple[str, int]]) -> None:
        """Take in all runs."""
        for text, flags in runs:
            for piece in re.split(r"([\r\x07\x0c\x13\x14\x15])", text):
                self._piece(piece, flags)
        self._paragraph()
        self._end_table()

    def _piece(self, piece: str, flags: int) -> None:
        if piece in {"\r", "\x0c"}:
            # A paragraph inside of a cell ends with the same sign: a cell that follows takes both.
            self._line.append("\n") if self._cells or flags & IN_TABLE else self._paragraph()
        elif piece == _CELL:
            self._row() if flags & ROW_END else self._cell()
        elif piece == _FIELD:
            self._codes.append(True)
        elif piece == _RESULT and self._codes:
            self._codes[-1] = False
        elif piece == _FIELD_END and self._codes:
            self._codes.pop()
        else:
            self._write(_clean(piece), flags)

    def _write(self, text: str, flags: int) -> None:
        if any(self._codes):
            self._ledger.drop("kody pól", text)
        elif flags & DELETED:
            self._ledger.set_aside("usunięte w rejestrze zmian", text)
        elif flags & HIDDEN:
            self._ledger.set_aside("tekst ukryty", text)
        else:
            weight = sum(map(str.isalpha, text))
            for index, counted in enumerate((True, flags & BOLD, flags & ITALIC)):
                self._weights[index] += weight if counted else 0
            self._line.append(text)

    def _taken(self) -> str:
        text = "".join(self._line)
        self._line.clear()
        return text

    def _paragraph(self) -> None:
        self._end_table()
        letters, bold, italic = self._weights
        self._weights = [0, 0, 0]
        text = self._taken()
        if text.strip():
            self.blocks.append(Block(text, emphasised(letters, bold), emphasised(letters, italic)))

    def _cell(self) -> None:
        self._cells.append(self._taken().strip("\n"))
        self._weights = [0, 0, 0]

    def _row(self) -> None:
        if any(self._line):
            self._cell()
        self._line.clear()
        self._rows.append(self._cells)
        self._cells = []

    def _end_table(self) -> None:
        if self._cells:
            self._rows.append(self._cells)
            self._cells = []
        if self._rows:
            self.blocks.append(table_block(self._rows))
            self._rows = []


def _recognise(sample: Sample) -> Sure:
    if not sample.raw.startswith(_OLE):
        return Sure.NO
    if _STREAM in sample.raw:
        return Sure.SIGNATURE
    # The names of the streams may be in the part that is missing.
    others = any(name.encode("utf-16-le") in sample.raw for name in _NOT_WORD)
    return Sure.NO if others or sample.suffix != ".doc" else Sure.STRUCTURE


FORMATS = (Format("doc", "Word 97–2003", _recognise, read_doc),)
