"""The words that name a topic: its own, said by many, and belonging to each other."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.topics.features import joined, word_counts
from textmine.topics.keywords import Together, chosen, nameable
from textmine.topics.passages import Passage


def spoken(*texts: str, documents: int = 1) -> list[Passage]:
    """Passages of these lemmas, dealt out to some documents."""
    return [
        Passage((place,), 40, tuple(text.split()), f"{place % documents}.txt")
        for place, text in enumerate(texts)
    ]


def test_words_that_may_name_a_topic() -> None:
    common = "a b c d e f g h i j"
    units = spoken(*[common] * 8, "k", "k", documents=1)
    assert nameable(units) == sorted("abcdefghijk")
    assert nameable(spoken(*[common] * 8, "k", documents=1)) == sorted("abcdefghij")  # one passage's word
    # Of eight documents a word must be in two.
    assert nameable(spoken(*[common] * 16, "k", "", "", "", "", "", "", "", "k", documents=8)) == sorted(
        "abcdefghij"
    )
    assert nameable(spoken("a b", "c d")) == ["a", "b", "c", "d"]  # hardly any word is common: all may


def test_how_often_two_words_stand_together() -> None:
    units = spoken("a b", "a b", "c", "c d", "e")
    words = list("abcde")
    npmi = Together(word_counts(units, words), words).npmi(words)
    assert npmi[0, 1] == pytest.approx(1.0)
    assert npmi[0, 2] == -1.0
    assert 0 < npmi[2, 3] < 1
    assert (npmi == npmi.T).all()


def test_a_word_in_every_passage() -> None:
    units = spoken("a b", "a", "a b")
    npmi = Together(word_counts(units, ["a", "b"]), ["a", "b"]).npmi(["a", "b"])
    assert np.isfinite(npmi).all() and npmi[0, 0] == 1.0


def test_words_are_of_one_topic_and_in_company() -> None:
    units = spoken(*["piec prąd gaz"] * 6, "piec bocian", "piec bocian", *["szkoła uczeń piec"] * 6)
    words = sorted({word for unit in units for word in unit.lemmas})
    labels = np.array([0] * 8 + [1] * 6)
    found = {
        0: [("piec", 0.5), ("bocian", 0.45), ("prąd", 0.4), ("gaz", 0.4)],
        1: [("szkoła", 0.5), ("uczeń", 0.4), ("piec", 0.3)],
    }
    named = chosen(found, labels, Together(word_counts(units, words), words), count=3)
    assert {word for word, _ in named[0]} == {"piec", "prąd", "gaz"}  # the stork stands with nothing else
    assert [word for word, _ in named[1]] == ["szkoła", "uczeń"]
    weights = [weight for _, weight in named[0]]
    assert weights == sorted(weights, reverse=True)


def test_passages_are_compared_by_words_too() -> None:
    units = spoken(*["piec prąd"] * 5, *["szkoła uczeń"] * 5)
    alike = np.tile(np.array([[0.6, 0.8, 0.0]], np.float32), (10, 1))
    features = joined(alike, word_counts(units, ["piec", "prąd", "szkoła", "uczeń"]))
    likeness = features @ features.T
    assert np.allclose(np.linalg.norm(features, axis=1), 1, atol=1e-4)
    assert likeness[:5, :5].min() > likeness[:5, 5:].max()
    # Words that nobody says do not stop it.
    assert np.isfinite(joined(alike, word_counts(units, []))).all()
