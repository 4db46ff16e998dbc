"""The words that name a topic: said much there and little elsewhere, in many of its passages, and with each other.

c-TF-IDF as in BERTopic (Grootendorst 2022) gives the candidates. Of these, words are taken one by one that stand
together with those already taken (normalised pointwise mutual information over passages, Bouma 2009), so that a
topic's words belong to one another and not only to the topic; a word names one topic only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textmine.topics.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

KEYWORDS = 10
CANDIDATES = 60
# A story that two people tell is theirs; what a third one says too is of the region.
NAMING_DOCUMENTS = 3
# Two people who tell it do speak of the same.
LIKENESS_DOCUMENTS = 2
# What standing together weighs beside the word's own weight, which is at most 1.
TOGETHER = 1.5
Weighed = list[tuple[str, float]]


def seldom(passages: int) -> int:
    """A word that is in fewer passages names no topic."""
    return 2 if passages < 200 else 3


def nameable(units: Sequence[Passage], *, documents: int = NAMING_DOCUMENTS) -> list[str]:
    """The words that may name a topic, in order of the alphabet: those of at least `documents`, or a quarter of them.

    What one passage or one document says is its story; where hardly any word is said more widely, all may name.
    """
    found = Counter(word for unit in units for word in set(unit.lemmas))
    places = {(word, unit.document) for unit in units for word in unit.lemmas}
    spread = Counter(word for word, _document in places)
    fewest = min(documents, max(1, len({unit.document for unit in units}) // 4))
    least = seldom(len(units))
    often = sorted(word for word, number in found.items() if number >= least and spread[word] >= fewest)
    return often if len(often) >= KEYWORDS else sorted(found)


def candidates(counts: csr_matrix, labels: NDArray[np.int64], words: Sequence[str]) -> dict[int, Weighed]:
    """The best words of every group by c-TF-IDF, as BERTopic weighs them; groups of label -1 have none."""
    import numpy as np
    from bertopic.vectorizers import ClassTfidfTransformer
    from scipy.sparse import csr_matrix

    groups = np.unique(labels)
    place = np.searchsorted(groups, labels)
    belongs = csr_matrix((np.ones(len(labels)), (place, np.arange(len(labels)))))
    weighed = ClassTfidfTransformer(reduce_frequent_words=True).fit_transform(csr_matrix(belongs @ counts))
    result: dict[int, Weighed] = {}
    for row, group in enumerate(groups.tolist()):
        own = weighed[row]
        order = np.lexsort((own.indices, -np.round(own.data, 9)))[:CANDIDATES]
        if group != -1:
            result[group] = [(words[own.indices[n]], float(own.data[n])) for n in order]
    return result


class Together:
    """How much more often than by chance two words stand in one passage: NPMI in [-1, 1]."""

    def __init__(self, counts: csr_matrix, words: Sequence[str]) -> None:
        self._present = (counts > 0).astype("float64").tocsc()
        self._place = {word: number for number, word in enumerate(words)}

    def npmi(self, words: Sequence[str]) -> NDArray[np.float64]:
        """(n, n) of the words with each other; -1 where two never meet."""
        import numpy as np

        own = self._present[:, [self._place[word] for word in words]]
        size = own.shape[0]
        both = np.asarray((own.T @ own).todense()) / size
        single = np.diag(both)
        with np.errstate(divide="ignore", invalid="ignore"):
            pointwise = np.log(both / np.outer(single, single)) / -np.log(both)
        return np.where(both <= 0, -1.0, np.where(both >= 1, 1.0, np.nan_to_num(pointwise)))

    def shares(self, groups: NDArray[np.int64], count: int) -> NDArray[np.float64]:
        """(count, words): the share of a group's passages that have a word; `groups[i]` is -1 for none."""
        import numpy as np
        from scipy.sparse import csr_matrix

        inside = np.flatnonzero(groups >= 0)
        shape = (count, len(groups))
        belongs = csr_matrix((np.ones(len(inside)), (groups[inside], inside)), shape=shape)
        sizes = np.maximum(np.asarray(belongs.sum(axis=1)), 1.0)
        return np.asarray((belongs @ self._present).todense() / sizes)

    def place(self, word: str) -> int:
        """The column of a word."""
        return self._place[word]


def chosen(
    found: Mapping[int, Weighed], labels: NDArray[np.int64], together: Together, *, count: int = KEYWORDS
) -> dict[int, Weighed]:
    """Up to `count` words of every group with their weights, best first, no word in two groups."""
    shares = together.shares(labels, max(found, default=0) + 1)
    shared = {
        group: [(word, weight * float(shares[group, together.place(word)])) for word, weight in words]
        for group, words in found.items()
    }
    home: dict[str, tuple[float, int]] = {}
    for group, words in sorted(shared.items()):
        for word, weight in words:
            if word not in home or weight > home[word][0]:
                home[word] = (weight, group)
    return {
        group: _in_company([one for one in words if home[one[0]][1] == group], together, count)
        for group, words in shared.items()
    }


def _in_company(words: Weighed, together: Together, count: int) -> Weighed:
    """The best word, then again and again the best of those that stand with the ones taken."""
    import numpy as np

    if not words:
        return []
    names = [word for word, _ in words]
    weights = np.array([weight for _, weight in words])
    own = np.sqrt(weights / max(weights.max(), 1e-12))
    npmi = together.npmi(names)
    taken = [int(np.argmax(np.round(own, 9)))]
    while len(taken) < min(count, len(names)):
        merit = np.round(own + TOGETHER * npmi[:, taken].mean(axis=1), 9)
        merit[taken] = -np.inf
        taken.append(int(np.argmax(merit)))
    return sorted(((names[n], float(weights[n])) for n in taken), key=lambda item: -item[1])
