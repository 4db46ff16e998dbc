"""What every unit says of themes and codes: sentences, speakers and documents, shares, differences, typical quotes.

People are counted beside sentences, because one talkative person must not decide what a group thinks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from textmine.codebook import Codebook
from textmine.errors import TextmineError
from textmine.proportions import Difference, newcombe, wilson
from textmine.records import Analysis, Coding, Role, Sentence
from textmine.summary.typical import typical
from textmine.summary.units import NO_GROUP, Unit, Voice, described, unit_id, units_of, voice, voices

By = Literal["group", "speaker", "document", "factor"]
# Every sentence is in just one of these; a factor is a lens, and a code may be under two of them or none.
UNITS: tuple[By, ...] = ("group", "speaker", "document")
BY: tuple[By, ...] = (*UNITS, "factor")
# Fewer speakers than this in a group: shares say little, and the text says so.
FEW_SPEAKERS = 5

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a unit says of a theme or code.

    `share` is of the unit's speakers, 0 to 1, with its 95 % Wilson interval. `loudest` is how many of the sentences
    the person with most of them said. `quotes` are ids of typical sentences.
    """

    unit: str
    item: str
    sentences: int
    speakers: int
    documents: int
    share: float
    low: float
    high: float
    quotes: tuple[str, ...] = ()
    loudest: int = 0

    @property
    def one_voice(self) -> bool:
        """Whether more than half of several people's sentences are one person's."""
        return self.speakers > 1 and self.sentences > 3 and 2 * self.loudest > self.sentences


@dataclass(frozen=True)
class Summary:
    """Tables over units x themes and codes.

    `cells` is by (unit id, theme or code id); absent = nothing said. `together` counts the sentences that carry two
    codes (a < b), `pairs` the same by unit. `heard` and `said` are the people behind the counts.
    """

    by: By
    units: tuple[Unit, ...]
    cells: Mapping[Pair, Cell]
    together: Mapping[Pair, int]
    pairs: Mapping[str, Mapping[Pair, int]] = field(default_factory=dict)
    heard: Mapping[str, frozenset[Voice]] = field(default_factory=dict)
    said: Mapping[Pair, frozenset[Voice]] = field(default_factory=dict)
    scope: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def cell(self, unit: str, item: str) -> Cell:
        """What a unit says of a theme or code; zeros where it says nothing."""
        known = self.cells.get((unit, item))
        if known is not None:
            return known
        low, high = wilson(0, len(self.heard.get(unit, ())))
        return Cell(unit, item, 0, 0, 0, 0.0, low, high)

    def covers(self, unit: str, code: str) -> bool:
        """Whether a unit can speak of a code: a factor has its own codes, everything else all of them."""
        return unit not in self.scope or code in self.scope[unit]

    def difference(self, unit: str, item: str) -> Difference | None:
        """A group's share of speakers minus that of all other groups' speakers, with Newcombe's interval.

        None where there is nothing to compare: no groups, no speakers here or elsewhere. A person heard in two
        groups counts in the one that is compared; people without a group are nobody's others.
        """
        if self.by != "group" or unit == NO_GROUP:
            return None
        own = self.heard.get(unit, frozenset())
        rest = [other.id for other in self.units if other.id not in {unit, NO_GROUP}]
        others = frozenset().union(*(self.heard[other] for other in rest)) - own
        saying = frozenset().union(*(self.said.get((other, item), frozenset()) for other in rest)) & others
        return newcombe(len(self.said.get((unit, item), ())), len(own), len(saying), len(others))

    def beside(self, unit: str, code: str) -> tuple[tuple[str, int], ...]:
        """The codes that stand in the same sentences of a unit as `code`, the most frequent first."""
        found = Counter[str]()
        for (first, second), count in self.pairs.get(unit, {}).items():
            if code in (first, second):
                found[second if code == first else first] += count
        return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def summary(
    analysis: Analysis, codebook: Codebook, *, by: By = "group", within: str | None = None
) -> Summary:
    """Summarise the codings by group, speaker, document or factor; `within` takes one group's sentences only.

    A speaker is a full name, or a label like "R1" within a document; unsigned notes count as sentences, not as
    speakers. Raises TextmineError for another `by`.
    """
    if by not in BY:
        raise TextmineError(f"Nie można podsumować według „{by}”.", remedy=f"Wybierz: {', '.join(BY)}.")
    spoken = _spoken(analysis, within)
    units, heard = _units(analysis, codebook, spoken, by)
    places = {sentence.id: sentence for sentence in spoken}
    codings: dict[Pair, list[Coding]] = defaultdict(list)
    codes_of: dict[Pair, set[str]] = defaultdict(set)
    belongs = _membership(analysis, codebook, by)
    for coding in analysis.codings:
        sentence = places.get(coding.sentence_id)
        if sentence is None or not codebook.has_code(coding.code):
            continue
        for unit in belongs(sentence, coding):
            codings[unit, coding.code].append(coding)
            codings[unit, coding.theme].append(coding)
            codes_of[unit, coding.sentence_id].add(coding.code)
    said = {key: voices(places[c.sentence_id] for c in found) for key, found in codings.items()}
    cells = {key: _cell(key, found, places, len(heard[key[0]])) for key, found in codings.items()}
    pairs = _pairs(codes_of)
    return Summary(
        by,
        units,
        cells,
        _all_pairs(codings.values()),
        pairs,
        heard,
        said,
        {factor.id: frozenset(factor.codes) for factor in codebook.factors} if by == "factor" else {},
    )


def _spoken(analysis: Analysis, within: str | None) -> list[Sentence]:
    coded = {coding.sentence_id for coding in analysis.codings}
    # A person may code a sentence whose speaker is, or later becomes, a moderator: it counts like any other.
    return [
        sentence
        for sentence in analysis.sentences
        if (sentence.role is not Role.MODERATOR or sentence.id in coded)
        and (within is None or (analysis.group_of(sentence) or NO_GROUP) == within)
    ]


def _units(
    analysis: Analysis, codebook: Codebook, spoken: Sequence[Sentence], by: By
) -> tuple[tuple[Unit, ...], Mapping[str, frozenset[Voice]]]:
    if by == "factor":
        everybody = voices(spoken)
        factors = tuple(described(factor.id, factor.label, spoken) for factor in codebook.factors)
        return factors, {factor.id: everybody for factor in factors}
    found = units_of(analysis, spoken, by)
    labels = {**analysis.groups, NO_GROUP: "Bez grupy"} if by == "group" else {}
    units = tuple(described(unit, labels.get(unit, unit), own) for unit, own in found.items())
    return units, {unit: voices(own) for unit, own in found.items()}


def _membership(
    analysis: Analysis, codebook: Codebook, by: By
) -> Callable[[Sentence, Coding], Iterable[str]]:
    """The units that a coding counts in."""
    if by != "factor":
        return lambda sentence, _coding: (unit_id(analysis, sentence, by),)
    factors = {code.id: [factor.id for factor in codebook.factor_of(code.id)] for code in codebook.codes}
    return lambda _sentence, coding: factors[coding.code]


def _cell(key: Pair, codings: Sequence[Coding], places: Mapping[str, Sentence], total: int) -> Cell:
    unit, item = key
    sentences = {c.sentence_id: places[c.sentence_id] for c in codings}
    spoken = Counter(voice(s.document, s.speaker) for s in sentences.values() if s.speaker)
    low, high = wilson(len(spoken), total)
    return Cell(
        unit,
        item,
        len(sentences),
        len(spoken),
        len({s.document for s in sentences.values()}),
        len(spoken) / total if total else 0.0,
        low,
        high,
        typical(codings, places),
        max(spoken.values(), default=0),
    )


def _pairs(codes_of: Mapping[Pair, set[str]]) -> dict[str, Counter[Pair]]:
    found: dict[str, Counter[Pair]] = defaultdict(Counter)
    for (unit, _sentence), codes in codes_of.items():
        found[unit].update((a, b) for a in codes for b in codes if a < b)
    return dict(found)


def _all_pairs(codings: Iterable[Sequence[Coding]]) -> dict[Pair, int]:
    """Counted once a sentence, whatever the number of units that it is in."""
    codes: dict[str, set[str]] = defaultdict(set)
    for found in codings:
        for coding in found:
            codes[coding.sentence_id].add(coding.code)
    return dict(Counter((a, b) for own in codes.values() for a in own for b in own if a < b))
