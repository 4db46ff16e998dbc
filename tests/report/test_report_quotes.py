"""Quotes as files: grouped by code, verbatim whatever signs they hold, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import pytest
from markdown_it import MarkdownIt

from textmine.codebook import default_codebook
from textmine.errors import ExportError
from textmine.records import Role, Sentence
from textmine.report.quotes import FORMATS, by_code, pieces, quotes_text, write_quotes
from textmine.search import Quote

BOOK = default_codebook()
HOSTILE = (
    "=SUMA(A1) i <script>alert(1)</script>",
    "# nie nagłówek, *nie pochylone* i _nie_ `kod` [nie](link)",
    "- nie punkt",
    "1. nie lista",
    "5 < 6 &amp; 7 ~~x~~ ![a](b) \\* |",
    "\u202eodwrócone\u202c",
    "Zwykłe zdanie.",
)


def quote(
    text: str, *codes: str, matches: tuple[tuple[int, int], ...] = (), similar: tuple[str, ...] = ()
) -> Quote:
    sentence = Sentence("s1", "W01.txt", 0, 0, 10, 10 + len(text), text, text, "R", Role.RESPONDENT)
    spans = tuple((10 + start, 10 + end) for start, end in matches)
    return Quote(sentence, "[W01, R]", None, codes, ("Przed.",), (), spans, 0.5, similar)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_what_was_said(text: str) -> None:
    made = quotes_text("md", [quote(text, "bariery.kadry", matches=((0, 3),))], BOOK, query="a_b*c")
    tokens = MarkdownIt("commonmark").parse(made)
    assert [t.tag for t in tokens if t.type == "heading_open"] == ["h1", "h2"]
    inline = [t for t in tokens if t.type == "inline"]
    shown = [
        "".join(c.content if c.type in {"text", "text_special"} else "" for c in t.children or ())
        for t in inline
    ]
    assert shown[0] == "Cytaty: a_b*c"
    assert f"„{text}”" in shown[-1]
    kinds = {child.type for t in inline for child in t.children or ()}
    assert kinds <= {"text", "text_special", "hardbreak", "softbreak", "strong_open", "strong_close"}


def test_a_quote_is_under_each_of_its_codes_and_the_rest_comes_last() -> None:
    both = quote("Oba.", "potrzeby.szkolenia", "bariery.kadry")
    none, unknown = quote("Żaden."), quote("Nieznany.", "bariery.usuniety")
    assert [(name, [q.text for q in own]) for name, own in by_code([none, both, unknown], BOOK)] == [
        ("Bariery: Kadry i kwalifikacje", ["Oba."]),
        ("Potrzeby: Szkolenia i kształcenie", ["Oba."]),
        ("Bez kodu", ["Żaden.", "Nieznany."]),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_is_harmless_and_complete(text: str) -> None:
    made = quotes_text(
        "csv", [quote(text, "bariery.kadry", "bariery.prawo", similar=("[W02, R]",))], BOOK, query="x"
    )
    (row,) = csv.DictReader(io.StringIO(made))
    assert row["quote"].removeprefix("'") == text
    assert not row["quote"].startswith(("=", "-", "+", "@"))
    assert (row["rank"], row["codes"], row["similar"]) == ("1", "bariery.kadry;bariery.prawo", "[W02, R]")


def test_json_keeps_everything() -> None:
    (row,) = json.loads(quotes_text("json", [quote("Zażółć.", matches=((0, 6),))], BOOK, query="x"))
    assert (row["quote"], row["matches"], row["before"]) == ("Zażółć.", [[10, 16]], ["Przed."])


def test_a_word_document_by_code(tmp_path: Path) -> None:
    said = [quote(text, "bariery.kadry", matches=((0, 3),), similar=("[W02, R]",)) for text in HOSTILE]
    path = write_quotes("docx", said, BOOK, tmp_path / "c.docx", query="ludzie")
    made = docx.Document(str(path)).paragraphs
    assert [p.text for p in made if p.style.name == "Heading 1"] == ["Bariery: Kadry i kwalifikacje"]
    quotes = [p for p in made if p.style.name == "Quote"]
    assert [p.text for p in quotes] == [f"„{text}”" for text in HOSTILE]
    assert [[run.text for run in p.runs if run.bold] for p in quotes] == [[text[:3]] for text in HOSTILE]
    assert sum(p.text == "[W01, R] Niemal to samo: [W02, R]" for p in made) == len(HOSTILE)


@pytest.mark.parametrize("form", FORMATS)
def test_no_quotes_are_a_file_too(tmp_path: Path, form: str) -> None:
    assert write_quotes(form, [], BOOK, tmp_path / f"c.{form}", query="x").stat().st_size


def test_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="pdf"):
        write_quotes("pdf", [], BOOK, tmp_path / "c.pdf", query="x")
    assert not list(tmp_path.iterdir())


def test_pieces_join_to_the_verbatim_text() -> None:
    one = quote("Ala ma kota.", matches=((0, 3), (2, 6), (7, 11)))
    assert "".join(text for text, _ in pieces(one)) == "Ala ma kota."
    assert [text for text, match in pieces(one) if match] == ["Ala", "kota"]
