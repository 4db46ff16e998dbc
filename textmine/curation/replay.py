"""Applying the log of decisions to the topics of a run, oldest first; what no longer fits is told, never lost.

Nothing changed: every decision finds exactly what it was made about. Another run: topics are found by their passages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.curation.decisions import Act, Remembered, TopicDecision, active
from textmine.curation.matching import SAME, Match, match
from textmine.curation.working import Working
from textmine.language.plurals import PASSAGES, counted
from textmine.records import TopicModel
from textmine.topics.labels import label

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Vectors = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""Unit vectors (n, d) of sentences by their ids."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A decision, or the part of it about one topic, that fits nothing now. It stays in the log and is tried again."""

    decision: TopicDecision
    why: str

    @property
    def told(self) -> str:
        """In a Polish line."""
        return f"Decyzja {self.decision.number} ({self.decision.told}) nie ma teraz zastosowania: {self.why}."


@dataclass(frozen=True)
class Curation:
    """The topics as people left them. `named` are the numbers of topics that people named, `dropped` counts passages."""

    model: TopicModel
    lost: tuple[Lost, ...] = ()
    named: frozenset[int] = frozenset()
    dropped: int = 0


def curated(
    model: TopicModel,
    decisions: Iterable[TopicDecision],
    document_of: Mapping[str, str],
    vectors: Vectors | None = None,
) -> Curation:
    """Apply the decisions that count to the topics of a run.

    `document_of` gives the document of a sentence. Passages that are new since a split join the part that they are
    most like by `vectors`; without these they stay in the first part. Numbers of topics stay, new ones are added.
    """
    return _Replay(model, document_of, vectors).over(active(decisions))


class _Replay:
    def __init__(self, model: TopicModel, document_of: Mapping[str, str], vectors: Vectors | None) -> None:
        self.state = Working(model)
        self.document_of = document_of
        self.vectors = vectors
        self.lost: list[Lost] = []
        self.dropped = 0
        self.known: dict[int, TopicDecision] = {}
        self.known_then: dict[tuple[str, ...], frozenset[str]] = {}

    def over(self, decisions: Sequence[TopicDecision]) -> Curation:
        acts = {
            Act.RENAME: self._rename,
            Act.MERGE: self._merge,
            Act.SPLIT: self._split,
            Act.DROP: self._drop,
        }
        self.known = {decision.number: decision for decision in decisions}
        for decision in decisions:
            acts[decision.act](decision)
        self._note_names()
        model = self.state.finished()
        there = {topic.id for topic in model.topics}
        named = frozenset(t for t, draft in self.state.drafts.items() if draft.given and t in there)
        return Curation(model, tuple(self.lost), named, self.dropped)

    def _note_names(self) -> None:
        given = sorted(topic for topic, draft in self.state.drafts.items() if draft.given)
        if given:
            what = "nazwę tematu" if len(given) == 1 else "nazwy tematów"
            self.state.notes.append(f"badacz nadał {what} {', '.join(map(str, given))}")

    def _rename(self, decision: TopicDecision) -> None:
        found = self._found(decision, decision.topics[0])
        if found.topic is not None:
            self._name(decision, found.topic, decision.label, found.overlap, was=decision.topics[0].label)

    def _merge(self, decision: TopicDecision) -> None:
        found = [self._match(topic.sentences, decision) for topic in decision.topics]
        topics = list(dict.fromkeys(one.topic for one in found if one.topic is not None))
        whole = self._match((s for topic in decision.topics for s in topic.sentences), decision)
        # The run may have joined them by itself.
        if len(topics) > 1:
            names = ", ".join(f"„{self.state.drafts[topic].label}”" for topic in topics)
            self.state.notes.append(f"badacz połączył tematy {names}")
        kept = self.state.merge(topics) if len(topics) > 1 else whole.topic
        joined = self.state.sentences()[kept] if kept is not None else frozenset()
        for topic, one in zip(decision.topics, found, strict=True):
            there = self.state.present.intersection(topic.sentences)
            if one.topic is None and (not there or len(there & joined) < SAME * len(there)):
                self._lose(decision, topic, one)
        if decision.label and kept is not None:
            self._name(decision, kept, decision.label, 1.0, was=self.state.drafts[kept].label)

    def _split(self, decision: TopicDecision) -> None:
        left, taken = decision.parts
        apart = self._match(taken.sentences, decision)
        found = self._match(decision.topics[0].sentences, decision)
        if apart.topic is not None and apart.topic != found.topic:
            # The run has taken it off by itself.
            if decision.label:
                self._name(decision, apart.topic, decision.label, apart.overlap)
            return
        if found.topic is None:
            self._lose(decision, decision.topics[0], found)
            return
        own = self.state.places(found.topic)
        gone, new = self._parted(own, frozenset(left.sentences), frozenset(taken.sentences))
        gone += self._nearer(new, gone, [place for place in own if place not in {*gone, *new}])
        if not gone:
            self._lose(decision, Remembered(decision.label or label(taken.terms), ()), apart)
            return
        if len(gone) == len(own):
            if decision.label:
                self._name(decision, found.topic, decision.label, found.overlap)
            return
        self._take_off(decision, found, sorted(gone))

    def _take_off(self, decision: TopicDecision, found: Match, gone: Sequence[int]) -> None:
        assert found.topic is not None
        left, taken = decision.parts
        self.state.notes.append(f"badacz podzielił temat „{self.state.drafts[found.topic].label}”")
        made = self.state.split(found.topic, gone, decision.apart)
        for topic, part in ((found.topic, left), (made, taken)):
            draft = self.state.drafts[topic]
            places = self.state.places(topic)
            units = self.state.model.units
            known = {sentence: place for place in places for sentence in units[place].sentences}
            examples = tuple(s for s in part.examples if s in known) or tuple(
                units[place].sentences[0] for place in places[:3]
            )
            draft.terms, draft.examples = part.terms, examples
            draft.typical = tuple(dict.fromkeys(known[s] for s in examples))
            if not draft.given:
                draft.label = label(part.terms)
        if decision.label:
            self._name(decision, made, decision.label, found.overlap)

    def _drop(self, decision: TopicDecision) -> None:
        found = self._found(decision, decision.topics[0])
        if found.topic is None:
            return
        dropped = self.state.drafts[found.topic].label
        count = self.state.drop(found.topic)
        self.dropped += count
        self.state.notes.append(f"badacz odłożył temat „{dropped}”: {counted(count, PASSAGES)} bez tematu")

    def _name(
        self, decision: TopicDecision, topic: int, label: str, overlap: float, *, was: str | None = None
    ) -> None:
        """Give a name; of two names for what is one topic now, that of the more alike stays, and the other is told."""
        draft = self.state.drafts[topic]
        if draft.given and draft.label not in {was, label}:
            rival = self.known[draft.given]
            worse = decision if draft.overlap >= overlap else rival
            self.lost.append(
                Lost(
                    worse,
                    f"temat {topic} nosi nazwę „{draft.label if worse is decision else decision.label}”",
                )
            )
            if worse is decision:
                return
        draft.label, draft.given, draft.overlap = label, decision.number, overlap

    def _found(self, decision: TopicDecision, topic: Remembered) -> Match:
        found = self._match(topic.sentences, decision)
        if found.topic is None:
            self._lose(decision, topic, found)
        return found

    def _lose(self, decision: TopicDecision, topic: Remembered, found: Match) -> None:
        self.lost.append(Lost(decision, f"temat „{topic.label}”: {found.why}"))

    def _match(self, sentences: Iterable[str], decision: TopicDecision) -> Match:
        present = self.state.present
        comparable = self._comparable(decision.documents)
        return match(frozenset(sentences), self.state.sentences(), present=present, comparable=comparable)

    def _comparable(self, documents: tuple[str, ...]) -> frozenset[str]:
        """The sentences of these documents; most decisions were made with the same ones."""
        if documents not in self.known_then:
            then = frozenset(documents)
            self.known_then[documents] = frozenset(
                s for s in self.state.present if self.document_of.get(s) in then
            )
        return self.known_then[documents]

    def _parted(
        self, own: Sequence[int], left: frozenset[str], taken: frozenset[str]
    ) -> tuple[list[int], list[int]]:
        """The passages that were taken off, and those that neither part had."""
        gone, new = [], []
        for place in own:
            counts = Counter(
                "taken" if sentence in taken else "left"
                for sentence in self.state.model.units[place].sentences
                if sentence in taken or sentence in left
            )
            if not counts:
                new.append(place)
            elif counts["taken"] > counts["left"]:
                gone.append(place)
        return gone, new

    def _nearer(self, new: Sequence[int], gone: Sequence[int], kept: Sequence[int]) -> list[int]:
        """The new passages that are more like those taken off."""
        if self.vectors is None or not new or not gone or not kept:
            return []
        mine, other = (self._means(places).mean(axis=0) for places in (gone, kept))
        found = self._means(new)
        return [place for place, row in zip(new, found, strict=True) if row @ mine > row @ other]

    def _means(self, places: Sequence[int]) -> NDArray[np.float32]:
        import numpy as np

        assert self.vectors is not None
        units = self.state.model.units
        return np.stack([self.vectors(units[place].sentences).mean(axis=0) for place in places])
