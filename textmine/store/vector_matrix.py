"""The vectors of a large corpus in files beside the database, so that a query reads thousands of them, not a million.

A search has two steps. Signs of the centred vectors, one bit a dimension, are compared with those of the query: the few
thousand with the fewest different bits are looked at again with their vectors, in half precision. The files carry a stamp
that the database knows too: files of another state of the index are not used.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.search import Nearest
from textmine.store.database import Database
from textmine.store.stages import get_meta, set_meta

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Below this the vectors are read from the database in less time than a person notices.
LARGE = 20_000
# How many are looked at again, for each that is wanted.
OVERSAMPLED = 40
_STAMP = "vector_matrix"
_BLOCK = 10_000
# Vectors from which the centre and, for each query, the spread of the cosines are estimated.
_SAMPLE, _SPREAD = 20_000, 4_000


def matrix_path(db: Database) -> Path:
    """The folder beside the database."""
    return db.path.with_suffix(".vectors")


def write_matrix(db: Database) -> int:
    """Make the files of a large corpus anew, and remove those of one that no longer is; returns how many vectors."""
    import shutil

    folder = matrix_path(db)
    count = int(str(db.rows("SELECT count(*) FROM sentence WHERE vector IS NOT NULL")[0][0]))
    set_meta(db, _STAMP, "")
    shutil.rmtree(folder, ignore_errors=True)
    if count < LARGE:
        return 0
    folder.mkdir()
    _fill(db, folder, count)
    stamp = secrets.token_hex(8)
    (folder / "stamp").write_text(stamp, encoding="ascii")
    set_meta(db, _STAMP, stamp)
    return count


def _fill(db: Database, folder: Path, count: int) -> None:
    import numpy as np
    from numpy.lib.format import open_memmap

    centre = _centre(db, count)
    size = len(centre)
    numbers = open_memmap(folder / "numbers.npy", "w+", np.int64, (count,))
    spoken = open_memmap(folder / "spoken.npy", "w+", np.bool_, (count,))
    vectors = open_memmap(folder / "vectors.npy", "w+", np.float16, (count, size))
    signs = open_memmap(folder / "signs.npy", "w+", np.uint64, (_words(size), count))
    np.save(folder / "centre.npy", centre)
    place = 0
    for rows in _blocks(db):
        end = place + len(rows)
        block = np.frombuffer(b"".join(row[2] for row in rows), dtype="<f4").reshape(len(rows), size)
        numbers[place:end] = [row[0] for row in rows]
        spoken[place:end] = [row[1] for row in rows]
        vectors[place:end] = block
        signs[:, place:end] = packed(block - centre).T
        place = end
    for array in (numbers, spoken, vectors, signs):
        array.flush()


def _blocks(db: Database) -> Iterator[list[tuple[Any, ...]]]:
    last = 0
    while True:
        rows: list[tuple[Any, ...]] = db.rows(
            "SELECT s.number, t.role <> 'moderator', v.value FROM sentence s JOIN vector v ON v.key = s.vector"
            " JOIN turn t ON t.document = s.document AND t.position = s.turn"
            " WHERE s.number > ? ORDER BY s.number LIMIT ?",
            (last, _BLOCK),
        )
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _centre(db: Database, count: int) -> NDArray[np.float32]:
    """The mean of a sample of the vectors."""
    import numpy as np

    step = max(1, count // _SAMPLE)
    rows: list[tuple[Any, ...]] = db.rows(
        "SELECT v.value FROM sentence s JOIN vector v ON v.key = s.vector WHERE s.number % ? = 0", (step,)
    )
    sample = np.frombuffer(b"".join(row[0] for row in rows), dtype="<f4").reshape(len(rows), -1)
    centre: NDArray[np.float32] = sample.mean(axis=0)
    return centre


def packed(vectors: NDArray[np.float32]) -> NDArray[np.uint64]:
    """The signs of vectors (n, d) as bits, in words of 64: (n, ceil(d / 64))."""
    import numpy as np

    bits = np.packbits(vectors > 0, axis=1)
    missing = _words(vectors.shape[1]) * 8 - bits.shape[1]
    return np.ascontiguousarray(np.pad(bits, ((0, 0), (0, missing)))).view(np.uint64)


def _words(size: int) -> int:
    return -(-size // 64)


class VectorMatrix:
    """The files of a large corpus, mapped into memory."""

    def __init__(self, folder: Path) -> None:
        import numpy as np

        self.numbers = np.load(folder / "numbers.npy", mmap_mode="r")
        self._spoken = np.load(folder / "spoken.npy", mmap_mode="r")
        self._vectors = np.load(folder / "vectors.npy", mmap_mode="r")
        self._signs = np.load(folder / "signs.npy", mmap_mode="r")
        self._centre = np.load(folder / "centre.npy")

    @classmethod
    def of(cls, db: Database) -> VectorMatrix | None:
        """That of a database, None where there is none or it belongs to another state."""
        folder = matrix_path(db)
        stamp = get_meta(db, _STAMP)
        try:
            if not stamp or (folder / "stamp").read_text(encoding="ascii") != stamp:
                return None
            return cls(folder)
        except (OSError, ValueError):
            return None

    def nearest(
        self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None = None
    ) -> Nearest:
        """The nearest to a unit vector; `allowed` (n,) are those that may be found, None = what respondents said."""
        import numpy as np

        allowed = self._spoken if allowed is None else allowed
        code = packed((vector - self._centre)[None])[0]
        different = np.zeros(len(self.numbers), dtype=np.uint16)
        for words, wanted in zip(self._signs, code, strict=True):
            different += np.bitwise_count(words ^ wanted)
        different[~np.asarray(allowed)] = np.iinfo(np.uint16).max
        chosen = _fewest(different, OVERSAMPLED * limit)
        cosines = self._vectors[chosen].astype(np.float32) @ vector
        best = np.argsort(-cosines, kind="stable")[:limit]
        step = max(1, len(self.numbers) // _SPREAD)
        sample = self._vectors[::step].astype(np.float32) @ vector
        return Nearest(
            tuple(self.numbers[chosen[best]].tolist()),
            tuple(cosines[best].tolist()),
            float(sample.mean()),
            float(sample.std()),
            int(np.count_nonzero(allowed)),
        )


def _fewest(values: NDArray[np.uint16], count: int) -> NDArray[np.int64]:
    """The places of about the `count` smallest values; all that are equal to the last of them are taken too."""
    import numpy as np

    histogram = np.bincount(values, minlength=2)
    histogram[-1] = 0 if len(histogram) == np.iinfo(np.uint16).max + 1 else histogram[-1]
    bar = int(np.searchsorted(np.cumsum(histogram), count))
    return np.flatnonzero(values <= min(bar, np.iinfo(np.uint16).max - 1))
