"""OpenDocument text: every place that can hold words, each where it belongs, and an even account."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_files import ODF, odt

from textmine import ingest
from textmine.records import Document

STYLES = (
    '<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P1"/>'
    '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-prefix="R" style:num-suffix=":"/>'
    "</text:list-style>"
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>'
    '<text:list-style style:name="L3"><text:list-level-style-number text:level="1" style:num-suffix="."/></text:list-style>'
)
HEADS = (
    f'<office:document-styles xmlns:office="{ODF}office:1.0" xmlns:style="{ODF}style:1.0" xmlns:text="{ODF}text:1.0">'
    "<office:master-styles><style:master-page><style:header><text:p>nagłówek</text:p></style:header>"
    "<style:footer><text:p>stopka</text:p></style:footer></style:master-page></office:master-styles>"
    "</office:document-styles>"
)


def read(tmp_path: Path, body: str, **parts: str) -> Document:
    path = tmp_path / "a.odt"
    path.write_bytes(odt(body, styles=STYLES, **parts))
    document = ingest.read(path)
    assert document.conservation is not None
    assert document.conservation.missing == 0
    return document


SPOKEN = [
    ("zwykły", "<text:p>zwykły</text:p>"),
    ("w kawałku", "<text:p><text:span>w kawałku</text:span></text:p>"),
    ("odsyłacz", "<text:p><text:a>odsyłacz</text:a></text:p>"),
    ("w sekcji", "<text:section><text:p>w sekcji</text:p></text:section>"),
    ("w polu", "<text:p><text:date>w polu</text:date></text:p>"),
    ("podstawa", "<text:p><text:ruby><text:ruby-base>podstawa</text:ruby-base><text:ruby-text>nad</text:ruby-text></text:ruby>"
     "</text:p>"),
    ("w ramce", "<text:p><draw:frame><draw:text-box><text:p>w ramce</text:p></draw:text-box></draw:frame></text:p>"),
    ("w kształcie", "<text:p><draw:custom-shape><text:p>w kształcie</text:p></draw:custom-shape></text:p>"),
    ("wstawiony", "<text:p><text:change-start/>wstawiony<text:change-end/></text:p>"),
    ("• z punktem", '<text:list text:style-name="L2"><text:list-item><text:p>z punktem</text:p></text:list-item></text:list>'),
    ("z numerem", '<text:list text:style-name="L3"><text:list-item><text:p>z numerem</text:p></text:list-item></text:list>'),
    ("głębiej", "<text:list><text:list-item><text:list><text:list-item><text:p>głębiej</text:p></text:list-item></text:list>"
     "</text:list-item></text:list>"),
    ("w komórce", "<table:table><table:table-row><table:table-cell><text:p>w komórce</text:p></table:table-cell>"
     "</table:table-row></table:table>"),
    ("w nagłówku tabeli", "<table:table><table:table-header-rows><table:table-row><table:table-cell>"
     "<text:p>w nagłówku tabeli</text:p></table:table-cell></table:table-row></table:table-header-rows></table:table>"),
    ("w tabeli tabeli", "<table:table><table:table-row><table:table-cell><table:table><table:table-row><table:table-cell>"
     "<text:p>w tabeli tabeli</text:p></table:table-cell></table:table-row></table:table></table:table-cell>"
     "</table:table-row></table:table>"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "inner"), SPOKEN, ids=[words for words, _ in SPOKEN])
def test_what_is_spoken(tmp_path: Path, words: str, inner: str) -> None:
    document = read(
        tmp_path, f"<text:p>M: Kto?</text:p><text:p>R: Ja.</text:p>{inner}<text:p>M: Co?</text:p>"
    )
    assert document.turns[1].text == f"Ja.\n{words}"


def test_what_is_beside(tmp_path: Path) -> None:
    body = (
        '<text:p>M: Kto?<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body>'
        "<text:p>koniec</text:p></text:note-body></text:note></text:p>"
        '<text:p>R: Ja<text:span text:style-name="T1">ukryte</text:span>.</text:p><text:p>M: Co?</text:p>'
    )
    formula = "<math><mi>a</mi><mo>+</mo><mi>b</mi></math>"
    document = read(tmp_path, body, pages=HEADS, **{"Object 1__content": formula})
    assert sorted(document.aside) == [
        "nagłówek strony: nagłówek",
        "przypis końcowy: koniec",
        "stopka strony: stopka",
        "tekst obiektu: a + b",
        "tekst ukryty: ukryte",
    ]
    assert [turn.text for turn in document.turns] == ["Kto?", "Ja.", "Co?"]


def test_labels_of_lists(tmp_path: Path) -> None:
    item = "<text:list-item><text:p>{}</text:p></text:list-item>"
    first = f'<text:list text:style-name="L1">{item.format("Ja.")}{item.format("I ja.")}</text:list>'
    later = (
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item.format("Ja też.")}</text:list>'
    )
    document = read(tmp_path, f"<text:p>M: Kto?</text:p>{first}<text:p>M: A kto jeszcze?</text:p>{later}")
    assert [turn.speaker for turn in document.turns] == ["M", "R1", "R2", "M", "R3"]


def test_bold_may_come_from_a_parent_style(tmp_path: Path) -> None:
    ask = '<text:p text:style-name="{}">Co {}?</text:p>'
    body = f"{ask.format('P1', 1)}<text:p>To.</text:p>{ask.format('P2', 2)}<text:p>Tamto.</text:p>"
    assert [turn.role for turn in read(tmp_path, body).turns] == ["moderator", "respondent"] * 2


def test_an_odt_in_one_file(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{short}="{ODF}{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("style", "style"))
    )
    head = "<style:header><text:p>nagłówek</text:p></style:header>"
    path = tmp_path / "a.fodt"
    path.write_text(
        f'<?xml version="1.0"?><office:document {spaces} office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:master-styles><style:master-page>{head}</style:master-page></office:master-styles>"
        "<office:body><office:text><text:p>M: Czego brakuje?</text:p><text:p>R: Ludzi.</text:p></office:text></office:body>"
        "</office:document>",
        encoding="utf-8",
    )
    document = ingest.read(path)
    assert document.format == "fodt"
    assert [(turn.speaker, turn.text) for turn in document.turns] == [
        ("M", "Czego brakuje?"),
        ("R", "Ludzi."),
    ]
    assert document.aside == ("nagłówek strony: nagłówek",)
    assert document.conservation is not None and document.conservation.missing == 0
