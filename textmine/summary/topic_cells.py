"""What is said of topics crossed with groups and codes: shares with intervals, and what may be concluded from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textmine.proportions import Difference
from textmine.summary.counts import FEW_SPEAKERS

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
