"""Topics of a corpus with any engine: passages, assignment, names and typical sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textmine.errors import TopicError
from textmine.language.plurals import PASSAGES, counted
from textmine.records import Progress, Sentence, Topic, TopicModel, TopicPassage
from textmine.topics.atlas import distances, places
from textmine.topics.engines import Assignment
from textmine.topics.labels import label, terms
from textmine.topics.passages import Passage, passages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOPIC_ENGINES = ("bertopic", "lda", "nmf")
# Below this, clusters are accidents.
FEWEST_PASSAGES = 12
EXAMPLES = 3
# From so many documents on, what one of them shares is told from what it is about.
FEWEST_DOCUMENTS = 4
VOICE = 0.9
FEW_PASSAGES = 5
_STEPS = 4


def fit(
    sentences: Sequence[Sentence],
    vectors: NDArray[np.float32],
    *,
    engine: str = "bertopic",
    topics: int | None = None,
    min_words: int = 40,
    max_words: int = 120,
    seed: int = 0,
    progress: Progress | None = None,
) -> TopicModel:
    """Model the topics of `sentences`; `vectors` (n, d) are their unit vectors, `topics` fixes their number.

    The same input gives the same topics. Raises TopicError for fewer than 12 passages, or passages that are all alike.
    """
    tell = progress or (lambda _done, _total: None)
    tell(0, _STEPS)
    units = [unit for unit in passages(sentences, min_words=min_words, max_words=max_words) if unit.lemmas]
    if len(units) < FEWEST_PASSAGES:
        raise TopicError(
            f"Za mało materiału na tematy: {counted(len(units), PASSAGES)}, potrzeba co najmniej {FEWEST_PASSAGES}.",
            remedy="Dodaj transkrypcje albo zmniejsz min_words w sekcji [topics] pliku textmine.toml.",
        )
    if len({unit.lemmas for unit in units}) < FEWEST_PASSAGES // 2:
        raise TopicError(
            "Fragmenty są prawie jednakowe; nie ma z czego wyróżnić tematów.",
            remedy="Sprawdź, czy pliki się nie powtarzają.",
        )
    centres = _without_own_voice(units, _passage_vectors(units, vectors))
    tell(1, _STEPS)
    from textmine.topics import engines

    if engine == "bertopic":
        found = engines.bertopic(units, centres, topics, seed)
    elif engine in TOPIC_ENGINES:
        found = getattr(engines, engine)(units, topics, seed)
    else:
        raise TopicError(
            f"Nieznany silnik tematów „{engine}”.", remedy=f"Wybierz: {', '.join(TOPIC_ENGINES)}."
        )
    tell(3, _STEPS)
    model = _named(engine, sentences, units, centres, found)
    tell(_STEPS, _STEPS)
    return model


def _passage_vectors(units: Sequence[Passage], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of a passage's sentences, of unit length."""
    import numpy as np

    means = np.stack([vectors[list(unit.places)].mean(axis=0) for unit in units])
    norms = np.linalg.norm(means, axis=1, keepdims=True)
    result: NDArray[np.float32] = (means / np.maximum(norms, 1e-9)).astype(np.float32)
    return result


def _without_own_voice(units: Sequence[Passage], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors (n, d) without most of what all passages of a document share: how its people talk is no topic."""
    import numpy as np

    documents = [unit.document for unit in units]
    if len(set(documents)) < FEWEST_DOCUMENTS:
        return vectors
    result = vectors - vectors.mean(axis=0)
    for document in sorted(set(documents)):
        own = np.array([name == document for name in documents])
        # The mean of a few passages is their subject as much as their voice.
        share = VOICE * own.sum() / (own.sum() + FEW_PASSAGES)
        result[own] -= share * result[own].mean(axis=0)
    norms = np.linalg.norm(result, axis=1, keepdims=True)
    unit: NDArray[np.float32] = (result / np.maximum(norms, 1e-9)).astype(np.float32)
    return unit


def _named(
    engine: str,
    sentences: Sequence[Sentence],
    units: Sequence[Passage],
    centres: NDArray[np.float32],
    found: Assignment,
) -> TopicModel:
    members: dict[int, list[int]] = {number: [] for number in found.keywords}
    for place, weights in enumerate(found.weights):
        if weights:
            members[_heaviest(weights)].append(place)
    order = sorted((n for n in members if members[n]), key=lambda n: (-len(members[n]), n))
    numbering = {number: new for new, number in enumerate(order, 1)}
    made = tuple(
        _topic(numbering[n], found.keywords[n], members[n], sentences, units, centres, len(units))
        for n in order
    )
    given = [_renumbered(one, numbering) for one in found.weights]
    shares = {
        sentences[place].id: own
        for unit, own in zip(units, given, strict=True)
        for place in unit.places
        if own
    }
    labels = [_heaviest(own) - 1 if own else -1 for own in given]
    apart = distances(centres, labels, len(made))
    return TopicModel(
        engine,
        made,
        shares,
        sum(1 for own in given if not own),
        len(units),
        found.notes,
        tuple(
            TopicPassage(tuple(sentences[place].id for place in unit.places), own, float(x), float(y))
            for unit, own, (x, y) in zip(units, given, places(centres, labels, apart), strict=True)
        ),
        distances=tuple(tuple(row) for row in apart.tolist()),
    )


def _heaviest(weights: Mapping[int, float]) -> int:
    return max(weights, key=lambda topic: (weights[topic], -topic))


def _renumbered(weights: dict[int, float], numbering: dict[int, int]) -> dict[int, float]:
    """Weights under the final numbers; a topic that leads no passage gives its weight to the others."""
    kept = {numbering[topic]: weight for topic, weight in weights.items() if topic in numbering}
    total = sum(kept.values())
    return {topic: weight / total for topic, weight in kept.items()}


def _topic(
    number: int,
    keywords: Sequence[tuple[str, float]],
    members: Sequence[int],
    sentences: Sequence[Sentence],
    units: Sequence[Passage],
    centres: NDArray[np.float32],
    total: int,
) -> Topic:
    own = [sentences[place] for member in members for place in units[member].places]
    named = terms(keywords, own)
    centre = centres[list(members)].mean(axis=0)
    nearest = sorted(members, key=lambda member: (-float(centres[member] @ centre), member))
    words = {word for word, _ in keywords}
    typical = nearest[:EXAMPLES]
    examples = []
    for member in typical:
        best = max(units[member].places, key=lambda place: (_clarity(sentences[place], words), -place))
        examples.append(sentences[best].id)
    return Topic(
        number,
        label(named),
        named,
        len(members),
        round(len(members) / total, 4),
        tuple(examples),
        tuple(typical),
    )


def _clarity(sentence: Sentence, words: set[str]) -> float:
    """How well a sentence shows a topic: its keywords, in a sentence that can be read by itself."""
    hits = len({token.lemma.lower() for token in sentence.tokens} & words)
    size = len(sentence.tokens)
    return hits + (1.0 if 8 <= size <= 40 else 0.0)
