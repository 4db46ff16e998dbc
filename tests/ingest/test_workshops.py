"""Workshop material: a note is a unit with its group and section; respondents are unnamed."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_files import ods, xlsx

from textmine import ingest
from textmine.records import Document, Role

NOTE = tuple[str, str | None, str | None]


def read(tmp_path: Path, raw: bytes, name: str) -> Document:
    path = tmp_path / name
    path.write_bytes(raw)
    document = ingest.read(path)
    assert document.conservation is not None and document.conservation.missing == 0, document.conservation
    return document


def notes(document: Document) -> list[NOTE]:
    return [(turn.text, turn.group, turn.section) for turn in document.turns if turn.role is Role.RESPONDENT]


MURAL = [
    ("ID", "Text", "Area", "Author"),
    ("1", "Brak spawaczy od lat", "Bariery", "Gość 1"),
    ("2", "Drogi prąd w hucie", "Bariery", "Gość 2"),
    ("3", "Wspólne targi w Hanowerze", "Potrzeby", "Gość 1"),
]
FORMS = [
    (
        "Identyfikator",
        "Godzina rozpoczęcia",
        "Adres e-mail",
        "Nazwa",
        "Kogo Pan/Pani reprezentuje?",
        "Co najbardziej utrudnia współpracę?",
        "Jak oceniasz klaster (1-5)?",
    ),
    ("1", "3.12.2025 10:00", "anonymous", "", "Samorząd", "Brak zaufania między firmami", "3"),
    ("2", "3.12.2025 10:02", "anonymous", "", "Firmy", "Nie ma lidera", "2"),
]
GOOGLE = [
    ("Sygnatura czasowa", "Czego potrzebuje Państwa firma?"),
    ("2025-03-12 10:00:01", "Szkoleń dla operatorów"),
    ("2025-03-12 10:05:01", ""),
]
BOARD = [
    ("Bariery", "Potrzeby"),
    ("Brak spawaczy od lat", "Wspólne targi w Hanowerze"),
    ("Drogi prąd w hucie", ""),
]
SLIDO = [
    ("Pytanie", "Autor", "Głosy"),
    ("Kiedy ruszy klaster?", "Anonim", "12"),
    ("Kto za to zapłaci?", "Anonim", "7"),
]
VOTED = [("stolik", "karteczka", "głosy"), ("Stolik 1", "Brak spawaczy od lat", "3")]

SHEETS: list[tuple[str, list[tuple[str, ...]], list[NOTE]]] = [
    ("Mural", MURAL, [("Brak spawaczy od lat", None, "Bariery"), ("Drogi prąd w hucie", None, "Bariery"),
                      ("Wspólne targi w Hanowerze", None, "Potrzeby")]),
    ("Microsoft Forms", FORMS, [("Brak zaufania między firmami", "Samorząd", "Co najbardziej utrudnia współpracę?"),
                                ("Nie ma lidera", "Firmy", "Co najbardziej utrudnia współpracę?")]),
    ("Google Forms", GOOGLE, [("Szkoleń dla operatorów", None, "Czego potrzebuje Państwa firma?")]),
    ("a board, a column a frame", BOARD, [("Brak spawaczy od lat", None, "Bariery"), ("Drogi prąd w hucie", None, "Bariery"),
                                          ("Wspólne targi w Hanowerze", None, "Potrzeby")]),
    ("votes", VOTED, [("Brak spawaczy od lat", None, "Stolik 1")]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in SHEETS], ids=[row[0] for row in SHEETS])
@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_sheets(tmp_path: Path, rows: list[tuple[str, ...]], expected: list[NOTE], form: str) -> None:
    raw = {
        "xlsx": lambda: xlsx(Tablica=rows),
        "ods": lambda: ods(rows),
        "csv": lambda: "\n".join(";".join(row) for row in rows).encode(),
    }[form]()
    document = read(tmp_path, raw, f"a.{form}")
    assert document.format == form
    assert notes(document) == expected
    headings = [turn.text for turn in document.turns if turn.role is Role.MODERATOR]
    assert headings == list(dict.fromkeys(section for _, _, section in expected))


def test_who_answered_a_form_is_named_as_unread(tmp_path: Path) -> None:
    document = read(tmp_path, xlsx(A=FORMS), "a.xlsx")
    assert all("anonymous" not in turn.text for turn in document.turns)
    assert any("Adres e-mail" in warning and "Jak oceniasz" in warning for warning in document.warnings)


def test_questions_of_an_audience(tmp_path: Path) -> None:
    assert [turn.text for turn in read(tmp_path, xlsx(A=SLIDO), "a.xlsx").turns] == [
        "Kiedy ruszy klaster?",
        "Kto za to zapłaci?",
    ]


TEXT = """# Warsztat w Rudnikach
Data: 3.12.2025
## Stolik 1: bariery
- (Gmina) brak terenów pod hale (5 głosów)
- [Firmy]: prąd za drogi (+3)
• spawacze wyjechali – 4 głosy
  do Niemiec
**Grupa B: potrzeby**
1. szkolenia dla operatorów [2 kropki]
2) wspólne zakupy ●●●
"""


def test_bullets_with_groups_and_votes(tmp_path: Path) -> None:
    document = read(tmp_path, TEXT.encode(), "a.md")
    first, second = "Stolik 1: bariery", "Grupa B: potrzeby"
    assert notes(document) == [
        ("brak terenów pod hale", "Gmina", first),
        ("prąd za drogi", "Firmy", first),
        ("spawacze wyjechali – 4 głosy\n  do Niemiec", None, first),
        ("szkolenia dla operatorów", None, second),
        ("wspólne zakupy", None, second),
    ]
    assert all(turn.speaker is None for turn in document.turns)


def test_votes_of_bullets(tmp_path: Path) -> None:
    document = read(tmp_path, TEXT.encode(), "a.md")
    assert [turn.votes for turn in document.turns if turn.role is Role.RESPONDENT] == [5, 3, 4, 2, 3]


PLAIN = """Stolik 1 – Samorząd
brak terenów pod hale
plan miejscowy robiony trzeci rok +2
Stolik 2 – Firmy
brak spawaczy
drogi prąd
  (4 głosy)
"""


def test_short_lines_below_tables_are_notes(tmp_path: Path) -> None:
    document = read(tmp_path, PLAIN.encode(), "a.txt")
    first, second = "Stolik 1 – Samorząd", "Stolik 2 – Firmy"
    assert notes(document) == [
        ("brak terenów pod hale", None, first),
        ("plan miejscowy robiony trzeci rok", None, first),
        ("brak spawaczy", None, second),
        ("drogi prąd", None, second),
    ]
    assert [turn.votes for turn in document.turns if turn.role is Role.RESPONDENT] == [None, 2, None, 4]
