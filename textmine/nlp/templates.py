"""Features beside the general ones, each with a name: what a grammar says about certain words.

A model file names the templates that its weights were learned with. Others can be tried by giving them to
`textmine.nlp.train.train` (see benchmarks/lemma_trials.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.hashing import Hashes, mixed, number_of, scattered
from textmine.nlp.lexicon import Ids, Lexicon


@dataclass(frozen=True, slots=True)
class View:
    """What the features of a second round may look at.

    `rows` are words with edges between sentences, `chosen` a choice for each of them; `place` are those to be decided,
    `owner` says which of these each pair belongs to, `choice` which choice it is.
    """

    rows: Ids
    place: NDArray[np.int64]
    owner: NDArray[np.int64]
    choice: NDArray[np.int64]
    lexicon: Lexicon
    chosen: NDArray[np.int64]

    @property
    def words(self) -> Hashes:
        """The word forms in small letters, as `numbers` has them; one for every row."""
        found: Hashes = self.lexicon.word_hash[self.rows, 0]
        return found

    @property
    def own(self) -> Hashes:
        """The labels that each word may have, as a number; one for every row."""
        found: Hashes = self.lexicon.word_hash[self.rows, 3]
        return found

    @property
    def classes(self) -> Hashes:
        """The classes that were chosen, as `class_numbers` has them; one for every row."""
        found: Hashes = self.lexicon.choice_hash[self.chosen, 3]
        return found


@dataclass(frozen=True, slots=True)
class PlaceTemplate:
    """A value for every place to be decided; it speaks for labels and for classes."""

    name: str
    column: Callable[[View], Hashes]


@dataclass(frozen=True, slots=True)
class PairTemplate:
    """A value for every choice of every place to be decided."""

    name: str
    column: Callable[[View], Hashes]


@dataclass(frozen=True, slots=True)
class ChoiceTemplate:
    """A value for every choice of a word alone, from rows of `Lexicon.word_hash` and of `Lexicon.choice_hash`."""

    name: str
    column: Callable[[Hashes, Hashes], Hashes]


Template = PlaceTemplate | PairTemplate | ChoiceTemplate


def named(name: str, column: NDArray[np.generic]) -> Hashes:
    """A column with a number of its own, so that equal values of different templates differ."""
    return mixed(column.astype(np.uint32), scattered(np.array([number_of(f"template {name}")], np.uint32)))


def numbers(words: Iterable[str]) -> Hashes:
    """What `View.words` has for these words."""
    return scattered(np.array([number_of(word) for word in words], np.uint32))


def class_numbers(classes: Iterable[str]) -> Hashes:
    """What `View.classes` has for these classes."""
    return scattered(np.array([number_of(f"c {word_class}") for word_class in classes], np.uint32))


SHIPPED: Mapping[str, Template] = {}
"""The templates that model files may name."""
