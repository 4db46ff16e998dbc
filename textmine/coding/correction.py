"""What a researcher's own coding changes in what the shipped coder says, and codes that only the researcher knows.

The log odds of the shipped coder are the mean of a Gaussian process over sentences, its kernel near to that of regression.py: own
examples move what is like them, the more of them the farther, and leave the rest as it was. A code that the shipped
coder does not know begins with the odds of its share and learns how much its theme has to say. Fitted as logistic regression
(Laplace's approximation, Rasmussen & Williams 2006, algorithm 3.1): no random numbers, the same result every time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.coding.machine import Exemplars, Scores
from textmine.coding.readings import Readings
from textmine.coding.regression import Floats, Regression, centred, vector_kernel
from textmine.coding.training import kept_rows
from textmine.records import Progress

# How much own examples of a known code and of a new one weigh. The kernel of a sentence with itself is 3.55: of so many
# times this are the prior variances of log odds.
KNOWN = 2.0
NEW = 6.0
# Beside vectors: how much words count, a constant, and for new codes what is said of the theme.
WORDS = 2.0
CONSTANT = 0.05
THEME = 1.0
# The log odds of a new code before a sentence is looked at: those of its share of the own sentences, between these.
RAREST, COMMONEST = -4.0, -1.0
ITERATIONS = 100
# So many of the own sentences are kept to know by what talk like theirs is not foreign.
SEEN = 500
# The gain of a step after which there is nothing left to gain, and the smallest part of a step that is tried.
_LIMIT = 1e-7
_SMALLEST_STEP = 1e-6
_LEAST = 1e-4


@dataclass(frozen=True)
class Said:
    """What the shipped coder says of n sentences.

    `sure` (n, known) are probabilities; `themes` (n, new, 2) is what machine and reader say of each new code's theme, 0
    where they do not know it.
    """

    sure: Floats
    themes: Floats

    def __getitem__(self, rows: NDArray[np.int64]) -> Said:
        return Said(self.sure[rows], self.themes[rows])


@dataclass(frozen=True)
class Own:
    """n sentences coded by hand: what the shipped coder says of them, features, unit vectors, labels (n, codes), texts."""

    said: Said
    features: Sequence[Sequence[str]]
    vectors: Floats
    labels: NDArray[np.bool_]
    texts: Sequence[str]


@dataclass(frozen=True)
class Correction:
    """Changes of log odds for the codes that the shipped coder knows (`known`, in its order) and `new` ones.

    `regression` has an output a code, known ones first; `aside` (new, 2) weighs what is said of a new code's theme; `seen`
    (n, d) are centred vectors of sentences that were looked at, coded or not: talk like theirs is not foreign.
    """

    known: tuple[str, ...]
    new: tuple[str, ...]
    regression: Regression
    aside: Floats
    exemplars: Exemplars
    seen: Floats

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, known ones first."""
        return (*self.known, *self.new)

    def probabilities(self, said: Said, features: Sequence[Sequence[str]], vectors: Floats) -> Floats:
        """Probabilities (n, codes) of sentences with these features and unit vectors (n, d)."""
        moved = self.regression(features, vectors).astype(np.float64)
        count = len(self.known)
        moved[:, :count] += log_odds(said.sure)
        moved[:, count:] += (said.themes * self.aside).sum(axis=2)
        return _logistic(moved).astype(np.float32)

    def word_weights(self, features: Sequence[str], code: str) -> dict[str, float]:
        """How much each feature of a sentence moves a code."""
        return self.regression.word_weights(features, (self.codes.index(code),))


def said_by(
    sure: Floats, scores: Scores, readings: Readings, known: Sequence[str], new: Sequence[str]
) -> Said:
    """What is said of sentences; probabilities, scores and readings are of the `known` codes."""
    themes = np.zeros((len(sure), len(new), 2), np.float32)
    columns = {code.partition(".")[0]: column for column, code in enumerate(known)}
    for place, code in enumerate(new):
        column = columns.get(code.partition(".")[0])
        if column is not None:
            themes[:, place] = np.stack([scores.theme[:, column], readings.theme[:, column]], axis=1)
    return Said(sure, themes)


def learn(
    known: tuple[str, ...],
    new: tuple[str, ...],
    shipped: Regression,
    own: Own,
    *,
    judged: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Correction:
    """Learn from own sentences, labelled with the `known` codes of the shipped coder and `new` ones, in this order.

    Codes that are not among the `judged` ones (all, if None) stay as they are: nobody could have given them. `progress` is
    told of codes that are learned.
    """
    vocabulary = shipped.vocabulary.with_features(own.features)
    words, vectors = vocabulary.matrix(own.features), centred(own.vectors, shipped.centre)
    alike = np.float32(WORDS) * (words @ words.T).toarray() + vector_kernel(vectors @ vectors.T)
    alike = alike.astype(np.float64) + CONSTANT
    shares = (own.labels[:, len(known) :].sum(axis=0) + 0.5) / (len(own.labels) + 1)
    rare = np.clip(log_odds(shares), RAREST, COMMONEST)
    dual = np.zeros(own.labels.shape, np.float64)
    aside = np.zeros((len(new), own.said.themes.shape[2]), np.float32)
    codes = (*known, *new)
    before, alike = log_odds(own.said.sure), alike * KNOWN
    for column, code in enumerate(known):
        if judged is None or code in judged:
            dual[:, column] = KNOWN * mode(alike, before[:, column], own.labels[:, column])
        if progress:
            progress(column + 1, len(codes))
    alike *= NEW / KNOWN
    for place in range(len(new)):
        theme = own.said.themes[:, place].astype(np.float64)
        start = np.full(len(own.labels), rare[place])
        weights = mode(alike + THEME * theme @ theme.T, start, own.labels[:, len(known) + place])
        dual[:, len(known) + place] = NEW * weights
        aside[place] = THEME * theme.T @ weights
        if progress:
            progress(len(known) + place + 1, len(codes))
    offset = CONSTANT * dual.sum(axis=0) + np.concatenate([np.zeros(len(known)), rare])
    weighed = words * np.float32(WORDS)
    regression = Regression.of(
        vocabulary, weighed, shipped.centre, vectors, dual.astype(np.float32), offset.astype(np.float32)
    )
    kept = kept_rows(own.labels, own.labels.astype(np.float32))
    texts = tuple(own.texts[row] for row in kept)
    exemplars = Exemplars(codes, vectors[kept], texts, own.labels[kept])
    seen = vectors[np.linspace(0, len(vectors) - 1, min(len(vectors), SEEN)).astype(int)]
    return Correction(known, new, regression, aside, exemplars, seen)


def mode(
    kernel: NDArray[np.float64], before: NDArray[np.float64], labels: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Weights (n,) of a Gaussian process: `kernel @ weights`, added to log odds `before`, are its likeliest values.

    Newton's steps are halved until the posterior rises: where many like sentences are labelled against high odds a whole
    step overshoots by far, and the next one back.
    """
    from scipy.linalg import cho_factor, cho_solve

    target = labels.astype(np.float64)
    weights, values = np.zeros(len(target)), np.zeros(len(target))
    reached = _posterior(weights, values, before, target)
    for _ in range(ITERATIONS):
        sure = _logistic(before + values)
        spread = np.sqrt(sure * (1 - sure) + 1e-9)
        slope = spread**2 * values + target - sure
        system = kernel * spread[:, None]
        system *= spread[None]
        system[np.diag_indices_from(system)] += 1
        factor = cho_factor(system, overwrite_a=True, check_finite=False)
        step = slope - spread * cho_solve(factor, spread * (kernel @ slope)) - weights
        along = kernel @ step
        gained = -np.inf
        share = 2.0
        while gained < 0 and share > _SMALLEST_STEP:
            share /= 2
            tried = weights + share * step, values + share * along
            gained = _posterior(*tried, before, target) - reached
        if gained < 0:
            break
        weights, values = tried
        reached += gained
        if gained < _LIMIT:
            break
    return weights


def _posterior(
    weights: NDArray[np.float64],
    values: NDArray[np.float64],
    before: NDArray[np.float64],
    target: NDArray[np.float64],
) -> float:
    """The log posterior of values, up to a constant."""
    odds = before + values
    return float(-0.5 * weights @ values - np.logaddexp(0, np.where(target > 0, -odds, odds)).sum())


def log_odds(sure: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Log odds of probabilities, kept from the ends."""
    kept = np.clip(sure.astype(np.float64), _LEAST, 1 - _LEAST)
    result: NDArray[np.float64] = np.log(kept / (1 - kept))
    return result


def _logistic(values: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return result
