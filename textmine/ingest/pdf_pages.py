"""The pages of a PDF as plain values: run in a child process (`limited`), for the library cannot be trusted with any file."""

from __future__ import annotations

import io
from typing import Any

from textmine.ingest.limited import PasswordNeeded
from textmine.ingest.symbols import SYMBOLS

# A line of a table is drawn; a page without lines has none.
_TABLE = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
# Points between letters: from the first on they belong to two words, from the second on (and the size of the type) perhaps
# to two columns.
_BLANK, _WIDE = 2.0, 9.0


def pages_of(raw: bytes) -> dict[str, Any]:
    """Pages with lines (text, edges in points from the top left, bold) and tables (edges, rows of cells).

    `characters` is all text of the file as the letters come, `images` how many pictures there are.
    """
    import pdfplumber

    try:
        pdf = pdfplumber.open(io.BytesIO(raw))
    except Exception as error:
        if "Password" in repr(error) or "Password" in repr(error.__cause__ or error.__context__):
            raise PasswordNeeded from error
        raise
    with pdf:
        pages = []
        characters: list[str] = []
        images = 0
        for page in pdf.pages:
            characters.append("".join(char["text"] for char in page.chars).translate(SYMBOLS))
            images += len(page.images)
            pages.append(_page(page))
            page.close()
    return {"pages": pages, "characters": "\n".join(characters), "images": images}


def _page(page: Any) -> dict[str, Any]:
    tables = []
    outside = page
    if page.lines or page.rects:
        for table in page.find_tables(_TABLE):
            rows = table.extract(x_tolerance=_BLANK) or []
            if rows and max(map(len, rows)) > 1:
                tables.append(
                    {
                        "top": table.bbox[1],
                        "rows": [[(cell or "").translate(SYMBOLS) for cell in row] for row in rows],
                    }
                )
                outside = outside.filter(_beyond(table.bbox))
    return {
        "width": float(page.width),
        "height": float(page.height),
        "lines": [_line(line) for line in outside.extract_text_lines(x_tolerance=_BLANK)],
        "tables": tables,
        "notes": [note["contents"] for note in page.annots if note.get("contents")],
    }


def _beyond(box: tuple[float, float, float, float]) -> Any:
    left, top, right, bottom = box

    def outside(thing: dict[str, Any]) -> bool:
        middle, height = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not (left <= middle < right and top <= height < bottom)

    return outside


def _line(line: dict[str, Any]) -> dict[str, Any]:
    letters = [char for char in line["chars"] if char["text"].isalpha()]
    bold = sum(
        "bold" in char["fontname"].casefold() or "black" in char["fontname"].casefold() for char in letters
    )
    slanted = sum(
        "italic" in char["fontname"].casefold() or "oblique" in char["fontname"].casefold()
        for char in letters
    )
    return {
        "text": line["text"].translate(SYMBOLS),
        "x0": line["x0"],
        "x1": line["x1"],
        "top": line["top"],
        "bottom": line["bottom"],
        "letters": len(letters),
        "bold": bold,
        "italic": slanted,
        "size": max((char["size"] for char in line["chars"]), default=0.0),
        "parts": _parts(line["chars"]),
    }


def _parts(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pieces of a line between gaps that are wider than any between words: text and edges."""
    parts: list[dict[str, Any]] = []
    end = None
    for char in chars:
        # pdfplumber lists a ligature ("fi") once for each of its letters, every time with all of them.
        repeated = len(char["text"]) > 1 and char["x1"] == end
        if char["text"].isspace() or repeated:
            continue
        gap = None if end is None else char["x0"] - end
        if gap is None or gap > max(_WIDE, char["size"]):
            parts.append({"text": "", "x0": char["x0"], "x1": char["x1"]})
        elif gap > _BLANK:
            parts[-1]["text"] += " "
        parts[-1]["text"] += char["text"].translate(SYMBOLS)
        parts[-1]["x1"] = end = char["x1"]
    return parts
