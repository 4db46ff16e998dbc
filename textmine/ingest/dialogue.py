"""Turns without labels: the moderator in bold, or a dash in front of every turn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.ingest.header import header
from textmine.ingest.paragraphs import Layout, Paragraph
from textmine.ingest.turns import RawTurn

_DASHED = re.compile(r"^\s*[–—-]{1,2}\s+(?=\S)")
ASKS, ANSWERS = "Moderator", "Rozmówca"


def by_bold(lines: Sequence[Paragraph]) -> Layout | None:
    """Bold paragraphs ask, plain ones answer; None where bold is rare or the rule."""
    bold = [line for line in lines if line.bold and not line.heading]
    if len(bold) < 2 or len(bold) > 0.7 * len(lines):
        return None
    first = next(i for i, line in enumerate(lines) if line.bold and not line.heading)
    # A bold title is followed by a bold question or by metadata; a question has an answer below it.
    metadata, _ = header(lines[:first])
    turns: list[RawTurn] = []
    for line in lines[first:]:
        start, end = line.words
        asks = line.bold
        if turns and turns[-1].asks is asks:
            turns[-1] = replace(turns[-1], end=end)
        else:
            turns.append(RawTurn(ASKS if asks else ANSWERS, start, end, asks=asks))
    return Layout("bold", tuple(turns), metadata)


def by_dashes(lines: Sequence[Paragraph]) -> Layout | None:
    """A turn a dash; who speaks is known where one asks and the other answers at length in turn."""
    marks = [_DASHED.match(line.text) for line in lines]
    if sum(1 for mark in marks if mark) < max(4, 0.4 * len(lines)):
        return None
    turns: list[RawTurn] = []
    blocks = 0
    section: str | None = None
    for line, mark in zip(lines, marks, strict=True):
        if mark:
            turns.append(RawTurn(None, line.start + mark.end(), line.words[1], section=section))
        elif line.text.lstrip().startswith("#"):
            blocks += 1
            section = line.text.strip("# ")
        elif turns:
            turns[-1] = replace(turns[-1], end=line.words[1])
    first = next(i for i, mark in enumerate(marks) if mark)
    metadata = tuple(
        ("nagłówek", line.text.strip()) for line in lines[:first] if not line.text.startswith("#")
    )
    if blocks == 0 and _alternates(turns, lines):
        labelled = tuple(replace(turn, label=("Pytający", ANSWERS)[i % 2]) for i, turn in enumerate(turns))
        return Layout("dashes", labelled, metadata, ("rozmówców rozróżniono po kolejności myślników",))
    warning = "wypowiedzi zaczynają się od myślnika i nie mają nazwanych osób; nie wiadomo, kto mówi"
    return Layout("dashes", tuple(replace(turn, section=None) for turn in turns), metadata, (warning,))


def _alternates(turns: Sequence[RawTurn], lines: Sequence[Paragraph]) -> bool:
    """Whether dashes alternate between one who asks and one who answers at length."""
    asked_on = {line.start for line in lines if "?" in line.text}
    starts = [line.start for line in lines]
    sizes = [turn.end - turn.start for turn in turns]
    even, odd = sum(sizes[0::2]), sum(sizes[1::2])
    questions = [0, 0]
    place = 0
    for number, turn in enumerate(turns):
        while place + 1 < len(starts) and starts[place + 1] <= turn.start:
            place += 1
        questions[number % 2] += starts[place] in asked_on
    asking = (questions[0] / max(len(sizes[0::2]), 1), questions[1] / max(len(sizes[1::2]), 1))
    return max(even, odd) > 1.8 * min(even, odd) and max(asking) > 0.5 and abs(asking[0] - asking[1]) > 0.2
