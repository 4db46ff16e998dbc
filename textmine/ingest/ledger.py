"""Where the characters of a structured file went while it was taken apart: the reader's part of the account."""

from __future__ import annotations

from collections import Counter

from textmine.ingest.conservation import size
from textmine.records import Portion


class Ledger:
    """Counts what is kept beside the words (times, labels) and what is dropped (numbers, markup)."""

    def __init__(self) -> None:
        self._kept: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()

    def keep(self, kind: str, text: str, *, less: str = "") -> None:
        """Count text that is known further on, as a time or as the label of a turn, but for `less` that is spoken."""
        self._kept[kind] += size(text) - size(less)

    def drop(self, kind: str, text: str, *, instead: str = "") -> None:
        """Count text that is gone; `instead` stands in its place."""
        self._dropped[kind] += size(text) - size(instead)

    @property
    def kept(self) -> tuple[Portion, ...]:
        """What was kept, by kind."""
        return _portions(self._kept)

    @property
    def dropped(self) -> tuple[Portion, ...]:
        """What was dropped, by kind."""
        return _portions(self._dropped)


def _portions(counts: Counter[str]) -> tuple[Portion, ...]:
    return tuple(Portion(kind, count) for kind, count in counts.items() if count)
