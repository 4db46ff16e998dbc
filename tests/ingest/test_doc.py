"""Word 97–2003: bold, tables, notes, fields, deleted and hidden words; other things that are called .doc."""

from __future__ import annotations

from pathlib import Path

import pytest
from doc_files import BOLD, DELETED, HIDDEN, ITALIC, ROW_END, container, doc
from ingest_files import docx

from textmine import ingest
from textmine.errors import DamagedFile, EncryptedFile, ReadError, UnknownFormat
from textmine.records import Document

ENCRYPTED = 0x0100


def read(folder: Path, raw: bytes) -> Document:
    path = folder / "a.doc"
    path.write_bytes(raw)
    document = ingest.read(path)
    assert document.conservation is not None
    assert document.conservation.missing == 0
    return document


def test_labels(tmp_path: Path) -> None:
    document = read(tmp_path, doc([("M: Źle się dzieje?\rR: Ależ skąd, 😀 dobrze.\x0bI tyle.\r", None)]))
    assert document.format == "doc"
    assert [(turn.speaker, turn.text) for turn in document.turns] == [
        ("M", "Źle się dzieje?"),
        ("R", "Ależ skąd, 😀 dobrze.\nI tyle."),
    ]


def test_bold_asks(tmp_path: Path) -> None:
    for mark in (BOLD, ITALIC):
        runs = [
            ("Co robicie?\r", mark),
            ("Odkuwki.\r", None),
            ("A dla kogo?\r", mark),
            ("Dla kolei.\r", None),
        ]
        assert [turn.role for turn in read(tmp_path, doc(runs)).turns] == ["moderator", "respondent"] * 2


def test_what_is_no_speech_is_kept_aside(tmp_path: Path) -> None:
    runs = [
        ("M: Kto?\rR: Ja ", None),
        ("skreślone", DELETED),
        ("ukryte", HIDDEN),
        (" i on\x02, \x13 HYPERLINK x \x14tutaj\x15, biało\x1eczer\x1fwony.\r", None),
    ]
    stories = {
        "footnotes": "\x02 przypis\r",
        "headers": "nagłówek\r",
        "comments": "\x05uwaga\r",
        "endnotes": "koniec\r",
        "boxes": "ramka\r",
    }
    document = read(tmp_path, doc(runs, notes=stories))
    assert document.turns[1].text.split() == ["Ja", "i", "on,", "tutaj,", "biało-czerwony."]
    assert sorted(document.aside) == [
        "komentarz: uwaga",
        "nagłówek albo stopka strony: nagłówek",
        "pole tekstowe: ramka",
        "przypis końcowy: koniec",
        "przypis: przypis",
        "tekst ukryty: ukryte",
        "usunięte w rejestrze zmian: skreślone",
    ]
    assert document.conservation is not None
    assert [one.kind for one in document.conservation.dropped] == ["kody pól"]


def test_a_table(tmp_path: Path) -> None:
    rows = [
        ("kto", "tekst"),
        ("M", "Kto to zaczyna?"),
        ("R", "Ja mogę zacząć."),
        ("", "I skończyć."),
        ("M", "No to już."),
    ]
    text = "".join("\x07".join(row) + ROW_END for row in rows)
    assert [(turn.speaker, turn.text) for turn in read(tmp_path, doc([(text + "\r", None)])).turns] == [
        ("M", "Kto to zaczyna?"),
        ("R", "Ja mogę zacząć."),
        ("R", "I skończyć."),
        ("M", "No to już."),
    ]


TALK = [("M: Kto?\rR: Ja.\r", None)]
OTHERS = [
    ("Word 6", doc(TALK, magic=0xA5DC, version=0x65), UnknownFormat, "Worda 6"),
    ("encrypted", doc(TALK, flags=ENCRYPTED), EncryptedFile, "hasłem"),
    ("truncated", doc(TALK)[:6000], DamagedFile, "uszkodzony"),
    ("no text stream", container({"Workbook": b"x"}), UnknownFormat, "starym formacie"),
    (
        "garbage in the stream",
        container({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 900, "0Table": b"x"}),
        DamagedFile,
        "uszkodzony",
    ),
]


@pytest.mark.parametrize(("raw", "kind", "says"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_what_cannot_be_read_is_refused(tmp_path: Path, raw: bytes, kind: type[ReadError], says: str) -> None:
    with pytest.raises(kind, match=says):
        read(tmp_path, raw)


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        (docx("M: Kto?", "R: Ja."), "docx"),
        (rb"{\rtf1 M: Kto?\par R: Ja.\par}", "rtf"),
        (b"<html><body><p>M: Kto?</p><p>R: Ja.</p></body></html>", "html"),
        (b"M: Kto?\nR: Ja.\n", "txt"),
    ],
)
def test_what_is_only_called_doc_is_read_as_what_it_is(tmp_path: Path, raw: bytes, form: str) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(raw)
    document = ingest.read(path)
    assert document.format == form
    assert [turn.text for turn in document.turns] == ["Kto?", "Ja."]


def test_paragraphs_of_a_cell_stay_in_it(tmp_path: Path) -> None:
    row = "Brak nauczycieli (5 głosów)\rStare maszyny w warsztatach\x07Staże w firmach"
    head = "Warsztat\r"
    raw = doc([(f"{head}Bariery\x07Potrzeby{ROW_END}{row}{ROW_END}", None)], table_at=len(head))
    assert [
        (turn.text, turn.section, turn.votes)
        for turn in read(tmp_path, raw).turns
        if turn.role == "respondent"
    ] == [
        ("Brak nauczycieli", "Bariery", 5),
        ("Stare maszyny w warsztatach", "Bariery", None),
        ("Staże w firmach", "Potrzeby", None),
    ]
