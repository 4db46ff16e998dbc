"""The map of topics: topics that are alike lie near each other, passages lie around the centre of their topic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROUNDS = 200
# How much of the map the topics' discs fill, so that they can lie beside each other.
_FILLED = 0.35


def distances(vectors: NDArray[np.float32], topics: Sequence[int], count: int) -> NDArray[np.float64]:
    """Cosine distances (count, count) between the centres of topics 0 to count - 1; `topics[i]` is -1 for none."""
    import numpy as np

    labels = np.asarray(topics)
    centred = (vectors - vectors.mean(axis=0)).astype(np.float64)
    centres = np.stack([centred[labels == topic].mean(axis=0) for topic in range(count)])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
    result: NDArray[np.float64] = np.clip(np.round(1.0 - centres @ centres.T, 4), 0.0, 2.0)
    np.fill_diagonal(result, 0.0)
    return result


def places(
    vectors: NDArray[np.float32], topics: Sequence[int], apart: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Places (n, 2) in [-1, 1] of passages with unit `vectors` (n, d), given the distances of their topics.

    Topics are discs with an area as their number of passages, laid out by classical scaling (Torgerson 1952) and
    pushed until none covers another. Within a disc, the most typical passage is in the middle. What has no topic lies
    on the rim of the map.
    """
    import numpy as np

    labels = np.asarray(topics)
    sizes = np.bincount(labels[labels >= 0], minlength=len(apart)).astype(np.float64)
    radii = np.sqrt(_FILLED * sizes / max(sizes.sum(), 1.0))
    centres = _pushed(_scaled(apart), radii)
    result = np.zeros((len(labels), 2))
    for topic in range(len(apart)):
        own = np.flatnonzero(labels == topic)
        result[own] = centres[topic] + radii[topic] * _within(vectors[own].astype(np.float64))
    reach = max(float(np.abs(result).max(initial=0.0)), 1e-9)
    result /= reach
    outside = np.flatnonzero(labels < 0)
    angles = 2 * np.pi * np.arange(len(outside)) / max(len(outside), 1)
    result[outside] = np.column_stack((np.cos(angles), np.sin(angles)))
    return np.round(result, 4)


def _scaled(apart: NDArray[np.float64]) -> NDArray[np.float64]:
    """Classical scaling to two dimensions, signs fixed."""
    import numpy as np

    count = len(apart)
    if count < 2:
        return np.zeros((count, 2))
    middle = np.eye(count) - 1.0 / count
    values, axes = np.linalg.eigh(-0.5 * middle @ apart**2 @ middle)
    best = np.argsort(-values)[:2]
    scaled = axes[:, best] * np.sqrt(np.maximum(values[best], 0.0))
    signs = np.sign(scaled[np.abs(scaled).argmax(axis=0), np.arange(scaled.shape[1])])
    return np.asarray(scaled * np.where(signs == 0, 1.0, signs))


def _pushed(centres: NDArray[np.float64], radii: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centres (k, 2) moved until no two discs overlap, or after 200 rounds."""
    import numpy as np

    result = centres.copy()
    count = len(result)
    # Two that lie in one place have no direction to be pushed in.
    angles = 2 * np.pi * np.arange(count) / max(count, 1)
    result += 1e-3 * np.column_stack((np.cos(angles), np.sin(angles)))
    for _ in range(_ROUNDS):
        between = result[:, None, :] - result[None, :, :]
        gaps = np.linalg.norm(between, axis=2)
        lacking = np.maximum(1.1 * (radii[:, None] + radii[None, :]) - gaps, 0.0)
        np.fill_diagonal(lacking, 0.0)
        if lacking.max(initial=0.0) < 1e-4:
            break
        result += 0.5 * (between / np.maximum(gaps, 1e-9)[..., None] * lacking[..., None]).sum(axis=1)
    return result


def _within(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places in the unit disc: distance by rank of typicality, direction by the two main axes of the topic."""
    import numpy as np

    size = len(vectors)
    if size < 3:
        return np.column_stack((np.linspace(-0.4, 0.4, size) if size > 1 else np.zeros(size), np.zeros(size)))
    centre = vectors.mean(axis=0)
    ranks = np.empty(size)
    ranks[np.argsort(-np.round(vectors @ centre, 6), kind="stable")] = np.arange(size)
    _, _, axes = np.linalg.svd(vectors - centre, full_matrices=False)
    flat = (vectors - centre) @ axes[:2].T
    if flat.shape[1] < 2:
        flat = np.column_stack((flat, np.zeros(size)))
    flat *= np.where(flat[np.abs(flat).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    length = np.linalg.norm(flat, axis=1, keepdims=True)
    direction = np.where(length > 1e-9, flat / np.maximum(length, 1e-9), [[1.0, 0.0]])
    return np.asarray(direction * np.sqrt(ranks / size)[:, None])
