"""Training the machine of machine.py, and its scores for scenes that it has not seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.coding.machine import Exemplars, Machine, Scores, kinship, split, theme_order
from textmine.coding.readings import Readings
from textmine.coding.regression import Floats, Regression, Vocabulary, centred, kernel

# The ridge, beside a kernel whose diagonal is 2.5; chosen by cross-validation over the scenes of the bank.
RIDGE = 0.4
FOLDS = 5
# Scenes of which the least kinship is learned: of so many sentences, so many of them coded.
FEWEST_OF_SCENE = 8
CODED_SHARE = 0.25
# The share of those scenes that would be taken for foreign.
FOREIGN = 0.02
# So many sentences with each code are kept to be compared with, of those that are likely to have it.
KEPT = 150
LIKELY = 0.25


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
    vectors = centred(examples.vectors, centre)
    alike = kernel(words, vectors)
    ridge = RIDGE / examples.weights
    domain, offset, unseen_domain = _domains(alike, examples, ridge)
    dual, unseen = _solved(alike, examples.targets, ridge, examples.folds())
    outputs = np.hstack([dual, domain])
    scores = split(np.hstack([unseen, unseen_domain]), examples.codes)
    kept = kept_rows(examples.labels, scores.code)
    offsets = np.concatenate([dual.sum(axis=0), offset])
    machine = Machine(
        codes=examples.codes,
        encoder=encoder,
        regression=Regression.of(vocabulary, words, centre, vectors, outputs, offsets),
        exemplars=Exemplars(
            examples.codes, vectors[kept], tuple(examples.texts[row] for row in kept), examples.labels[kept]
        ),
        least_kinship=least_kinship(vectors, examples, kept),
    )
    return machine, scores


def kept_rows(labels: NDArray[np.bool_], unseen: Floats) -> NDArray[np.int64]:
    """The sentences that are kept as examples: some of each code, from all of the material, that are likely to have it."""
    rows: set[int] = set()
    for column in range(labels.shape[1]):
        own = np.flatnonzero(labels[:, column])
        likely = own[unseen[own, column] >= LIKELY]
        likely = likely if len(likely) else own
        rows.update(likely[np.linspace(0, len(likely) - 1, min(len(likely), KEPT)).astype(int)].tolist())
    return np.array(sorted(rows), dtype=np.int64)


def least_kinship(vectors: Floats, examples: Examples, kept: NDArray[np.int64]) -> float:
    """How like the kept examples of other scenes nearly all scenes are in which people speak of codes; -1 without any."""
    scenes: dict[str, list[int]] = {}
    for row, scene in enumerate(examples.scenes):
        scenes.setdefault(scene, []).append(row)
    found = []
    for own in scenes.values():
        others = np.setdiff1d(kept, own)
        if len(own) >= FEWEST_OF_SCENE and examples.coded[own].mean() >= CODED_SHARE and len(others):
            found.append(float(kinship(vectors[own], vectors[others]).mean()))
    return float(np.quantile(found, FOREIGN)) if found else -1.0


def _solved(alike: Floats, targets: Floats, ridge: Floats, folds: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Dual weights, and predictions with each fold left out. A constant kernel of 1 is the intercept.

    `alike` is spoilt: of tens of thousands of sentences it takes gigabytes.
    """
    alike += np.float32(1)
    unseen = np.empty_like(targets)
    for fold in np.unique(folds):
        rows, known = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        if len(known):
            unseen[rows] = alike[np.ix_(rows, known)] @ _dual(
                alike[np.ix_(known, known)], targets[known], ridge[known]
            )
        else:
            unseen[rows] = 0
    return _dual(alike, targets, ridge), unseen


def _dual(alike: Floats, targets: Floats, ridge: Floats) -> Floats:
    """The dual weights of ridge regression; `alike` is spoilt."""
    from scipy.linalg import cho_factor, cho_solve

    alike[np.diag_indices_from(alike)] += ridge
    # The transpose of a symmetric matrix lies in memory as LAPACK wants it.
    factor = cho_factor(alike.T, lower=True, overwrite_a=True, check_finite=False)
    result: Floats = cho_solve(factor, targets, check_finite=False)
    return result


def _domains(alike: Floats, examples: Examples, ridge: Floats) -> tuple[Floats, Floats, Floats]:
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
        dual[np.ix_(positive, own)], offset[own] = _ridge(alike, labels, positive, own, ridge)
        for fold in np.unique(folds):
            rows = np.flatnonzero(folds == fold)
            known = positive[folds[positive] != fold]
            if len(known):
                weights, mean = _ridge(alike, labels, known, own, ridge)
                unseen[np.ix_(rows, own)] = alike[np.ix_(rows, known)] @ weights + mean
    return dual, offset, unseen


def _ridge(
    alike: Floats,
    labels: NDArray[np.bool_],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    ridge: Floats,
) -> tuple[Floats, Floats]:
    targets = labels[np.ix_(rows, columns)].astype(np.float32)
    mean = targets.mean(axis=0)
    return _dual(alike[np.ix_(rows, rows)], targets - mean, ridge[rows]), mean
