"""Turns below a line of name and time (Teams, Otter, Word Transcribe, Trint), and turns that only a time begins."""

from __future__ import annotations

import itertools
import re
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import replace

from textmine.ingest.paragraphs import Layout, Paragraph
from textmine.ingest.speakers import canonical_label, speaker_of
from textmine.ingest.times import BARE, BRACKETED, CLOSING, seconds
from textmine.ingest.turns import RawTurn

_MARK = BRACKETED.pattern.replace("?P<clock>", "")
_TIME = rf"(?:{_MARK}|{BARE.pattern})"
# "Anna Kowalska   0:03", "Speaker 1 [00:00:05]", and the other way round, alone on a line.
_NAMED_TIME = re.compile(
    rf"^\s*(?:\*\*|__)?(?P<label>[^\W\d_][^\n:]{{0,60}}?)(?:\*\*|__)?\s+(?P<time>{_TIME})\s*$"
)
_TIME_NAMED = re.compile(
    rf"^\s*(?P<time>{_TIME})\s+(?:[-–—]\s+)?(?:\*\*|__)?(?P<label>[^\W\d_][^\n:]{{0,60}}?):?(?:\*\*|__)?\s*$"
)
_ALONE = re.compile(rf"^\s*(?:#+\s*)?(?P<time>{_TIME})\s*$")
_MARK_LENGTH = 24
# A line of name and time is no longer, however many blanks stand between them.
_LONGEST = 300
_LEADING = re.compile(rf"^\s*(?P<time>{_MARK}|{BARE.pattern}(?=\s))\s*[-–]?\s*(?=\S)")


def by_time_lines(lines: Sequence[Paragraph]) -> Layout | None:
    """The turns of a text in which a line of name and time stands above the words; None for other texts."""
    marks = [_mark(line) for line in lines]
    if not _are_speakers(marks):
        return None
    turns: list[RawTurn] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark:
            turns.append(RawTurn(mark[0], line.end, line.end, mark[1], written=mark[2]))
        elif turns:
            start, end = line.words
            turns[-1] = replace(
                turns[-1], start=start if turns[-1].start == turns[-1].end else turns[-1].start, end=end
            )
    first = next(number for number, mark in enumerate(marks) if mark)
    metadata = tuple(("nagłówek", line.text.strip()) for line in lines[:first])
    return Layout("time lines", tuple(turn for turn in turns if turn.end > turn.start), metadata)


def _mark(line: Paragraph) -> tuple[str, float, str] | None:
    """The speaker, the time and the label as written of a line that is nothing else."""
    if len(line.text) > _LONGEST:
        return None
    match = _NAMED_TIME.match(line.text) or _TIME_NAMED.match(line.text)
    if match is None:
        return None
    label, time = speaker_of(match["label"]), seconds(match["time"])
    return (
        None
        if label is None or time is None
        else (canonical_label(label), time, match["label"].strip(" ,-–—"))
    )


def _are_speakers(marks: Sequence[tuple[str, float, str] | None]) -> bool:
    """Whether lines of name and time are speakers and no agenda: words stand below, and times do not go back."""
    found = [number for number, mark in enumerate(marks) if mark]
    if len(found) < 2:
        return False
    followed = sum(number + 1 < len(marks) and marks[number + 1] is None for number in found)
    times = [mark[1] for mark in marks if mark]
    backwards = sum(after < before for before, after in itertools.pairwise(times))
    recurring = max(Counter(mark[0] for mark in marks if mark).values()) > 1
    enough = 0.5 if recurring else 0.8
    return followed >= enough * len(found) and backwards <= 0.1 * len(times)


def by_times(lines: Sequence[Paragraph]) -> Layout | None:
    """A turn a line that begins with a time, nobody named: "[00:12:33] words"; None for other texts."""
    marks = [_LEADING.match(line.text) for line in lines]
    times = [seconds(mark["time"]) for mark in marks if mark]
    backwards = sum((after or 0) < (before or 0) for before, after in itertools.pairwise(times))
    if len(times) < max(2, 0.3 * len(lines)) or backwards > 0.1 * len(times):
        return None
    turns: list[RawTurn] = []
    first = next(number for number, mark in enumerate(marks) if mark)
    for line, mark in zip(lines[first:], marks[first:], strict=True):
        if mark:
            turns.append(RawTurn(None, line.start + mark.end(), line.words[1], seconds(mark["time"])))
        else:
            turns[-1] = replace(turns[-1], end=line.words[1])
    metadata = tuple(("nagłówek", line.text.strip()) for line in lines[:first])
    warning = "wypowiedzi zaczynają się od czasu i nie mają nazwanych osób; nie wiadomo, kto mówi"
    return Layout("times", tuple(turns), metadata, (warning,))


def without_lone_times(lines: Sequence[Paragraph]) -> tuple[list[Paragraph], list[tuple[int, int, float]]]:
    """The lines that are more than a time, and the times that stand alone as (start, end, seconds)."""
    kept: list[Paragraph] = []
    alone: list[tuple[int, int, float]] = []
    for line in lines:
        match = _ALONE.match(line.text)
        time = seconds(match["time"]) if match else None
        if time is None:
            kept.append(line)
        else:
            alone.append((*line.words, time))
    return kept, alone


def with_times(turns: Sequence[RawTurn], alone: Sequence[tuple[int, int, float]]) -> list[RawTurn]:
    """Give each time that stands alone on a line to the turn that begins next, unless it has its own."""
    waiting = deque(alone)
    result: list[RawTurn] = []
    for turn in turns:
        time: float | None = None
        while waiting and waiting[0][0] < turn.start:
            time = waiting.popleft()[2]
        result.append(replace(turn, time=time) if turn.time is None and time is not None else turn)
    return result


def _closing(text: str) -> re.Match[str] | None:
    """The mark at the end of a line that is one of a time."""
    if not text.rstrip().endswith(("#", ")", "]", "}")):
        return None
    return CLOSING.search(text, max(0, len(text) - _MARK_LENGTH))


def closed_by_marks(turns: Sequence[RawTurn], lines: Sequence[Paragraph]) -> list[RawTurn]:
    """f4: the mark at the end of a turn is when it ended; the next turn begins then, the first one at 0.

    A time in brackets is such a mark where nearly all turns end with one and none begins with one.
    """
    ends = {line.words[1]: found for line in lines if (found := _closing(line.text))}
    if not ends:
        return list(turns)
    starts = {line.words[1]: line.start for line in lines if line.words[1] in ends}
    closed = [turn for turn in turns if turn.end in ends]
    bracketed = any(match["bracketed"] for match in ends.values())
    if not closed or len(closed) < (0.8 if bracketed else 0.5) * len(turns):
        return list(turns)
    if bracketed and any(turn.time is not None for turn in turns):
        return list(turns)
    before: float | None = 0.0
    result: list[RawTurn] = []
    for turn in turns:
        match = ends.get(turn.end)
        end = max(turn.start, starts[turn.end] + match.start()) if match else turn.end
        result.append(replace(turn, end=end, time=before if turn.time is None else turn.time))
        before = seconds(match["clock"] or match["bracketed"]) if match else None
    return [turn for turn in result if turn.end > turn.start]
