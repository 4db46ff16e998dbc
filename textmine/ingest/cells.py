"""The cells of tables in documents: which became turns, and where everything else of them went."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.ingest.conservation import size
from textmine.ingest.encoding import canonical
from textmine.ingest.repairs import moved
from textmine.ingest.speakers import canonical_label
from textmine.ingest.tabular import Found
from textmine.ingest.times import seconds
from textmine.ingest.turns import Utterance
from textmine.ingest.votes import votes_in
from textmine.records import Change, Portion

Repair = Callable[[str], tuple[str, tuple[Change, ...]]]


@dataclass(slots=True)
class Ledger:
    """What a reader keeps aside, leaves out and adds while it walks through a document."""

    aside: list[str] = field(default_factory=list)
    kept: list[Portion] = field(default_factory=list)
    dropped: list[Portion] = field(default_factory=list)
    added: list[Portion] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def set_aside(self, kind: str, text: str) -> None:
        """Keep words that are not spoken, under a name."""
        words, _ = canonical(text)
        if size(words):
            self.aside.append(f"{kind}: {words.strip()}")

    def drop(self, kind: str, text: str) -> None:
        """Leave characters out, under a name."""
        self.dropped.append(Portion(kind, size(text)))

    def keep(self, kind: str, characters: int) -> None:
        """Count characters that are known further on, as the label, time, group or votes of a turn."""
        if characters:
            self.kept.append(Portion(kind, characters))

    def add(self, kind: str, text: str) -> None:
        """Count characters that the file does not have."""
        self.added.append(Portion(kind, size(text)))


class Cells:
    """Which cells of the tables became turns, and where their words stand in the text."""

    def __init__(self, found: Found, starts: Sequence[int]) -> None:
        self._found = found
        self._places: dict[str, deque[tuple[int, Utterance]]] = {}
        self._headings = {one.text for one in found.spoken if one.asks}
        for one, start in zip(found.spoken, starts, strict=True):
            self._places.setdefault(one.text, deque()).append((start, one))

    def account(
        self, number: int, row: Sequence[str], mended_row: Sequence[str], repair: Repair, ledger: Ledger
    ) -> list[Change]:
        """Name what stands in a row beside the words, and give the repairs inside of its words at their places."""
        changes: list[Change] = []
        said: dict[int, Utterance] = {}
        for index, cell in enumerate(mended_row):
            notes = list(self._found.pieces(number, cell))
            texts = [cell[note.start : note.end] for note in notes]
            if not texts or not all(self._places.get(text) for text in texts):
                continue
            for note, text in zip(notes, texts, strict=True):
                start, said[index] = self._places[text].popleft()
                inside = [
                    change
                    for change in repair(row[index])[1]
                    if note.start <= change.start and change.start + len(change.after) <= note.end
                ]
                changes.extend(moved(inside, start - note.start))
            ledger.keep("grupy, głosy i punktory karteczek", size(cell) - sum(map(size, texts)))
        self._account_rest(mended_row, said, ledger)
        return changes

    def _account_rest(self, row: Sequence[str], said: Mapping[int, Utterance], ledger: Ledger) -> None:
        """Speakers, times, groups and votes are kept; all else goes aside."""
        if not said:
            words = " | ".join(cell for cell in row if cell.strip()).replace("|", "")
            if words.strip() in self._headings:
                ledger.keep("nagłówki tabel", size(words))
            else:
                ledger.set_aside("wiersz tabeli bez wypowiedzi", words)
            return
        one = next(iter(said.values()))
        for index, cell in enumerate(row):
            if index in said or not size(cell):
                continue
            attribute = canonical_label(cell.rstrip(": ")) == one.label or cell.strip() in {
                one.group,
                one.section,
            }
            if attribute or seconds(cell) is not None or votes_in(cell) is not None:
                ledger.keep("kolumny mówcy, czasu, grupy i głosów", size(cell))
            else:
                ledger.set_aside("komórka tabeli", cell)
