"""Sentences that are held back while a coder learns: what it says of them shows how far it can be believed.

What a coder says of sentences that it learned from is surer and righter than what it says of new ones. So a fifth of the
scenes, and all interviews where people talk as they do, are kept from the reader (tune.py) and from the machine
(training.py) while these learn for the trial; the combiner learns from the trial how much to trust each (stacking, Wolpert 1992).
What a researcher coded is all tried, in rounds. The coder that ships has learned from all sentences.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.coding.machine import Scores
from textmine.coding.readings import Readings
from textmine.coding.regression import Floats

# One scene of so many is held back.
ONE_OF = 5
# A researcher's own sentences are few: each is held back in one of so many rounds.
ROUNDS = 5
# The round of sentences that are never held back.
NEVER = -1
FOLDS = 5

Neighbours = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Trial:
    """n sentences that were held back, what was said of them, the places of each one's neighbours, labels (n, codes)."""

    codes: tuple[str, ...]
    features: Sequence[Sequence[str]]
    scores: Scores
    readings: Readings
    neighbours: Neighbours
    labels: NDArray[np.bool_]
    scenes: Sequence[str]
    weights: Floats

    def folds(self) -> NDArray[np.int64]:
        """The fold of each sentence: by its scene, so that no neighbour is in another fold."""
        return np.array([_number("fold", scene) % FOLDS for scene in self.scenes], dtype=np.int64)


def held_back(scenes: Sequence[str], natural: Collection[str] = ()) -> NDArray[np.bool_]:
    """Whether each sentence is held back: by its scene alone, so that reader and machine agree; `natural` ones always."""
    chosen = {scene for scene in scenes if scene in natural or _number("trial", scene) % ONE_OF == 0}
    return np.array([scene in chosen for scene in scenes], dtype=np.bool_)


def in_rounds(count: int) -> NDArray[np.int64]:
    """The round in which each of a researcher's sentences is held back: all of them are, neighbours mostly together."""
    return np.arange(count, dtype=np.int64) * ROUNDS // max(1, count)


def _number(purpose: str, scene: str) -> int:
    return int(hashlib.blake2b(f"{purpose} {scene}".encode(), digest_size=4).hexdigest(), 16)
