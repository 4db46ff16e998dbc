"""Training the machine of machine.py, and its scores for sentences that are held back (trial.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.coding.factor import Factor
from textmine.coding.machine import Exemplars, Machine, Scores, kinship, split, theme_order
from textmine.coding.regression import Floats, Regression, Vocabulary, centred, kernel
from textmine.coding.trial import NEVER, Neighbours

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# The ridge, beside a kernel whose diagonal is 2.5; chosen by cross-validation over the scenes of the bank.
RIDGE = 0.4
# Scenes of which the least kinship is learned: of so many sentences, so many of them coded.
FEWEST_OF_SCENE = 8
CODED_SHARE = 0.25
# The share of those scenes that would be taken for foreign.
FOREIGN = 0.02
# So many sentences with each code are kept to be compared with, of those that the machine, having learned them, gives this.
KEPT = 150
LIKELY = 0.5


@dataclass(frozen=True)
class Examples:
    """Coded sentences: features and vectors (n, d), labels (n, codes), the scene of each, the places of its neighbours,

    its text and that text as a reader is given it, how much it counts, and in which round it is held back (trial.py).
    """

    codes: tuple[str, ...]
    features: Sequence[Sequence[str]]
    vectors: Floats
    labels: NDArray[np.bool_]
    scenes: Sequence[str]
    neighbours: Neighbours
    texts: Sequence[str]
    read: Sequence[str]
    weights: Floats
    rounds: NDArray[np.int64]

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


def train(examples: Examples, encoder: str) -> tuple[Machine, Scores]:
    """A machine that learned all examples; and what one that knows the others says of each that is held back, in order."""
    vocabulary = Vocabulary.of(examples.features)
    words = vocabulary.matrix(examples.features)
    centre = examples.vectors.mean(axis=0)
    vectors = centred(examples.vectors, centre)
    tried = examples.rounds != NEVER
    unseen = np.zeros((len(tried), 2 * len(examples.codes) + len(theme_order(examples.codes))), np.float32)
    # Without any that is held back one round holds back nothing.
    for number in np.unique(examples.rounds[tried]).tolist() or [NEVER - 1]:
        back = examples.rounds == number
        outputs, offset, unseen[back] = _round(examples, words, vectors, back)
    ridge = RIDGE / examples.weights[:, None]
    learned = examples.targets - ridge * outputs[:, : examples.targets.shape[1]]
    kept = kept_rows(examples.labels, learned[:, : len(examples.codes)])
    machine = Machine(
        codes=examples.codes,
        encoder=encoder,
        regression=Regression.of(vocabulary, words, centre, vectors, outputs, offset),
        exemplars=Exemplars(
            examples.codes, vectors[kept], tuple(examples.texts[row] for row in kept), examples.labels[kept]
        ),
        least_kinship=least_kinship(vectors, examples, kept),
    )
    return machine, split(unseen[tried], examples.codes)


def _round(
    examples: Examples, words: csr_matrix, vectors: Floats, back: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats]:
    """Dual weights (n, outputs) and offsets of a machine that knows all, and what one without some says of these."""
    # Those that are held back come last: see _solved.
    order = np.argsort(back, kind="stable")
    known = int(np.count_nonzero(~back))
    ridge = RIDGE / examples.weights[order]
    alike = kernel(words[order], vectors[order])
    domain, offset, unseen_domain = _domains(alike, examples.labels[order], examples.codes, ridge, known)
    dual, unseen = _solved(alike, examples.targets[order], ridge, known)
    outputs = np.empty((len(order), dual.shape[1] + domain.shape[1]), np.float32)
    outputs[order] = np.hstack([dual, domain])
    return outputs, np.concatenate([dual.sum(axis=0), offset]), np.hstack([unseen, unseen_domain])


def kept_rows(labels: NDArray[np.bool_], said: Floats) -> NDArray[np.int64]:
    """The sentences that are kept as examples: some of each code, from all of the material, that clearly have it."""
    rows: set[int] = set()
    for column in range(labels.shape[1]):
        own = np.flatnonzero(labels[:, column])
        likely = own[said[own, column] >= LIKELY]
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


def _solved(alike: Floats, targets: Floats, ridge: Floats, known: int) -> tuple[Floats, Floats]:
    """Dual weights (n, outputs), and what the first `known` rows alone say of the others (n - known, outputs).

    With the Cholesky factor L of all rows, the factor of the first ones is its corner L11, and K21 (K11 + R1)^-1 y1
    is L21 L11^-1 y1: what was held back costs no solving of its own. A constant kernel of 1 is the intercept.
    `alike` is spoilt: of tens of thousands of sentences it takes gigabytes.
    """
    alike += np.float32(1)
    alike[np.diag_indices_from(alike)] += ridge
    factor = Factor(alike)
    half = factor.forward(targets)
    return factor.backward(half), factor.corner(known, half)


def _domains(
    alike: Floats, labels: NDArray[np.bool_], codes: Sequence[str], ridge: Floats, known: int
) -> tuple[Floats, Floats, Floats]:
    """For each code: dual weights and offset of its domain, learned among the sentences of its theme; and as in _solved."""
    dual = np.zeros(labels.shape, dtype=np.float32)
    offset = np.zeros(labels.shape[1], dtype=np.float32)
    unseen = np.zeros((len(labels) - known, labels.shape[1]), dtype=np.float32)
    themes = np.array([code.partition(".")[0] for code in codes])
    for theme in theme_order(codes):
        own = np.flatnonzero(themes == theme)
        positive = np.flatnonzero(labels[:, own].any(axis=1))
        if not len(positive):
            continue
        dual[np.ix_(positive, own)], offset[own] = _ridge(alike, labels, positive, own, ridge)
        earlier = positive[positive < known]
        if len(earlier):
            weights, mean = _ridge(alike, labels, earlier, own, ridge)
            unseen[:, own] = alike[known:, earlier] @ weights + mean
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
    own = alike[np.ix_(rows, rows)]
    own[np.diag_indices_from(own)] += ridge[rows]
    factor = Factor(own)
    return factor.backward(factor.forward(targets - mean)), mean
