"""Votes of workshop notes: every form in which people write them, in a column and beside the words, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_files import docx, ods, paragraph, table, xlsx

from textmine import ingest
from textmine.evidence import citation
from textmine.ingest.inspect import inspection
from textmine.ingest.votes import Ballot, votes_in
from textmine.records import Document, Role, Sentence

CELLS = [
    ("3", 3), ("12.0", 12), ("12,0", 12), ("+3", 3), ("-2", -2), ("0", 0), ("(4)", 4), ("5 głosów", 5), ("1 głos", 1),
    ("głosy: 4", 4),
    ("2 kropki", 2), ("5 kropek", 5), ("●●●", 3), ("• •", 2), ("|||", 3), ("III", 3), ("xxx", 3), ("XX", 2), ("👍👍", 2),
    ("", None), ("dużo", None), ("brak 3", None), ("3 z 5", None), ("2,5", None), ("12.03.2025", None),
]  # fmt: skip
BEHIND = [
    ("brak terenów (5 głosów)", "brak terenów", 5),
    ("brak terenów (głosy: 5)", "brak terenów", 5),
    ("prąd za drogi (+3)", "prąd za drogi", 3),
    ("prąd za drogi +3", "prąd za drogi", 3),
    ("spawacze – 4 głosy", "spawacze", 4),
    ("spawacze: 4 gł.", "spawacze", 4),
    ("kursy [2 kropki]", "kursy", 2),
    ("kursy [3 pkt]", "kursy", 3),
    ("zakupy ●●●", "zakupy", 3),
    ("zakupy ●", "zakupy", 1),
    ("zakupy |||", "zakupy", 3),
    ("zakupy +++", "zakupy", 3),
    ("zakupy 👍 7", "zakupy", 7),
    ("targi (x3)", "targi", 3),
    ("(3 głosy) targi", "targi", 3),
    ("5 głosów: targi", "targi", 5),
]
NO_VOTES = [
    "firma XXX", "język C++", "zatrudnić (2 osoby)", "brak (5)", "umowa 2+1", "prąd xxx", "zabrakło 2 głosów", "wzrost o 5%",
    "(5 głosów)", "Etap III", "oddać głos",
]  # fmt: skip


@pytest.mark.parametrize(("cell", "votes"), CELLS)
def test_cells(cell: str, votes: int | None) -> None:
    assert votes_in(cell) == votes


@pytest.mark.parametrize(("note", "words", "votes"), BEHIND, ids=[row[0] for row in BEHIND])
def test_votes_beside_words(note: str, words: str, votes: int) -> None:
    start, end, found = Ballot().split(note)
    assert (note[start:end].strip(), found) == (words, votes)


@pytest.mark.parametrize("note", NO_VOTES)
def test_words_that_are_no_votes_stay(note: str) -> None:
    assert Ballot().split(note) == (0, len(note), None)


def test_crosses_and_bare_numbers_count_where_they_are_the_custom() -> None:
    ballot = Ballot.of(["prąd xxx", "stal x", "gaz xx"])
    assert ballot.split("prąd xxx") == (0, 4, 3)
    assert not Ballot.of(["firma xxx", "huta xxx", "gmina xxx"]).crosses
    numbered = Ballot.of(["prąd (3)", "stal (1)", "gaz"])
    assert numbered.split("prąd (3)") == (0, 4, 3)
    assert not Ballot.of(["ustawa (1)", "stal", "gaz", "prąd"]).numbers


@given(st.text(max_size=60), st.integers(0, 99))
def test_what_is_split_off_is_nothing_but_marks(words: str, votes: int) -> None:
    note = f"{words} (+{votes})"
    start, end, found = Ballot().split(note)
    assert 0 <= start <= end <= len(note)
    if any(sign.isalnum() for sign in words):
        assert found is not None


def read(tmp_path: Path, raw: bytes, name: str) -> Document:
    path = tmp_path / name
    path.write_bytes(raw)
    document = ingest.read(path)
    assert document.conservation is not None and document.conservation.missing == 0, document.conservation
    return document


def notes(document: Document) -> list[tuple[str, str | None, int | None]]:
    return [(turn.text, turn.section, turn.votes) for turn in document.turns if turn.role is Role.RESPONDENT]


COLUMN = [
    ("stolik", "karteczka", "Głosy"),
    ("Stolik 1", "Brak spawaczy od lat", "3"),
    ("", "Drogi prąd w hucie", "●●"),
    ("", "Nie ma gdzie budować hal", ""),
]
READ = [
    ("Brak spawaczy od lat", "Stolik 1", 3),
    ("Drogi prąd w hucie", "Stolik 1", 2),
    ("Nie ma gdzie budować hal", "Stolik 1", None),
]
PAIRS = [
    ("Bariery", "Głosy", "Potrzeby", "Głosy"),
    ("Brak spawaczy od lat", "3", "Wspólne targi w Hanowerze", "|||||"),
    ("Drogi prąd w hucie", "1", "", ""),
]
BOARDS = [
    ("a column of votes", COLUMN, READ),
    ("words and votes alone", [row[1:] for row in COLUMN], [(text, "tablica", votes) for text, _, votes in READ]),
    ("votes beside the notes", [row[:2] for row in COLUMN[:1]] + [(a, f"{b} (+{i})") for i, (a, b, _) in enumerate(COLUMN[1:])],
     [(text, section, i) for i, (text, section, _) in enumerate(READ)]),
    ("a column of votes for every frame", PAIRS,
     [("Brak spawaczy od lat", "Bariery", 3), ("Drogi prąd w hucie", "Bariery", 1),
      ("Wspólne targi w Hanowerze", "Potrzeby", 5)]),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in BOARDS], ids=[row[0] for row in BOARDS])
@pytest.mark.parametrize("form", ["xlsx", "ods", "csv", "docx"])
def test_boards(
    tmp_path: Path, rows: list[tuple[str, ...]], expected: list[tuple[str, str, int | None]], form: str
) -> None:
    raw = {
        "xlsx": lambda: xlsx(Tablica=rows),
        "ods": lambda: ods(rows),
        "csv": lambda: "\n".join(";".join(row) for row in rows).encode(),
        "docx": lambda: docx(paragraph("Warsztat w Rudnikach"), table(*rows)),
    }[form]()
    document = read(tmp_path, raw, f"a.{form}")
    assert notes(document) == expected
    assert not any("osów" in turn.text or "+" in turn.text for turn in document.turns)
    assert document.warnings == ()


def test_votes_are_shown_and_cited(tmp_path: Path) -> None:
    document = read(tmp_path, xlsx(Tablica=COLUMN), "a.xlsx")
    shown = inspection(document)["turns"]
    assert [turn.get("votes") for turn in shown] == [None, 3, 2, None]
    assert shown[1]["section"] == "Stolik 1"
    note = document.turns[1]
    sentence = Sentence(
        "s",
        document.name,
        1,
        0,
        note.start,
        note.end,
        note.text,
        note.text,
        None,
        note.role,
        votes=note.votes,
    )
    assert citation(sentence, {}, None, {}) == "[a.xlsx, 3 głosy]"
