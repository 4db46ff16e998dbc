"""What each group says: sentences, speakers and documents for every theme and code, with typical quotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textmine.codebook import Codebook
from textmine.errors import TextmineError
from textmine.language.plurals import SENTENCES, counted, pointed, share
from textmine.proportions import wilson
from textmine.records import Analysis, Coding, Role, Sentence

if TYPE_CHECKING:
    import pandas as pd

By = Literal["group", "speaker", "document"]
UNITS: tuple[By, ...] = ("group", "speaker", "document")
NO_GROUP = "—"
_FULL_NAME = re.compile(r"(?:^|\s)[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]+ [A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźżA-ZĄĆĘŁŃÓŚŹŻ-]+$")
# Fewer speakers than this in a group: shares say little, and the text says so.
FEW_SPEAKERS = 5
QUOTES = 3


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the tables: a group, speaker or document, and how much of it there is."""

    id: str
    label: str
    documents: int
    speakers: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What a unit says of a theme or code. `share` is of its speakers, with its 95 % Wilson interval."""

    unit: str
    item: str
    sentences: int
    speakers: int
    documents: int
    share: float
    low: float
    high: float
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """Tables over units x themes and codes. `cells` is by (unit id, theme or code id); absent = nothing said."""

    by: By
    units: tuple[Unit, ...]
    cells: Mapping[tuple[str, str], Cell]
    together: Mapping[tuple[str, str], int]

    def cell(self, unit: str, item: str) -> Cell:
        """What a unit says of a theme or code; zeros where it says nothing."""
        return self.cells.get((unit, item)) or Cell(unit, item, 0, 0, 0, 0.0, 0.0, 0.0, ())


def summary(analysis: Analysis, codebook: Codebook, *, by: By = "group") -> Summary:
    """Summarise the codings by group, speaker or document. Sentence ids stand for quotes.

    A speaker is a full name, or a label like "R1" within a document; unsigned notes count as sentences, not as speakers.
    """
    if by not in UNITS:
        raise TextmineError(f"Nie można podsumować według „{by}”.", remedy=f"Wybierz: {', '.join(UNITS)}.")
    label_of = _Units(analysis, by)
    coded = {coding.sentence_id for coding in analysis.codings}
    # A person may code a sentence whose speaker is, or later becomes, a moderator: it counts like any other.
    spoken = [s for s in analysis.sentences if s.role is not Role.MODERATOR or s.id in coded]
    units = label_of.units(spoken)
    speakers = {unit.id: unit.speakers for unit in units}
    codings: dict[tuple[str, str], list[Coding]] = defaultdict(list)
    codes_of: dict[str, set[str]] = defaultdict(set)
    for coding in analysis.codings:
        sentence = analysis.by_id.get(coding.sentence_id)
        if sentence is None or not codebook.has_code(coding.code):
            continue
        unit = label_of.id(sentence)
        codings[unit, coding.code].append(coding)
        codings[unit, coding.theme].append(coding)
        codes_of[coding.sentence_id].add(coding.code)
    cells = {key: _cell(key, found, analysis, speakers[key[0]]) for key, found in codings.items()}
    pairs: Counter[tuple[str, str]] = Counter()
    for codes in codes_of.values():
        pairs.update((a, b) for a in sorted(codes) for b in sorted(codes) if a < b)
    return Summary(by, units, cells, dict(pairs))


class _Units:
    """Which unit a sentence belongs to."""

    def __init__(self, analysis: Analysis, by: By) -> None:
        self._analysis = analysis
        self._by = by

    def id(self, sentence: Sentence) -> str:
        if self._by == "document":
            return sentence.document
        if self._by == "speaker":
            return f"{sentence.document} / {sentence.speaker or NO_GROUP}"
        return self._analysis.group_of(sentence) or NO_GROUP

    def units(self, spoken: Sequence[Sentence]) -> tuple[Unit, ...]:
        found: dict[str, list[Sentence]] = defaultdict(list)
        for sentence in spoken:
            found[self.id(sentence)].append(sentence)
        order = list(found)
        if self._by == "group":
            known = [group for group in self._analysis.groups if group in found]
            order = known + [unit for unit in found if unit not in self._analysis.groups]
        return tuple(self._unit(unit, found[unit]) for unit in order)

    def _unit(self, unit: str, sentences: Sequence[Sentence]) -> Unit:
        label = self._analysis.groups.get(unit, "Bez grupy" if unit == NO_GROUP else unit)
        documents = {sentence.document for sentence in sentences}
        return Unit(unit, label, len(documents), len(_speakers(sentences)), len(sentences))


def _speakers(sentences: Sequence[Sentence]) -> set[tuple[str, str]]:
    return {voice(s.document, s.speaker) for s in sentences if s.speaker}


def voice(document: str, speaker: str) -> tuple[str, str]:
    """Who speaks: a full name is one person in all documents, "R1" is another one in each."""
    return ("", speaker) if _FULL_NAME.search(speaker) else (document, speaker)


def _cell(key: tuple[str, str], codings: Sequence[Coding], analysis: Analysis, total: int) -> Cell:
    unit, item = key
    sentences = {c.sentence_id: analysis.by_id[c.sentence_id] for c in codings}
    speakers = len(_speakers(list(sentences.values())))
    low, high = wilson(speakers, total)
    return Cell(
        unit,
        item,
        len(sentences),
        speakers,
        len({s.document for s in sentences.values()}),
        speakers / total if total else 0.0,
        low,
        high,
        typical(codings, analysis.by_id),
    )


def typical(
    codings: Sequence[Coding], sentences: Mapping[str, Sentence], count: int = QUOTES
) -> tuple[str, ...]:
    """The ids of typical sentences: sure and readable ones, different speakers first."""
    best = sorted(
        {c.sentence_id: c for c in codings}.values(),
        key=lambda c: (-_clarity(c, sentences[c.sentence_id]), c.sentence_id),
    )
    chosen: list[str] = []
    heard: Counter[tuple[str, str | None]] = Counter()
    for limit in range(1, count + 1):
        for coding in best:
            sentence = sentences[coding.sentence_id]
            who = voice(sentence.document, sentence.speaker or "")
            if len(chosen) < count and coding.sentence_id not in chosen and heard[who] < limit:
                chosen.append(coding.sentence_id)
                heard[who] += 1
    return tuple(chosen)


def _clarity(coding: Coding, sentence: Sentence) -> float:
    words = len(sentence.text.split())
    return coding.confidence + (0.3 if 8 <= words <= 40 else 0.0)


def sentences_of(table: Summary, codebook: Codebook, unit: Unit) -> tuple[str, ...]:
    """What a group says, in plain Polish: its most frequent codes, and what it does not mention."""
    said = []
    for theme in codebook.themes:
        cell = table.cell(unit.id, theme.id)
        if not cell.sentences:
            continue
        codes = sorted(
            (c for c in theme.codes if table.cell(unit.id, c.id).sentences),
            key=lambda c: -table.cell(unit.id, c.id).sentences,
        )
        named = ", ".join(f"{c.label} ({table.cell(unit.id, c.id).sentences})" for c in codes[:3])
        who = (
            f"{cell.speakers} z {unit.speakers} rozmówców {pointed(cell.speakers)}"
            if unit.speakers
            else "Wskazano"
        )
        said.append(
            f"{theme.label}: {who}, łącznie {counted(cell.sentences, SENTENCES)}. Najczęściej: {named}."
        )
    silent = [code.label for code in codebook.codes if not table.cell(unit.id, code.id).sentences]
    if silent and said:
        said.append(f"Nie pojawiły się: {', '.join(silent)}.")
    if said and 0 < unit.speakers < FEW_SPEAKERS:
        said.append(
            f"Uwaga: rozmówców jest tu tylko {unit.speakers}; udziałów nie należy porównywać z innymi grupami."
        )
    return tuple(said)


def summary_frame(table: Summary, codebook: Codebook) -> pd.DataFrame:
    """The summary as a table, one row a unit and theme or code."""
    import pandas as pd

    rows = []
    for unit in table.units:
        for theme in codebook.themes:
            for item, label in [(theme.id, theme.label), *((c.id, c.label) for c in theme.codes)]:
                cell = table.cell(unit.id, item)
                rows.append(
                    {
                        table.by: unit.id,
                        "label": unit.label,
                        "theme": theme.id,
                        "code": item if item != theme.id else "",
                        "code_label": label,
                        "sentences": cell.sentences,
                        "speakers": cell.speakers,
                        "documents": cell.documents,
                        "speaker_share": round(cell.share, 4),
                        "share_low": round(cell.low, 4),
                        "share_high": round(cell.high, 4),
                        "unit_sentences": unit.sentences,
                        "unit_speakers": unit.speakers,
                    }
                )
    return pd.DataFrame(rows)


def shown_share(cell: Cell) -> str:
    """A cell's share of speakers with its interval: "67% (30–90%)"."""
    return f"{share(cell.share)} ({cell.low * 100:.0f}–{cell.high * 100:.0f}%)"
