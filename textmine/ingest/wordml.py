"""Word documents that are one XML file: WordML of Word 2003, and the flat form of .docx. Both come under the name .doc."""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from typing import Any

from textmine.errors import DamagedFile
from textmine.ingest.archive import parse_xml
from textmine.ingest.blocks import Ledger, reading_of
from textmine.ingest.conservation import size
from textmine.ingest.docx import read_docx
from textmine.ingest.docx_body import NUMBERS, Stories, W, all_text
from textmine.ingest.docx_numbering import Numbering
from textmine.ingest.docx_styles import Styles
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.turns import Reading

_WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FLAT = b"http://schemas.microsoft.com/office/2006/xmlPackage"
PKG = f"{{{_FLAT.decode()}}}"
AML = "{http://schemas.microsoft.com/aml/2001/core}"
WX = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_NOTES = {
    f"{W}footnote": "przypis",
    f"{W}endnote": "przypis końcowy",
    f"{W}hdr": "nagłówek strony",
    f"{W}ftr": "stopka strony",
}


def read_wordml(source: Source) -> Reading:
    """Read the XML of Word 2003. Raises DamagedFile."""
    root = parse_xml(
        source.raw.lstrip(b"\xef\xbb\xbf \r\n\t").replace(_WORD_2003, _USUAL), where=source.where
    )
    body = root.find(f"{W}body")
    if body is None:
        raise DamagedFile("Brak treści dokumentu Word.", where=source.where, remedy="Zapisz plik jako .docx.")
    ledger = Ledger()
    counted = size(all_text(body))
    _take_out(body, ledger)
    _write_labels(body, ledger)
    blocks = Stories(ledger, Styles(root.find(f"{W}styles")), Numbering(None)).blocks(body)
    return reading_of(blocks, source.form, source=counted, ledger=ledger, known=source.known)


def _take_out(body: Any, ledger: Ledger) -> None:
    """Set aside what stands in the middle of the text and is none: notes, comments, running heads."""
    for node in list(body.iter(*_NOTES, f"{AML}annotation")):
        kind = _NOTES.get(node.tag)
        if node.tag == f"{AML}annotation":
            what = node.get(f"{W}type") or ""
            kind = {"Word.Comment": "komentarz", "Word.Deletion": "usunięte w rejestrze zmian"}.get(what)
        if kind and node.getparent() is not None:
            ledger.set_aside(kind, all_text(node))
            for child in list(node):
                node.remove(child)


def _write_labels(body: Any, ledger: Ledger) -> None:
    """Labels of lists, which Word 2003 notes beside the list ("R1:"), in front of their paragraphs."""
    for hint in body.iter(f"{WX}t"):
        label = hint.get(f"{WX}val") or ""
        paragraph = next(hint.iterancestors(f"{W}p"), None)
        if paragraph is None or not re.search(r"[^\W\d_]|:", label):
            continue
        run = paragraph.makeelement(f"{W}r", {})
        text = run.makeelement(f"{W}t", {})
        text.text = label.strip() + " "
        run.append(text)
        properties = paragraph.find(f"{W}pPr")
        paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, run)
        ledger.add(NUMBERS, label)


def read_flat(source: Source) -> Reading:
    """Read the flat form of a .docx: its parts as elements of one XML file."""
    from lxml import etree

    root = parse_xml(source.raw.lstrip(b"\xef\xbb\xbf \r\n\t"), where=source.where)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for one in root.iter(f"{PKG}part"):
            xml, binary = one.find(f"{PKG}xmlData"), one.find(f"{PKG}binaryData")
            name = (one.get(f"{PKG}name") or "").lstrip("/")
            if xml is not None and len(xml):
                archive.writestr(name, etree.tostring(xml[0]))
            elif binary is not None:
                archive.writestr(name, _bytes(binary.text or ""))
    return read_docx(Source(buffer.getvalue(), source.form, source.where, source.known))


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _is_wordml(sample: Sample) -> Sure:
    return Sure.SIGNATURE if sample.head.startswith(b"<") and _WORD_2003 in sample.head else Sure.NO


def _is_flat(sample: Sample) -> Sure:
    return Sure.SIGNATURE if sample.head.startswith(b"<") and _FLAT in sample.head else Sure.NO


FORMATS = (
    Format("wordml", "XML Worda 2003", _is_wordml, read_wordml),
    Format("flat docx", "Word w jednym pliku XML", _is_flat, read_flat),
)
