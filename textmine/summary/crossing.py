"""Topics against groups and against codes: who talks about what, and where the codebook has holes.

Everything is counted in passages, and beside that in people and documents: passages of one person are not independent
of each other, so that their intervals are too narrow, and one talkative person must not decide what a group talks about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.codebook import Codebook
from textmine.proportions import newcombe, wilson
from textmine.records import Analysis, Topic, TopicModel, TopicPassage
from textmine.summary.topic_cells import Crossing, Part, TopicCell, TopicCodes
from textmine.summary.units import NO_GROUP, Voice, voice

# A topic of fewer passages is no candidate for a code.
FEWEST_PASSAGES = 4
# Words that a quote needs to be read by itself.
READABLE = 5
QUOTES = 3


@dataclass(frozen=True, slots=True)
class _Said:
    """A passage with what is counted of it."""

    unit: TopicPassage
    topic: int | None
    group: str
    document: str
    voice: Voice | None
    codes: frozenset[str]


People = dict[Voice, Counter[int | None]]
"""Every person's passages by topic, None for those without one."""


@dataclass(frozen=True, slots=True)
class _Tally:
    """What a group said: passages by topic, by person and topic, the topics of its documents, the loudest by topic."""

    topics: Counter[int | None] = field(default_factory=Counter)
    people: People = field(default_factory=lambda: defaultdict(Counter))
    documents: dict[str, set[int | None]] = field(default_factory=lambda: defaultdict(set))
    loudest: Counter[int | None] = field(default_factory=Counter)


def crossing(analysis: Analysis, codebook: Codebook) -> Crossing | None:
    """Cross the topics with groups and codes; None where there are no topics, or none with passages."""
    model = analysis.topics
    if model is None or not model.units or not model.topics:
        return None
    said = _said(analysis, codebook)
    tallies = _tallies(analysis, said)
    labels = {**analysis.groups, NO_GROUP: "Bez grupy"}
    everybody = _together(tally.people for tally in tallies.values())
    cells = {}
    for topic in model.topics:
        average = _mean(_shares(topic.id, everybody))
        cells.update({(topic.id, group): _cell(topic.id, group, tallies, average) for group in tallies})
    return Crossing(
        tuple(
            (group, labels.get(group, group), tally.topics.total(), len(tally.people), len(tally.documents))
            for group, tally in tallies.items()
        ),
        cells,
        _all_codes(analysis, model, said),
        _part(sum(bool(one.codes) for one in said), len(said)),
    )


def typical_passages(model: TopicModel, topic: int) -> list[TopicPassage]:
    """The passages that a topic leads, the most typical first."""
    own = [unit for unit in model.units if unit.leading == topic]
    first = {place: rank for t in model.topics if t.id == topic for rank, place in enumerate(t.typical)}
    named = {id(model.units[place]): rank for place, rank in first.items() if place < len(model.units)}
    return sorted(_by_typicality(own), key=lambda unit: named.get(id(unit), len(named)))


def _by_typicality(units: Sequence[TopicPassage]) -> list[TopicPassage]:
    """The most typical first: on the map, what is typical of a topic lies in its middle."""
    if not units:
        return []
    x, y = (sum(getattr(unit, axis) for unit in units) / len(units) for axis in ("x", "y"))
    return sorted(units, key=lambda unit: ((unit.x - x) ** 2 + (unit.y - y) ** 2, unit.sentences))


def _said(analysis: Analysis, codebook: Codebook) -> list[_Said]:
    assert analysis.topics is not None
    codes: dict[str, set[str]] = defaultdict(set)
    for coding in analysis.codings:
        if codebook.has_code(coding.code):
            codes[coding.sentence_id].add(coding.code)
    found = []
    for unit in analysis.topics.units:
        own = [analysis.by_id[s] for s in unit.sentences if s in analysis.by_id]
        if own:
            first = own[0]
            found.append(
                _Said(
                    unit,
                    unit.leading,
                    analysis.group_of(first) or NO_GROUP,
                    first.document,
                    voice(first.document, first.speaker) if first.speaker else None,
                    frozenset().union(*(codes.get(sentence.id, ()) for sentence in own)),
                )
            )
    return found


def _tallies(analysis: Analysis, said: Sequence[_Said]) -> dict[str, _Tally]:
    """By group, in the codebook's order, those without a group last."""
    present = {one.group for one in said}
    order = (*(g for g in analysis.groups if g in present), *sorted(present - set(analysis.groups)))
    found = {group: _Tally() for group in order}
    for one in said:
        tally = found[one.group]
        tally.topics[one.topic] += 1
        tally.documents[one.document].add(one.topic)
        if one.voice:
            tally.people[one.voice][one.topic] += 1
            tally.loudest[one.topic] = max(tally.loudest[one.topic], tally.people[one.voice][one.topic])
    return found


def _cell(topic: int, group: str, tallies: Mapping[str, _Tally], average: float) -> TopicCell:
    own = tallies[group]
    # People without a group are nobody's others; a person heard in two groups counts in the one that is compared.
    others = [] if group == NO_GROUP else [t for g, t in tallies.items() if g not in {group, NO_GROUP}]
    people = _together(other.people for other in others)
    mine = _shares(topic, own.people)
    theirs = _shares(
        topic, {voice: own for voice, own in people.items() if voice not in tallies[group].people}
    )
    files = {document for other in others for document in other.documents} - set(own.documents)
    there = {document for other in others for document, topics in other.documents.items() if topic in topics}
    return TopicCell(
        topic,
        group,
        _part(
            own.topics[topic],
            own.topics.total(),
            sum(other.topics[topic] for other in others),
            sum(other.topics.total() for other in others),
        ),
        _part(*(n for part in (mine, theirs) for n in (sum(s > 0 for s in part), len(part)))),
        _part(*(n for part in (mine, theirs) for n in (sum(s > average for s in part), len(part)))),
        _part(
            sum(topic in topics for topics in own.documents.values()),
            len(own.documents),
            len(there & files),
            len(files),
        ),
        own.loudest[topic],
        _mean(mine),
        _mean(theirs),
    )


def _all_codes(analysis: Analysis, model: TopicModel, said: Sequence[_Said]) -> dict[int, TopicCodes]:
    by_topic: dict[int | None, list[_Said]] = defaultdict(list)
    for one in said:
        by_topic[one.topic].append(one)
    codes = {topic: Counter(code for one in own for code in one.codes) for topic, own in by_topic.items()}
    coded = {topic: sum(bool(one.codes) for one in own) for topic, own in by_topic.items()}
    everything = Counter[str]()
    for own in codes.values():
        everything.update(own)
    found = {}
    for topic in model.topics:
        here, count, size = codes.get(topic.id, Counter()), coded.get(topic.id, 0), len(by_topic[topic.id])
        rest = len(said) - size
        covered = _part(count, size, sum(coded.values()) - count, rest)
        parts = tuple(
            (code, _part(number, size, everything[code] - number, rest))
            for code, number in sorted(here.items(), key=lambda item: (-item[1], item[0]))
        )
        fewer = covered.apart is not None and covered.apart.high < 0
        half = bool(rest) and covered.share < 0.5 * sum(coded.values()) / len(said)
        candidate = size >= FEWEST_PASSAGES and (fewer or half or not count)
        quotes = _uncoded(analysis, topic, by_topic[topic.id]) if candidate else ()
        found[topic.id] = TopicCodes(topic.id, covered, parts, candidate, quotes)
    return found


def _uncoded(analysis: Analysis, topic: Topic, own: Sequence[_Said]) -> tuple[str, ...]:
    """Sentences of the most typical passages without a code, of different people where there are."""
    order = {id(unit): place for place, unit in enumerate(_by_typicality([one.unit for one in own]))}
    bare = sorted((one for one in own if not one.codes), key=lambda one: order[id(one.unit)])
    seen: Counter[object] = Counter()
    ranked = []
    for place, one in enumerate(bare):
        speaker = one.voice or one.document
        # "Cztery." says nothing to one who has not heard the question.
        short = sum(len(analysis.by_id[i].clean.split()) for i in one.unit.sentences if i in analysis.by_id)
        ranked.append((short < READABLE, seen[speaker], place))
        seen[speaker] += 1
    stems = [word[: max(4, len(word) - 3)] for term, _ in topic.terms for word in term.casefold().split()]
    chosen = [bare[place] for *_, place in sorted(ranked)[:QUOTES]]
    return tuple(_telling(analysis, one.unit.sentences, stems) for one in chosen)


def _telling(analysis: Analysis, sentences: Iterable[str], stems: Sequence[str]) -> str:
    """The sentence with most of a topic's words; among equals one that can be read by itself."""

    def worth(identity: str) -> tuple[bool, int, bool]:
        words = analysis.by_id[identity].clean.casefold().split()
        hits = sum(any(word.startswith(stem) for word in words) for stem in stems)
        return len(words) >= READABLE, hits, 8 <= len(words) <= 40

    known = [identity for identity in sentences if identity in analysis.by_id]
    return max(known, key=worth)


def _together(parts: Iterable[People]) -> People:
    """Everybody's passages by topic; those of a person heard in several groups are added up."""
    found: People = {}
    for people in parts:
        for person, topics in people.items():
            found[person] = found[person] + topics if person in found else topics
    return found


def _shares(topic: int, people: People) -> list[float]:
    """The share of a topic in the passages of every person."""
    return [topics[topic] / topics.total() for topics in people.values()]


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares) if shares else 0.0


def _part(count: int, total: int, other: int = 0, others: int = 0) -> Part:
    low, high = wilson(count, total)
    return Part(count, total, low, high, newcombe(count, total, other, others))
