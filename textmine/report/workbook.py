"""The workbook: evidence and summaries in Polish, ready to filter and to print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from textmine.codebook import Codebook
from textmine.evidence import evidence
from textmine.records import Analysis, Evidence
from textmine.report.method import method_rows
from textmine.summary import Cell, Summary, Unit, shown_share, summary, voice

# XML 1.0 has no place for these; Excel calls a file with them damaged.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# What a cell holds, in UTF-16 units; a longer text is cut and says so.
MAX_CELL = 32_767
CUT = " […]"

# (heading, column of the evidence, width in characters)
EVIDENCE_COLUMNS = (
    ("Cytat", "quote", 70),
    ("Kod", "code_label", 24),
    ("Temat", "theme", 14),
    ("Grupa", "group", 22),
    ("Źródło", "citation", 34),
    ("Pewność", "confidence", 9),
    ("Uzasadnienie", "reason", 50),
    ("Zdanie przed", "before", 40),
    ("Zdanie po", "after", 40),
    ("Status", "status", 12),
    ("Temat modelowany", "topic_label", 30),
    ("Czynnik", "factor", 30),
    ("Dokument", "document", 24),
    ("Rozmówca", "speaker", 16),
    ("Czas", "time", 10),
    ("Data", "date", 12),
    ("Identyfikator", "evidence_id", 34),
)
_STATUS = {"proposed": "propozycja", "accepted": "zatwierdzone", "rejected": "odrzucone"}


def write_xlsx(analysis: Analysis, codebook: Codebook, path: Path) -> None:
    """Write the workbook: Dowody, Tematy x grupy, Kody x grupy, Tematy modelowane, Czynniki, Kody, Metoda."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        if analysis.run.finished:
            # The same results give the same file.
            book.set_properties(
                {"created": datetime.fromisoformat(analysis.run.finished).replace(tzinfo=None)}
            )
        sheets = _Sheets(book)
        rows = evidence(analysis, codebook)
        table = summary(analysis, codebook)
        sheets.add("Dowody", *_evidence(rows, analysis, codebook))
        themes = [(theme.id, theme.label) for theme in codebook.themes]
        codes = [(code.id, f"{codebook.theme(code.theme).label}: {code.label}") for code in codebook.codes]
        sheets.add("Tematy x grupy", *_by_unit(table, themes))
        sheets.add("Kody x grupy", *_by_unit(table, codes))
        sheets.add("Tematy modelowane", *_topics(analysis))
        sheets.add("Czynniki", *_factors(rows, codebook))
        sheets.add("Kody", *_codebook(codebook))
        sheets.add("Metoda", ("Co", "Wartość"), (34, 90), method_rows(analysis, codebook))


Table = tuple[Sequence[str], Sequence[int], list[Sequence[object]]]


class _Sheets:
    """Sheets of one look: frozen bold heading, filters, wrapped text."""

    def __init__(self, book: Any) -> None:
        self._book = book
        common = {"text_wrap": True, "valign": "top", "font_name": "Calibri", "font_size": 11}
        self._body = book.add_format(common)
        self._share = book.add_format({**common, "num_format": "0.00"})
        self._head = book.add_format(
            {**common, "bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "valign": "vcenter"}
        )

    def add(
        self, name: str, headings: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[object]]
    ) -> None:
        """Add a sheet."""
        sheet = self._book.add_worksheet(name)
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, heading, self._head)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._cell(sheet, number, column, value)
        sheet.freeze_panes(1, 1 if name == "Dowody" else 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(headings) - 1)

    def _cell(self, sheet: Any, row: int, column: int, value: object) -> None:
        if isinstance(value, float):
            sheet.write_number(row, column, value, self._share)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self._body)
        else:
            sheet.write_string(row, column, _fitting(str(value)), self._body)


def _fitting(text: str) -> str:
    """The text as a cell can hold it."""
    shown = _ILLEGAL.sub("\ufffd", text)
    units = shown.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL:
        return shown
    return units[: 2 * (MAX_CELL - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _evidence(rows: Sequence[Evidence], analysis: Analysis, codebook: Codebook) -> Table:
    shown: list[Sequence[object]] = []
    for row in rows:
        values: dict[str, object] = {column: getattr(row, column) for _, column, _ in EVIDENCE_COLUMNS}
        values["theme"] = codebook.theme(row.theme).label if codebook.has_code(row.code) else row.theme
        values["group"] = analysis.groups.get(row.group, row.group)
        values["status"] = _STATUS.get(row.status, row.status)
        values["factor"] = "; ".join(factor.label for factor in codebook.factor_of(row.code))
        shown.append([values[column] for _, column, _ in EVIDENCE_COLUMNS])
    headings, _, widths = zip(*EVIDENCE_COLUMNS, strict=True)
    return headings, widths, shown


def _by_unit(table: Summary, items: Sequence[tuple[str, str]]) -> Table:
    headings = ["", *(f"{unit.label}: {what}" for unit in table.units for what in ("wypowiedzi", "rozmówcy"))]
    rows: list[Sequence[object]] = []
    for item, label in items:
        row: list[object] = [label]
        for unit in table.units:
            cell = table.cell(unit.id, item)
            row += [
                cell.sentences,
                _speakers_of(cell, unit),
            ]
        rows.append(row)
    rows.append(
        ["Razem wypowiedzi w grupie", *(v for unit in table.units for v in (unit.sentences, unit.speakers))]
    )
    return headings, [34, *[13, 24] * len(table.units)], rows


def _speakers_of(cell: Cell, unit: Unit) -> str:
    if not unit.speakers:
        return "—"
    return f"{cell.speakers} z {unit.speakers}" + (f", {shown_share(cell)}" if cell.speakers else "")


def _topics(analysis: Analysis) -> Table:
    rows: list[Sequence[object]] = []
    for topic in analysis.topics.topics if analysis.topics else ():
        examples = [analysis.by_id[i].text for i in topic.examples if i in analysis.by_id]
        rows.append(
            [
                topic.id,
                topic.label,
                ", ".join(word for word, _ in topic.terms),
                topic.size,
                topic.share,
                "\n".join(examples),
            ]
        )
    return (
        ("Nr", "Temat", "Słowa", "Fragmentów", "Udział", "Typowe wypowiedzi"),
        (6, 36, 50, 12, 10, 90),
        rows,
    )


def _factors(rows: Sequence[Evidence], codebook: Codebook) -> Table:
    shown: list[Sequence[object]] = []
    for factor in codebook.factors:
        for code in factor.codes:
            own = [row for row in rows if row.code == code]
            quotes = "\n".join(f"„{row.quote}” {row.citation}" for row in own[:3])
            theme = codebook.theme(codebook.code(code).theme).label
            speakers = len({voice(row.document, row.speaker) for row in own if row.speaker})
            shown.append([factor.label, theme, codebook.code(code).label, len(own), speakers, quotes])
    return ("Czynnik", "Temat", "Kod", "Wypowiedzi", "Rozmówcy", "Cytaty"), (34, 16, 28, 12, 12, 100), shown


def _codebook(codebook: Codebook) -> Table:
    rows: list[Sequence[object]] = [
        [code.id, codebook.theme(code.theme).label, code.label, code.definition, "\n".join(code.examples)]
        for code in codebook.codes
    ]
    return ("Identyfikator", "Temat", "Kod", "Definicja", "Przykłady"), (26, 16, 28, 80, 60), rows
