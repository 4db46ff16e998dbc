"""What an engine found as a researcher reads it: named topics with typical passages, on a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.records import Sentence, Topic, TopicModel, TopicPassage
from textmine.topics.assignment import Assignment, heaviest
from textmine.topics.atlas import distances, places
from textmine.topics.labels import label, terms
from textmine.topics.passages import Passage
from textmine.topics.phrases import Phrases
from textmine.topics.words import shown

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXAMPLES = 3
# Of so many passages that are nearest to a topic's centre those are shown that say its words.
_NEAR = 12


@dataclass(frozen=True, slots=True)
class _Material:
    sentences: Sequence[Sentence]
    units: Sequence[Passage]
    features: NDArray[np.float32]
    everywhere: Phrases

    def said(self, members: Sequence[int]) -> list[Sentence]:
        """The sentences of passages."""
        return [self.sentences[place] for member in members for place in self.units[member].places]


def described(
    engine: str,
    sentences: Sequence[Sentence],
    units: Sequence[Passage],
    spoken: Sequence[int],
    features: NDArray[np.float32],
    found: Assignment,
) -> TopicModel:
    """The model of all `units`; `features` and `found` are of those at the places `spoken`, others have no topic.

    Topics are numbered from 1, the largest first.
    """
    import numpy as np

    members: dict[int, list[int]] = {number: [] for number in found.keywords}
    for place, own in zip(spoken, found.weights, strict=True):
        if own:
            members[heaviest(own)].append(place)
    order = sorted((n for n in members if members[n]), key=lambda n: (-len(members[n]), n))
    numbering = {number: new for new, number in enumerate(order, 1)}
    given: list[dict[int, float]] = [{} for _ in units]
    for place, own in zip(spoken, found.weights, strict=True):
        given[place] = _renumbered(own, numbering)
    rows = np.zeros((len(units), features.shape[1]), np.float32)
    rows[list(spoken)] = features
    everywhere = Phrases(sentences[place] for unit in units for place in unit.places)
    material = _Material(sentences, units, rows, everywhere)
    topics: list[Topic] = []
    for n in order:
        taken = [topic.label for topic in topics]
        topics.append(_topic(numbering[n], found.keywords[n], members[n], material, taken))
    labels = [heaviest(own) - 1 if own else -1 for own in given]
    apart = distances(rows, labels, len(topics))
    drawn = places(rows, labels, apart).tolist()
    shares = [(unit, own) for unit, own in zip(units, given, strict=True) if own]
    return TopicModel(
        engine,
        tuple(topics),
        {sentences[place].id: own for unit, own in shares for place in unit.places},
        len(units) - len(shares),
        len(units),
        found.notes,
        tuple(
            TopicPassage(tuple(sentences[place].id for place in unit.places), own, x, y)
            for unit, own, (x, y) in zip(units, given, drawn, strict=True)
        ),
        found.choice,
        found.reason,
        tuple(tuple(row) for row in apart.tolist()),
    )


def _renumbered(weights: Mapping[int, float], numbering: Mapping[int, int]) -> dict[int, float]:
    """Weights under the final numbers; a topic that leads no passage gives its weight to the others."""
    kept = {numbering[topic]: weight for topic, weight in weights.items() if topic in numbering}
    total = sum(kept.values())
    return {topic: weight / total for topic, weight in kept.items()}


def _topic(
    number: int,
    keywords: Sequence[tuple[str, float]],
    members: Sequence[int],
    material: _Material,
    taken: Sequence[str],
) -> Topic:
    named = terms(keywords, material.said(members), material.everywhere)
    words = {word for word, _ in keywords}
    best = {member: _clearest(material, member, words) for member in _nearest(material.features, members)}
    typical = _of_many_documents(sorted(best, key=lambda member: -best[member][0]), material.units)
    return Topic(
        number,
        label(named, taken),
        named,
        len(members),
        round(len(members) / len(material.units), 4),
        tuple(material.sentences[best[member][1]].id for member in typical),
        tuple(typical),
    )


def _nearest(features: NDArray[np.float32], members: Sequence[int]) -> list[int]:
    """The members that are most like all of them together, best first."""
    import numpy as np

    own = features[list(members)]
    likeness = np.round(own @ own.mean(axis=0), 6)
    return [members[place] for place in np.argsort(-likeness, kind="stable")[:_NEAR]]


def _clearest(material: _Material, member: int, words: set[str]) -> tuple[float, int]:
    """How clearly a passage shows a topic, and the sentence that does: its words, in a sentence of readable length."""
    rated = []
    for place in material.units[member].places:
        tokens = material.sentences[place].tokens
        hits = len({shown(token) for token in tokens} & words)
        rated.append((hits + (1.0 if 8 <= len(tokens) <= 40 else 0.0), -place))
    clarity, place = max(rated)
    return clarity, -place


def _of_many_documents(members: Sequence[int], units: Sequence[Passage]) -> list[int]:
    """The first few, of as many documents as possible."""
    seen: set[str] = set()
    first: list[int] = []
    rest: list[int] = []
    for member in members:
        (rest if units[member].document in seen else first).append(member)
        seen.add(units[member].document)
    return [*first, *rest][:EXAMPLES]
