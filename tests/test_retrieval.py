"""The measure of the search and its marked queries; and that codes which the first hits share lift what carries them."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.retrieval import QUERIES, ndcg, substring
from textmine.search import Filters, Nearest, parse, search

REPOSITORY = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("ranked", "grades", "value"),
    [
        ([1, 2, 3], {1: 2, 2: 1}, 1.0),
        ([], {1: 2}, 0.0),
        ([9, 1], {1: 2}, 1 / math.log2(3)),
        # 1/log2(2) + 3/log2(3) of 3/log2(2) + 1/log2(3).
        ([2, 1], {1: 2, 2: 1}, (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))),
        ([*range(10, 20), 1], {1: 2}, 0.0),
        (list(range(10)), dict.fromkeys(range(30), 1), 1.0),
    ],
)
def test_ndcg_by_hand(ranked: list[int], grades: dict[int, int], value: float) -> None:
    assert ndcg(ranked, grades) == pytest.approx(value)


def test_plain_search_ranks_by_words_then_by_place() -> None:
    ranked = substring([("Nic.", 1), ("Prąd drogi", 2), ("DROGI", 3), ("Za prąd", 4)])
    assert ranked("drogi prąd") == [2, 3, 4]


def test_the_marked_queries_are_sound() -> None:
    """At least 60 queries in two parts; every sentence is one of the sample corpus and marked once a query."""
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (REPOSITORY / "corpus" / "gold.csv").open(encoding="utf-8", newline="") as file:
        corpus = {(row["document"], row["sentence"]) for row in csv.DictReader(file)}
    splits = {row["query"]: row["split"] for row in rows}
    assert all(row["split"] == splits[row["query"]] for row in rows)
    assert len(splits) >= 60 and min(Counter(splits.values()).values()) >= 30
    assert {(row["document"], row["sentence"]) for row in rows} <= corpus
    assert max(Counter((row["query"], row["document"], row["sentence"]) for row in rows).values()) == 1
    assert {row["query"] for row in rows if row["grade"] == "2"} == set(splits)


class Index:
    """Sentences 1 to 6: 1 and 2 have the word, 3 to 6 are ever farther in meaning, 1, 2 and 6 carry one code."""

    def lexical(self, match: str, filters: Filters, limit: int) -> list[int]:
        return [1, 2]

    def codes(self, numbers: Sequence[int]) -> dict[int, frozenset[str]]:
        return {n: frozenset({"a" if n != 3 else "b"}) for n in (1, 2, 3, 6) if n in numbers}

    def nearest(self, vector: np.ndarray, filters: Filters, limit: int) -> Nearest:
        return Nearest((3, 4, 5, 6), (0.9, 0.88, 0.86, 0.8), 0.86, 0.04, 4)

    def texts(self, numbers: Sequence[int]) -> dict[int, str]:
        return dict.fromkeys(numbers, "")


def test_codes_that_the_first_hits_share_lift_what_carries_them() -> None:
    hits = search(parse("x", lambda word: [word]), Index(), vector=np.array([1, 0], dtype=np.float32))
    # 6 is last in meaning, but carries what the two best have in common; one hit with "b" lifts nothing.
    assert [hit.number for hit in hits] == [1, 2, 6, 3, 4, 5]
    assert [(hit.lexical, hit.semantic) for hit in hits[:3]] == [(1, None), (2, None), (None, 4)]
