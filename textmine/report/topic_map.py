"""The map of topics: a dot a passage, names beside it with leader lines that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill, shorten
from typing import Any

from textmine.language.plurals import PASSAGES, counted, share
from textmine.records import Analysis, Topic, TopicModel
from textmine.report.drawing import COLOURS, SOFT, WIDTH, Drawing, axes, colour
from textmine.report.marks import PREFIX, Mark

# Beyond eight topics colours come back, with another shape.
_SHAPES = ("o", "s", "^", "D", "v")
Point = tuple[float, float]
# Of more passages than this every second, third … is drawn, and more than that get no titles of their own: the page would
# grow by megabytes.
MOST_DOTS, MOST_TITLES = 5000, 2500
_TITLE = 110
# The map is drawn from -1 to 1; labels stand beside it, in lines of so many letters.
_LABEL_AT, _LABEL_WIDTH = 1.15, 27
# Inches that a letter, a line and the gap between labels need.
_LETTER, _LINE, _GAP = 0.083, 0.16, 0.1
# Points of a topic that are looked at; how far clouds are apart, and what share of the topic a cloud has at least.
_TRIED, _APART, _CLOUD = 200, 0.2, 0.1
# Half the height of the flattest map.
_LOWEST = 0.5


def target(topic: int) -> str:
    """The place on the page where a topic is described."""
    return f"temat-{topic}"


def topic_map(analysis: Analysis) -> Drawing | None:
    """A map: a dot a passage, near each other what is alike; numbers and names of topics with leader lines.

    None where there are no topics, or none with places.
    """
    model = analysis.topics
    if model is None or not model.topics or not any(unit.x or unit.y for unit in model.units):
        return None
    places = _members(model)
    marks = {}
    every = drawn_every(model)
    edge, reach = _extent(model)
    height = reach * WIDTH / edge
    with axes(height, "topic map") as (figure, ax):
        bare = [unit for unit in model.units if not unit.weights][::every]
        if bare:
            ax.scatter([u.x for u in bare], [u.y for u in bare], marker="x", s=14, color=SOFT, linewidths=0.8)
        titled = len(model.units) <= MOST_TITLES
        for number, topic in enumerate(model.topics):
            units = [model.units[place] for place in places[topic.id][::every]]
            ax.scatter(
                [unit.x for unit in units],
                [unit.y for unit in units],
                s=26 if len(model.units) < 600 else 12,
                marker=_SHAPES[number // len(COLOURS) % len(_SHAPES)],
                color=colour(number),
                alpha=0.75,
                linewidths=0,
                gid=f"{PREFIX}{topic.id}",
            )
            said = tuple(_excerpt(analysis, unit.sentences) for unit in units) if titled else ()
            marks[str(topic.id)] = Mark(told(topic), target(topic.id), said)
        _label(ax, model, places, 2 * edge / WIDTH, reach)
        ax.set_xlim(-edge, edge)
        ax.set_ylim(-reach, reach)
        ax.set_aspect("equal")
        ax.axis("off")
        text = (
            "Mapa tematów: każdy punkt to fragment rozmowy, punkty podobne leżą blisko siebie. "
            + "; ".join(told(topic) for topic in model.topics)
        )
        return Drawing(figure, "topic map", text, marks)


def drawn_every(model: TopicModel) -> int:
    """1 where the map has a dot for every passage, 2 for every second …"""
    return max(1, -(-len(model.units) // MOST_DOTS))


def named(topic: Topic, width: int) -> str:
    """The number and name of a topic, in lines of at most `width` letters."""
    return fill(f"{topic.id}. {topic.label}", width)


def told(topic: Topic) -> str:
    """A topic and its size in a Polish line."""
    return f"{topic.id}. {topic.label}: {counted(topic.size, PASSAGES)} ({share(topic.share)})"


def _members(model: TopicModel) -> dict[int, list[int]]:
    """The places of each topic's passages."""
    found: dict[int, list[int]] = {topic.id: [] for topic in model.topics}
    for place, unit in enumerate(model.units):
        if unit.leading is not None:
            found[unit.leading].append(place)
    return found


def _label(ax: Any, model: TopicModel, places: dict[int, list[int]], inch: float, reach: float) -> None:
    """Numbers in the middle of the topics, and names at both sides of the map, joined by lines.

    `inch` is an inch and `reach` half the map's height, in the units of the map.
    """
    from matplotlib.patheffects import withStroke

    clouds = {topic.id: _clouds(model, places[topic.id]) for topic in model.topics}
    middles = {topic: _middle(own[0]) for topic, own in clouds.items()}
    across = sorted(model.topics, key=lambda topic: middles[topic.id])
    half = (len(across) + 1) // 2
    for side, topics in ((-1, across[:half]), (1, across[half:])):
        names = {topic.id: named(topic, _LABEL_WIDTH) for topic in topics}
        ordered = sorted(topics, key=lambda topic: -middles[topic.id][1])
        wanted = [middles[topic.id][1] for topic in ordered]
        heights = [inch * (_LINE * (names[topic.id].count("\n") + 1) + _GAP) for topic in ordered]
        for topic, height in zip(ordered, _spread(wanted, heights, reach), strict=True):
            x, y = middles[topic.id]
            ax.plot([x, side * _LABEL_AT * 0.98], [y, height], color=SOFT, linewidth=0.7, zorder=2.5)
            ax.text(
                side * _LABEL_AT,
                height,
                names[topic.id],
                ha="right" if side < 0 else "left",
                va="center",
                fontsize=9,
                linespacing=1.15,
            )
    for number, own in clouds.items():
        for cloud in own:
            ax.text(
                *_middle(cloud),
                str(number),
                ha="center",
                va="center",
                fontsize=11,
                fontweight="bold",
                zorder=4,
                path_effects=[withStroke(linewidth=3, foreground="white")],
            )


def _clouds(model: TopicModel, places: Sequence[int]) -> list[list[Point]]:
    """The points of a topic's passages, in several clouds where topics were merged; the largest first."""
    from scipy.cluster.hierarchy import fclusterdata

    points = [(model.units[place].x, model.units[place].y) for place in places]
    tried = points[:: max(1, len(points) // _TRIED)]
    if len(tried) < 2:
        return [tried]
    found: dict[int, list[Point]] = {}
    for point, cloud in zip(
        tried, fclusterdata(tried, _APART, "distance", method="single").tolist(), strict=True
    ):
        found.setdefault(cloud, []).append(point)
    first, *others = sorted(found.values(), key=lambda cloud: (-len(cloud), cloud))
    return [first, *(cloud for cloud in others if len(cloud) >= _CLOUD * len(tried))]


def _middle(cloud: Sequence[Point]) -> Point:
    """The point in the midst of a cloud: unlike a mean, it is one of them."""
    return min(
        cloud, key=lambda one: (sum(((one[0] - x) ** 2 + (one[1] - y) ** 2) ** 0.5 for x, y in cloud), one)
    )


def _spread(wanted: Sequence[float], heights: Sequence[float], reach: float) -> list[float]:
    """Places from top to bottom, near the wanted ones, that do not overlap and are in the middle of the map."""
    placed: list[float] = []
    ceiling = max(reach, sum(heights) / 2)
    for want, height in zip(wanted, heights, strict=True):
        place = min(want, ceiling - height / 2)
        placed.append(place)
        ceiling = place - height / 2
    floor = -max(reach, sum(heights) / 2)
    for number in range(len(placed) - 1, -1, -1):
        placed[number] = max(placed[number], floor + heights[number] / 2)
        floor = placed[number] + heights[number] / 2
    return placed


def _extent(model: TopicModel) -> tuple[float, float]:
    """Half the width and half the height of the map with its labels, in units of the map."""
    names = [named(topic, _LABEL_WIDTH).split("\n") for topic in model.topics]
    longest = max(len(line) for name in names for line in name)
    edge = _LABEL_AT / (1 - 2 * _LETTER * longest / WIDTH)
    labels = 1.2 * sum(_LINE * len(name) + _GAP for name in names) / 4 * 2 * edge / WIDTH
    return edge, max(max(abs(unit.y) for unit in model.units) + 0.06, labels, _LOWEST)


def _excerpt(analysis: Analysis, sentences: Sequence[str]) -> str:
    said = " ".join(analysis.by_id[s].text for s in sentences if s in analysis.by_id)
    return shorten(said, _TITLE, placeholder=" …")
