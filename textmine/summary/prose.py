"""Summaries in plain Polish sentences, as they can stand in a strategy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textmine.codebook import Code, Codebook, Theme
from textmine.language.plurals import (
    SENTENCES,
    SPEAKERS,
    counted,
    of_speakers,
    points,
    said_by,
    share,
    signed,
)
from textmine.proportions import Difference
from textmine.summary.counts import FEW_SPEAKERS, Cell, Summary
from textmine.summary.units import NO_GROUP, Unit

NAMED = 3


def sentences_of(table: Summary, codebook: Codebook, unit: Unit) -> tuple[str, ...]:
    """What a unit says: every theme with its most frequent codes, what differs, what comes together, what is missing.

    Codes are ordered by speakers, then sentences. Nothing said is no sentence.
    """
    said = [
        _theme(table, unit, theme) for theme in codebook.themes if table.cell(unit.id, theme.id).sentences
    ]
    if not said:
        return ()
    extra = (
        _one_voice(table, codebook, unit),
        _differences(table, codebook, unit),
        _together(table, codebook, unit),
        _silent(table, codebook, unit),
        _warning(unit) if table.by != "speaker" else "",
    )
    return (*said, *(line for line in extra if line))


def comparison_note(table: Summary, codebook: Codebook) -> str:
    """What to keep in mind where groups are compared code by code; "" where nothing is compared."""
    units = [unit for unit in table.units if table.difference(unit.id, codebook.codes[0].id) is not None]
    if not units:
        return ""
    compared = len(units) * len(codebook.codes)
    return (
        f"Przy {compared} porównaniach około {max(1, round(0.05 * compared))} z nich wyjdzie poza zero przez przypadek. "
        "Rozmówcy nie są próbą losową: przedziały pokazują, ile znaczy sama liczba osób, a nie jak myśli cała grupa."
    )


def shown_share(cell: Cell) -> str:
    """A cell's share of speakers with its interval: "67% (30–90%)"."""
    return f"{share(cell.share)} ({cell.low * 100:.0f}–{cell.high * 100:.0f}%)"


def shown_difference(difference: Difference | None) -> str:
    """A difference with its interval in percentage points: "+53 (+5 do +78)"; "–" where nothing is compared."""
    if difference is None:
        return "–"
    return f"{signed(difference.value)} ({signed(difference.low)} do {signed(difference.high)})"


def frequent(table: Summary, unit: Unit, codes: Iterable[Code]) -> list[Code]:
    """The codes that a unit speaks of, most speakers first, then most sentences."""
    cells = {code.id: table.cell(unit.id, code.id) for code in codes}
    spoken = [code for code in codes if cells[code.id].sentences]
    return sorted(spoken, key=lambda code: (-cells[code.id].speakers, -cells[code.id].sentences))


def _theme(table: Summary, unit: Unit, theme: Theme) -> str:
    covered = [code for code in theme.codes if table.covers(unit.id, code.id)]
    if len(covered) == 1:
        return _opening(
            table.cell(unit.id, covered[0].id), f"{theme.label}, {covered[0].label}", "ten kod", unit
        )
    opening = _opening(table.cell(unit.id, theme.id), theme.label, "ten temat", unit)
    named = [
        _named(table.cell(unit.id, code.id), code, unit)
        for code in frequent(table, unit, theme.codes)[:NAMED]
    ]
    return f"{opening} Najczęściej: {'; '.join(named)}." if named else opening


def _opening(cell: Cell, label: str, what: str, unit: Unit) -> str:
    total = counted(cell.sentences, SENTENCES)
    if not cell.speakers:
        return f"{label}: {total} w notatkach bez podpisu."
    return f"{label}: {said_by(cell.speakers, unit.speakers)} {what}, łącznie {total}."


def _named(cell: Cell, code: Code, unit: Unit) -> str:
    total = counted(cell.sentences, SENTENCES)
    return (
        f"{code.label} ({f'{of_speakers(cell.speakers, unit.speakers)}, ' if cell.speakers else ''}{total})"
    )


def _one_voice(table: Summary, codebook: Codebook, unit: Unit) -> str:
    loud = [
        f"{code.label} ({cell.loudest} z {cell.sentences})"
        for code in codebook.codes
        if (cell := table.cell(unit.id, code.id)).one_voice
    ]
    return f"Ponad połowa wypowiedzi jednej osoby: {', '.join(loud)}." if loud else ""


def _differences(table: Summary, codebook: Codebook, unit: Unit) -> str:
    if unit.speakers < FEW_SPEAKERS:
        return ""
    found = [(code, table.difference(unit.id, code.id)) for code in codebook.codes]
    compared = [(code, difference) for code, difference in found if difference is not None]
    if not compared:
        return ""
    more = [_compared(table, codebook, unit, code, d) for code, d in compared if d.low > 0]
    less = [_compared(table, codebook, unit, code, d) for code, d in compared if d.high < 0]
    lines = [
        f"{word} niż w pozostałych grupach: {'; '.join(named)}."
        for word, named in (("Częściej", more), ("Rzadziej", less))
        if named
    ]
    return (
        " ".join(lines)
        or "Od pozostałych grup nie różni się wyraźnie żadnym kodem (95% PU różnicy obejmuje zero)."
    )


def _compared(table: Summary, codebook: Codebook, unit: Unit, code: Code, difference: Difference) -> str:
    cell = table.cell(unit.id, code.id)
    elsewhere = share(max(0.0, cell.share - difference.value))
    return (
        f"{_full(codebook, code.id)} ({share(cell.share)} rozmówców wobec {elsewhere}, różnica {points(difference.value)}, "
        f"95% PU od {signed(difference.low)} do {signed(difference.high)})"
    )


def _together(table: Summary, codebook: Codebook, unit: Unit) -> str:
    pairs = sorted(table.pairs.get(unit.id, {}).items(), key=lambda pair: (-pair[1], pair[0]))
    named = [
        f"{_full(codebook, first)} + {_full(codebook, second)} ({counted(count, SENTENCES)})"
        for (first, second), count in pairs[:NAMED]
        if count > 1 and codebook.has_code(first) and codebook.has_code(second)
    ]
    return f"Razem w jednej wypowiedzi: {'; '.join(named)}." if named else ""


def _full(codebook: Codebook, code: str) -> str:
    found = codebook.code(code)
    return f"{codebook.theme(found.theme).label}: {found.label}"


def _silent(table: Summary, codebook: Codebook, unit: Unit) -> str:
    parts = []
    for theme in codebook.themes:
        codes = [code for code in theme.codes if table.covers(unit.id, code.id)]
        silent = [code.label for code in codes if not table.cell(unit.id, code.id).sentences]
        if silent:
            parts.append(f"{theme.label}: {_listed(silent)}")
    return f"Nie pojawiły się: {'; '.join(parts)}." if parts else ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _warning(unit: Unit) -> str:
    if unit.id == NO_GROUP or not unit.speakers or unit.speakers >= FEW_SPEAKERS:
        return ""
    return (
        f"Uwaga: mała grupa ({counted(unit.speakers, SPEAKERS)}). Udziały są orientacyjne i nie nadają się do porównań "
        "z innymi grupami."
    )
