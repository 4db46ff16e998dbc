"""The chapter on topics in all reports: names, groups, candidates for codes, and how the number was chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import html
from python_calamine import CalamineWorkbook
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.records import Analysis, Topic, TopicCount, TopicModel, TopicPassage
from textmine.report import write
from textmine.report.topic_contents import topic_chapter

NAME = "=1+1 <b>„kadry”</b>"
REASON = "2 tematy: najlepsza ocena spośród prób (2, 3)."


def analysed() -> Analysis:
    """Two topics of six people each: one is coded, the other, with a hostile name, is not."""
    said = [
        Said(
            f"Zdanie {n} o {'dojeździe' if n % 2 else 'spawaczach'}.",
            () if n % 2 else ("bariery.kadry",),
            speaker=f"R{n % 5}",
            document=f"W0{n % 3}.txt",
            group="przedsiebiorstwa" if n % 3 else "samorzad",
        )
        for n in range(24)
    ]
    analysis = make_analysis(said)
    units = tuple(
        TopicPassage((s.id,), {1: 1.0} if "spawaczach" in s.text else {2: 1.0}, n / 40, 0.1)
        for n, s in enumerate(analysis.sentences)
    )
    ids = {t: tuple(u.sentences[0] for u in units if t in u.weights) for t in (1, 2)}
    model = TopicModel(
        "nmf",
        (
            Topic(1, "spawacze", (("spawacz", 0.5),), 12, 0.5, ids[1][:3]),
            Topic(2, NAME, (("dojazd", 0.5),), 12, 0.5, ids[2][:3]),
        ),
        {u.sentences[0]: u.weights for u in units},
        0,
        24,
        ("badacz odłożył temat „Śląsk”: 2 fragmenty bez tematu",),
        units,
        (TopicCount(2, 0.1, 0.5, 0.9, 0.8, 0.7, chosen=True), TopicCount(3, -0.05, 0.4, 0.9, 0.3, 0.2)),
        REASON,
        ((0.0, 0.5), (0.5, 0.0)),
    )
    return replace(analysis, topics=model)


def sheets_of(path: Path) -> dict[str, list[list[object]]]:
    """The rows of every sheet."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: list(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}  # type: ignore[arg-type]


def test_the_topic_without_codes_is_a_candidate_with_three_quotes() -> None:
    chapter = topic_chapter(analysed(), CODEBOOK)
    assert [page.topic.label for page in chapter.candidates] == [NAME]
    assert len(chapter.candidates[0].missed) == 3
    assert all("dojeździe" in text for text, _ in chapter.candidates[0].missed)
    assert [(code.id, theme, part.count) for code, theme, part in chapter.pages[0].codes] == [
        ("bariery.kadry", "Bariery", 12)
    ]


def test_the_page_has_the_chapter(tmp_path: Path) -> None:
    path = write("html", analysed(), CODEBOOK, tmp_path / "report.html")
    tree = html.fromstring(path.read_text(encoding="utf-8"))
    chapter = tree.get_element_by_id("tematy")
    said = " ".join(chapter.text_content().split())
    for words in (
        REASON,
        "2 (wybrano)",
        "−0,05",
        "Badacz odłożył temat „Śląsk”",
        f"2. {NAME}",
        "z kodem 0 z 12",
    ):
        assert words in said
    assert [a.get("href") for a in tree.get_element_by_id("temat-1").iter("a")] == ["#kod-bariery.kadry"]
    assert not chapter.xpath(".//h3/b | .//h4/b")
    targets = {str(link)[1:] for link in chapter.xpath(".//@href")}
    assert targets <= set(tree.xpath("//@id"))


def test_the_document_has_the_chapter(tmp_path: Path) -> None:
    made = docx.Document(str(write("docx", analysed(), CODEBOOK, tmp_path / "r.docx")))
    said = [paragraph.text for paragraph in made.paragraphs]
    for words in (
        f"Liczba tematów. {REASON}",
        "Kandydaci na nowe kody",
        f"2. {NAME}",
        "Kody we fragmentach: Bariery: ",
    ):
        assert any(words in line for line in said), words
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    assert {"2 (wybrano)", "−0,05", "Więcej niż przeciętnie"} <= set(cells)


def test_the_workbook_has_the_sheets(tmp_path: Path) -> None:
    sheets = sheets_of(write("xlsx", analysed(), CODEBOOK, tmp_path / "e.xlsx"))
    topics = sheets["Tematy modelowane"]
    assert [row[:4] for row in topics[1:]] == [[1, "spawacze", "spawacz", 12], [2, NAME, "dojazd", 12]]
    assert [row[5] for row in topics[1:]] == [1, 0]
    crossed = sheets["Tematy modelowane x grupy"]
    assert [(row[0], row[2], row[3], row[4]) for row in crossed[1:]] == [
        (topic, CODEBOOK.groups[group], count, total)
        for topic in (1, 2)
        for group, count, total in (("przedsiebiorstwa", 8, 16), ("samorzad", 4, 8))
    ]
    assert [row[1] for row in sheets["Kandydaci na kody"][1:]] == [NAME]
    assert [row[0] for row in sheets["Liczba tematów"][1:]] == [2, 3, ""]


@pytest.mark.parametrize("form", ["html", "docx", "xlsx"])
def test_all_topics_dropped(form: str, tmp_path: Path) -> None:
    analysis = analysed()
    assert analysis.topics is not None
    empty = replace(analysis.topics, topics=(), weights={}, unassigned=24, units=tuple(
        replace(unit, weights={}) for unit in analysis.topics.units
    ))  # fmt: skip
    path = write(form, replace(analysis, topics=empty), CODEBOOK, tmp_path / f"r.{form}")
    words = "Wszystkie tematy odłożono"
    if form == "html":
        assert words in path.read_text(encoding="utf-8")
    elif form == "docx":
        assert any(words in paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    else:
        assert len(sheets_of(path)["Tematy modelowane"]) == 1


def test_topics_of_an_older_version_are_shown_as_far_as_they_are_known(tmp_path: Path) -> None:
    analysis = analysed()
    assert analysis.topics is not None
    old = replace(analysis, topics=replace(analysis.topics, units=(), choice=(), reason="", distances=()))
    page = write("html", old, CODEBOOK, tmp_path / "r.html").read_text(encoding="utf-8")
    assert "1. spawacze" in page and "Kandydaci" not in page
    assert "Kandydaci na kody" not in sheets_of(write("xlsx", old, CODEBOOK, tmp_path / "e.xlsx"))
