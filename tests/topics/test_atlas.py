"""The map: discs of topics do not overlap, the typical is in the middle, and nothing falls off."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.topics.atlas import distances, places


def made(sizes: list[int], unassigned: int, seed: int) -> tuple[np.ndarray, list[int]]:
    """Unit vectors around a centre for each topic, and the topic of each."""
    rng = np.random.default_rng(seed)
    labels = [topic for topic, size in enumerate(sizes) for _ in range(size)] + [-1] * unassigned
    centres = rng.normal(size=(len(sizes) + 1, 24))
    vectors = np.stack([centres[label] + 0.3 * rng.normal(size=24) for label in labels])
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), labels


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=9), st.integers(0, 5), st.integers(0, 99))
def test_every_passage_is_on_the_map_in_the_disc_of_its_topic(
    sizes: list[int], unassigned: int, seed: int
) -> None:
    vectors, labels = made(sizes, unassigned, seed)
    apart = distances(vectors, labels, len(sizes))
    assert (
        apart.shape == (len(sizes), len(sizes)) and (apart == apart.T).all() and (np.diag(apart) == 0).all()
    )
    found = places(vectors, labels, apart)
    assert found.shape == (len(labels), 2) and np.abs(found).max() <= 1
    assert (places(vectors, labels, apart) == found).all()
    own = np.asarray(labels)
    middles = np.stack([found[own == topic].mean(axis=0) for topic in range(len(sizes))])
    for topic, size in enumerate(sizes):
        reach = np.linalg.norm(found[own == topic] - middles[topic], axis=1).max()
        for other in range(topic):
            gap = np.linalg.norm(middles[topic] - middles[other])
            assert gap > 0.4 * reach or size == 1
    assert np.allclose(np.linalg.norm(found[own < 0], axis=1), 1, atol=1e-3)


def test_topics_that_are_alike_lie_near() -> None:
    rng = np.random.default_rng(0)
    near, far = rng.normal(size=(2, 24))
    centres = [near, near + 0.4 * rng.normal(size=24), far, far + 0.4 * rng.normal(size=24)]
    labels = [topic for topic in range(4) for _ in range(10)]
    vectors = np.stack([centres[topic] + 0.1 * rng.normal(size=24) for topic in labels]).astype(np.float32)
    apart = distances(vectors, labels, 4)
    assert max(apart[0, 1], apart[2, 3]) < min(apart[0, 2], apart[1, 3])
    found = places(vectors, labels, apart).reshape(4, 10, 2).mean(axis=1)
    gap = np.linalg.norm(found[:, None] - found[None], axis=2)
    assert max(gap[0, 1], gap[2, 3]) < min(gap[0, 2], gap[0, 3], gap[1, 2], gap[1, 3])


def test_no_topic_at_all() -> None:
    vectors, labels = made([], 3, 0)
    assert places(vectors, labels, np.zeros((0, 0))).shape == (3, 2)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_alike_passages_do_not_break_it(size: int) -> None:
    vectors = np.ones((size, 8), np.float32) / np.sqrt(8).astype(np.float32)
    found = places(vectors, [0] * size, distances(vectors, [0] * size, 1))
    assert np.isfinite(found).all()
