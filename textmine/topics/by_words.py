"""The engines "lda" and "nmf": gensim over the lemmas of passages, whatever these mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textmine.errors import TopicError
from textmine.records import Progress, TopicCount
from textmine.topics import keywords as naming
from textmine.topics.assignment import LEAST_WEIGHT, Assignment, heaviest
from textmine.topics.choice import Tried, chosen, numbers_to_try
from textmine.topics.features import word_counts
from textmine.topics.passages import Passage
from textmine.topics.quality import agreement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A word in a larger part of the passages tells none apart.
_MOST_PASSAGES = 0.4
# How often the whole is read: less where there is more of it.
_READINGS = 20_000
Bags = list[list[tuple[int, float]]]
Fit = Callable[[Bags, Any, int, int], Any]


def lda(units: Sequence[Passage], topics: int | None, seed: int, progress: Progress) -> Assignment:
    """Latent Dirichlet allocation: Blei, Ng and Jordan (2003)."""
    from gensim.models import LdaModel

    def fit(bags: Bags, dictionary: Any, count: int, start: int) -> Any:
        return LdaModel(
            bags,
            num_topics=count,
            id2word=dictionary,
            passes=_passes(len(bags)),
            iterations=100,
            alpha="asymmetric",
            eta="auto",
            random_state=start,
        )

    return _modelled(units, topics, seed, progress, fit, list)


def nmf(units: Sequence[Passage], topics: int | None, seed: int, progress: Progress) -> Assignment:
    """Non-negative matrix factorisation of tf-idf weights: Lee and Seung (1999)."""
    from gensim.models import Nmf, TfidfModel

    def fit(bags: Bags, dictionary: Any, count: int, start: int) -> Any:
        return Nmf(bags, num_topics=count, id2word=dictionary, passes=_passes(len(bags)), random_state=start)

    def weigh(bags: Bags) -> Bags:
        return list(TfidfModel(bags)[bags])

    return _modelled(units, topics, seed, progress, fit, weigh)


def _passes(bags: int) -> int:
    return max(2, min(20, _READINGS // max(bags, 1)))


def _modelled(
    units: Sequence[Passage],
    topics: int | None,
    seed: int,
    progress: Progress,
    fit: Fit,
    weigh: Callable[[Bags], Bags],
) -> Assignment:
    words = _telling(units)
    dictionary = _dictionary(words)
    counts = word_counts(units, words)
    together = naming.Together(counts, words)
    bags = weigh([dictionary.doc2bow(unit.lemmas) for unit in units])

    def named(model: Any) -> tuple[list[dict[int, float]], dict[int, naming.Weighed]]:
        weights = _weights(model, bags)
        labels = _labels(weights)
        found = {
            topic: [(word, float(weight)) for word, weight in model.show_topic(topic, naming.CANDIDATES)]
            for topic in sorted(set(labels[labels >= 0].tolist()))
        }
        return weights, naming.chosen(found, labels, together)

    table: tuple[TopicCount, ...] = ()
    reason = ""
    if topics is None:
        numbers = numbers_to_try(len(units), tried=4)

        def attempt(number: int) -> Tried:
            progress(numbers.index(number), len(numbers) + 1)
            weights, found = named(fit(bags, dictionary, number, seed))
            own = tuple(tuple(word for word, _ in weighed) for weighed in found.values())
            return Tried(number, own, _stability(bags, dictionary, number, seed, fit, weights))

        table, reason = chosen(numbers, attempt, [unit.lemmas for unit in units])
        topics = next(row.topics for row in table if row.chosen)
        progress(len(numbers), len(numbers) + 1)
    model = fit(bags, dictionary, topics, seed)
    weights, keywords = named(model)
    return Assignment(weights, keywords, (), table, reason)


def _telling(units: Sequence[Passage]) -> list[str]:
    """Words that may name a topic and are not nearly everywhere."""
    words = naming.nameable(units)
    present = (word_counts(units, words) > 0).sum(axis=0).A1
    telling = [
        word for word, number in zip(words, present, strict=True) if number <= _MOST_PASSAGES * len(units)
    ]
    if len(telling) < naming.KEYWORDS:
        raise TopicError(
            "Za mało wspólnych słów, by wyróżnić tematy.",
            remedy='Dodaj transkrypcje albo użyj engine = "bertopic".',
        )
    return telling


def _dictionary(words: Sequence[str]) -> Any:
    """A gensim Dictionary of these words, numbered in their order."""
    from gensim.corpora import Dictionary

    dictionary = Dictionary()
    dictionary.token2id = {word: number for number, word in enumerate(words)}
    dictionary.id2token = dict(enumerate(words))
    return dictionary


def _weights(model: Any, bags: Bags) -> list[dict[int, float]]:
    """The topics of every bag; asked once, because each answer moves what gensim's models answer next."""
    return [_normal(model.get_document_topics(bag)) if bag else {} for bag in bags]


def _labels(weights: Sequence[dict[int, float]]) -> NDArray[np.int64]:
    """The heaviest topic of every bag, -1 for none."""
    import numpy as np

    return np.array([heaviest(own) if own else -1 for own in weights], dtype=np.int64)


def _stability(
    bags: Bags, dictionary: Any, number: int, seed: int, fit: Fit, weights: Sequence[dict[int, float]]
) -> float:
    """Mean agreement with another start and with a bootstrap sample."""
    import numpy as np

    drawn = np.sort(np.random.default_rng(seed).integers(0, len(bags), len(bags)))
    others = (
        fit(bags, dictionary, number, seed + 1),
        fit([bags[place] for place in drawn], dictionary, number, seed + 2),
    )
    own = _labels(weights)
    return float(np.mean([agreement(own, _labels(_weights(other, bags))) for other in others]))


def _normal(pairs: Sequence[tuple[int, float]]) -> dict[int, float]:
    """Weights that matter, summing to 1; the best one matters where all are small."""
    best = max((float(weight) for _, weight in pairs), default=0.0)
    kept = [
        (int(topic), float(weight))
        for topic, weight in pairs
        if weight > 0 and weight >= min(LEAST_WEIGHT, best)
    ]
    total = sum(weight for _, weight in kept)
    return {topic: weight / total for topic, weight in kept} if total > 0 else {}
