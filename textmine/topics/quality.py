"""How good topics are: coherence of their keywords, diversity, and whether another run says the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

# Windows of the coherence measures are whole passages: these are what keywords should share.
_WINDOW = 200
# Coherence is estimated on so many passages at most.
_PASSAGES = 1500


def coherence(
    models: Sequence[Sequence[Sequence[str]]], texts: Sequence[Sequence[str]]
) -> list[tuple[float, float]]:
    """(NPMI, C_v) of each model's keywords, by gensim: Bouma (2009); Röder, Both and Hinneburg (2015).

    NPMI is in [-1, 1], C_v in [0, 1]; the mean over topics of at least two words that occur, (-1, 0) where none has.
    """
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    step = math.ceil(len(texts) / _PASSAGES)
    sample = [list(text) for text in texts[::step]]
    dictionary = Dictionary(sample)
    known = [
        [own for topic in model if len(own := [word for word in topic if word in dictionary.token2id]) > 1]
        for model in models
    ]
    flat = [topic for model in known for topic in model]
    if not flat:
        return [(-1.0, 0.0)] * len(models)
    result = []
    for measure in ("c_npmi", "c_v"):
        model = CoherenceModel.for_topics(
            [flat], texts=sample, dictionary=dictionary, coherence=measure, window_size=_WINDOW, processes=1
        )
        model.topics = flat
        result.append(
            [0.0 if math.isnan(value) else float(value) for value in model.get_coherence_per_topic()]
        )
    pairs = []
    start = 0
    for topics in known:
        end = start + len(topics)
        npmi, cv = (_mean(values[start:end]) for values in result)
        pairs.append((npmi, cv) if topics else (-1.0, 0.0))
        start = end
    return pairs


def diversity(topics: Sequence[Sequence[str]]) -> float:
    """The share of all keywords that are no other topic's too, in [0, 1]: Dieng, Ruiz and Blei (2020)."""
    words = Counter(word for topic in topics for word in topic)
    return len(words) / max(sum(words.values()), 1)


def agreement(one: Iterable[int], other: Iterable[int]) -> float:
    """The adjusted Rand index, in [-1, 1], 0 by chance: Hubert and Arabie (1985)."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(list(one), list(other)))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
