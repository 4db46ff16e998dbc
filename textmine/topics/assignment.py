"""What an engine gives back: the topics of every passage, the keywords of every topic, and why there are so many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.records import TopicCount

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A topic with a smaller part of a passage is none of its topics.
LEAST_WEIGHT = 0.15
# How fast a topic's part falls with its likeness.
SHARPNESS = 20.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """`weights[i]` maps topic numbers to weights that sum to 1 ({} = none); `keywords[t]` are words, best first.

    `choice` and `reason` are those of TopicModel.
    """

    weights: list[dict[int, float]]
    keywords: dict[int, list[tuple[str, float]]]
    notes: tuple[str, ...] = ()
    choice: tuple[TopicCount, ...] = ()
    reason: str = ""


def heaviest(weights: Mapping[int, float]) -> int:
    """The topic that a passage counts for; the lowest number wins a tie."""
    return max(weights, key=lambda topic: (weights[topic], -topic))


def weights_by_nearness(likeness: NDArray[np.float32]) -> list[dict[int, float]]:
    """Weights of passages from their likeness (n, topics) to the topics: most have one topic, some two or three."""
    import numpy as np

    steady = np.round(likeness.astype(np.float64), 6)
    parts = np.exp(SHARPNESS * (steady - steady.max(axis=1, keepdims=True)))
    parts /= parts.sum(axis=1, keepdims=True)
    # The best one counts also where many are as good.
    parts[(parts < LEAST_WEIGHT) & (parts < parts.max(axis=1, keepdims=True))] = 0.0
    parts /= parts.sum(axis=1, keepdims=True)
    return [{int(topic): float(row[topic]) for topic in np.flatnonzero(row)} for row in parts]
