"""The learned part of coding: kernel ridge regression over a sentence's words and its vector.

Two sentences are alike as far as they share features (a cosine over weighted names, linear, so that each word has a
weight that can be shown) and as far as their vectors are alike (a Gaussian kernel over centred e5 vectors: what is
said in other words). Ridge regression in the dual (Saunders, Gammerman & Vovk 1998) is solved in closed form, its
predictions for scenes that were left out too, so that training takes seconds and gives the same result every time.

Each code has three outputs: the code itself, its theme, and its domain given the theme.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]

# How much a kind of feature weighs (see features.py); chosen by cross-validation over the scenes of the bank.
KINDS: Mapping[str, float] = {
    "w": 1.0, "b": 0.7, "n": 1.0, "s": 0.8, "m": 1.0, "r": 1.0, "d": 1.0, "c": 1.0, "q": 0.4, "h": 1.0, "g": 0.6, "a": 0.6,
}  # fmt: skip
FEWEST = 2
# The weight and the width of the Gaussian kernel beside the linear one, and the ridge.
VECTOR_WEIGHT = 2.5
WIDTH = 1.2
RIDGE = 0.4
# Sentences that are scored at once: their kernel of some MB stays in the processor's cache.
BATCH = 256
# How many of the nearest coded examples say how like them a sentence is.
KIN = 5
# A sentence is named as like another when it has this part of the largest dual weight of the code.
WORTH_NAMING = 0.2


@dataclass(frozen=True)
class Scores:
    """The outputs for n sentences: `code` (n, codes), `theme` (n, codes; the code's theme), `domain` (n, codes)."""

    code: Floats
    theme: Floats
    domain: Floats

    def __getitem__(self, rows: Any) -> Scores:
        return Scores(self.code[rows], self.theme[rows], self.domain[rows])


@dataclass(frozen=True)
class Vocabulary:
    """Features and their weights: kind times the square root of the inverse document frequency."""

    places: Mapping[str, int]
    scale: Floats

    @classmethod
    def of(cls, features: Sequence[Sequence[str]]) -> Vocabulary:
        """Of all features that occur at least FEWEST times."""
        found = Counter(name for names in features for name in names)
        kept = sorted(name for name, times in found.items() if times >= FEWEST)
        scale = [KINDS[name[0]] * math.sqrt(math.log(len(features) / found[name])) for name in kept]
        return cls({name: place for place, name in enumerate(kept)}, np.array(scale, dtype=np.float32))

    def matrix(self, features: Sequence[Iterable[str]]) -> csr_matrix:
        """The weighted features (n, words) of n sentences, rows of length 1."""
        from scipy.sparse import csr_matrix

        columns: list[int] = []
        ends = [0]
        known = self.places
        for names in features:
            columns.extend([known[name] for name in names if name in known])
            ends.append(len(columns))
        values = self.scale[columns]
        squares = np.add.reduceat(np.append(values**2, np.float32(0)), ends[:-1]) if len(ends) > 1 else values
        counts = np.diff(ends)
        norms = np.sqrt(np.where(counts > 0, np.maximum(squares, 1e-12), 1.0))
        values = values / np.repeat(norms, counts)
        return csr_matrix(
            (values.astype(np.float32), np.array(columns, dtype=np.int32), np.array(ends)),
            shape=(len(features), len(known)),
        )


@dataclass(frozen=True)
class Machine:
    """A trained regression: weights of words, and sentences that support the kernel with their dual weights.

    `coded` says which of them have a code; talk whose mean `kinship` is below `least_kinship` is foreign to it.
    """

    codes: tuple[str, ...]
    encoder: str
    vocabulary: Vocabulary
    words: Floats
    centre: Floats
    support: Floats
    dual: Floats
    offset: Floats
    texts: tuple[str, ...]
    coded: NDArray[np.bool_]
    least_kinship: float

    def scores(self, features: Sequence[Iterable[str]], vectors: Floats) -> Scores:
        """Outputs of n sentences with these features and unit vectors (n, d)."""
        parts = []
        for first in range(0, len(features), BATCH):
            batch = slice(first, first + BATCH)
            linear = self.vocabulary.matrix(features[batch]) @ self.words
            alike = gaussian(centred(vectors[batch], self.centre) @ self.support.T)
            parts.append(linear + alike @ self.dual + self.offset)
        outputs = np.concatenate(parts) if parts else np.zeros((0, len(self.offset)), np.float32)
        return split(outputs, self.codes)

    def kinship(self, vectors: Floats) -> Floats:
        """How like the coded examples each of n sentences is: the mean cosine of the nearest ones, (n,)."""
        return kinship(centred(vectors, self.centre) @ self.support[self.coded].T)

    def word_weights(self, features: Sequence[str], code: str) -> dict[str, float]:
        """How much each feature of a sentence adds to a code and its theme."""
        own = self.codes.index(code)
        theme = len(self.codes) + theme_order(self.codes).index(code.partition(".")[0])
        known = [name for name in features if name in self.vocabulary.places]
        places = [self.vocabulary.places[name] for name in known]
        values = self.vocabulary.scale[places] * (self.words[places, own] + self.words[places, theme])
        return dict(zip(known, map(float, values), strict=True))

    def most_like(self, vector: Floats, code: str) -> tuple[str, float]:
        """Of the supporting sentences that speak for a code the nearest one, and its part of the score."""
        column = self.codes.index(code)
        rows = self._speaking_for[column]
        cosines = self.support[rows] @ centred(vector[None], self.centre)[0]
        best = int(cosines.argmax())
        part = gaussian(cosines[best : best + 1])[0] * self.dual[rows[best], column]
        return self.texts[rows[best]], float(part)

    @cached_property
    def _speaking_for(self) -> list[NDArray[np.int64]]:
        """For each code the sentences that speak for it at all, those that do little left out."""
        weights = self.dual[:, : len(self.codes)]
        least = WORTH_NAMING * weights.max(axis=0)
        return [np.flatnonzero(weights[:, place] >= least[place]) for place in range(len(self.codes))]


def centred(vectors: Floats, centre: Floats) -> Floats:
    """Unit vectors from a centre: e5's vectors lie in a narrow cone."""
    moved = vectors - centre
    result: Floats = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), np.float32(1e-9))
    return result


def gaussian(cosines: Floats) -> Floats:
    """The Gaussian kernel of unit vectors with these cosines, weighted."""
    result: Floats = cosines * np.float32(WIDTH)
    result += np.float32(math.log(VECTOR_WEIGHT) - WIDTH)
    np.exp(result, out=result)
    return result


def kinship(cosines: Floats) -> Floats:
    """The mean of the KIN largest cosines of each row, (n,); 0 where there is nothing to be like."""
    if not cosines.shape[1]:
        return np.zeros(len(cosines), dtype=np.float32)
    nearest = min(KIN, cosines.shape[1])
    result: Floats = np.partition(cosines, -nearest, axis=1)[:, -nearest:].mean(axis=1)
    return result


def theme_order(codes: Sequence[str]) -> list[str]:
    """The themes in the order of their codes."""
    return list(dict.fromkeys(code.partition(".")[0] for code in codes))


def split(outputs: Floats, codes: Sequence[str]) -> Scores:
    """Outputs (n, 2 codes + themes) as scores."""
    order = theme_order(codes)
    columns = [len(codes) + order.index(code.partition(".")[0]) for code in codes]
    return Scores(outputs[:, : len(codes)], outputs[:, columns], outputs[:, len(codes) + len(order) :])
