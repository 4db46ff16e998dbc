"""The learned part of coding: a regression that gives each code three outputs: itself, its theme, its domain given the theme.

Ridge regression in the dual (Saunders, Gammerman & Vovk 1998; regression.py) is solved in closed form, its predictions for
scenes that were left out too, so that training gives the same result every time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.coding.regression import Floats, Regression

# How many of the nearest coded examples say how like them a sentence is.
KIN = 5


@dataclass(frozen=True)
class Scores:
    """The outputs for n sentences: `code` (n, codes), `theme` (n, codes; the code's theme), `domain` (n, codes)."""

    code: Floats
    theme: Floats
    domain: Floats

    def __getitem__(self, rows: Any) -> Scores:
        return Scores(self.code[rows], self.theme[rows], self.domain[rows])


@dataclass(frozen=True)
class Exemplars:
    """Coded sentences that are kept to be compared with: centred vectors (n, d), texts, labels (n, codes)."""

    codes: tuple[str, ...]
    vectors: Floats
    texts: tuple[str, ...]
    labels: NDArray[np.bool_]

    def most_like(self, vector: Floats, code: str) -> tuple[str, float]:
        """The text of the one with a code that is nearest to a centred vector (d,), and its cosine; "" and -1 without any."""
        if code not in self.codes or not self.labels[:, self.codes.index(code)].any():
            return "", -1.0
        rows = np.flatnonzero(self.labels[:, self.codes.index(code)])
        cosines = self.vectors[rows] @ vector
        best = int(cosines.argmax())
        return self.texts[int(rows[best])], float(cosines[best])


@dataclass(frozen=True)
class Machine:
    """The trained regression. Talk whose mean kinship with the exemplars is below `least_kinship` is foreign to it."""

    codes: tuple[str, ...]
    encoder: str
    regression: Regression
    exemplars: Exemplars
    least_kinship: float

    def scores(self, features: Sequence[Iterable[str]], vectors: Floats) -> Scores:
        """Outputs of n sentences with these features and unit vectors (n, d)."""
        return split(self.regression(features, vectors), self.codes)

    def word_weights(self, features: Sequence[str], code: str) -> dict[str, float]:
        """How much each feature of a sentence adds to a code and its theme."""
        theme = len(self.codes) + theme_order(self.codes).index(code.partition(".")[0])
        return self.regression.word_weights(features, (self.codes.index(code), theme))


def kinship(vectors: Floats, kept: Floats) -> Floats:
    """How like kept vectors (m, d) each of n is: the mean cosine of the nearest KIN, (n,); 0 where there are none."""
    if not len(kept):
        return np.zeros(len(vectors), dtype=np.float32)
    nearest = min(KIN, len(kept))
    cosines = vectors @ kept.T
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
