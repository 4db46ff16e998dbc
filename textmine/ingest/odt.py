"""OpenDocument text, read from its XML: headings, paragraphs, lists, tables; tracked deletions are kept aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textmine.errors import DamagedFile, EncryptedFile
from textmine.ingest.archive import open_archive, parse_xml, part
from textmine.ingest.encoding import canonical
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.layouts import Paragraph, turns_of
from textmine.ingest.tables import spoken_in
from textmine.ingest.turns import Reading, assembled

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT = f"{{{_NS}text:1.0}}"
TABLE = f"{{{_NS}table:1.0}}"
OFFICE = f"{{{_NS}office:1.0}}"
STYLE = f"{{{_NS}style:1.0}}"
FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
DRAW = f"{{{_NS}drawing:1.0}}"
BOLD_SHARE = 0.8
_ASIDE = {
    f"{TEXT}deletion": "usunięte w rejestrze zmian",
    f"{OFFICE}annotation": "komentarz",
    f"{TEXT}note": "przypis",
}
_NO_SPEECH = frozenset({f"{TEXT}tracked-changes", *_ASIDE})
_APART = _NO_SPEECH | {f"{DRAW}text-box"}


def read_odt(raw: bytes, *, where: str, known: Sequence[str] = ()) -> Reading:
    """Read an .odt. Raises DamagedFile or EncryptedFile."""
    archive = open_archive(raw, where=where)
    manifest = part(archive, "META-INF/manifest.xml", where=where)
    if manifest and b"encryption-data" in manifest:
        raise EncryptedFile("Plik jest zaszyfrowany.", where=where, remedy="Zapisz go bez hasła.")
    content = part(archive, "content.xml", where=where)
    body = None if content is None else parse_xml(content, where=where).find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise DamagedFile("Brak treści dokumentu.", where=where, remedy="Zapisz plik w edytorze jeszcze raz.")
    bold = _bold_styles(body.getroottree().getroot())
    aside = _aside(body)
    tables = list(body.iter(f"{TABLE}table"))
    spoken, used = spoken_in([_rows(table) for table in tables])
    inside = [tables[number] for number in used]
    nodes = [
        node
        for node in body.iter(f"{TEXT}p", f"{TEXT}h")
        if not any(parent.tag in _NO_SPEECH for parent in node.iterancestors())
    ]
    around = [node for node in nodes if not any(parent in inside for parent in node.iterancestors())]
    preamble = [line for node in around for line in canonical(_text(node))[0].split("\n") if line.strip()]
    if sum(len(one.text) for one in spoken) > sum(map(len, preamble)):
        text, turns = assembled(spoken, preamble)
        return Reading(text, turns, "odt", aside=tuple(aside))
    blocks = [(_text(node), _bold_share(node, bold) >= BOLD_SHARE, node.tag == f"{TEXT}h") for node in nodes]
    lines: list[Paragraph] = []
    parts: list[str] = []
    position = 0
    for raw_text, is_bold, heading in blocks:
        block, _ = canonical(raw_text)
        for line in block.split("\n"):
            if line.strip():
                lines.append(Paragraph(position, line, is_bold, heading))
            parts.append(line + "\n")
            position += len(line) + 1
    layout = turns_of(lines, known)
    return Reading(
        "".join(parts), layout.turns, "odt", None, layout.warnings, (), tuple(aside), layout.metadata
    )


def _rows(table: Any) -> list[list[str]]:
    return [
        [
            "\n".join(
                _text(p)
                for p in cell.iter(f"{TEXT}p")
                if not any(parent.tag in _NO_SPEECH for parent in p.iterancestors())
            )
            for cell in row.findall(f"{TABLE}table-cell")
        ]
        for row in table.iter(f"{TABLE}table-row")
        if next(row.iterancestors(f"{TABLE}table")) is table
    ]


def _aside(body: Any) -> list[str]:
    found = []
    for node in body.iter(*_ASIDE):
        words = " ".join(_text(p).strip() for p in node.iter(f"{TEXT}p", f"{TEXT}h")).strip()
        if words:
            found.append(f"{_ASIDE[node.tag]}: {words}")
    return found


def _text(node: Any) -> str:
    parts = [node.text or ""]
    for child in node:
        if child.tag == f"{TEXT}s":
            parts.append(" " * int(child.get(f"{TEXT}c", "1")))
        elif child.tag == f"{TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif child.tag in _APART:
            pass  # kept aside; the paragraphs of a box stand for themselves
        elif isinstance(child.tag, str):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _bold_styles(root: Any) -> frozenset[str]:
    names = set()
    for style in root.iter(f"{STYLE}style"):
        properties = style.find(f"{STYLE}text-properties")
        if properties is not None and properties.get(f"{FO}font-weight") == "bold":
            names.add(style.get(f"{STYLE}name"))
    return frozenset(names)


def _bold_share(node: Any, bold: frozenset[str]) -> float:
    if node.get(f"{TEXT}style-name") in bold:
        return 1.0
    total = len(_text(node).strip())
    inside = sum(
        len(_text(span)) for span in node.iter(f"{TEXT}span") if span.get(f"{TEXT}style-name") in bold
    )
    return inside / total if total else 0.0


def _recognise(sample: Sample) -> Sure:
    return Sure.SIGNATURE if "opendocument.text" in sample.mimetype else Sure.NO


def _read(source: Source) -> Reading:
    return read_odt(source.raw, where=source.where, known=source.known)


FORMATS = (Format("odt", "OpenDocument", _recognise, _read),)
