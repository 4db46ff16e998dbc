"""Topics of a corpus with any engine: passages, assignment, names and typical sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textmine.errors import TopicError
from textmine.language.plurals import PASSAGES, counted
from textmine.records import Progress, Sentence, TopicModel
from textmine.topics.description import described
from textmine.topics.features import joined, mean_vectors, without_own_voice, word_counts
from textmine.topics.keywords import LIKENESS_DOCUMENTS, nameable
from textmine.topics.passages import Passage, passages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOPIC_ENGINES = ("bertopic", "lda", "nmf")
# Below this, clusters are accidents.
FEWEST_PASSAGES = 12
# Passages with other words than all others that it takes to tell two topics apart.
FEWEST_DIFFERENT = 6
STEPS = 10


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

    The same input gives the same topics. Passages without a noun or an adjective get no topic. Raises TopicError for
    fewer than 12 passages, or passages that are all alike.
    """
    if engine not in TOPIC_ENGINES:
        raise TopicError(
            f"Nieznany silnik tematów „{engine}”.", remedy=f"Wybierz: {', '.join(TOPIC_ENGINES)}."
        )
    tell = progress or (lambda _done, _total: None)
    tell(0, STEPS)
    units = passages(sentences, min_words=min_words, max_words=max_words)
    spoken = [place for place, unit in enumerate(units) if unit.lemmas]
    telling = [units[place] for place in spoken]
    _refuse_too_little(telling)
    meaning = without_own_voice(telling, mean_vectors(telling, vectors))
    features = joined(meaning, word_counts(telling, nameable(telling, documents=LIKENESS_DOCUMENTS)))
    tell(1, STEPS)

    def within(done: int, total: int) -> None:
        tell(1 + round((STEPS - 2) * done / max(total, 1)), STEPS)

    if engine == "bertopic":
        from textmine.topics.by_meaning import bertopic

        found = bertopic(telling, features, topics, seed, within)
    else:
        from textmine.topics import by_words

        found = getattr(by_words, engine)(telling, topics, seed, within)
    tell(STEPS - 1, STEPS)
    model = described(engine, sentences, units, spoken, features, found)
    tell(STEPS, STEPS)
    return model


def _refuse_too_little(units: Sequence[Passage]) -> None:
    if len(units) < FEWEST_PASSAGES:
        raise TopicError(
            f"Za mało materiału na tematy: {counted(len(units), PASSAGES)}, potrzeba co najmniej {FEWEST_PASSAGES}.",
            remedy="Dodaj transkrypcje albo zmniejsz min_words w sekcji [topics] pliku textmine.toml.",
        )
    if len({unit.lemmas for unit in units}) < FEWEST_DIFFERENT:
        raise TopicError(
            "Fragmenty są prawie jednakowe; nie ma z czego wyróżnić tematów.",
            remedy="Sprawdź, czy pliki się nie powtarzają.",
        )
