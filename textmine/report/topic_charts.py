"""The charts of topics: their map, sizes, groups and kinship. On the page each topic is a link to what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill, shorten
from typing import Any

from textmine.language.plurals import PASSAGES, counted, share
from textmine.records import Analysis, Topic, TopicModel
from textmine.report.drawing import COLOURS, INK, LINE, SOFT, WIDTH, Drawing, axes, colour
from textmine.report.marks import PREFIX, Mark
from textmine.summary.crossing import LESS, MORE, Crossing, TopicCell

# Beyond eight topics colours come back, with another shape.
_SHAPES = ("o", "s", "^", "D", "v")
# More dots than this get no titles of their own: the page would grow by megabytes.
MOST_TITLES = 2500
_TITLE = 110
# The map is drawn from -1 to 1; labels stand beside it, in lines of so many letters.
_LABEL_AT, _LABEL_WIDTH = 1.15, 27
# Inches that a letter, a line and the gap between labels need.
_LETTER, _LINE, _GAP = 0.083, 0.16, 0.1
# Half the height of the flattest map.
_LOWEST = 0.5


def target(topic: int) -> str:
    """The place on the page where a topic is described."""
    return f"temat-{topic}"


def topic_charts(analysis: Analysis, crossing: Crossing | None) -> tuple[tuple[Drawing, str], ...]:
    """All charts of topics that can be drawn, each with its caption."""
    model = analysis.topics
    if model is None or not model.topics:
        return ()
    made = [
        (
            topic_map(analysis),
            "Mapa tematów: punkt to fragment rozmowy (kilka zdań jednej osoby), podobne leżą blisko siebie",
        ),
        (
            topic_sizes(model, crossing),
            "Liczba fragmentów rozmów w temacie" + (" i ile z nich ma jakikolwiek kod" if crossing else ""),
        ),
        (
            topics_by_group(model, crossing) if crossing else None,
            "Jaką część fragmentów każdej grupy zajmuje temat. ▲ wyraźnie więcej osób niż w pozostałych grupach "
            "mówi o nim więcej niż przeciętnie, ▼ wyraźnie mniej",
        ),
        (
            topic_tree(model),
            "Pokrewieństwo tematów: im bliżej nazw łączą się gałęzie, tym tematy są podobniejsze",
        ),
    ]
    return tuple((drawing, caption) for drawing, caption in made if drawing is not None)


def topic_map(analysis: Analysis) -> Drawing | None:
    """A map: a dot a passage, near each other what is alike; numbers and names of topics with leader lines.

    None where there are no topics, or none with places.
    """
    model = analysis.topics
    if model is None or not model.topics or not any(unit.x or unit.y for unit in model.units):
        return None
    places = _members(model)
    marks = {}
    edge, reach = _extent(model)
    height = reach * WIDTH / edge
    with axes(height, "topic map") as (figure, ax):
        bare = [unit for unit in model.units if not unit.weights]
        if bare:
            ax.scatter([u.x for u in bare], [u.y for u in bare], marker="x", s=14, color=SOFT, linewidths=0.8)
        titled = len(model.units) <= MOST_TITLES
        for number, topic in enumerate(model.topics):
            units = [model.units[place] for place in places[topic.id]]
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
            marks[str(topic.id)] = Mark(_told(topic), target(topic.id), said)
        _label(ax, model, places, 2 * edge / WIDTH, reach)
        ax.set_xlim(-edge, edge)
        ax.set_ylim(-reach, reach)
        ax.set_aspect("equal")
        ax.axis("off")
        text = (
            "Mapa tematów: każdy punkt to fragment rozmowy, punkty podobne leżą blisko siebie. "
            + "; ".join(_told(topic) for topic in model.topics)
        )
        return Drawing(figure, "topic map", text, marks)


def topic_sizes(model: TopicModel, crossing: Crossing | None = None) -> Drawing:
    """Bars: how many passages each topic has, and how many of them carry a code."""
    topics = model.topics
    coded = [crossing.codes[topic.id].coded.count if crossing else 0 for topic in topics]
    with axes(_height(topics, 46) + 1.1, "topics") as (figure, ax):
        rows = range(len(topics))
        first = ax.barh(rows, coded, color=colour(1), height=0.7, label="z kodem")
        rest = [topic.size - own for topic, own in zip(topics, coded, strict=True)]
        label = "bez kodu" if crossing else None
        bars = ax.barh(rows, rest, left=coded, color="#B9D6EA", height=0.7, label=label)
        for topic, one, other in zip(topics, first, bars, strict=True):
            one.set_gid(f"{PREFIX}{topic.id}")
            other.set_gid(f"{PREFIX}{topic.id}")
        ax.bar_label(bars, labels=[str(topic.size) for topic in topics], padding=3, fontsize=9)
        ax.set_yticks(rows, [_name(topic, 46) for topic in topics])
        ax.invert_yaxis()
        ax.set_xlabel("fragmentów rozmów")
        if crossing and topics:
            figure.legend(frameon=False, loc="outside upper center", ncols=2)
        marks = {
            str(topic.id): Mark(_told(topic) + (f", z kodem: {own}" if crossing else ""), target(topic.id))
            for topic, own in zip(topics, coded, strict=True)
        }
        text = "Wykres słupkowy: liczba fragmentów rozmów w każdym temacie" + (
            " i ile z nich ma kod." if crossing else "."
        )
        return Drawing(figure, "topics", text, marks)


def topics_by_group(model: TopicModel, crossing: Crossing) -> Drawing:
    """A heat map: topics in rows, groups in columns; the shade is the share of the group's passages."""
    from matplotlib import colormaps
    from matplotlib.patches import Rectangle

    groups = [group for group in crossing.groups if group[2]]
    shades = colormaps["Blues"]
    top = max((cell.passages.share for cell in crossing.cells.values()), default=0.0) or 1.0
    marks = {}
    with axes(_height(model.topics, 34) + 1.5, "topics by group") as (figure, ax):
        for row, topic in enumerate(model.topics):
            for column, (group, label, *_) in enumerate(groups):
                cell = crossing.cells[topic.id, group]
                depth = cell.passages.share / top
                name = f"{topic.id}-{column}"
                marks[name] = Mark(f"{topic.id}. {topic.label}, {label}: {told_cell(cell)}")
                ax.add_patch(
                    Rectangle(
                        (column - 0.5, row - 0.5),
                        1,
                        1,
                        facecolor=shades(0.85 * depth),
                        edgecolor="white",
                        linewidth=2,
                        gid=f"{PREFIX}{name}",
                    )
                )
                if cell.passages.count:
                    shade = "white" if depth > 0.62 else INK
                    shown = f"{share(cell.passages.share)}{_sign(cell)}"
                    ax.text(column, row, shown, ha="center", va="center", fontsize=9, color=shade)
        width = max(9, 92 // max(len(groups), 1))
        heads = [
            f"{fill(label, width, break_long_words=len(groups) > 7)}\n({counted(size, PASSAGES)})"
            for _, label, size, *_ in groups
        ]
        ax.set_xticks(range(len(groups)), heads, fontsize=8)
        ax.xaxis.tick_top()
        ax.set_yticks(range(len(model.topics)), [_name(topic, 34) for topic in model.topics])
        ax.set_xlim(-0.5, len(groups) - 0.5)
        ax.set_ylim(len(model.topics) - 0.5, -0.5)
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        text = "Mapa: jaką część fragmentów każdej grupy zajmuje każdy temat."
        return Drawing(figure, "topics by group", text, marks)


def topic_tree(model: TopicModel) -> Drawing | None:
    """A dendrogram: which topics are alike (average linkage over distances of their centres).

    None for fewer than three topics.
    """
    topics = model.topics
    if len(topics) < 3 or len(model.distances) != len(topics):
        return None
    import numpy as np
    from scipy.cluster.hierarchy import dendrogram, linkage
    from scipy.spatial.distance import squareform

    apart = np.array(model.distances)
    tree = linkage(squareform((apart + apart.T) / 2, checks=False), "average", optimal_ordering=True)
    with axes(_height(topics, 46) + 0.9, "topic tree") as (figure, ax):
        made = dendrogram(
            tree, orientation="left", ax=ax, no_labels=True, color_threshold=0, above_threshold_color=SOFT
        )
        order = [topics[place] for place in made["leaves"]]
        ax.set_yticks([10 * place + 5 for place in range(len(order))], [_name(topic, 46) for topic in order])
        ax.yaxis.tick_right()
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel("odległość tematów (im bliżej prawej łączą się gałęzie, tym są podobniejsze)")
        ax.spines[["left", "right"]].set_visible(False)
        ax.grid(axis="x", color=LINE, linewidth=0.7)
        ax.set_axisbelow(True)
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:.1f}".replace(".", ","))
        text = "Drzewo: które tematy są do siebie podobne. Od góry: " + ", ".join(
            f"{topic.id}. {topic.label}" for topic in reversed(order)
        )
        return Drawing(figure, "topic tree", text)


def told_cell(cell: TopicCell) -> str:
    """A group and a topic in a Polish line."""
    part = cell.passages
    people = f", {cell.speakers.count} z {cell.speakers.total} osób" if cell.speakers.total else ""
    remark = f"; {cell.remark}" if cell.remark else ""
    return (
        f"{part.count} z {part.total} fragmentów ({share(part.share)}, 95% PU {share(part.low)}–{share(part.high)})"
        f"{people}{remark}"
    )


def _sign(cell: TopicCell) -> str:
    return {MORE: " ▲", LESS: " ▼"}.get(cell.remark, "")


def _members(model: TopicModel) -> dict[int, list[int]]:
    """The places of each topic's passages."""
    found: dict[int, list[int]] = {topic.id: [] for topic in model.topics}
    for place, unit in enumerate(model.units):
        if unit.weights:
            found[max(unit.weights, key=lambda t: (unit.weights[t], -t))].append(place)
    return found


def _label(ax: Any, model: TopicModel, places: dict[int, list[int]], inch: float, reach: float) -> None:
    """Numbers in the middle of the topics, and names at both sides of the map, joined by lines.

    `inch` is an inch and `reach` half the map's height, in the units of the map.
    """
    from matplotlib.patheffects import withStroke

    middles = {topic.id: _middle(model, places[topic.id]) for topic in model.topics}
    across = sorted(model.topics, key=lambda topic: middles[topic.id])
    half = (len(across) + 1) // 2
    for side, topics in ((-1, across[:half]), (1, across[half:])):
        names = {topic.id: _name(topic, _LABEL_WIDTH) for topic in topics}
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
    for topic in model.topics:
        halo = [withStroke(linewidth=3, foreground="white")]
        ax.text(
            *middles[topic.id],
            str(topic.id),
            ha="center",
            va="center",
            fontsize=11,
            fontweight="bold",
            zorder=4,
            path_effects=halo,
        )


def _middle(model: TopicModel, places: Sequence[int]) -> tuple[float, float]:
    """The passage in the midst of a topic's passages: a mean may lie between two clouds that were merged."""
    points = [(model.units[place].x, model.units[place].y) for place in places]
    tried = points[:: max(1, len(points) // 200)]
    return min(
        tried,
        key=lambda one: (sum(((one[0] - x) ** 2 + (one[1] - y) ** 2) ** 0.5 for x, y in tried), one),
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
    names = [_name(topic, _LABEL_WIDTH).split("\n") for topic in model.topics]
    longest = max(len(line) for name in names for line in name)
    edge = _LABEL_AT / (1 - 2 * _LETTER * longest / WIDTH)
    labels = 1.2 * sum(_LINE * len(name) + _GAP for name in names) / 4 * 2 * edge / WIDTH
    return edge, max(max(abs(unit.y) for unit in model.units) + 0.06, labels, _LOWEST)


def _height(topics: Sequence[Topic], width: int) -> float:
    """Inches that rows with these names need."""
    return sum(0.2 + 0.17 * (_name(topic, width).count("\n") + 1) for topic in topics)


def _name(topic: Topic, width: int) -> str:
    return fill(f"{topic.id}. {topic.label}", width)


def _told(topic: Topic) -> str:
    return f"{topic.id}. {topic.label}: {counted(topic.size, PASSAGES)} ({share(topic.share)})"


def _excerpt(analysis: Analysis, sentences: Sequence[str]) -> str:
    said = " ".join(analysis.by_id[s].text for s in sentences if s in analysis.by_id)
    return shorten(said, _TITLE, placeholder=" …")
