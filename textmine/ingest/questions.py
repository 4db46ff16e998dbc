"""Talks without labels in which questions show who speaks: as headings, numbered, quoted, or each followed by its answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.ingest.dialogue import ANSWERS, ASKS
from textmine.ingest.header import header
from textmine.ingest.paragraphs import Layout, Paragraph
from textmine.ingest.turns import RawTurn

_MARKED = re.compile(r"\s*(?:>+|#{1,6}|\d{1,2}[.)]|P(?:yt(?:anie)?)?\.?\s?\d{1,2}[.:)]?)\s+(?=\S)")
_ANSWERED = re.compile(r"\s*(?:>+\s+)?")
_FEWEST_MARKED, _FEWEST_BARE = 2, 3
_WARNING = "pytania rozpoznano po znaku zapytania, odpowiedzi to tekst pod nimi"


def by_questions(lines: Sequence[Paragraph]) -> Layout | None:
    """Questions ask and what stands below answers; None where questions are rare or stand on each other."""
    first = next((number for number, line in enumerate(lines) if _asks(line)), len(lines))
    metadata, above = header(lines[:first])
    metadata += tuple(("nagłówek", line.text.strip()) for line in above)
    rest = lines[first:]
    marked = [_asks(line) and (line.heading or bool(_MARKED.match(line.text))) for line in rest]
    if sum(marked) >= _FEWEST_MARKED and _are_answered(marked):
        return Layout("questions", _turns(rest, marked), metadata, (_WARNING,))
    bare = [_asks(line) for line in rest]
    if sum(bare) >= _FEWEST_BARE and not above and _are_answered(bare):
        return Layout("questions", _turns(rest, bare), metadata, (_WARNING,))
    return None


def _asks(line: Paragraph) -> bool:
    return line.text.rstrip(" *_").endswith("?")


def _are_answered(asks: Sequence[bool]) -> bool:
    """Whether the first line asks, and every question has an answer of its own below it."""
    pairs = zip(asks, [*asks[1:], False], strict=True)
    return bool(asks) and asks[0] and not asks[-1] and not any(one and other for one, other in pairs)


def _turns(lines: Sequence[Paragraph], asks: Sequence[bool]) -> tuple[RawTurn, ...]:
    turns: list[RawTurn] = []
    for line, question in zip(lines, asks, strict=True):
        mark = (_MARKED if question else _ANSWERED).match(line.text)
        start = max(line.words[0], line.start + mark.end()) if mark else line.words[0]
        if turns and turns[-1].asks is question:
            turns[-1] = replace(turns[-1], end=line.words[1])
        else:
            turns.append(RawTurn(ASKS if question else ANSWERS, start, line.words[1], asks=question))
    return tuple(turns)
