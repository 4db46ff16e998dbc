"""Everything about a word form that does not depend on its sentence, computed once and kept as rows of arrays."""

from __future__ import annotations

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
from textmine.nlp.hashing import Hashes, number_of, scattered
from textmine.nlp.statics import STATICS, choice_features

Ids = NDArray[np.int32]

OPENING = frozenset("„\"'«»‚‘“”(–—-•*…[") | {"..."}
BOUNDARY = "\x02"

Kind = tuple[tuple[tuple[str, ...], ...], tuple[bool, ...]]
"""What tells frames of words with the same entries apart: parts of speech of pairs, capitals of base forms."""
FrameKey = tuple[Entries, Kind]


class Rows(NamedTuple):
    """Words of a lexicon with all that is computed of them, for another process: fields as those of Lexicon."""

    words: list[str]
    firsts: array[int]
    frames: array[int]
    bases: list[tuple[str, ...]]
    word_numbers: array[int]
    base_numbers: array[int]


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
        # Per word: where its choices and its base forms' numbers begin, which frame it shares with words inflected
        # alike, its base forms. No objects a choice: the garbage collector would walk over them again and again.
        self._begins = array("i")
        self._base_begins = array("i")
        self._firsts = array("b")
        self._frame_numbers = array("i")
        self._bases: list[tuple[str, ...]] = []
        self._known: dict[Entries, _Known] = {}
        self._frames: list[Frame] = []
        self._frame_keys: list[FrameKey] = []
        self.size = 0
        # What the arrays below are made of, flat: `WORD_FIELDS` numbers a word, `BASE_FIELDS` a base form.
        self._word_numbers = array("I")
        self._base_numbers = array("I")
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
        return [self._made(row, number) for number in range(len(self._frame(row).choices))]

    def _made(self, row: int, number: int) -> Choice:
        base, label, tag, kinds, upos = self._frame(row).choices[number]
        return Choice(Candidate(self._bases[row][base], label, tag, kinds), upos)

    def _frame(self, row: int) -> Frame:
        return self._frames[self._frame_numbers[row]]

    def is_first(self, row: int) -> bool:
        """Whether a row is that of a word at the beginning of a sentence."""
        return bool(self._firsts[row])

    def freeze(self) -> None:
        """Bring the arrays up to date with the rows."""
        begin = len(self.start)
        if begin == len(self.words):
            return
        words = np.array(self._word_numbers[begin * self.WORD_FIELDS :], np.uint32)
        words = words.reshape(-1, self.WORD_FIELDS)
        self.word_hash = np.concatenate([self.word_hash, scattered(words)])
        frames = [self._frames[number] for number in self._frame_numbers[begin:]]
        start = np.array(self._begins[begin:], np.int32)
        count = np.array([len(frame.choices) for frame in frames], np.int32)
        self.start = np.concatenate([self.start, start])
        self.count = np.concatenate([self.count, count])
        self.union = np.concatenate([self.union, np.array([frame.union for frame in frames], np.uint16)])
        new = self._choice_table(begin, frames, start, count)
        self.choice_hash = np.concatenate([self.choice_hash, new])
        self.mask = np.concatenate([self.mask, *(frame.masks for frame in frames)])
        owners = np.repeat(np.arange(begin, len(self.start)), count)
        self.statics = np.concatenate([self.statics, choice_features(self.word_hash[owners], new)])

    def _choice_table(self, begin: int, frames: Sequence[Frame], start: Ids, count: Ids) -> Hashes:
        """The columns of `CHOICE_FIELDS` of the choices of the words from row `begin` on."""
        bases = np.array(self._base_numbers[self._base_begins[begin] :], np.uint32).reshape(-1, BASE_FIELDS)
        pairs = np.array([len(frame.pairs) for frame in frames])
        shift = np.repeat(np.cumsum(pairs) - pairs, count)
        label, name_class, word_class, kinds = np.concatenate([frame.numbers for frame in frames]).T
        owner = np.concatenate([frame.pair for frame in frames]) + shift
        lemma, end, often, lost, same = bases[owner].T
        behind = np.repeat(np.maximum.reduceat(often, start - start[0]), count) - often
        table = (label, name_class, lemma, word_class, kinds, end, often, behind, lost, same)
        return scattered(np.stack(table, axis=1))

    def _add(self, word: str, lowered: str, first: bool, entries: Entries, bases: tuple[str, ...]) -> int:
        known = self._known_of(entries)
        parts = []
        numbers = array("I")
        for base, word_class in known.pairs:
            lemma = bases[base]
            key = f"{lemma}|{word_class}"
            parts.append(self._parts_of_speech(lemma, word_class, key))
            numbers.extend(self._base_row(lemma, key, lowered))
        kind = tuple(parts), tuple([lemma[:1].isupper() for lemma in bases])
        number = known.frames.get(kind)
        if number is None:
            number = self.frame_number((entries, kind))
        frame = self._frames[number]
        shape = _shape(word) + ("^" if first else "")
        own = (
            _number(lowered),
            number_of(lowered[-3:]),
            number_of(f"{lowered[-2:]} {shape}"),
            frame.full,
            frame.coarse,
            number_of(shape),
            _number(lowered[-4:]),
        )
        return self._append(word, first, number, bases, array("I", own), numbers)

    def _append(
        self, word: str, first: bool, frame: int, bases: tuple[str, ...], own: array[int], numbers: array[int]
    ) -> int:
        self._begins.append(self.size)
        self.size += len(self._frames[frame].choices)
        self._base_begins.append(len(self._base_numbers))
        self._firsts.append(first)
        self._frame_numbers.append(frame)
        self._bases.append(bases)
        self._word_numbers.extend(own)
        self._base_numbers.extend(numbers)
        self.words.append(word)
        return len(self.words) - 1

    def _known_of(self, entries: Entries) -> _Known:
        known = self._known.get(entries)
        if known is None:
            pairs = tuple(dict.fromkeys((base, word_class_of(label)) for base, label, _, _ in entries))
            known = self._known[entries] = _Known(pairs, {})
        return known

    def frame_number(self, key: FrameKey) -> int:
        """The number of a frame, which is made if there was none of its kind."""
        entries, kind = key
        known = self._known_of(entries)
        number = known.frames.get(kind)
        if number is None:
            number = known.frames[kind] = len(self._frames)
            self._frames.append(frame_of(entries, known.pairs, *kind))
            self._frame_keys.append(key)
        return number

    def frame_keys(self, begin: int) -> list[FrameKey]:
        """What the frames from number `begin` on are made of."""
        return self._frame_keys[begin:]

    def told(self, rows: range) -> Rows:
        """Rows for another lexicon over the same knowledge."""
        begin, end = rows.start, rows.stop
        bases_end = self._base_begins[end] if end < len(self.words) else len(self._base_numbers)
        return Rows(
            self.words[begin:end],
            self._firsts[begin:end],
            self._frame_numbers[begin:end],
            self._bases[begin:end],
            self._word_numbers[begin * self.WORD_FIELDS : end * self.WORD_FIELDS],
            self._base_numbers[self._base_begins[begin] : bases_end],
        )

    def take(self, rows: Rows, frames: Sequence[int]) -> None:
        """Rows that another lexicon told; `frames` are the numbers here of its frames. Known words are passed over."""
        own = base = 0
        for word, first, frame, bases in zip(rows.words, rows.firsts, rows.frames, rows.bases, strict=True):
            number = frames[frame]
            own_end = own + self.WORD_FIELDS
            base_end = base + BASE_FIELDS * len(self._frames[number].pairs)
            key = word, bool(first)
            if key not in self._ids:
                numbers = rows.word_numbers[own:own_end], rows.base_numbers[base:base_end]
                self._ids[key] = self._append(word, key[1], number, bases, *numbers)
            own, base = own_end, base_end

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
    frames: dict[Kind, int]


def _number(text: str) -> int:
    """`number_of` for what hardly comes again, so that keeping it would only cost."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


# Columns of a choice: full label, class with part of speech and name, base form, class alone; then what only
# `choice_features` uses: kinds, end of the base form, frequency, distance from the most frequent, letters lost, same as word.
CHOICE_FIELDS = 10
# Of these from the base form: itself, its end, frequency, letters lost, whether it is the word.
BASE_FIELDS = 5


def _shape(word: str) -> str:
    if word[:1].isupper():
        return "X" if len(word) > 1 and word.isupper() else "Xx" if len(word) > 1 else "A"
    if word[:1].isdigit():
        return "1"
    return "x" if word[:1].isalpha() else "."
