"""What passages are compared by: meaning and words, filled up where somebody says little."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from textmine.topics import features
from textmine.topics.features import joined, mean_vectors, word_counts
from textmine.topics.passages import Passage

WORDS = ["gaz", "klasa", "piec", "prąd", "szkoła", "uczeń"]
SAID = (("piec", "prąd", "gaz"), ("szkoła", "uczeń", "klasa"))


def material(each: int, silent: int) -> tuple[list[Passage], NDArray[np.float32], NDArray[np.int64]]:
    """Passages of two subjects, the last `silent` of each without a word that others say; their meaning and subject."""
    rng = np.random.default_rng(0)
    subjects = rng.normal(size=(2, 24))
    units, rows, truth = [], [], []
    for subject in (0, 1):
        for place in range(each):
            # Two of three words, so that passages differ.
            said = tuple(word for n, word in enumerate(SAID[subject]) if n != place % 3)
            units.append(Passage((len(units),), 40, said if place < each - silent else ("bocian",)))
            rows.append(subjects[subject] + 0.8 * rng.normal(size=24))
            truth.append(subject)
    meaning = np.array(rows, np.float32)
    return units, meaning / np.linalg.norm(meaning, axis=1, keepdims=True), np.array(truth)


def test_a_passage_without_common_words_is_like_those_that_mean_the_same() -> None:
    units, meaning, truth = material(24, 4)
    found = joined(meaning, word_counts(units, WORDS))
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-4)
    silent = np.array(["bocian" in unit.lemmas for unit in units])
    likeness = found[silent] @ found[~silent].T
    same = truth[silent][:, None] == truth[~silent][None, :]
    assert likeness[same].min() > likeness[~same].max()


def test_neighbours_of_large_material_are_looked_for_in_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    units, meaning, truth = material(60, 0)
    monkeypatch.setattr(features, "SAMPLE", 40)
    found = joined(meaning, word_counts(units, WORDS))
    likeness = found @ found.T
    same = np.equal.outer(truth, truth)
    assert likeness[same].mean() > likeness[~same].mean() + 0.5
    assert (joined(meaning, word_counts(units, WORDS)) == found).all()


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_hardly_any_passages(size: int) -> None:
    units, meaning, _ = material(4, 0)
    found = joined(meaning[:size], word_counts(units[:size], WORDS))
    assert len(found) == size and np.isfinite(found).all()


def test_the_vector_of_a_passage_is_the_mean_of_its_sentences() -> None:
    vectors = np.eye(4, dtype=np.float32)
    found = mean_vectors([Passage((0, 1), 40, ()), Passage((3,), 40, ())], vectors)
    assert found == pytest.approx(np.array([[0.5**0.5, 0.5**0.5, 0, 0], [0, 0, 0, 1]]), abs=1e-6)


def test_words_are_counted_where_they_may_name_something() -> None:
    units = [Passage((0,), 40, ("piec", "piec", "bocian")), Passage((1,), 40, ())]
    assert word_counts(units, ["gaz", "piec"]).toarray().tolist() == [[0, 2], [0, 0]]
