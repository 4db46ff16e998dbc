"""A cell or line of a workshop into notes: without bullets, the group in front and the votes beside the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.ingest.votes import Ballot

BULLET = re.compile(r"\s*(?:[-*+•●▪◦·–—►➢✓☐☑□■]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
# A cell may begin with a number that belongs to its words ("3. zmiana stoi").
_SIGN = re.compile(r"\s*[-*+•●▪◦·–—►➢✓☐☑□■]\s+(?=\S)")
GROUP_PREFIX = re.compile(r"[(\[](?P<group>[^\W\d_][^()\[\]\n]{2,49})[)\]]\s*:?\s*(?=\w)")
"""The group in front of a note: "(Gmina) …", "[Firmy]: …"."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note: `start` and `end` of its words in the text that it was found in."""

    start: int
    end: int
    group: str | None = None
    votes: int | None = None


def note_in(text: str, start: int, end: int, ballot: Ballot, bullet: re.Pattern[str] = BULLET) -> Note:
    """The note in text[start:end], which is one line or one cell; its words may be empty."""
    mark = bullet.match(text, start, end)
    start = mark.end() if mark else start
    first, last, votes = ballot.split(text[start:end])
    start, end = _trimmed(text, start + first, start + last)
    group = GROUP_PREFIX.match(text, start, end)
    if group is None:
        return Note(start, end, None, votes)
    return Note(group.end(), end, group["group"].strip(), votes)


def notes_in(cell: str, ballot: Ballot, *, lines: bool) -> Iterator[Note]:
    """The notes of a cell: one a line where its lines are bullets (or, with `lines`, all begin anew), else one."""
    found = [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", cell)]
    texts = [cell[start:end] for start, end in found]
    bullet = BULLET
    if not (_are_bullets(texts) or (lines and _begin_anew(texts))):
        found = [(found[0][0], found[-1][1])] if found else []
        bullet = _SIGN
    for start, end in found:
        note = note_in(cell, start, end, ballot, bullet)
        if note.end > note.start:
            yield note


def _are_bullets(lines: list[str]) -> bool:
    return len(lines) > 1 and all(BULLET.match(line) for line in lines)


def _begin_anew(lines: list[str]) -> bool:
    """Whether every line is a note of its own; a note that was broken in two goes on with a small letter."""
    return len(lines) > 1 and all(
        len(line.split()) > 1 and line.lstrip(' „"([')[:1].isupper() for line in lines
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    return start + lead, max(start + lead, start + len(words.rstrip()))
