"""The report in a real browser: filters, keyboard, phone and paper, nothing fetched, nothing run that is not ours."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Watched, chromium
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.report import write

SAID = [
    Said("W Łodzi brakuje spawaczy.", ("bariery.kadry", "potrzeby.szkolenia"), speaker="R1"),
    Said("Brakuje też tokarzy.", ("bariery.kadry",), speaker="R1"),
    Said("Frezerów nie ma.", ("bariery.kadry",), speaker="R1"),
    Said(
        "I szlifierzy szukamy od maja…", ("bariery.kadry",), speaker="R1"
    ),  # leans on what was said: not typical
    Said("Ślusarze wyjechali.", ("bariery.kadry",), speaker="R1"),
    Said("Kredyt jest za drogi.", ("bariery.finanse",), speaker="R2"),
    Said("Z politechniką badamy powłoki.", ("wspolpraca.nauka",), document="W02.txt", group="samorzad"),
    Said(
        "<img src=x onerror=alert(1)><script>alert(2)</script>",
        ("bariery.prawo",),
        document="W02.txt",
        group="samorzad",
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    return write("html", make_analysis(SAID, topic="ludzie"), CODEBOOK, folder / "report.html")


@pytest.fixture
def opened(browser: Any, report: Path) -> Iterator[Watched]:
    watched = Watched(browser, report)
    yield watched
    watched.context.close()
    assert watched.complaints == [], "the console stays empty"
    assert watched.fetched == [report.resolve().as_uri()], "nothing is fetched but the file itself"


def test_filters_show_what_fits(opened: Watched) -> None:
    page = opened.page
    assert opened.shown() == 9
    assert page.inner_text("#f-count") == "Cytaty: 9"
    page.select_option("#f-group", "samorzad")
    assert (opened.shown(), page.inner_text("#f-count")) == (2, "Cytaty: 2 z 9")
    page.select_option("#f-theme", "wspolpraca")
    assert opened.shown() == 1
    page.click("#filter button[type=reset]")
    opened.counts("Cytaty: 9")
    page.select_option("#f-code", "bariery.kadry")
    assert opened.shown() == 5
    page.select_option("#f-document", "W02.txt")
    assert opened.shown() == 0 and page.is_visible("#f-nothing")
    page.select_option("#f-document", "")
    page.select_option("#f-code", "")
    page.select_option("#f-factor", "kapital_ludzki")
    assert opened.shown() == 6


def test_search_needs_no_polish_letters_and_opens_what_is_folded(opened: Watched) -> None:
    page = opened.page
    found = page.locator("#codes .quote .words", has_text="I szlifierzy szukamy od maja…")
    assert not found.is_visible(), "the first three stand for the rest"
    page.fill("#f-text", "szlifierzy szukamy")
    opened.counts("Cytaty: 1 z 9")
    assert found.is_visible()
    assert page.evaluate("CSS.highlights.get('found').size") == 1
    page.fill("#f-text", "w lodzi")
    opened.counts("Cytaty: 2 z 9")


def test_a_link_to_a_hidden_code_takes_the_filter_off(opened: Watched) -> None:
    page = opened.page
    page.select_option("#f-code", "bariery.finanse")
    page.locator('#czynniki a[href="#kod-bariery.kadry"]').first.click()
    assert page.is_visible("#h-kod-bariery\\.kadry")


def test_everything_can_be_done_from_the_keyboard(opened: Watched) -> None:
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.focus("#f-text")
    page.keyboard.type("kredyt")
    opened.counts("Cytaty: 1 z 9")
    page.focus(".code:not([hidden]) details summary")
    page.keyboard.press("Enter")
    assert page.is_visible(".code:not([hidden]) table")
    focus = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert focus != "none", "the place of the keyboard is seen"


def test_quotes_are_copied_with_their_citation(opened: Watched) -> None:
    page = opened.page
    page.evaluate(
        "document.execCommand = function () { window.taken = document.activeElement.value; return true; }"
    )
    page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.locator('article[data-code="bariery.finanse"] button.copy').first.click()
    assert page.evaluate("window.taken") == "„Kredyt jest za drogi.” [W01, przedsiębiorstwo, R2]"
    assert page.locator('article[data-code="bariery.finanse"] button.copy').first.inner_text() == "Skopiowano"


def test_what_a_screen_reader_needs_is_there(opened: Watched) -> None:
    page = opened.page
    levels = page.eval_on_selector_all("h1, h2, h3, h4", "found => found.map(h => Number(h.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), "no level is left out"
    nameless = page.eval_on_selector_all(
        "input, select, button, svg",
        "found => found.filter(e => !(e.labels && e.labels.length) && !e.textContent.trim()"
        " && !e.getAttribute('aria-label')).length",
    )
    assert nameless == 0
    assert page.get_attribute("#f-count", "role") == "status"
    assert page.eval_on_selector_all(
        "table", "found => found.every(t => t.caption && t.querySelector('th[scope]'))"
    )


# WCAG 2.2, 1.4.3: the contrast of every piece of text to what is behind it. Colours of drawings are checked apart.
CONTRAST = """() => {
  const parts = colour => colour.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = parts(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const weak = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('svg, script, .unseen, .skip') || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
    const [a, b] = [light(parts(getComputedStyle(e).color)), light(behind(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) weak.push(`${ratio.toFixed(2)} ${e.tagName} ${e.textContent.slice(0, 30)}`);
  }
  return weak;
}"""


def test_text_stands_out_from_what_is_behind_it(opened: Watched) -> None:
    assert opened.page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_width_needs_scrolling_to_the_side(browser: Any, report: Path, width: int) -> None:
    watched = Watched(browser, report, width=width, height=800)
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= width
    watched.context.close()


def test_without_scripts_every_quote_can_be_read(browser: Any, report: Path) -> None:
    watched = Watched(browser, report, script=False)
    assert not watched.page.is_visible("#filter") and not watched.page.is_visible("button.copy >> nth=0")
    assert watched.page.is_visible("text=W Łodzi brakuje spawaczy. >> nth=0")
    watched.context.close()


def test_paper_holds_the_report_without_its_controls(browser: Any, report: Path, tmp_path: Path) -> None:
    watched = Watched(browser, report)
    watched.page.emulate_media(media="print")
    assert not watched.page.is_visible("nav") and not watched.page.is_visible("#filter")
    made = watched.page.pdf(path=tmp_path / "report.pdf", format="A4", prefer_css_page_size=True)
    assert made.startswith(b"%PDF")
    watched.context.close()
