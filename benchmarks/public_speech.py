"""Coding of what interviews are not: 320 sentences of speeches in the Sejm, coded by two hands blind to each other.

speech_hands.csv has places in the transcripts of ../shared, not their words: file, excerpt, start and stop in the
canonical text, and the codes of either hand. Everybody who speaks counts as a respondent, and every excerpt as a talk of
its own.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from benchmarks.hands import agreement
from benchmarks.measured import ROOT, Figure
from textmine.codebook import default_codebook
from textmine.coding import Coder
from textmine.records import Document, Role, Sentence, Turn

HANDS = Path(__file__).parent / "speech_hands.csv"
SPEECHES = ROOT.parent / "shared" / "data" / "transcripts" / "sejm"
Codes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of a speech: where it stands, and the codes of both hands."""

    file: str
    excerpt: str
    start: int
    stop: int
    first: Codes
    second: Codes


def spoken() -> list[Spoken]:
    """The sentences in the order of the excerpts."""
    with HANDS.open(encoding="utf-8", newline="") as file:
        return [
            Spoken(
                row["file"],
                row["excerpt"],
                int(row["start"]),
                int(row["stop"]),
                _codes(row["first"]),
                _codes(row["second"]),
            )
            for row in csv.DictReader(file)
        ]


def public_speech() -> list[Figure]:
    """The hands against each other, and the coder and the rules against either; nothing where the speeches are not."""
    rows = spoken()
    if not SPEECHES.is_dir():
        return []
    sentences = _sentences(rows)
    first, second = [row.first for row in rows], [row.second for row in rows]
    name = f"Sejm, {len(rows)} sentences"
    figures = [agreement(f"{name}: two hands", list(zip(first, second, strict=True)))]
    for way, learned in (("rules alone", False), ("all combined", True)):
        given = _coded(rows, sentences, learned=learned)
        for hand, own in (("first", first), ("second", second)):
            figures.append(agreement(f"{way}, against the {hand} hand", list(zip(own, given, strict=True))))
    return figures


def _sentences(rows: Sequence[Spoken]) -> list[list[Sentence]]:
    """The analysed sentences of each row: one, or the parts into which the analysis cuts it."""
    from textmine.ingest import read
    from textmine.nlp import load
    from textmine.nlp.annotate import annotate

    nlp = load("embedded")
    texts = {name: read(SPEECHES / name).text for name in sorted({row.file for row in rows})}
    found: list[list[Sentence]] = []
    for excerpt, group in groupby(rows, key=lambda row: row.excerpt):
        own = list(group)
        text = texts[own[0].file]
        turns = tuple(
            Turn("R", Role.RESPONDENT, row.start, row.stop, text[row.start : row.stop]) for row in own
        )
        parts: dict[int, list[Sentence]] = {}
        for sentence in annotate(Document(excerpt, text, turns, "txt", None, ""), nlp):
            # One speech: a sentence may lean on the one before it.
            parts.setdefault(sentence.turn, []).append(replace(sentence, turn=0))
        found += [parts.get(place, []) for place in range(len(own))]
    return found


def _coded(rows: Sequence[Spoken], sentences: Sequence[Sequence[Sentence]], *, learned: bool) -> list[Codes]:
    """The codes of each row."""
    from textmine.coding.learned import load_learned, shipped_model
    from textmine.embed import MemoryCache, embed, load_encoder

    codebook, flat = default_codebook(), [sentence for own in sentences for sentence in own]
    if learned:
        encode = partial(embed, encoder=load_encoder(), cache=MemoryCache())
        coder = Coder(codebook, encode=encode, learned=load_learned(shipped_model()))
        codings = coder.code(flat, encode([sentence.clean for sentence in flat]))
    else:
        codings = Coder(codebook).code(flat)
    row_of = {sentence.id: row for row, own in enumerate(sentences) for sentence in own}
    given: list[set[str]] = [set() for _ in rows]
    for coding in codings:
        given[row_of[coding.sentence_id]].add(coding.code)
    return [frozenset(codes) for codes in given]


def _codes(cell: str) -> Codes:
    return frozenset(filter(None, cell.split(";")))
