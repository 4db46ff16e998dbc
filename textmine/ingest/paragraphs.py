"""The lines of a canonical text as the layouts see them, and turns with holes cut out of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.ingest.turns import RawTurn

Span = tuple[int, int]
_MARKS = ("**", "__")
_RULE = re.compile(r"\s*(?:>+|[-–—*_=~]{3,}|(?:[-–—*_=~] ){2,}[-–—*_=~])\s*")
_LONGEST_RULE = 120
_BOLD = re.compile(r"\s*(\*\*|__)(?![\s*_])(?:(?!\1).)+(?<!\s)\1\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the canonical text with what its format says of it."""

    start: int
    text: str
    bold: bool = False
    heading: bool = False

    @property
    def end(self) -> int:
        """The end of the line in the canonical text."""
        return self.start + len(self.text)

    @property
    def words(self) -> Span:
        """The line without the blanks around it, and without the marks of a line that Markdown makes bold."""
        if self.text and not (self.bold or self.text[0].isspace() or self.text[-1].isspace()):
            return self.start, self.start + len(self.text)
        lead = len(self.text) - len(self.text.lstrip())
        end = max(lead, len(self.text.rstrip()))
        if self.bold and _BOLD.fullmatch(self.text):
            lead, end = lead + 2, end - 2
        return self.start + lead, self.start + end


@dataclass(frozen=True, slots=True)
class Layout:
    """The turns found, and the lines above or between them that are no speech."""

    name: str
    turns: tuple[RawTurn, ...]
    metadata: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


def paragraphs(text: str) -> list[Paragraph]:
    """The lines of a text that are not blank."""
    result = []
    position = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            # The pattern is slow to say no of a long line, which nearly all are.
            bold = line.lstrip()[:2] in _MARKS and _BOLD.fullmatch(line) is not None
            result.append(Paragraph(position, line, bold))
        position += len(line) + 1
    return result


def without_rules(lines: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Span]]:
    """The lines without those that only part others ("---", "***", ">"), and where these stand."""
    rules = [line for line in lines if len(line.text) <= _LONGEST_RULE and _RULE.fullmatch(line.text)]
    if not rules or len(rules) == len(lines):
        return list(lines), []
    places = {line.start for line in rules}
    return [line for line in lines if line.start not in places], [line.words for line in rules]


def cut(turns: Sequence[RawTurn], holes: Sequence[Span], lines: Sequence[Paragraph]) -> list[RawTurn]:
    """The turns without the holes (sorted spans of whole lines): a turn around a hole becomes two of one speaker.

    The second part has no time of its own.
    """
    if not holes:
        return list(turns)
    starts = [start for start, _ in holes]
    result: list[RawTurn] = []
    for turn in turns:
        first, last = max(bisect_right(starts, turn.start) - 1, 0), bisect_left(starts, turn.end)
        inside = [hole for hole in holes[first:last] if hole[1] > turn.start]
        if not inside:
            result.append(turn)
            continue
        kept = [line for line in _within(lines, turn) if not _holds(inside, line)]
        time = turn.time
        for block in _blocks(kept, inside):
            start, end = max(block[0].words[0], turn.start), min(block[-1].words[1], turn.end)
            if end > start:
                result.append(replace(turn, start=start, end=end, time=time))
                time = None
    return result


def trimmed(turns: Sequence[RawTurn], lines: Sequence[Paragraph]) -> list[RawTurn]:
    """The turns without blanks at their edges; empty ones left out."""
    result = []
    starts, spans = [line.start for line in lines], [line.words for line in lines]
    for turn in turns:
        number = max(bisect_right(starts, turn.start) - 1, 0)
        if (number + 1 == len(lines) or starts[number + 1] >= turn.end) and _fits(lines[number], turn):
            result.append(turn)  # nearly all turns are one line
            continue
        inside = []
        while number < len(lines) and starts[number] < turn.end:
            if min(spans[number][1], turn.end) > max(spans[number][0], turn.start):
                inside.append(lines[number])
            number += 1
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        start, end = max(first.words[0], turn.start), min(last.words[1], turn.end)
        start += _blanks(first.text[start - first.start :])
        end -= _blanks(last.text[: end - last.start][::-1])
        if end > start:
            same = start == turn.start and end == turn.end
            result.append(turn if same else replace(turn, start=start, end=end))
    return result


def _fits(line: Paragraph, turn: RawTurn) -> bool:
    """Whether a turn within a line begins and ends with words of it."""
    first, last = turn.start - line.start, turn.end - line.start
    if not (0 <= first < last <= len(line.text)) or line.bold:
        return False
    return not (line.text[first].isspace() or line.text[last - 1].isspace())


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _within(lines: Sequence[Paragraph], turn: RawTurn) -> list[Paragraph]:
    first = max(bisect_right(lines, turn.start, key=lambda line: line.start) - 1, 0)
    found = []
    for line in lines[first:]:
        if line.start >= turn.end:
            break
        if line.end > turn.start:
            found.append(line)
    return found


def _holds(holes: Sequence[Span], line: Paragraph) -> bool:
    return any(start <= line.words[0] and line.words[1] <= end for start, end in holes)


def _blocks(lines: Sequence[Paragraph], holes: Sequence[Span]) -> list[list[Paragraph]]:
    blocks: list[list[Paragraph]] = []
    for line in lines:
        if blocks and not any(blocks[-1][-1].end <= start < line.start for start, _ in holes):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks
