"""Turns below a label that stands alone on its line, without a colon: "BADACZ", "Respondent 1", "Anna Kowal"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from textmine.ingest.header import header
from textmine.ingest.paragraphs import Layout, Paragraph, cut
from textmine.ingest.speakers import is_known, is_listed, is_person, speaker_of
from textmine.ingest.turns import RawTurn
from textmine.language.labels import MODERATORS

_LONGEST, _WORDS = 40, 4
_SENTENCE_END = re.compile(r"[.,;!?…]$")
_FEWEST = 3


def by_label_lines(lines: Sequence[Paragraph]) -> Layout | None:
    """The turns of a text whose speakers stand on lines of their own; None for other texts."""
    found = [_label(line) for line in lines]
    counts = Counter(label for label, below in pairwise([*found, "end"]) if label and below is None)
    speakers = {label for label, count in counts.items() if _is_speaker(label, count)}
    if not _are_enough(speakers, counts, len(lines)) or _have_colons(lines):
        return None
    marks = [label if label in speakers else None for label in found]
    first = next(number for number, label in enumerate(marks) if label)
    metadata, rest = header(lines[:first])
    metadata += tuple(("nagłówek", line.text.strip()) for line in rest)
    turns: list[RawTurn] = []
    headings: list[tuple[int, int]] = []
    for line, label in zip(lines[first:], marks[first:], strict=True):
        start, end = line.words
        if label:
            turns.append(RawTurn(label, line.end, line.end, written=line.text.strip(" *_\t")))
        elif line.heading:
            headings.append((start, end))
        else:
            last = turns[-1]
            turns[-1] = replace(last, start=start if last.start == last.end else last.start, end=end)
    kept = [turn for turn in turns if turn.end > turn.start]
    return Layout("labels", tuple(cut(kept, headings, lines)), metadata) if kept else None


def _label(line: Paragraph) -> str | None:
    """The label that a line is, None where it is anything else."""
    if len(line.text) > 2 * _LONGEST:
        return None
    text = line.text.strip(" *_\t")
    if (
        not 0 < len(text) <= _LONGEST
        or len(text.split()) > _WORDS
        or _SENTENCE_END.search(text)
        or ":" in text
    ):
        return None
    if not text[0].isupper():
        return None
    return speaker_of(text)


def _have_colons(lines: Sequence[Paragraph]) -> bool:
    """Whether labels with words behind a colon ("M: words") stand in the text as well: then those are its labels."""
    found = 0
    for line in lines:
        before, colon, words = line.text[:_LONGEST].partition(":")
        label = speaker_of(before) if colon and words.strip() else None
        found += label is not None and (is_listed(label) or is_known(label, short=True))
    return found > 1


def _is_speaker(label: str, count: int) -> bool:
    """Whether a line that occurs so often is a speaker: a word for one, or a person or capitals that recur."""
    if is_listed(label) or is_known(label, short=True):
        return True
    return count > 1 and (label.isupper() or is_person(label))


def _are_enough(speakers: set[str], counts: Counter[str], lines: int) -> bool:
    """Whether several speakers take turns on enough of the lines."""
    total = sum(counts[label] for label in speakers)
    if len(speakers) < 2 or total < _FEWEST or total < 0.1 * lines:
        return False
    asks = any(re.sub(r"\d+$", "", label.casefold().split()[0]) in MODERATORS for label in speakers)
    return asks or max(counts[label] for label in speakers) > 1
