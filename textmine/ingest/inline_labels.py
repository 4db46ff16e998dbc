"""A talk in one paragraph: "M: Co dalej? R: Nic. M: A potem?" cut before its labels, as if each began a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from textmine.ingest.paragraphs import Paragraph
from textmine.ingest.speakers import is_known, is_listed, speaker_of

_LABEL = re.compile(r"(?<=[.?!…)\]”\"] )(?P<label>[A-ZĄĆĘŁŃÓŚŹŻ][\w.]{0,14}(?: \d{1,2})?):(?= \S)")
_FEWEST = 3


def without_long_paragraphs(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines, each cut before the labels inside of it, where there are more of them inside than at the beginnings."""
    if sum(len(line.text) for line in lines) < _FEWEST * 10:
        return list(lines)
    inside = [_places(line) for line in lines]
    count = sum(map(len, inside))
    if count < _FEWEST or count < 2 * len(lines):
        return list(lines)
    cut: list[Paragraph] = []
    for line, places in zip(lines, inside, strict=True):
        for start, end in pairwise([0, *places, len(line.text)]):
            if line.text[start:end].strip():
                cut.append(replace(line, start=line.start + start, text=line.text[start:end]))
    return cut


def _places(line: Paragraph) -> list[int]:
    """Where labels stand inside of a line: words for those who ask or answer only."""
    if line.text.count(":") < 2:
        return []
    found = []
    for match in _LABEL.finditer(line.text):
        label = speaker_of(match["label"])
        if label and (is_listed(label) or is_known(label, short=True)):
            found.append(match.start())
    return found
