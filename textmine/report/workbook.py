"""The workbook: evidence and summaries in Polish, ready to filter, to compare and to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from textmine.codebook import Codebook
from textmine.language.plurals import SENTENCES, counted, of_speakers
from textmine.records import Analysis, Evidence
from textmine.report.contents import Contents, contents_of
from textmine.report.sheets import A3, Share, Sheet, SheetWriter
from textmine.report.topic_sheets import topic_sheets
from textmine.summary import FEW_SPEAKERS, Cell, Summary, Unit

# (heading, column of the evidence, width in characters)
EVIDENCE_COLUMNS = (
    ("Cytat", "quote", 70),
    ("Kod", "code_label", 24),
    ("Temat", "theme", 14),
    ("Grupa", "group", 22),
    ("Źródło", "citation", 34),
    ("Pewność", "confidence", 9),
    ("Uzasadnienie", "reason", 50),
    ("Zdanie przed", "before", 60),
    ("Zdanie po", "after", 60),
    ("Status", "status", 14),
    ("Metoda", "method", 14),
    ("Temat modelowany", "topic_label", 30),
    ("Czynnik", "factor", 30),
    ("Dokument", "document", 24),
    ("Tytuł", "title", 30),
    ("Rozmówca", "speaker", 16),
    ("Czas", "time", 10),
    ("Data", "date", 12),
    ("Identyfikator", "evidence_id", 34),
)
# Quote to reason.
_PRINTED = 7
_STATUS = {"proposed": "propozycja", "accepted": "zatwierdzone", "rejected": "odrzucone"}
_METHOD = {"rule": "reguła", "semantic": "podobieństwo", "learned": "wyuczona", "human": "badacz"}


def write_xlsx(analysis: Analysis, codebook: Codebook, path: Path) -> None:
    """Write the workbook. Raises ExportError where a quote is not verbatim."""
    import xlsxwriter

    contents = contents_of(analysis, codebook)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        about: dict[str, object] = {"title": f"{analysis.run.project} – dowody", "author": "textmine"}
        if analysis.run.finished:
            # The same results give the same file.
            about["created"] = datetime.fromisoformat(analysis.run.finished).replace(tzinfo=None)
        book.set_properties(about)
        writer = SheetWriter(book)
        themes = [(theme.id, theme.label) for theme in codebook.themes]
        codes = [(code.id, f"{codebook.theme(code.theme).label}: {code.label}") for code in codebook.codes]
        writer.add(_evidence(contents))
        writer.add(_by_group("Tematy x grupy", "Temat", contents.table, themes))
        writer.add(_by_group("Kody x grupy", "Kod", contents.table, codes))
        writer.add(_summaries(contents))
        for sheet in topic_sheets(contents.topics):
            writer.add(sheet)
        writer.add(_factors(contents))
        writer.add(_codebook(contents))
        writer.add(Sheet("Metoda", (("Co", 34), ("Wartość", 100)), contents.method))


def _evidence(contents: Contents) -> Sheet:
    codebook, groups = contents.codebook, contents.analysis.groups
    shown: list[Sequence[object]] = []
    for row in contents.rows:
        values: dict[str, object] = {column: getattr(row, column) for _, column, _ in EVIDENCE_COLUMNS}
        values["theme"] = codebook.theme(row.theme).label if codebook.has_code(row.code) else row.theme
        values["group"] = groups.get(row.group, row.group)
        values["status"] = _STATUS.get(row.status, row.status)
        values["method"] = _METHOD.get(row.method, row.method)
        values["factor"] = "; ".join(factor.label for factor in codebook.factor_of(row.code))
        shown.append([values[column] for _, column, _ in EVIDENCE_COLUMNS])
    columns = [(heading, width) for heading, _, width in EVIDENCE_COLUMNS]
    return Sheet("Dowody", columns, shown, frozen=1, printed=_PRINTED)


def _by_group(name: str, what: str, table: Summary, items: Sequence[tuple[str, str]]) -> Sheet:
    """Three columns a group: sentences, people, and their share."""
    columns = [(what, 34)]
    for unit in table.units:
        columns += [(f"{unit.label}: {part}", 15) for part in ("wypowiedzi", "rozmówcy", "% rozmówców")]
    columns += [("Razem: wypowiedzi", 12)]
    rows: list[Sequence[object]] = []
    for item, label in items:
        cells = [table.cell(unit.id, item) for unit in table.units]
        row: list[object] = [label]
        for unit, cell in zip(table.units, cells, strict=True):
            row += [cell.sentences, _people(cell, unit), Share(cell.share) if unit.speakers else "–"]
        rows.append([*row, sum(cell.sentences for cell in cells)])
    total: list[object] = ["Wszystkie wypowiedzi i wszyscy rozmówcy grupy"]
    for unit in table.units:
        total += [unit.sentences, str(unit.speakers) if unit.speakers else "–", None]
    total.append(sum(unit.sentences for unit in table.units))
    shaded = [3 * place + 3 for place, unit in enumerate(table.units) if unit.speakers]
    return Sheet(name, columns, rows, total=total, frozen=1, shaded=shaded)


def _people(cell: Cell, unit: Unit) -> str:
    return f"{cell.speakers} z {unit.speakers}" if unit.speakers else "–"


_SUMMARY_COLUMNS = (
    ("Grupa", 24),
    ("Temat", 14),
    ("Kod", 26),
    ("Wypowiedzi", 11),
    ("Rozmówcy", 10),
    ("Z ilu", 7),
    ("Dokumenty", 11),
    ("Udział rozmówców", 11),
    ("Udział: od", 9),
    ("Udział: do", 9),
    ("Różnica wobec innych grup", 12),
    ("Różnica: od", 9),
    ("Różnica: do", 9),
    ("Uwaga", 30),
    ("W tych samych wypowiedziach", 40),
    ("Typowe wypowiedzi", 90),
)


def _summaries(contents: Contents) -> Sheet:
    """One row a group and theme or code, with intervals, differences, co-occurring codes and typical quotes."""
    table, codebook = contents.table, contents.codebook
    cited = {row.sentence_id: row for row in contents.rows}
    rows: list[Sequence[object]] = []
    for unit in table.units:
        for theme in codebook.themes:
            for item, label in [(theme.id, "(cały temat)"), *((code.id, code.label) for code in theme.codes)]:
                rows.append([unit.label, theme.label, label, *_numbers(table, codebook, unit, item, cited)])
    return Sheet("Podsumowania", _SUMMARY_COLUMNS, rows, frozen=3, paper=A3)


def _numbers(
    table: Summary, codebook: Codebook, unit: Unit, item: str, cited: Mapping[str, Evidence]
) -> list[object]:
    cell, difference = table.cell(unit.id, item), table.difference(unit.id, item)
    shares = [Share(cell.share), Share(cell.low), Share(cell.high)] if unit.speakers else [None] * 3
    apart = (
        [Share(difference.value), Share(difference.low), Share(difference.high)] if difference else [None] * 3
    )
    beside = "; ".join(_full(codebook, code, count) for code, count in table.beside(unit.id, item)[:5])
    quotes = "\n".join(f"„{cited[i].quote}” {cited[i].citation}" for i in cell.quotes if i in cited)
    people = [cell.speakers, unit.speakers] if unit.speakers else [None, None]
    return [
        cell.sentences,
        *people,
        cell.documents,
        *shares,
        *apart,
        _remark(table, unit, item),
        beside,
        quotes,
    ]


def _remark(table: Summary, unit: Unit, item: str) -> str:
    cell, difference = table.cell(unit.id, item), table.difference(unit.id, item)
    found = []
    if not cell.sentences:
        found.append("nie pojawiło się")
    if cell.one_voice:
        found.append(f"ponad połowa od jednej osoby ({cell.loudest} z {cell.sentences})")
    if 0 < unit.speakers < FEW_SPEAKERS:
        found.append("mała grupa: nie porównywać")
    elif difference is not None and difference.clear:
        found.append("wyraźnie częściej" if difference.low > 0 else "wyraźnie rzadziej")
    return "; ".join(found)


def _full(codebook: Codebook, code: str, count: int) -> str:
    found = codebook.code(code)
    return f"{codebook.theme(found.theme).label}: {found.label} ({count})"


def _factors(contents: Contents) -> Sheet:
    """One row a factor and group, everybody first: themes side by side, with codes and quotes."""
    cited = {(row.sentence_id, row.code): row for row in contents.rows}
    columns = [("Czynnik", 28), ("Kto", 24)]
    for theme in contents.codebook.themes:
        columns += [
            (f"{theme.label}: wypowiedzi", 12),
            (f"{theme.label}: rozmówcy", 12),
            (f"{theme.label}: kody", 30),
            (f"{theme.label}: cytaty", 52),
        ]
    everybody = [("Wszyscy", contents.factors_table)]
    groups = [(unit.label, contents.factors_within[unit.id]) for unit in contents.table.units]
    rows: list[Sequence[object]] = []
    for factor in contents.codebook.factors:
        for label, table in (*everybody, *groups):
            own = next(unit for unit in table.units if unit.id == factor.id)
            cells = [table.cell(factor.id, theme.id) for theme in contents.codebook.themes]
            if label == "Wszyscy" or any(cell.sentences for cell in cells):
                said = [_factor_cells(contents.codebook, table, own, cell, cited) for cell in cells]
                rows.append([factor.label, label, *(value for part in said for value in part)])
    return Sheet("Czynniki", columns, rows, frozen=2, paper=A3)


def _factor_cells(
    codebook: Codebook, table: Summary, unit: Unit, cell: Cell, cited: Mapping[tuple[str, str], Evidence]
) -> list[object]:
    codes = [code for code in codebook.theme(cell.item).codes if table.covers(unit.id, code.id)]
    lines = []
    for code in codes:
        own = table.cell(unit.id, code.id)
        if own.sentences:
            people = f", {of_speakers(own.speakers, unit.speakers)}" if own.speakers else ""
            lines.append(f"{code.label}: {counted(own.sentences, SENTENCES)}{people}")
    found = [cited[i, code.id] for i in cell.quotes for code in codes if (i, code.id) in cited]
    quotes = "\n".join(f"„{row.quote}” {row.citation}" for row in found)
    return [cell.sentences, _people(cell, unit), "\n".join(lines), quotes]


def _codebook(contents: Contents) -> Sheet:
    codebook = contents.codebook
    counts = {page.code.id: page.count for page in contents.codes}
    rows = [
        [
            code.id,
            codebook.theme(code.theme).label,
            code.label,
            counts.get(code.id, 0),
            code.definition,
            "\n".join(part for part in (code.include, codebook.theme(code.theme).include) if part),
            "\n".join(part for part in (code.exclude, codebook.theme(code.theme).exclude) if part),
            "\n".join(code.examples),
            "; ".join(factor.label for factor in codebook.factor_of(code.id)),
        ]
        for code in codebook.codes
    ]
    columns = (
        ("Identyfikator", 26),
        ("Temat", 14),
        ("Kod", 26),
        ("Wypowiedzi", 11),
        ("Definicja", 60),
        ("Obejmuje", 30),
        ("Nie obejmuje", 40),
        ("Przykłady", 50),
        ("Czynniki", 34),
    )
    return Sheet("Kody", columns, rows)
