"""Web pages: bold questions, tables, lists, what is hidden or a script, and an even account."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine import ingest
from textmine.records import Document


def read(folder: Path, body: str, head: str = "") -> Document:
    path = folder / "a.html"
    path.write_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    document = ingest.read(path)
    assert document.conservation is not None
    assert document.conservation.missing == 0
    return document


TALK = "<p>M: Kto?</p><p>R: Ja.</p>{}<p>M: Co?</p>"
CASES = [
    ("a span", "<p>i <span>on</span></p>", "i on"),
    ("a line break", "<p>i<br>on</p>", "i\non"),
    ("an entity", "<p>&#322;an&nbsp;i &bdquo;on&rdquo;</p>", "łan i „on”"),
    ("a list", "<ul><li>on</li><li>ona</li></ul>", "• on\n• ona"),
    ("a numbered list", "<ol><li>on</li></ol>", "on"),
    ("text between blocks", "<div>on<p>ona</p>oni</div>", "on\nona\noni"),
    ("lines of the source", "<p>on\n   i ona</p>", "on i ona"),
    ("items with paragraphs", "<ul><li><p>on</p></li><li><b>i</b> ona</li><li></li></ul>", "• on\n• i ona"),
    ("preformatted lines", "<pre>on\ni ona</pre>", "on\ni ona"),
    ("a table", "<table><tr><td>stal</td><td>4</td></tr></table>", "stal\t4"),
    ("a table of one column", "<table><tr><td><p>on</p><p>ona</p></td></tr></table>", "on\nona"),
    ("deleted", "<p>on<del> i ona</del></p>", "on"),
    ("hidden", '<p>on<span style="display: none"> i ona</span></p>', "on"),
    ("a script", "<script>var a = '<p>x</p>';</script><p>on</p>", "on"),
    ("a comment", "<p>on<!-- i ona --></p>", "on"),
]


@pytest.mark.parametrize(("inner", "text"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_what_is_spoken(tmp_path: Path, inner: str, text: str) -> None:
    document = read(tmp_path, TALK.format(inner))
    assert document.turns[1].text == f"Ja.\n{text}"


def test_what_is_no_speech_is_named(tmp_path: Path) -> None:
    body = TALK.format("<p>on<del>skreślone</del><i hidden>ukryte</i></p><script>x</script>")
    document = read(tmp_path, body, head="<title>Wywiad</title><style>p {}</style>")
    assert document.aside == ("usunięte w rejestrze zmian: skreślone", "tekst ukryty: ukryte")
    assert document.conservation is not None
    assert {one.kind for one in document.conservation.dropped} == {
        "skrypty strony",
        "style strony",
        "tytuł strony",
    }


@pytest.mark.parametrize(
    "ask", ["<p><b>{}</b></p>", '<p style="font-weight:700">{}</p>', "<p><em>{}</em></p>"]
)
def test_bold_or_slanted_questions(tmp_path: Path, ask: str) -> None:
    body = f"<h1>Wywiad</h1>{ask.format('Co robicie?')}<p>Odkuwki.</p>{ask.format('A dla kogo?')}<p>Dla kolei.</p>"
    assert [(turn.role, turn.text) for turn in read(tmp_path, body).turns] == [
        ("moderator", "Co robicie?"),
        ("respondent", "Odkuwki."),
        ("moderator", "A dla kogo?"),
        ("respondent", "Dla kolei."),
    ]


def test_a_table_of_turns(tmp_path: Path) -> None:
    rows = [("kto", "tekst"), ("M", "Kto to zaczyna?"), ("R", "Ja mogę zacząć.")]
    body = "".join(f"<tr><td>{a}</td><td><p>{b}</p></td></tr>" for a, b in rows)
    document = read(tmp_path, f"<table><tbody>{body}</tbody></table>")
    assert [(turn.speaker, turn.text) for turn in document.turns] == rows[1:]


TAGS = st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<td>", "<tr>", "<table>", "</table>", "<pre>", "<ul><li>", "<br>", "<del>",
                        "<script>", "<!--", "-->", "&lt;", "&#0;", "<title>", "<div hidden>", "</div>", "<style>"])  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.one_of(TAGS, st.text("abc łó.?\n", max_size=6)), max_size=25))
def test_the_account_of_any_page_is_even(tmp_path: Path, pieces: list[str]) -> None:
    read(tmp_path, "<p>R: tak</p>" + "".join(pieces))
