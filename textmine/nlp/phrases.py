"""Whether two neighbouring words belong to one phrase, by what the dictionary says of them alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from textmine.nlp.dictionary import Reading, readings

_NOUNS = frozenset({"subst", "ger", "depr"})
_ADJECTIVES = frozenset({"adj", "pact", "ppas"})
_NUMBERS = frozenset({"num", "numcomp"})
_ABBREVIATIONS = frozenset({"brev"})


_Cells = frozenset[tuple[str, str, str]]


class _Forms(NamedTuple):
    """The classes that a word can be of; its (number, case, gender) as a noun and as an adjective."""

    classes: frozenset[str]
    noun: _Cells
    adjective: _Cells


def is_one_phrase(first: str, second: str) -> bool:
    """Whether two words in small letters belong together: "nowych maszyn", "ceny gminne", "koszty prądu", "5 osób".

    In that order: an adjective and a noun that agree, a noun and what is only an adjective and agrees, a noun and what
    is only a genitive, a number and what is counted.
    """
    before, after = _forms(first), _forms(second)
    if first[:1].isdigit() or before.classes & _NUMBERS:
        return bool(after.classes & (_NOUNS | _NUMBERS | _ABBREVIATIONS))
    if before.adjective & after.noun:
        return True
    if before.noun & after.adjective and after.classes <= _ADJECTIVES:
        return True
    genitive = {case for _, case, _ in after.noun | after.adjective} == {"gen"}
    return bool(before.noun) and genitive and after.classes <= _NOUNS | _ADJECTIVES


@lru_cache(maxsize=20_000)
def _forms(word: str) -> _Forms:
    found = readings(word)
    return _Forms(
        frozenset(reading.word_class for reading in found), _cells(found, _NOUNS), _cells(found, _ADJECTIVES)
    )


def _cells(found: Iterable[Reading], classes: frozenset[str]) -> _Cells:
    return frozenset(
        (number, case, gender)
        for reading in found
        if reading.word_class in classes and len(parts := reading.tag.split(":")) >= 4
        for number in parts[1].split(".")
        for case in parts[2].split(".")
        for gender in parts[3].split(".")
    )
