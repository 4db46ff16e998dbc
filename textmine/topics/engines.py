"""The engines behind one function each: passages in, a topic number for every passage and its keywords out.

BERTopic: Grootendorst (2022), over the passages' vectors. LDA and NMF: gensim, over the passages' lemmas. All are
seeded; the libraries are imported when they are used, because numba alone takes seconds.
"""

from __future__ import annotations

import math
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.errors import TopicError
from textmine.topics.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KEYWORDS = 10


@dataclass(frozen=True, slots=True)
class Assignment:
    """`weights[i]` maps topic numbers to weights that sum to 1 ({} = none); `keywords[t]` are words, best first."""

    weights: list[dict[int, float]]
    keywords: dict[int, list[tuple[str, float]]]
    notes: tuple[str, ...]


def bertopic(
    passages: Sequence[Passage], vectors: NDArray[np.float32], topics: int | None, seed: int
) -> Assignment:
    """BERTopic with UMAP and HDBSCAN over given vectors; outliers join the topic that they are most like."""
    try:
        from bertopic import BERTopic
        from bertopic.vectorizers import ClassTfidfTransformer
    except ImportError as error:
        raise TopicError(
            "Biblioteka BERTopic nie jest zainstalowana.",
            remedy='Uruchom „make demo” albo ustaw engine = "nmf" w textmine.toml.',
        ) from error
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    texts = [" ".join(passage.lemmas) or "brak" for passage in passages]
    size = len(passages)
    reducer = UMAP(
        n_neighbors=min(15, size - 1),
        n_components=min(5, size - 2),
        min_dist=0.0,
        metric="cosine",
        random_state=seed,
        n_jobs=1,
        init="spectral" if size > 40 else "random",
    )
    notes: list[str] = []
    words = _said_often(passages)

    def fitted(clusters: Any) -> tuple[Any, list[int]]:
        model = BERTopic(
            language="multilingual",
            embedding_model=_Given(),
            umap_model=reducer,
            hdbscan_model=clusters,
            vectorizer_model=CountVectorizer(vocabulary=words, token_pattern=r"[^\s]+", lowercase=False),  # noqa: S106
            ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
            top_n_words=5 * KEYWORDS,
            calculate_probabilities=False,
            verbose=False,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            numbers, _ = model.fit_transform(texts, embeddings=vectors)
        return model, list(numbers)

    if topics:
        model, numbers = fitted(KMeans(n_clusters=min(topics, size), random_state=seed, n_init=10))
    else:
        model, numbers = fitted(_density(size))
        found = len(set(numbers) - {-1})
        outliers = numbers.count(-1) / size
        if found < 3 or found > max(4, size // 8) or outliers > 0.6:
            count = max(3, min(20, round((size / 6) ** 0.5 * 1.6)))
            notes.append(
                f"gęstość nie wyróżniła tematów, podzielono fragmenty na {count} skupień (k-średnich)"
            )
            model, numbers = fitted(KMeans(n_clusters=min(count, size), random_state=seed, n_init=10))
        elif outliers:
            numbers = _nearest_topics(numbers, vectors)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model.update_topics(
                    texts,
                    topics=numbers,
                    vectorizer_model=model.vectorizer_model,
                    ctfidf_model=model.ctfidf_model,
                )
            notes.append(f"{outliers:.0%} fragmentów na uboczu dołączono do najbliższego tematu")
    keywords = {
        int(number): _shared_words(
            [(word, float(weight)) for word, weight in model.get_topic(number) if word and weight > 0],
            [passage for passage, own in zip(passages, numbers, strict=True) if own == number],
        )
        for number in sorted(set(numbers))
        if number != -1
    }
    weights = [{int(number): 1.0} if number != -1 else {} for number in numbers]
    return Assignment(weights, keywords, tuple(notes))


def lda(passages: Sequence[Passage], topics: int | None, seed: int) -> Assignment:
    """Latent Dirichlet allocation: Blei, Ng and Jordan (2003)."""
    from gensim.models import LdaModel

    def fit(bags: Any, dictionary: Any, count: int) -> Any:
        return LdaModel(
            bags,
            num_topics=count,
            id2word=dictionary,
            passes=20,
            iterations=100,
            alpha="asymmetric",
            eta="auto",
            random_state=seed,
        )

    return _over_lemmas(passages, topics, fit)


def nmf(passages: Sequence[Passage], topics: int | None, seed: int) -> Assignment:
    """Non-negative matrix factorisation of tf-idf weights: Lee and Seung (1999)."""
    from gensim.models import Nmf, TfidfModel

    def fit(bags: Any, dictionary: Any, count: int) -> Any:
        return Nmf(bags, num_topics=count, id2word=dictionary, passes=20, random_state=seed)

    def weigh(bags: Any) -> Any:
        return list(TfidfModel(bags)[bags])

    return _over_lemmas(passages, topics, fit, weigh)


def _over_lemmas(passages: Sequence[Passage], topics: int | None, fit: Any, weigh: Any = list) -> Assignment:
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    texts = [list(passage.lemmas) for passage in passages]
    dictionary = Dictionary(texts)
    dictionary.filter_extremes(no_below=_seldom(len(texts)), no_above=0.4)
    if len(dictionary) < 10:
        raise TopicError(
            "Za mało wspólnych słów, by wyróżnić tematy.",
            remedy='Dodaj transkrypcje albo użyj engine = "bertopic".',
        )
    bags = weigh([dictionary.doc2bow(text) for text in texts])
    counts = [topics] if topics else _sensible_counts(len(texts))
    best, best_score = None, float("-inf")
    for count in counts:
        model = fit(bags, dictionary, count)
        words = [[word for word, _ in model.show_topic(t, KEYWORDS)] for t in range(count)]
        coherence = CoherenceModel(
            topics=words, texts=texts, dictionary=dictionary, coherence="c_npmi", processes=1
        ).get_coherence()
        diversity = len({word for topic in words for word in topic}) / max(sum(map(len, words)), 1)
        # Not a number where a topic has a single word.
        score = -1.0 if math.isnan(coherence) else coherence + 0.3 * diversity
        if score > best_score:
            best, best_score = model, score
    assert best is not None
    weights = [_normal(best.get_document_topics(bag)) if bag else {} for bag in bags]
    keywords = {
        topic: [(word, float(weight)) for word, weight in best.show_topic(topic, KEYWORDS)]
        for topic in range(best.num_topics)
    }
    note = (
        f"liczbę tematów ({best.num_topics}) wybrano spośród {counts} według spójności i różnorodności słów"
    )
    return Assignment(weights, keywords, () if topics else (note,))


def _seldom(passages: int) -> int:
    """A word that is in fewer passages names no topic."""
    return 2 if passages < 200 else 3


def _said_often(passages: Sequence[Passage]) -> list[str] | None:
    """The words that may name a topic; None, which is all, where there are too few of them."""
    found = Counter(word for passage in passages for word in set(passage.lemmas))
    places = {(word, passage.document) for passage in passages for word in passage.lemmas}
    documents = Counter(word for word, _document in places)
    # A story that two people tell is theirs; what a third one says too is of the region.
    fewest = min(3, max(1, len({passage.document for passage in passages}) // 4))
    often = sorted(
        word
        for word, number in found.items()
        if number >= _seldom(len(passages)) and documents[word] >= fewest
    )
    return often if len(often) >= KEYWORDS else None


def _shared_words(words: Sequence[tuple[str, float]], members: Sequence[Passage]) -> list[tuple[str, float]]:
    """The best words of a topic, weighed by the share of its passages that have them: one story is no topic."""
    found = Counter(word for passage in members for word in set(passage.lemmas))
    weighed = [(word, weight * found[word] / len(members)) for word, weight in words]
    return sorted(weighed, key=lambda item: -item[1])[:KEYWORDS]


def _sensible_counts(passages: int) -> list[int]:
    most = max(4, min(20, passages // 8))
    return sorted({max(3, round(most * share)) for share in (0.4, 0.6, 0.8, 1.0)})


def _normal(pairs: Sequence[tuple[int, float]]) -> dict[int, float]:
    """Weights that matter, summing to 1."""
    kept = [(int(topic), float(weight)) for topic, weight in pairs if weight >= 0.05]
    total = sum(weight for _, weight in kept)
    return {topic: weight / total for topic, weight in kept} if total > 0 else {}


def _density(size: int) -> Any:
    from hdbscan import HDBSCAN

    smallest = max(4, min(40, round(size / 25)))
    return HDBSCAN(
        min_cluster_size=smallest,
        min_samples=max(2, smallest // 3),
        metric="euclidean",
        cluster_selection_method="eom",
        prediction_data=False,
        core_dist_n_jobs=1,
    )


def _nearest_topics(numbers: Sequence[int], vectors: NDArray[np.float32]) -> list[int]:
    """Outliers join the topic whose centre is nearest."""
    import numpy as np

    labels = np.asarray(numbers)
    known = sorted(set(numbers) - {-1})
    centred = vectors - vectors.mean(axis=0)
    centres = np.stack([centred[labels == number].mean(axis=0) for number in known])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    best = np.argmax(centred @ centres.T, axis=1)
    return [number if number != -1 else known[int(best[place])] for place, number in enumerate(numbers)]


def _given_base() -> Any:
    from bertopic.backend import BaseEmbedder

    return BaseEmbedder


class _Given:
    """BERTopic wants an embedder even where all vectors are given; this one is never asked."""

    def __new__(cls) -> Any:
        """An instance of BERTopic's own base class."""
        return _given_base()()
