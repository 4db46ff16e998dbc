"""`textmine topics` on a project with enough to say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from textmine.cli.main import app
from textmine.project import Project

THINGS = {
    "spawacz": "Od wiosny brakuje nam spawaczy i tokarzy po szkole zawodowej",
    "prąd": "Rachunki za prąd i gaz zjadają zysk naszej odlewni",
    "droga": "Droga do strefy jest dziurawa i ciężarówki stoją w korku",
}
WHERE = ("warsztacie", "hali", "biurze", "magazynie", "kuźni", "cynkowni", "garażu", "szatni")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project.create(tmp_path_factory.mktemp("topics") / "badanie")
    talk = "".join(
        f"M: A w {where}?\nR: {text}, było tak w {where}.\n" for text in THINGS.values() for where in WHERE
    )
    (project.paths.corpus / "W01.txt").write_text(talk, encoding="utf-8")
    project.paths.settings.write_text(
        '[topics]\nengine = "nmf"\ntopics = 3\nmin_words = 8\nmax_words = 20\n', encoding="utf-8"
    )
    project = Project.open(project.paths.root)
    project.run()
    return project.paths.root


def topics(folder: Path, *words: str) -> Result:
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["topics", "-p", str(folder), *words])


def test_topics_are_listed(folder: Path) -> None:
    result = topics(folder)
    assert result.exit_code == 0
    assert "Tematy (nmf)" in result.stdout and "Bez tematu: " in result.stdout


def test_topics_as_json(folder: Path) -> None:
    found = json.loads(topics(folder, "--json").stdout)
    assert [topic["id"] for topic in found] == [1, 2, 3]
    fields = {"id", "label", "terms", "size", "share", "examples"}
    assert all(fields == set(topic) for topic in found)
    said = {word for topic in found for word, _ in topic["terms"]}
    assert set(THINGS) <= said, said


@pytest.mark.parametrize("number", ["1", "2", "3"])
def test_a_topic_shows_verbatim_examples(folder: Path, number: str) -> None:
    shown = topics(folder, "--show", number)
    assert shown.exit_code == 0
    sentences = {sentence.text for sentence in Project.open(folder).analysis().sentences}
    quotes = [
        line.strip().partition("” ")[0].lstrip("„") for line in shown.stdout.splitlines() if "„" in line
    ]
    assert quotes and set(quotes) <= sentences
    assert all("[W01, R]" in line for line in shown.stdout.splitlines() if "„" in line)


@pytest.mark.parametrize("number", ["0", "4", "99", "-1"])
def test_a_topic_that_is_not_there(folder: Path, number: str) -> None:
    result = topics(folder, f"--show={number}")
    assert result.exit_code == 1
    assert result.stderr.strip().endswith(f"Błąd: Nie ma tematu {number}. Numery: 1, 2, 3.")


def test_another_engine(folder: Path) -> None:
    assert "Tematy (lda)" in topics(folder, "--engine", "lda").stdout


def test_an_engine_that_is_not_there(folder: Path) -> None:
    result = topics(folder, "--engine", "lsa")
    assert result.exit_code == 1
    assert "„lsa”" in result.stderr and "bertopic, lda, nmf" in result.stderr


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """The project, for one test."""
    shutil.copytree(folder, tmp_path / "badanie")
    return tmp_path / "badanie"


def said(result: Result) -> str:
    """What a command printed, as one line."""
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def test_a_topic_is_named_in_every_place(own: Path) -> None:
    assert "2 kadry, „szkoły” [b]" in said(
        topics(own, "rename", "2", "kadry,  „szkoły” [b]", "--coder", "AK")
    )
    assert "2. kadry, „szkoły” [b] (" in said(topics(own, "show", "kadry"))
    assert json.loads(topics(own, "--json").stdout)[1]["label"] == "kadry, „szkoły” [b]"
    Project.open(own).run()
    evidence = (own / "outputs" / "evidence.csv").read_text(encoding="utf-8")
    assert "kadry, „szkoły” [b]" in evidence
    assert "kadry, „szkoły” [b]" in (own / "outputs" / "report.html").read_text(encoding="utf-8")
    log = json.loads(topics(own, "log", "--json").stdout)
    assert [(line["number"], line["act"], line["coder"], line["state"]) for line in log] == [
        (1, "rename", "AK", "działa")
    ]


def about(folder: Path, word: str) -> str:
    """The number of the topic with this word."""
    found = json.loads(topics(folder, "--json").stdout)
    return next(str(topic["id"]) for topic in found if word in dict(topic["terms"]))


def test_topics_are_merged_split_dropped_and_all_that_is_undone(own: Path) -> None:
    before = topics(own, "--json").stdout
    bills, roads = about(own, "prąd"), about(own, "droga")
    assert f"{min(bills, roads)} razem" in said(topics(own, "merge", roads, bills, "--name", "razem"))
    assert "4 osobno" in said(topics(own, "split", "razem", "--words", "rachunek", "--name", "osobno"))
    assert "badacz odłożył temat „osobno”: " in said(topics(own, "drop", "osobno"))
    assert "Cofnięto: odłożenie tematu „osobno”." in said(topics(own, "undo"))
    # A decision in the middle: what was split off is a topic of its own again, and keeps its name.
    assert "Cofnięto: połączenie: " in said(topics(own, "undo", "1"))
    assert json.loads(topics(own, "show", "osobno", "--json").stdout)["id"] == int(bills)
    said(topics(own, "undo"))
    assert topics(own, "--json").stdout == before
    states = [line["state"] for line in json.loads(topics(own, "log", "--json").stdout)]
    assert states == ["cofnięta", "cofnięta", "cofnięta", "", "", ""]
    result = topics(own, "undo")
    assert result.exit_code == 1 and "Nie ma decyzji o tematach do cofnięcia." in result.stderr


def test_the_project_may_stand_before_the_command(own: Path) -> None:
    assert "2 nazwa" in said(topics(own, "rename", "2", "nazwa"))
    assert "2. nazwa (" in said(CliRunner().invoke(app, ["topics", "show", "2", "-p", str(own)]))


def test_show_as_json(folder: Path) -> None:
    found = json.loads(topics(folder, "show", "1", "--json", "-n", "2").stdout)
    assert found["id"] == 1 and len(found["passages"]) == 2
    assert found["passages"][0]["document"] == "W01.txt"
    assert {cell["group"] for cell in found["groups"]} == {"—"}
    assert found["codes"]["coded"]["total"] == found["size"]


def test_the_number_of_topics_is_explained(folder: Path) -> None:
    assert "podano w textmine.toml" in said(topics(folder, "number"))
    assert json.loads(topics(folder, "number", "--json").stdout)["topics"] == 3


@pytest.mark.parametrize("words", ["show", "rename", "merge", "split", "drop", "undo", "log", "number"])
def test_every_command_shows_an_example(words: str) -> None:
    shown = " ".join(
        CliRunner(env={"COLUMNS": "200"}).invoke(app, ["topics", words, "--help"]).stdout.split()
    )
    assert f"textmine topics {words}" in shown.partition("Przykład")[2]


@pytest.mark.slow
def test_engines_are_compared_and_nothing_changes(own: Path) -> None:
    before = topics(own, "--json").stdout
    found = json.loads(topics(own, "compare", "--json").stdout)
    assert [one["engine"] for one in found] == ["bertopic", "lda", "nmf"]
    assert all(one["seconds"] > 0 or one["failed"] for one in found)
    assert topics(own, "--json").stdout == before
    shown = said(topics(own, "compare"))
    assert "Silniki na tym samym materiale" in shown and "nmf ←" in shown
