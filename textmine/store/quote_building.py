"""Making the full-text index over words and lemmas from all sentences."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator

from textmine.store.database import Database
from textmine.store.vector_matrix import write_matrix

# The second of the fields of every token, which is matched to its end: a bracket may be a field. A text with an escape in it
# is not read so.
_LEMMA = re.compile(r'\["[^"]*",\s*"([^"]*)",(?:\s*"[^"]*",){3}\s*\d+,\s*\d+\]')

# Bytes of new entries that FTS5 holds before it writes them: with its own 1 MB it spends a fifth of the time on merging
# what it wrote. A small corpus never fills it.
_BUILDING, _DEFAULT = 128 << 20, 1 << 20


def build_index(db: Database) -> int:
    """Make the full-text index anew from all sentences; returns how many."""
    with db.transaction() as connection:
        connection.execute("INSERT INTO quote_index (quote_index) VALUES ('delete-all')")
        _set(connection, hashsize=_BUILDING, automerge=0)
        connection.executemany(
            "INSERT INTO quote_index (rowid, words, lemmas) VALUES (?, ?, ?)", _entries(connection)
        )
        _set(connection, hashsize=_DEFAULT, automerge=4)
        count = int(connection.execute("SELECT count(*) FROM sentence").fetchone()[0])
    write_matrix(db)
    return count


def _set(connection: sqlite3.Connection, **options: int) -> None:
    for name, value in options.items():
        connection.execute("INSERT INTO quote_index (quote_index, rank) VALUES (?, ?)", (name, value))


def _entries(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """(number, words, lemmas) of all sentences; a document's text is read once, not once a sentence."""
    for name, text in connection.execute("SELECT name, text FROM document ORDER BY name"):
        for number, start, stop, tokens in connection.execute(
            "SELECT number, start, stop, tokens FROM sentence WHERE document = ? ORDER BY position", (name,)
        ):
            yield number, text[start:stop], lemmas_of(tokens)


def lemmas_of(tokens: str) -> str:
    """The base forms of a sentence's tokens, joined by blanks; `tokens` as the table holds them.

    Only one field in seven is wanted, so that it is cut out; what holds an escape is read as JSON.
    """
    if "\\" in tokens:
        return " ".join(fields[1] for fields in json.loads(tokens))
    return " ".join(_LEMMA.findall(tokens))
