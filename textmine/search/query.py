"""What a query means: plain Polish words, phrases and operators as an expression of FTS5.

Every word stands for all of its forms; `"..."` asks for a phrase, `-word` or `NOT` excludes, `AND` and `OR` combine and
may be bracketed, `a NEAR b` or `a NEAR/5 b` asks for words close to each other, `word*` takes every ending. The Polish
`ORAZ`, `LUB`, `NIE` and `BLISKO` do the same, in capitals only: "i", "lub" and "nie" are words. Words without an operator
are joined by OR and ranked, so that more and rarer matches come first; beside an AND they are joined by AND.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product

from textmine.errors import QueryError
from textmine.language.function_words import FUNCTION_WORDS

BaseForms = Callable[[str], Sequence[str]]

MAX_READINGS = 12
# Pairs of the words of a pasted paragraph would be thousands, and FTS5 takes gigabytes for them.
MOST_PAIRED = 8
# Words between two that are NEAR each other, where no number is given.
NEAR = 10
# FTS5 refuses expressions deeper than 256; nobody means a bracket below this.
DEEPEST = 30

_PIECE = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:"(?P<quoted>[^"]*)"|„(?P<polish>[^”"]*)[”"]|(?P<bracket>[()])|(?P<word>[^\s"„()]+))'
)
_OPERATORS = {"AND": "AND", "ORAZ": "AND", "OR": "OR", "LUB": "OR", "NOT": "NOT", "NIE": "NOT"}
_NEAR = re.compile(r"(?:NEAR|BLISKO)(?:/(\d{1,3}))?")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as understood: an FTS5 expression, and what is marked in what is found: words, base forms, beginnings.

    `strict`: an operator, phrase or exclusion was used, so that sentences must satisfy the expression. `pattern` is what
    the text itself must contain, None where base forms are enough.
    """

    text: str
    match: str
    words: frozenset[str]
    lemmas: frozenset[str]
    strict: bool
    stems: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    """The same words asked for more strictly, strictest first: all of them; of three and more, two of them."""
    pattern: re.Pattern[str] | None = None
    asked: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The words that are looked for, each with its base forms."""


def parse(text: str, base_forms: BaseForms) -> Query:
    """Understand a query. Raises QueryError for an empty one, or one with nothing to look for."""
    pieces = list(_pieces(unicodedata.normalize("NFC", text), base_forms))
    operators = {piece for piece in pieces if isinstance(piece, str)} - {"(", ")"}
    reader = _Reader(pieces, " AND " if "AND" in operators else " OR ")
    found = reader.alternatives()
    if not found.match:
        raise _nothing()
    plain = [piece for piece in pieces if isinstance(piece, _Term)]
    strict = bool(operators) or any(term.strict for term in plain)
    return Query(
        text,
        found.match,
        found.words,
        found.lemmas,
        strict,
        found.stems,
        () if strict else _tiers([f"({term.match})" for term in _telling(plain)]),
        asked=found.asked,
    )


def exact(text: str) -> Query:
    """A query for words exactly as they are written, next to each other; capitals and blanks do not matter.

    Raises QueryError where there is no word.
    """
    normal = unicodedata.normalize("NFC", text).strip().strip('"„”').strip()
    words = [word.casefold() for word in _WORD.findall(normal)]
    if not words:
        raise _nothing()
    inside = r"\s+".join(re.escape(part) for part in normal.split())
    return Query(
        text,
        "words : " + _joined(words),
        frozenset(words),
        frozenset(),
        strict=True,
        pattern=re.compile(rf"(?<!\w){inside}(?!\w)" if normal[-1].isalnum() else inside, re.IGNORECASE),
        asked=tuple((word, ()) for word in words),
    )


@dataclass(frozen=True, slots=True)
class _Term:
    """A part of an expression, "" for none; `strict` parts must be found."""

    match: str = ""
    asked: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stems: tuple[str, ...] = ()
    strict: bool = False
    excluded: bool = False
    readings: tuple[tuple[str, ...], ...] = ()
    """Base forms of the words, by which NEAR joins it with another."""

    @property
    def words(self) -> frozenset[str]:
        """The words as they were typed."""
        return frozenset(word for word, _ in self.asked)

    @property
    def lemmas(self) -> frozenset[str]:
        """Their base forms."""
        return frozenset(form for _, forms in self.asked for form in forms)

    @property
    def is_function_word(self) -> bool:
        """Nothing but "w", "na", "że": says nothing beside other words. A phrase keeps its function words."""
        return bool(self.words) and self.words <= FUNCTION_WORDS


class _Reader:
    """Reads pieces from left to right; brackets and operators out of place are passed over."""

    def __init__(self, pieces: Sequence[_Term | str], side_by_side: str) -> None:
        self._pieces = pieces
        self._place = 0
        self._depth = 0
        self._side_by_side = side_by_side

    def alternatives(self) -> _Term:
        """Sequences that are joined by OR, up to a closing bracket or the end."""
        found: list[_Term] = []
        excluded: list[_Term] = []
        while True:
            wanted, unwanted = self._sequence()
            if wanted.match:
                found.append(_without(wanted, unwanted))
            else:
                excluded += unwanted
            if self._next() == "OR":
                self._place += 1
                continue
            if self._next() == ")" and self._depth == 0:
                self._place += 1
                continue
            break
        return _without(_together(found, " OR "), excluded)

    def _sequence(self) -> tuple[_Term, list[_Term]]:
        wanted: list[_Term] = []
        unwanted: list[_Term] = []
        negated = False
        while (piece := self._next()) not in (None, "OR", ")"):
            self._place += 1
            if piece == "NOT":
                negated = True
            elif piece != "AND":
                term = self._bracket() if piece == "(" else piece
                assert isinstance(term, _Term)
                if term.match:
                    (unwanted if negated or term.excluded else wanted).append(term)
                negated = False
        return _together(_telling(wanted), self._side_by_side), unwanted

    def _bracket(self) -> _Term:
        if self._depth == DEEPEST:
            return _Term()
        self._depth += 1
        found = self.alternatives()
        self._depth -= 1
        if self._next() == ")":
            self._place += 1
        return found

    def _next(self) -> _Term | str | None:
        return self._pieces[self._place] if self._place < len(self._pieces) else None


def _pieces(text: str, base_forms: BaseForms) -> Iterable[_Term | str]:
    """Terms, operators and brackets; what stands on the sides of NEAR is one term."""
    last: _Term | None = None
    near: int | None = None
    for piece in _PIECE.finditer(text):
        word, phrase = piece["word"] or "", piece["quoted"] or piece["polish"] or ""
        term: _Term | None = None
        if close := _NEAR.fullmatch(word):
            near = int(close[1] or NEAR)
            continue
        if not piece["bracket"] and word not in _OPERATORS:
            term = _phrase(phrase, base_forms, strict=True) if phrase else _word(word, base_forms)
            if term is None:
                continue
            if piece["minus"] is not None:
                term = _Term(term.match, strict=True, excluded=True)
            if near is not None and last is not None and last.readings and term.readings:
                last, near = _close(last, term, near), None
                continue
        if last is not None:
            yield last
        last, near = term, None
        if term is None:
            yield piece["bracket"] or _OPERATORS[word]
    if last is not None:
        yield last


def _word(word: str, base_forms: BaseForms) -> _Term | None:
    if word.endswith("*"):
        parts = [part.casefold() for part in _WORD.findall(word)]
        return _Term(f"words : {_joined(parts)} *", stems=(parts[-1],)) if parts else None
    return _phrase(word, base_forms, strict=False)


def _phrase(text: str, base_forms: BaseForms, *, strict: bool) -> _Term | None:
    """An expression for neighbouring words: as written, or any form of each."""
    words = [word.casefold() for word in _WORD.findall(text)]
    if not words:
        return None
    readings = [list(dict.fromkeys(form.casefold() for form in base_forms(word))) or [word] for word in words]
    choices = tuple(_joined(choice) for choice in islice(product(*readings), MAX_READINGS))
    return _Term(
        f"(lemmas : ({' OR '.join(choices)}) OR words : ({_joined(words)}))",
        tuple((word, tuple(forms)) for word, forms in zip(words, readings, strict=True)),
        strict=strict,
        readings=(choices,),
    )


def _close(one: _Term, other: _Term, distance: int) -> _Term:
    """Both terms, with at most `distance` words between them, in any order."""
    readings = (*one.readings, *other.readings)
    choices = islice(product(*readings), MAX_READINGS)
    return _Term(
        "(" + " OR ".join(f"lemmas : NEAR({' '.join(choice)}, {distance})" for choice in choices) + ")",
        one.asked + other.asked,
        strict=True,
        readings=readings,
    )


def _joined(words: Iterable[str]) -> str:
    return " + ".join(f'"{word}"' for word in words)


def _telling(terms: Sequence[_Term]) -> Sequence[_Term]:
    """The terms without mere function words, unless there is nothing else."""
    return [term for term in terms if not term.is_function_word] or terms


def _together(terms: Sequence[_Term], joint: str) -> _Term:
    match = joint.join(term.match for term in terms)
    return _Term(
        f"({match})" if len(terms) > 1 else match,
        tuple(word for term in terms for word in term.asked),
        tuple(stem for term in terms for stem in term.stems),
    )


def _without(term: _Term, excluded: Sequence[_Term]) -> _Term:
    if not excluded or not term.match:
        return term
    unwanted = " OR ".join(other.match for other in excluded)
    return _Term(f"({term.match} NOT ({unwanted}))", term.asked, term.stems)


def _tiers(words: Sequence[str]) -> tuple[str, ...]:
    if len(words) < 2:
        return ()
    every = " AND ".join(words)
    if len(words) == 2 or len(words) > MOST_PAIRED:
        return (every,)
    return every, " OR ".join(f"({one} AND {other})" for one, other in combinations(words, 2))


def _nothing() -> QueryError:
    return QueryError(
        "Zapytanie nie zawiera słów do znalezienia.",
        remedy='Napisz, czego szukasz, np. textmine quotes "brak wykwalifikowanych pracowników".',
    )
