"""The factor of a large matrix, block after block, against solving it at once."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.coding import factor


@pytest.mark.parametrize(("count", "block"), [(1, 4), (64, 64), (65, 64), (200, 64), (257, 300)])
def test_it_solves_what_numpy_solves(count: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factor, "BLOCK", block)
    chooser = np.random.default_rng(count)
    vectors = chooser.normal(size=(count, 20)).astype(np.float32)
    matrix = vectors @ vectors.T + np.eye(count, dtype=np.float32)
    right = chooser.normal(size=(count, 3)).astype(np.float32)
    one = factor.Factor(matrix.copy())
    half = one.forward(right)
    np.testing.assert_allclose(one.backward(half), np.linalg.solve(matrix, right), atol=1e-3)
    # A part that was left out: as if the first rows were all there is.
    known = 2 * count // 3
    expected = matrix[known:, :known] @ np.linalg.solve(matrix[:known, :known], right[:known])
    np.testing.assert_allclose(one.corner(known, half), expected, atol=1e-3)


def test_a_matrix_without_a_factor_is_told() -> None:
    with pytest.raises(np.linalg.LinAlgError):
        factor.Factor(-np.eye(3, dtype=np.float32))
