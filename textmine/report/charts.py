"""The charts of a report: themes, codes and factors by group, and what a group's people say."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import Any

from textmine.codebook import Code, Codebook
from textmine.report.drawing import INK, LINE, SOFT, Drawing, axes, colour
from textmine.summary import Summary, Unit

# Letters that a row of the legend holds.
_LEGEND = 95


def themes_by_group(table: Summary, codebook: Codebook) -> Drawing:
    """Bars: of each group's 100 sentences, how many carry each theme."""
    units = [unit for unit in table.units if unit.sentences]
    values = [
        [100 * table.cell(unit.id, theme.id).sentences / unit.sentences for unit in units]
        for theme in codebook.themes
    ]
    text = "Wykres słupkowy: wypowiedzi z kodem na 100 wypowiedzi grupy, według tematów."
    return _bars(
        [unit.label for unit in units],
        [(theme.label, own) for theme, own in zip(codebook.themes, values, strict=True)],
        "wypowiedzi z kodem na 100 wypowiedzi grupy",
        "themes",
        text,
    )


def themes_by_factor(table: Summary, codebook: Codebook) -> Drawing:
    """Bars: how many people speak of each factor, by theme."""
    values = [
        (theme.label, [float(table.cell(unit.id, theme.id).speakers) for unit in table.units])
        for theme in codebook.themes
    ]
    text = "Wykres słupkowy: ilu rozmówców mówi o każdym czynniku, według tematów."
    return _bars([unit.label for unit in table.units], values, "rozmówców", "factors", text)


def codes_by_group(table: Summary, codebook: Codebook) -> Drawing:
    """A heat map: themes and their codes in rows, groups in columns; the shade is the share of the group's people."""
    import numpy as np

    units = [unit for unit in table.units if unit.sentences]
    # (id, label, whether it is a theme)
    rows = [
        row
        for theme in codebook.themes
        for row in [(theme.id, theme.label, True), *((code.id, code.label, False) for code in theme.codes)]
    ]
    shares = np.array(
        [[table.cell(unit.id, item).share for unit in units] for item, _, _ in rows], dtype=float
    )
    shares = shares.reshape(len(rows), len(units))
    with axes(0.33 * len(rows) + 1.6, "heat map") as (figure, ax):
        if units:
            ax.imshow(shares, cmap="Blues", aspect="auto", vmin=0, vmax=1)
            _grid_lines(ax, len(rows), len(units))
        ax.set_xticks(range(len(units)), [_column(unit, len(units)) for unit in units], fontsize=8)
        ax.xaxis.tick_top()
        ax.set_yticks(range(len(rows)), [label for _, label, _ in rows])
        for tick, (_, _, is_theme) in zip(ax.get_yticklabels(), rows, strict=True):
            tick.set_fontweight("bold" if is_theme else "normal")
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        for place, (item, _, is_theme) in enumerate(rows):
            for column, unit in enumerate(units):
                shade = "white" if shares[place, column] > 0.6 else INK
                weight = "bold" if is_theme else "normal"
                shown = _shown(table, unit, item)
                ax.text(
                    column, place, shown, ha="center", va="center", fontsize=9, color=shade, weight=weight
                )
        return Drawing(
            figure, "heat map", "Mapa: jaka część rozmówców każdej grupy mówi o każdym temacie i kodzie."
        )


def people_of_group(table: Summary, codebook: Codebook, unit: Unit) -> Drawing | None:
    """Dots with intervals: the share of a group's people who speak of its codes, and the share elsewhere.

    None for a group without named speakers or codes.
    """
    codes = [code for code in codebook.codes if table.cell(unit.id, code.id).speakers]
    if not codes:
        return None
    themes = [theme.id for theme in codebook.themes]
    with axes(0.25 * len(codes) + 1.0, f"people {unit.id}") as (figure, ax):
        for row, code in enumerate(codes):
            cell = table.cell(unit.id, code.id)
            shade = colour(themes.index(code.theme))
            ax.plot([100 * cell.low, 100 * cell.high], [row, row], color=shade, linewidth=2, alpha=0.45)
            ax.plot(100 * cell.share, row, "o", color=shade, markersize=8)
            difference = table.difference(unit.id, code.id)
            if difference is not None:
                elsewhere = 100 * max(0.0, cell.share - difference.value)
                ax.plot(elsewhere, row, "D", color="white", markeredgecolor=SOFT, markersize=5, zorder=1.5)
        ax.set_yticks(range(len(codes)), [_label(codebook, code) for code in codes])
        ax.set_ylim(len(codes) - 0.4, -0.6)
        ax.set_xlim(-2, 102)
        ax.set_xlabel(
            f"% rozmówców (w tej grupie: {unit.speakers}); ● ta grupa z 95% przedziałem   ◇ pozostałe grupy"
        )
        ax.grid(axis="x", color=LINE, linewidth=0.7)
        ax.set_axisbelow(True)
        text = f"Wykres punktowy: {unit.label}, udział rozmówców mówiących o każdym kodzie, wobec pozostałych grup."
        return Drawing(figure, f"people {unit.id}", text)


def _bars(
    names: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], label: str, name: str, text: str
) -> Drawing:
    """Groups of horizontal bars, one colour a theme."""
    import numpy as np

    with axes(max(0.75, 0.22 * len(series)) * max(len(names), 1) + 1.2, name) as (figure, ax):
        places = np.arange(len(names))
        height = 0.8 / max(len(series), 1)
        for number, (theme, values) in enumerate(series):
            bars = ax.barh(places + number * height, values, height * 0.92, label=theme, color=colour(number))
            ax.bar_label(bars, fmt="%.0f", padding=3, fontsize=9)
        wrapped = [fill(shown, 34, break_long_words=False) for shown in names]
        ax.set_yticks(places + height * (len(series) - 1) / 2, wrapped)
        ax.invert_yaxis()
        ax.set_xlabel(label)
        if series:
            longest = max(len(theme) for theme, _ in series)
            columns = max(1, min(len(series), _LEGEND // (longest + 5)))
            figure.legend(frameon=False, loc="outside upper center", ncols=columns)
        return Drawing(figure, name, text)


def _label(codebook: Codebook, code: Code) -> str:
    return f"{codebook.theme(code.theme).label}: {code.label}"


def _column(unit: Unit, columns: int) -> str:
    people = f"(osób: {unit.speakers})" if unit.speakers else "(bez podpisu)"
    return f"{fill(unit.label, max(9, 96 // columns), break_long_words=columns > 7)}\n{people}"


def _shown(table: Summary, unit: Unit, item: str) -> str:
    """People of people; sentences where nobody signed; nothing where nothing is said."""
    cell = table.cell(unit.id, item)
    if not cell.sentences:
        return ""
    return f"{cell.speakers} z {unit.speakers}" if cell.speakers else f"({cell.sentences} wyp.)"


def _grid_lines(ax: Any, rows: int, columns: int) -> None:
    """White lines between the fields."""
    ax.set_xticks([n - 0.5 for n in range(1, columns)], minor=True)
    ax.set_yticks([n - 0.5 for n in range(1, rows)], minor=True)
    ax.grid(which="minor", color="white", linewidth=2)
    ax.tick_params(which="minor", length=0)
