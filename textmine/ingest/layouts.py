"""Turns in running text: which layout a text has.

All readers whose format is a sequence of paragraphs (txt, md, docx, odt, html, rtf, pdf) end here. A layout is tried
when enough lines have its form; the first that fits is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textmine.ingest.dialogue import by_bold, by_dashes
from textmine.ingest.header import header
from textmine.ingest.inline_labels import without_long_paragraphs
from textmine.ingest.label_lines import by_label_lines
from textmine.ingest.labelled import by_labels, by_points
from textmine.ingest.paragraphs import Layout, Paragraph, cut, paragraphs, trimmed, without_rules
from textmine.ingest.questions import by_questions
from textmine.ingest.speakers import canonical_label
from textmine.ingest.talk_end import AFTER, without_what_follows
from textmine.ingest.time_lines import (
    by_time_lines,
    by_times,
    closed_by_marks,
    with_times,
    without_lone_times,
)
from textmine.ingest.turns import RawTurn
from textmine.ingest.workshop import workshop

__all__ = ["Layout", "Paragraph", "canonical_label", "paragraphs", "turns_of"]


def turns_of(lines: Sequence[Paragraph], known: Sequence[str] = ()) -> Layout:
    """Find the turns. `known` are labels that the researcher named."""
    lines, rules = without_rules(without_long_paragraphs(lines))
    rest, alone = without_lone_times(lines)
    layout = _layout(rest or lines, known)
    holes = sorted([*((start, end) for start, end, _ in alone), *rules])
    turns = cut(layout.turns, holes, lines) if rest else list(layout.turns)
    turns = closed_by_marks(with_times(turns, alone), lines)
    turns, below = without_what_follows(turns, lines)
    warnings = (*layout.warnings, *([AFTER] if below else []))
    return replace(layout, turns=tuple(trimmed(turns, lines)), warnings=warnings)


def _layout(lines: Sequence[Paragraph], known: Sequence[str]) -> Layout:
    attempts: tuple[Callable[[], Layout | None], ...] = (
        lambda: by_time_lines(lines),
        lambda: by_label_lines(lines),
        lambda: by_labels(lines, known),
        lambda: by_points(lines),
        lambda: workshop(lines),
        lambda: by_times(lines),
        lambda: by_bold(lines),
        lambda: by_dashes(lines),
        lambda: by_questions(lines),
    )
    for attempt in attempts:
        layout = attempt()
        if layout is not None:
            return layout
    metadata, rest = header(lines)
    turns = tuple(RawTurn(None, *line.words) for line in rest if not line.heading)
    warning = "nie znaleziono etykiet rozmówców; cały tekst liczy się jako wypowiedzi nieznanej osoby"
    return Layout("plain", turns, metadata, (warning,))
