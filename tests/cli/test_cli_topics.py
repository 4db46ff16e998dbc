"""`textmine topics` on a project with enough to say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from textmine.cli.main import app
from textmine.project import Project

THINGS = {
    "spawacz": "Szukamy spawaczy i tokarzy w szkole zawodowej od wiosny",
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
    fields = {"id", "label", "terms", "size", "share", "examples", "typical"}
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
    assert all("[W01.txt]" in line for line in shown.stdout.splitlines() if "„" in line)


@pytest.mark.parametrize("number", ["0", "4", "99", "-1"])
def test_a_topic_that_is_not_there(folder: Path, number: str) -> None:
    result = topics(folder, f"--show={number}")
    assert result.exit_code == 1
    assert result.stderr.strip().endswith(f"Błąd: Nie ma tematu {number}. Numery: 1–3.")


def test_another_engine(folder: Path) -> None:
    assert "Tematy (lda)" in topics(folder, "--engine", "lda").stdout


def test_an_engine_that_is_not_there(folder: Path) -> None:
    result = topics(folder, "--engine", "lsa")
    assert result.exit_code == 1
    assert "„lsa”" in result.stderr and "bertopic, lda, nmf" in result.stderr
