"""The charts of topics: their map, sizes, groups and kinship. On the page each topic is a link to what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

from textmine.language.plurals import PASSAGES, counted, share
from textmine.records import Analysis, Topic, TopicModel
from textmine.report.drawing import INK, LINE, SOFT, Drawing, axes, colour
from textmine.report.marks import PREFIX, Mark
from textmine.report.topic_map import drawn_every, named, target, told, topic_map
from textmine.summary.topic_cells import LESS, MORE, Crossing, TopicCell


def topic_charts(analysis: Analysis, crossing: Crossing | None) -> tuple[tuple[Drawing, str], ...]:
    """All charts of topics that can be drawn, each with its caption."""
    model = analysis.topics
    if model is None or not model.topics:
        return ()
    made = [
        (
            topic_map(analysis),
            "Mapa tematów: punkt to fragment rozmowy (kilka zdań jednej osoby), podobne leżą blisko siebie"
            + (f"; narysowano co {every}. fragment" if (every := drawn_every(model)) > 1 else ""),
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
        ax.set_yticks(rows, [named(topic, 46) for topic in topics])
        ax.invert_yaxis()
        ax.set_xlabel("fragmentów rozmów")
        if crossing and topics:
            figure.legend(frameon=False, loc="outside upper center", ncols=2)
        marks = {
            str(topic.id): Mark(told(topic) + (f", z kodem: {own}" if crossing else ""), target(topic.id))
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
        ax.set_yticks(range(len(model.topics)), [named(topic, 34) for topic in model.topics])
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
        ax.set_yticks([10 * place + 5 for place in range(len(order))], [named(topic, 46) for topic in order])
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


def _height(topics: Sequence[Topic], width: int) -> float:
    """Inches that rows with these names need."""
    return sum(0.2 + 0.17 * (named(topic, width).count("\n") + 1) for topic in topics)
