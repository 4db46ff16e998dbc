"""How often a 95 % interval of a difference holds the true one, in groups as small as interviews have them.

Worked out exactly over all outcomes of two binomial groups, for the textbook's interval (Wald) and Newcombe's.
"""

from __future__ import annotations

import math
from itertools import product

from benchmarks.measured import Figure
from textmine.proportions import Z95, newcombe

SIZES = ((3, 15), (5, 15), (5, 25), (8, 20), (10, 10))
SHARES = [n / 20 for n in range(1, 20)]


def intervals() -> list[Figure]:
    """Mean and least coverage over true shares of 5 to 95 % in both groups."""
    found = {
        name: [_coverage(rule, m, n) for m, n in SIZES] for name, rule in (("n", _newcombe), ("w", _wald))
    }
    figures = []
    for place, (m, n) in enumerate(SIZES):
        (mean, least), (wald_mean, wald_least) = found["n"][place], found["w"][place]
        figures.append(
            Figure(
                f"coverage of Newcombe's 95 % interval, groups of {m} and {n}",
                f"{mean:.1%} (least {least:.1%})",
                f"Wald: {wald_mean:.1%} (least {wald_least:.1%})",
            )
        )
    return figures


def _coverage(rule, m: int, n: int) -> tuple[float, float]:  # type: ignore[no-untyped-def]
    held = {(a, b): rule(a, m, b, n) for a, b in product(range(m + 1), range(n + 1))}
    covered = []
    for p, q in product(SHARES, SHARES):
        likely = sum(
            _binomial(a, m, p) * _binomial(b, n, q)
            for (a, b), (low, high) in held.items()
            if low - 1e-12 <= p - q <= high + 1e-12
        )
        covered.append(likely)
    return sum(covered) / len(covered), min(covered)


def _newcombe(a: int, m: int, b: int, n: int) -> tuple[float, float]:
    found = newcombe(a, m, b, n)
    assert found is not None
    return found.low, found.high


def _wald(a: int, m: int, b: int, n: int) -> tuple[float, float]:
    p, q = a / m, b / n
    spread = Z95 * math.sqrt(p * (1 - p) / m + q * (1 - q) / n)
    return p - q - spread, p - q + spread


def _binomial(k: int, n: int, p: float) -> float:
    return math.comb(n, k) * p**k * (1 - p) ** (n - k)
