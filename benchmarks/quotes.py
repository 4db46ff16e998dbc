"""`python -m benchmarks.quotes [SENTENCES]`: the search over a million sentences, beside a bare FTS5 table and bm25s.

The sentences are made: words of syllables, drawn by Zipf, in eight forms each; vectors are those of the sample corpus's
kind, unit vectors around 2,000 centres in a narrow cone. Queries are one to three words of sentences that are there, never
one of the hundred most frequent, which stand for the function words that a query is searched without.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.records import Document, Role, Turn
from textmine.search import Filters, Query, parse, search
from textmine.store.database import Database
from textmine.store.documents import save_document
from textmine.store.quote_building import build_index
from textmine.store.quotes import SqliteQuoteIndex
from textmine.store.vector_matrix import matrix_path

SENTENCES, A_DOCUMENT, LEMMAS, SIZE = 1_000_000, 1_000, 60_000, 384
FREQUENT, QUERIES, CODED_EVERY = 100, 200, 8
ENDINGS = ("", "a", "y", "owi", "em", "ie", "ów", "ami")
LEXICAL_MS, HYBRID_MS, BUILT = 30.0, 120.0, 50_000


@dataclass(slots=True)
class Material:
    """Sentences as lemma ids, their texts, and the names of the lemmas."""

    random: np.random.Generator
    names: list[str]

    def sentences(self, count: int) -> list[NDArray[np.int64]]:
        """Lemma ids: 6 to 16 a sentence, by Zipf with exponent 1."""
        weights = 1 / np.arange(1, LEMMAS + 1)
        lengths = self.random.integers(6, 17, count)
        ids = self.random.choice(LEMMAS, size=int(lengths.sum()), p=weights / weights.sum())
        return np.split(ids, np.cumsum(lengths)[:-1])


def material() -> Material:
    """Made words of two to four syllables, each once."""
    random = np.random.default_rng(7)
    parts = [
        c + v
        for c in ("b", "cz", "d", "g", "k", "l", "ł", "m", "n", "p", "r", "s", "sz", "t", "w", "z")
        for v in "aeiouyó"
    ]
    names: dict[str, None] = {}
    while len(names) < LEMMAS:
        names["".join(random.choice(parts, size=random.integers(2, 5)))] = None
    return Material(random, list(names))


def fill(db: Database, made: Material, count: int) -> list[NDArray[np.int64]]:
    """Documents of a thousand sentences, stored as a run stores them."""
    sentences = made.sentences(count)
    centres = _units(made.random.standard_normal((2_000, SIZE)) + 3.0)
    for first in range(0, count, A_DOCUMENT):
        _document(db, made, f"D{first // A_DOCUMENT:05}.txt", sentences[first : first + A_DOCUMENT], centres)
    return sentences


def _document(
    db: Database, made: Material, name: str, said: Sequence[NDArray[np.int64]], centres: NDArray[np.float32]
) -> None:
    endings = made.random.integers(0, len(ENDINGS), sum(map(len, said))).tolist()
    lines, rows, start, place = [], [], 0, iter(endings)
    for position, ids in enumerate(said):
        words = [(made.names[number] + ENDINGS[next(place)], made.names[number]) for number in ids.tolist()]
        line = " ".join(form for form, _ in words)
        at, tokens = start, []
        for form, lemma in words:
            tokens.append([form, lemma, "NOUN", "subst", "Case=Nom", at, at + len(form)])
            at += len(form) + 1
        rows.append(
            (
                f"{name}{position}",
                name,
                position,
                start,
                start + len(line),
                line,
                json.dumps(tokens, ensure_ascii=False),
            )
        )
        lines.append(line)
        start += len(line) + 1
    text = "\n".join(lines)
    save_document(
        db,
        Document(name, text, (Turn("R", Role.RESPONDENT, 0, len(text), text),), "txt", None, ""),
        read_key="r",
    )
    noise = made.random.standard_normal((len(rows), SIZE)).astype(np.float32) * 0.02
    vectors = _units(centres[made.random.integers(0, len(centres), len(rows))] + noise)
    with db.transaction() as connection:
        connection.executemany(
            "INSERT INTO vector VALUES (?, ?)",
            ((row[0], v.tobytes()) for row, v in zip(rows, vectors, strict=True)),
        )
        connection.executemany(
            "INSERT INTO sentence (id, document, position, turn, start, stop, clean, tokens, vector)"
            " VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?1)",
            rows,
        )
        connection.executemany(
            "INSERT INTO coding VALUES (?, ?, 0.9, 'learned', ?, ?, '', '')",
            ((row[0], f"bariery.k{row[2] % 20}", row[3], row[4]) for row in rows[::CODED_EVERY]),
        )


def _units(rows: NDArray[np.floating]) -> NDArray[np.float32]:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def queries(made: Material, sentences: Sequence[NDArray[np.int64]]) -> list[Query]:
    """Words of sentences that are there, one to three a query."""
    found = []
    for number in made.random.integers(0, len(sentences), QUERIES * 3).tolist():
        telling = [made.names[i] for i in dict.fromkeys(sentences[number].tolist()) if i >= FREQUENT]
        wanted = int(made.random.integers(1, 4))
        if len(telling) >= wanted:
            found.append(parse(" ".join(telling[:wanted]), lambda word: [word]))
    return found[:QUERIES]


def timed(ask: Callable[[int], object], count: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, after a tenth of the queries were asked once."""
    for number in range(count // 10):
        ask(number)
    spent = []
    for number in range(count):
        started = time.perf_counter()
        ask(number)
        spent.append((time.perf_counter() - started) * 1000)
    return float(np.median(spent)), float(np.percentile(spent, 95))


def bare_fts5(texts: Iterator[str], path: Path) -> tuple[sqlite3.Connection, float]:
    """A table with nothing but one column of text, ranked by FTS5 itself."""
    connection = sqlite3.connect(path)
    started = time.perf_counter()
    connection.execute("CREATE VIRTUAL TABLE bare USING fts5 (text, content = '')")
    connection.executemany("INSERT INTO bare (rowid, text) VALUES (?, ?)", enumerate(texts, 1))
    connection.commit()
    return connection, time.perf_counter() - started


def peak_mb() -> float:
    """The most memory this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 where a limit is not kept."""
    count = int(arguments[0]) if arguments else SENTENCES
    with tempfile.TemporaryDirectory() as temporary, Database(Path(temporary) / "t.sqlite") as db:
        made = material()
        sentences = fill(db, made, count)
        asked = queries(made, sentences)
        print(
            f"{count:,} sentences, {sum(map(len, sentences)):,} words, {len(asked)} queries; {peak_mb():,.0f} MB to make them"
        )
        rate = _built(db, count)
        lexical, hybrid = _asked(db, asked, made)
        _compared(made, sentences, asked, Path(temporary))
    kept = lexical <= LEXICAL_MS and hybrid <= HYBRID_MS and rate >= BUILT
    print("limits kept" if kept else "limits NOT kept")
    return int(not kept)


def _built(db: Database, count: int) -> float:
    from textmine.store import quote_building

    spent: list[float] = []
    inner = quote_building.write_matrix

    def matrix(db: Database) -> int:
        started = time.perf_counter()
        written = inner(db)
        spent.append(time.perf_counter() - started)
        return written

    quote_building.write_matrix = matrix
    started = time.perf_counter()
    build_index(db)
    words = time.perf_counter() - started - sum(spent)
    quote_building.write_matrix = inner
    sizes = sum(file.stat().st_size for file in matrix_path(db).iterdir()) if matrix_path(db).exists() else 0
    print(
        f"index of words {count / words:,.0f} sentences/s (limit {BUILT:,}); files of vectors {count / sum(spent):,.0f}/s,"
        f" {sizes / 1e6:,.0f} MB on disk; peak {peak_mb():,.0f} MB"
    )
    return count / words


def _asked(db: Database, asked: Sequence[Query], made: Material) -> tuple[float, float]:
    index = SqliteQuoteIndex(db)
    middle, lexical = timed(lambda n: search(asked[n], index), len(asked))
    print(f"lexical: median {middle:.1f} ms, p95 {lexical:.1f} ms (limit {LEXICAL_MS:.0f})")
    rows = db.rows("SELECT value FROM vector WHERE rowid % 4999 = 1 LIMIT ?", (len(asked),))
    known = np.stack([np.frombuffer(row[0], dtype="<f4") for row in rows])  # type: ignore[call-overload]
    vectors = _units(
        known[np.arange(len(asked)) % len(known)] + made.random.standard_normal((len(asked), SIZE)) * 0.02
    )
    middle, hybrid = timed(lambda n: search(asked[n], index, vector=vectors[n]), len(asked))
    print(
        f"hybrid, without the query's embedding: median {middle:.1f} ms, p95 {hybrid:.1f} ms (limit {HYBRID_MS:.0f});"
        f" peak {peak_mb():,.0f} MB, mapped files included"
    )
    numbers, matrix = index.vectors(Filters())
    for depth in (10, 200):
        overlap = []
        for vector in vectors[:20]:
            exact = {numbers[place] for place in np.argpartition(-(matrix @ vector), depth)[:depth]}
            overlap.append(len(exact & set(index.nearest(vector, Filters(), 200).numbers)) / len(exact))
        print(f"of the {depth} truly nearest the two steps find {np.mean(overlap):.1%}")
    return lexical, hybrid


def _compared(
    made: Material, sentences: Sequence[NDArray[np.int64]], asked: Sequence[Query], folder: Path
) -> None:
    import bm25s

    words = [sorted(query.words) for query in asked]
    texts = (" ".join(made.names[i] for i in ids.tolist()) for ids in sentences)
    connection, seconds = bare_fts5(texts, folder / "bare.sqlite")
    matches = [" OR ".join(f'"{word}"' for word in one) for one in words]
    sql = "SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT 10"
    middle, slow = timed(lambda n: connection.execute(sql, (matches[n],)).fetchall(), len(asked))
    print(
        f"bare FTS5 table, lemmas only: {len(sentences) / seconds:,.0f} sentences/s, median {middle:.1f} ms, p95 {slow:.1f} ms"
    )
    connection.close()
    started = time.perf_counter()
    engine = bm25s.BM25()
    engine.index([[made.names[i] for i in ids.tolist()] for ids in sentences], show_progress=False)
    seconds = time.perf_counter() - started
    middle, slow = timed(lambda n: engine.retrieve([words[n]], k=10, show_progress=False), len(asked))
    print(
        f"bm25s, lemmas only, in memory: {len(sentences) / seconds:,.0f} sentences/s, median {middle:.1f} ms, p95 {slow:.1f} ms;"
        f" peak {peak_mb():,.0f} MB"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
