"""Hand coding out to a spreadsheet and back: only what a person did counts, and nothing that a person decided is lost."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from textmine.cli.main import app
from textmine.errors import ExportError, GoldError
from textmine.project import Project
from textmine.store import schema

Cells = dict[str, str]


def sheet_of(project: Project, path: Path) -> list[Cells]:
    project.export_coding(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def write(path: Path, rows: list[Cells], *, encoding: str = "utf-8-sig", delimiter: str = ";") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def row_with(rows: list[Cells], words: str) -> Cells:
    [row] = [row for row in rows if words in row["sentence"]]
    return row


def codes(project: Project) -> dict[str, set[str]]:
    frame = project.evidence()
    found: dict[str, set[str]] = {}
    for sentence, code in zip(frame["sentence_id"], frame["code"], strict=True):
        found.setdefault(sentence, set()).add(code)
    return found


@pytest.fixture
def run(project: Project) -> Project:
    project.run()
    return project


def test_the_sheet_holds_what_respondents_said_with_their_codes(run: Project, tmp_path: Path) -> None:
    rows = sheet_of(run, tmp_path / "a.csv")
    assert list(rows[0]) == [
        "document", "speaker", "group", "sentence", "codes", "checked", "proposed", "sentence_id",
    ]  # fmt: skip
    row = row_with(rows, "Brakuje nam spawaczy")
    assert (row["group"], row["codes"], row["checked"]) == ("przedsiebiorstwa", "bariery.kadry", "")
    assert all(row["codes"] == row["proposed"] for row in rows)
    assert not any("proszę powiedzieć" in row["sentence"] for row in rows)


def test_a_sheet_that_comes_back_as_it_was_decides_nothing(run: Project, tmp_path: Path) -> None:
    before = codes(run)
    rows = sheet_of(run, tmp_path / "a.csv")
    sheet = run.import_coding(tmp_path / "a.csv", coder="AK")
    assert (sheet.changes, sheet.reviewed, sheet.conflicts) == ((), (), ())
    assert sheet.untouched == len(rows)
    assert codes(run) == before


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ";"), ("utf-8", ","), ("cp1250", ";")])
def test_what_was_changed_becomes_decisions_that_outlive_runs(
    run: Project, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    rows = sheet_of(run, tmp_path / "a.csv")
    row_with(rows, "Brakuje nam spawaczy")["codes"] = ""
    added = row_with(rows, "Pogoda dziś ładna")
    added["codes"] = "bariery.prawo | potrzeby.koordynacja"
    checked = row_with(rows, "politechniką prowadzimy")
    checked["checked"] = "x"
    sheet = run.import_coding(
        write(tmp_path / "b.csv", rows, encoding=encoding, delimiter=delimiter), coder="AK"
    )
    verdicts = sorted((change.verdict, change.code) for change in sheet.changes)
    assert verdicts == [
        ("accept", "wspolpraca.nauka"), ("add", "bariery.prawo"), ("add", "potrzeby.koordynacja"), ("reject", "bariery.kadry"),
    ]  # fmt: skip
    assert len(sheet.reviewed) == 3
    run.run()
    now = codes(run)
    assert now[added["sentence_id"]] == {"bariery.prawo", "potrzeby.koordynacja"}
    assert "bariery.kadry" not in {code for own in now.values() for code in own}


def test_what_another_person_decided_meanwhile_stays_and_is_told(run: Project, tmp_path: Path) -> None:
    rows = sheet_of(run, tmp_path / "a.csv")
    row = row_with(rows, "Brakuje nam spawaczy")
    run.decide(row["sentence_id"], "bariery.kadry", "reject", coder="BN")
    row["checked"] = "x"
    sheet = run.import_coding(write(tmp_path / "b.csv", rows), coder="AK")
    [conflict] = sheet.conflicts
    assert "BN" in conflict.why and "bariery.kadry" in conflict.why
    assert row["sentence_id"] not in codes(run)


def test_a_decision_that_the_sheet_knew_may_be_changed(run: Project, tmp_path: Path) -> None:
    first = row_with(sheet_of(run, tmp_path / "a.csv"), "Brakuje nam spawaczy")
    run.decide(first["sentence_id"], "bariery.kadry", "reject", coder="BN")
    rows = sheet_of(run, tmp_path / "b.csv")
    row_with(rows, "Brakuje nam spawaczy")["codes"] = "bariery.kadry"
    sheet = run.import_coding(write(tmp_path / "c.csv", rows), coder="AK")
    assert not sheet.conflicts
    assert codes(run)[first["sentence_id"]] == {"bariery.kadry"}


def test_the_last_import_can_be_taken_back_to_what_people_said_before(run: Project, tmp_path: Path) -> None:
    row = row_with(sheet_of(run, tmp_path / "a.csv"), "Pogoda dziś ładna")
    run.decide(row["sentence_id"], "bariery.rynek", "add", coder="BN")
    before = codes(run)
    rows = sheet_of(run, tmp_path / "b.csv")
    for words in ("Brakuje nam spawaczy", "Pogoda dziś ładna"):
        row_with(rows, words)["codes"] = ""
    run.import_coding(write(tmp_path / "c.csv", rows), coder="AK")
    assert codes(run) != before
    assert run.undo_coding() == 2
    assert codes(run) == before


@pytest.mark.parametrize(
    ("mend", "message"),
    [
        (lambda row: row.update(codes="bariery.kadryy"), "bariery.kadry"),
        (lambda row: row.update(sentence=""), "nie ma zdania"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_taken_over(
    run: Project, tmp_path: Path, mend: Callable[[Cells], None], message: str
) -> None:
    before = codes(run)
    rows = sheet_of(run, tmp_path / "a.csv")
    rows[0]["codes"] = "bariery.rynek"
    mend(rows[2])
    with pytest.raises(GoldError) as error:
        run.import_coding(write(tmp_path / "b.csv", rows), coder="AK")
    assert "wiersz 4" in str(error.value) and message in str(error.value)
    assert codes(run) == before


def test_a_sheet_that_may_hold_work_is_never_overwritten(run: Project, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("moje", encoding="utf-8")
    with pytest.raises(ExportError, match="Plik już jest"):
        run.export_coding(target)
    assert target.read_text(encoding="utf-8") == "moje"


def test_rows_of_moderators_strangers_and_doubles_are_told(run: Project, tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(
        "document,sentence,codes\n"
        'W01_firma.txt,"A jak wygląda finansowanie?",bariery.finanse\n'
        'W01_firma.txt,"Tego nikt nie powiedział.",\n'
        'W02_urzad.txt,"Pogoda dziś ładna.",\n'
        'W02_urzad.txt,"Pogoda dziś ładna.",bariery.rynek\n',
        encoding="utf-8",
    )
    sheet = run.import_coding(path, coder="AK")
    assert [(c.row, "prowadzącego" in c.why, "drugi raz" in c.why) for c in sheet.conflicts] == [
        (2, True, False), (5, False, True),
    ]  # fmt: skip
    assert [row.row for row in sheet.not_found] == [3]
    assert not sheet.changes


def test_training_asks_for_enough_hand_coding(run: Project) -> None:
    with pytest.raises(GoldError, match="Ręcznie zakodowano 0 zdań"):
        run.train()


def test_a_database_of_the_version_before_is_taken_along(run: Project) -> None:
    with sqlite3.connect(run.paths.database) as connection:
        connection.executescript(
            "DROP TABLE review; ALTER TABLE turn DROP COLUMN votes; ALTER TABLE turn DROP COLUMN written;"
            " ALTER TABLE turn DROP COLUMN seams;"
            " PRAGMA user_version = 1;"
        )
    assert codes(run)
    with sqlite3.connect(run.paths.database) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert connection.execute("SELECT count(*) FROM review").fetchone() == (0,)


def test_the_commands(run: Project, tmp_path: Path) -> None:
    def invoke(*words: object) -> str:
        result = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, [str(word) for word in words])
        assert result.exit_code == 0, result.output
        return result.output

    place = ("-p", run.paths.root)
    assert "Zapisano" in invoke("code", "export", tmp_path / "a.csv", *place)
    assert "Przejrzane zdania: 0" in invoke("code", "import", tmp_path / "a.csv", "--coder", "AK", *place)
    assert "Nie ma czego cofać" in invoke("code", "undo", *place)
    said = invoke("explain", "Z ludźmi akurat nie mamy problemu.", *place)
    assert "bez kodu" in said
    assert "bariery.kadry" in invoke("explain", "Brakuje nam spawaczy.", *place)
