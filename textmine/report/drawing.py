"""Figures of one look, as SVG whose text stays text or as PNG: no browser, no display, no script."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any

from textmine.report.marks import PREFIX, Mark, interactive

# Okabe and Ito: told apart by colour-blind readers. Two more for codebooks of many themes.
COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#4D4D4D", "#8C6D31")
INK, SOFT, LINE = "#1c2227", "#5a6670", "#d8dee3"
WIDTH = 9.0
_STYLE: Any = {
    "svg.fonttype": "none",
    # A "$" in a label is a dollar, not a formula.
    "text.parse_math": False,
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": SOFT,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}
_PNG_DPI = 160
# Groups are never referred to, and their names come back in every drawing of a page; marks are wanted.
_GROUP_ID = re.compile(rf'<g id="(?!{PREFIX})[^"]*"')


@dataclass(frozen=True)
class Drawing:
    """A finished figure. `text` says what it shows to those who do not see it; width and height are in inches.

    `marks` are its parts that answer to mouse and keyboard, by the name that stands in their `gid` after PREFIX.
    """

    figure: Any
    name: str
    text: str
    marks: Mapping[str, Mark] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """In inches."""
        return float(self.figure.get_figwidth())

    @property
    def height(self) -> float:
        """In inches."""
        return float(self.figure.get_figheight())

    def svg(self) -> str:
        """An <svg> element without XML head, date, address or ids that other drawings have, too."""
        buffer = io.StringIO()
        empty = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        with _style(self.name):
            self.figure.savefig(buffer, format="svg", metadata=empty)
        text = buffer.getvalue()
        element = interactive(_GROUP_ID.sub("<g", text[text.index("<svg") :]), self.marks)
        return element.replace("<svg", f'<svg role="img" aria-label="{escape(self.text, quote=True)}"', 1)

    def png(self) -> bytes:
        """A PNG for paper: 230 dots an inch when it is set 16 cm wide."""
        buffer = io.BytesIO()
        with _style(self.name):
            self.figure.savefig(buffer, format="png", dpi=_PNG_DPI, metadata={"Software": None})
        return buffer.getvalue()


@contextmanager
def axes(height: float, name: str) -> Iterator[tuple[Any, Any]]:
    """A figure of the report's width and its axes, to be drawn on inside of the block."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with _style(name):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        FigureCanvasAgg(figure)
        yield figure, figure.add_subplot()


def colour(number: int) -> str:
    """The colour of a theme by its place."""
    return COLOURS[number % len(COLOURS)]


@contextmanager
def _style(name: str) -> Iterator[None]:
    import matplotlib as mpl

    # The salt makes ids of clips and markers differ between drawings, and the same in every run.
    with mpl.rc_context({**_STYLE, "svg.hashsalt": f"textmine {name}"}):
        yield
