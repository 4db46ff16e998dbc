"""OpenDocument text, read from its XML: headings, paragraphs, lists, tables; tracked deletions are kept aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textmine.errors import DamagedFile, EncryptedFile
from textmine.ingest.archive import open_archive, parse_xml, part
from textmine.ingest.encoding import canonical
from textmine.ingest.layouts import Paragraph, turns_of
from textmine.ingest.tables import utterances_of
from textmine.ingest.turns import Reading, assembled

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT = f"{{{_NS}text:1.0}}"
TABLE = f"{{{_NS}table:1.0}}"
OFFICE = f"{{{_NS}office:1.0}}"
STYLE = f"{{{_NS}style:1.0}}"
FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
BOLD_SHARE = 0.8


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
    aside = [
        f"usunięte w rejestrze zmian: {''.join(gone.itertext()).strip()}"
        for gone in body.iter(f"{TEXT}deletion")
        if "".join(gone.itertext()).strip()
    ]
    rows = [
        ["\n".join(_text(p) for p in cell.iter(f"{TEXT}p")) for cell in row.findall(f"{TABLE}table-cell")]
        for row in body.iter(f"{TABLE}table-row")
    ]
    spoken = utterances_of(rows) if rows else None
    blocks = [
        (_text(node), _bold_share(node, bold) >= BOLD_SHARE, node.tag == f"{TEXT}h")
        for node in body.iter(f"{TEXT}p", f"{TEXT}h")
        if not any(parent.tag in _skipped(spoken is not None) for parent in node.iterancestors())
    ]
    if spoken is not None:
        text, turns = assembled(spoken, [line for line, _, _ in blocks if line.strip()])
        return Reading(text, turns, "odt", aside=tuple(aside))
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


def _skipped(tables: bool) -> frozenset[str]:
    inner = {f"{TEXT}tracked-changes", f"{TEXT}note", f"{OFFICE}annotation"}
    return frozenset(inner | {f"{TABLE}table"} if tables else inner)


def _text(node: Any) -> str:
    parts = [node.text or ""]
    for child in node:
        if child.tag == f"{TEXT}s":
            parts.append(" " * int(child.get(f"{TEXT}c", "1")))
        elif child.tag == f"{TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif child.tag not in {f"{TEXT}note", f"{OFFICE}annotation"} and isinstance(child.tag, str):
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
