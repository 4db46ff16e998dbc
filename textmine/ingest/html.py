"""Web pages: a block a paragraph, bold questions, tables; scripts, styles and what is hidden are left out by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from textmine.ingest.blocks import Block, Ledger, emphasised, reading_of, table_block
from textmine.ingest.conservation import size
from textmine.ingest.encoding import canonical, decode
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.turns import Reading

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em"})
_LEFT_OUT = {
    "script": "skrypty strony",
    "style": "style strony",
    "template": "szablony strony",
    "title": "tytuł strony",
}
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
# Control characters that no XML tree can hold.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!DOCTYPE html|<html)", re.IGNORECASE | re.DOTALL
)
BULLETS = "punktory list"


def read_html(source: Source) -> Reading:
    """Read an .html."""
    decoded = decode(source.raw, where=source.where)
    markup, unprintable = _NOT_XML.subn("", decoded.text)
    repairs = decoded.repairs
    repairs = (*repairs, f"usunięto znaki sterujące: {unprintable}") if unprintable else repairs
    root = _root(markup)
    ledger = Ledger()
    page = _Page(ledger)
    if root is not None:
        page.walk(root, _Look())
        page.end_block()
    return reading_of(
        page.blocks,
        source.form,
        source=0 if root is None else size(canonical(_all_text(root))[0]),
        ledger=ledger,
        known=source.known,
        encoding=decoded.encoding,
        repairs=repairs,
    )


def _root(markup: str) -> Any:
    from lxml import etree, html

    try:
        return html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", markup))
    except etree.ParserError:
        # "Document is empty": there is markup, but no element and no text.
        return None


def _all_text(node: Any) -> str:
    """All text of an element, whatever becomes of it, without what follows it; comments are no text."""
    parts = [node.text or ""]
    for child in node:
        if isinstance(child.tag, str):
            parts.append(_all_text(child))
        parts.append(child.tail or "")
    return _NOT_XML.sub("", "".join(parts))


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    italic: bool = False
    heading: bool = False
    kept: bool = False
    """Inside of <pre>, where lines and blanks count."""


@dataclass(slots=True)
class _Page:
    """What is found while a page is walked through."""

    ledger: Ledger
    blocks: list[Block] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _weights: list[int] = field(default_factory=lambda: [0, 0, 0])
    _heading: bool = False
    _bullet: bool = False
    """Whether a bullet stands in front of the next words: an item may hold a paragraph."""

    def walk(self, node: Any, look: _Look) -> None:
        """Take in a node and all below it, but not what follows it."""
        tag = node.tag
        if not isinstance(tag, str) or self._is_apart(node):
            return
        look = _look(node, look)
        if tag == "br":
            self._parts.append("\n")
            return
        if tag == "table" and (rows := self._table(node)) is not None:
            self.end_block()
            self.blocks.append(table_block(rows))
            return
        edge = tag in _BLOCKS
        if edge:
            self.end_block()
        if (
            tag == "li"
            and node.getparent() is not None
            and node.getparent().tag == "ul"
            and _all_text(node).strip()
        ):
            self._bullet = True
        self._write(node.text, look)
        for child in node:
            self.walk(child, look)
            self._write(child.tail, look)
        if edge:
            self.end_block()

    def end_block(self) -> None:
        """The end of a paragraph."""
        text = "".join(self._parts)
        lines = (line.strip() for line in re.sub(r"[^\S\n]+", " ", text).split("\n"))
        text = "\n".join(line for line in lines if line)
        letters, bold, italic = self._weights
        if text:
            self.blocks.append(
                Block(text, emphasised(letters, bold), emphasised(letters, italic), self._heading)
            )
        self._parts.clear()
        self._weights = [0, 0, 0]
        self._heading = False

    def _write(self, text: str | None, look: _Look) -> None:
        if not text:
            return
        text = _NOT_XML.sub("", text)
        text = text if look.kept else re.sub(r"\s", " ", text)
        weight = sum(map(str.isalpha, text))
        for index, counted in enumerate((True, look.bold, look.italic)):
            self._weights[index] += weight if counted else 0
        if self._bullet and text.strip():
            self._parts.append("• ")
            self.ledger.add(BULLETS, "•")
            self._bullet = False
        self._heading = self._heading or (look.heading and weight > 0)
        self._parts.append(text)

    def _is_apart(self, node: Any) -> bool:
        """Whether a node holds no words of the talk; they are then accounted for."""
        tag = node.tag
        if tag in _LEFT_OUT:
            self.ledger.drop(_LEFT_OUT[tag], _all_text(node))
        elif tag == "del":
            self.ledger.set_aside("usunięte w rejestrze zmian", _all_text(node))
        elif node.get("hidden") is not None or _HIDDEN_STYLE.search(node.get("style") or ""):
            self.ledger.set_aside("tekst ukryty", _all_text(node))
        else:
            return False
        return True

    def _table(self, table: Any) -> list[list[str]] | None:
        """The rows of a table of two or more columns, None where it only places paragraphs."""
        rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in _inside(table)]
        if max(map(len, rows), default=0) < 2:
            return None
        caption = table.find("caption")
        if caption is not None:
            self.ledger.set_aside("podpis tabeli", _all_text(caption))
        return [[self._cell(cell) for cell in row] for row in rows]

    def _cell(self, cell: Any) -> str:
        inner = _Page(self.ledger)
        inner.walk(cell, _Look())
        inner.end_block()
        return "\n".join(block.text for block in inner.blocks)


def _look(node: Any, look: _Look) -> _Look:
    tag, style = node.tag, node.get("style") or ""
    return _Look(
        look.bold or tag in _BOLD or _BOLD_STYLE.search(style) is not None,
        look.italic or tag in _ITALIC,
        look.heading or tag in _HEADINGS,
        look.kept or tag in {"pre", "textarea"},
    )


def _inside(table: Any) -> Iterator[Any]:
    """The rows of a table, not those of tables in its cells."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _inside(child)


def _is_html(sample: Sample) -> Sure:
    by_name = sample.suffix in {".html", ".htm"} and re.match(rb"<[a-z!]", sample.head, re.IGNORECASE)
    return Sure.STRUCTURE if by_name or _PAGE.match(sample.head) else Sure.NO


FORMATS = (Format("html", "strona WWW", _is_html, read_html),)
