"""Learning the weights of a log-linear model: AdaGrad (Duchi et al. 2011) on the loss, compiled.

Numbers are added one after another in one thread, so that the same input gives the same weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# The rate falls from RATE to this.
LAST_RATE = 0.01


@dataclass(frozen=True, slots=True)
class Settings:
    """How weights are learned.

    `start` is the sum of squares that AdaGrad begins with: the larger, the smaller the first steps of rare features.
    `batch_pairs` are the choices of a step, `decay` draws weights to 0, `seeds` are the runs whose mean is taken.
    """

    epochs: int = 8
    rate: float = 0.05
    start: float = 1e-2
    batch_pairs: int = 400
    decay: float = 1e-5
    seeds: int = 1


def descended(
    places: NDArray[np.uint32],
    right: NDArray[np.bool_],
    first: NDArray[np.int64],
    use: NDArray[np.int64],
    size: int,
    settings: Settings,
    seed: int,
) -> Floats:
    """`size` weights that make right choices likely.

    `places` has a row a choice: where its weights are. `right` marks the right ones, `first` is the first row of every
    word; learned from the words `use` (at least one right and one wrong choice each).
    """
    found = [
        _run(places, right, first, use, size, settings, seed + 100 * run) for run in range(settings.seeds)
    ]
    mean: Floats = np.mean(found, axis=0, dtype=np.float32)
    return mean


def _run(
    places: NDArray[np.uint32],
    right: NDArray[np.bool_],
    first: NDArray[np.int64],
    use: NDArray[np.int64],
    size: int,
    settings: Settings,
    seed: int,
) -> Floats:
    weights = np.zeros(size, np.float32)
    squares = np.full(size, settings.start, np.float32)
    slope = np.zeros(size, np.float32)
    seen = np.zeros(size, np.int32)
    sizes = np.diff(np.append(first, len(places)))
    shuffler = np.random.default_rng(seed)
    steps = 0
    for epoch in range(settings.epochs):
        rate = settings.rate * (1 - epoch / settings.epochs) + LAST_RATE
        order = shuffler.permutation(use)
        batches = _batches(np.cumsum(sizes[order]), settings.batch_pairs)
        steps = _compiled()(
            weights, squares, slope, seen, places, right, first, sizes, order, batches,
            np.float32(rate), np.float32(settings.decay), steps,
        )  # fmt: skip
    return weights


def _batches(ends: NDArray[np.int64], pairs: int) -> NDArray[np.int64]:
    """Where batches of about so many pairs begin, and the end."""
    cuts = np.searchsorted(ends, np.arange(pairs, ends[-1], pairs))
    return np.unique(np.concatenate([[0], cuts, [len(ends)]]))


@cache
def _compiled() -> Callable[..., int]:
    import numba

    compiled: Any = numba.njit(cache=True)(_epoch)
    return compiled  # type: ignore[no-any-return]


def _epoch(  # type: ignore[no-untyped-def]
    weights, squares, slope, seen, places, right, first, sizes, order, batches, rate, decay, steps
):
    """One pass over the words of `order`, batch after batch; counts the steps on. Compiled: no Python objects."""
    columns = places.shape[1]
    raised = np.zeros(sizes.max(), np.float32)
    for batch in range(len(batches) - 1):
        steps += 1
        for word in order[batches[batch] : batches[batch + 1]]:
            begin, count = first[word], sizes[word]
            for row in range(count):
                score = np.float32(0)
                for column in range(columns):
                    score += weights[places[begin + row, column]]
                raised[row] = score
            top = raised[:count].max()
            total, good = np.float32(0), np.float32(1e-12)
            for row in range(count):
                raised[row] = np.exp(raised[row] - top)
                total += raised[row]
                if right[begin + row]:
                    good += raised[row]
            for row in range(count):
                wrong = raised[row] / total
                if right[begin + row]:
                    wrong -= raised[row] / good
                for column in range(columns):
                    slope[places[begin + row, column]] += wrong
        for word in order[batches[batch] : batches[batch + 1]]:
            for row in range(first[word], first[word] + sizes[word]):
                for column in range(columns):
                    place = places[row, column]
                    if seen[place] != steps:
                        seen[place] = steps
                        pull = slope[place] + decay * weights[place]
                        squares[place] += pull * pull
                        weights[place] -= rate * pull / np.sqrt(squares[place])
                        slope[place] = 0
    return steps
