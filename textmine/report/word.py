"""Building blocks of a Word document that python-docx lacks: contents, captions, fields, tables, quotes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textmine.report.drawing import Drawing
from textmine.report.legal import legal

BRAND, SOFT, WASH = "1F4E5F", "55616B", "EAF0F2"
# Everywhere, or with letters of the same widths under another name.
FONT = "Arial"
TEXT_WIDTH_CM, LANDSCAPE_WIDTH_CM = 16.0, 24.7
# A table of up to so many rows stays on one page.
ROWS_TOGETHER = 14
# A zip without dates of its own: the same report gives the same file.
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class Writer:
    """A document under construction: A4, Polish, with numbered captions and a table of contents of its headings."""

    def __init__(self, title: str) -> None:
        import docx

        self.document = docx.Document()
        self._headings: list[tuple[int, str, str]] = []
        self._numbers = {"Tabela": 0, "Rysunek": 0}
        self._contents: Any = None
        self._page(legal(title))
        self._styles()

    def title(self, title: str, subtitle: str) -> None:
        """The head of the document."""
        self.document.add_paragraph(legal(title), style="Title")
        self.document.add_paragraph(legal(subtitle), style="Subtitle")

    def contents(self, heading: str) -> None:
        """Put the table of contents here, to be filled when the document is saved."""
        self.document.add_paragraph(heading, style="TOC Heading")
        self._contents = self.document.add_paragraph()

    def heading(self, text: str, level: int, *, new_page: bool = False) -> None:
        """A real heading; the first two levels are in the contents."""
        paragraph = self.document.add_heading(legal(text), level)
        paragraph.paragraph_format.page_break_before = new_page
        if level <= 2:
            name = f"_Toc{len(self._headings) + 1:06d}"
            _bookmark(paragraph, name, len(self._headings) + 1)
            self._headings.append((level, legal(text), name))

    def paragraph(self, text: str, *, style: str | None = None, lead: str = "", keep: bool = False) -> Any:
        """A paragraph; `lead` stands bold before it, `keep` holds it on the page of what follows."""
        paragraph = self.document.add_paragraph(style=style)
        if lead:
            paragraph.add_run(legal(lead)).bold = True
        paragraph.add_run(legal(text))
        paragraph.paragraph_format.keep_with_next = keep
        return paragraph

    def quote(self, text: str, source: str, colour: str, *, cell: Any = None) -> None:
        """A verbatim quote and, in a paragraph of its own, where it is from.

        Two paragraphs, so that marks of writing from right to left in a quote end with it.
        """
        place = cell or self.document
        words = _styled(place.add_paragraph(f"„{legal(text)}”"), "Quote")
        words.paragraph_format.keep_with_next = True
        _side_line(words, colour)
        said = _styled(place.add_paragraph(legal(source)), "Source")
        _side_line(said, colour)

    def note(self, text: str, cell: Any) -> None:
        """A small line in a cell, with room below it."""
        from docx.shared import Pt

        paragraph = _styled(cell.add_paragraph(legal(text)), "Cell Small")
        paragraph.paragraph_format.space_after = Pt(6)

    def turn_page(self, *, landscape: bool) -> None:
        """Go on on a new page, on its side or upright."""
        from docx.enum.section import WD_ORIENT, WD_SECTION

        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        short, long = sorted((section.page_width, section.page_height))
        section.page_width, section.page_height = (long, short) if landscape else (short, long)

    def picture(self, drawing: Drawing, caption: str) -> None:
        """A chart with its caption below and a text for those who do not see it."""
        from docx.shared import Cm

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(drawing.png()), width=Cm(TEXT_WIDTH_CM))
        shape._inline.docPr.set("descr", legal(drawing.text))
        shape._inline.docPr.set("name", f"Rysunek {self._numbers['Rysunek'] + 1}")
        self._caption("Rysunek", caption)

    def table(
        self,
        caption: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[object]],
        widths: Sequence[float],
        *,
        numbers: Sequence[int] = (),
        small: bool = False,
    ) -> None:
        """A table with its caption above; its head comes back on every page. `widths` are in cm."""
        self._caption("Tabela", caption, keep=True)
        made = self.grid(len(rows) + 1, widths)
        style = "Cell Small" if small else "Cell"
        _head(made.rows[0], headings, numbers, style)
        _, *body = made.rows
        for place, (row, values) in enumerate(zip(body, rows, strict=True), 1):
            together = len(rows) <= ROWS_TOGETHER and place < len(rows)
            for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
                fill(cell, str(value), style=style, right=column in numbers, keep=together)
        self.document.add_paragraph(style="After Table")

    def grid(self, rows: int, widths: Sequence[float]) -> Any:
        """An empty table of our look, `widths` in cm; rows do not break over pages."""
        from docx.shared import Cm

        made = self.document.add_table(rows, len(widths), style="Table Grid")
        made.autofit = False
        _borders(made)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Cm(width)
        # One pass over the cells: python-docx looks each of them up anew.
        for row in made.rows:
            _row_property(row, "cantSplit")
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        return made

    def caption(self, kind: str, text: str, *, keep: bool = False) -> None:
        """A numbered caption: "Tabela 3. …"."""
        self._caption(kind, text, keep=keep)

    def save(self, path: Path) -> None:
        """Fill the contents and write the file."""
        self._fill_contents()
        buffer = io.BytesIO()
        self.document.save(buffer)
        with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name in made.namelist():
                target.writestr(
                    zipfile.ZipInfo(name, _ZIP_DATE), made.read(name), compress_type=zipfile.ZIP_DEFLATED
                )

    def _caption(self, kind: str, text: str, *, keep: bool = False) -> None:
        self._numbers[kind] += 1
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = keep
        paragraph.add_run(f"{kind} ")
        _field(paragraph, f" SEQ {kind} \\* ARABIC ", str(self._numbers[kind]))
        paragraph.add_run(f". {legal(text)}")

    def _page(self, title: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm

        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.3)
        section.header.paragraphs[0].text = title
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        foot.add_run("Strona ")
        _field(foot, " PAGE ", "1")
        foot.add_run(" z ")
        _field(foot, " NUMPAGES ", "1")

    def _styles(self) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Cm, Pt

        styles = self.document.styles
        _language(styles.element, "pl-PL")
        _font(styles["Normal"], 10.5)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        for name, size, before in (
            ("Title", 26, 0),
            ("Heading 1", 18, 18),
            ("Heading 2", 14, 14),
            ("Heading 3", 11.5, 10),
        ):
            _font(styles[name], size, colour=BRAND, bold=True)
            styles[name].paragraph_format.space_before = Pt(before)
            styles[name].paragraph_format.space_after = Pt(4)
        _font(styles["TOC Heading"], 16, colour=BRAND, bold=True)
        _font(styles["Subtitle"], 12, colour=SOFT, italic=False)
        for spaced in ("Title", "Subtitle"):
            properties = styles[spaced].element.rPr
            for spacing in properties.findall(_name("w:spacing")):
                properties.remove(spacing)
        _font(styles["Caption"], 9.5, colour=SOFT, bold=False)
        _font(styles["Quote"], 10.5, italic=False, colour="1C2227")
        for name in ("Header", "Footer"):
            _font(styles[name], 9, colour=SOFT)
        for name, base, size, after in (
            ("Source", "Normal", 9, 8),
            ("Note", "Normal", 9.5, 6),
            ("Cell", "Normal", 9.5, 1),
            ("Cell Small", "Normal", 8.5, 1),
            ("After Table", "Normal", 6, 4),
            ("toc 1", "Normal", 11, 2),
            ("toc 2", "Normal", 10, 1),
        ):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles[base]
            _font(style, size, colour=SOFT if name in {"Source", "Note"} else None)
            style.paragraph_format.space_after = Pt(after)
        styles["toc 2"].paragraph_format.left_indent = Cm(0.6)
        styles["Quote"].paragraph_format.space_after = Pt(0)
        for name in ("Quote", "Source"):
            styles[name].paragraph_format.left_indent = Cm(0.3)

    def _fill_contents(self) -> None:
        """A contents field that is filled already, with links, and that Word can fill anew.

        Without page numbers: only a program that sets pages knows them, and wrong ones are worse than none.
        """
        if self._contents is None:
            return
        first = self._contents
        for place, (level, text, name) in enumerate(self._headings):
            line = first if place == 0 else first.insert_paragraph_before("")
            line.style = self.document.styles[f"toc {level}"]
            if place == 0:
                _field_part(line, "begin")
                _instruction(line, ' TOC \\o "1-2" \\n \\h \\z \\u ')
                _field_part(line, "separate")
                last = first
            else:
                last._p.addnext(line._p)
                last = line
            _link(line, text, name)
        if self._headings:
            _field_part(last, "end")


def fill(
    cell: Any, text: str, *, style: str = "Cell", right: bool = False, bold: bool = False, keep: bool = False
) -> None:
    """Write a text into an empty cell; `keep` holds its row on the page of the next one."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = _styled(cell.paragraphs[0], style)
    paragraph.add_run(legal(text)).bold = bold
    paragraph.paragraph_format.keep_with_next = keep or None
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _styled(paragraph: Any, name: str) -> Any:
    """The paragraph in a style: `paragraph.style = name` looks through all styles, a thousand times in a report."""
    paragraph._p.style = name.replace(" ", "")
    return paragraph


def shade(cell: Any, colour: str) -> None:
    """The colour behind a cell."""
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=colour))


def repeat(row: Any) -> None:
    """Let a row come back on every page of its table."""
    _row_property(row, "tblHeader")


def _head(row: Any, headings: Sequence[str], numbers: Sequence[int], style: str) -> None:
    repeat(row)
    for column, (cell, text) in enumerate(zip(row.cells, headings, strict=True)):
        fill(cell, text, style=style, bold=True, right=column in numbers, keep=True)
        shade(cell, WASH)


def _row_property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(_element(f"w:{name}"))


def _borders(table: Any) -> None:
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="C5CDD2"))
    for side in ("left", "right", "insideV"):
        borders.append(_element(f"w:{side}", val="nil"))
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="70", type="dxa"))
    properties = table._tbl.tblPr
    for part in (borders, margins):
        properties.insert_element_before(part, "w:tblLook")


def _side_line(paragraph: Any, colour: str) -> None:
    border = _element("w:pBdr")
    border.append(_element("w:left", val="single", sz="18", space="6", color=colour.lstrip("#")))
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _font(
    style: Any,
    size: float,
    *,
    colour: str | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
) -> None:
    from docx.shared import Pt, RGBColor

    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_name(f"w:{theme}"), None)
    for script in ("eastAsia", "cs"):
        fonts.set(_name(f"w:{script}"), FONT)
    style.font.size = Pt(size)
    if bold is not None:
        style.font.bold = bold
    if italic is not None:
        style.font.italic = italic
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)


def _language(styles: Any, language: str) -> None:
    for found in styles.iter(_name("w:lang")):
        found.set(_name("w:val"), language)


def _bookmark(paragraph: Any, name: str, number: int) -> None:
    start, end = (
        _element("w:bookmarkStart", id=str(number), name=name),
        _element("w:bookmarkEnd", id=str(number)),
    )
    properties = paragraph._p.pPr
    properties.addnext(start)
    paragraph._p.append(end)


def _link(paragraph: Any, text: str, name: str) -> None:
    link = _element("w:hyperlink", anchor=name, history="1")
    run = paragraph.add_run(text)._r
    paragraph._p.append(link)
    link.append(run)


def _field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field with what it shows until it is worked out anew."""
    _field_part(paragraph, "begin")
    _instruction(paragraph, instruction)
    _field_part(paragraph, "separate")
    paragraph.add_run(shown)
    _field_part(paragraph, "end")


def _field_part(paragraph: Any, kind: str) -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", fldCharType=kind))


def _instruction(paragraph: Any, text: str) -> None:
    part = _element("w:instrText")
    part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    part.text = text
    paragraph.add_run()._r.append(part)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(_name(f"w:{name}"), value)
    return made


def _name(tag: str) -> Any:
    from docx.oxml.ns import qn

    return qn(tag)
