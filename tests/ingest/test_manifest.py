"""corpus.csv as researchers write it: what is used, and what each mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.ingest.manifest import read_manifest
from textmine.records import Case

FILES = ("W01.docx", "W02.txt", "biuro/W03.vtt")
GROUPS = {"przedsiebiorstwa": "przedsiebiorstwa", "firmy": "przedsiebiorstwa", "iob": "iob"}


def group_id(text: str) -> str | None:
    return GROUPS.get(text.casefold())


def read(path: Path, text: str | bytes):  # type: ignore[no-untyped-def]
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_manifest(path, FILES, group_id=group_id, groups=("przedsiebiorstwa", "iob"))


@pytest.mark.parametrize(
    "table",
    [
        "file,group,date,title,kind\nW01.docx,iob,2025-10-01,Żuraw,wywiad\n",
        "\ufefffile;group;date;title;kind\r\nW01.docx;iob;2025-10-01;Żuraw;wywiad\r\n",
        "kind\ttitle\tdate\tgroup\tfile\nwywiad\tŻuraw\t2025-10-01\tiob\tW01.docx",
        "plik;grupa;data;tytuł;rodzaj\nW01.docx;IOB;2025-10-01;Żuraw;wywiad\n\n;;;;\n",
        " File , GROUP ,Date,Title,Kind\n W01.docx , iob ,2025-10-01, Żuraw ,wywiad",
        "plik;grupa;data;tytuł;rodzaj\nW01.docx;iob;2025-10-01;Żuraw;wywiad".encode("cp1250"),
    ],
    ids=["comma", "semicolon with BOM", "tabs in any order", "Polish names", "spaces and capitals", "CP1250"],
)
def test_however_it_was_saved_the_case_is_the_same(tmp_path: Path, table: str | bytes) -> None:
    manifest = read(tmp_path / "corpus.csv", table)
    assert manifest.cases["W01.docx"] == Case("W01.docx", "iob", "2025-10-01", "Żuraw", "wywiad")
    assert set(manifest.cases) == set(FILES)


@pytest.mark.parametrize(
    ("table", "what", "where", "remedy"),
    [
        ("file,grop\nW01.docx,iob\n", "Nieznana kolumna „grop”", "wiersz 1", "Czy chodziło o „group”?"),
        ("file,date\nW01.docx,2025\n", "Brak kolumny „group”", "wiersz 1", "file,group,date,title,kind"),
        ("nazwa,group\nW01.docx,iob\n", "Brak kolumny „file”", "wiersz 1", "file,group,date,title,kind"),
        ("file,group\nW01.doc,iob\n", "nie ma pliku „W01.doc”", "wiersz 2", "Czy chodziło o „W01.docx”?"),
        ("file,group\nżółw.txt,iob\n", "nie ma pliku „żółw.txt”", "wiersz 2", "Popraw nazwę albo dołóż plik"),
        ("file,group\nW01.docx,przedsiebiorcy\n", "Nieznana grupa", "wiersz 2", "„przedsiebiorstwa”?"),
        ("file,group\nW01.docx,xyz\n", "Nieznana grupa „xyz”", "wiersz 2", "Grupy w książce kodów"),
        ("file,group\nW02.txt,iob\nW02.txt,firmy\n", "drugi raz", "wiersz 3", "Usuń jeden"),
        ("", "Tabela jest pusta", "corpus.csv", "Dopisz wiersze"),
        ("file,group\nW02.txt,iob\n", "nie ma plików", "corpus.csv", "Dopisz wiersze"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_remedy(
    tmp_path: Path, table: str, what: str, where: str, remedy: str
) -> None:
    problems = read(tmp_path / "corpus.csv", table).problems
    assert any(
        what in problem.what and where in str(problem.where) and remedy in problem.remedy
        for problem in problems
    ), [(p.what, p.where, p.remedy) for p in problems]


def test_one_bad_row_takes_nothing_from_the_others(tmp_path: Path) -> None:
    manifest = read(
        tmp_path / "corpus.csv", "file,group\nW01.docx,obcy\nbrak.txt,iob\nbiuro\\W03.vtt,firmy\n"
    )
    assert manifest.cases["biuro/W03.vtt"].group == "przedsiebiorstwa"
    assert manifest.cases["W01.docx"].group is None
    assert len(manifest.problems) == 3


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    """A title over two lines is one row of the file's lines 2 and 3."""
    manifest = read(
        tmp_path / "corpus.csv", 'file,group,title\nW01.docx,iob,"Rozmowa\no hucie"\nW02.txt,obcy,\n'
    )
    assert manifest.cases["W01.docx"].title == "Rozmowa\no hucie"
    assert [str(p.where).rpartition(" ")[2] for p in manifest.problems if "obcy" in p.what] == ["4"]


def test_moderators_of_a_file_are_joined_by_a_bar(tmp_path: Path) -> None:
    manifest = read(tmp_path / "corpus.csv", "file,group,prowadzący\nW01.docx,iob,AB | Anna B.\n")
    assert manifest.cases["W01.docx"].moderators == ("AB", "Anna B.")


def test_without_a_table_every_file_is_read_without_a_group(tmp_path: Path) -> None:
    manifest = read_manifest(tmp_path / "corpus.csv", FILES, group_id=group_id)
    assert [case.group for case in manifest.cases.values()] == [None, None, None]
    assert "Brak pliku corpus.csv" in manifest.problems[0].what


@settings(max_examples=150, deadline=None)
@given(raw=st.binary(max_size=200) | st.text(max_size=120).map(lambda text: text.encode("utf-8", "replace")))
def test_no_table_stops_a_run_or_loses_a_file(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    manifest = read(tmp_path_factory.getbasetemp() / "corpus.csv", raw)
    assert set(manifest.cases) == set(FILES)
    assert all(problem.what and problem.where for problem in manifest.problems)
