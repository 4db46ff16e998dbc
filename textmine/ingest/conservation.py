"""The account of a file: every character of the source is spoken, kept aside or dropped under a name.

Blanks, combining marks, NUL and BOM are not counted: line ends, indentation and Unicode normalisation may change
without anything being lost.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from textmine.ingest.turns import RawTurn, Reading
from textmine.records import Change, Conservation, Portion

_UNCOUNTED = "\0\ufeff"
BESIDE = "etykiety i czasy przed wypowiedziami"
OUTSIDE = "wiersze poza wypowiedziami (nagłówek, tytuły)"
WRITTEN = "etykiety dopisane przed wypowiedziami"
_LABELS_WRITTEN = "etykiety dopisane przez program"


def size(text: str) -> int:
    """How many characters count: the same for a text and its canonical form, and additive over its pieces."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return len(text) - sum(text.count(one) for one in set(text) if not _counts(one))


@cache
def _counts(character: str) -> bool:
    blank = character.isspace() or character in _UNCOUNTED
    return not (blank or unicodedata.combining(character))


def balance(reading: Reading, turns: Sequence[RawTurn]) -> Conservation:
    """The account of a file from what its reader counted and the turns that were kept of it."""
    text = reading.text
    # Counted in one text: a call a turn costs more than all the counting.
    spoken = size("\n".join(text[turn.start : turn.end] for turn in turns))
    beside, outside = _unspoken(text, turns)
    aside = [Portion(WRITTEN if reading.labelled else BESIDE, beside), Portion(OUTSIDE, outside)]
    for line in reading.aside:
        kind, _, words = line.partition(": ")
        aside.append(Portion(kind, size(words)))
    added = [*reading.added, Portion(_LABELS_WRITTEN, beside if reading.labelled else 0)]
    longer, shorter = _mended(reading.changes)
    return Conservation(
        reading.source,
        spoken,
        _summed([*aside, *reading.kept]),
        _summed([*reading.dropped, *shorter]),
        _summed([*added, *longer]),
    )


def _unspoken(text: str, turns: Sequence[RawTurn]) -> tuple[int, int]:
    """Characters of the text outside of the turns: in front of one on its line, and on lines of their own."""
    beside: list[str] = []
    outside: list[str] = []
    end = 0
    for turn in turns:
        above, _, lead = text[end : turn.start].rpartition("\n")
        beside.append(lead)
        outside.append(above)
        end = turn.end
    return size("\n".join(beside)), size("\n".join([*outside, text[end:]]))


def _mended(changes: Iterable[Change]) -> tuple[list[Portion], list[Portion]]:
    """What repairs made longer and shorter."""
    longer: list[Portion] = []
    shorter: list[Portion] = []
    for change in changes:
        more = size(change.after) - size(change.before)
        (longer if more > 0 else shorter).append(Portion(f"naprawa: {change.reason}", abs(more)))
    return longer, shorter


def _summed(portions: Iterable[Portion]) -> tuple[Portion, ...]:
    """One portion a kind, in the order in which the kinds occur; empty ones left out."""
    totals: dict[str, int] = {}
    for one in portions:
        totals[one.kind] = totals.get(one.kind, 0) + one.characters
    return tuple(Portion(kind, characters) for kind, characters in totals.items() if characters)


def account(conservation: Conservation) -> Iterator[str]:
    """The account as Polish lines for a person."""
    yield f"w wypowiedziach: {conservation.spoken}"
    for heading, portions in (
        ("obok", conservation.aside),
        ("pominięte", conservation.dropped),
        ("dopisane", conservation.added),
    ):
        for one in portions:
            yield f"{heading}: {one.kind}: {one.characters}"
    if conservation.source is None:
        yield "w pliku: nie policzono"
    else:
        yield f"w pliku: {conservation.source}; nierozliczone: {conservation.missing}"


def unbalanced(conservation: Conservation) -> str | None:
    """A warning where characters are missing or doubled, None where the account is even."""
    missing = conservation.missing
    if not missing:
        return None
    if missing > 0:
        return f"{missing} znaków pliku nie trafiło ani do wypowiedzi, ani obok; porównaj tekst z plikiem"
    return f"{-missing} znaków jest w tekście więcej niż w pliku; porównaj tekst z plikiem"


@dataclass(slots=True)
class Tally:
    """The accounts of several files in one line, for the log of a run."""

    spoken: int = 0
    aside: int = 0
    dropped: int = 0
    missing: int = 0

    def add(self, conservation: Conservation | None) -> None:
        """Count a file in."""
        if conservation is not None:
            self.spoken += conservation.spoken
            self.aside += sum(one.characters for one in conservation.aside)
            self.dropped += sum(one.characters for one in conservation.dropped)
            self.missing += abs(conservation.missing or 0)

    def line(self) -> str:
        """The end of a log line, "" where nothing was read."""
        if not self.spoken:
            return ""
        parts = f"w wypowiedziach {self.spoken}, obok {self.aside}, pominięte {self.dropped}"
        return f"; znaki: {parts}, nierozliczone {self.missing}"
