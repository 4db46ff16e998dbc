"""Engines side by side on the same passages: how their words hang together, and whether another run says the same."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from textmine.errors import TopicError
from textmine.records import Progress, Sentence, TopicModel
from textmine.topics.model import fit
from textmine.topics.passages import passages
from textmine.topics.quality import agreement, coherence, diversity

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Each engine is run with so many seeds: the first gives the topics, the others say how stable they are.
RUNS = 3


@dataclass(frozen=True, slots=True)
class EngineFigures:
    """What speaks for an engine on this material.

    `npmi` in [-1, 1] and `cv` in [0, 1] are coherence of the topics' words, `diversity` in [0, 1] the share of them that
    no other topic has, `unassigned` the share of passages without a topic, `stability` in [-1, 1] the mean adjusted Rand
    index over pairs of runs, `seconds` the time of one run with the loading of its libraries. `failed` says why an
    engine gave no topics; then the figures are 0.
    """

    engine: str
    topics: int = 0
    npmi: float = 0.0
    cv: float = 0.0
    diversity: float = 0.0
    unassigned: float = 0.0
    stability: float = 0.0
    seconds: float = 0.0
    failed: str = ""


def compare(
    sentences: Sequence[Sentence],
    vectors: NDArray[np.float32],
    *,
    engines: Sequence[str],
    topics: int | None = None,
    min_words: int = 40,
    max_words: int = 120,
    seed: int = 0,
    progress: Progress | None = None,
) -> tuple[EngineFigures, ...]:
    """Run every engine with three seeds on the same passages. The arguments are those of `fit`."""
    tell = progress or (lambda _done, _total: None)
    units = passages(sentences, min_words=min_words, max_words=max_words)
    texts = [unit.lemmas for unit in units]
    total = RUNS * len(engines)
    found = []
    for place, engine in enumerate(engines):
        models: list[TopicModel] = []
        seconds = 0.0
        failed = ""
        for run in range(RUNS):
            tell(place * RUNS + run, total)
            begun = time.monotonic()
            try:
                models.append(
                    fit(
                        sentences,
                        vectors,
                        engine=engine,
                        topics=topics,
                        min_words=min_words,
                        max_words=max_words,
                        seed=seed + run,
                    )
                )
            except TopicError as error:
                failed = error.what
                break
            seconds = seconds or time.monotonic() - begun
        found.append(EngineFigures(engine, failed=failed) if failed else _figures(models, texts, seconds))
    tell(total, total)
    return tuple(found)


def _figures(models: Sequence[TopicModel], texts: Sequence[Sequence[str]], seconds: float) -> EngineFigures:
    first = models[0]
    words = [[word for term, _ in topic.terms for word in term.split()] for topic in first.topics]
    npmi, cv = coherence([words], texts)[0]
    pairs = [agreement(_leading(one), _leading(other)) for one, other in combinations(models, 2)]
    return EngineFigures(
        first.engine,
        len(first.topics),
        round(npmi, 4),
        round(cv, 4),
        round(diversity(words), 4),
        round(first.unassigned / max(first.passages, 1), 4),
        round(sum(pairs) / len(pairs), 4),
        round(seconds, 2),
    )


def _leading(model: TopicModel) -> list[int]:
    """The topic of every passage, 0 for none."""
    return [unit.leading or 0 for unit in model.units]
