"""Agreement against values that were published or computed by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.agreement import (
    Counts,
    bootstrap_interval,
    cohen_kappa,
    counts,
    f1_intervals,
    krippendorff_alpha,
)


@pytest.mark.parametrize(
    ("found", "precision", "recall", "f1"),
    [
        (Counts(6, 2, 4), 6 / 8, 6 / 10, 12 / 18),
        (Counts(3, 0, 0, 7), 1.0, 1.0, 1.0),
        (Counts(0, 5, 0), 0.0, 1.0, 0.0),
        (Counts(0, 0, 5), 1.0, 0.0, 0.0),
        (Counts(0, 2, 3), 0.0, 0.0, 0.0),
        (Counts(0, 0, 0, 9), 1.0, 1.0, 1.0),
    ],
)
def test_precision_recall_and_f1(found: Counts, precision: float, recall: float, f1: float) -> None:
    assert found.precision == pytest.approx(precision)
    assert found.recall == pytest.approx(recall)
    assert found.f1 == pytest.approx(f1)


def test_counts_of_two_codings() -> None:
    gold = [True, True, True, False, False, False, False]
    tested = [True, True, False, True, False, False, False]
    assert counts(gold, tested) == Counts(both=2, extra=1, missed=1, neither=3)
    assert Counts(1, 2, 3, 4) + Counts(10, 20, 30, 40) == Counts(11, 22, 33, 44)
    with pytest.raises(ValueError, match="zip"):
        counts([True], [])


def table(both: int, first: int, second: int, neither: int) -> tuple[list[bool], list[bool]]:
    """Two codings from their fourfold table."""
    return (
        [True] * (both + first) + [False] * (second + neither),
        [True] * both + [False] * first + [True] * second + [False] * neither,
    )


@pytest.mark.parametrize(
    ("cells", "kappa"),
    [
        ((20, 5, 10, 15), 0.4),  # observed 0.70, expected 0.50
        ((45, 15, 25, 15), 6 / 46),  # observed 0.60, expected 0.54
        ((25, 35, 5, 35), 14 / 54),  # observed 0.60, expected 0.46: as often alike, yet agreeing more
        ((1, 1, 1, 97), 192 / 392),  # observed 0.98, expected 0.9608
        ((0, 5, 5, 0), -1.0),
        ((7, 0, 0, 3), 1.0),
        ((0, 0, 5, 5), 0.0),  # one of them never gave the code
        ((0, 0, 0, 8), 1.0),  # nobody gave it
    ],
)
def test_cohen_kappa(cells: tuple[int, int, int, int], kappa: float) -> None:
    first, second = table(*cells)
    assert cohen_kappa(first, second) == pytest.approx(kappa)
    assert cohen_kappa(second, first) == pytest.approx(kappa)


def test_kappa_of_more_than_two_values() -> None:
    # Observed 4/6; expected (2·3 + 3·2 + 1·1) / 36 = 13/36.
    assert cohen_kappa("aabbbc", "aabbca") == pytest.approx((24 - 13) / (36 - 13))


# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", sections A, B and C.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
MISSING = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


@pytest.mark.parametrize(
    ("coders", "alpha"), [(BINARY, 0.095), (NOMINAL, 0.692), (MISSING, 0.743)], ids=["A", "B", "C"]
)
def test_krippendorff_alpha_as_published(coders: tuple[str, ...], alpha: float) -> None:
    assert krippendorff_alpha(units(*coders)) == pytest.approx(alpha, abs=0.0005)
    assert krippendorff_alpha(units(*reversed(coders))) == pytest.approx(alpha, abs=0.0005)
    assert krippendorff_alpha(units(*coders)[::-1]) == pytest.approx(alpha, abs=0.0005)


def units(*coders: str) -> list[list[str | None]]:
    """Units from a line for each coder; "." is a missing value."""
    return [[None if value == "." else value for value in unit] for unit in zip(*coders, strict=True)]


def test_alpha_of_alike_and_of_opposite_codings() -> None:
    assert krippendorff_alpha(units("aabb", "aabb")) == 1.0
    assert krippendorff_alpha(units("aaaa", "aaaa")) == 1.0
    # Coincidences ab = ba = 2, nothing else: 1 - 4 / (2 · 2 · 2 / 3).
    assert krippendorff_alpha(units("ab", "ba")) == pytest.approx(-0.5)


def test_units_with_one_value_do_not_count() -> None:
    assert krippendorff_alpha(units("ababa.", "abba.b")) == krippendorff_alpha(units("abab", "abba"))


def test_no_units_is_an_error() -> None:
    with pytest.raises(ValueError, match="units"):
        cohen_kappa([], [])
    with pytest.raises(ValueError, match="two values"):
        krippendorff_alpha(units("ab.", "..a"))


PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40)


@given(PAIRS)
def test_alpha_of_two_coders_is_scotts_pi_with_its_small_sample_correction(
    pairs: list[tuple[str, str]],
) -> None:
    size = 2 * len(pairs)
    said = [value for pair in pairs for value in pair]
    expected = sum((said.count(value) / size) ** 2 for value in "abc")
    observed = sum(a == b for a, b in pairs) / len(pairs)
    wanted = 1.0 if expected == 1.0 else 1 - (1 - observed) / (1 - expected) * (size - 1) / size
    assert krippendorff_alpha(pairs) == pytest.approx(wanted)


@given(PAIRS)
def test_bounds_and_names_of_values(pairs: list[tuple[str, str]]) -> None:
    first, second = zip(*pairs, strict=True)
    kappa = cohen_kappa(first, second)
    assert -1.0 - 1e-9 <= kappa <= 1.0
    assert kappa == pytest.approx(cohen_kappa([ord(v) for v in first], [ord(v) for v in second]))
    assert (kappa == 1.0) == (first == second) or math.isclose(kappa, 1.0)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_f1_is_the_harmonic_mean(pairs: list[tuple[bool, bool]]) -> None:
    found = counts([a for a, _ in pairs], [b for _, b in pairs])
    assert found.both + found.extra + found.missed + found.neither == len(pairs)
    assert 0.0 <= found.f1 <= 1.0
    if found.both:
        assert found.f1 == pytest.approx(2 / (1 / found.precision + 1 / found.recall))


def test_the_interval_of_f1_is_seeded_and_as_wide_as_the_binomials() -> None:
    # Gold always has the code and the tested coding in 60 of 100: F1 = 2·60 / (2·60 + 40) = 0.75; a share of
    # 0.60 ± 0.096 makes 0.67 to 0.82.
    half = [(True, True)] * 60 + [(True, False)] * 40
    found = f1_intervals({"half": [half], "all": [[(True, True)] * 100], "none": [[(False, False)] * 100]})
    low, high = found["half"]
    assert low == pytest.approx(0.67, abs=0.02) and high == pytest.approx(0.82, abs=0.02)
    assert found["all"] == found["none"] == (1.0, 1.0)
    assert f1_intervals({"half": [half]})["half"] == (low, high)


def test_the_interval_over_several_lists_is_of_the_micro_average() -> None:
    right, wrong = [(True, True)] * 50, [(True, False)] * 50
    low, high = f1_intervals({"both": [right, wrong]})["both"]
    # 50 right and 50 missed in every draw.
    assert low == high == pytest.approx(2 / 3)


def test_no_sentences_tell_nothing() -> None:
    assert f1_intervals({"x": [[]]}) == {"x": (0.0, 1.0)} and f1_intervals({}) == {}


def test_the_interval_is_seeded_and_holds_the_value() -> None:
    values = [True] * 60 + [False] * 40

    def share(chosen: object) -> float:
        assert isinstance(chosen, list) and len(chosen) == 100
        return sum(values[unit] for unit in chosen) / 100

    low, high = bootstrap_interval(100, share)
    # The binomial interval is 0.60 ± 0.096.
    assert 0.46 < low < 0.54 and 0.66 < high < 0.74
    assert bootstrap_interval(100, share) == (low, high)
    assert bootstrap_interval(100, lambda _: 0.25) == (0.25, 0.25)
