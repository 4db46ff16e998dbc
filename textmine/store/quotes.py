"""Asking the full-text index over words and lemmas, and the sentences behind its hits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textmine.records import Role, Sentence, Token
from textmine.search import Filters, Nearest
from textmine.store.database import Database
from textmine.store.vector_matrix import LARGE, VectorMatrix
from textmine.store.vectors import BLOCK

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A match on the base form counts as much as one on the written form; bm25 adds both where both match.
_WEIGHTS = "1.0, 1.0"
# Of a large corpus so many times the wanted are ranked before those of moderators are left out.
MORE = 3

_COLUMNS = """
    s.number, s.id, s.document, s.turn, s.position, s.start, s.stop, substr(d.text, s.start + 1, s.stop - s.start),
    s.clean, t.speaker, t.role, t.time, t.note_group, t.section, t.votes, s.tokens
"""
_JOINED = """
    FROM sentence s JOIN document d ON d.name = s.document
    JOIN turn t ON t.document = s.document AND t.position = s.turn
"""


class SqliteQuoteIndex:
    """The QuoteIndex of the search room over the project's database."""

    def __init__(self, db: Database) -> None:
        self._db = db
        # In `temp`, so that a project that cannot be written has it too.
        db.rows(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab ('main', 'quote_index', 'col')"
        )

    def lexical(self, match: str, filters: Filters, limit: int) -> list[int]:
        """Sentences that satisfy the FTS5 expression, best first by BM25."""
        if self._is_large and filters == Filters():
            best = self._best_of_all(match, limit)
            if best is not None:
                return best
        condition, parameters = _condition(filters)
        rows = self._db.rows(
            f"SELECT q.rowid FROM quote_index q JOIN sentence s ON s.number = q.rowid"  # noqa: S608
            f" JOIN turn t ON t.document = s.document AND t.position = s.turn"
            f" WHERE quote_index MATCH :match AND {condition}"
            f" ORDER BY bm25(quote_index, {_WEIGHTS}), s.document, s.position LIMIT :limit",
            {"match": match, "limit": limit, **parameters},
        )
        return [int(str(row[0])) for row in rows]

    def _best_of_all(self, match: str, limit: int) -> list[int] | None:
        """The same without filters: ranked in the index alone, then those of moderators are left out.

        Joining the tables for each of a hundred thousand matches takes most of a second. None where too few are left.
        """
        wide = MORE * limit
        ranked: list[tuple[Any, ...]] = self._db.rows(
            "SELECT rowid, rank FROM quote_index WHERE quote_index MATCH ? ORDER BY rank LIMIT ?",
            (match, wide),
        )
        if not ranked:
            return []
        rank = dict(ranked)
        condition, parameters = _condition(Filters())
        rows: list[tuple[Any, ...]] = self._db.rows(
            f"SELECT s.number, s.document, s.position FROM sentence s"  # noqa: S608
            f" JOIN turn t ON t.document = s.document AND t.position = s.turn"
            f" WHERE s.number IN ({','.join(str(int(number)) for number in rank)}) AND {condition}",
            parameters,
        )
        if len(rows) < limit and len(ranked) == wide:
            return None
        rows.sort(key=lambda row: (rank[row[0]], row[1], row[2]))
        return [row[0] for row in rows[:limit]]

    @cached_property
    def _is_large(self) -> bool:
        return bool(self._db.rows("SELECT 1 FROM sentence LIMIT 1 OFFSET ?", (LARGE,)))

    @cached_property
    def _matrix(self) -> VectorMatrix | None:
        return VectorMatrix.of(self._db) if self._is_large else None

    def nearest(self, vector: NDArray[np.float32], filters: Filters, limit: int) -> Nearest:
        """The sentences nearest in meaning to a unit vector, best first."""
        import numpy as np

        if self._matrix is not None:
            return self._nearest_of_many(self._matrix, vector, filters, limit)
        numbers, matrix = self.vectors(filters)
        if not numbers:
            return Nearest((), (), 0.0, 0.0, 0)
        cosines = matrix @ vector
        best = np.argsort(-cosines, kind="stable")[:limit]
        return Nearest(
            tuple(numbers[place] for place in best),
            tuple(cosines[best].tolist()),
            float(cosines.mean()),
            float(cosines.std()),
            len(numbers),
        )

    def _nearest_of_many(
        self, matrix: VectorMatrix, vector: NDArray[np.float32], filters: Filters, limit: int
    ) -> Nearest:
        import numpy as np

        allowed = None
        if filters != Filters():
            condition, parameters = _condition(filters)
            rows: list[tuple[Any, ...]] = self._db.rows(
                f"SELECT s.number FROM sentence s"  # noqa: S608
                f" JOIN turn t ON t.document = s.document AND t.position = s.turn WHERE {condition}",
                parameters,
            )
            allowed = np.isin(matrix.numbers, np.array([row[0] for row in rows], dtype=np.int64))
        found = matrix.nearest(vector, limit, allowed)
        # A sentence that was replaced since the files were made.
        marks = ",".join(str(number) for number in found.numbers)
        there = {row[0] for row in self._db.rows(f"SELECT number FROM sentence WHERE number IN ({marks})")}  # noqa: S608
        kept = [place for place, number in enumerate(found.numbers) if number in there]
        return replace(
            found,
            numbers=tuple(found.numbers[place] for place in kept),
            cosines=tuple(found.cosines[place] for place in kept),
        )

    def vectors(self, filters: Filters) -> tuple[list[int], NDArray[np.float32]]:
        """The numbers and unit vectors (n, d) of the sentences that have one, read from the database."""
        import numpy as np

        condition, parameters = _condition(filters)
        rows: list[tuple[Any, ...]] = self._db.rows(
            f"SELECT s.number, v.value FROM sentence s JOIN vector v ON v.key = s.vector"  # noqa: S608
            f" JOIN turn t ON t.document = s.document AND t.position = s.turn WHERE {condition} ORDER BY s.document, s.position",
            parameters,
        )
        if not rows:
            return [], np.zeros((0, 0), dtype=np.float32)
        matrix = np.frombuffer(b"".join(row[1] for row in rows), dtype="<f4").reshape(len(rows), -1)
        return [row[0] for row in rows], matrix

    def codes(self, numbers: Sequence[int]) -> dict[int, frozenset[str]]:
        """The codes of those sentences that carry any."""
        found: dict[int, set[str]] = {}
        for first in range(0, len(numbers), BLOCK):
            block = tuple(numbers[first : first + BLOCK])
            marks = ",".join("?" * len(block))
            # Not from the view `current_coding`: joined with it, SQLite works out the codes of all sentences first.
            given: list[tuple[Any, ...]] = self._db.rows(
                "SELECT s.number, c.code FROM sentence s JOIN coding c ON c.sentence = s.id"  # noqa: S608
                f" WHERE s.number IN ({marks})",
                block,
            )
            for number, code in given:
                found.setdefault(number, set()).add(code)
            decided: list[tuple[Any, ...]] = self._db.rows(
                "SELECT s.number, d.code, d.verdict FROM decision d JOIN sentence s ON s.id = d.sentence"  # noqa: S608
                f" WHERE s.number IN ({marks}) AND d.number IN"
                " (SELECT max(number) FROM decision GROUP BY sentence, code)",
                block,
            )
            for number, code, verdict in decided:
                if verdict == "reject":
                    found.get(number, set()).discard(code)
                elif verdict in {"accept", "add"}:
                    found.setdefault(number, set()).add(code)
        return {number: frozenset(codes) for number, codes in found.items() if codes}

    def texts(self, numbers: Sequence[int]) -> dict[int, str]:
        """The verbatim texts of sentences."""
        found: dict[int, str] = {}
        for first in range(0, len(numbers), BLOCK):
            block = tuple(numbers[first : first + BLOCK])
            rows: list[tuple[Any, ...]] = self._db.rows(
                "SELECT s.number, substr(d.text, s.start + 1, s.stop - s.start) FROM sentence s"  # noqa: S608
                f" JOIN document d ON d.name = s.document WHERE s.number IN ({','.join('?' * len(block))})",
                block,
            )
            found.update(rows)
        return found

    def spoken(self, words: Iterable[str]) -> frozenset[str]:
        """Those of the words, in small letters, that the material has as written."""
        wanted = tuple(words)
        rows = self._db.rows(
            f"SELECT term FROM vocabulary WHERE col = 'words' AND term IN ({','.join('?' * len(wanted))})",  # noqa: S608
            wanted,
        )
        return frozenset(str(row[0]) for row in rows)

    def lemmas(self) -> dict[str, int]:
        """All base forms of the material, each with the number of sentences that have it."""
        rows: list[tuple[Any, ...]] = self._db.rows("SELECT term, doc FROM vocabulary WHERE col = 'lemmas'")
        return dict(rows)

    def sentences(self, numbers: Sequence[int]) -> dict[int, tuple[Sentence, str | None]]:
        """The sentences behind hits, with their group ids."""
        marks = ",".join("?" * len(numbers))
        rows: list[tuple[Any, ...]] = self._db.rows(
            f"SELECT {_COLUMNS}, s.stakeholder {_JOINED} WHERE s.number IN ({marks})",
            tuple(numbers),
        )
        return {row[0]: (_sentence(row[1:-1]), row[-1]) for row in rows}

    def neighbours(self, sentence: Sentence, count: int) -> tuple[list[Sentence], list[Sentence]]:
        """Up to `count` sentences before and after in the same document."""
        rows: list[tuple[Any, ...]] = self._db.rows(
            f"SELECT {_COLUMNS} {_JOINED} WHERE s.document = ? AND s.position BETWEEN ? AND ? ORDER BY s.position",
            (sentence.document, sentence.index - count, sentence.index + count),
        )
        around = [_sentence(row[1:]) for row in rows]
        return (
            [other for other in around if other.index < sentence.index],
            [other for other in around if other.index > sentence.index],
        )


_CODED = "EXISTS (SELECT 1 FROM current_coding c WHERE c.sentence = s.id"
# What only a person gave has no row in `coding`.
_SURE = """coalesce((SELECT k.confidence FROM coding k WHERE k.sentence = c.sentence AND k.code = c.code), 1.0)
    >= :confidence"""
_TOPIC = "s.id IN (SELECT value FROM json_each(:topic))"


def _coded(filters: Filters, parameters: dict[str, object]) -> list[str]:
    """The beginnings of the conditions on codes; each must be met by some code of the sentence."""
    found = []
    if filters.code:
        found.append(f"{_CODED} AND c.code = :code")
        parameters["code"] = filters.code
    if filters.theme:
        found.append(f"{_CODED} AND substr(c.code, 1, length(:theme)) = :theme")
        parameters["theme"] = f"{filters.theme}."
    if filters.factor:
        names = {f"factor{place}": code for place, code in enumerate(filters.factor)}
        found.append(f"{_CODED} AND c.code IN ({', '.join(f':{name}' for name in names)})")
        parameters.update(names)
    if filters.confidence is not None and not found:
        found.append(_CODED)
    return found


def _condition(filters: Filters) -> tuple[str, dict[str, object]]:
    # A quote is what a respondent says; a moderator is found by name only.
    conditions = ["1" if filters.speaker else "t.role <> 'moderator'"]
    parameters: dict[str, object] = {}
    if filters.group:
        conditions.append("s.stakeholder = :group_id")
        parameters["group_id"] = filters.group
    if filters.speaker:
        conditions.append("folded(t.speaker) = :speaker")
        parameters["speaker"] = filters.speaker.casefold()
    if filters.document:
        conditions.append("substr(folded(s.document), 1, length(:document)) = :document")
        parameters["document"] = filters.document.casefold()
    if filters.topic is not None:
        conditions.append(_TOPIC)
        parameters["topic"] = json.dumps(sorted(filters.topic))
    sure = "" if filters.confidence is None else f" AND {_SURE}"
    conditions += [f"{condition}{sure})" for condition in _coded(filters, parameters)]
    if filters.confidence is not None:
        parameters["confidence"] = filters.confidence
    return " AND ".join(conditions), parameters


def _sentence(row: Sequence[Any]) -> Sentence:
    (
        identity,
        document,
        turn,
        position,
        start,
        stop,
        text,
        clean,
        speaker,
        role,
        time,
        group,
        section,
        votes,
        tokens,
    ) = row
    return Sentence(
        id=identity,
        document=document,
        turn=turn,
        index=position,
        start=start,
        end=stop,
        text=text,
        clean=clean,
        speaker=speaker,
        role=Role(role),
        time=time,
        group=group,
        section=section,
        votes=votes,
        tokens=tuple(Token(*fields) for fields in json.loads(tokens)),
    )
