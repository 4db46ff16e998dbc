"""The engine "bertopic": BERTopic (Grootendorst 2022) over meaning and words, with steps that suit small corpora.

BERTopic is made of steps that can be exchanged. Its defaults, UMAP and HDBSCAN, leave much of a small corpus without
a topic and move with every seed; here main axes and groups from a tree take their place. Its c-TF-IDF is kept.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from textmine.errors import TopicError
from textmine.records import Progress, TopicCount
from textmine.topics import keywords as naming
from textmine.topics.assignment import Assignment, weights_by_nearness
from textmine.topics.choice import Tried, chosen, numbers_to_try
from textmine.topics.clusters import Groups, means
from textmine.topics.features import word_counts
from textmine.topics.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def bertopic(
    units: Sequence[Passage],
    features: NDArray[np.float32],
    topics: int | None,
    seed: int,
    progress: Progress,
) -> Assignment:
    """Topics of passages with unit `features` (n, d); `topics` fixes their number."""
    try:
        import bertopic as _library  # noqa: F401
    except ImportError as error:
        raise TopicError(
            "Biblioteka BERTopic nie jest zainstalowana.",
            remedy='Uruchom „make demo” albo ustaw engine = "nmf" w textmine.toml.',
        ) from error
    words = naming.nameable(units)
    counts = word_counts(units, words)
    together = naming.Together(counts, words)
    groups = Groups(features, seed)
    smallest = 1 if topics else max(2, min(len(units) // 100, 20))
    table: tuple[TopicCount, ...] = ()
    reason = ""
    if topics is None:
        numbers = numbers_to_try(len(units))

        def attempt(number: int) -> Tried:
            progress(numbers.index(number), len(numbers) + 1)
            labels = groups.labels(number, smallest=smallest)
            found = naming.chosen(naming.candidates(counts, labels, words), labels, together)
            own = tuple(tuple(word for word, _ in weighed) for weighed in found.values())
            return Tried(number, own, groups.stability(number))

        table, reason = chosen(numbers, attempt, [unit.lemmas for unit in units])
        topics = next(row.topics for row in table if row.chosen)
        progress(len(numbers), len(numbers) + 1)
    model, labels = _fitted(units, features, words, _Clusterer(groups, topics, smallest))
    found = {
        number: [(word, float(weight)) for word, weight in model.get_topic(number) if word and weight > 0]
        for number in range(int(labels.max()) + 1)
    }
    weights = weights_by_nearness(features @ means(features, labels).T)
    return Assignment(weights, naming.chosen(found, labels, together), (), table, reason)


def _fitted(
    units: Sequence[Passage], features: NDArray[np.float32], words: list[str], clusterer: Any
) -> tuple[Any, NDArray[np.int64]]:
    """The fitted BERTopic and the topic of every passage."""
    import numpy as np
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    model = BERTopic(
        language="multilingual",
        # Wanted even where all vectors are given; never asked.
        embedding_model=BaseEmbedder(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=clusterer,
        vectorizer_model=CountVectorizer(
            vocabulary=words, tokenizer=str.split, token_pattern=None, lowercase=False
        ),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=naming.CANDIDATES,
        calculate_probabilities=False,
        verbose=False,
    )
    with _quiet():
        numbers, _ = model.fit_transform([" ".join(unit.lemmas) for unit in units], embeddings=features)
    return model, np.asarray(numbers, dtype=np.int64)


class _Clusterer:
    """Our groups as a clusterer that BERTopic can call."""

    def __init__(self, groups: Groups, topics: int, smallest: int) -> None:
        self._groups = groups
        self._topics = topics
        self._smallest = smallest
        self.labels_: Any = None

    def fit(self, _features: object) -> _Clusterer:
        """Group the features that the groups were made from."""
        self.labels_ = self._groups.labels(self._topics, smallest=self._smallest)
        return self


@contextmanager
def _quiet() -> Iterator[None]:
    """BERTopic warns on the terminal of what is meant here."""
    logger = logging.getLogger("BERTopic")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before
