"""The report: one self-contained HTML file in Polish that works offline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textmine.codebook import Codebook
from textmine.evidence import evidence
from textmine.language import plurals
from textmine.records import Analysis, Evidence, Role, Topic
from textmine.report import charts
from textmine.report.method import method_rows
from textmine.summary import Summary, Unit, sentences_of, shown_share, summary


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A factor of the strategy: its evidence by theme, side by side."""

    label: str
    columns: tuple[tuple[str, tuple[tuple[str, int, tuple[Evidence, ...]], ...]], ...]


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A modelled topic with its sentences per group."""

    topic: Topic
    quotes: tuple[tuple[str, str], ...]
    coded: float


@dataclass(frozen=True, slots=True)
class Page:
    """What the template is given; a test compares its fields with the template."""

    analysis: Analysis
    codebook: Codebook
    rows: tuple[Evidence, ...]
    table: Summary
    profiles: tuple[tuple[Unit, tuple[str, ...], tuple[Evidence, ...]], ...]
    factors: tuple[FactorRow, ...]
    topics: tuple[TopicRow, ...]
    method: tuple[tuple[str, object], ...]
    theme_chart: str
    code_chart: str
    topic_chart: str
    spoken: int


def write_html(analysis: Analysis, codebook: Codebook, path: Path) -> None:
    """Write the report."""
    path.write_text(rendered(page_of(analysis, codebook)), encoding="utf-8", newline="\n")


def page_of(analysis: Analysis, codebook: Codebook) -> Page:
    """What the report shows."""
    rows = evidence(analysis, codebook)
    table = summary(analysis, codebook)
    return Page(
        analysis=analysis,
        codebook=codebook,
        rows=rows,
        table=table,
        profiles=tuple(
            (unit, sentences_of(table, codebook, unit), _typical(unit, rows, table, codebook))
            for unit in table.units
        ),
        factors=tuple(_factor(factor.label, factor.codes, rows, codebook) for factor in codebook.factors),
        topics=_topics(analysis),
        method=tuple((str(name), value) for name, value in method_rows(analysis, codebook)),
        theme_chart=charts.themes_by_group(table, codebook),
        code_chart=charts.codes_by_group(table, codebook),
        topic_chart=charts.topic_sizes(analysis.topics) if analysis.topics else "",
        spoken=sum(1 for s in analysis.sentences if s.role is not Role.MODERATOR),
    )


def _typical(
    unit: Unit, rows: tuple[Evidence, ...], table: Summary, codebook: Codebook
) -> tuple[Evidence, ...]:
    """A typical quote of a group for every theme that it speaks of."""
    known = {(row.sentence_id, row.theme): row for row in reversed(rows)}
    chosen = (
        known.get((sentence, theme.id))
        for theme in codebook.themes
        for sentence in table.cell(unit.id, theme.id).quotes[:1]
    )
    return tuple(row for row in chosen if row is not None)


def rendered(page: Page) -> str:
    """The HTML; everything that comes from a transcript is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["share"] = plurals.share
    environment.filters["noun"] = plurals.form
    environment.globals["forms"] = plurals
    environment.filters["shown_share"] = shown_share
    # Our own drawings: matplotlib escapes the labels in them.
    environment.filters["drawing"] = Markup
    fields = {name: getattr(page, name) for name in page.__dataclass_fields__}
    return environment.get_template("report.html").render(**fields)


def _factor(label: str, codes: tuple[str, ...], rows: tuple[Evidence, ...], codebook: Codebook) -> FactorRow:
    columns = []
    for theme in codebook.themes:
        own = []
        for code in codes:
            if codebook.code(code).theme == theme.id:
                found = tuple(row for row in rows if row.code == code)
                own.append((codebook.code(code).label, len(found), found[:2]))
        columns.append((theme.label, tuple(own)))
    return FactorRow(label, tuple(columns))


def _topics(analysis: Analysis) -> tuple[TopicRow, ...]:
    if analysis.topics is None:
        return ()
    citations = {s.id: f"{s.document}, {s.speaker or '—'}" for s in analysis.sentences}
    coded = {coding.sentence_id for coding in analysis.codings}
    members: dict[int, list[str]] = {}
    for sentence in analysis.topics.weights:
        topic = analysis.topics.topic_of(sentence)
        if topic is not None and sentence in analysis.by_id:
            members.setdefault(topic.id, []).append(sentence)
    rows = []
    for topic in analysis.topics.topics:
        own = members.get(topic.id, [])
        quotes = tuple((analysis.by_id[i].text, citations[i]) for i in topic.examples if i in analysis.by_id)
        rows.append(TopicRow(topic, quotes, sum(i in coded for i in own) / len(own) if own else 0.0))
    return tuple(rows)
