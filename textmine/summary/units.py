"""The rows of a summary: groups, speakers or documents, who speaks in them, and what counts as one person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from textmine.records import Analysis, Sentence

NO_GROUP = "—"
_FULL_NAME = re.compile(r"(?:^|\s)[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]+ [A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźżA-ZĄĆĘŁŃÓŚŹŻ-]+$")

Voice = tuple[str, str]
"""One person: (document, label), or ("", full name) for a person who is one in all documents."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the tables: a group, speaker, document or factor, and how much material stands behind it."""

    id: str
    label: str
    documents: int
    speakers: int
    sentences: int


def voice(document: str, speaker: str) -> Voice:
    """Who speaks: a full name is one person in all documents, "R1" is another one in each."""
    return ("", speaker) if _FULL_NAME.search(speaker) else (document, speaker)


def voices(sentences: Iterable[Sentence]) -> frozenset[Voice]:
    """The people who say these sentences; unsigned notes are nobody's."""
    return frozenset(voice(s.document, s.speaker) for s in sentences if s.speaker)


def unit_id(analysis: Analysis, sentence: Sentence, by: str) -> str:
    """The unit that a sentence belongs to, by "group", "speaker" or "document"."""
    if by == "document":
        return sentence.document
    if by == "speaker":
        return f"{sentence.document} / {sentence.speaker or NO_GROUP}"
    return analysis.group_of(sentence) or NO_GROUP


def units_of(analysis: Analysis, spoken: Iterable[Sentence], by: str) -> Mapping[str, tuple[Sentence, ...]]:
    """The sentences by unit: groups in the codebook's order and then those without one, else as they come."""
    found: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in spoken:
        found[unit_id(analysis, sentence, by)].append(sentence)
    order = list(found)
    if by == "group":
        known = [group for group in analysis.groups if group in found]
        order = known + [unit for unit in found if unit not in analysis.groups]
    return {unit: tuple(found[unit]) for unit in order}


def described(identity: str, label: str, sentences: Iterable[Sentence]) -> Unit:
    """A unit of these sentences."""
    own = tuple(sentences)
    return Unit(identity, label, len({s.document for s in own}), len(voices(own)), len(own))
