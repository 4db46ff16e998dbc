"""What a report tells of topics: each with its quotes, groups and codes, and where the codebook may lack a code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textmine.codebook import Code, Codebook
from textmine.evidence import citation, short_names, verbatim
from textmine.language.plurals import share
from textmine.records import Analysis, Topic, TopicCount
from textmine.summary.crossing import crossing
from textmine.summary.topic_cells import Crossing, Part, TopicCell

SHOWN_CODES = 5

Cited = tuple[str, str]
"""A verbatim quote and where it is from."""


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A modelled topic: typical quotes, what groups say of it in the order of the groups, and its codes.

    `missed` are quotes without a code, for a topic that is a candidate for a new code. `coded` is None for topics of an
    older version, whose passages are not known.
    """

    topic: Topic
    quotes: tuple[Cited, ...]
    coded: Part | None = None
    groups: tuple[tuple[str, TopicCell], ...] = ()
    codes: tuple[tuple[Code, str, Part], ...] = ()
    candidate: bool = False
    missed: tuple[Cited, ...] = ()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is said of groups that differ from the others."""
        return tuple(f"{label}: {cell.remark}" for label, cell in self.groups if cell.remark)


@dataclass(frozen=True)
class TopicChapter:
    """All that is told of topics. `tried` and `reason` say how their number was chosen."""

    pages: tuple[TopicPage, ...]
    crossing: Crossing | None
    tried: tuple[TopicCount, ...] = ()
    reason: str = ""
    notes: tuple[str, ...] = ()
    unassigned: int = 0
    passages: int = 0

    @property
    def candidates(self) -> tuple[TopicPage, ...]:
        """Topics for which the codebook may lack a code, the least covered first."""
        found = [page for page in self.pages if page.candidate and page.coded]
        return tuple(sorted(found, key=lambda page: (page.coded.share if page.coded else 0.0, page.topic.id)))


def topic_chapter(analysis: Analysis, codebook: Codebook) -> TopicChapter:
    """Gather it. Raises ExportError where a quote is not verbatim."""
    model = analysis.topics
    if model is None:
        return TopicChapter((), None)
    crossed = crossing(analysis, codebook)
    names = short_names([document.name for document in analysis.documents])
    pages = tuple(_page(topic, analysis, codebook, crossed, names) for topic in model.topics)
    return TopicChapter(
        pages, crossed, model.choice, model.reason, model.notes, model.unassigned, model.passages
    )


def _page(
    topic: Topic, analysis: Analysis, codebook: Codebook, crossed: Crossing | None, names: dict[str, str]
) -> TopicPage:
    quotes = _cited(topic.examples, analysis, names)
    if crossed is None:
        return TopicPage(topic, quotes)
    found = crossed.codes[topic.id]
    codes = tuple(
        (codebook.code(code), codebook.theme(codebook.code(code).theme).label, part)
        for code, part in found.codes
    )
    groups = tuple((label, crossed.cells[topic.id, group]) for group, label, *_ in crossed.groups)
    missed = _cited(found.quotes, analysis, names)
    return TopicPage(topic, quotes, found.coded, groups, codes, found.candidate, missed)


def _cited(sentences: Iterable[str], analysis: Analysis, names: dict[str, str]) -> tuple[Cited, ...]:
    return tuple(
        (
            verbatim(analysis.document_by_name[sentence.document], sentence),
            citation(sentence, names, analysis.group_of(sentence), analysis.groups),
        )
        for sentence in (analysis.by_id[identity] for identity in sentences if identity in analysis.by_id)
    )


def interval(part: Part) -> str:
    """A share with its interval: "31% (24%–38%)"."""
    return f"{share(part.share)} ({share(part.low)}–{share(part.high)})" if part.total else "–"


def figures(row: TopicCount) -> Sequence[str]:
    """The measures of a number of topics that was tried, as they are shown."""
    values = (row.npmi, row.cv, row.diversity, row.stability, row.score)
    return [f"{value:.2f}".replace(".", ",").replace("-", "−") for value in values]
