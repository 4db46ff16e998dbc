"""Groups of passages: found where they are, the same for every seed, and none too small."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from textmine.topics import clusters
from textmine.topics.clusters import Groups
from textmine.topics.quality import agreement


def around(centres: int, each: int, spread: float = 0.3) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Unit rows around some centres, and the centre of each."""
    rng = np.random.default_rng(1)
    truth = np.repeat(np.arange(centres), each)
    rows = rng.normal(size=(centres, 16))[truth] + spread * rng.normal(size=(len(truth), 16))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), truth


def test_groups_are_found_whatever_the_seed() -> None:
    rows, truth = around(5, 20)
    for seed in range(3):
        found = Groups(rows, seed).labels(5)
        assert agreement(found, truth) == 1.0
        assert (found == Groups(rows, 0).labels(5)).all()


def test_of_large_material_the_tree_is_made_of_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, truth = around(5, 60)
    monkeypatch.setattr(clusters, "TREE", 50)
    assert agreement(Groups(rows, 3).labels(5), truth) == 1.0


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_no_more_groups_than_asked_for(count: int) -> None:
    rows, _ = around(4, 10, spread=1.0)
    found = Groups(rows, 0).labels(count)
    assert set(found.tolist()) == set(range(found.max() + 1)) and found.max() < count


def test_small_groups_join_others() -> None:
    rows, truth = around(4, 12)
    few = np.concatenate([rows[:37], rows[36:37]])  # two of the fourth
    assert np.bincount(Groups(few, 0).labels(4)).min() == 2
    found = Groups(few, 0).labels(4, smallest=3)
    assert len(np.bincount(found)) == 3 and agreement(found[:36], truth[:36]) == 1.0


def test_stability_is_high_where_there_are_groups_and_low_where_there_are_none() -> None:
    rows, _ = around(4, 25)
    chance = np.random.default_rng(0).normal(size=(100, 16)).astype(np.float32)
    chance /= np.linalg.norm(chance, axis=1, keepdims=True)
    assert Groups(rows, 0).stability(4) > 0.95
    assert Groups(chance, 0).stability(4) < 0.6
    assert Groups(rows, 0).stability(4) == Groups(rows, 0).stability(4)


@pytest.mark.parametrize("rows", [1, 2, 3, 12])
def test_rows_that_are_all_alike(rows: int) -> None:
    alike = np.tile(np.eye(8, dtype=np.float32)[:1], (rows, 1))
    assert set(Groups(alike, 0).labels(3).tolist()) == {0}
