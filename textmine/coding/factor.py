"""The Cholesky factor of a large symmetric matrix, a block after another, in the memory of the matrix itself.

LAPACK counts with 32 bits in the builds that scipy ships: at 64,000 rows it ends the process. Each call here is about a
part that it can count.
"""

from __future__ import annotations

import numpy as np

from textmine.coding.regression import Floats

# Rows and columns of a block.
BLOCK = 4096


class Factor:
    """The lower factor L of a symmetric matrix with L @ L.T equal to it. The matrix is spoilt: L lies in its lower half."""

    def __init__(self, matrix: Floats) -> None:
        """Factorise. Raises LinAlgError where the matrix is not positive definite."""
        from scipy.linalg import cholesky, solve_triangular

        self._lower = matrix
        for own in self._blocks():
            corner = cholesky(matrix[own, own], lower=True, check_finite=False)
            matrix[own, own] = corner
            for below in self._blocks(own.stop):
                matrix[below, own] = solve_triangular(
                    corner, matrix[below, own].T, lower=True, check_finite=False
                ).T
            for below in self._blocks(own.stop):
                done = slice(own.stop, below.stop)
                matrix[below, done] -= matrix[below, own] @ matrix[done, own].T

    def forward(self, right: Floats) -> Floats:
        """The solution x (n, k) of L @ x = right."""
        from scipy.linalg import solve_triangular

        result = right.astype(np.float32)
        for own in self._blocks():
            result[own] -= self._lower[own, : own.start] @ result[: own.start]
            result[own] = solve_triangular(self._lower[own, own], result[own], lower=True, check_finite=False)
        return result

    def backward(self, right: Floats) -> Floats:
        """The solution x (n, k) of L.T @ x = right."""
        from scipy.linalg import solve_triangular

        result = right.astype(np.float32)
        for own in reversed(self._blocks()):
            for below in self._blocks(own.stop):
                result[own] -= self._lower[below, own].T @ result[below]
            result[own] = solve_triangular(
                self._lower[own, own], result[own], lower=True, trans="T", check_finite=False
            )
        return result

    def corner(self, known: int, half: Floats) -> Floats:
        """The rows of L from `known` on, up to that column, times the first rows of `half`: (n - known, k)."""
        parts = [self._lower[own, :known] @ half[:known] for own in self._blocks(known)]
        return np.concatenate(parts) if parts else np.zeros((0, half.shape[1]), np.float32)

    def _blocks(self, first: int = 0) -> list[slice]:
        count = len(self._lower)
        return [slice(begin, min(begin + BLOCK, count)) for begin in range(first, count, BLOCK)]
