"""Topics while decisions are applied to them: numbers stay, sizes and weights follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from textmine.records import Topic, TopicModel, TopicPassage
from textmine.topics.labels import label

Item = TypeVar("Item")
# As many words and typical sentences as engines give.
TERMS, EXAMPLES = 8, 3


@dataclass
class Draft:
    """A topic in the making. `given` is the number of the decision that named it, 0 for a name of the program."""

    label: str
    terms: tuple[tuple[str, float], ...]
    examples: tuple[str, ...]
    typical: tuple[int, ...]
    given: int = 0
    overlap: float = 0.0


class Working:
    """A model that can be changed: weights by passage, drafts by topic number, distances by pairs of numbers."""

    def __init__(self, model: TopicModel) -> None:
        self.model = model
        self.drafts = {t.id: Draft(t.label, t.terms, t.examples, t.typical) for t in model.topics}
        self.weights = [dict(unit.weights) for unit in model.units]
        self.present = frozenset(sentence for unit in model.units for sentence in unit.sentences)
        self.notes = list(model.notes)
        self._next = max(self.drafts, default=0) + 1
        self._sentences: dict[int, frozenset[str]] | None = None
        ids = [topic.id for topic in model.topics]
        self._apart = {
            frozenset((one, other)): value
            for one, row in zip(ids, model.distances, strict=False)
            for other, value in zip(ids, row, strict=True)
            if one < other
        }

    def leading(self, place: int) -> int | None:
        """The heaviest topic of a passage."""
        weights = self.weights[place]
        return max(weights, key=lambda topic: (weights[topic], -topic)) if weights else None

    def led(self) -> dict[int, list[int]]:
        """The passages that every topic leads."""
        found: dict[int, list[int]] = {topic: [] for topic in self.drafts}
        for place in range(len(self.weights)):
            topic = self.leading(place)
            if topic is not None:
                found[topic].append(place)
        return found

    def places(self, topic: int) -> list[int]:
        """The passages that a topic leads."""
        return self.led()[topic]

    def sentences(self) -> dict[int, frozenset[str]]:
        """The sentences of the passages of every topic."""
        if self._sentences is None:
            units = self.model.units
            self._sentences = {
                topic: frozenset(sentence for place in places for sentence in units[place].sentences)
                for topic, places in self.led().items()
            }
        return self._sentences

    def merge(self, topics: Sequence[int]) -> int:
        """Join topics under the lowest of their numbers, which is given back."""
        self._sentences = None
        kept, *others = sorted(topics)
        led = self.led()
        sizes = {topic: len(led[topic]) for topic in topics}
        drafts = [self.drafts[topic] for topic in topics]
        named = next((draft for draft in drafts if draft.given), None)
        terms = _joined_terms([(self.drafts[t].terms, sizes[t]) for t in topics])
        merged = Draft(
            named.label if named else label(terms),
            terms,
            _in_turn([draft.examples for draft in drafts])[:EXAMPLES],
            _in_turn([draft.typical for draft in drafts])[:EXAMPLES],
            named.given if named else 0,
            named.overlap if named else 0.0,
        )
        for weights in self.weights:
            total = sum(weights.pop(topic, 0.0) for topic in topics)
            if total:
                weights[kept] = total
        self._join_distances(kept, topics, sizes)
        for topic in others:
            del self.drafts[topic]
        self.drafts[kept] = merged
        return kept

    def split(self, topic: int, taken: Iterable[int], apart: float) -> int:
        """Take passages off a topic; the number of the new one is given back. Its draft is a copy of the topic's."""
        self._sentences = None
        made, self._next = self._next, self._next + 1
        for place in taken:
            self.weights[place][made] = self.weights[place].pop(topic)
        draft = self.drafts[topic]
        self.drafts[made] = Draft(draft.label, draft.terms, draft.examples, draft.typical)
        for other in self.drafts:
            pair = frozenset((topic, other))
            if other not in {topic, made} and pair in self._apart:
                self._apart[frozenset((made, other))] = self._apart[pair]
        self._apart[frozenset((topic, made))] = apart
        return made

    def drop(self, topic: int) -> int:
        """Leave a topic's passages without a topic; how many these are."""
        own = self.places(topic)
        self._sentences = None
        for place in own:
            self.weights[place] = {}
        for weights in self.weights:
            # Where it was not the heaviest, something is left.
            if weights.pop(topic, 0.0):
                total = sum(weights.values())
                for other in weights:
                    weights[other] /= total
        del self.drafts[topic]
        return len(own)

    def finished(self) -> TopicModel:
        """The model as people left it, topics with most passages first."""
        units = tuple(
            TopicPassage(unit.sentences, weights, unit.x, unit.y)
            for unit, weights in zip(self.model.units, self.weights, strict=True)
        )
        sizes = {topic: len(places) for topic, places in self.led().items()}
        order = sorted((t for t in self.drafts if sizes[t]), key=lambda topic: (-sizes[topic], topic))
        total = max(len(units), 1)
        topics = tuple(
            Topic(t, d.label, d.terms, sizes[t], round(sizes[t] / total, 4), d.examples, d.typical)
            for t, d in ((topic, self.drafts[topic]) for topic in order)
        )
        distances = tuple(
            tuple(0.0 if one == other else self._apart.get(frozenset((one, other)), 1.0) for other in order)
            for one in order
        )
        return TopicModel(
            self.model.engine,
            topics,
            {sentence: unit.weights for unit in units if unit.weights for sentence in unit.sentences},
            sum(1 for unit in units if not unit.weights),
            self.model.passages,
            tuple(self.notes),
            units,
            self.model.choice,
            self.model.reason,
            distances,
        )

    def _join_distances(self, kept: int, topics: Sequence[int], sizes: dict[int, int]) -> None:
        """The mean over the joined topics, weighed by their passages (average linkage)."""
        total = max(sum(sizes.values()), 1)
        for other in self.drafts:
            if other not in topics:
                known = [(self._apart.get(frozenset((t, other)), 1.0), sizes[t]) for t in topics]
                self._apart[frozenset((kept, other))] = sum(value * size for value, size in known) / total


def _joined_terms(
    topics: Sequence[tuple[Sequence[tuple[str, float]], int]],
) -> tuple[tuple[str, float], ...]:
    """The words of topics taken together, each topic weighed by its passages."""
    total = max(sum(size for _, size in topics), 1)
    joined: dict[str, float] = {}
    for terms, size in topics:
        for word, weight in terms:
            joined[word] = joined.get(word, 0.0) + weight * size / total
    best = sorted(joined.items(), key=lambda item: (-item[1], item[0]))[:TERMS]
    return tuple((word, round(weight, 4)) for word, weight in best)


def _in_turn(rows: Sequence[Sequence[Item]]) -> tuple[Item, ...]:
    """The first of each, then the second of each."""
    longest = max((len(row) for row in rows), default=0)
    return tuple(row[place] for place in range(longest) for row in rows if place < len(row))
