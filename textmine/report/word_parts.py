"""Parts of a Word document that python-docx has no words for: fields, bookmarks, borders, shades.

The order of elements is that of the schema (ECMA-376, part 1): Word calls a file damaged where it is another.
"""

from __future__ import annotations

from typing import Any

HAIRLINE = "C5CDD2"


def styled(paragraph: Any, name: str) -> Any:
    """The paragraph in a style: `paragraph.style = name` looks through all styles, a thousand times in a report."""
    paragraph._p.style = name.replace(" ", "")
    return paragraph


def shade(cell: Any, colour: str) -> None:
    """The colour behind a cell."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=colour))


def row_property(row: Any, name: str) -> None:
    """A switch of a row, as "cantSplit"."""
    row._tr.get_or_add_trPr().append(element(f"w:{name}"))


def borders(table: Any) -> None:
    """Hairlines between rows only, and narrow margins in the cells."""
    lines = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in {"left", "right", "insideV"}:
            lines.append(element(f"w:{side}", val="nil"))
        else:
            lines.append(element(f"w:{side}", val="single", sz="4", space="0", color=HAIRLINE))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w="70", type="dxa"))
    properties = table._tbl.tblPr
    properties.insert_element_before(lines, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(margins, "w:tblLook")


def side_line(paragraph: Any, colour: str) -> None:
    """A coloured line to the left of a paragraph."""
    border = element("w:pBdr")
    border.append(element("w:left", val="single", sz="18", space="6", color=colour.lstrip("#")))
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """A place that links can lead to."""
    start, end = (
        element("w:bookmarkStart", id=str(number), name=name),
        element("w:bookmarkEnd", id=str(number)),
    )
    properties = paragraph._p.pPr
    properties.addnext(start)
    paragraph._p.append(end)


def link(paragraph: Any, text: str, name: str) -> None:
    """A link to a bookmark."""
    link = element("w:hyperlink", anchor=name, history="1")
    run = paragraph.add_run(text)._r
    paragraph._p.append(link)
    link.append(run)


def field(paragraph: Any, code: str, shown: str) -> None:
    """A field with what it shows until it is worked out anew."""
    field_part(paragraph, "begin")
    instruction(paragraph, code)
    field_part(paragraph, "separate")
    paragraph.add_run(shown)
    field_part(paragraph, "end")


def field_part(paragraph: Any, kind: str) -> None:
    """The "begin", "separate" or "end" of a field."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))


def instruction(paragraph: Any, text: str) -> None:
    """What a field is to work out."""
    part = element("w:instrText")
    part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    part.text = text
    paragraph.add_run()._r.append(part)


def element(tag: str, **attributes: str) -> Any:
    """An element with attributes of Word's own namespace."""
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qualified(f"w:{name}"), value)
    return made


def qualified(tag: str) -> Any:
    """A name with its namespace: "w:p"."""
    from docx.oxml.ns import qn

    return qn(tag)
