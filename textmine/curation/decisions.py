"""One line of the log of what people decided about topics.

A decision does not keep a topic's number, which is another one after the next run, but its passages: the sentences
that the topic had. By them it is found again (`matching`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textmine.records import Topic, TopicModel


class Act(StrEnum):
    """What was done."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    DROP = "drop"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A topic as it was when somebody decided about it: its name, and all sentences of its passages."""

    label: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What a split leaves (the first part) or takes off (the second): its sentences, words and typical sentences."""

    sentences: tuple[str, ...]
    terms: tuple[tuple[str, float], ...]
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicDecision:
    """A line of the append-only log. `number` is its place in the log, 0 before it is stored.

    `topics` are what it is about: one topic, or the two and more that are merged. `label` is the name that was given,
    "" where none was. `parts` and `apart`, their distance in [0, 2], belong to a split. `undone` is the number of the
    decision that an undo takes back. `documents` were in the study then: what came later speaks against no match.
    """

    act: Act
    topics: tuple[Remembered, ...] = ()
    label: str = ""
    parts: tuple[Part, ...] = ()
    apart: float = 0.0
    documents: tuple[str, ...] = ()
    undone: int = 0
    engine: str = ""
    coder: str = ""
    time: str = ""
    number: int = 0

    @property
    def told(self) -> str:
        """The decision in a Polish line."""
        names = ", ".join(f"„{topic.label}”" for topic in self.topics)
        named = f" jako „{self.label}”" if self.label else ""
        return {
            Act.RENAME: f"nazwa „{self.label}” zamiast {names}",
            Act.MERGE: f"połączenie: {names}{named}",
            Act.SPLIT: f"podział tematu {names}" + (f", oddzielono „{self.label}”" if self.label else ""),
            Act.DROP: f"odłożenie tematu {names}",
            Act.UNDO: f"cofnięcie decyzji {self.undone}",
        }[self.act]


def active(decisions: Iterable[TopicDecision]) -> tuple[TopicDecision, ...]:
    """The decisions that count: those that nobody took back, oldest first."""
    log = tuple(decisions)
    undone = {decision.undone for decision in log if decision.act is Act.UNDO}
    return tuple(d for d in log if d.act is not Act.UNDO and d.number not in undone)


def led_by(model: TopicModel, topic: int) -> list[int]:
    """The places in `model.units` of the passages whose heaviest topic is `topic`."""
    return [place for place, unit in enumerate(model.units) if unit.leading == topic]


def remembered(model: TopicModel, topic: Topic) -> Remembered:
    """A topic as it is now, for a decision about it."""
    own = tuple(s for place in led_by(model, topic.id) for s in model.units[place].sentences)
    return Remembered(topic.label, own)
