"""Patterns over the base forms of a sentence.

A pattern is words with spaces between them: a base form ("brakować"), alternatives ("kadra|załoga"), a beginning
("spawacz*"), a tag ("@cond", the NKJP class), any one word ("_"), up to N words of any kind ("~3"), and an optional
word ("się?"). A class or a case after a colon holds for all alternatives before it ("park|izba:ins", "chcieć:cond").
Capital letters do not matter. It matches neighbouring words and never crosses a mark that ends a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from textmine.records import Token

# Between words; clause ends have another mark, so that gaps stop there.
_SEPARATOR = " "
CLAUSE_END = "¦"
_CLAUSE_MARKS = frozenset(',;:.!?…–—()„”"')
_CLAUSE_WORDS = frozenset({"ale", "lecz", "natomiast", "bo", "ponieważ", "więc", "jednak"})


_CASE = re.compile(r"(?:^|\|)Case=(\w+)")
_FORM = re.compile(r"[a-z]{3,7}")


class PatternError(ValueError):
    """A pattern that cannot be read; the message is Polish."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as one string of "lemma:class:case" words, with the place in it where each token begins."""

    text: str
    starts: tuple[int, ...]
    clauses: tuple[int, ...]

    def token_at(self, position: int) -> int:
        """The token at a position of `text`."""
        low = 0
        for number, start in enumerate(self.starts):
            if start > position:
                break
            low = number
        return low


@dataclass(frozen=True, slots=True)
class Match:
    """The tokens from `first` to `last` (inclusive) that a pattern matched."""

    pattern: str
    first: int
    last: int


def line_of(tokens: Sequence[Token]) -> Line:
    """The string that patterns run over."""
    parts: list[str] = [_SEPARATOR]
    starts: list[int] = []
    clauses: list[int] = []
    position = 1
    clause = 0
    for token in tokens:
        lemma = token.lemma.lower().replace(" ", "_").replace(":", "_")
        ends = token.text in _CLAUSE_MARKS
        if ends or lemma in _CLAUSE_WORDS:
            clause += 1
        word = CLAUSE_END if ends else f"{lemma}:{token.tag}:{_case(token)}"
        starts.append(position)
        clauses.append(clause)
        parts.append(word + _SEPARATOR)
        position += len(word) + 1
    return Line("".join(parts), tuple(starts), tuple(clauses))


def _case(token: Token) -> str:
    found = _CASE.search(token.morph)
    return found[1].lower() if found else ""


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


class PatternSet:
    """Many patterns as one expression; each has a name that its match carries."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.patterns = tuple(dict.fromkeys(patterns))
        groups = [f"(?P<p{number}>{compiled(p).pattern})" for number, p in enumerate(self.patterns)]
        self._expression = re.compile("|".join(groups)) if groups else None

    def find(self, line: Line) -> list[Match]:
        """The matches in a sentence, from left to right, not overlapping."""
        if self._expression is None:
            return []
        return [
            Match(
                self.patterns[int(str(found.lastgroup)[1:])],
                line.token_at(found.start()),
                line.token_at(found.end() - 2),
            )
            for found in self._expression.finditer(line.text)
        ]
