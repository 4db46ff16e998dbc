"""What is found first: lexical and semantic search and the codes joined by reciprocal rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from textmine.search.query import Query
from textmine.search.records import Filters, Hit, QuoteIndex

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Cormack, Clarke and Büttcher (2009), "Reciprocal Rank Fusion outperforms Condorcet …", with k = 10 for their 60: what a
# researcher looks at are ten quotes, not a thousand. Chosen with the weights on the tuning queries of benchmarks/queries.csv.
RRF_K = 10
LEXICAL_WEIGHT, SEMANTIC_WEIGHT, CODED_WEIGHT = 1.0, 0.5, 0.5
# A code that so many of the first hits carry is what the query is about.
FIRST, SHARED = 10, 2
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
    semantic = [] if vector is None else _nearest(vector, index, filters)
    if query.strict:
        allowed = set(lexical)
        semantic = [number for number in semantic if number in allowed]
    halves = [(_ranks(lexical), LEXICAL_WEIGHT), (_ranks(semantic), SEMANTIC_WEIGHT)]
    if vector is not None:
        fused = _fused(halves)
        halves.append(
            (_ranks(_to_the_point(sorted(fused, key=fused.__getitem__, reverse=True), index)), CODED_WEIGHT)
        )
    scores = _fused(halves)
    (words, _), (meaning, _), *_ = halves
    # Of equal scores the better lexical rank: the number depends on what was read when.
    best = sorted(scores, key=lambda number: (-scores[number], words.get(number, DEPTH + 1)))[:limit]
    return [Hit(number, scores[number], words.get(number), meaning.get(number)) for number in best]


def _ranks(numbers: Sequence[int]) -> dict[int, int]:
    return {number: rank for rank, number in enumerate(numbers, 1)}


def _fused(halves: Iterable[tuple[Mapping[int, int], float]]) -> dict[int, float]:
    """The scores of reciprocal rank fusion, of everything that any half found."""
    scores: dict[int, float] = {}
    for ranks, weight in halves:
        for number, rank in ranks.items():
            scores[number] = scores.get(number, 0.0) + weight / (RRF_K + rank)
    return scores


def _to_the_point(found: Sequence[int], index: QuoteIndex) -> list[int]:
    """Those that carry a code which several of the first hits carry, in the order of `found`.

    Relevance feedback without a person: what a query is about shows in the codes of what answers it best.
    """
    codes = index.codes(found)
    counts = Counter(code for number in found[:FIRST] for code in codes.get(number, ()))
    wanted = {code for code, count in counts.items() if count >= SHARED}
    return [number for number in found if wanted & codes.get(number, frozenset())]


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


def _nearest(vector: NDArray[np.float32], index: QuoteIndex, filters: Filters) -> list[int]:
    """The sentences nearest in meaning, best first; of many only those that stand out from all others."""
    found = index.nearest(vector, filters, DEPTH)
    bar = found.mean + MIN_Z_SCORE * found.deviation if found.count >= DEPTH else -1.0
    return [number for number, cosine in zip(found.numbers, found.cosines, strict=True) if cosine >= bar]
