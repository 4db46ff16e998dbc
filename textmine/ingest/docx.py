"""Word documents, read from their XML so that nothing is lost without a word.

In the text: paragraphs, tables, tracked insertions and moves (accepted), content controls, text boxes, numbered
labels ("R1:") from numbering.xml. Kept aside: deletions, hidden text, comments, footnotes, headers and footers.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from textmine.errors import DamagedFile
from textmine.ingest.archive import open_archive, parse_xml, part
from textmine.ingest.encoding import canonical
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.layouts import Paragraph, turns_of
from textmine.ingest.tables import spoken_in
from textmine.ingest.turns import Reading, assembled

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ASIDE = {
    "comments": "komentarz",
    "footnotes": "przypis",
    "endnotes": "przypis końcowy",
    "header": "nagłówek strony",
    "footer": "stopka strony",
}
# A question in bold: nearly all of its letters are (a word in bold is emphasis).
BOLD_SHARE = 0.8


@dataclass(slots=True)
class _Block:
    text: str
    bold: bool = False
    heading: bool = False
    rows: list[list[str]] | None = None
    """Of a table; `text` is then its cells with tabs between."""


@dataclass(slots=True)
class _Body:
    """What is found while the body is walked through."""

    blocks: list[_Block] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def read_docx(raw: bytes, *, where: str, known: Sequence[str] = ()) -> Reading:
    """Read a .docx. Raises DamagedFile or EncryptedFile."""
    archive = open_archive(raw, where=where)
    document = part(archive, "word/document.xml", where=where)
    if document is None:
        raise DamagedFile(
            "Brak treści dokumentu Word.", where=where, remedy="Zapisz plik w Wordzie jeszcze raz."
        )
    root = parse_xml(document, where=where)
    body = _Body(aside=_aside(archive, where))
    numbering = _Numbering(archive, where)
    main = root.find(f"{W}body")
    if main is None:
        raise DamagedFile(
            "Brak treści dokumentu Word.", where=where, remedy="Zapisz plik w Wordzie jeszcze raz."
        )
    _walk(main, body, numbering)
    return _tabular(body) or _flowing(body, known)


def _tabular(body: _Body) -> Reading | None:
    """The transcript of a document whose talk stands in tables, None where most of it stands in paragraphs."""
    tables = [block for block in body.blocks if block.rows is not None]
    spoken, used = spoken_in([table.rows for table in tables if table.rows is not None])
    inside = [block for number, block in enumerate(tables) if number in used]
    around = [block for block in body.blocks if not any(block is one for one in inside)]
    if sum(len(one.text) for one in spoken) <= sum(len(block.text) for block in around):
        return None
    preamble = [line for block in around for line in canonical(block.text)[0].split("\n") if line.strip()]
    text, turns = assembled(spoken, preamble)
    return Reading(text, turns, "docx", aside=tuple(body.aside), metadata=_metadata(preamble))


def _flowing(body: _Body, known: Sequence[str]) -> Reading:
    lines: list[Paragraph] = []
    position = 0
    parts: list[str] = []
    for block in body.blocks:
        text, _ = canonical(block.text)
        for line in text.split("\n"):
            if line.strip():
                lines.append(Paragraph(position, line, block.bold, block.heading))
            parts.append(line + "\n")
            position += len(line) + 1
    layout = turns_of(lines, known)
    return Reading(
        "".join(parts), layout.turns, "docx", None, layout.warnings, (), tuple(body.aside), layout.metadata
    )


def _metadata(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for line in lines:
        name, colon, value = line.replace("\t", ": ", 0 if ":" in line else 1).partition(":")
        found.append(
            (name.strip(), value.strip()) if colon and len(name) < 30 else ("nagłówek", line.strip())
        )
    return tuple(found)


def _walk(element: Any, body: _Body, numbering: _Numbering) -> None:
    for child in element:
        tag = child.tag
        if tag == f"{W}p":
            block = _paragraph(child, body, numbering)
            if block.text.strip():
                body.blocks.append(block)
        elif tag == f"{W}tbl":
            rows = list(_table(child, body, numbering))
            text = "\n".join("\t".join(cell for cell in row if cell) for row in rows)
            body.blocks.append(_Block(text, rows=rows))
        elif isinstance(tag, str) and tag not in {f"{W}sectPr", _FALLBACK, f"{W}del", f"{W}moveFrom"}:
            _walk(child, body, numbering)  # content controls, custom XML, tracked insertions of paragraphs


def _table(element: Any, body: _Body, numbering: _Numbering) -> Iterator[list[str]]:
    for row in element.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl")) is not element:
            continue  # a row of a table in a cell: the words of that cell
        cells = []
        for cell in row.iter(f"{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue
            blocks = [_paragraph(p, body, numbering).text for p in cell.iter(f"{W}p")]
            cells.append("\n".join(text for text in blocks if text.strip()))
        yield cells


def _paragraph(element: Any, body: _Body, numbering: _Numbering) -> _Block:
    parts: list[str] = []
    letters = bold_letters = 0
    boxes: list[str] = []
    for run in _runs(element, boxes, body.aside):
        text = _run_text(run)
        properties = run.find(f"{W}rPr")
        if properties is not None and _is_on(properties, "vanish"):
            if text.strip():
                body.aside.append(f"tekst ukryty: {text.strip()}")
            continue
        weight = sum(1 for character in text if character.isalpha())
        letters += weight
        if properties is not None and _is_on(properties, "b"):
            bold_letters += weight
        parts.append(text)
    properties = element.find(f"{W}pPr")
    style = properties.find(f"{W}pStyle") if properties is not None else None
    name = (style.get(f"{W}val") or "").casefold() if style is not None else ""
    heading = name.startswith(("heading", "nagwek", "nagłówek", "title", "tytu"))
    label = numbering.label(properties) if properties is not None else ""
    text = label + "".join(parts)
    if boxes:
        text = "\n".join([text, *boxes]) if text.strip() else "\n".join(boxes)
    return _Block(text, letters > 0 and bold_letters >= BOLD_SHARE * letters, heading)


def _runs(element: Any, boxes: list[str], aside: list[str]) -> Iterator[Any]:
    """The runs that count, in order; deletions go aside and text boxes into `boxes`."""
    for child in element:
        tag = child.tag
        if tag == f"{W}r":
            for box in child.iter(f"{W}txbxContent"):
                if not any(parent.tag == _FALLBACK for parent in box.iterancestors()):
                    boxes.extend(_plain(paragraph) for paragraph in box.iter(f"{W}p"))
            yield child
        elif tag in {f"{W}del", f"{W}moveFrom"}:
            gone = "".join(node.text or "" for node in child.iter(f"{W}delText", f"{W}t"))
            if gone.strip() and tag == f"{W}del":
                aside.append(f"usunięte w rejestrze zmian: {gone.strip()}")
        elif isinstance(tag, str) and tag != _FALLBACK:
            yield from _runs(child, boxes, aside)


def _plain(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


def _run_text(run: Any) -> str:
    parts = []
    for node in run:
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag == f"{W}tab":
            parts.append("\t")
        elif node.tag in {f"{W}br", f"{W}cr"}:
            parts.append("\n")
        elif node.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif node.tag == f"{W}sym":
            code = node.get(f"{W}char") or ""
            parts.append(chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else "")
    return "".join(parts)


def _is_on(properties: Any, name: str) -> bool:
    flag = properties.find(f"{W}{name}")
    return flag is not None and flag.get(f"{W}val", "true") not in {"0", "false", "off"}


class _Numbering:
    """Automatic labels that carry letters: a list whose level text is "R%1:" numbers its paragraphs R1:, R2:, …"""

    def __init__(self, archive: zipfile.ZipFile, where: str) -> None:
        self._levels: dict[tuple[str, str], tuple[str, int]] = {}
        self._counts: dict[tuple[str, str], int] = defaultdict(int)
        data = part(archive, "word/numbering.xml", where=where)
        if data is None:
            return
        root = parse_xml(data, where=where)
        abstract: dict[str, Any] = {
            item.get(f"{W}abstractNumId"): item for item in root.iter(f"{W}abstractNum")
        }
        for number in root.iter(f"{W}num"):
            link = number.find(f"{W}abstractNumId")
            item = abstract.get(link.get(f"{W}val")) if link is not None else None
            if item is None:
                continue
            for level in item.iter(f"{W}lvl"):
                text, start = level.find(f"{W}lvlText"), level.find(f"{W}start")
                if text is not None:
                    first = int(start.get(f"{W}val", "1")) if start is not None else 1
                    key = (number.get(f"{W}numId"), level.get(f"{W}ilvl"))
                    self._levels[key] = (text.get(f"{W}val") or "", first)

    def label(self, properties: Any) -> str:
        """The label of a paragraph, with a space after it; "" for lists that only count or have bullets."""
        link = properties.find(f"{W}numPr")
        if link is None:
            return ""
        number, level = link.find(f"{W}numId"), link.find(f"{W}ilvl")
        key = (
            number.get(f"{W}val") if number is not None else "",
            level.get(f"{W}val") if level is not None else "0",
        )
        if key not in self._levels:
            return ""
        text, first = self._levels[key]
        count = first + self._counts[key]
        self._counts[key] += 1
        if not re.search(r"[^\W\d_]", re.sub(r"%\d", "", text)):
            return "• " if "%" not in text else ""
        return re.sub(r"%\d", str(count), text).strip() + " "


def _aside(archive: zipfile.ZipFile, where: str) -> list[str]:
    found = []
    for name in sorted(archive.namelist()):
        match = re.fullmatch(r"word/([a-z]+)\d*\.xml", name)
        if match is None or match[1] not in _ASIDE:
            continue
        data = part(archive, name, where=where)
        if data is None:
            continue
        for paragraph in parse_xml(data, where=where).iter(f"{W}p"):
            text = _plain(paragraph).strip()
            if text:
                found.append(f"{_ASIDE[match[1]]}: {text}")
    return found


def _recognise(sample: Sample) -> Sure:
    return Sure.SIGNATURE if "word/document.xml" in sample.parts else Sure.NO


def _read(source: Source) -> Reading:
    return read_docx(source.raw, where=source.where, known=source.known)


FORMATS = (Format("docx", "Word", _recognise, _read),)
