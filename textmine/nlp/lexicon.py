"""Everything about a word form that does not depend on its sentence, computed once and kept as rows of arrays."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.candidates import Candidate, candidates
from textmine.nlp.guesser import Guesser
from textmine.nlp.hashing import Hashes, mixed, number_of, scattered

Ids = NDArray[np.int32]
Masks = NDArray[np.uint16]

OPENING = frozenset("„\"'«»‚‘“”(–—-•*…[") | {"..."}
BOUNDARY = "\x02"

_CASE_BITS = {"nom": 1, "gen": 2, "dat": 4, "acc": 8, "inst": 16, "loc": 32, "voc": 64}
_NUMBER_BITS = {"sg": 128, "pl": 256}
_GENDER_BITS = {"m1": 512, "m2": 1024, "m3": 2048, "f": 4096, "n": 8192}
BITS = {**_CASE_BITS, **_NUMBER_BITS, **_GENDER_BITS}
STATICS = 10


class Choice(NamedTuple):
    """A candidate with a universal part of speech."""

    candidate: Candidate
    upos: str


class Lexicon:
    """Rows for word forms and for their choices. Row 0 of the words is the edge of a sentence.

    `upos` maps "lemma|class" and "class" to the parts of speech that are possible, `counts` "lemma|class" to the
    logarithm of its frequency.
    """

    # Word, its last three letters, last two with shape, choices, their classes, shape, last four letters.
    WORD_FIELDS = 7

    def __init__(
        self, upos: Mapping[str, Sequence[str]], counts: Mapping[str, int], guesser: Guesser
    ) -> None:
        self.upos = upos
        self.counts = counts
        self.guesser = guesser
        self._ids: dict[tuple[str, bool], int] = {}
        self.words: list[str] = []
        self.choices: list[Choice] = []
        self._spans: list[tuple[int, int]] = []
        self._unions: list[int] = []
        # Rows that the arrays below do not hold yet, flat: tuples in their place would keep the garbage collector busy.
        self._new_words = array("I")
        self._new_choices = array("I")
        self._masks: list[int] = []
        self.word_hash: Hashes = np.zeros((0, self.WORD_FIELDS), np.uint32)
        self.start: Ids = np.zeros(0, np.int32)
        self.count: Ids = np.zeros(0, np.int32)
        self.union: Masks = np.zeros(0, np.uint16)
        self.choice_hash: Hashes = np.zeros((0, CHOICE_FIELDS), np.uint32)
        self.mask: Masks = np.zeros(0, np.uint16)
        self.statics: Hashes = np.zeros((0, STATICS), np.uint32)
        # The edge is no word: the same character in a text gets a row of its own.
        self._add(BOUNDARY, BOUNDARY, False, (Candidate("", "^", "^"),))

    def id_of(self, word: str, first: bool) -> int:
        """The row of a word form; `first` for the first word of a sentence."""
        known = self._ids.get((word, first))
        if known is not None:
            return known
        lowered = word.lower()
        if first and not word[:1].isupper():
            row = self.id_of(word, False)
        else:
            row = self._add(word, lowered, first, candidates(word, first, self.guesser))
        self._ids[(word, first)] = row
        return row

    def ids(self, words: Sequence[str]) -> list[int]:
        """The rows of the words of one sentence."""
        known = self._ids
        result = []
        first = True
        for word in words:
            row = known.get((word, first))
            result.append(self.id_of(word, first) if row is None else row)
            if first and word not in OPENING:
                first = False
        return result

    def freeze(self) -> None:
        """Bring the arrays up to date with the rows."""
        begin, first = len(self.start), len(self.mask)
        if begin == len(self.words):
            return
        words = np.array(self._new_words, np.uint32).reshape(-1, self.WORD_FIELDS)
        self.word_hash = np.concatenate([self.word_hash, scattered(words)])
        spans = np.array(self._spans[begin:], np.int32)
        self.start = np.concatenate([self.start, spans[:, 0]])
        self.count = np.concatenate([self.count, spans[:, 1]])
        self.union = np.concatenate([self.union, np.array(self._unions[begin:], np.uint16)])
        new = _choice_table(self._new_choices, spans[:, 0] - first, spans[:, 1])
        self.choice_hash = np.concatenate([self.choice_hash, new])
        self.mask = np.concatenate([self.mask, np.array(self._masks[first:], np.uint16)])
        owners = np.repeat(np.arange(begin, len(self.start)), spans[:, 1])
        self.statics = np.concatenate([self.statics, _statics(self.word_hash[owners], new)])
        self._new_words, self._new_choices = array("I"), array("I")

    def _add(self, word: str, lowered: str, first: bool, found: tuple[Candidate, ...]) -> int:
        begin = len(self.choices)
        bases: dict[tuple[str, str], tuple[Sequence[str], tuple[int, ...]]] = {}
        union = 0
        for candidate in found:
            lemma, label, tag, kinds = candidate
            key = lemma, _class(label)
            known = bases.get(key)
            if known is None:
                known = bases[key] = self.parts_of_speech(candidate), self._base_row(*key, lowered)
            mask = _mask(label, tag)
            union |= mask
            for upos in known[0]:
                self.choices.append(Choice(candidate, upos))
                self._masks.append(mask)
                self._new_choices.extend(_label_numbers(label, upos, kinds, lemma[:1].isupper()) + known[1])
        self._spans.append((begin, len(self.choices) - begin))
        self.words.append(word)
        self._unions.append(union)
        shape = _shape(word) + ("^" if first else "")
        full, coarse = _label_sets(frozenset([candidate.label for candidate in found]))
        self._new_words.extend(
            (
                number_of(lowered),
                number_of(lowered[-3:]),
                number_of(f"{lowered[-2:]} {shape}"),
                full,
                coarse,
                number_of(shape),
                number_of(lowered[-4:]),
            )
        )
        return len(self.words) - 1

    def _base_row(self, lemma: str, word_class: str, lowered: str) -> tuple[int, ...]:
        """What a choice's row has of its base form: itself, its end, frequency, letters lost, whether it is the word."""
        base = lemma.lower()
        return (
            number_of(lemma),
            number_of(base[-2:]),
            self.counts.get(f"{lemma}|{word_class}", 0),
            len(lowered) - len(lemma) + 1000,
            base == lowered,
        )

    def parts_of_speech(self, candidate: Candidate) -> Sequence[str]:
        """The universal parts of speech that a candidate may have; more than one for "być" and its like."""
        word_class = candidate.label.partition(":")[0]
        known = self.upos.get(f"{candidate.lemma}|{word_class}")
        if known:
            return known
        if word_class == "subst" and candidate.lemma[:1].isupper():
            return ("PROPN",)
        return self.upos.get(word_class, ("X",))


def frequency_class(count: int) -> int:
    """A count on a scale of doublings."""
    return int(math.log2(count + 1))


# Columns of a choice: full label, class with part of speech and name, base form, class alone; then what only
# `_statics` uses: kinds, end of the base form, frequency, distance from the most frequent, letters lost, same as word.
CHOICE_FIELDS = 10


def _choice_table(rows: array[int], start: Ids, count: Ids) -> Hashes:
    """The columns of `CHOICE_FIELDS` of some words' choices, from rows of label numbers and base form."""
    columns = np.array(rows, np.uint32).reshape(-1, CHOICE_FIELDS - 1).T
    label, name_class, word_class, kinds, lemma, end, often, lost, same = columns
    behind = np.repeat(np.maximum.reduceat(often, start), count) - often
    table = (label, name_class, lemma, word_class, kinds, end, often, behind, lost, same)
    return scattered(np.stack(table, axis=1))


@lru_cache(maxsize=50_000)
def _label_numbers(label: str, upos: str, kinds: str, capital: bool) -> tuple[int, int, int, int]:
    word_class = _class(label)
    name = "C" if capital else ""
    return (
        number_of(f"L {label} {upos}"),
        number_of(f"C {word_class} {upos} {name}"),
        number_of(f"c {word_class}"),
        number_of(f"k {kinds}{name}"),
    )


@lru_cache(maxsize=4_000)
def _class(label: str) -> str:
    return label.partition(":")[0]


@lru_cache(maxsize=20_000)
def _label_sets(found: frozenset[str]) -> tuple[int, int]:
    """Numbers for the labels of a word (as many as tell words apart) and for their classes."""
    full = "/".join(sorted(found)[:8])
    coarse = "/".join(sorted({_class(label) for label in found}))
    return number_of(full), number_of(coarse)


def _statics(words: Hashes, choices: Hashes) -> Hashes:
    """Features of choices alone: how common each is, whether a name, and its own identity; one row a choice."""
    word, end, shape, longer_end = (words[:, field] for field in (0, 1, 5, 6))
    label, kind, lemma, _, kinds, lemma_end, often, behind, length, same = choices.T
    columns = (
        mixed(lemma, kind),
        mixed(word, lemma),
        mixed(word, label),
        mixed(mixed(kinds, shape), kind),
        mixed(kinds, end),
        behind,
        mixed(mixed(often, kind), kinds),
        mixed(mixed(longer_end, lemma_end), mixed(kind, kinds)),
        mixed(length, mixed(kind, kinds)),
        mixed(same, mixed(label, kinds)),
    )
    return np.stack(
        [mixed(column, _ROLES[index : index + 1]) for index, column in enumerate(columns)], axis=1
    )


_ROLES = scattered(np.array([number_of(f"static {index}") for index in range(STATICS)], np.uint32))


@lru_cache(maxsize=20_000)
def _mask(label: str, tag: str) -> int:
    """Case and number of the label, genders of the tag, as bits."""
    result = 0
    for value in label.split(":")[1:]:
        result |= BITS.get(value, 0)
    for field in tag.split(":")[1:]:
        for value in field.split("."):
            result |= _GENDER_BITS.get(value, 0)
    return result


def _shape(word: str) -> str:
    if word[:1].isupper():
        return "X" if len(word) > 1 and word.isupper() else "Xx" if len(word) > 1 else "A"
    if word[:1].isdigit():
        return "1"
    return "x" if word[:1].isalpha() else "."
