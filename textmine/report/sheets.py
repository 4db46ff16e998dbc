"""Sheets of one look: bold frozen heading, filters, wrapped text, texts that stay texts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from textmine.report.legal import legal

# What a cell holds, in UTF-16 units; a longer text is cut and says so.
MAX_CELL = 32_767
CUT = " […]"
A4, A3 = 9, 8
# Points; what Excel allows a row at most.
LINE_HEIGHT, TALLEST = 13.5, 409.0


class Share(float):
    """A number from 0 to 1 that is shown as per cent."""


@dataclass(frozen=True)
class Sheet:
    """A table to be written. `columns` are (heading, width in characters); `total` is set apart below the rows.

    `frozen` columns stay when one scrolls to the side; the first `printed` columns go on `paper`, all where it is 0;
    `shaded` ones get a shade that grows with their shares.
    """

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[object]]
    total: Sequence[object] = ()
    frozen: int = 0
    printed: int = 0
    shaded: Sequence[int] = field(default=())
    paper: int = A4


class SheetWriter:
    """Writes sheets into a workbook of xlsxwriter."""

    def __init__(self, book: Any) -> None:
        self._book = book
        common = {"text_wrap": True, "valign": "top", "font_name": "Arial", "font_size": 10}
        lined = {**common, "bottom": 1, "bottom_color": "#D8DEE3"}
        self._formats = {
            "body": book.add_format(lined),
            "number": book.add_format({**lined, "num_format": "0.00"}),
            "share": book.add_format({**lined, "num_format": "0%"}),
            "total": book.add_format({**common, "bold": True, "top": 1}),
        }
        self._head = book.add_format(
            {**common, "bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "valign": "vcenter"}
        )

    def add(self, sheet: Sheet) -> None:
        """Write a sheet."""
        made = self._book.add_worksheet(sheet.name)
        for column, (heading, width) in enumerate(sheet.columns):
            made.set_column(column, column, width)
            made.write_string(0, column, fitting(heading), self._head)
        made.set_row(0, _height([heading for heading, _ in sheet.columns], sheet))
        for number, row in enumerate(sheet.rows, 1):
            made.set_row(number, _height(row, sheet))
            for column, value in enumerate(row):
                self._cell(made, number, column, value)
        if sheet.total:
            made.set_row(len(sheet.rows) + 1, _height(sheet.total, sheet))
        for column, value in enumerate(sheet.total):
            self._cell(made, len(sheet.rows) + 1, column, value, total=True)
        self._shade(made, sheet)
        self._arrange(made, sheet)

    def _cell(self, made: Any, row: int, column: int, value: object, *, total: bool = False) -> None:
        if value is None:
            made.write_blank(row, column, None, self._formats["total" if total else "body"])
        elif isinstance(value, int | float):
            shape = "share" if isinstance(value, Share) else "number" if isinstance(value, float) else "body"
            made.write_number(row, column, value, self._formats["total" if total else shape])
        else:
            made.write_string(row, column, fitting(str(value)), self._formats["total" if total else "body"])

    def _shade(self, made: Any, sheet: Sheet) -> None:
        scale = {
            "type": "2_color_scale",
            "min_color": "#FFFFFF",
            "max_color": "#8FB8DE",
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 1,
        }
        for column in sheet.shaded if sheet.rows else ():
            made.conditional_format(1, column, len(sheet.rows), column, scale)

    def _arrange(self, made: Any, sheet: Sheet) -> None:
        last = len(sheet.rows) + bool(sheet.total)
        made.freeze_panes(1, sheet.frozen)
        made.set_landscape()
        made.set_paper(sheet.paper)
        made.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        made.fit_to_pages(1, 0)
        made.repeat_rows(0)
        made.set_footer("&L&A&RStrona &P z &N")
        if sheet.printed:
            made.print_area(0, 0, max(last, 1), sheet.printed - 1)
        if sheet.rows:
            made.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
        # "007" and "1e5" are words of a transcript.
        made.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})


def _height(row: Sequence[object], sheet: Sheet) -> float:
    """High enough for all of the row's text: LibreOffice does not find out by itself when it opens a file."""
    lines = 1
    for value, (_, width) in zip(row, sheet.columns, strict=True):
        if isinstance(value, str):
            # The font is proportional, and words do not fill their lines.
            lines = max(lines, sum(max(1, math.ceil(1.05 * len(part) / width)) for part in value.split("\n")))
    return min(TALLEST, LINE_HEIGHT * lines + 3)


def fitting(text: str) -> str:
    """The text as a cell can hold it."""
    shown = legal(text)
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL:
        return shown
    return units[: 2 * (MAX_CELL - len(CUT))].decode("utf-16-le", "ignore") + CUT
