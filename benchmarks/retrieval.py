"""Does the search find what a person would quote? nDCG@10 over queries whose answers were marked by reading everything.

`python -m benchmarks.retrieval [FOLDER]`: FOLDER is a copy of the sample project that was run; without it one is made.
`benchmarks/queries.csv` holds the queries with every relevant sentence of the sample corpus: grade 2 answers the query,
1 belongs to it. Weights were chosen on the tuning queries; the measuring ones say how good it is.
"""

from __future__ import annotations

import csv
import math
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measured import ROOT, Figure, textmine
from benchmarks.projects import copy_of_sample
from textmine.embed import load_encoder
from textmine.nlp.dictionary import base_forms
from textmine.project import Project
from textmine.records import Sentence
from textmine.search import Filters, parse, search
from textmine.store.database import Database
from textmine.store.documents import load_documents, load_sentences
from textmine.store.quotes import SqliteQuoteIndex

QUERIES = ROOT / "benchmarks" / "queries.csv"
DEPTH = 10
OVER_SUBSTRING, OVER_HALF = 0.15, 0.05
Ranking = Callable[[str], Sequence[int]]


@dataclass(slots=True)
class Judged:
    """A query with the grades of its relevant sentences, by number in the index."""

    text: str
    split: str
    grades: dict[int, int] = field(default_factory=dict)


def ndcg(ranked: Sequence[int], grades: Mapping[int, int], depth: int = DEPTH) -> float:
    """Normalised discounted cumulative gain of the first `depth`, with gains 2^grade - 1.

    Järvelin and Kekäläinen (2002); gains of Burges et al. (2005).
    """
    best = sorted(grades.values(), reverse=True)
    return _gain([grades.get(number, 0) for number in ranked[:depth]]) / _gain(best[:depth])


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def judged(places: Mapping[str, Sequence[tuple[str, int]]]) -> list[Judged]:
    """The queries. `places` are (text, number) of the sentences by document. Raises ValueError for a lost sentence.

    A sentence that the program cuts in another place is the one that holds it, or the first that it holds.
    """
    found: dict[str, Judged] = {}
    with QUERIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            query = found.setdefault(row["query"], Judged(row["query"], row["split"]))
            said = row["sentence"]
            here = [number for text, number in places[row["document"]] if text == said] or [
                number
                for text, number in places[row["document"]]
                if said in text or (text in said and len(text) > len(said) / 3)
            ]
            if not here:
                raise ValueError(f"{row['document']}: no sentence {said!r}")
            query.grades[here[0]] = max(int(row["grade"]), query.grades.get(here[0], 0))
    return list(found.values())


def substring(sentences: Sequence[tuple[str, int]]) -> Ranking:
    """Plain search: the sentences that hold most of the query's words as letters, then in the corpus's order."""

    def ranked(query: str) -> list[int]:
        words = query.casefold().split()
        counts = [(sum(word in text.casefold() for word in words), number) for text, number in sentences]
        held = [(count, number) for count, number in counts if count]
        return [number for _, number in sorted(held, key=lambda one: -one[0])]

    return ranked


def rankings(db: Database, encoder: str) -> tuple[list[Judged], dict[str, Ranking]]:
    """The queries, and what is compared: plain search, each half alone, and both."""
    index = SqliteQuoteIndex(db)
    vector = load_encoder(encoder).query
    numbers, matrix = index.vectors(Filters())
    corpus: list[Sentence] = list(load_sentences(db, load_documents(db)))
    rows = {str(row[0]): int(str(row[1])) for row in db.rows("SELECT id, number FROM sentence")}
    spoken = set(numbers)
    said = [(s.document, s.text, rows[s.id]) for s in corpus if rows[s.id] in spoken]
    places: dict[str, list[tuple[str, int]]] = {}
    for document, text, number in said:
        places.setdefault(document, []).append((text, number))

    def words(query: str) -> list[int]:
        return [hit.number for hit in search(parse(query, base_forms), index, limit=DEPTH)]

    def meaning(query: str) -> list[int]:
        return [numbers[place] for place in (-(matrix @ vector(query))).argsort(kind="stable")[:DEPTH]]

    def both(query: str) -> list[int]:
        hits = search(parse(query, base_forms), index, vector=vector(query), limit=DEPTH)
        return [hit.number for hit in hits]

    plain = substring([(text, number) for _, text, number in said])
    return judged(places), {
        "plain substring": plain,
        "words alone": words,
        "meaning alone": meaning,
        "both": both,
    }


def scores(queries: Sequence[Judged], ways: Mapping[str, Ranking], split: str) -> dict[str, float]:
    """Mean nDCG@10 of every way over the queries of a split."""
    own = [query for query in queries if query.split == split]
    return {
        name: sum(ndcg(way(query.text), query.grades) for query in own) / len(own)
        for name, way in ways.items()
    }


def _measured(folder: Path) -> dict[str, dict[str, float]]:
    """The scores by split, on a project that was run."""
    project = Project.open(folder)
    with Database(project.paths.database) as db:
        queries, ways = rankings(db, project.settings.embedding.encoder)
        return {split: scores(queries, ways, split) for split in ("tuning", "measuring")}


def retrieval() -> list[Figure]:
    """What is found on the measuring queries, beside plain search and each half, as rows of the table of figures."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = copy_of_sample(Path(temporary) / "sample")
        textmine("run", folder, "--quiet")
        return _figures(_measured(folder)["measuring"])


def _figures(found: Mapping[str, float]) -> list[Figure]:
    half = max(found["words alone"], found["meaning alone"])
    rows = (
        ("plain substring", found["plain substring"], OVER_SUBSTRING),
        ("the better half", half, OVER_HALF),
    )
    return [
        Figure(
            f"nDCG@{DEPTH} of quotes over {name}",
            f"{found['both']:.3f}",
            f"{score:.3f}",
            found["both"] / score,
            f"+{least}",
            found["both"] - score >= least,
        )
        for name, score, least in rows
    ]


def main(arguments: Sequence[str]) -> int:
    """Print the scores; 1 where the measuring queries miss a limit."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(arguments[0]) if arguments else copy_of_sample(Path(temporary) / "sample")
        if not arguments:
            textmine("run", folder, "--quiet")
        found = _measured(folder)
    for split, by_way in found.items():
        print(f"{split} queries: " + ", ".join(f"{name} {score:.3f}" for name, score in by_way.items()))
    figures = _figures(found["measuring"])
    for figure in figures:
        print(f"{figure.name}: {figure.value} to {figure.compared} ({figure.limit}: {figure.kept})")
    return int(not all(figure.kept for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
