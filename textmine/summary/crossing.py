"""Topics against groups and against codes: who talks about what, and where the codebook has holes.

Everything is counted in passages, and beside that in people and documents: passages of one person are not independent
of each other, so that their intervals are too narrow, and one talkative person must not decide what a group talks about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.codebook import Codebook
from textmine.proportions import Difference, newcombe, wilson
from textmine.records import Analysis, Topic, TopicModel, TopicPassage
from textmine.summary.counts import FEW_SPEAKERS
from textmine.summary.units import NO_GROUP, Voice, voice

# A topic of fewer passages is no candidate for a code.
FEWEST_PASSAGES = 4
QUOTES = 3
MORE, LESS = "wyraźnie więcej niż w innych grupach", "wyraźnie mniej niż w innych grupach"


@dataclass(frozen=True, slots=True)
class Part:
    """A share: `count` of `total`, with its 95 % Wilson interval, and the difference to everybody else (Newcombe)."""

    count: int
    total: int
    low: float
    high: float
    apart: Difference | None

    @property
    def share(self) -> float:
        """0 to 1; 0 of nothing."""
        return self.count / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class TopicCell:
    """What a group says of a topic: passages, and the people and documents that have at least one.

    In long interviews everybody touches on nearly everything, so that groups are compared by `leaning`: the people in
    whose passages the topic takes more room than in those of an average person. `each` is the mean over the group's
    people of the share of their passages, in which everybody counts once, `each_other` that of all other groups;
    `loudest` is how many of the passages the person with most of them said.
    """

    topic: int
    group: str
    passages: Part
    speakers: Part
    leaning: Part
    documents: Part
    loudest: int
    each: float
    each_other: float

    @property
    def one_voice(self) -> bool:
        """Whether more than half of several people's passages are one person's."""
        return self.speakers.count > 1 and self.passages.count > 3 and 2 * self.loudest > self.passages.count

    @property
    def remark(self) -> str:
        """What may be said of the cell, in Polish; "" where it is like the other groups or nobody can tell."""
        by_people = self.leaning.apart if self.speakers.total else self.documents.apart
        by_passages = self.passages.apart
        people, passages = (part is not None and part.clear for part in (by_people, by_passages))
        if not people and not passages:
            return ""
        if self.speakers.total < FEW_SPEAKERS:
            return (
                "za mało osób, by porównywać"
                if self.speakers.total
                else "bez podpisów nie ma czego porównywać"
            )
        if by_people is not None and people:
            return MORE if by_people.value > 0 else LESS
        assert by_passages is not None
        if by_passages.value > 0 and self.one_voice:
            return f"więcej, ale ponad połowa od jednej osoby ({self.loudest} z {self.passages.count})"
        more = "więcej" if by_passages.value > 0 else "mniej"
        return f"{more} fragmentów, ale nie u większości osób"


@dataclass(frozen=True, slots=True)
class TopicCodes:
    """How the codebook covers a topic: passages with any code, and the codes in them, the most frequent first.

    `quotes` are ids of sentences without a code that show what the codes miss; () where the topic is no candidate.
    """

    topic: int
    coded: Part
    codes: tuple[tuple[str, Part], ...]
    candidate: bool
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Crossing:
    """Topics x groups and topics x codes. `groups` are (id, label, passages, people, documents)."""

    groups: tuple[tuple[str, str, int, int, int], ...]
    cells: Mapping[tuple[int, str], TopicCell]
    codes: Mapping[int, TopicCodes]
    coded: Part

    @property
    def candidates(self) -> tuple[TopicCodes, ...]:
        """Topics for which the codebook may lack a code, the least covered first."""
        found = [codes for codes in self.codes.values() if codes.candidate]
        return tuple(sorted(found, key=lambda codes: (codes.coded.share, codes.topic)))

    @property
    def caution(self) -> str:
        """How many comparisons were made, and how many of them chance alone would call clear; "" for none."""
        compared = [cell for cell in self.cells.values() if cell.leaning.apart is not None]
        if not compared:
            return ""
        chance = max(1, round(0.05 * len(compared)))
        return (
            f"Porównań temat–grupa jest {len(compared)}; przy 95-procentowych przedziałach około {chance} z nich "
            "wyszłoby „wyraźnie” przez sam przypadek."
        )


@dataclass(frozen=True, slots=True)
class _Said:
    """A passage with what is counted of it."""

    unit: TopicPassage
    topic: int | None
    group: str
    document: str
    voice: Voice | None
    codes: frozenset[str]


def crossing(analysis: Analysis, codebook: Codebook) -> Crossing | None:
    """Cross the topics with groups and codes; None where there are no topics, or none with passages."""
    model = analysis.topics
    if model is None or not model.units or not model.topics:
        return None
    said = _said(analysis, codebook)
    groups = _groups(analysis, said)
    cells = {}
    for topic in model.topics:
        average = _mean(_shares(topic.id, said))
        cells.update({(topic.id, group): _cell(topic.id, group, said, average) for group, *_ in groups})
    codes = {topic.id: _codes(analysis, topic, said) for topic in model.topics}
    return Crossing(groups, cells, codes, _part(sum(bool(one.codes) for one in said), len(said)))


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


def _groups(analysis: Analysis, said: Sequence[_Said]) -> tuple[tuple[str, str, int, int, int], ...]:
    """In the codebook's order, those without a group last."""
    present = {one.group for one in said}
    labels = {**analysis.groups, NO_GROUP: "Bez grupy"}
    found = []
    for group in (*(g for g in analysis.groups if g in present), *sorted(present - set(analysis.groups))):
        own = [one for one in said if one.group == group]
        found.append((group, labels.get(group, group), len(own), len(_voices(own)), len(_documents(own))))
    return tuple(found)


def _cell(topic: int, group: str, said: Sequence[_Said], average: float) -> TopicCell:
    own = [one for one in said if one.group == group]
    # People without a group are nobody's others; a person heard in two groups counts in the one that is compared.
    others = [] if group == NO_GROUP else [one for one in said if one.group not in {group, NO_GROUP}]
    here = [one for one in own if one.topic == topic]
    there = [one for one in others if one.topic == topic]
    mine, theirs = _shares(topic, own), _shares(topic, [o for o in others if o.voice not in _voices(own)])
    files, other_files = _documents(own), _documents(others) - _documents(own)
    spoken = Counter(one.voice for one in here if one.voice)
    return TopicCell(
        topic,
        group,
        _part(len(here), len(own), len(there), len(others)),
        _part(*(n for part in (mine, theirs) for n in (sum(s > 0 for s in part), len(part)))),
        _part(*(n for part in (mine, theirs) for n in (sum(s > average for s in part), len(part)))),
        _part(len(_documents(here)), len(files), len(_documents(there) & other_files), len(other_files)),
        max(spoken.values(), default=0),
        _mean(mine),
        _mean(theirs),
    )


def _codes(analysis: Analysis, topic: Topic, said: Sequence[_Said]) -> TopicCodes:
    own = [one for one in said if one.topic == topic.id]
    rest = [one for one in said if one.topic != topic.id]
    coded = _part(sum(bool(o.codes) for o in own), len(own), sum(bool(o.codes) for o in rest), len(rest))
    here, there = (Counter(code for one in part for code in one.codes) for part in (own, rest))
    codes = tuple(
        (code, _part(count, len(own), there[code], len(rest)))
        for code, count in sorted(here.items(), key=lambda item: (-item[1], item[0]))
    )
    fewer = coded.apart is not None and coded.apart.high < 0
    half = bool(rest) and coded.share < 0.5 * sum(bool(one.codes) for one in said) / len(said)
    candidate = len(own) >= FEWEST_PASSAGES and (fewer or half or not coded.count)
    quotes = _uncoded(analysis, topic, own) if candidate else ()
    return TopicCodes(topic.id, coded, codes, candidate, quotes)


def _uncoded(analysis: Analysis, topic: Topic, own: Sequence[_Said]) -> tuple[str, ...]:
    """Sentences of the most typical passages without a code, of different people where there are."""
    order = {id(unit): place for place, unit in enumerate(_by_typicality([one.unit for one in own]))}
    bare = sorted((one for one in own if not one.codes), key=lambda one: order[id(one.unit)])
    seen: Counter[object] = Counter()
    ranked = []
    for place, one in enumerate(bare):
        speaker = one.voice or one.document
        ranked.append((seen[speaker], place))
        seen[speaker] += 1
    stems = [word[: max(4, len(word) - 3)] for term, _ in topic.terms for word in term.casefold().split()]
    chosen = [bare[place] for _, place in sorted(ranked)[:QUOTES]]
    return tuple(_telling(analysis, one.unit.sentences, stems) for one in chosen)


def _telling(analysis: Analysis, sentences: Iterable[str], stems: Sequence[str]) -> str:
    """The sentence with most of a topic's words; among equals one that can be read by itself."""

    def worth(identity: str) -> tuple[int, bool]:
        words = analysis.by_id[identity].clean.casefold().split()
        hits = sum(any(word.startswith(stem) for word in words) for stem in stems)
        return hits, 8 <= len(words) <= 40

    known = [identity for identity in sentences if identity in analysis.by_id]
    return max(known, key=worth)


def _shares(topic: int, said: Iterable[_Said]) -> list[float]:
    """The share of a topic in the passages of every person."""
    total: Counter[Voice] = Counter()
    own: Counter[Voice] = Counter()
    for one in said:
        if one.voice:
            total[one.voice] += 1
            own[one.voice] += one.topic == topic
    return [own[person] / total[person] for person in total]


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares) if shares else 0.0


def _voices(said: Iterable[_Said]) -> frozenset[Voice]:
    return frozenset(one.voice for one in said if one.voice)


def _documents(said: Iterable[_Said]) -> frozenset[str]:
    return frozenset(one.document for one in said)


def _part(count: int, total: int, other: int = 0, others: int = 0) -> Part:
    low, high = wilson(count, total)
    return Part(count, total, low, high, newcombe(count, total, other, others))
