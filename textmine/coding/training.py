"""Training the machine of machine.py, and its scores for scenes that it has not seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.coding.machine import (
    RIDGE,
    Floats,
    Machine,
    Scores,
    Vocabulary,
    centred,
    gaussian,
    kinship,
    split,
    theme_order,
)
from textmine.coding.readings import Readings

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FOLDS = 5
# Scenes of which the least kinship is learned: of so many sentences, so many of them coded.
FEWEST_OF_SCENE = 8
CODED_SHARE = 0.25
# The share of those scenes that would be taken for foreign.
FOREIGN = 0.02


@dataclass(frozen=True)
class Examples:
    """Coded sentences: features and vectors (n, d), what a reader says of them that has not seen them, labels (n, codes),

    the scene of each, and how much each counts.
    """

    codes: tuple[str, ...]
    features: Sequence[Sequence[str]]
    vectors: Floats
    readings: Readings
    labels: NDArray[np.bool_]
    scenes: Sequence[str]
    texts: Sequence[str]
    weights: Floats

    @property
    def targets(self) -> Floats:
        """What the machine learns (n, codes + themes)."""
        themes = [code.partition(".")[0] for code in self.codes]
        columns = [
            self.labels[:, [own == theme for own in themes]].any(axis=1) for theme in theme_order(self.codes)
        ]
        return np.column_stack([self.labels, *columns]).astype(np.float32)

    @property
    def coded(self) -> NDArray[np.bool_]:
        """Whether each sentence has a code (n,)."""
        return np.asarray(self.labels.any(axis=1), dtype=np.bool_)

    def folds(self) -> NDArray[np.int64]:
        """The fold of each sentence: by its scene, so that no neighbour is in another fold."""
        numbers = {
            scene: int(hashlib.blake2b(scene.encode(), digest_size=4).hexdigest(), 16) % FOLDS
            for scene in set(self.scenes)
        }
        return np.array([numbers[scene] for scene in self.scenes])


def train(examples: Examples, encoder: str) -> tuple[Machine, Scores]:
    """A machine that learned all examples; and what machines that had not seen a sentence's fold say of it."""
    vocabulary = Vocabulary.of(examples.features)
    words = vocabulary.matrix(examples.features)
    centre = examples.vectors.mean(axis=0)
    support = centred(examples.vectors, centre)
    cosines = support @ support.T
    least = least_kinship(cosines, examples)
    kernel: Floats = (words @ words.T).toarray() + gaussian(cosines)
    del cosines
    ridge = RIDGE / examples.weights
    dual, unseen = _solved(kernel, examples.targets, ridge, examples.folds())
    domain, offset, unseen_domain = _domains(kernel, examples, ridge)
    outputs = np.hstack([dual, domain])
    machine = Machine(
        codes=examples.codes,
        encoder=encoder,
        vocabulary=vocabulary,
        words=_weights(words, outputs),
        centre=centre,
        support=support,
        dual=outputs,
        offset=np.concatenate([dual.sum(axis=0), offset]),
        texts=tuple(examples.texts),
        coded=examples.coded,
        least_kinship=least,
    )
    return machine, split(np.hstack([unseen, unseen_domain]), examples.codes)


def least_kinship(cosines: Floats, examples: Examples) -> float:
    """How like the coded examples of other scenes nearly all scenes are in which people speak of codes; -1 without any.

    `cosines` (n, n) are of all examples.
    """
    coded, scenes = examples.coded, np.array(examples.scenes)
    found = []
    for scene in sorted(set(examples.scenes)):
        own = scenes == scene
        if own.sum() >= FEWEST_OF_SCENE and coded[own].mean() >= CODED_SHARE and (coded & ~own).any():
            found.append(float(kinship(cosines[np.ix_(own, coded & ~own)]).mean()))
    return float(np.quantile(found, FOREIGN)) if found else -1.0


def _weights(words: csr_matrix, outputs: Floats) -> Floats:
    """The weights of words (words, outputs) that the dual weights stand for."""
    result: Floats = np.asarray(words.T @ outputs, dtype=np.float32)
    return result


def _solved(
    kernel: Floats, targets: Floats, ridge: Floats, folds: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Dual weights, and predictions with each fold left out.

    The block form of the leave-one-out formula: with A the inverse of the regularised kernel, the residuals of a fold
    are A[f, f]^-1 (A targets)[f] (Pahikkala et al. 2006). A constant kernel of 1 is the intercept.
    """
    system = kernel + np.float32(1)
    system[np.diag_indices_from(system)] += ridge
    inverse = np.linalg.inv(system)
    dual = inverse @ targets
    unseen = np.empty_like(targets)
    for fold in np.unique(folds):
        rows = np.flatnonzero(folds == fold)
        unseen[rows] = targets[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], dual[rows])
    return dual, unseen


def _domains(kernel: Floats, examples: Examples, ridge: Floats) -> tuple[Floats, Floats, Floats]:
    """For each code: dual weights and offset of its domain, learned among the sentences of its theme; and unseen."""
    labels, folds = examples.labels, examples.folds()
    dual = np.zeros(labels.shape, dtype=np.float32)
    offset = np.zeros(labels.shape[1], dtype=np.float32)
    unseen = np.zeros(labels.shape, dtype=np.float32)
    themes = np.array([code.partition(".")[0] for code in examples.codes])
    for theme in theme_order(examples.codes):
        own = np.flatnonzero(themes == theme)
        positive = np.flatnonzero(labels[:, own].any(axis=1))
        if not len(positive):
            continue
        dual[np.ix_(positive, own)], offset[own] = _ridge(kernel, labels, positive, own, ridge)
        for fold in np.unique(folds):
            rows = np.flatnonzero(folds == fold)
            known = positive[folds[positive] != fold]
            if len(known):
                weights, mean = _ridge(kernel, labels, known, own, ridge)
                unseen[np.ix_(rows, own)] = kernel[np.ix_(rows, known)] @ weights + mean
    return dual, offset, unseen


def _ridge(
    kernel: Floats,
    labels: NDArray[np.bool_],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    ridge: Floats,
) -> tuple[Floats, Floats]:
    targets = labels[np.ix_(rows, columns)].astype(np.float32)
    mean = targets.mean(axis=0)
    system = kernel[np.ix_(rows, rows)].copy()
    system[np.diag_indices_from(system)] += ridge[rows]
    return np.linalg.solve(system, targets - mean), mean
