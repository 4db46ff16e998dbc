"""How sure a code is: the machine's scores, the reader's, the rules and the neighbouring sentences joined to one probability.

One logistic regression a theme, shared by its codes, over what is known of a pair of sentence and code. It is trained on
sentences that neither machine nor reader had seen (trial.py), so that its probabilities can be believed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.coding.machine import Scores, theme_order
from textmine.coding.readings import FAR, Readings
from textmine.coding.regression import Floats
from textmine.coding.trial import Neighbours, Trial

PENALTY = 1.0
# A bias a code counts less than what is shared.
OWN_BIAS = 0.5
# Two numbers a theme need no penalty to speak of.
WEAK = 1000.0
_STATES = ("direct", "cue", "zaprzeczone", "other")
_SIGNS = ("m:pointing", "m:no verb", "m:short", "m:question")


@dataclass(frozen=True)
class Combiner:
    """Weights (features + codes of the theme + 1) of each theme; `reader` names the reader that it was trained with."""

    codes: tuple[str, ...]
    weights: Mapping[str, Floats]
    reader: str = ""

    def probabilities(
        self, scores: Scores, readings: Readings, features: Sequence[Sequence[str]], neighbours: Neighbours
    ) -> Floats:
        """Probabilities (n, codes)."""
        return _applied(self, pair_features(scores, readings, features, neighbours, self.codes))


def train_combiner(trial: Trial) -> Combiner:
    """Learn how much to trust each from sentences that were held back."""
    return combiner_of(_pairs_of(trial), trial.labels, trial.codes, trial.weights)


def unseen_probabilities(trial: Trial) -> Floats:
    """Probabilities (n, codes) of its sentences from combiners that were trained on the other folds: what can be measured."""
    pairs = _pairs_of(trial)
    folds = trial.folds()
    result = np.zeros(trial.labels.shape, dtype=np.float32)
    for fold in np.unique(folds):
        known = folds != fold
        combiner = combiner_of(pairs[known], trial.labels[known], trial.codes, trial.weights[known])
        result[~known] = _applied(combiner, pairs[~known])
    return result


def calibrated(combiner: Combiner, unseen: Floats, labels: NDArray[np.bool_]) -> Combiner:
    """The combiner with the odds of each theme moved to what was found in some sentences (Platt 1999).

    `unseen` (n, codes) are probabilities that were given to them without having seen them. A bank of examples is richer in
    codes, and in hard cases, than what people say in an hour: that is what the sentences must be like.
    """
    from sklearn.linear_model import LogisticRegression

    moved = dict(combiner.weights)
    kept = np.clip(unseen.astype(np.float64), 1e-4, 1 - 1e-4)
    odds = np.log(kept / (1 - kept))
    for theme, weights in combiner.weights.items():
        own = _columns(combiner.codes, theme)
        given = labels[:, own].reshape(-1)
        if given.any() and not given.all():
            fit = LogisticRegression(C=WEAK).fit(odds[:, own].reshape(-1, 1), given)
            moved[theme] = (weights * fit.coef_[0, 0]).astype(np.float32)
            moved[theme][-1] += fit.intercept_[0]
    return replace(combiner, weights=moved)


def _pairs_of(trial: Trial) -> Floats:
    return pair_features(trial.scores, trial.readings, trial.features, trial.neighbours, trial.codes)


def _applied(combiner: Combiner, pairs: Floats) -> Floats:
    result = np.zeros(pairs.shape[:2], dtype=np.float32)
    for theme, weights in combiner.weights.items():
        own = _columns(combiner.codes, theme)
        logits = (
            pairs[:, own] @ weights[: -len(own) - 1] + OWN_BIAS * weights[-len(own) - 1 : -1] + weights[-1]
        )
        result[:, own] = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return result


def combiner_of(
    pairs: Floats, labels: NDArray[np.bool_], codes: tuple[str, ...], weights: Floats
) -> Combiner:
    """One logistic regression a theme over all pairs of sentences and its codes."""
    found = {}
    for theme in theme_order(codes):
        own = _columns(codes, theme)
        rows = pairs[:, own].reshape(-1, pairs.shape[2])
        biases = np.tile(OWN_BIAS * np.eye(len(own), dtype=np.float32), (len(pairs), 1))
        found[theme] = _logistic(
            np.hstack([rows, biases]), labels[:, own].reshape(-1), np.repeat(weights, len(own))
        )
    return Combiner(codes, found)


def _logistic(rows: Floats, labels: NDArray[np.bool_], weights: Floats) -> Floats:
    """Weights and intercept of a logistic regression with an L2 penalty."""
    from sklearn.linear_model import LogisticRegression

    if labels.all() or not labels.any():
        # Nothing to tell apart: a theme without a coded sentence is never given.
        return np.append(np.zeros(rows.shape[1], np.float32), np.float32(30 if labels.any() else -30))
    model = LogisticRegression(C=1 / PENALTY, solver="newton-cholesky", max_iter=200)
    # In double precision: of hundreds of thousands of rows the normal equations are near to singular in single.
    model.fit(rows.astype(np.float64), labels, sample_weight=weights)
    return np.append(model.coef_[0], model.intercept_).astype(np.float32)


def _columns(codes: Sequence[str], theme: str) -> NDArray[np.int64]:
    return np.array([place for place, code in enumerate(codes) if code.partition(".")[0] == theme])


def pair_features(
    scores: Scores,
    readings: Readings,
    features: Sequence[Sequence[str]],
    neighbours: Neighbours,
    codes: tuple[str, ...],
) -> Floats:
    """What is known of n sentences and each code (n, codes, features)."""
    code, theme, domain = scores.code, scores.theme, scores.domain
    before, after = (np.array([pair[side] for pair in neighbours], dtype=np.int64) for side in (0, 1))
    before_code, before_theme = _shifted(code, before), _shifted(theme, before)
    after_code, after_theme = _shifted(code, after), _shifted(theme, after)
    flags = _flags(features, before)
    pointing, verbless, short, question, follows = (
        np.broadcast_to(flags[:, [column]], code.shape) for column in range(flags.shape[1])
    )
    rules, named, heading, other_heading, asked = _marks(features, codes)
    read, read_theme, unread = readings.code, readings.theme, readings.unread
    before_read, before_read_theme = _shifted(read, before, FAR), _shifted(read_theme, before, FAR)
    parts = [
        read, read_theme, np.minimum(read, read_theme), read - _best_other(read, codes),
        np.maximum(read, 0), np.maximum(read_theme, 0), read * code, read_theme * theme,
        before_read, before_read_theme, before_read * pointing, before_read_theme * pointing,
        before_read * short, before_read_theme * short, before_read * verbless,
        _shifted(read, after, FAR), _shifted(read_theme, after, FAR), unread, unread * read_theme, unread * code,
        code, theme, domain, code * theme, theme * domain, np.minimum(code, theme),
        code - _best_other(code, codes), code**2, theme**2,
        before_code, before_theme, before_code * pointing, before_theme * pointing,
        before_code * before_theme * pointing, before_code * short, before_theme * short, before_code * verbless,
        after_code, after_theme, code * before_code, theme * before_theme,
        pointing, verbless, short, follows, question,
        heading, other_heading, heading * domain,
        *rules, named, named * theme, named * heading,
        asked, asked * short, asked * verbless, asked * domain,
    ]  # fmt: skip
    return np.stack(parts, axis=2).astype(np.float32)


def _shifted(values: Floats, rows: NDArray[np.int64], missing: float = 0.0) -> Floats:
    """The values of neighbours, `missing` where there is none."""
    padded = np.vstack([values, np.full((1, values.shape[1]), missing, values.dtype)])
    result: Floats = padded[rows]
    return result


def _best_other(code: Floats, codes: Sequence[str]) -> Floats:
    """The best score of another code of the same theme."""
    result = np.zeros_like(code)
    for theme in theme_order(codes):
        own = _columns(codes, theme)
        if len(own) < 2:
            continue
        order = np.sort(code[:, own], axis=1)
        best, second = order[:, -1:], order[:, -2:-1]
        result[:, own] = np.where(code[:, own] >= best, second, best)
    return result


def _flags(features: Sequence[Sequence[str]], before: NDArray[np.int64]) -> Floats:
    """Signs of each sentence (n, 5), the last whether it has a sentence before it."""
    signs = {name: column for column, name in enumerate(_SIGNS)}
    result = np.zeros((len(features), len(_SIGNS) + 1), dtype=np.float32)
    for row, names in enumerate(features):
        for name in names:
            if name in signs:
                result[row, signs[name]] = 1
    result[:, -1] = before >= 0
    return result


def _marks(
    features: Sequence[Sequence[str]], codes: Sequence[str]
) -> tuple[list[Floats], Floats, Floats, Floats, Floats]:
    """What rules say of each pair (four states), whether its domain is named, whether heading or question ask for its theme."""
    size = (len(features), len(codes))
    rules = [np.zeros(size, np.float32) for _ in _STATES]
    named, heading, other, asked = (np.zeros(size, np.float32) for _ in range(4))
    place = {code: column for column, code in enumerate(codes)}
    of_theme = {theme: _columns(codes, theme) for theme in theme_order(codes)}
    for row, names in enumerate(features):
        for name in names:
            kind = name[:2]
            if kind == "r:":
                _, code, state = name.split(":")
                if code in place:
                    rules[_STATES.index(state) if state in _STATES else 3][row, place[code]] = 1
            elif kind == "d:" and name[2:] in place:
                named[row, place[name[2:]]] = 1
            elif kind == "a:" and name[2:] in of_theme:
                asked[row, of_theme[name[2:]]] = 1
            elif kind == "h:":
                other[row] = 1
                if name[2:] in of_theme:
                    heading[row, of_theme[name[2:]]] = 1
                    other[row, of_theme[name[2:]]] = 0
    return rules, named, heading, other, asked
