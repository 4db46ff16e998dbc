"""Lines of pages into paragraphs: running heads and page numbers out, wrapped lines and split words together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from textmine.ingest.blocks import Block, Ledger, emphasised, table_block

# Shares of the height of a page in which a running head or foot may stand.
EDGE = 0.12
# A line is long from this share of the width between the margins on, and near the edge from this one on.
_LONG, _NEAR = 0.85, 0.93
_NUMBER = re.compile(
    r"[-–—\s]*(?:str(?:ona|\.)?|page)?\s*\d{1,4}(?:\s*(?:z|/|of)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE
)
_LABEL = re.compile(r"\s*(?:[\[(]?\d{1,2}:\d{2}|[-–—•]\s|[^\W\d_][^:.?!\n]{0,40}:(?:\s|$))")
# "Anna Kowalska 0:03" stands alone on its line.
_NAMED_TIME = re.compile(r"[^.?!]{1,60}\s\d{1,2}:\d{2}(?::\d{2})?\s*")
_ENDED = re.compile(r"[.?!…:;\])”\"]\s*$")
_SPLIT = re.compile(r"[^\W\d_][-\u00ad\u2010]$")


@dataclass(slots=True)
class _Paragraph:
    lines: list[str]
    letters: int = 0
    bold: int = 0
    italic: int = 0
    size: float = 0.0

    def take(self, line: dict[str, Any]) -> None:
        self.lines.append(line["text"])
        self.letters += line["letters"]
        self.bold += line["bold"]
        self.italic += line["italic"]
        self.size = max(self.size, line["size"])


def without_running_heads(pages: Sequence[dict[str, Any]], ledger: Ledger) -> None:
    """Take out of the pages what is repeated at their edges, and page numbers; both are kept aside."""
    places: Counter[tuple[str, str]] = Counter()
    for page in pages:
        places.update({(edge, _shape(line["text"])) for edge, line in _edges(page)})
    often = max(2, round(0.4 * len(pages)))
    # "Anna Lis 1:37" at the top of pages is a speaker when it also stands in the middle of others.
    speech = _inner_shapes(pages)
    for page in pages:
        for edge, line in list(_edges(page)):
            shape = _shape(line["text"])
            number = _NUMBER.fullmatch(line["text"]) is not None
            if number or (len(pages) > 1 and places[edge, shape] >= often and shape not in speech):
                page["lines"].remove(line)
                ledger.set_aside("numer strony" if number else f"{edge} strony", line["text"])


def _edges(page: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in page["lines"]:
        if line["bottom"] <= EDGE * page["height"]:
            yield "nagłówek", line
        elif line["top"] >= (1 - EDGE) * page["height"]:
            yield "stopka", line


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))


def _inner_shapes(pages: Sequence[dict[str, Any]]) -> frozenset[str]:
    shapes: set[str] = set()
    for page in pages:
        edges = {id(line) for _, line in _edges(page)}
        shapes.update(_shape(line["text"]) for line in page["lines"] if id(line) not in edges)
    return frozenset(shapes)


def blocks_of(pages: Sequence[dict[str, Any]], ledger: Ledger) -> list[Block]:
    """The paragraphs and tables of all pages. A split line keeps its hyphen and "\\n": `pdf` mends and logs it."""
    found: list[Block] = []
    body = _body_size(pages)
    edges = {
        width: _wrapping_edge([page for page in pages if page["width"] == width]) for width in _widths(pages)
    }
    open_paragraph: _Paragraph | None = None
    before: dict[str, Any] | None = None
    for page in pages:
        right = max(_right_edge(page), edges[page["width"]])
        gap = _usual_gap(page)
        first = True
        items: list[tuple[float, Any, Any]] = [(line["top"], line, None) for line in page["lines"]]
        items += [(table["top"], None, table["rows"]) for table in page["tables"]]
        for _, line, rows in sorted(items, key=lambda item: item[0]):
            if line is None:
                found.extend(_finished(open_paragraph, body))
                open_paragraph = before = None
                _add_table(found, rows, ledger, at_top=first)
            else:
                if open_paragraph is None or _begins(before, line, right=right, gap=gap, same_page=not first):
                    found.extend(_finished(open_paragraph, body))
                    open_paragraph = _Paragraph([])
                open_paragraph.take(line)
                before = line
            first = False
    found.extend(_finished(open_paragraph, body))
    return found


def _finished(paragraph: _Paragraph | None, body: float) -> list[Block]:
    if paragraph is None:
        return []
    text = ""
    for line in paragraph.lines:
        words = line.strip()
        text += words if not text else ("\n" if _SPLIT.search(text) else " ") + words
    bold = emphasised(paragraph.letters, paragraph.bold)
    heading = paragraph.size > 1.2 * body and len(paragraph.lines) <= 3
    return [Block(text, bold, emphasised(paragraph.letters, paragraph.italic), heading)]


def _begins(
    before: dict[str, Any] | None, line: dict[str, Any], *, right: float, gap: float, same_page: bool
) -> bool:
    """Whether a line begins a paragraph, by the line before it and the space between them."""
    if before is None:
        return True
    if _SPLIT.search(before["text"]):
        return False
    if _NAMED_TIME.fullmatch(before["text"]) or _NAMED_TIME.fullmatch(line["text"]):
        return True
    ended = _ENDED.search(before["text"]) is not None
    if before["bold"] * 2 > before["letters"] and not line["bold"] * 2 > line["letters"]:
        return True
    if line["bold"] * 2 > line["letters"] and not before["bold"] * 2 > before["letters"]:
        return True
    if _LABEL.match(line["text"]) and (ended or before["x1"] < right):
        return True
    if same_page:
        if line["top"] - before["bottom"] > gap + 0.35 * max(line["size"], 1):
            return True
        if line["x0"] > before["x0"] + 8 and ended:
            return True
    # A wrapped line ends where the next word did not fit any more.
    word, _, _ = line["text"].strip().partition(" ")
    width = (line["x1"] - line["x0"]) / max(len(line["text"]), 1) * (len(word) + 1)
    return bool(before["x1"] + width < right)


def _widths(pages: Sequence[dict[str, Any]]) -> set[float]:
    return {page["width"] for page in pages}


def _wrapping_edge(pages: Sequence[dict[str, Any]]) -> float:
    """Where lines of pages of one width are wrapped: at the end of the longest, if it is long or the next one goes on.

    In a document of short lines none is wrapped; the right margin is then taken to be as wide as the left one.
    """
    lines = [line for page in pages for line in page["lines"]]
    if not lines:
        return 0.0
    longest = float(max(line["x1"] for line in lines))
    margin = float(pages[0]["width"] - min(line["x0"] for line in lines))
    goes_on = any(
        before["x1"] > _NEAR * longest and after["text"].strip()[:1].islower()
        for page in pages
        for before, after in pairwise(page["lines"])
    )
    return longest if goes_on or longest >= _LONG * margin else margin


def _right_edge(page: dict[str, Any]) -> float:
    """Where the longest line ends."""
    return float(max((line["x1"] for line in page["lines"]), default=0.0))


def _usual_gap(page: dict[str, Any]) -> float:
    gaps = [b["top"] - a["bottom"] for a, b in zip(page["lines"], page["lines"][1:], strict=False)]
    usual = [gap for gap in gaps if gap > -2]
    return float(median(sorted(usual)[: max(1, len(usual) // 2 + 1)])) if usual else 0.0


def _body_size(pages: Sequence[dict[str, Any]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page["lines"]:
            sizes[round(line["size"], 1)] += line["letters"]
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _add_table(found: list[Block], rows: Sequence[Sequence[str]], ledger: Ledger, *, at_top: bool) -> None:
    """A table at the top of a page goes on with the one before; a row without a speaker there was split by the page."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    last = found[-1] if found else None
    if not (at_top and last and last.rows and len(last.rows[0]) == len(cells[0])):
        found.append(table_block(cells))
        return
    kept = [list(row) for row in last.rows]
    if cells[0] == kept[0]:
        ledger.drop("nagłówek tabeli powtórzony na nowej stronie", "".join(cells[0]))
        cells = cells[1:]
    if cells and any(cells[0]) and not cells[0][0] and kept:
        for index, cell in enumerate(cells[0]):
            kept[-1][index] = f"{kept[-1][index]} {cell}".strip()
        cells = cells[1:]
    found[-1] = table_block([*kept, *cells])


def _cell(text: str) -> str:
    words = ""
    for line in text.split("\n"):
        words += line if not words else ("\n" if _SPLIT.search(words) else " ") + line.strip()
    return words
