"""Everything about a word form that does not depend on its sentence, computed once and kept as rows of arrays."""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.candidates import Candidate, Entries, candidates, framed
from textmine.nlp.frames import Frame, Masks, frame_of, word_class_of
from textmine.nlp.growing import Growing
from textmine.nlp.guesser import Guesser
from textmine.nlp.hashing import Hashes, number_of, scattered
from textmine.nlp.statics import STATICS, choice_features

Ids = NDArray[np.int32]

MOST_HEARD = 200_000
"""Words that were told and not met, past which they are forgotten."""
OPENING = frozenset("„\"'«»‚‘“”(–—-•*…[") | {"..."}
BOUNDARY = "\x02"

Kind = tuple[tuple[tuple[str, ...], ...], tuple[bool, ...]]
"""What tells frames of words with the same entries apart: parts of speech of pairs, capitals of base forms."""
FrameKey = tuple[Entries, Kind]


class Rows(NamedTuple):
    """Words of a lexicon with all that is computed of them, for another process: fields as those of Lexicon.

    `base_ends`: where in `base_numbers` those of each word end.
    """

    words: list[str]
    firsts: array[int]
    frames: array[int]
    bases: list[tuple[str, ...]]
    word_numbers: array[int]
    base_numbers: array[int]
    base_ends: array[int]


class TheirFrames:
    """What another lexicon's numbers of frames mean."""

    def __init__(self, keys: Sequence[FrameKey] = ()) -> None:
        self._keys = list(keys)
        self._numbers: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, keys: Sequence[FrameKey]) -> None:
        """What its next numbers mean."""
        self._keys += keys

    def anew(self) -> TheirFrames:
        """The same for another lexicon."""
        return TheirFrames(self._keys)

    def number_in(self, lexicon: Lexicon, number: int) -> int:
        """The number that one of its frames has in the lexicon that hears of it, always the same one."""
        known = self._numbers.get(number)
        if known is None:
            known = self._numbers[number] = lexicon.frame_number(self._keys[number])
        return known


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
        # Per word: where its choices and its base forms' numbers begin, who told it (0: nobody), which frame it shares
        # with words inflected alike, its base forms. No objects a choice: the garbage collector would walk over them again
        # and again.
        self._begins = array("i")
        self._base_begins = array("i")
        self._firsts = array("b")
        self._sources = array("i")
        self._frame_numbers = array("i")
        self._bases: list[tuple[str, ...]] = []
        self._known: dict[Entries, _Known] = {}
        self._frames: list[Frame] = []
        self._frame_keys: list[FrameKey] = []
        # What others told of words that were not met here yet: where it stands.
        self._heard: dict[tuple[str, bool], _Heard] = {}
        self.size = 0
        # What the arrays below are made of, flat: `WORD_FIELDS` numbers a word, `BASE_FIELDS` a base form.
        self._word_numbers = array("I")
        self._base_numbers = array("I")
        self._word_hash = Growing(np.uint32, self.WORD_FIELDS)
        self._start, self._count, self._union = Growing(np.int32), Growing(np.int32), Growing(np.uint16)
        self._choice_hash = Growing(np.uint32, CHOICE_FIELDS)
        self._mask, self._statics = Growing(np.uint16), Growing(np.uint32, STATICS)
        self._show()
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
        elif (told := self._heard.pop((word, first), None)) is not None:
            row = self._taken(word, first, told)
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
        hashes = scattered(words.reshape(-1, self.WORD_FIELDS))
        frames = [self._frames[number] for number in self._frame_numbers[begin:]]
        start = np.array(self._begins[begin:], np.int32)
        count = np.array([len(frame.choices) for frame in frames], np.int32)
        table = self._choice_table(begin, frames, start, count)
        self._word_hash.add(hashes)
        self._start.add(start)
        self._count.add(count)
        self._union.add(np.array([frame.union for frame in frames], np.uint16))
        self._choice_hash.add(table)
        self._mask.add(np.concatenate([frame.masks for frame in frames]))
        self._statics.add(choice_features(hashes[np.repeat(np.arange(len(frames)), count)], table))
        self._show()

    def _show(self) -> None:
        self.word_hash: Hashes = self._word_hash.rows
        self.start: Ids = self._start.rows
        self.count: Ids = self._count.rows
        self.union: Masks = self._union.rows
        self.choice_hash: Hashes = self._choice_hash.rows
        self.mask: Masks = self._mask.rows
        self.statics: Hashes = self._statics.rows

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
        self,
        word: str,
        first: bool,
        frame: int,
        bases: tuple[str, ...],
        own: array[int],
        numbers: array[int],
        source: int = 0,
    ) -> int:
        self._begins.append(self.size)
        self.size += len(self._frames[frame].choices)
        self._base_begins.append(len(self._base_numbers))
        self._firsts.append(first)
        self._sources.append(source)
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

    def told(self, begin: int, but_for: int) -> Rows:
        """Rows from `begin` on for another lexicon over the same knowledge; not those that `but_for` told."""
        rows = [row for row in range(begin, len(self.words)) if self._sources[row] != but_for]
        spans = [(self._base_begins[row], self._base_end(row)) for row in rows]
        ends = array("i", accumulate(end - start for start, end in spans))
        fields = self.WORD_FIELDS
        return Rows(
            [self.words[row] for row in rows],
            array("b", [self._firsts[row] for row in rows]),
            array("i", [self._frame_numbers[row] for row in rows]),
            [self._bases[row] for row in rows],
            _joined(self._word_numbers[row * fields : (row + 1) * fields] for row in rows),
            _joined(self._base_numbers[start:end] for start, end in spans),
            ends,
        )

    def _base_end(self, row: int) -> int:
        return self._base_begins[row + 1] if row + 1 < len(self.words) else len(self._base_numbers)

    def hear(self, rows: Rows, frames: TheirFrames, source: int) -> None:
        """Keep rows that another lexicon told, until one of them is asked for; most never are.

        `frames` are what its numbers of frames mean, `source` is a number of its own, above 0. Of very many words all are
        forgotten, so that memory stays bounded.
        """
        if len(self._heard) > MOST_HEARD:
            self._heard.clear()
        known = self._ids
        for place, key in enumerate(zip(rows.words, map(bool, rows.firsts), strict=True)):
            if key not in known:
                self._heard[key] = _Heard(rows, place, frames, source)

    def forget_heard(self, source: int) -> None:
        """Forget what one source told and nobody asked for."""
        self._heard = {key: told for key, told in self._heard.items() if told.source != source}

    def _taken(self, word: str, first: bool, told: _Heard) -> int:
        """A row as it was told."""
        rows, place, frames, source = told
        own = rows.word_numbers[place * self.WORD_FIELDS : (place + 1) * self.WORD_FIELDS]
        begin = rows.base_ends[place - 1] if place else 0
        numbers = rows.base_numbers[begin : rows.base_ends[place]]
        frame = frames.number_in(self, rows.frames[place])
        return self._append(word, first, frame, rows.bases[place], own, numbers, source)

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


class _Heard(NamedTuple):
    """Where it stands what another lexicon told of a word."""

    rows: Rows
    place: int
    frames: TheirFrames
    source: int


class _Known(NamedTuple):
    """What is known of words with the same entries: base forms with their classes, frames by what else tells apart."""

    pairs: tuple[tuple[int, str], ...]
    frames: dict[Kind, int]


def _joined(parts: Iterable[array[int]]) -> array[int]:
    whole = array("I")
    for part in parts:
        whole.extend(part)
    return whole


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
