"""How many topics: numbers that suit the material, and the reason why one of them was taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.topics.choice import MOST, Tried, chosen, numbers_to_try
from textmine.topics.quality import agreement, coherence, diversity


@given(st.integers(12, 200_000))
def test_numbers_suit_the_material(passages: int) -> None:
    numbers = numbers_to_try(passages)
    assert 1 <= len(numbers) <= 6 and list(numbers) == sorted(set(numbers))
    assert numbers[0] >= 2 and numbers[-1] <= min(MOST, max(2, passages // 4))


@pytest.mark.parametrize(
    ("passages", "expected"),
    [
        (12, (2, 3)),
        (20, (2, 3, 4)),
        (200, (2, 3, 4, 5, 6)),
        (481, (4, 5, 6, 8, 10, 12)),
        (5000, (9, 11, 15, 19, 24, 30)),
    ],
)
def test_numbers_that_are_tried(passages: int, expected: tuple[int, ...]) -> None:
    assert numbers_to_try(passages) == expected


# Words of a subject stand together, and so do a passage's two words of another.
TEXTS = [["piec", "prąd", "gaz"], ["szkoła", "uczeń", "klasa"]] * 10
GOOD = (("piec", "prąd", "gaz"), ("szkoła", "uczeń", "klasa"))
MIXED = (("piec", "uczeń"), ("szkoła", "prąd"))


def attempts(*tried: tuple[int, tuple[tuple[str, ...], ...], float]) -> dict[int, Tried]:
    return {number: Tried(number, words, stability) for number, words, stability in tried}


@pytest.mark.parametrize(
    ("tried", "number", "reason"),
    [
        (attempts((2, GOOD, 0.9), (3, MIXED, 0.9)), 2, "2 tematy: najlepsza ocena spośród prób (2, 3)"),
        (attempts((2, MIXED, 0.9), (3, GOOD, 0.5)), 3, "3 tematy: najlepsza ocena spośród prób (2, 3)"),
        # Alike: the larger number says more.
        (attempts((2, GOOD, 0.9), (3, GOOD, 0.85)), 3, "liczby 2, 3 mają ocenę podobną do najlepszej"),
        (attempts((2, GOOD, 0.9), (3, GOOD, 0.2)), 2, "zgodność podziału 0,90"),
        (attempts((2, GOOD, 1.0)), 2, "2 tematy: materiału starcza tylko na tyle"),
    ],
)
def test_the_number_that_is_taken(tried: dict[int, Tried], number: int, reason: str) -> None:
    table, why = chosen(tuple(tried), tried.__getitem__, TEXTS)
    assert [row.topics for row in table] == list(tried)
    assert [row.topics for row in table if row.chosen] == [number]
    assert reason in why and "\n" not in why


def test_coherence_is_of_words_that_stand_together() -> None:
    (npmi, cv), (low, _), nothing = coherence([GOOD, MIXED, [("nieznane", "słowo")]], TEXTS)
    assert npmi == pytest.approx(1.0, abs=0.01) and cv == pytest.approx(1.0, abs=0.01)
    assert low < -0.9
    assert nothing == (-1.0, 0.0)
    assert coherence([], TEXTS) == []
    assert coherence([[("piec",)]], TEXTS) == [(-1.0, 0.0)]  # one word stands with none


@pytest.mark.parametrize(
    ("topics", "expected"),
    [(GOOD, 1.0), ([("a", "b"), ("b", "c")], 0.75), ([("a",), ("a",)], 0.5), ([], 0.0)],
)
def test_diversity(topics: list[tuple[str, ...]], expected: float) -> None:
    assert diversity(topics) == expected


def test_agreement_does_not_ask_for_the_same_numbers() -> None:
    assert agreement([0, 0, 1, 1], [7, 7, 3, 3]) == 1.0
    assert agreement([0, 1, 0, 1], [0, 0, 1, 1]) < 0
