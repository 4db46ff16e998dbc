"""What passages are compared by: what they mean (sentence vectors) and which words they use (tf-idf of lemmas)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textmine.topics.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

# From so many documents on, what one of them shares is told from what it is about.
FEWEST_DOCUMENTS = 4
VOICE = 0.9
FEW_PASSAGES = 5
# Main axes that are kept of the meaning and of the words, and the words' part of the whole.
MEANING_AXES = 50
WORD_AXES = 30
WORDS = 0.5
# A passage says little; it is read together with so many that are most like it, each half of the whole.
NEIGHBOURS = 10
# Neighbours are looked for among so many passages at most.
SAMPLE = 4000


def mean_vectors(units: Sequence[Passage], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of each passage's sentence vectors, of unit length."""
    import numpy as np

    places = np.fromiter((place for unit in units for place in unit.places), dtype=np.int64)
    sizes = np.array([len(unit.places) for unit in units])
    sums = np.add.reduceat(vectors[places], np.concatenate(([0], np.cumsum(sizes)[:-1])), axis=0)
    return _unit(sums / sizes[:, None])


def without_own_voice(units: Sequence[Passage], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors (n, d) without most of what all passages of a document share: how its people talk is no topic."""
    import numpy as np

    centred = vectors - vectors.mean(axis=0)
    _, documents = np.unique([unit.document for unit in units], return_inverse=True)
    count = int(documents.max()) + 1
    if count >= FEWEST_DOCUMENTS:
        sizes = np.bincount(documents).astype(np.float32)
        means = np.zeros((count, vectors.shape[1]), np.float32)
        np.add.at(means, documents, centred)
        means /= sizes[:, None]
        # The mean of a few passages is their subject as much as their voice.
        centred -= ((VOICE * sizes / (sizes + FEW_PASSAGES))[:, None] * means)[documents]
    return _unit(centred)


def word_counts(units: Sequence[Passage], words: Sequence[str]) -> csr_matrix:
    """How often each of `words` is in each passage: (n, words)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    place = {word: number for number, word in enumerate(words)}
    rows, columns, values = [], [], []
    for row, unit in enumerate(units):
        for word, count in Counter(unit.lemmas).items():
            if word in place:
                rows.append(row)
                columns.append(place[word])
                values.append(count)
    return csr_matrix(
        (np.array(values, dtype=np.float32), (rows, columns)),
        shape=(len(units), len(words)),
        dtype=np.float32,
    )


def joined(meaning: NDArray[np.float32], counts: csr_matrix) -> NDArray[np.float32]:
    """Unit features (n, axes): main axes of the meaning beside main axes of the words (latent semantic analysis).

    Deerwester et al. (1990) for the words. What a passage says in few words is filled up from passages that mean alike,
    else all that have none of the words would seem to be alike.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfTransformer

    sense = _unit(_main_axes(meaning, MEANING_AXES))
    parts = [np.sqrt(1.0 - WORDS) * sense]
    if counts.shape[1] > 1 and counts.nnz:
        weighed = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
        words = _main_axes(weighed, WORD_AXES)
        parts.append(np.sqrt(WORDS) * _unit(words + _of_neighbours(sense, words)))
    rows = _unit(np.hstack(parts))
    # Sums in another order differ in the last digits; ties must not hang on them.
    return np.round(_unit(rows + _unit(_of_neighbours(rows, rows))), 6)


def _of_neighbours(rows: NDArray[np.float32], values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the `values` (n, v) of the nearest other unit `rows` (n, d), weighed by their likeness."""
    import numpy as np

    size = len(rows)
    others = (
        np.arange(size) if size <= SAMPLE else np.sort(np.random.default_rng(0).permutation(size)[:SAMPLE])
    )
    count = min(NEIGHBOURS, size // 4)
    result = np.zeros_like(values)
    if count < 1:
        return result
    for part in np.array_split(np.arange(size), size // 1000 + 1):
        likeness = np.round(rows[part] @ rows[others].T, 6)
        likeness[part[:, None] == others[None, :]] = -1.0
        near = np.argsort(-likeness, axis=1, kind="stable")[:, :count]
        weights = np.maximum(np.take_along_axis(likeness, near, axis=1), 1e-6)
        weights /= weights.sum(axis=1, keepdims=True)
        result[part] = np.einsum("pn,pnd->pd", weights, values[others[near]])
    return result


def _main_axes(matrix: NDArray[np.float32] | csr_matrix, axes: int) -> NDArray[np.float32]:
    """The first singular axes, signs fixed, seeded; all of them where there are fewer."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD

    count = min(axes, min(matrix.shape) - 1)
    if count < 1:
        return np.zeros((matrix.shape[0], 1), np.float32)
    reduced: NDArray[np.float32] = TruncatedSVD(count, n_iter=7, random_state=0).fit_transform(matrix)
    return reduced.astype(np.float32)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    result: NDArray[np.float32] = (rows / np.maximum(norms, 1e-9)).astype(np.float32)
    return result
