"""Embedding with a memory: a text that was embedded once, in this run or an earlier one, costs nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from textmine.embed.encoders import Encoder
from textmine.records import Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 64


class VectorCache(Protocol):
    """Vectors by key, kept between runs."""

    def get(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Those of `keys` that are known."""

    def put(self, items: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep `items`."""


class MemoryCache:
    """A VectorCache for one process."""

    def __init__(self) -> None:
        self._items: dict[str, NDArray[np.float32]] = {}

    def get(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Those of `keys` that are known."""
        return {key: self._items[key] for key in keys if key in self._items}

    def put(self, items: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep `items`."""
        self._items.update(items)


def vector_key(encoder: str, text: str) -> str:
    """The key of a passage's vector: of the encoder's name and the text."""
    return hashlib.blake2b(f"{encoder}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def embed(
    texts: Sequence[str], encoder: Encoder, cache: VectorCache, *, progress: Progress | None = None
) -> NDArray[np.float32]:
    """Vectors (n, dimension) of passages, in the order of `texts`.

    Only what the cache does not have is computed, each text once; every batch is put into the cache as soon as it is
    ready, so that a killed run loses one batch at most.
    """
    import numpy as np

    keys = [vector_key(encoder.name, text) for text in texts]
    known = cache.get(list(dict.fromkeys(keys)))
    waiting = [(key, text) for key, text in dict(zip(keys, texts, strict=True)).items() if key not in known]
    done = len(known)
    total = done + len(waiting)
    for first in range(0, len(waiting), BATCH):
        if progress:
            progress(done, total)
        batch = waiting[first : first + BATCH]
        vectors = encoder.passages([text for _, text in batch])
        fresh = {key: vector for (key, _), vector in zip(batch, vectors, strict=True)}
        cache.put(fresh)
        known.update(fresh)
        done += len(batch)
    if progress:
        progress(total, total)
    if not keys:
        return np.zeros((0, encoder.dimension), dtype=np.float32)
    return np.stack([known[key] for key in keys])
