"""Charts of topics: names that can be read, links for mouse and keyboard, and nothing that breaks them."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from browser import Watched, chromium
from hypothesis import given, settings
from hypothesis import strategies as st
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.records import Analysis, Topic, TopicModel, TopicPassage
from textmine.report import write
from textmine.report.drawing import Drawing
from textmine.report.topic_charts import topic_charts, topic_sizes, topic_tree
from textmine.report.topic_map import _spread, topic_map
from textmine.summary.crossing import crossing

SVG = "{http://www.w3.org/2000/svg}"
LABELS = (
    "wykwalifikowani pracownicy, szkoła zawodowa, nauczyciel zawodu",
    "dotacja unijna",
    "decyzja środowiskowa, plan miejscowy zagospodarowania przestrzennego",
    "klaster, <b>„park” & $x_1$</b>",
)


def analysed(topics: int, *, passages: int = 6, label: str = "") -> Analysis:
    """An analysis with this many topics, their passages in discs at chance places."""
    said = [
        Said(f"Zdanie {n} o <i>pracy</i>.", document=f"W{n % 7:02}.txt", group=group, speaker=f"R{n % 3}")
        for n in range(topics * passages)
        for group in (("przedsiebiorstwa", "samorzad")[n % 2],)
    ]
    analysis = make_analysis(said)
    chance = random.Random(topics)
    centres = [(chance.uniform(-0.8, 0.8), chance.uniform(-0.8, 0.8)) for _ in range(topics)]
    units = tuple(
        TopicPassage(
            (s.id,), {n % topics + 1: 1.0}, x + chance.uniform(-0.1, 0.1), y + chance.uniform(-0.1, 0.1)
        )
        for n, s in enumerate(analysis.sentences)
        for x, y in [centres[n % topics]]
    )
    made = tuple(
        Topic(n + 1, label or LABELS[n % len(LABELS)], (("praca", 0.5),), passages, 1 / topics)
        for n in range(topics)
    )
    distances = tuple(
        tuple(0.0 if a == b else 0.2 + abs(a - b) / topics for b in range(topics)) for a in range(topics)
    )
    model = TopicModel("nmf", made, {}, 0, len(units), units=units, distances=distances)
    return replace(analysis, topics=model)


def boxes(drawing: Drawing, name: str) -> list[object]:
    """The extents of the drawing's texts that begin so."""
    drawing.figure.canvas.draw()
    renderer = drawing.figure.canvas.get_renderer()
    return [
        text.get_window_extent(renderer)
        for text in drawing.figure.axes[0].texts
        if text.get_text().startswith(name)
    ]


@pytest.mark.parametrize("topics", [1, 2, 5, 12, 20])
def test_no_name_on_the_map_covers_another_or_is_cut_off(topics: int) -> None:
    drawing = topic_map(analysed(topics))
    assert drawing is not None
    found = [box for n in range(1, topics + 1) for box in boxes(drawing, f"{n}. ")]
    assert len(found) == topics
    for place, one in enumerate(found):
        assert not any(one.overlaps(other) for other in found[:place])  # type: ignore[attr-defined]
    tight = drawing.figure.get_tightbbox()
    assert tight.x0 >= 0 and tight.x1 <= drawing.width and tight.y0 >= 0 and tight.y1 <= drawing.height


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(0.05, 0.4)), min_size=1, max_size=15), st.floats(0.5, 1.5)
)
def test_labels_are_spread_in_order_and_within_what_they_need(
    rows: list[tuple[float, float]], reach: float
) -> None:
    rows = sorted(rows, reverse=True)
    heights = [height for _, height in rows]
    placed = _spread([want for want, _ in rows], heights, reach)
    for (upper, above), (lower, below) in zip(
        zip(placed, heights, strict=True), list(zip(placed, heights, strict=True))[1:], strict=False
    ):
        assert upper - above / 2 >= lower + below / 2 - 1e-9
    edge = max(reach, sum(heights) / 2) + 1e-9
    assert placed[0] + heights[0] / 2 <= edge and placed[-1] - heights[-1] / 2 >= -edge


def test_every_topic_is_a_link_with_a_name_and_dots_say_their_words() -> None:
    analysis = analysed(4)
    drawing = topic_map(analysis)
    assert drawing is not None
    root = ElementTree.fromstring(drawing.svg())
    links = list(root.iter(f"{SVG}a"))
    assert sorted(link.get("href") or "" for link in links) == [f"#temat-{n}" for n in (1, 2, 3, 4)]
    assert all("6 fragmentów (25%)" in (link.get("aria-label") or "") for link in links)
    titles = [
        title.text for link in links for dot in link.iter(f"{SVG}use") for title in dot.iter(f"{SVG}title")
    ]
    assert sorted(titles) == sorted(sentence.text for sentence in analysis.sentences)
    assert not [group for group in root.iter(f"{SVG}g") if group.get("id")]
    assert [ElementTree.tostring(link) for link in links if b"<i>" in ElementTree.tostring(link)] == []


def test_bars_and_fields_are_marked() -> None:
    analysis = analysed(3)
    crossed = crossing(analysis, CODEBOOK)
    assert analysis.topics is not None and crossed is not None
    drawings = [drawing for drawing, _ in topic_charts(analysis, crossed)]
    assert [drawing.name for drawing in drawings] == ["topic map", "topics", "topics by group", "topic tree"]
    bars = ElementTree.fromstring(drawings[1].svg())
    assert {link.get("href") for link in bars.iter(f"{SVG}a")} == {"#temat-1", "#temat-2", "#temat-3"}
    fields = [t.text or "" for t in ElementTree.fromstring(drawings[2].svg()).iter(f"{SVG}title")]
    assert sum(" fragmentów (" in text for text in fields) == 6


@pytest.mark.parametrize(
    ("topics", "names"),
    [(1, ["topic map", "topics", "topics by group"]), (2, ["topic map", "topics", "topics by group"])],
)
def test_few_topics_have_no_tree(topics: int, names: list[str]) -> None:
    analysis = analysed(topics)
    assert [drawing.name for drawing, _ in topic_charts(analysis, crossing(analysis, CODEBOOK))] == names
    assert analysis.topics is not None and topic_tree(analysis.topics) is None


def test_a_large_map_is_thinned_out_and_says_so() -> None:
    analysis = analysed(2)
    assert analysis.topics is not None
    units = tuple(TopicPassage((f"s{n}",), {n % 2 + 1: 1.0}, n / 9999, 0.5) for n in range(10_001))
    large = replace(analysis, topics=replace(analysis.topics, units=units, passages=len(units)))
    drawing, caption = topic_charts(large, None)[0]
    dots = sum(len(dots.get_offsets()) for dots in drawing.figure.axes[0].collections)
    assert dots == 3334 and caption.endswith("; narysowano co 3. fragment")


def test_nothing_to_draw() -> None:
    analysis = analysed(2)
    assert analysis.topics is not None
    for model in (None, replace(analysis.topics, topics=())):
        assert topic_charts(replace(analysis, topics=model), None) == ()
        assert topic_map(replace(analysis, topics=model)) is None
    # Topics of an older version know no passages.
    old = replace(analysis, topics=replace(analysis.topics, units=(), distances=()))
    assert [drawing.name for drawing, _ in topic_charts(old, crossing(old, CODEBOOK))] == ["topics"]
    assert topic_sizes(old.topics).svg()  # type: ignore[arg-type]


def test_the_same_topics_give_the_same_pictures() -> None:
    first, second = (topic_map(analysed(5)) for _ in range(2))
    assert first is not None and second is not None
    assert (first.svg(), first.png()) == (second.svg(), second.png())


def test_the_page_answers_to_mouse_and_keyboard(tmp_path: Path) -> None:
    path = write("html", analysed(4), CODEBOOK, tmp_path / "report.html")
    with chromium() as browser:
        watched = Watched(browser, path)
        page = watched.page
        mark = page.locator("#tematy figure").first.locator("a.mark").nth(1)
        mark.focus()
        assert page.locator(".told").inner_text().startswith("2. dotacja unijna: 6 fragmentów")
        assert page.locator("#tematy.picking a.mark.picked").count() == 3
        page.keyboard.press("Enter")
        page.wait_for_function("location.hash === '#temat-2'")
        page.locator("#tematy figure").first.locator("a.mark use").first.hover(force=True)
        assert "„Zdanie 0 o <i>pracy</i>.”" in page.locator(".told").inner_text()
        page.mouse.move(2, 2)
        assert page.locator(".told").is_hidden()
        assert not watched.complaints and watched.fetched == [path.resolve().as_uri()]
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
