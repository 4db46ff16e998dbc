"""Quotes for report drafting: lexical and semantic search and the codes joined by reciprocal rank.

A query is typed in plain Polish. Every word stands for all of its forms; `"..."` asks for a phrase, `-word` or `NOT`
excludes, `AND` and `OR` combine, `word*` takes every ending. Plain words are joined by OR and ranked, so that more
and rarer matches come first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import TYPE_CHECKING, Protocol

from textmine.errors import QueryError
from textmine.language.function_words import FUNCTION_WORDS
from textmine.records import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BaseForms = Callable[[str], Sequence[str]]

# Cormack, Clarke and Büttcher (2009), "Reciprocal Rank Fusion outperforms Condorcet …": k = 60.
RRF_K = 60
# A code says that a sentence is to the point, not that it answers the query.
CODED_WEIGHT = 0.5
# How many hits of each half are fused.
DEPTH = 200
# Vectors of e5 are all alike (cosines of 0.75 and more): what counts is how far a sentence stands out, in standard
# deviations of the cosines of all sentences with the query.
MIN_Z_SCORE = 2.0
MAX_READINGS = 12
# Pairs of the words of a pasted paragraph would be thousands, and FTS5 takes gigabytes for them.
MOST_PAIRED = 8

_PIECE = re.compile(r'"([^"]*)"|„([^”"]*)[”"]|(-?)([^\s"„()]+)|([()])')
_OPERATORS = {"AND": "AND", "ORAZ": "AND", "OR": "OR", "LUB": "OR", "NOT": "NOT", "NIE": "NOT"}
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which sentences are looked at. `code` is a code id, `theme` a theme id, `document` a name or its beginning."""

    group: str | None = None
    code: str | None = None
    theme: str | None = None
    speaker: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood: an FTS5 expression, and what is marked in what is found: words, base forms, beginnings.

    `strict`: an operator, phrase or exclusion was used, so that sentences must satisfy the expression.
    """

    text: str
    match: str
    words: frozenset[str]
    lemmas: frozenset[str]
    strict: bool
    stems: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    """The same words asked for more strictly, strictest first: all of them; of three and more, two of them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A found sentence by its number in the index; ranks start at 1, None where that half did not find it."""

    number: int
    score: float
    lexical: int | None
    semantic: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A found sentence with what a report needs. `matches` are spans of Document.text within the sentence."""

    sentence: Sentence
    citation: str
    group: str | None
    codes: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    matches: tuple[tuple[int, int], ...]
    score: float

    @property
    def text(self) -> str:
        """The verbatim quote."""
        return self.sentence.text


class QuoteIndex(Protocol):
    """What the store offers to the search. Numbers identify sentences within one state of the index."""

    def lexical(self, match: str, filters: Filters, limit: int) -> list[int]:
        """Sentences that satisfy the FTS5 expression, best first."""

    def coded(self) -> frozenset[int]:
        """Sentences that carry a code."""

    def vectors(self, filters: Filters) -> tuple[list[int], NDArray[np.float32]]:
        """The numbers and unit vectors (n, d) of the sentences that have one."""


def parse(text: str, base_forms: BaseForms) -> Query:
    """Understand a query. Raises QueryError for an empty one, or one with nothing to look for."""
    found = _Parts()
    for quoted, polish, minus, word, bracket in _PIECE.findall(unicodedata.normalize("NFC", text)):
        if bracket:
            continue
        if word in _OPERATORS:
            found.operator(_OPERATORS[word])
            continue
        phrase = quoted or polish
        term = _phrase(phrase, base_forms) if phrase else _term(word, base_forms)
        if term:
            found.add(term, is_phrase=bool(phrase), excluded=bool(minus))
    wanted = [t for t in found.wanted if not t.is_function_word] or found.wanted
    if not wanted:
        raise QueryError(
            "Zapytanie nie zawiera słów do znalezienia.",
            remedy='Napisz, czego szukasz, np. textmine quotes "brak wykwalifikowanych pracowników".',
        )
    match = f" {found.joint} ".join(term.match for term in wanted)
    if found.excluded:
        match = f"({match}) NOT ({' OR '.join(term.match for term in found.excluded)})"
    return Query(
        text,
        match,
        frozenset().union(*(term.words for term in wanted)),
        frozenset().union(*(term.lemmas for term in wanted)),
        found.strict,
        tuple(term.stem for term in wanted if term.stem),
        () if found.strict else _tiers([f"({term.match})" for term in wanted]),
    )


def search(
    query: Query,
    index: QuoteIndex,
    *,
    vector: NDArray[np.float32] | None = None,
    filters: Filters | None = None,
    limit: int = 10,
) -> list[Hit]:
    """The best sentences for a query; `vector` is its unit embedding, None = words alone."""
    filters = filters or Filters()
    lexical = _lexical(query, index, filters, limit)
    semantic, outstanding = ([], 0) if vector is None else _nearest(vector, index, filters)
    if query.strict:
        allowed = set(lexical)
        semantic = [number for number in semantic if number in allowed]
    # What carries a code is rarely a digression: among what is near in meaning it counts once more.
    known = index.coded() if outstanding else frozenset()
    coded = [number for number in semantic[:outstanding] if number in known]
    ranks = [{number: rank for rank, number in enumerate(half, 1)} for half in (lexical, semantic, coded)]
    scores: dict[int, float] = {}
    for half, weight in zip(ranks, (1.0, 1.0, CODED_WEIGHT), strict=True):
        for number, rank in half.items():
            scores[number] = scores.get(number, 0.0) + weight / (RRF_K + rank)
    # Of equal scores the better lexical rank: the number depends on what was read when.
    best = sorted(scores, key=lambda number: (-scores[number], ranks[0].get(number, DEPTH + 1)))[:limit]
    return [Hit(number, scores[number], ranks[0].get(number), ranks[1].get(number)) for number in best]


def _tiers(words: Sequence[str]) -> tuple[str, ...]:
    if len(words) < 2:
        return ()
    every = " AND ".join(words)
    if len(words) == 2 or len(words) > MOST_PAIRED:
        return (every,)
    return every, " OR ".join(f"({one} AND {other})" for one, other in combinations(words, 2))


def _lexical(query: Query, index: QuoteIndex, filters: Filters, limit: int) -> list[int]:
    """Sentences with all words first, then with two, then with one: that of three says little, and fills up only."""
    found: dict[int, None] = {}
    for match in (*query.tiers, query.match):
        if match == query.match and len(query.tiers) == 2 and len(found) >= limit:
            break
        found.update(dict.fromkeys(index.lexical(match, filters, DEPTH)))
    return list(found)[:DEPTH]


def matched_spans(sentence: Sentence, query: Query) -> tuple[tuple[int, int], ...]:
    """The spans of the sentence's words that the query asked for."""
    return tuple(
        (token.start, token.end)
        for token in sentence.tokens
        if token.lemma.casefold() in query.lemmas
        or token.text.casefold() in query.words
        or token.text.casefold().startswith(query.stems)
    )


def _nearest(vector: NDArray[np.float32], index: QuoteIndex, filters: Filters) -> tuple[list[int], int]:
    """The sentences nearest in meaning, best first, and how many of them stand out from all others."""
    import numpy as np

    numbers, matrix = index.vectors(filters)
    if not numbers:
        return [], 0
    cosines = matrix @ vector
    bar = float(cosines.mean()) + MIN_Z_SCORE * float(cosines.std())
    order = np.argsort(-cosines, kind="stable")[:DEPTH]
    outstanding = int((cosines[order] >= bar).sum())
    shown = order[:outstanding] if len(numbers) >= DEPTH else order
    return [numbers[i] for i in shown], outstanding


@dataclass(frozen=True, slots=True)
class _Term:
    match: str
    words: frozenset[str] = frozenset()
    lemmas: frozenset[str] = frozenset()
    stem: str = ""

    @property
    def is_function_word(self) -> bool:
        """Nothing but "w", "na", "że": says nothing beside other words. A phrase keeps its function words."""
        return bool(self.words) and self.words <= FUNCTION_WORDS


class _Parts:
    """The terms of a query while it is read from left to right."""

    def __init__(self) -> None:
        self.wanted: list[_Term] = []
        self.excluded: list[_Term] = []
        self.joint = "OR"
        self.strict = False
        self._negate = False

    def operator(self, name: str) -> None:
        self.strict = True
        if name == "NOT":
            self._negate = True
        else:
            self.joint = name

    def add(self, term: _Term, *, is_phrase: bool, excluded: bool) -> None:
        excluded = excluded or self._negate
        self._negate = False
        self.strict = self.strict or is_phrase or excluded
        (self.excluded if excluded else self.wanted).append(term)


def _term(word: str, base_forms: BaseForms) -> _Term | None:
    if word.endswith("*"):
        parts = [part.casefold() for part in _WORD.findall(word)]
        if not parts:
            return None
        beginning = " + ".join(f'"{part}"' for part in parts)
        return _Term(f"words : {beginning} *", stem=parts[-1])
    return _phrase(word, base_forms)


def _phrase(text: str, base_forms: BaseForms) -> _Term | None:
    """An expression for neighbouring words: as written, or any form of each."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if not words:
        return None
    readings = [list(dict.fromkeys(form.casefold() for form in base_forms(word))) or [word] for word in words]
    choices = islice(product(*readings), MAX_READINGS)
    alternatives = " OR ".join(" + ".join(f'"{form}"' for form in choice) for choice in choices)
    as_written = " + ".join(f'"{word}"' for word in words)
    return _Term(
        f"(lemmas : ({alternatives}) OR words : ({as_written}))",
        frozenset(words),
        frozenset(form for forms in readings for form in forms),
    )
