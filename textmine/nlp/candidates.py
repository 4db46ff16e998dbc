"""What a word may be in its sentence: readings of the dictionary, guesses for unknown words, labels to choose among.

A label is the NKJP class with number and case ("subst:sg:gen", "prep:loc", "fin:pl:ter"): what neighbours agree in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from textmine.nlp.dictionary import Reading, readings
from textmine.nlp.guesser import Guesser

Entries = tuple[tuple[int, str, str, str], ...]
"""Choices as (number of the base form, label, tag, kinds)."""

_NUMBERS = frozenset({"sg", "pl"})
_CASES = frozenset({"nom", "gen", "dat", "acc", "inst", "loc", "voc"})
_PERSONS = frozenset({"pri", "sec", "ter"})
_NUMBER_AND_WORD = re.compile(r"(\d[\d.,]*-+)([^\W\d_].*)$")
_NUMERAL = re.compile(r"\d[\d.,:/+–-]*$|[IVX]{2,7}$|[IVXL]$")
_COUNTED = ("nom", "gen", "acc", "inst", "loc")
# Only these become names by a capital inside a sentence: "Uniwersytet", "Zjednoczone".
_NAMED = frozenset({"subst", "adj", "ppas", "pact", "ger", "depr"})


class Candidate(NamedTuple):
    """One choice for a word: `tag` is the full tag of the reading, `label` what the chooser compares.

    `kinds` is that of Reading, with "c" for a name made of a common word by its capital and "?" for a guess.
    """

    lemma: str
    label: str
    tag: str
    kinds: str = ""


@lru_cache(maxsize=4_000)
def labels(tag: str) -> tuple[str, ...]:
    """The labels of a tag, one for each combination of number, case and person that it allows."""
    word_class, *fields = tag.split(":")
    if word_class == "qub":  # the older name of the class, in two of the treebanks
        word_class = "part"
    options = [
        values
        for values in (field.split(".") for field in fields)
        if values[0] in _NUMBERS or values[0] in _CASES or values[0] in _PERSONS
    ]
    found = [word_class]
    for values in options:
        found = [f"{label}:{value}" for label in found for value in values]
    return tuple(found)


def candidates(word: str, first: bool, guesser: Guesser, *, unknown: bool = False) -> tuple[Candidate, ...]:
    """The choices for a word as written; `first` says that its capital may be due to the beginning of a sentence.

    Never empty: numbers, punctuation and unknown words get a guess. With `unknown` the dictionary is not asked.
    """
    entries, bases = framed(word, first, guesser, unknown=unknown)
    return tuple([Candidate(bases[base], label, tag, kinds) for base, label, tag, kinds in entries])


def framed(
    word: str, first: bool, guesser: Guesser, *, unknown: bool = False
) -> tuple[Entries, tuple[str, ...]]:
    """The same with base forms as numbers, and what they are: the first part is shared by all words inflected alike."""
    numeral = _NUMERAL.match(word)
    found = () if numeral or unknown else readings(word)
    bases: dict[str, int] = {}
    if not found:
        guessed = _number(word) if numeral else _guessed(word, first, guesser)
        return tuple([(bases.setdefault(c.lemma, len(bases)), *c[1:]) for c in guessed]), tuple(bases)
    if word[0].isupper():
        spelled = [spelling for reading in found for spelling in _spellings(reading, word)]
    else:
        spelled = [reading for reading in found if not reading.lemma[:1].isupper()] or list(found)
    # Which base forms these are is no matter for the labels: the frames of inflection are few and come again and again.
    entries = _frame(
        tuple([(bases.setdefault(lemma, len(bases)), tag, kinds) for lemma, tag, kinds in spelled])
    )
    return entries, tuple(bases)


@lru_cache(maxsize=20_000)
def _frame(spelled: tuple[tuple[int, str, str], ...]) -> Entries:
    """(base form, label, tag, kinds) for readings as (base form, tag, kinds); base forms are numbers here.

    One choice of two readings with one base form and label: "Kowalski" is a man's name and a woman's.
    """
    result: dict[tuple[int, str], tuple[str, str]] = {}
    for base, tag, kinds in spelled:
        for label in labels(tag):
            known = result.get((base, label))
            if known is None:
                result[base, label] = tag, kinds
            elif known != (tag, kinds):
                fewer = kinds if len(kinds) < len(known[1]) else known[1]
                result[base, label] = _joined_tag(known[0], tag), fewer
    return tuple((base, label, tag, kinds) for (base, label), (tag, kinds) in result.items())


def _joined_tag(tag: str, other: str) -> str:
    left, right = tag.split(":"), other.split(":")
    if len(left) != len(right):
        return tag
    return ":".join(
        ".".join(dict.fromkeys([*one.split("."), *two.split(".")]))
        for one, two in zip(left, right, strict=True)
    )


def _spellings(reading: Reading, word: str) -> list[tuple[str, str, str]]:
    """Base form, tag and kinds as the dictionary has them, and as a name: the word has a capital."""
    lemma, tag, kinds = reading
    result = [(lemma, tag, kinds)]
    if lemma[:1].isupper() or not lemma[:1].isalpha() or reading.word_class not in _NAMED:
        return result
    result.append((lemma[:1].upper() + lemma[1:], tag, kinds + "c"))
    if word.isupper() and len(word) > 1 and reading.word_class == "subst":
        result.append((lemma.upper(), tag, kinds + "cu"))
    if reading.word_class in {"ppas", "pact"}:
        base = _adjective(word)
        if base:
            fields = tag.split(":")
            result.append((base, ":".join(["adj", *fields[1:4], "pos"]), kinds + "c"))
    return result


def _adjective(word: str) -> str | None:
    """The base form of a participle that is part of a name: "Zjednoczonych" is "Zjednoczony"."""
    for ending in ("ymi", "imi", "ego", "emu", "ych", "ich", "ym", "im", "ej", "ą", "a", "e", "y", "i"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)] + "y"
    return None


def _guessed(word: str, first: bool, guesser: Guesser) -> tuple[Candidate, ...]:
    if not any(character.isalnum() for character in word):
        return (Candidate(word, "interp", "interp"),)
    numbered = _NUMBER_AND_WORD.match(word)
    if numbered:  # "20-letni", "3--letnia"
        return tuple(
            Candidate(numbered[1] + c.lemma, c.label, c.tag, "?")
            for c in candidates(numbered[2], False, guesser)
        )
    head, dash, tail = word.rpartition("-")
    if dash and head and tail and tail[0].islower() and readings(tail):
        return tuple(
            Candidate(f"{head}-{c.lemma}", c.label, c.tag, "?") for c in candidates(tail, False, guesser)
        )
    result: dict[tuple[str, str], Candidate] = {}
    for lemma, tag in guesser.guesses(word):
        for label in labels(tag):
            result.setdefault((lemma, label), Candidate(lemma, label, tag, "?"))
    if first and word[:1].isupper() and word[1:].islower():
        for lemma, tag in guesser.guesses(word.lower()):
            for label in labels(tag):
                result.setdefault((lemma, label), Candidate(lemma, label, tag, "?"))
    return tuple(result.values())


def _number(word: str) -> tuple[Candidate, ...]:
    """A number in digits: a bare one, a count ("5 osób") or an ordinal ("w 1989 roku"), whose case is not written."""
    own = [
        Candidate(reading.lemma, label, reading.tag, reading.kinds)
        for reading in readings(word)
        if reading.lemma == word or not word[0].isdigit()
        for label in labels(reading.tag)
        if not label.startswith(("dig", "romandig"))
    ]
    roman = not word[0].isdigit()
    bare = "romandig" if roman else "dig"
    counted = (
        [] if roman else [Candidate(word, f"num:pl:{case}", f"num:pl:{case}:m3:rec") for case in _COUNTED]
    )
    ordinal = [Candidate(word, f"adj:sg:{case}", f"adj:sg:{case}:m3:pos") for case in _COUNTED]
    return (Candidate(word, bare, bare), *counted, *ordinal, *own)
