"""Parting a topic in two: by words, by what passages are like, or into the two halves that differ most."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from textmine.curation.decisions import Part
from textmine.records import Sentence, TopicPassage
from textmine.topics.labels import terms
from textmine.topics.passages import passages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KEYWORDS = 10
_EXAMPLES = 3
_ROUNDS = 50
# The share of passages most and least like a query that are surely of one part and of the other.
_SURE = 0.2
_WHOLE = 1_000_000


def with_words(
    units: Sequence[TopicPassage], sentences: Mapping[str, Sentence], wanted: Iterable[str]
) -> list[int]:
    """The places of the passages that have one of these base forms (lower case)."""
    lemmas = frozenset(wanted)
    return [
        place
        for place, unit in enumerate(units)
        if any(token.lemma.lower() in lemmas for s in unit.sentences for token in sentences[s].tokens)
    ]


def with_sentences(units: Sequence[TopicPassage], wanted: Iterable[str]) -> list[int]:
    """The places of the passages that hold one of these sentences."""
    ids = frozenset(wanted)
    return [place for place, unit in enumerate(units) if ids.intersection(unit.sentences)]


def two_halves(vectors: NDArray[np.float32]) -> list[int]:
    """The rows (n, d) of the smaller of two clusters: 2-means, begun along the axis of most variance.

    The same vectors give the same halves. [] where all rows are the same.
    """
    import numpy as np

    centred = vectors - vectors.mean(axis=0)
    if len(centred) < 2 or float(np.abs(centred).max()) < 1e-6:
        return []
    axis = np.linalg.svd(centred, full_matrices=False)[2][0]
    along = np.round(centred @ axis, 6)
    taken = along > np.median(along)
    if not taken.any():
        taken = along == along.max()
    taken = _settled(centred, taken, np.zeros(len(centred), dtype=bool))
    if taken.sum() * 2 > len(taken):
        taken = ~taken
    return [int(place) for place in np.flatnonzero(taken)]


def like_query(vectors: NDArray[np.float32], query: NDArray[np.float32]) -> list[int]:
    """The rows (n, d) that go with a query (d,): the most like it are sure, so are the least, the others join either."""
    import numpy as np

    count = len(vectors)
    if count < 2:
        return []
    order = np.argsort(-np.round(vectors @ query, 6), kind="stable")
    sure = max(1, round(_SURE * count))
    taken, fixed = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    taken[order[:sure]] = True
    fixed[order[:sure]] = fixed[order[-sure:]] = True
    taken = _settled(vectors - vectors.mean(axis=0), taken, fixed, start=fixed)
    return [int(place) for place in np.flatnonzero(taken)]


def _settled(
    rows: NDArray[np.float32],
    taken: NDArray[np.bool_],
    fixed: NDArray[np.bool_],
    start: NDArray[np.bool_] | None = None,
) -> NDArray[np.bool_]:
    """Two clusters after Lloyd's iterations; `fixed` rows stay, the first centres are those of `start` only."""
    import numpy as np

    known = np.ones(len(rows), dtype=bool) if start is None else start
    for _ in range(_ROUNDS):
        one, other = rows[known & taken].mean(axis=0), rows[known & ~taken].mean(axis=0)
        nearer = np.round(((rows - one) ** 2).sum(axis=1) - ((rows - other) ** 2).sum(axis=1), 6) < 0
        changed = np.where(fixed, taken, nearer)
        if changed.all() or not changed.any() or ((changed == taken).all() and known.all()):
            break
        taken, known = changed, np.ones(len(rows), dtype=bool)
    return taken


def unit_vectors(
    units: Sequence[TopicPassage], vectors: Mapping[str, NDArray[np.float32]], document_of: Mapping[str, str]
) -> NDArray[np.float32]:
    """Vectors (n, d) of all passages: means of their sentences, less what all passages of a document share."""
    import numpy as np

    rows = np.stack([np.mean([vectors[s] for s in unit.sentences], axis=0) for unit in units])
    documents = np.array([document_of.get(unit.sentences[0], "") for unit in units])
    rows = rows - rows.mean(axis=0)
    for document in sorted(set(documents)):
        own = documents == document
        if not own.all():
            # The mean of a few passages is their subject as much as how their people talk.
            rows[own] -= own.sum() / (own.sum() + 5) * rows[own].mean(axis=0)
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    result: NDArray[np.float32] = (rows / np.maximum(norms, 1e-9)).astype(np.float32)
    return result


def part(
    own: Sequence[TopicPassage],
    other: Sequence[TopicPassage],
    rest: Sequence[TopicPassage],
    sentences: Mapping[str, Sentence],
) -> Part:
    """A part of a topic with the words that set it apart from the other part, and from all other passages."""
    mine, theirs, others = (
        _shares([_lemmas(unit, sentences) for unit in units]) for units in (own, other, rest)
    )
    weights = {}
    for word, share in mine.items():
        elsewhere = max(theirs.get(word, 0.0), others.get(word, 0.0))
        weight = share * math.log((share + 0.01) / (elsewhere + 0.01))
        if weight > 0:
            weights[word] = round(weight, 4)
    keywords = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_KEYWORDS]
    said = [sentences[s] for unit in own for s in unit.sentences]
    named = terms(keywords, said) or tuple((word, 1.0) for word in list(mine)[:3])
    return Part(tuple(s.id for s in said), named, _typical(own, sentences, dict(keywords)))


def _lemmas(unit: TopicPassage, sentences: Mapping[str, Sentence]) -> frozenset[str]:
    said = [sentences[s] for s in unit.sentences]
    # One passage again: its sentences are joined whatever their length.
    return frozenset(
        lemma for one in passages(said, min_words=_WHOLE, max_words=_WHOLE) for lemma in one.lemmas
    )


def _shares(lemmas: Sequence[frozenset[str]]) -> dict[str, float]:
    """The share of passages that have a word, the most frequent first; in large parts a word must be in two."""
    found = Counter(word for own in lemmas for word in own)
    fewest = 2 if len(lemmas) > 3 else 1
    return {
        word: n / len(lemmas) for word, n in sorted(found.items(), key=lambda i: (-i[1], i[0])) if n >= fewest
    }


def _typical(
    own: Sequence[TopicPassage], sentences: Mapping[str, Sentence], weights: Mapping[str, float]
) -> tuple[str, ...]:
    """The sentence with most of a part's words in each of the passages that have most of them."""

    def worth(identity: str) -> float:
        tokens = sentences[identity].tokens
        words = {token.lemma.lower() for token in tokens}
        readable = 0.01 if 8 <= len(tokens) <= 40 else 0.0
        return sum(weights.get(word, 0.0) for word in words) + readable

    best = [max(unit.sentences, key=lambda s: (worth(s), s)) for unit in own]
    return tuple(sorted(best, key=lambda s: (-worth(s), s))[:_EXAMPLES])
