"""Kernel ridge regression over a sentence's words and its vector, kept as weights.

Two sentences are alike as far as they share features (a cosine over weighted names, linear, so that each word has a
weight that can be shown) and as far as their vectors are alike (a polynomial of the second degree in the cosine of
centred e5 vectors: what is said in other words). What was found with dual weights of examples is kept as weights of words,
and of a vector's coordinates and squares along a few directions: so nothing gets slower with every example.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
# The weights of the cosine of vectors and of its square beside that of words.
SLOPE = 0.9
CURVE = 0.6
# Directions along which a vector's squares are kept: with 8 to 64 the results are the same.
DIRECTIONS = 16
# Sentences that are scored at once.
BATCH = 2048


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

    def with_features(self, features: Sequence[Iterable[str]]) -> Vocabulary:
        """The features that occur in some sentences: those of this vocabulary as they weigh here, others as rare ones."""
        rare: dict[str, float] = {}
        for name, place in self.places.items():
            rare[name[0]] = max(rare.get(name[0], 0.0), float(self.scale[place]))
        names = sorted({name for own in features for name in own})
        scale = [
            float(self.scale[self.places[name]]) if name in self.places else rare.get(name[0], KINDS[name[0]])
            for name in names
        ]
        return Vocabulary({name: place for place, name in enumerate(names)}, np.array(scale, np.float32))

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
class Bends:
    """Quadratic forms of a vector x, one an output: the sum of signs * (directions @ x)**2 over its directions.

    `directions` (outputs, r, d) have the length that says how much each weighs, `signs` (outputs, r) are 1 or -1.
    """

    directions: Floats
    signs: Floats

    @classmethod
    def of(cls, vectors: Floats, dual: Floats) -> Bends:
        """What dual weights (n, outputs) of squared products with n vectors come to, along the directions that matter most."""
        count = min(DIRECTIONS, vectors.shape[1])
        directions = np.zeros((dual.shape[1], count, vectors.shape[1]), np.float32)
        signs = np.zeros((dual.shape[1], count), np.float32)
        for output in range(dual.shape[1]):
            form = (vectors * dual[:, [output]]).T @ vectors
            values, axes = np.linalg.eigh(form.astype(np.float64))
            largest = np.argsort(-np.abs(values), kind="stable")[:count]
            signs[output] = np.sign(values[largest])
            directions[output] = (axes[:, largest] * np.sqrt(np.abs(values[largest]))).T
        return cls(directions, signs)

    def __call__(self, vectors: Floats) -> Floats:
        """Their values (n, outputs) of n vectors."""
        outputs, count, width = self.directions.shape
        along = vectors @ self.directions.reshape(-1, width).T
        along *= along
        result: Floats = (along.reshape(len(vectors), outputs, count) * self.signs).sum(axis=2)
        return result


@dataclass(frozen=True)
class Regression:
    """Weights of words (names, outputs), of centred vectors (d, outputs), of their squares, and an offset (outputs,)."""

    vocabulary: Vocabulary
    words: Floats
    centre: Floats
    slope: Floats
    bends: Bends
    offset: Floats

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        words: csr_matrix,
        centre: Floats,
        vectors: Floats,
        dual: Floats,
        offset: Floats,
    ) -> Regression:
        """What dual weights (n, outputs) of n sentences come to; `vectors` (n, d) are centred."""
        return cls(
            vocabulary=vocabulary,
            words=np.asarray(words.T @ dual, dtype=np.float32),
            centre=centre,
            slope=np.float32(SLOPE) * (vectors.T @ dual),
            bends=Bends.of(vectors, np.float32(CURVE) * dual),
            offset=offset,
        )

    def __call__(self, features: Sequence[Iterable[str]], vectors: Floats) -> Floats:
        """Outputs (n, outputs) of n sentences with these features and unit vectors (n, d)."""
        parts = []
        for first in range(0, len(features), BATCH):
            batch = slice(first, first + BATCH)
            moved = centred(vectors[batch], self.centre)
            linear = self.vocabulary.matrix(features[batch]) @ self.words
            parts.append(linear + moved @ self.slope + self.bends(moved) + self.offset)
        return np.concatenate(parts) if parts else np.zeros((0, len(self.offset)), np.float32)

    def word_weights(self, features: Sequence[str], outputs: Sequence[int]) -> dict[str, float]:
        """How much each feature that is known adds to some outputs together."""
        known = [name for name in features if name in self.vocabulary.places]
        places = [self.vocabulary.places[name] for name in known]
        values = self.vocabulary.scale[places] * self.words[places][:, list(outputs)].sum(axis=1)
        return dict(zip(known, map(float, values), strict=True))


def centred(vectors: Floats, centre: Floats) -> Floats:
    """Unit vectors from a centre: e5's vectors lie in a narrow cone."""
    moved = vectors - centre
    result: Floats = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), np.float32(1e-9))
    return result


def vector_kernel(cosines: Floats) -> Floats:
    """How alike vectors with these cosines are."""
    result: Floats = cosines * np.float32(CURVE)
    result += np.float32(SLOPE)
    result *= cosines
    return result


def kernel(words: csr_matrix, vectors: Floats) -> Floats:
    """How alike n sentences are to each other (n, n); `vectors` are centred."""
    result = np.empty((len(vectors), len(vectors)), np.float32)
    for first in range(0, len(vectors), BATCH):
        # In parts: all at once the sparse product takes more memory than the result, and OpenBLAS fails at a matrix times
        # itself of more than some 32,000 rows.
        batch = slice(first, first + BATCH)
        result[batch] = vector_kernel(vectors[batch] @ vectors.T)
        result[batch] += (words[batch] @ words.T).toarray()
    return result
