"""Votes that the participants of a workshop gave a note: in a column of their own, or as numbers and dots beside its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_VOTES = r"(?:głos(?:y|ów|u)?|gł\.?|krop(?:ka|ki|ek)|votes?)"
_POINTS = r"(?:pkt\.?|punkt(?:y|ów)?)"
_SIGNS = r"●★⬤⚫•♥❤♡☆✓✔👍👏🔴🔵🟢🟡"
_COUNT = rf"(?:{_VOTES}\s*[:=]?\s*\d{{1,4}}|\d{{1,4}}\s*(?:x\s*)?{_VOTES})(?!\w)"
_POINTED = rf"{_POINTS}\s*[:=]?\s*\d{{1,4}}|\d{{1,4}}\s*{_POINTS}"
_PLUS = r"\+\s?\d{1,3}|[x×]\s?\d{1,3}|\d{1,3}\s?[x×]"
_IN_BRACKETS = rf"[(\[]\s*(?:{_COUNT}|{_POINTED}|{_PLUS})\s*[)\]]"
_TALLY = rf"(?:[{_SIGNS}]\ufe0f?\s?){{1,30}}|\|{{1,30}}|\+{{2,30}}"
# What can be nothing else behind a note, with what parts it from the words.
_BEHIND = re.compile(
    rf"(?:\s*{_IN_BRACKETS}|\s*[–—,;:|-]\s*{_COUNT}|(?:\s{{2,}}|\t){_COUNT}|\s+\+\d{{1,3}}|\s*(?<!\w)[(\[]?(?:{_TALLY})\s*(?:\d{{1,3}})?[)\]]?)\s*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"^\s*(?:{_IN_BRACKETS}|{_COUNT}\s*[–—:-])\s*[–—:-]?\s*", re.IGNORECASE)
# What may be a number or an anonymised name as well: it counts where several notes have it.
_BARE_NUMBER = re.compile(r"\s*[(\[]\d{1,2}[)\]]\s*$")
_CROSSES = re.compile(r"(?:\s*[–—:-]\s*|\s+|\s*[(\[])(x{1,20})[)\]]?\s*$")
_CELL = re.compile(
    rf"\s*(?:[(\[]?\s*(?:{_COUNT}|[+-]?\d{{1,5}}(?:[.,]0+)?)\s*[)\]]?|{_TALLY}|[xX]{{1,30}}|[Il]{{1,30}})\s*"
)
# Marks are short; a pattern is not to search a cell of pages.
_REACH = 80
_DIGITS = re.compile(r"[+-]?\d+")


def votes_in(cell: str) -> int | None:
    """What a cell of a column of votes says: "3", "+3", "12.0", "5 głosów", "●●●", "|||", "xxx"; None for others."""
    return _number(cell) if _CELL.fullmatch(cell) else None


def _number(marks: str) -> int:
    digits = _DIGITS.search(marks)
    if digits:
        return int(digits[0])
    return sum(1 for sign in marks if sign in _SIGNS or sign in "|+xXIl")


@dataclass(frozen=True, slots=True)
class Ballot:
    """How the notes of one file show votes. `numbers`: "(5)" behind a note is votes; `crosses`: "xxx" is."""

    numbers: bool = False
    crosses: bool = False

    @classmethod
    def of(cls, notes: Iterable[str]) -> Ballot:
        """Look at all notes of a file: a mark that may be something else counts where it is the custom."""
        texts = [note for note in notes if note.strip()]
        numbers = sum(bool(_BARE_NUMBER.search(note)) for note in texts)
        crosses = [len(found[1]) for note in texts if (found := _CROSSES.search(note))]
        # Names are made unreadable by the same number of letters each time; votes differ.
        return cls(numbers >= 2 and 3 * numbers >= len(texts), len(set(crosses)) > 1)

    def split(self, note: str) -> tuple[int, int, int | None]:
        """Where the words of a note begin and end, and its votes. A note that is nothing but marks stays whole."""
        for start, end, mark in self._marks(note):
            if re.search(r"\w", note[start:end]):
                return start, end, _number(mark)
        return 0, len(note), None

    def _marks(self, note: str) -> Iterator[tuple[int, int, str]]:
        """(start and end of the words, marks) for each reading of what stands behind or before them."""
        skipped = max(0, len(note) - _REACH)
        tail = note[skipped:]
        patterns = [_BEHIND, *([_BARE_NUMBER] if self.numbers else []), *([_CROSSES] if self.crosses else [])]
        for pattern in patterns:
            if found := pattern.search(tail):
                yield 0, skipped + found.start(), found[0]
        if found := _BEFORE.match(note[:_REACH]):
            yield found.end(), len(note), found[0]
