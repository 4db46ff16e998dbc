"""The sheets on topics: the topics, topics against groups, candidates for new codes, how the number was chosen."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.report.sheets import A3, Share, Sheet
from textmine.report.topic_contents import SHOWN_CODES, Cited, TopicChapter
from textmine.summary.topic_cells import Part, TopicCell


def topic_sheets(chapter: TopicChapter) -> list[Sheet]:
    """The sheets, without those that would be empty."""
    sheets = [_topics(chapter)]
    if chapter.crossing is not None:
        sheets.append(_by_group(chapter))
    if chapter.candidates:
        sheets.append(_candidates(chapter))
    if chapter.tried or chapter.reason:
        sheets.append(_number(chapter))
    return sheets


def _topics(chapter: TopicChapter) -> Sheet:
    rows = [
        [
            page.topic.id,
            page.topic.label,
            ", ".join(word for word, _ in page.topic.terms),
            page.topic.size,
            Share(page.topic.share),
            *(_shares(page.coded) if page.coded else [None] * 3),
            "\n".join(
                f"{theme}: {code.label} ({part.count})" for code, theme, part in page.codes[:SHOWN_CODES]
            ),
            "\n".join(
                f"{label}: {cell.passages.count}" for label, cell in page.groups if cell.passages.count
            ),
            _quoted(page.quotes),
        ]
        for page in chapter.pages
    ]
    columns = (
        ("Nr", 6),
        ("Temat", 36),
        ("Słowa", 50),
        ("Fragmentów", 12),
        ("Udział fragmentów", 12),
        ("Fragmenty z kodem", 11),
        ("Z kodem: od", 9),
        ("Z kodem: do", 9),
        ("Najczęstsze kody (fragmentów)", 36),
        ("Fragmenty według grup", 34),
        ("Typowe wypowiedzi", 90),
    )
    return Sheet("Tematy modelowane", columns, rows, frozen=2, paper=A3)


def _by_group(chapter: TopicChapter) -> Sheet:
    """One row a topic and group, with intervals: to be filtered by either."""
    rows = [
        [page.topic.id, page.topic.label, label, *_cell(cell)]
        for page in chapter.pages
        for label, cell in page.groups
    ]
    columns = (
        ("Nr", 6),
        ("Temat", 36),
        ("Grupa", 26),
        ("Fragmentów", 12),
        ("Z ilu", 8),
        ("Udział fragmentów", 11),
        ("Udział: od", 9),
        ("Udział: do", 9),
        ("Rozmówcy", 11),
        ("Z ilu", 8),
        ("Mówi więcej niż przeciętnie", 13),
        ("Udział u przeciętnej osoby", 13),
        ("To samo w innych grupach", 13),
        ("Różnica osób wobec innych grup", 13),
        ("Różnica: od", 9),
        ("Różnica: do", 9),
        ("Dokumentów", 12),
        ("Z ilu", 8),
        ("Uwaga", 44),
    )
    return Sheet("Tematy modelowane x grupy", columns, rows, frozen=3, shaded=[5], paper=A3)


def _cell(cell: TopicCell) -> list[object]:
    difference = cell.leaning.apart
    apart = (
        [Share(difference.value), Share(difference.low), Share(difference.high)] if difference else [None] * 3
    )
    known = bool(cell.speakers.total)
    return [
        cell.passages.count,
        cell.passages.total,
        *_shares(cell.passages),
        *([cell.speakers.count, cell.speakers.total, cell.leaning.count] if known else [None] * 3),
        *([Share(cell.each), Share(cell.each_other)] if difference else [None] * 2),
        *apart,
        cell.documents.count,
        cell.documents.total,
        cell.remark,
    ]


def _candidates(chapter: TopicChapter) -> Sheet:
    rows = [
        [
            page.topic.id,
            page.topic.label,
            page.coded.count,
            page.coded.total,
            *_shares(page.coded),
            _quoted(page.missed),
        ]
        for page in chapter.candidates
        if page.coded
    ]
    columns = (
        ("Nr", 6),
        ("Temat", 36),
        ("Fragmentów z kodem", 12),
        ("Z ilu", 8),
        ("Udział z kodem", 11),
        ("Udział: od", 9),
        ("Udział: do", 9),
        ("Cytaty z fragmentów bez kodu", 100),
    )
    return Sheet("Kandydaci na kody", columns, rows, frozen=2)


def _number(chapter: TopicChapter) -> Sheet:
    rows: list[Sequence[object]] = [
        [
            row.topics,
            row.npmi,
            row.cv,
            row.diversity,
            row.stability,
            row.score,
            "wybrano" if row.chosen else "",
        ]
        for row in chapter.tried
    ]
    if chapter.reason:
        rows.append([None, None, None, None, None, None, chapter.reason])
    columns = (
        ("Liczba tematów", 10),
        ("NPMI", 10),
        ("C_v", 10),
        ("Różnorodność", 13),
        ("Stabilność", 12),
        ("Ocena", 10),
        ("Wybór", 80),
    )
    return Sheet("Liczba tematów", columns, rows)


def _shares(part: Part) -> list[object]:
    return [Share(part.share), Share(part.low), Share(part.high)]


def _quoted(quotes: Sequence[Cited]) -> str:
    return "\n".join(f"„{text}” {source}" for text, source in quotes)
