"""A Word document under construction: headings and their contents, captions, tables, pictures, quotes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textmine.report.drawing import Drawing
from textmine.report.legal import legal
from textmine.report.word_parts import (
    bookmark,
    borders,
    field,
    field_part,
    instruction,
    link,
    row_property,
    shade,
    side_line,
    styled,
)
from textmine.report.word_styles import arrange, dress

WASH = "EAF0F2"
TEXT_WIDTH_CM, LANDSCAPE_WIDTH_CM = 16.0, 24.7
# What a picture may take of a page, upright and on its side, with its caption below.
TALLEST_CM, LANDSCAPE_TALLEST_CM = 21.0, 13.0
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
        self._on_its_side = False
        arrange(self.document, legal(title))
        dress(self.document.styles)

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
            bookmark(paragraph, name, len(self._headings) + 1)
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
        words = styled(place.add_paragraph(f"„{legal(text)}”"), "Quote")
        words.paragraph_format.keep_with_next = True
        side_line(words, colour)
        said = styled(place.add_paragraph(legal(source)), "Source")
        side_line(said, colour)

    def note(self, text: str, cell: Any) -> None:
        """A small line in a cell, with room below it."""
        from docx.shared import Pt

        paragraph = styled(cell.add_paragraph(legal(text)), "Cell Small")
        paragraph.paragraph_format.space_after = Pt(6)

    def turn_page(self, *, landscape: bool) -> None:
        """Go on on a new page, on its side or upright."""
        from docx.enum.section import WD_ORIENT, WD_SECTION

        self._on_its_side = landscape
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        short, long = sorted((section.page_width, section.page_height))
        section.page_width, section.page_height = (long, short) if landscape else (short, long)

    def picture(self, drawing: Drawing, caption: str) -> None:
        """A chart with its caption below and a text for those who do not see it."""
        from docx.shared import Cm

        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        tallest = LANDSCAPE_TALLEST_CM if self._on_its_side else TALLEST_CM
        width = min(TEXT_WIDTH_CM, tallest * drawing.width / drawing.height)
        shape = paragraph.add_run().add_picture(io.BytesIO(drawing.png()), width=Cm(width))
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
        borders(made)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Cm(width)
        # One pass over the cells: python-docx looks each of them up anew.
        for row in made.rows:
            row_property(row, "cantSplit")
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
        field(paragraph, f" SEQ {kind} \\* ARABIC ", str(self._numbers[kind]))
        paragraph.add_run(f". {legal(text)}")

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
                field_part(line, "begin")
                instruction(line, ' TOC \\o "1-2" \\n \\h \\z \\u ')
                field_part(line, "separate")
                last = first
            else:
                last._p.addnext(line._p)
                last = line
            link(line, text, name)
        if self._headings:
            field_part(last, "end")


def fill(
    cell: Any, text: str, *, style: str = "Cell", right: bool = False, bold: bool = False, keep: bool = False
) -> None:
    """Write a text into an empty cell; `keep` holds its row on the page of the next one."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = styled(cell.paragraphs[0], style)
    paragraph.add_run(legal(text)).bold = bold
    paragraph.paragraph_format.keep_with_next = keep or None
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def repeat(row: Any) -> None:
    """Let a row come back on every page of its table."""
    row_property(row, "tblHeader")


def _head(row: Any, headings: Sequence[str], numbers: Sequence[int], style: str) -> None:
    repeat(row)
    for column, (cell, text) in enumerate(zip(row.cells, headings, strict=True)):
        fill(cell, text, style=style, bold=True, right=column in numbers, keep=True)
        shade(cell, WASH)
