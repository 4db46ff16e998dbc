"""Paragraphs and tables of a document (docx, odt, rtf, html, pdf) into a reading: a talk in tables, or in paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from textmine.ingest.cells import Cells, Ledger, Repair
from textmine.ingest.conservation import size
from textmine.ingest.layouts import Paragraph, turns_of
from textmine.ingest.repairs import moved, without_soft_hyphens
from textmine.ingest.tabular import found_in
from textmine.ingest.turns import Reading, assembled
from textmine.records import Change, Portion

__all__ = ["Block", "Ledger", "emphasised", "reading_of", "table_block"]

# A question in bold: nearly all of its letters are (a word in bold is emphasis).
EMPHASIS_SHARE = 0.8
# Layouts that name no speaker.
_UNNAMED = frozenset({"plain", "workshop", "bold", "dashes"})


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
    reading = _tabular(mixed, form, ledger, repair, boards=False)
    if reading is None:
        layout, reading = _flowing(mixed, form, known, repair)
        # A board is what a document of tables is where nobody speaks in it.
        if layout in _UNNAMED:
            reading = _tabular(mixed, form, ledger, repair, boards=True) or reading
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


def _flowing(blocks: Sequence[Block], form: str, known: Sequence[str], repair: Repair) -> tuple[str, Reading]:
    """The reading of paragraphs, tables among them, and the name of its layout."""
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
    return layout.name, Reading(
        "".join(parts),
        layout.turns,
        form,
        warnings=layout.warnings,
        metadata=layout.metadata,
        changes=tuple(changes),
    )


def _tabular(
    blocks: Sequence[Block], form: str, ledger: Ledger, repair: Repair, *, boards: bool
) -> Reading | None:
    """The transcript of a document whose talk stands in tables, None where most of it stands in paragraphs."""
    tables = [block for block in blocks if block.rows is not None]
    if not tables:
        return None
    rows = [[[repair(cell)[0] for cell in row] for row in table.rows or ()] for table in tables]
    found = found_in(rows, boards=boards)
    inside = {id(block): number for number, block in enumerate(tables) if number in found.kinds}
    around = [block for block in blocks if id(block) not in inside]
    if sum(len(one.text) for one in found.spoken) <= sum(len(block.text) for block in around):
        return None
    preamble = [line for block in around for line in repair(block.text)[0].split("\n") if line.strip()]
    text, turns = assembled(found.spoken, preamble)
    cells = Cells(found, [turn.start for turn in turns])
    raw = [
        (number, row, mended_row)
        for number in sorted(found.kinds)
        for row, mended_row in zip(tables[number].rows or (), rows[number], strict=True)
    ]
    changes: list[Change] = []
    for number, row, mended_row in raw:
        changes.extend(cells.account(number, row, mended_row, repair, ledger))
    changes.sort(key=lambda change: change.start)
    _account_repairs(
        [*(cell for _, row, _ in raw for cell in row), *(block.text for block in around)],
        changes,
        repair,
        ledger,
    )
    warnings = (f"nie odczytano kolumn: {', '.join(found.unread)}",) if found.unread else ()
    return Reading(
        text,
        turns,
        form,
        warnings=warnings,
        metadata=_metadata(preamble),
        changes=tuple(changes),
        labelled=True,
    )


def _account_repairs(texts: Sequence[str], logged: Sequence[Change], repair: Repair, ledger: Ledger) -> None:
    """Name what repairs took from labels, headings and lines above the talk: the log has places of speech only."""
    gone = sum(size(text) - size(repair(text)[0]) for text in texts)
    gone -= sum(size(change.before) - size(change.after) for change in logged)
    if gone > 0:
        ledger.dropped.append(Portion("naprawa: poza wypowiedziami", gone))


def _metadata(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for line in lines:
        name, colon, value = line.replace("\t", ": ", 0 if ":" in line else 1).partition(":")
        found.append(
            (name.strip(), value.strip()) if colon and len(name) < 30 else ("nagłówek", line.strip())
        )
    return tuple(found)
