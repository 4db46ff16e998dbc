"""The report is one file that loads nothing, shows transcripts as text, and counts in good Polish."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from jinja2 import Environment, meta
from lxml import etree, html
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.project import Project
from textmine.records import Analysis
from textmine.report import charts, topic_charts
from textmine.report import page as page_room
from textmine.report.drawing import COLOURS
from textmine.report.page import Page, page_of, rendered
from textmine.summary import summary

HOSTILE = [
    "<script>alert('x')</script> Brakuje ludzi.",
    "</span></blockquote><img src=x onerror=alert(1)>",
    "Mówią \"tak\" & 'nie', a <b>nikt</b> nie słucha.",
    "{{ 7 * 7 }} {% raw %}",
    "&lt;już zapisane&gt; &amp;",
]
# Attributes that make a browser fetch something.
LOADING = (
    "src",
    "href",
    "data",
    "action",
    "poster",
    "srcset",
    "background",
    "{http://www.w3.org/1999/xlink}href",
)


def tree_of(analysis: Analysis) -> html.HtmlElement:
    return html.fromstring(rendered(page_of(analysis, CODEBOOK)))


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def report(finished: Project) -> html.HtmlElement:
    return html.fromstring(finished.paths.export("html").read_text(encoding="utf-8"))


def test_the_report_shows_every_row_of_the_evidence_verbatim(
    report: html.HtmlElement, finished: Project
) -> None:
    rows = finished.evidence()
    shown = [span.text_content() for span in report.xpath('//*[@id="codes"]//span[@class="words"]')]
    assert sorted(shown) == sorted(rows["quote"])
    feet = [foot.text_content() for foot in report.xpath('//*[@id="codes"]//footer')]
    for row in rows.itertuples():
        assert any(row.citation in foot and row.reason in foot for foot in feet)


def loads(report: html.HtmlElement) -> list[str]:
    found = [
        f"{element.tag} {name}={value[:60]}"
        for element in report.iter(etree.Element)
        for name, value in element.attrib.items()
        if name in LOADING or name.endswith(":href")
        if not value.startswith(("#", "data:image/"))
    ]
    styles = [str(text) for text in report.xpath("//style/text() | //@style")]
    return found + [style for style in styles if re.search(r"@import|url\((?!#|\"#)", style)]


def test_the_report_loads_nothing(report: html.HtmlElement) -> None:
    assert loads(report) == []
    assert not report.xpath("//link | //iframe | //object | //embed | //base | //script[@src]")
    policy = report.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    assert policy.startswith("default-src 'none'")
    assert "connect-src" not in policy


def test_the_report_runs_its_own_script_only(report: html.HtmlElement) -> None:
    policy = report.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    script = report.xpath("//script")[0].text_content()
    own = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{own}';" in policy
    assert not [
        name for element in report.iter(etree.Element) for name in element.attrib if name.startswith("on")
    ]


def test_the_report_names_no_address(finished: Project) -> None:
    text = finished.paths.export("html").read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", text))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}, (
        "names of XML, no loads"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_say_is_text_and_never_markup(text: str) -> None:
    said = [Said(text, ("bariery.kadry",), speaker=text, document="W01.txt")]
    ours = make_analysis([replace(said[0], text="Zwykłe.", speaker="R")], topic="ludzie")
    made = tree_of(make_analysis(said, title=text, topic=text, project=text))
    assert {span.text_content() for span in made.xpath('//span[@class="words"]')} == {text}
    assert made.xpath("//h1")[0].text_content() == text
    scripts = made.xpath("//script")
    assert len(scripts) == len(tree_of(ours).xpath("//script")) == 1
    assert "alert" not in scripts[0].text_content()
    assert not made.xpath("//img | //b[text()='nikt'] | //@onerror")
    assert loads(made) == []


def test_every_field_of_the_page_is_used_by_the_template() -> None:
    template = Path(page_room.__file__).parent / "templates" / "report.html"
    environment = Environment(autoescape=True)
    names = (
        "noun",
        "share",
        "counted",
        "shown_share",
        "shown_difference",
        "drawing",
        "own",
        "interval",
        "figures",
    )
    environment.filters.update(dict.fromkeys(names, str))
    used = meta.find_undeclared_variables(environment.parse(template.read_text(encoding="utf-8")))
    assert used - {"forms", "colours"} == {field.name for field in fields(Page)}


def test_ids_of_the_report_are_unique_outside_of_drawings(report: html.HtmlElement) -> None:
    ids = report.xpath("//*[not(ancestor-or-self::svg)]/@id")
    assert len(ids) == len(set(ids))
    links = {str(link)[1:] for link in report.xpath("//nav//a/@href")}
    assert links and links <= set(ids)


def test_labels_belong_to_fields(report: html.HtmlElement) -> None:
    assert set(report.xpath("//label/@for")) == set(report.xpath("//form//input/@id | //form//select/@id"))
    assert report.xpath("/html/@lang") == ["pl"]


DRAWN = [
    Said("Brakuje ludzi.", ("bariery.kadry",)),
    Said(
        "Szkolimy się z uczelnią.",
        ("wspolpraca.nauka", "potrzeby.szkolenia"),
        document="W02.txt",
        group="samorzad",
    ),
]


def texts_of(svg: str) -> set[str]:
    root = etree.fromstring(svg.encode())
    assert etree.QName(root).localname == "svg"
    return {" ".join("".join(node.itertext()).split()) for node in root.iter("{*}text")}


def test_charts_are_drawings_with_text() -> None:
    analysis = make_analysis(DRAWN, topic="ludzie")
    table = summary(analysis, CODEBOOK)
    bars = texts_of(charts.themes_by_group(table, CODEBOOK).svg())
    assert {"Przedsiębiorstwa", "Samorząd i administracja"} <= bars
    assert {theme.label for theme in CODEBOOK.themes} <= bars
    heat = texts_of(charts.codes_by_group(table, CODEBOOK).svg())
    assert {code.label for code in CODEBOOK.codes} | {theme.label for theme in CODEBOOK.themes} <= heat
    assert "1 z 1" in heat
    people = charts.people_of_group(table, CODEBOOK, table.units[0])
    assert people is not None
    assert {"Bariery: Kadry i kwalifikacje"} == {text for text in texts_of(people.svg()) if ": Kadry" in text}
    factors = texts_of(charts.themes_by_factor(summary(analysis, CODEBOOK, by="factor"), CODEBOOK).svg())
    assert "Kapitał ludzki i edukacja" in factors
    assert analysis.topics is not None
    assert {"1. ludzie", "fragmentów rozmów", "2"} <= texts_of(
        topic_charts.topic_sizes(analysis.topics).svg()
    )


def test_charts_for_paper_are_pictures_that_are_the_same_every_time() -> None:
    table = summary(make_analysis(DRAWN), CODEBOOK)
    first, second = (charts.codes_by_group(table, CODEBOOK).png() for _ in range(2))
    assert first.startswith(b"\x89PNG\r\n") and first == second
    assert charts.codes_by_group(table, CODEBOOK).svg() == charts.codes_by_group(table, CODEBOOK).svg()


def test_ids_inside_of_drawings_are_unique_too(report: html.HtmlElement) -> None:
    ids = report.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_page_and_its_drawings_share_their_colours() -> None:
    style = (Path(page_room.__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")
    found = re.findall(r"\.theme-(\d) \{ border-left-color:(#\w{6}); \}", style)
    assert [colour for _, colour in sorted(found)] == list(COLOURS)


def test_charts_say_what_they_show(report: html.HtmlElement) -> None:
    drawings = report.xpath("//figure//*[local-name()='svg']")
    assert all(drawing.get("role") == "img" and len(drawing.get("aria-label")) > 20 for drawing in drawings)


def test_charts_of_the_report_are_in_it(report: html.HtmlElement) -> None:
    drawings = report.xpath("//figure//*[local-name()='svg']")
    assert len(drawings) >= 2
    assert all(drawing.xpath(".//*[local-name()='text']") for drawing in drawings)
    assert all(figure.xpath("./figcaption") for figure in report.xpath("//figure"))


@pytest.mark.parametrize("label", ["Koszty $x_$ i $\\frac$", "100 % & <więcej>", "_podkreślone", "Ceny w $"])
def test_labels_of_charts_are_no_formulas(label: str) -> None:
    analysis = replace(
        make_analysis(DRAWN, topic=label), groups={"przedsiebiorstwa": label, "samorzad": "Urząd"}
    )
    assert label in texts_of(charts.themes_by_group(summary(analysis, CODEBOOK), CODEBOOK).svg())
    assert analysis.topics is not None
    assert f"1. {label}" in texts_of(topic_charts.topic_sizes(analysis.topics).svg())


def test_charts_of_nothing_are_drawn() -> None:
    empty = summary(make_analysis([]), CODEBOOK)
    assert charts.themes_by_group(empty, CODEBOOK).svg().startswith("<svg")
    assert charts.codes_by_group(empty, CODEBOOK).svg().startswith("<svg")
    assert charts.themes_by_factor(summary(make_analysis([]), CODEBOOK, by="factor"), CODEBOOK).svg()


@pytest.mark.parametrize(
    ("number", "sentences", "said"),
    [
        (1, "1 zdanie", "1 wypowiedź"),
        (2, "2 zdania", "2 wypowiedzi"),
        (5, "5 zdań", "5 wypowiedzi"),
        (12, "12 zdań", "12 wypowiedzi"),
        (22, "22 zdania", "22 wypowiedzi"),
    ],
)
def test_the_report_counts_in_polish(number: int, sentences: str, said: str) -> None:
    made = tree_of(make_analysis([Said(f"Brakuje ludzi {n}.", ("bariery.kadry",)) for n in range(number)]))
    assert words_of(made.get_element_by_id("f-count")) == f"Cytaty: {number}"
    group = made.xpath('//*[@id="grupy"]//p[@class="note"]')[0]
    assert words_of(group) == f"1 dokument, 1 rozmówca, {said}"
    figures = [words_of(item) for item in made.xpath('//ul[@class="figures"]/li')]
    assert figures[:2] == ["1dokument", "1rozmówca"]
    assert figures[2] == f"{sentences.replace(' ', '', 1)} rozmówców"


def test_a_code_page_tells_who_speaks_of_it(report: html.HtmlElement, finished: Project) -> None:
    page = report.get_element_by_id("kod-bariery.kadry")
    assert words_of(page.xpath(".//h3")[0]) == "Bariery: Kadry i kwalifikacje"
    assert finished.codebook.code("bariery.kadry").definition in words_of(page)
    cells = [[words_of(cell) for cell in row.xpath("./*")] for row in page.xpath(".//tbody/tr")]
    assert ["Przedsiębiorstwa", "1", "1 z 1", "100% (21–100%)", "+100 (−12 do +100)"] in cells


def test_factors_stand_side_by_side(report: html.HtmlElement) -> None:
    article = report.xpath('//article[@aria-labelledby="h-czynnik-kapital_ludzki"]')[0]
    assert [words_of(h) for h in article.xpath('.//div[@class="columns"]//h4')] == [
        "Bariery",
        "Potrzeby",
        "Współpraca",
    ]
    assert any("spawaczy" in words_of(quote) for quote in article.xpath(".//blockquote"))
