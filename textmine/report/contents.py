"""What a report tells, whatever it is printed on: the web page and the Word document show these records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.codebook import Code, Codebook, Factor, Theme
from textmine.evidence import evidence
from textmine.proportions import Difference
from textmine.records import Analysis, Evidence, Role
from textmine.report.method import method_rows
from textmine.report.topic_contents import TopicChapter, topic_chapter
from textmine.summary import Cell, Summary, Unit, comparison_note, sentences_of, summary

# Typical quotes of a group's theme, and of a factor's theme.
QUOTES_OF_GROUP = 2
QUOTES_OF_FACTOR = 3


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A stakeholder group: what it says in sentences, and typical quotes by theme."""

    unit: Unit
    said: tuple[str, ...]
    quotes: tuple[tuple[Theme, tuple[Evidence, ...]], ...]


@dataclass(frozen=True, slots=True)
class CodeLine:
    """What one group says of a code."""

    unit: Unit
    cell: Cell
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code: who speaks of it, with which other codes, and its quotes. `theme` is the place of its theme, from 0."""

    code: Code
    theme: int
    theme_label: str
    lines: tuple[CodeLine, ...]
    speakers: int
    documents: int
    beside: tuple[tuple[Code, int], ...]
    typical: tuple[Evidence, ...]
    rest: tuple[Evidence, ...]
    factors: tuple[Factor, ...]

    @property
    def count(self) -> int:
        """The number of quotes."""
        return len(self.typical) + len(self.rest)


@dataclass(frozen=True, slots=True)
class FactorColumn:
    """What is said of a factor under one theme; `groups` are (label, sentences, speakers, of how many)."""

    theme: Theme
    number: int
    cell: Cell
    codes: tuple[tuple[Code, Cell], ...]
    groups: tuple[tuple[str, int, int, int], ...]
    quotes: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FactorPage:
    """A factor of the strategy: barriers, needs and cooperation side by side."""

    factor: Factor
    said: tuple[str, ...]
    columns: tuple[FactorColumn, ...]


@dataclass(frozen=True)
class Contents:
    """Everything that a report shows."""

    analysis: Analysis
    codebook: Codebook
    rows: tuple[Evidence, ...]
    table: Summary
    factors_table: Summary
    factors_within: Mapping[str, Summary]
    spoken: int
    note: str
    groups: tuple[GroupPage, ...]
    codes: tuple[CodePage, ...]
    factors: tuple[FactorPage, ...]
    topics: TopicChapter
    method: tuple[tuple[str, object], ...]

    @property
    def speakers(self) -> int:
        """How many people speak."""
        return len(frozenset[tuple[str, str]]().union(*self.table.heard.values()))

    @property
    def coded(self) -> int:
        """How many sentences carry a code."""
        return len({row.sentence_id for row in self.rows})


def contents_of(analysis: Analysis, codebook: Codebook) -> Contents:
    """Gather what a report shows. Raises ExportError where a quote is not verbatim."""
    rows = evidence(analysis, codebook)
    table, by_factor = summary(analysis, codebook), summary(analysis, codebook, by="factor")
    row_of = {(row.sentence_id, row.code): row for row in rows}
    within = {unit.id: summary(analysis, codebook, by="factor", within=unit.id) for unit in table.units}
    return Contents(
        analysis=analysis,
        codebook=codebook,
        rows=rows,
        table=table,
        factors_table=by_factor,
        factors_within=within,
        spoken=sum(1 for s in analysis.sentences if s.role is not Role.MODERATOR),
        note=comparison_note(table, codebook),
        groups=tuple(_group(unit, table, codebook, rows) for unit in table.units),
        codes=_codes(rows, table, codebook),
        factors=_factors(codebook, table, by_factor, within, row_of),
        topics=topic_chapter(analysis, codebook),
        method=tuple((str(name), value) for name, value in method_rows(analysis, codebook)),
    )


def _group(unit: Unit, table: Summary, codebook: Codebook, rows: Sequence[Evidence]) -> GroupPage:
    known = _by_sentence_and_theme(rows)
    quotes = []
    for theme in codebook.themes:
        ids = table.cell(unit.id, theme.id).quotes[:QUOTES_OF_GROUP]
        found = tuple(known[i, theme.id] for i in ids if (i, theme.id) in known)
        if found:
            quotes.append((theme, found))
    return GroupPage(unit, sentences_of(table, codebook, unit), tuple(quotes))


def _by_sentence_and_theme(rows: Iterable[Evidence]) -> Mapping[tuple[str, str], Evidence]:
    """The surest row of a sentence under a theme."""
    known: dict[tuple[str, str], Evidence] = {}
    for row in sorted(rows, key=lambda row: -row.confidence):
        known.setdefault((row.sentence_id, row.theme), row)
    return known


def _codes(rows: Sequence[Evidence], table: Summary, codebook: Codebook) -> tuple[CodePage, ...]:
    own: dict[str, list[Evidence]] = {}
    for row in rows:
        own.setdefault(row.code, []).append(row)
    pages = []
    for number, theme in enumerate(codebook.themes):
        for code in theme.codes:
            if code.id in own:
                pages.append(_code(code, number, theme.label, own[code.id], table, codebook))
    return tuple(pages)


def _code(
    code: Code, number: int, theme: str, rows: Sequence[Evidence], table: Summary, codebook: Codebook
) -> CodePage:
    lines = tuple(
        CodeLine(unit, table.cell(unit.id, code.id), table.difference(unit.id, code.id))
        for unit in table.units
    )
    # The first typical quote of each group, groups with most speakers first.
    order = sorted(lines, key=lambda line: (-line.cell.speakers, -line.cell.sentences))
    typical = [quote for line in order for quote in line.cell.quotes[:1]][:QUOTES_OF_FACTOR]
    typical += [q for line in order for q in line.cell.quotes if q not in typical][
        : QUOTES_OF_FACTOR - len(typical)
    ]
    first = {row.sentence_id: row for row in rows if row.sentence_id in typical}
    beside = [
        (codebook.code(a if b == code.id else b), count)
        for (a, b), count in table.together.items()
        if code.id in (a, b)
    ]
    people = frozenset[tuple[str, str]]().union(*(table.said.get((u.id, code.id), ()) for u in table.units))
    return CodePage(
        code=code,
        theme=number,
        theme_label=theme,
        lines=lines,
        speakers=len(people),
        documents=len({row.document for row in rows}),
        beside=tuple(sorted(beside, key=lambda pair: (-pair[1], pair[0].id))),
        typical=tuple(first[i] for i in typical if i in first),
        rest=tuple(row for row in rows if row.sentence_id not in first),
        factors=codebook.factor_of(code.id),
    )


def _factors(
    codebook: Codebook,
    table: Summary,
    whole: Summary,
    within: Mapping[str, Summary],
    row_of: Mapping[tuple[str, str], Evidence],
) -> tuple[FactorPage, ...]:
    units = {unit.id: unit for unit in whole.units}
    pages = []
    for factor in codebook.factors:
        columns = tuple(
            _column(factor, number, theme, table, whole, within, row_of)
            for number, theme in enumerate(codebook.themes)
        )
        pages.append(FactorPage(factor, sentences_of(whole, codebook, units[factor.id]), columns))
    return tuple(pages)


def _column(
    factor: Factor,
    number: int,
    theme: Theme,
    table: Summary,
    whole: Summary,
    within: Mapping[str, Summary],
    row_of: Mapping[tuple[str, str], Evidence],
) -> FactorColumn:
    codes = [code for code in theme.codes if code.id in factor.codes]
    cell = whole.cell(factor.id, theme.id)
    parts = [(unit, within[unit.id].cell(factor.id, theme.id)) for unit in table.units]
    found = (row_of.get((i, code.id)) for i in cell.quotes for code in codes)
    return FactorColumn(
        theme,
        number,
        cell,
        tuple((code, whole.cell(factor.id, code.id)) for code in codes),
        tuple(
            (unit.label, own.sentences, own.speakers, unit.speakers) for unit, own in parts if own.sentences
        ),
        tuple(row for row in found if row is not None)[:QUOTES_OF_FACTOR],
    )
