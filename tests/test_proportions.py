"""Intervals of shares against published examples and a library."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from textmine.proportions import Difference, newcombe, wilson

COUNTS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        # Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # R: prop.test(x, n, correct = FALSE)$conf.int
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (1, 1, 0.2065, 1.0),
        (0, 0, 0.0, 0.0),
    ],
)
def test_wilson_interval(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(COUNTS)
def test_wilson_interval_is_that_of_scipy(counts: tuple[int, int]) -> None:
    successes, trials = counts
    expected = binomtest(successes, trials).proportion_ci(method="wilson")
    assert wilson(successes, trials) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(COUNTS)
def test_wilson_interval_holds_the_share(counts: tuple[int, int]) -> None:
    successes, trials = counts
    low, high = wilson(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1
    assert wilson(trials - successes, trials) == pytest.approx((1 - high, 1 - low), abs=1e-9)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe (1998), Interval estimation for the difference, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0000),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_newcombe_interval(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    found = newcombe(*first, *second)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.value == pytest.approx(first[0] / first[1] - second[0] / second[1])


@given(COUNTS, COUNTS)
def test_newcombe_interval_holds_the_difference_and_turns_with_the_groups(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    found, turned = newcombe(*first, *second), newcombe(*second, *first)
    assert found is not None and turned is not None
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low), abs=1e-12)


@pytest.mark.parametrize("counts", [(0, 0, 1, 5), (1, 5, 0, 0), (0, 0, 0, 0)])
def test_a_group_of_nobody_has_no_difference(counts: tuple[int, int, int, int]) -> None:
    assert newcombe(*counts) is None


@pytest.mark.parametrize(("successes", "trials"), [(3, 2), (-1, 2), (1, 0)])
def test_what_is_no_share_is_refused(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match=f"{successes} of {trials} is no share"):
        wilson(successes, trials)


@pytest.mark.parametrize(
    ("difference", "clear"),
    [
        (Difference(0.5, 0.1, 0.8), True),
        (Difference(-0.5, -0.8, -0.1), True),
        (Difference(0.1, -0.2, 0.4), False),
    ],
)
def test_a_difference_is_clear_when_its_interval_leaves_out_zero(difference: Difference, clear: bool) -> None:
    assert difference.clear is clear
