"""Charts as inline SVG: no browser, no script, text stays text.

Colours of Okabe and Ito, safe for colour-blind readers.
"""

from __future__ import annotations

import io
from textwrap import fill
from typing import Any

from textmine.codebook import Codebook
from textmine.records import TopicModel
from textmine.summary import Summary

THEME_COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "textmine",
    # A "$" in a label is a dollar, not a formula.
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def themes_by_group(table: Summary, codebook: Codebook) -> str:
    """Bars: of each group's 100 sentences, how many carry each theme."""
    import numpy as np

    units = [unit for unit in table.units if unit.sentences]
    with _figure(9, 0.75 * max(len(units), 1) + 1.2) as (figure, axes):
        places = np.arange(len(units))
        height = 0.8 / max(len(codebook.themes), 1)
        for number, theme in enumerate(codebook.themes):
            values = [100 * table.cell(unit.id, theme.id).sentences / unit.sentences for unit in units]
            bars = axes.barh(
                places + number * height, values, height * 0.92, label=theme.label, color=_colour(number)
            )
            axes.bar_label(bars, fmt="%.0f", padding=3, fontsize=9)
        axes.set_yticks(places + height * (len(codebook.themes) - 1) / 2, [unit.label for unit in units])
        axes.invert_yaxis()
        axes.set_xlabel("wypowiedzi z kodem na 100 wypowiedzi grupy")
        axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=len(codebook.themes))
        return _svg(figure)


def codes_by_group(table: Summary, codebook: Codebook) -> str:
    """A heat map: codes in rows, groups in columns, sentences per 100 in the cells."""
    import numpy as np

    units = [unit for unit in table.units if unit.sentences]
    codes = codebook.codes
    values = np.array(
        [[100 * table.cell(u.id, c.id).sentences / u.sentences for u in units] for c in codes], dtype=float
    ).reshape(len(codes), len(units))
    with _figure(9, 0.34 * len(codes) + 1.6) as (figure, axes):
        top = max(float(values.max(initial=0)), 1.0)
        if units:
            axes.imshow(values, cmap="Blues", aspect="auto", vmin=0, vmax=top)
        axes.set_xticks(
            range(len(units)), [fill(unit.label, 16, break_long_words=False) for unit in units], fontsize=8
        )
        axes.xaxis.tick_top()
        labels = [f"{codebook.theme(code.theme).label}: {code.label}" for code in codes]
        axes.set_yticks(range(len(codes)), labels)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        dark = 0.6 * top
        for row, code in enumerate(codes):
            for column, unit in enumerate(units):
                count = table.cell(unit.id, code.id).sentences
                if count:
                    colour = "white" if values[row, column] > dark else "#1b1b1b"
                    axes.text(column, row, str(count), ha="center", va="center", fontsize=9, color=colour)
        return _svg(figure)


def topic_sizes(model: TopicModel) -> str:
    """Bars: how many passages each topic has."""
    topics = model.topics
    with _figure(9, 0.36 * max(len(topics), 1) + 0.9) as (figure, axes):
        names = [f"{topic.id}. {topic.label}" for topic in topics]
        bars = axes.barh(range(len(topics)), [topic.size for topic in topics], color="#0072B2", height=0.7)
        axes.bar_label(bars, padding=3, fontsize=9)
        axes.set_yticks(range(len(topics)), names)
        axes.invert_yaxis()
        axes.set_xlabel("fragmentów rozmów")
        return _svg(figure)


def _colour(number: int) -> str:
    return THEME_COLOURS[number % len(THEME_COLOURS)]


class _figure:  # noqa: N801 (used as a function)
    """A figure and its axes in the report's style, closed at the end."""

    def __init__(self, width: float, height: float) -> None:
        self._size = (width, height)

    def __enter__(self) -> tuple[Any, Any]:
        import matplotlib as mpl
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

        self._context = mpl.rc_context(_STYLE)
        self._context.__enter__()
        figure = Figure(figsize=self._size, layout="constrained")
        FigureCanvasSVG(figure)
        return figure, figure.add_subplot()

    def __exit__(self, *exception: object) -> None:
        self._context.__exit__(None, None, None)


def _svg(figure: Any) -> str:
    """The figure as an <svg> element without its XML head, and without a date or addresses."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    text = buffer.getvalue()
    return text[text.index("<svg") :]
