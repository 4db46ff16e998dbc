"""Groups of passages: Ward's tree gives the start, spherical k-means the groups.

Ward (1963), Dhillon and Modha (2001). A start from the tree needs no luck: other seeds give the same groups, but for
material so large that the tree is made of a sample.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textmine.topics.quality import agreement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A tree of so many passages takes about 3 seconds and 150 MB.
TREE = 6000
_ROUNDS = 50
# Rows on which stability is measured.
_FEW = 2000


class Groups:
    """Ways to group `features` (n, d) of unit length into any number of groups."""

    def __init__(self, features: NDArray[np.float32], seed: int) -> None:
        self.features = features
        self.seed = seed

    @cached_property
    def _sample(self) -> NDArray[np.int64]:
        import numpy as np

        size = len(self.features)
        if size <= TREE:
            return np.arange(size)
        return np.sort(np.random.default_rng(self.seed).choice(size, TREE, replace=False))

    @cached_property
    def _tree(self) -> NDArray[np.float64]:
        from scipy.cluster.hierarchy import linkage

        return _steady(linkage(self.features[self._sample].astype("float64"), method="ward"))

    def labels(self, count: int, *, smallest: int = 1) -> NDArray[np.int64]:
        """The group, from 0 on, of every row: at most `count` groups, of at least `smallest` rows where possible."""
        import numpy as np
        from scipy.cluster.hierarchy import fcluster

        if count < 2 or len(self.features) < 3:
            return np.zeros(len(self.features), np.int64)
        cut = fcluster(self._tree, count, criterion="maxclust")
        labels = settled(self.features, means(self.features[self._sample], cut))
        while True:
            sizes = np.bincount(labels)
            if len(sizes) == 1 or sizes.min() >= smallest:
                return labels
            # The members of the smallest group find another one.
            centres = means(self.features, labels)
            labels = settled(self.features, np.delete(centres, int(sizes.argmin()), axis=0))

    def stability(self, count: int, runs: int = 3) -> float:
        """Mean agreement, in [-1, 1], of the groups with those of other starts and of bootstrap samples.

        Measured on 2,000 rows where there are more, with seeds of its own: a number must not hang on the user's.
        """
        import numpy as np

        rows = self.features[self._few]
        own = Groups(rows, 0).labels(count) if len(rows) < len(self.features) else self.labels(count)
        rng = np.random.default_rng(0)
        found = []
        for run in range(runs):
            found.append(agreement(own, _from_chance(rows, count, run)))
            drawn = Groups(rows[np.sort(rng.integers(0, len(rows), len(rows)))], 0)
            found.append(agreement(own, nearest(rows, means(drawn.features, drawn.labels(count)))))
        return float(np.mean(found))

    @cached_property
    def _few(self) -> NDArray[np.int64]:
        import numpy as np

        size = len(self.features)
        few = np.random.default_rng(1).permutation(size)[:_FEW]
        return np.sort(few)


def _from_chance(rows: NDArray[np.float32], count: int, seed: int) -> NDArray[np.int64]:
    """Groups from a start at random (k-means++, Arthur and Vassilvitskii 2007)."""
    from sklearn.cluster import kmeans_plusplus

    start, _ = kmeans_plusplus(rows, min(count, len(rows)), random_state=seed)
    return settled(rows, start)


def _steady(tree: NDArray[np.float64]) -> NDArray[np.float64]:
    """A tree whose heights do not hang on the last digits of a sum."""
    import numpy as np

    result = tree.copy()
    result[:, 2] = np.maximum.accumulate(np.round(result[:, 2], 6))
    return result


def means(rows: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """The centres (k, d), of unit length, of the groups that have members."""
    import numpy as np

    known, numbers = np.unique(labels, return_inverse=True)
    sums = np.zeros((len(known), rows.shape[1]), np.float64)
    np.add.at(sums, numbers, rows)
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def settled(rows: NDArray[np.float32], centres: NDArray[np.float32]) -> NDArray[np.int64]:
    """Spherical k-means from given centres until nothing moves; the lowest number wins a tie."""
    import numpy as np

    labels = nearest(rows, centres)
    for _ in range(_ROUNDS):
        moved = nearest(rows, means(rows, labels))
        _, moved = np.unique(moved, return_inverse=True)
        if np.array_equal(moved, labels):
            break
        labels = moved
    _, labels = np.unique(labels, return_inverse=True)
    return np.asarray(labels, dtype=np.int64)


def nearest(rows: NDArray[np.float32], centres: NDArray[np.float32]) -> NDArray[np.int64]:
    """The place of the most similar centre for every row."""
    import numpy as np

    return np.concatenate(
        [
            np.argmax(np.round(part @ centres.T, 6), axis=1)
            for part in np.array_split(rows, len(rows) // 10_000 + 1)
        ]
    )
