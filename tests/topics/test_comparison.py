"""Engines side by side: real runs on made passages of three subjects."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.records import Role, Sentence, Token
from textmine.topics.comparison import RUNS, compare

# Twelve made words a subject: engines name a topic by ten.
SUBJECTS = [[f"{subject}{letter * 2}" for letter in "abcdefghijkl"] for subject in ("szko", "prad", "drog")]


def material(each: int) -> tuple[list[Sentence], np.ndarray]:
    """Sentences that are passages of their own, their words drawn from one subject, and vectors near its axis."""
    chance = np.random.default_rng(0)
    sentences, vectors = [], []
    for n in range(each * len(SUBJECTS)):
        subject = n % len(SUBJECTS)
        words = [str(word) for word in chance.choice(SUBJECTS[subject], 8)]
        text = " ".join(words)
        tokens = tuple(Token(word, word, "NOUN", "subst", "", 0, 0) for word in words)
        document = f"W{n % 5}.txt"
        role = Role.RESPONDENT
        sentences.append(
            Sentence(f"s{n}", document, n, n, 0, len(text), text, text, f"R{n}", role, tokens=tokens)
        )
        vectors.append(np.eye(8)[subject] + 0.1 * chance.normal(size=8))
    rows = np.array(vectors, dtype=np.float32)
    return sentences, rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_figures_of_every_engine() -> None:
    sentences, vectors = material(14)
    steps: list[tuple[int, int]] = []
    found = compare(
        sentences,
        vectors,
        engines=("nmf", "lda"),
        topics=3,
        min_words=5,
        max_words=10,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert [one.engine for one in found] == ["nmf", "lda"]
    assert steps == [(step, 2 * RUNS) for step in range(2 * RUNS + 1)]
    nmf = found[0]
    assert (nmf.topics, nmf.failed) == (3, "")
    assert nmf.stability > 0.8 and nmf.diversity > 0.8 and nmf.npmi > 0.2
    for one in found:
        assert -1 <= one.npmi <= 1 and 0 <= one.cv <= 1 and 0 <= one.unassigned <= 1 and one.seconds > 0


@pytest.mark.parametrize("each", [1, 3])
def test_too_little_material_is_said_of_every_engine(each: int) -> None:
    found = compare(*material(each), engines=("nmf", "lda"), min_words=5, max_words=10)
    assert [one.topics for one in found] == [0, 0]
    assert all(one.failed.startswith("Za mało materiału") for one in found)
