"""Everything about a word form that does not depend on its sentence, computed once and kept as rows of arrays."""

from __future__ import annotations

import math
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Container, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.candidates import Candidate, Entries, candidates, framed
from textmine.nlp.frames import Frame, Masks, frame_of, word_class_of
from textmine.nlp.guesser import Guesser
from textmine.nlp.hashing import Hashes, mixed, number_of, scattered

Ids = NDArray[np.int32]

OPENING = frozenset("„\"'«»‚‘“”(–—-•*…[") | {"..."}
BOUNDARY = "\x02"

STATICS = 10


class Choice(NamedTuple):
    """A candidate with a universal part of speech."""

    candidate: Candidate
    upos: str


Rule = Callable[[str, bool, tuple[Candidate, ...]], tuple[Candidate, ...]]
"""Other choices for a word than `framed` has; also given whether it is the first of its sentence."""


class Lexicon:
    """Rows for word forms and for their choices. Row 0 of the words is the edge of a sentence.

    `upos` maps "lemma|class" and "class" to the parts of speech that are possible, `counts` "lemma|class" to the
    logarithm of its frequency. `rules` change the choices of words, one after another; `hidden` words are guessed.
    """

    # Word, its last three letters, last two with shape, choices, their classes, shape, last four letters.
    WORD_FIELDS = 7

    def __init__(
        self,
        upos: Mapping[str, Sequence[str]],
        counts: Mapping[str, int],
        guesser: Guesser,
        rules: Sequence[Rule] = (),
        hidden: Container[str] = (),
    ) -> None:
        self.upos = upos
        self.counts = counts
        self.guesser = guesser
        self.rules = rules
        self.hidden = hidden
        self._ids: dict[tuple[str, bool], int] = {}
        self.words: list[str] = []
        # Per word: where its choices begin, what it shares with words inflected alike, its base forms. No objects a
        # choice: the garbage collector would walk over them again and again.
        self._begins = array("i")
        self._frames: list[Frame] = []
        self._bases: list[tuple[str, ...]] = []
        self._known: dict[Entries, _Known] = {}
        self.size = 0
        # Rows that the arrays below do not hold yet, flat.
        self._new_words = array("I")
        self._new_bases = array("I")
        self.word_hash: Hashes = np.zeros((0, self.WORD_FIELDS), np.uint32)
        self.start: Ids = np.zeros(0, np.int32)
        self.count: Ids = np.zeros(0, np.int32)
        self.union: Masks = np.zeros(0, np.uint16)
        self.choice_hash: Hashes = np.zeros((0, CHOICE_FIELDS), np.uint32)
        self.mask: Masks = np.zeros(0, np.uint16)
        self.statics: Hashes = np.zeros((0, STATICS), np.uint32)
        # The edge is no word: the same character in a text gets a row of its own.
        self._add(BOUNDARY, BOUNDARY, False, ((0, "^", "^", ""),), ("",))

    def id_of(self, word: str, first: bool) -> int:
        """The row of a word form; `first` for the first word of a sentence."""
        known = self._ids.get((word, first))
        if known is not None:
            return known
        lowered = word.lower()
        if first and not word[:1].isupper():
            row = self.id_of(word, False)
        else:
            row = self._add(word, lowered, first, *self._framed(word, first))
        self._ids[(word, first)] = row
        return row

    def _framed(self, word: str, first: bool) -> tuple[Entries, tuple[str, ...]]:
        """The choices of a word after all rules."""
        unknown = word in self.hidden
        if not self.rules:
            return framed(word, first, self.guesser, unknown=unknown)
        found = candidates(word, first, self.guesser, unknown=unknown)
        for rule in self.rules:
            found = rule(word, first, found)
        bases: dict[str, int] = {}
        return tuple([(bases.setdefault(c.lemma, len(bases)), *c[1:]) for c in found]), tuple(bases)

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

    def choice(self, index: int) -> Choice:
        """One choice by its row."""
        row = bisect_right(self._begins, index) - 1
        return self._made(row, index - self._begins[row])

    def choices_of(self, row: int) -> list[Choice]:
        """The choices of a word by its row."""
        return [self._made(row, number) for number in range(len(self._frames[row].choices))]

    def _made(self, row: int, number: int) -> Choice:
        base, label, tag, kinds, upos = self._frames[row].choices[number]
        return Choice(Candidate(self._bases[row][base], label, tag, kinds), upos)

    def freeze(self) -> None:
        """Bring the arrays up to date with the rows."""
        begin = len(self.start)
        if begin == len(self.words):
            return
        words = np.array(self._new_words, np.uint32).reshape(-1, self.WORD_FIELDS)
        self.word_hash = np.concatenate([self.word_hash, scattered(words)])
        frames = self._frames[begin:]
        start = np.array(self._begins[begin:], np.int32)
        count = np.array([len(frame.choices) for frame in frames], np.int32)
        self.start = np.concatenate([self.start, start])
        self.count = np.concatenate([self.count, count])
        self.union = np.concatenate([self.union, np.array([frame.union for frame in frames], np.uint16)])
        new = self._choice_table(frames, start, count)
        self.choice_hash = np.concatenate([self.choice_hash, new])
        self.mask = np.concatenate([self.mask, *(frame.masks for frame in frames)])
        owners = np.repeat(np.arange(begin, len(self.start)), count)
        self.statics = np.concatenate([self.statics, _statics(self.word_hash[owners], new)])
        self._new_words, self._new_bases = array("I"), array("I")

    def _choice_table(self, frames: Sequence[Frame], start: Ids, count: Ids) -> Hashes:
        """The columns of `CHOICE_FIELDS` of the choices of some words."""
        bases = np.array(self._new_bases, np.uint32).reshape(-1, BASE_FIELDS)
        pairs = np.array([len(frame.pairs) for frame in frames])
        shift = np.repeat(np.cumsum(pairs) - pairs, count)
        label, name_class, word_class, kinds = np.concatenate([frame.numbers for frame in frames]).T
        owner = np.concatenate([frame.pair for frame in frames]) + shift
        lemma, end, often, lost, same = bases[owner].T
        behind = np.repeat(np.maximum.reduceat(often, start - start[0]), count) - often
        table = (label, name_class, lemma, word_class, kinds, end, often, behind, lost, same)
        return scattered(np.stack(table, axis=1))

    def _add(self, word: str, lowered: str, first: bool, entries: Entries, bases: tuple[str, ...]) -> int:
        known = self._known.get(entries)
        if known is None:
            pairs = tuple(dict.fromkeys((base, word_class_of(label)) for base, label, _, _ in entries))
            known = self._known[entries] = _Known(pairs, {})
        parts = []
        for base, word_class in known.pairs:
            lemma = bases[base]
            key = f"{lemma}|{word_class}"
            parts.append(self._parts_of_speech(lemma, word_class, key))
            self._new_bases.extend(self._base_row(lemma, key, lowered))
        kind = (*parts, *[lemma[:1].isupper() for lemma in bases])
        frame = known.frames.get(kind)
        if frame is None:
            frame = known.frames[kind] = frame_of(entries, known.pairs, parts, bases)
        self._begins.append(self.size)
        self.size += len(frame.choices)
        self._frames.append(frame)
        self._bases.append(bases)
        self.words.append(word)
        shape = _shape(word) + ("^" if first else "")
        self._new_words.extend(
            (
                _number(lowered),
                number_of(lowered[-3:]),
                number_of(f"{lowered[-2:]} {shape}"),
                frame.full,
                frame.coarse,
                number_of(shape),
                _number(lowered[-4:]),
            )
        )
        return len(self.words) - 1

    def _base_row(self, lemma: str, key: str, lowered: str) -> tuple[int, ...]:
        """What a choice's row has of its base form: itself, its end, frequency, letters lost, whether it is the word."""
        base = lemma.lower()
        return (
            _number(lemma),
            number_of(base[-2:]),
            self.counts.get(key, 0),
            len(lowered) - len(lemma) + 1000,
            base == lowered,
        )

    def _parts_of_speech(self, lemma: str, word_class: str, key: str) -> tuple[str, ...]:
        """The universal parts of speech that a base form may have; more than one for "być" and its like."""
        known = self.upos.get(key)
        if known:
            return tuple(known)
        if word_class == "subst" and lemma[:1].isupper():
            return ("PROPN",)
        return tuple(self.upos.get(word_class, ("X",)))


class _Known(NamedTuple):
    """What is known of words with the same entries: base forms with their classes, frames by what else tells apart."""

    pairs: tuple[tuple[int, str], ...]
    frames: dict[tuple[object, ...], Frame]


def _number(text: str) -> int:
    """`number_of` for what hardly comes again, so that keeping it would only cost."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def frequency_class(count: int, steps: int = 1) -> int:
    """A count on a scale of so many steps a doubling."""
    return int(steps * math.log2(count + 1))


# Columns of a choice: full label, class with part of speech and name, base form, class alone; then what only
# `_statics` uses: kinds, end of the base form, frequency, distance from the most frequent, letters lost, same as word.
CHOICE_FIELDS = 10
# Of these from the base form: itself, its end, frequency, letters lost, whether it is the word.
BASE_FIELDS = 5


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


def _shape(word: str) -> str:
    if word[:1].isupper():
        return "X" if len(word) > 1 and word.isupper() else "Xx" if len(word) > 1 else "A"
    if word[:1].isdigit():
        return "1"
    return "x" if word[:1].isalpha() else "."
