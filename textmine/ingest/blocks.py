"""Paragraphs and tables of a document (docx, odt, rtf, html, pdf) into a reading: a talk in tables, or in paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from textmine.ingest.conservation import size
from textmine.ingest.encoding import canonical
from textmine.ingest.layouts import Paragraph, canonical_label, turns_of
from textmine.ingest.repairs import mended, moved
from textmine.ingest.tables import spoken_in
from textmine.ingest.times import seconds
from textmine.ingest.turns import Reading, Utterance, assembled
from textmine.records import Change, Portion

# A question in bold: nearly all of its letters are (a word in bold is emphasis).
EMPHASIS_SHARE = 0.8
_SOFT_HYPHEN = re.compile("\u00ad+")
Repair = Callable[[str], tuple[str, tuple[Change, ...]]]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table when it has `rows`; `text` of a table is its cells with tabs between."""

    text: str
    bold: bool = False
    italic: bool = False
    heading: bool = False
    rows: tuple[tuple[str, ...], ...] | None = None


def table_block(rows: Iterable[Sequence[str]]) -> Block:
    """A table as a block."""
    kept = tuple(tuple(row) for row in rows)
    return Block("\n".join("\t".join(cell for cell in row if cell.strip()) for row in kept), rows=kept)


def emphasised(letters: int, marked: int) -> bool:
    """Whether a paragraph with `marked` of `letters` in bold (or italics) is so as a whole."""
    return letters > 0 and marked >= EMPHASIS_SHARE * letters


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

    def add(self, kind: str, text: str) -> None:
        """Count characters that the file does not have."""
        self.added.append(Portion(kind, size(text)))


def without_soft_hyphens(text: str) -> tuple[str, tuple[Change, ...]]:
    """The canonical text without the hyphens that show only at the end of a line."""
    return mended(canonical(text)[0], _SOFT_HYPHEN, lambda _: "", "usunięto miękkie łączniki")


def reading_of(
    blocks: Sequence[Block],
    form: str,
    *,
    source: int,
    ledger: Ledger,
    known: Sequence[str] = (),
    encoding: str | None = None,
    repairs: tuple[str, ...] = (),
    repair: Repair = without_soft_hyphens,
) -> Reading:
    """The reading of a document: `source` is the size of all its text as counted apart from the blocks.

    `repair` makes the canonical text of a paragraph or cell and logs what it changes.
    """
    mixed = _with_emphasis(blocks)
    reading = _tabular(mixed, form, ledger, repair) or _flowing(mixed, form, known, repair)
    return replace(
        reading,
        encoding=encoding,
        repairs=repairs,
        warnings=(*reading.warnings, *ledger.warnings),
        source=source,
        aside=tuple(ledger.aside),
        kept=tuple(ledger.kept),
        dropped=tuple(ledger.dropped),
        added=tuple(ledger.added),
    )


def _with_emphasis(blocks: Sequence[Block]) -> list[Block]:
    """Questions in italics count as bold ones where nothing is in bold."""
    if any(block.bold and not block.heading for block in blocks):
        return list(blocks)
    return [replace(block, bold=block.italic) for block in blocks]


def _flowing(blocks: Sequence[Block], form: str, known: Sequence[str], repair: Repair) -> Reading:
    lines: list[Paragraph] = []
    parts: list[str] = []
    changes: list[Change] = []
    position = 0
    for block in blocks:
        text, made = repair(block.text)
        changes.extend(moved(made, position))
        for line in text.split("\n"):
            if line.strip():
                lines.append(Paragraph(position, line, block.bold, block.heading))
            parts.append(line + "\n")
            position += len(line) + 1
    layout = turns_of(lines, known)
    return Reading(
        "".join(parts),
        layout.turns,
        form,
        warnings=layout.warnings,
        metadata=layout.metadata,
        changes=tuple(changes),
    )


def _tabular(blocks: Sequence[Block], form: str, ledger: Ledger, repair: Repair) -> Reading | None:
    """The transcript of a document whose talk stands in tables, None where most of it stands in paragraphs."""
    tables = [block for block in blocks if block.rows is not None]
    if not tables:
        return None
    rows = [[[repair(cell)[0] for cell in row] for row in table.rows or ()] for table in tables]
    spoken, used = spoken_in(rows)
    inside = [id(block) for number, block in enumerate(tables) if number in used]
    around = [block for block in blocks if id(block) not in inside]
    if sum(len(one.text) for one in spoken) <= sum(len(block.text) for block in around):
        return None
    preamble = [line for block in around for line in repair(block.text)[0].split("\n") if line.strip()]
    text, turns = assembled(spoken, preamble)
    raw = [row for number, table in enumerate(tables) if number in used for row in table.rows or ()]
    changes = _cell_changes(raw, spoken, [turn.start for turn in turns], repair)
    _account_repairs(
        [*(cell for row in raw for cell in row), *(block.text for block in around)], changes, repair, ledger
    )
    _account_cells([row for number in sorted(used) for row in rows[number]], spoken, ledger)
    return Reading(text, turns, form, metadata=_metadata(preamble), changes=changes, labelled=True)


def _matched(
    rows: Iterable[Sequence[str]], spoken: Sequence[Utterance]
) -> Iterator[tuple[int | None, Utterance | None]]:
    """For each row the index of the cell that was spoken, and its utterance; None for rows of no speech."""
    waiting = [one for one in spoken if not one.asks]
    position = 0
    for row in rows:
        next_one = waiting[position] if position < len(waiting) else None
        cell = next((i for i, words in enumerate(row) if next_one and words.strip() == next_one.text), None)
        position += cell is not None
        yield cell, next_one if cell is not None else None


def _cell_changes(
    rows: Sequence[Sequence[str]], spoken: Sequence[Utterance], starts: Sequence[int], repair: Repair
) -> tuple[Change, ...]:
    """The repairs inside of the cells that were spoken, at their places in the text."""
    mended_rows = [[repair(cell) for cell in row] for row in rows]
    places = [start for one, start in zip(spoken, starts, strict=True) if not one.asks]
    found: list[Change] = []
    number = 0
    for row, (cell, _) in zip(
        mended_rows, _matched([[text for text, _ in row] for row in mended_rows], spoken), strict=True
    ):
        if cell is not None:
            text, changes = row[cell]
            found.extend(moved(changes, places[number] - (len(text) - len(text.lstrip()))))
            number += 1
    return tuple(found)


def _account_repairs(texts: Sequence[str], logged: Sequence[Change], repair: Repair, ledger: Ledger) -> None:
    """Name what repairs took from labels, headings and lines above the talk: the log has places of speech only."""
    gone = sum(size(text) - size(repair(text)[0]) for text in texts)
    gone -= sum(size(change.before) - size(change.after) for change in logged)
    if gone > 0:
        ledger.dropped.append(Portion("naprawa: poza wypowiedziami", gone))


def _account_cells(rows: Sequence[Sequence[str]], spoken: Sequence[Utterance], ledger: Ledger) -> None:
    """Name what stands in the cells of a talk beside the words: speakers and times are kept, the rest goes aside."""
    for row, (said, one) in zip(rows, _matched(rows, spoken), strict=True):
        if one is None:
            ledger.set_aside(
                "wiersz tabeli bez wypowiedzi",
                " | ".join(cell for cell in row if cell.strip()).replace("|", ""),
            )
            continue
        for index, cell in enumerate(row):
            if index == said or not size(cell):
                continue
            attribute = canonical_label(cell.rstrip(": ")) == one.label or cell.strip() in {
                one.group,
                one.section,
            }
            if attribute or seconds(cell) is not None:
                ledger.kept.append(Portion("kolumny mówcy, czasu i grupy", size(cell)))
            else:
                ledger.set_aside("komórka tabeli", cell)


def _metadata(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for line in lines:
        name, colon, value = line.replace("\t", ": ", 0 if ":" in line else 1).partition(":")
        found.append(
            (name.strip(), value.strip()) if colon and len(name) < 30 else ("nagłówek", line.strip())
        )
    return tuple(found)
