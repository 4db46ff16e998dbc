"""Patterns over the base forms of a sentence.

A pattern is words with spaces between them: a base form ("brakować"), alternatives ("kadra|załoga"), a beginning
("spawacz*"), a tag ("@cond", the NKJP class), any one word ("_"), up to N words of any kind ("~3"), and an optional
word ("się?"). A class or a case after a colon holds for all alternatives before it ("park|izba:ins", "chcieć:cond").
Capital letters do not matter. It matches neighbouring words and never crosses a mark that ends a clause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from textmine.coding.words import CLAUSE_END, Word, words_of
from textmine.records import Token

_FORM = re.compile(r"[a-z]{3,7}")


class PatternError(ValueError):
    """A pattern that cannot be read; the message is Polish."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as one string of "lemma:class:case" words, with the place in it where each token begins.

    `words` and `clauses` (the number of the clause) are those of its tokens, `lemmas` all base forms.
    """

    text: str
    words: Sequence[Word]
    starts: Sequence[int]
    clauses: Sequence[int]
    lemmas: frozenset[str]

    def token_at(self, position: int) -> int:
        """The token at a position of `text`."""
        return max(0, bisect_right(self.starts, position) - 1)


@dataclass(frozen=True, slots=True)
class Match:
    """The tokens from `first` to `last` (inclusive) that a pattern matched."""

    pattern: str
    first: int
    last: int


def line_of(tokens: Sequence[Token]) -> Line:
    """The string that patterns run over."""
    words = words_of(tokens)
    starts: list[int] = []
    clauses: list[int] = []
    position, clause = 1, 0
    for word in words:
        if word.clause:
            clause += 1
        starts.append(position)
        clauses.append(clause)
        position += len(word.written)
    text = "".join([" ", *[word.written for word in words]])
    return Line(text, words, starts, clauses, frozenset([word.key for word in words]))


@lru_cache(maxsize=4096)
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern. Raises PatternError."""
    items = pattern.lower().split()
    if not items or all(item.startswith("~") or item.endswith("?") for item in items):
        raise PatternError("nie ma w nim żadnego słowa")
    return re.compile("(?<= )" + "".join(_item(item) for item in items))


def _item(item: str) -> str:
    if item.startswith("~"):
        if not item[1:].isdecimal() or not 1 <= int(item[1:]) <= 10:
            raise PatternError(f"„{item}”: po „~” ma być liczba od 1 do 10")
        return rf"(?:[^ {CLAUSE_END}]+ ){{0,{int(item[1:])}}}?"
    optional = item.endswith("?")
    words, colon, form = item.removesuffix("?").partition(":")
    if colon and not _FORM.fullmatch(form):
        raise PatternError(f"„{item}”: po dwukropku ma być klasa lub przypadek, np. „ins”")
    alternatives = words.split("|")
    if not all(alternatives):
        raise PatternError(f"„{item}”: puste słowo przy „|”")
    tail = rf":(?:{form}:[^ ]*|[^ :]*:{form}) " if colon else r":[^ ]* "
    expression = "(?:" + "|".join(_word(word) for word in alternatives) + ")" + tail
    return f"(?:{expression})?" if optional else expression


def _word(word: str) -> str:
    if word == "_":
        return rf"[^ :{CLAUSE_END}]+"
    if word.startswith("@") and word[1:].isalnum():
        return rf"[^ :]+(?=:{re.escape(word[1:])}:)"
    if not re.fullmatch(r"[\w.-]+\*?", word):
        raise PatternError(f"„{word}”: niedozwolony znak lub gwiazdka nie na końcu słowa")
    return rf"{re.escape(word[:-1])}[^ :]*" if word.endswith("*") else re.escape(word)


# Words of nearly every sentence say little about whether a pattern is worth trying.
_COMMON = frozenset(
    {"nie", "być", "mieć", "się", "z", "w", "na", "do", "i", "to", "ten", "co", "by", "za", "my", "ja"}
)


def needed_words(pattern: str) -> frozenset[str] | None:
    """The base forms one of which a match must hold, the rarest of its items; None where it needs no plain word."""
    choices = []
    for item in pattern.lower().split():
        plain = item.partition(":")[0].split("|")
        if not item.endswith("?") and all(re.fullmatch(r"[\w.-]+", word) and word != "_" for word in plain):
            choices.append(frozenset(plain))
    return min(choices, key=lambda words: (bool(words & _COMMON), len(words)), default=None)


class WordSet:
    """Which of several lists of words a sentence has: lists as in a pattern's item ("kadra|spawacz*")."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._exact: dict[str, list[str]] = {}
        self._beginnings: list[tuple[str, str]] = []
        for name, words in lists.items():
            for word in filter(None, words.lower().split("|")):
                if word.endswith("*"):
                    self._beginnings.append((word[:-1], name))
                else:
                    self._exact.setdefault(word, []).append(name)
        self._known: dict[str, tuple[str, ...]] = {}

    def find(self, tokens: Sequence[Token]) -> dict[str, list[Match]]:
        """The places of the words of each list that is there."""
        found: dict[str, list[Match]] = {}
        for place, token in enumerate(tokens):
            lemma = token.lemma
            names = self._known.get(lemma)
            if names is None:
                names = self._known[lemma] = self._lists(lemma.lower())
            for name in names:
                found.setdefault(name, []).append(Match(lemma, place, place))
        return found

    def _lists(self, lemma: str) -> tuple[str, ...]:
        begun = [name for beginning, name in self._beginnings if lemma.startswith(beginning)]
        return tuple(dict.fromkeys([*self._exact.get(lemma, ()), *begun]))


class PatternSet:
    """Many patterns that run over a sentence together; each match carries the pattern that made it.

    A pattern is only run where a word that it needs is in the sentence: most of them are not.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = tuple(dict.fromkeys(patterns))
        self._compiled = [compiled(pattern) for pattern in self.patterns]
        self._always: list[int] = []
        self._by_word: dict[str, list[int]] = {}
        for number, pattern in enumerate(self.patterns):
            words = needed_words(pattern)
            if words is None:
                self._always.append(number)
            for word in words or ():
                self._by_word.setdefault(word, []).append(number)

    @property
    def words(self) -> frozenset[str] | None:
        """The base forms one of which a sentence must have for any match; None where a pattern needs none."""
        return None if self._always else frozenset(self._by_word)

    def find(self, line: Line) -> list[Match]:
        """The matches in a sentence, from left to right, not overlapping; of equal beginnings the pattern given first."""
        if not self._always and self._by_word.keys().isdisjoint(line.lemmas):
            return []
        numbers = set(self._always)
        for lemma in self._by_word.keys() & line.lemmas:
            numbers.update(self._by_word[lemma])
        found = [(match, number) for number in sorted(numbers) if (match := self._next(number, line, 0))]
        result = []
        while found:
            match, number = min(found, key=lambda pair: (pair[0].start(), pair[1]))
            first, last = line.token_at(match.start()), line.token_at(match.end() - 2)
            result.append(Match(self.patterns[number], first, last))
            end = match.end()
            found = [
                (later, other)
                for now, other in found
                if (later := now if now.start() >= end else self._next(other, line, end))
            ]
        return result

    def _next(self, number: int, line: Line, start: int) -> re.Match[str] | None:
        return self._compiled[number].search(line.text, start)
