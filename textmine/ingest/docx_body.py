"""The stories of a Word document (body, notes, comments, headers) as blocks; nothing is passed over without a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from textmine.ingest.blocks import Block, Ledger, emphasised, table_block
from textmine.ingest.docx_numbering import Numbering
from textmine.ingest.docx_styles import Look, Styles, look_of, paragraph_look
from textmine.ingest.symbols import SYMBOLS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ALTERNATIVES, CHOICE, FALLBACK = f"{MC}AlternateContent", f"{MC}Choice", f"{MC}Fallback"
_TEXT = frozenset({f"{W}t", f"{W}delText", f"{M}t", f"{A}t"})
_CODES = frozenset({f"{W}instrText", f"{W}delInstrText"})
_BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_PROPERTIES = frozenset(
    f"{W}{name}"
    for name in "pPr rPr sdtPr sdtEndPr tblPr tblGrid tblPrEx trPr tcPr sectPr rubyPr smartTagPr customXmlPr fldData".split()  # noqa: SIM905
)
_GRAPHICS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", ALTERNATIVES})
NUMBERS = "etykiety numerowania, których w pliku nie ma jako tekstu"


def all_text(node: Any) -> str:
    """All characters below a node, in order, whatever becomes of them: the source that is accounted for."""
    parts: list[str] = []
    for one in node.iter():
        tag = one.tag
        if tag in _TEXT or tag in _CODES:
            parts.append(one.text or "")
        elif tag == f"{W}sym":
            parts.append(symbol(one))
        elif tag in _BREAKS:
            parts.append(_BREAKS[tag])
        elif isinstance(tag, str):
            parts.extend(_described(one))
            if tag == f"{W}p":
                parts.append("\n")
    return "".join(parts)


def symbol(node: Any) -> str:
    """The character of a w:sym."""
    code = node.get(f"{W}char") or ""
    if not re.fullmatch(r"[0-9A-Fa-f]{2,5}", code):
        return ""
    value = int(code, 16)
    return SYMBOLS.get(value) or ("" if 0xD800 <= value < 0xE000 else chr(value))


def _described(node: Any) -> list[str]:
    """Words that stand in attributes: the description of a picture, the letters of a watermark."""
    name = node.tag.rpartition("}")[2]
    if name == "docPr":
        return [" " + words for words in (node.get("title"), node.get("descr")) if words]
    return [" " + node.get("string")] if name == "textpath" and node.get("string") else []


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read."""

    base: Look
    parts: list[str] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    italic: int = 0

    def write(self, text: str, look: Look) -> None:
        weight = sum(1 for character in text if character.isalpha())
        self.parts.append(text)
        self.letters += weight
        self.bold += weight if look.bold else 0
        self.italic += weight if look.italic else 0


class Stories:
    """Walks through the stories of one document. `embedded(id)` gives the blocks of a part that the text refers to."""

    def __init__(
        self,
        ledger: Ledger,
        styles: Styles,
        numbering: Numbering,
        embedded: Callable[[str], list[Block]] = lambda _: [],
    ) -> None:
        self._ledger = ledger
        self._styles = styles
        self._numbering = numbering
        self._embedded = embedded

    def blocks(self, story: Any) -> list[Block]:
        """The paragraphs and tables of a story, in order."""
        found: list[Block] = []
        joins = False
        for one, open_end in self._blocks(story):
            goes_on = joins and found and one.rows is None and found[-1].rows is None
            block = _joined(found.pop(), one) if goes_on else one
            if block.text.strip():
                found.append(block)
                joins = open_end
        return found

    def _blocks(self, parent: Any) -> Iterator[tuple[Block, bool]]:
        """Blocks, each with whether its paragraph mark was deleted (the next one goes on in it)."""
        for child in parent:
            tag = child.tag
            if not isinstance(tag, str) or tag in _PROPERTIES:
                continue
            if tag == f"{W}p":
                yield from self._paragraph(child)
            elif tag == f"{W}tbl":
                yield table_block(self._rows(child)), False
            elif tag == f"{W}altChunk":
                for block in self._embedded(next(iter(child.attrib.values()), "")):
                    yield block, False
            elif tag == ALTERNATIVES:
                yield from self._blocks(self._chosen(child))
            elif not self._is_apart(child):
                yield from self._blocks(child)  # content controls, custom XML, tracked insertions

    def _is_apart(self, node: Any) -> bool:
        """Whether all text below a node is no text of the story; it is then accounted for."""
        tag = node.tag
        if tag in {f"{W}del", f"{W}delText"}:
            self._ledger.set_aside("usunięte w rejestrze zmian", all_text(node))
        elif tag == f"{W}moveFrom":
            self._ledger.drop("dawne miejsce przeniesionego tekstu", all_text(node))
        elif tag == f"{W}sdt" and node.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            self._ledger.set_aside("tekst zastępczy pola", all_text(node))
        elif tag in _CODES:
            self._ledger.drop("kody pól", node.text or "")
        elif tag == f"{W}rt":
            self._ledger.set_aside("adnotacja nad tekstem", all_text(node))
        else:
            return tag in _PROPERTIES
        return True

    def _chosen(self, alternatives: Any) -> Any:
        """The branch that newer programs show; the other one says the same for old ones."""
        choice, fallback = alternatives.find(CHOICE), alternatives.find(FALLBACK)
        if choice is None or (fallback is not None and not all_text(choice).strip()):
            return () if fallback is None else fallback
        for other in alternatives:
            if other is not choice:
                self._ledger.drop("powtórzenie dla starszych programów", all_text(other))
        return choice

    def _rows(self, table: Any) -> Iterator[list[str]]:
        for row in _inside(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                self._ledger.set_aside("usunięte w rejestrze zmian", all_text(row))
                continue
            cells: list[str] = [""] * _span(row, "trPr", "gridBefore", 0)
            for cell in _inside(row, f"{W}tc"):
                cells.append("\n".join(block.text for block in self.blocks(cell)))
                cells.extend([""] * (_span(cell, "tcPr", "gridSpan", 1) - 1))
            yield cells

    def _paragraph(self, element: Any) -> Iterator[tuple[Block, bool]]:
        properties = element.find(f"{W}pPr")
        base = paragraph_look(properties).over(self._styles.look(properties, "pStyle"))
        line = _Line(base)
        self._inline(element, line, base)
        text = "".join(line.parts)
        label = self._numbering.label(*base.number) if base.number and text.strip() else ""
        self._ledger.add(NUMBERS, label)
        mark = None if properties is None else properties.find(f"{W}rPr")
        open_end = mark is not None and (
            mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
        )
        bold, italic = emphasised(line.letters, line.bold), emphasised(line.letters, line.italic)
        yield Block(label + text, bold, italic, base.heading), open_end
        for box in line.boxes:
            yield box, False

    def _inline(self, parent: Any, line: _Line, look: Look) -> None:
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, line, look)
            elif tag == f"{M}t":
                line.write(child.text or "", look)
            elif tag in _GRAPHICS:
                self._graphics(child, line, look)
            elif isinstance(tag, str) and not self._is_apart(child):
                self._inline(child, line, look)

    def _run(self, run: Any, line: _Line, look: Look) -> None:
        properties = run.find(f"{W}rPr")
        look = look_of(properties).over(self._styles.look(properties, "rStyle")).over(look)
        if look.hidden:
            self._ledger.set_aside("tekst ukryty", all_text(run))
        else:
            self._content(run, line, look)

    def _content(self, node: Any, line: _Line, look: Look) -> None:
        for child in node:
            tag = child.tag
            if tag in (f"{W}t", f"{M}t"):
                line.write(child.text or "", look)
            elif tag in _BREAKS:
                line.write(_BREAKS[tag], look)
            elif tag == f"{W}sym":
                line.write(symbol(child), look)
            elif tag == f"{W}r":
                self._run(child, line, look)
            elif tag in _GRAPHICS:
                self._graphics(child, line, look)
            elif isinstance(tag, str) and not self._is_apart(child):
                self._content(child, line, look)  # ruby, smart tags

    def _graphics(self, node: Any, line: _Line, look: Look) -> None:
        """Text boxes go below their paragraph; other words of a drawing are kept aside."""
        if node.tag == ALTERNATIVES:
            branch = self._chosen(node)
            # A branch may also hold plain runs, when a program wrote one for a feature of text.
            for child in branch:
                if child.tag in (f"{W}r", f"{W}t", *_BREAKS, f"{W}sym"):
                    self._content([child], line, look)
                elif isinstance(child.tag, str):
                    self._graphics(child, line, look)
            return
        for words in _described(node):
            self._ledger.set_aside("opis obrazu", words)
        if node.tag == f"{W}txbxContent":
            line.boxes.extend(self.blocks(node))
        elif node.tag == f"{A}t":
            self._ledger.set_aside("tekst rysunku", node.text or "")
        elif not self._is_apart(node):
            for child in node:
                if isinstance(child.tag, str):
                    self._graphics(child, line, look)


def _joined(first: Block, second: Block) -> Block:
    """Two paragraphs whose mark between them was deleted."""
    both = first.text + second.text
    return Block(both, first.bold and second.bold, first.italic and second.italic, first.heading)


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """The nearest descendants with a tag: through content controls, not into tables in cells."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _PROPERTIES and child.tag != f"{W}tbl":
            yield from _inside(child, tag)


def _span(node: Any, properties: str, name: str, default: int) -> int:
    found = node.find(f"{W}{properties}/{W}{name}")
    value = "" if found is None else found.get(f"{W}val") or ""
    return min(int(value), 60) if value.isdecimal() else default
