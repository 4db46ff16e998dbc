"""Word documents, read from their XML so that nothing is lost without a word.

In the text: paragraphs, tables, tracked insertions and moves (accepted), content controls, text boxes, fields, symbols,
formulas, numbered labels ("R1:"). Kept aside: deletions, hidden text, comments, footnotes, headers and footers, words
of drawings. Documents of the strict kind of the standard and with embedded documents are read as well.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from typing import Any

from textmine.errors import DamagedFile
from textmine.ingest.archive import open_archive, parse_xml, part
from textmine.ingest.blocks import Block, Ledger, reading_of
from textmine.ingest.conservation import size
from textmine.ingest.docx_body import Stories, all_text
from textmine.ingest.docx_numbering import Numbering
from textmine.ingest.docx_styles import Styles
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.turns import Reading

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = re.compile(r"word/document\d*\.xml")
_ASIDE = {
    "comments": "komentarz",
    "footnotes": "przypis",
    "endnotes": "przypis końcowy",
    "header": "nagłówek strony",
    "footer": "stopka strony",
}
_DRAWN = re.compile(r"word/(?:charts/chart|diagrams/data)\d*\.xml")
# Names of the strict kind of the standard (ISO 29500) and of the usual one.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)  # fmt: skip
_MAX_EMBEDDED = 3


def read_docx(source: Source) -> Reading:
    """Read a .docx. Raises DamagedFile or EncryptedFile."""
    ledger = Ledger()
    document = _Document(source.raw, source.where, ledger)
    blocks = document.blocks()
    return reading_of(blocks, source.form, source=document.size, ledger=ledger, known=source.known)


class _Document:
    """The parts of a document. `depth` counts documents inside of documents."""

    def __init__(self, raw: bytes, where: str, ledger: Ledger, depth: int = 0) -> None:
        self._archive = open_archive(raw, where=where)
        self._where = where
        self._ledger = ledger
        self._depth = depth
        self.size = 0
        """Of all text of the parts that were read."""

    def blocks(self) -> list[Block]:
        """The blocks of the main story; what stands in the others is set aside."""
        names = self._archive.namelist()
        main = next((name for name in names if _MAIN.fullmatch(name)), "word/document.xml")
        root = self._root(main)
        body = None if root is None else root.find(f"{W}body")
        if body is None:
            raise DamagedFile(
                "Brak treści dokumentu Word.", where=self._where, remedy="Zapisz plik w Wordzie jeszcze raz."
            )
        self.size += size(all_text(body))
        links = self._links(main)
        stories = Stories(
            self._ledger,
            Styles(self._root("word/styles.xml")),
            Numbering(self._root("word/numbering.xml")),
            lambda name: self._embedded(links.get(name, "")),
        )
        blocks = stories.blocks(body)
        for name in sorted(set(names)):
            self._set_aside(name, stories)
        return blocks

    def _set_aside(self, name: str, stories: Stories) -> None:
        found = re.fullmatch(r"word/([a-z]+)\d*\.xml", name)
        kind = _ASIDE.get(found[1]) if found else None
        if kind is None and not _DRAWN.fullmatch(name):
            return
        root = self._root(name)
        if root is None:
            return
        text = all_text(root)
        self.size += size(text)
        if kind is None:
            self._ledger.set_aside("tekst wykresu", text)
            return
        for block in stories.blocks(root):
            self._ledger.set_aside(kind, block.text)

    def _root(self, name: str) -> Any:
        data = part(self._archive, name, where=self._where)
        if data is None:
            return None
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return parse_xml(data, where=self._where)

    def _links(self, name: str) -> dict[str, str]:
        """The parts that a part refers to, by the id of the reference."""
        folder, _, file = name.rpartition("/")
        root = self._root(f"{folder}/_rels/{file}.rels")
        if root is None:
            return {}
        return {
            link.get("Id", ""): posixpath.normpath(posixpath.join(folder, link.get("Target", ""))).lstrip("/")
            for link in root.iter("{*}Relationship")
            if link.get("TargetMode") != "External"
        }

    def _embedded(self, name: str) -> list[Block]:
        """The blocks of a document that was put into this one as a whole (altChunk)."""
        data = part(self._archive, name, where=self._where) if name else None
        if not data or self._depth >= _MAX_EMBEDDED:
            self._ledger.warnings.append("nie odczytano dokumentu osadzonego w tym dokumencie")
            return []
        if zipfile.is_zipfile(_stream(data)):
            inner = _Document(data, self._where, self._ledger, self._depth + 1)
            blocks = inner.blocks()
            self.size += inner.size
            return blocks
        from textmine.ingest.detect import detect

        form = detect(data, posixpath.splitext(name)[1], where=self._where)
        reading = form.read(Source(data, form.name, self._where))
        self.size += size(reading.text)
        return [Block(line) for line in reading.text.split("\n") if line.strip()]


def _stream(data: bytes) -> Any:
    import io

    return io.BytesIO(data)


def _recognise(sample: Sample) -> Sure:
    return Sure.SIGNATURE if any(_MAIN.fullmatch(name) for name in sample.parts) else Sure.NO


FORMATS = (Format("docx", "Word", _recognise, read_docx),)
