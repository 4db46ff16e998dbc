"""Sentence vectors in the database: the cache of the embed room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textmine.store.database import Database

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# SQLite allows 32,766 parameters a statement; a block this size keeps each query small.
BLOCK = 500


class SqliteVectorCache:
    """A VectorCache (embed room) in table `vector`; each `put` is one transaction, so a killed run keeps it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The cached vectors among `keys`."""
        import numpy as np

        found: dict[str, NDArray[np.float32]] = {}
        for first in range(0, len(keys), BLOCK):
            block = tuple(keys[first : first + BLOCK])
            marks = ",".join("?" * len(block))
            rows: list[tuple[Any, ...]] = self._db.rows(
                f"SELECT key, value FROM vector WHERE key IN ({marks})",  # noqa: S608
                block,
            )
            for key, value in rows:
                found[key] = np.frombuffer(value, dtype="<f4")
        return found

    def put(self, items: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep `items`."""
        with self._db.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO vector VALUES (?, ?)",
                ((key, vector.astype("<f4").tobytes()) for key, vector in items.items()),
            )


def forget_unused(db: Database, others: Iterable[str] = ()) -> None:
    """Drop vectors that no sentence uses: text that was deleted from the corpus leaves no trace.

    `others` are keys of what else is kept of sentences that are there.
    """
    with db.transaction() as connection:
        connection.execute("CREATE TEMP TABLE kept (key TEXT PRIMARY KEY) WITHOUT ROWID")
        connection.executemany("INSERT OR IGNORE INTO kept VALUES (?)", ((key,) for key in others))
        connection.execute(
            "DELETE FROM vector WHERE key NOT IN (SELECT vector FROM sentence WHERE vector IS NOT NULL) "
            "AND key NOT IN (SELECT key FROM kept)"
        )
        connection.execute("DROP TABLE kept")


def vectors_of_sentences(db: Database, sentences: Sequence[str]) -> NDArray[np.float32]:
    """The vectors (n, d) of sentences by their ids, in their order; sentences without one are left out."""
    import numpy as np

    found: dict[str, NDArray[np.float32]] = {}
    for first in range(0, len(sentences), BLOCK):
        block = tuple(sentences[first : first + BLOCK])
        marks = ",".join("?" * len(block))
        rows: list[tuple[Any, ...]] = db.rows(
            f"SELECT s.id, v.value FROM sentence s JOIN vector v ON v.key = s.vector WHERE s.id IN ({marks})",  # noqa: S608
            block,
        )
        found.update((identity, np.frombuffer(value, dtype="<f4")) for identity, value in rows)
    known = [found[identity] for identity in sentences if identity in found]
    return np.stack(known) if known else np.zeros((0, 0), dtype=np.float32)
