"""The report as a Word document: headings, contents, tables, charts as pictures, captions, quotes with citations."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from textmine.codebook import Codebook
from textmine.language.plurals import (
    DOCUMENTS,
    SENTENCES,
    SPEAKERS,
    TEXT_SENTENCES,
    counted,
)
from textmine.records import Analysis
from textmine.report import charts
from textmine.report.contents import CodePage, Contents, FactorColumn, FactorPage, GroupPage, contents_of
from textmine.report.drawing import colour
from textmine.report.method import day
from textmine.report.topics_document import write_topics
from textmine.report.word import LANDSCAPE_WIDTH_CM, WASH, Writer, fill, repeat
from textmine.report.word_parts import shade
from textmine.summary import Unit, shown_difference, shown_share

CAUTION = (
    "Kody są propozycjami programu do sprawdzenia przez badacza. Cytaty są dosłowne. "
    "Dokument zawiera słowa rozmówców: udostępniaj go tak jak transkrypcje."
)


# More groups do not fit beside each other on a page.
MOST_COLUMNS = 7


def write_docx(analysis: Analysis, codebook: Codebook, path: Path) -> None:
    """Write the document. Raises ExportError where a quote is not verbatim."""
    contents = contents_of(analysis, codebook)
    run = analysis.run
    writer = Writer(f"{run.project} – raport z rozmów")
    _properties(writer, run.project, run.finished)
    themes = ", ".join(theme.label.lower() for theme in codebook.themes)
    writer.title(
        run.project,
        f"Raport z rozmów i warsztatów: {themes}" + (f". {day(run.finished)}" if run.finished else ""),
    )
    writer.paragraph(CAUTION, style="Note")
    writer.contents("Spis treści")
    _overview(writer, contents)
    writer.heading("Grupy rozmówców", 1, new_page=True)
    for group in contents.groups:
        _group(writer, group, contents)
    _map(writer, contents)
    _codes(writer, contents)
    _factors(writer, contents)
    write_topics(writer, contents)
    writer.heading("Metoda i ograniczenia", 1, new_page=True)
    writer.table("Czym i na czym wykonano analizę", ("Co", "Wartość"), contents.method, (5, 11))
    writer.save(path)


def _properties(writer: Writer, project: str, finished: str) -> None:
    properties = writer.document.core_properties
    properties.title, properties.author, properties.language = (
        f"{project} – raport z rozmów",
        "textmine",
        "pl-PL",
    )
    properties.comments = ""
    moment = (
        datetime.fromisoformat(finished).astimezone(UTC).replace(tzinfo=None)
        if finished
        else datetime(2000, 1, 1)
    )
    properties.created = properties.modified = moment


def _overview(writer: Writer, contents: Contents) -> None:
    writer.heading("Przegląd", 1, new_page=True)
    writer.paragraph(
        f"Materiał to {counted(len(contents.analysis.documents), DOCUMENTS)}: {counted(contents.speakers, SPEAKERS)} "
        f"i {counted(contents.spoken, TEXT_SENTENCES)} rozmówców. Zdania z kodem: {contents.coded}, nadane kody: "
        f"{len(contents.rows)}. Wypowiedź to jedno zdanie rozmówcy albo jedna notatka."
    )
    table, codebook = contents.table, contents.codebook
    writer.picture(
        charts.themes_by_group(table, codebook),
        "Ile na 100 wypowiedzi każdej grupy dotyczy każdego z tematów",
    )
    rows = []
    for unit in table.units:
        cells = [table.cell(unit.id, theme.id) for theme in codebook.themes]
        said = [f"{cell.sentences}" + (f" ({cell.speakers})" if cell.speakers else "") for cell in cells]
        rows.append([unit.label, unit.documents, unit.speakers or "–", unit.sentences, *said])
    headings = ("Grupa", "Dokumenty", "Rozmówcy", "Wypowiedzi", *(theme.label for theme in codebook.themes))
    count = len(headings) - 1
    writer.table(
        "Materiał i tematy według grup: liczba wypowiedzi, w nawiasie liczba rozmówców",
        headings,
        rows,
        (3.7, *[12.3 / count] * count),
        numbers=range(1, count + 1),
        small=True,
    )


def _group(writer: Writer, page: GroupPage, contents: Contents) -> None:
    unit, codebook = page.unit, contents.codebook
    writer.heading(unit.label, 2)
    people = counted(unit.speakers, SPEAKERS) if unit.speakers else "bez podpisanych rozmówców"
    writer.paragraph(
        f"{counted(unit.documents, DOCUMENTS)}, {people}, {counted(unit.sentences, SENTENCES)}",
        style="Note",
        keep=True,
    )
    _said(writer, page.said or ("Żadna wypowiedź nie dostała kodu.",))
    chart = charts.people_of_group(contents.table, codebook, unit)
    if chart is not None:
        writer.picture(
            chart,
            f"{unit.label}: jaka część rozmówców mówi o każdym kodzie. Kreska to 95-procentowy przedział Wilsona, "
            "romb – udział w pozostałych grupach",
        )
    for theme, rows in page.quotes:
        writer.heading(f"{theme.label}: typowe wypowiedzi", 3)
        for row in rows:
            writer.quote(row.quote, row.citation, colour(codebook.themes.index(theme)))


def _said(writer: Writer, lines: tuple[str, ...]) -> None:
    for line in lines:
        head, colon, rest = line.partition(": ")
        if colon:
            writer.paragraph(rest, lead=f"{head}: ")
        else:
            writer.paragraph(line)


def _map(writer: Writer, contents: Contents) -> None:
    table, codebook = contents.table, contents.codebook
    writer.heading("Tematy i kody według grup", 1, new_page=True)
    writer.picture(
        charts.codes_by_group(table, codebook),
        "Ilu rozmówców grupy mówi o temacie i o każdym jego kodzie; barwa to ich udział. W nawiasie liczba wypowiedzi "
        "tam, gdzie nikt się nie podpisał",
    )
    units = [unit for unit in table.units if unit.speakers]
    if len(units) > MOST_COLUMNS:
        writer.paragraph("Udziały z przedziałami są w evidence.xlsx, arkusz „Podsumowania”.", style="Note")
    elif units:
        items = [
            item
            for theme in codebook.themes
            for item in [(theme.id, theme.label.upper()), *((code.id, code.label) for code in theme.codes)]
        ]
        rows = [[label, *(shown_share(table.cell(unit.id, item)) for unit in units)] for item, label in items]
        writer.table(
            "Udział rozmówców, którzy o tym mówili, w nawiasie 95-procentowy przedział ufności Wilsona",
            ("Temat i kod", *(unit.label for unit in units)),
            rows,
            (2.4, *[13.6 / len(units)] * len(units)),
            small=True,
        )
    if contents.note:
        writer.paragraph(contents.note, style="Note")


def _codes(writer: Writer, contents: Contents) -> None:
    writer.heading("Kody i cytaty", 1, new_page=True)
    if not contents.codes:
        writer.paragraph("Żadna wypowiedź nie dostała kodu.")
        return
    writer.paragraph(
        "Przy każdym kodzie najwyżej trzy typowe wypowiedzi, najpierw różnych osób; wszystkie są w evidence.xlsx. "
        "Różnica to udział rozmówców grupy minus udział w pozostałych grupach, w punktach procentowych, "
        "z 95-procentowym przedziałem (Newcombe).",
        style="Note",
    )
    for page in contents.codes:
        _code(writer, page, contents.codebook)


def _code(writer: Writer, page: CodePage, codebook: Codebook) -> None:
    name = f"{page.theme_label}: {page.code.label}"
    writer.heading(name, 2)
    if page.code.definition:
        writer.paragraph(page.code.definition, style="Note")
    speakers = f"{counted(page.speakers, SPEAKERS)}, " if page.speakers else ""
    beside = ", ".join(
        f"{codebook.theme(code.theme).label}: {code.label} ({count})" for code, count in page.beside[:3]
    )
    writer.paragraph(
        f"{counted(page.count, SENTENCES)}, {speakers}{counted(page.documents, DOCUMENTS)}."
        + (f" W tych samych wypowiedziach: {beside}." if beside else ""),
        keep=True,
    )
    rows = [
        [
            line.unit.label,
            line.cell.sentences,
            _people(line.cell.speakers, line.unit),
            shown,
            shown_difference(line.difference),
        ]
        for line in page.lines
        for shown in [shown_share(line.cell) if line.unit.speakers else "–"]
    ]
    headings = ("Grupa", "Wypowiedzi", "Rozmówcy", "Udział (95% PU)", "Różnica, pkt proc.")
    writer.table(
        f"{name}, według grup", headings, rows, (4.6, 2.3, 2.2, 3.2, 3.7), numbers=range(1, 5), small=True
    )
    for row in page.typical:
        writer.quote(row.quote, row.citation, colour(page.theme))


def _people(speakers: int, unit: Unit) -> str:
    return f"{speakers} z {unit.speakers}" if unit.speakers else "–"


def _factors(writer: Writer, contents: Contents) -> None:
    if not contents.factors:
        return
    writer.turn_page(landscape=True)
    writer.heading("Czynniki rozwoju", 1)
    writer.picture(
        charts.themes_by_factor(contents.factors_table, contents.codebook),
        "Ilu rozmówców mówi o każdym czynniku",
    )
    for page in contents.factors:
        _factor(writer, page)
    writer.turn_page(landscape=False)


def _factor(writer: Writer, page: FactorPage) -> None:
    writer.heading(page.factor.label, 2, new_page=True)
    _said(writer, page.said or ("Żadna wypowiedź nie dotyczy tego czynnika.",))
    if not page.said:
        return
    writer.caption("Tabela", f"{page.factor.label}: tematy obok siebie", keep=True)
    width = LANDSCAPE_WIDTH_CM / len(page.columns)
    made = writer.grid(2, [width] * len(page.columns))
    repeat(made.rows[0])
    # Quotes side by side may need more than a page.
    made.rows[1]._tr.trPr.clear()
    for column, head, body in zip(page.columns, made.rows[0].cells, made.rows[1].cells, strict=True):
        fill(head, column.theme.label, bold=True)
        shade(head, WASH)
        _column(writer, column, body)
    writer.document.add_paragraph(style="After Table")


def _column(writer: Writer, column: FactorColumn, cell: object) -> None:
    if not column.codes:
        fill(cell, "W książce kodów nie ma tu kodu.", style="Cell Small")
        return
    lines = [
        f"{code.label}: {counted(own.sentences, SENTENCES)}"
        + (f", {counted(own.speakers, SPEAKERS)}" if own.speakers else "")
        for code, own in column.codes
    ]
    fill(cell, "\n".join(lines), style="Cell Small", bold=True)
    groups = "; ".join(
        f"{label}: {speakers} z {total}" if speakers else f"{label}: {counted(sentences, SENTENCES)}"
        for label, sentences, speakers, total in column.groups
    )
    if groups:
        writer.note(groups, cell)
    for row in column.quotes:
        writer.quote(row.quote, row.citation, colour(column.number), cell=cell)
