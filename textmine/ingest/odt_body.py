"""The body of an OpenDocument text as blocks; what is deleted, hidden or a note is kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from textmine.ingest.blocks import Block, Ledger, emphasised, table_block
from textmine.ingest.odt_styles import STYLE, TEXT, Look, Styles

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE = f"{{{_NS}table:1.0}}"
OFFICE = f"{{{_NS}office:1.0}}"
DRAW = f"{{{_NS}drawing:1.0}}"
SVG = f"{{{_NS}svg-compatible:1.0}}"
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_ASIDE = {
    f"{TEXT}tracked-changes": "usunięte w rejestrze zmian",
    f"{OFFICE}annotation": "komentarz",
    f"{TEXT}ruby-text": "adnotacja nad tekstem",
    f"{SVG}title": "opis obrazu",
    f"{SVG}desc": "opis obrazu",
}
_WITH_TEXT = frozenset({*PARAGRAPHS, f"{SVG}title", f"{SVG}desc"})
_BREAKS = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_NOT_TEXT = ("{http://purl.org/dc/elements/1.1/}", f"{{{_NS}meta:1.0}}")
NUMBERS = "etykiety numerowania, których w pliku nie ma jako tekstu"
_MAX_SPACES = 1000


def all_text(node: Any) -> str:
    """All characters of the paragraphs below a node, whatever becomes of them, and the descriptions of pictures."""
    parts: list[str] = []
    for child in node:
        if child.tag in _WITH_TEXT:
            parts.append(_everything(child))
        elif isinstance(child.tag, str):
            parts.append(all_text(child))
    return "\n".join(parts)


def _everything(node: Any) -> str:
    parts = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str) and not child.tag.startswith(_NOT_TEXT):
            parts.append(_everything(child))
        parts.append(child.tail or "")
    return "".join(parts)


@dataclass(slots=True)
class _Line:
    parts: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    italic: int = 0

    def write(self, text: str, look: Look) -> None:
        weight = sum(map(str.isalpha, text))
        self.parts.append(text)
        self.letters += weight
        self.bold += weight if look.bold else 0
        self.italic += weight if look.italic else 0


class Body:
    """Walks through the body of one document."""

    def __init__(self, ledger: Ledger, styles: Styles) -> None:
        self._ledger = ledger
        self._styles = styles
        self._counts: dict[tuple[str, int], int] = {}

    def blocks(self, parent: Any) -> list[Block]:
        """The paragraphs and tables below a node, in order."""
        return [block for block in self._blocks(parent) if block.text.strip()]

    def _blocks(self, parent: Any, lists: str = "", level: int = 0) -> Iterator[Block]:
        for child in parent:
            tag = child.tag
            if tag in PARAGRAPHS:
                yield from self._paragraph(child, "")
            elif tag == f"{TABLE}table":
                yield table_block(self._rows(child))
            elif tag == f"{TEXT}list":
                yield from self._list(child, lists, level + 1)
            elif isinstance(tag, str) and not self._is_apart(child):
                yield from self._blocks(child, lists, level)

    def _list(self, element: Any, outer: str, level: int) -> Iterator[Block]:
        lists = element.get(f"{TEXT}style-name") or outer
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        if not goes_on:
            self._counts.pop((lists, level), None)
        for item in element:
            if item.tag not in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                continue
            first = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag in PARAGRAPHS:
                    label = self._label(lists, level, child) if first else ""
                    first = False
                    yield from self._paragraph(child, label)
                elif child.tag == f"{TEXT}list":
                    yield from self._list(child, lists, level + 1)
                elif isinstance(child.tag, str) and not self._is_apart(child):
                    yield from self._blocks(child, lists, level)

    def _label(self, lists: str, level: int, paragraph: Any) -> str:
        style = self._styles.look("paragraph", paragraph.get(f"{TEXT}style-name")).lists
        key = (lists or style, level)
        count = self._counts.get(key, 0)
        self._counts[key] = count + 1
        return self._styles.label(key[0], level, count)

    def _is_apart(self, node: Any) -> bool:
        """Whether all text below a node is no text of the talk; it is then accounted for."""
        tag = node.tag
        if tag == f"{TEXT}note":
            kind = "przypis końcowy" if node.get(f"{TEXT}note-class") == "endnote" else "przypis"
            self._ledger.set_aside(kind, all_text(node))
            cite = node.find(f"{TEXT}note-citation")
            if cite is not None and _in_paragraph(node):
                self._ledger.drop("numery przypisów", cite.text or "")
        elif tag in _ASIDE:
            self._ledger.set_aside(_ASIDE[tag], _words(node))
        else:
            return bool(tag.startswith(_NOT_TEXT))
        return True

    def _rows(self, table: Any) -> Iterator[list[str]]:
        for row in _inside(table, f"{TABLE}table-row"):
            cells: list[str] = []
            for cell in row:
                if cell.tag == f"{TABLE}covered-table-cell":
                    cells.append("")
                elif cell.tag == f"{TABLE}table-cell":
                    cells.append("\n".join(block.text for block in self.blocks(cell)))
            yield cells

    def _paragraph(self, element: Any, label: str) -> Iterator[Block]:
        name = element.get(f"{TEXT}style-name")
        look = self._styles.look("paragraph", name)
        line = _Line()
        self._inline(element, line, look)
        text = "".join(line.parts)
        written = label if text.strip() else ""
        self._ledger.add(NUMBERS, written)
        heading = element.tag == f"{TEXT}h" or (name or "").casefold().startswith(
            ("title", "subtitle", "heading")
        )
        bold, italic = emphasised(line.letters, line.bold), emphasised(line.letters, line.italic)
        yield Block(written + text, bold, italic, heading)
        yield from line.boxes

    def _inline(self, node: Any, line: _Line, look: Look) -> None:
        self._put(node.text, line, look)
        for child in node:
            tag = child.tag
            if tag == f"{TEXT}s":
                spaces = child.get(f"{TEXT}c") or "1"
                line.write(" " * min(int(spaces) if spaces.isdecimal() else 1, _MAX_SPACES), look)
            elif tag in _BREAKS:
                line.write(_BREAKS[tag], look)
            elif tag == f"{DRAW}text-box":
                line.boxes.extend(self.blocks(child))
            elif tag in PARAGRAPHS:  # of a shape
                self._inline(child, line, look)
            elif isinstance(tag, str) and not self._is_apart(child):
                style = self._styles.look("text", child.get(f"{TEXT}style-name"))
                self._inline(child, line, style.over(look))
            self._put(child.tail, line, look)

    def _put(self, text: str | None, line: _Line, look: Look) -> None:
        if not text:
            return
        if look.hidden:
            self._ledger.set_aside("tekst ukryty", text)
        else:
            line.write(text, look)


def _words(node: Any) -> str:
    return (node.text or "") if node.tag.startswith(f"{SVG}") else all_text(node) or _everything(node)


def _in_paragraph(node: Any) -> bool:
    return any(parent.tag in PARAGRAPHS for parent in node.iterancestors())


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table, through groups and headings of rows, not those of tables in cells."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag != f"{TABLE}table":
            yield from _inside(child, tag)


HEADS = {f"{STYLE}header": "nagłówek strony", f"{STYLE}footer": "stopka strony"}
