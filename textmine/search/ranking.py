"""What is found first: lexical and semantic search and the codes joined by reciprocal rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.search.query import Query
from textmine.search.records import Filters, Hit, QuoteIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Cormack, Clarke and Büttcher (2009), "Reciprocal Rank Fusion outperforms Condorcet …": k = 60.
RRF_K = 60
# A code says that a sentence is to the point, not that it answers the query.
CODED_WEIGHT = 0.5
# How many hits of each half are fused.
DEPTH = 200
# Vectors of e5 are all alike (cosines of 0.75 and more): what counts is how far a sentence stands out, in standard
# deviations of the cosines of all sentences with the query.
MIN_Z_SCORE = 2.0


def search(
    query: Query,
    index: QuoteIndex,
    *,
    vector: NDArray[np.float32] | None = None,
    filters: Filters | None = None,
    limit: int = 10,
) -> list[Hit]:
    """The best sentences for a query; `vector` is its unit embedding, None = words alone."""
    filters = filters or Filters()
    find = _lexical if query.pattern is None else _verbatim
    lexical = find(query, index, filters, limit)
    semantic, outstanding = ([], 0) if vector is None else _nearest(vector, index, filters)
    if query.strict:
        allowed = set(lexical)
        semantic = [number for number in semantic if number in allowed]
    # What carries a code is rarely a digression: among what is near in meaning it counts once more.
    known = index.coded() if outstanding else frozenset()
    coded = [number for number in semantic[:outstanding] if number in known]
    ranks = [{number: rank for rank, number in enumerate(half, 1)} for half in (lexical, semantic, coded)]
    scores: dict[int, float] = {}
    for half, weight in zip(ranks, (1.0, 1.0, CODED_WEIGHT), strict=True):
        for number, rank in half.items():
            scores[number] = scores.get(number, 0.0) + weight / (RRF_K + rank)
    # Of equal scores the better lexical rank: the number depends on what was read when.
    best = sorted(scores, key=lambda number: (-scores[number], ranks[0].get(number, DEPTH + 1)))[:limit]
    return [Hit(number, scores[number], ranks[0].get(number), ranks[1].get(number)) for number in best]


def _lexical(query: Query, index: QuoteIndex, filters: Filters, limit: int) -> list[int]:
    """Sentences with all words first, then with two, then with one: that of three says little, and fills up only."""
    found: dict[int, None] = {}
    for match in (*query.tiers, query.match):
        if match == query.match and len(query.tiers) == 2 and len(found) >= limit:
            break
        if len(found) >= DEPTH:
            break
        found.update(dict.fromkeys(index.lexical(match, filters, DEPTH)))
    return list(found)[:DEPTH]


def _verbatim(query: Query, index: QuoteIndex, filters: Filters, limit: int) -> list[int]:
    """Sentences whose text has the pattern; the index knows words only, so that it is asked for more until they do."""
    assert query.pattern is not None
    depth = max(DEPTH, limit)
    while True:
        numbers = index.lexical(query.match, filters, depth)
        texts = index.texts(numbers)
        found = [number for number in numbers if query.pattern.search(texts[number])]
        if len(found) >= limit or len(numbers) < depth:
            return found
        depth *= 4


def _nearest(vector: NDArray[np.float32], index: QuoteIndex, filters: Filters) -> tuple[list[int], int]:
    """The sentences nearest in meaning, best first, and how many of them stand out from all others."""
    import numpy as np

    numbers, matrix = index.vectors(filters)
    if not numbers:
        return [], 0
    cosines = matrix @ vector
    bar = float(cosines.mean()) + MIN_Z_SCORE * float(cosines.std())
    order = np.argsort(-cosines, kind="stable")[:DEPTH]
    outstanding = int((cosines[order] >= bar).sum())
    shown = order[:outstanding] if len(numbers) >= DEPTH else order
    return [numbers[i] for i in shown], outstanding
