"""What a word may be in its sentence: readings of the dictionary, guesses for unknown words, labels to choose among.

A label is the NKJP class with number and case ("subst:sg:gen", "prep:loc", "fin:pl:ter"): what neighbours agree in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from textmine.nlp.dictionary import Reading, readings

_NUMBERS = frozenset({"sg", "pl"})
_CASES = frozenset({"nom", "gen", "dat", "acc", "inst", "loc", "voc"})
_PERSONS = frozenset({"pri", "sec", "ter"})
_DIGITS = re.compile(r"[\d.,:/%+-]*\d[\d.,:/%+-]*$")
_ROMAN = re.compile(r"[IVXLCDM]+$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One choice for a word: `tag` is the full tag of the reading, `label` what the chooser compares."""

    lemma: str
    label: str
    tag: str
    name: bool = False


@lru_cache(maxsize=2_000)
def labels(tag: str) -> tuple[str, ...]:
    """The labels of a tag, one for each combination of number and case that it allows."""
    word_class, *fields = tag.split(":")
    options = [
        values
        for values in (field.split(".") for field in fields)
        if values[0] in _NUMBERS or values[0] in _CASES or values[0] in _PERSONS
    ]
    found = [word_class]
    for values in options:
        found = [f"{label}:{value}" for label in found for value in values]
    return tuple(found)


@lru_cache(maxsize=200_000)
def candidates(word: str, first: bool) -> tuple[Candidate, ...]:
    """The choices for a word as written; `first` says that its capital may be due to the beginning of a sentence.

    Never empty: numbers, punctuation and unknown words get a guess.
    """
    found = list(readings(word))
    capital = word[:1].isupper()
    if not capital:
        common = [reading for reading in found if not reading.lemma[:1].isupper()]
        found = common or found
    result: dict[tuple[str, str], Candidate] = {}
    for reading in found:
        for lemma in _spellings(reading, word, capital and not first):
            for label in labels(reading.tag):
                result.setdefault((lemma, label), Candidate(lemma, label, reading.tag, reading.is_name))
    return tuple(result.values()) or _guessed(word)


def _spellings(reading: Reading, word: str, named: bool) -> tuple[str, ...]:
    """A capital inside a sentence may make a name of a common word: "Uniwersytet", "Zjednoczone"."""
    lemma = reading.lemma
    if not named or lemma[:1].isupper() or not lemma[:1].isalpha():
        return (lemma,)
    if word.isupper() and len(word) > 1:
        return (lemma, word)
    return (lemma, lemma[:1].upper() + lemma[1:])


def _guessed(word: str) -> tuple[Candidate, ...]:
    if not any(character.isalnum() for character in word):
        return (Candidate(word, "interp", "interp"),)
    if _DIGITS.match(word):
        return (Candidate(word, "dig", "dig"), Candidate(word, "adj", "adj"))
    if _ROMAN.match(word):
        return (Candidate(word, "romandig", "romandig"),)
    return tuple(guesses(word))


# Endings of nouns and adjectives: (ending, ending of the base form, tag), longest first; from any school grammar.
_ENDINGS = (
    ("owskiego", "owski", "subst:sg:gen.acc:m1"),
    ("owskiemu", "owski", "subst:sg:dat:m1"),
    ("skiego", "ski", "subst:sg:gen.acc:m1"),
    ("skiemu", "ski", "subst:sg:dat:m1"),
    ("skim", "ski", "subst:sg:inst.loc:m1"),
    ("skiej", "ska", "subst:sg:gen.dat.loc:f"),
    ("ską", "ska", "subst:sg:acc.inst:f"),
    ("ością", "ość", "subst:sg:inst:f"),
    ("ości", "ość", "subst:sg:gen.dat.loc:f"),
    ("owania", "owanie", "subst:sg:gen:n:ncol"),
    ("owaniu", "owanie", "subst:sg:dat.loc:n:ncol"),
    ("owi", "", "subst:sg:dat:m1"),
    ("ami", "", "subst:pl:inst:m3"),
    ("ach", "", "subst:pl:loc:m3"),
    ("iem", "", "subst:sg:inst:m3"),
    ("em", "", "subst:sg:inst:m3"),
    ("ego", "y", "adj:sg:gen.acc:m1.m2:pos"),
    ("emu", "y", "adj:sg:dat:m1.m2.m3.n:pos"),
    ("ych", "y", "adj:pl:gen.loc:m1.m2.m3.f.n:pos"),
    ("ów", "", "subst:pl:gen:m3"),
    ("om", "", "subst:pl:dat:m3"),
    ("ie", "", "subst:sg:loc:m3"),
    ("ę", "a", "subst:sg:acc:f"),
    ("ą", "a", "subst:sg:inst:f"),
    ("y", "a", "subst:sg:gen:f"),
    ("u", "", "subst:sg:gen.loc:m3"),
    ("a", "", "subst:sg:gen:m3"),
)


def guesses(word: str) -> list[Candidate]:
    """Candidates for a word that the dictionary does not know, the word itself among them."""
    found = [Candidate(word, label, "subst:sg:nom:m3") for label in ("subst:sg:nom",)]
    for ending, base, tag in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: len(word) - len(ending)] + base
            found.extend(Candidate(stem, label, tag) for label in labels(tag))
    return list(dict.fromkeys(found))
