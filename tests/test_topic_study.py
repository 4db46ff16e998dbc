"""A researcher's work on topics, on a project that is run again: names stay, with new documents and other numbers too."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from textmine.curation import Act
from textmine.errors import QueryError, StoreError, TopicError
from textmine.project import Project
from textmine.store import schema
from textmine.store.database import Database
from textmine.store.topic_log import load_topic_decisions

# What sentences of a subject begin with, and the words that they are made of.
SUBJECTS = {
    "Szukamy": "spawacz tokarz uczeń nauczyciel praktyka egzamin mistrz zawód klasa stażysta",
    "Rachunki": "prąd gaz piec odlewnia taryfa koszt energia licznik zysk faktura",
    "Droga": "most objazd korek ciężarówka rondo asfalt chodnik kierowca autobus parking",
    "Wniosek": "dotacja załącznik formularz urzędnik termin podpis konkurs umowa komisja pieczątka",
}


def talk(seed: int, *, each: int = 5, subjects: Sequence[str] = tuple(SUBJECTS)) -> str:
    """An interview in which somebody speaks of each subject so often, each time in other words of it."""
    chance = random.Random(seed)
    said = [
        f"{subject} {', '.join(chance.sample(SUBJECTS[subject].split(), 6))}."
        for _ in range(each)
        for subject in subjects
    ]
    return "".join(f"M: A dalej?\nR: {line}\n" for line in said)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two interviews that was run; to be copied."""
    project = Project.create(tmp_path_factory.mktemp("topics") / "badanie")
    (project.paths.corpus / "W01.txt").write_text(talk(1), encoding="utf-8")
    (project.paths.corpus / "W02.txt").write_text(talk(2), encoding="utf-8")
    project.paths.settings.write_text(
        '[topics]\nengine = "nmf"\ntopics = 4\nmin_words = 6\nmax_words = 12\n[report]\nformats = ["csv"]\n',
        encoding="utf-8",
    )
    Project.open(project.paths.root).run()
    return project.paths.root


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Project:
    """The project, for one test."""
    import shutil

    shutil.copytree(made, tmp_path / "badanie")
    return Project.open(tmp_path / "badanie")


def about(project: Project, subject: str) -> int:
    """The number of the topic to which most sentences of a subject belong."""
    analysis = project.analysis()
    assert analysis.topics is not None
    found = Counter(
        topic.id
        for s in analysis.topics.weights
        if analysis.by_id[s].text.startswith(subject) and (topic := analysis.topics.topic_of(s))
    )
    return found.most_common(1)[0][0]


def named(project: Project) -> dict[str, str]:
    """The names of topics with what most of their sentences begin with."""
    analysis = project.analysis()
    assert analysis.topics is not None
    found: dict[str, Counter[str]] = {}
    for sentence in analysis.topics.weights:
        topic = analysis.topics.topic_of(sentence)
        assert topic is not None
        found.setdefault(topic.label, Counter())[analysis.by_id[sentence].text.split()[0]] += 1
    return {label: words.most_common(1)[0][0] for label, words in found.items()}


def test_names_outlive_runs_new_documents_and_other_numbers(run: Project) -> None:
    run.rename_topic(about(run, "Szukamy"), "ludzie  do pracy", coder="AK")
    run.rename_topic(about(run, "Rachunki"), "energia")
    run.drop_topic(about(run, "Wniosek"))
    before = named(run)
    assert before["ludzie do pracy"] == "Szukamy" and before["energia"] == "Rachunki"
    assert len(before) == 3 and "Wniosek" not in before.values()
    result = run.run()
    assert "topics" in result.skipped and named(run) == before
    # Two more documents, of which one talks of one thing only, so that sizes and numbers are others.
    (run.paths.corpus / "W03.txt").write_text(talk(3, each=3), encoding="utf-8")
    (run.paths.corpus / "A00.txt").write_text(talk(4, each=6, subjects=["Droga"]), encoding="utf-8")
    result = Project.open(run.paths.root).run()
    assert "topics" not in result.skipped
    assert {label: named(run)[label] for label in ("ludzie do pracy", "energia")} == {
        "ludzie do pracy": "Szukamy",
        "energia": "Rachunki",
    }
    assert not run.curation().lost and run.curation().dropped > 0


def test_what_no_longer_fits_is_told_by_the_run(run: Project) -> None:
    run.rename_topic(1, "ludzie")
    for name in ("W01", "W02"):
        (run.paths.corpus / f"{name}.txt").unlink()
    (run.paths.corpus / "W09.txt").write_text(talk(9, each=8), encoding="utf-8")
    result = Project.open(run.paths.root).run()
    told = [str(problem) for problem in result.problems if "Decyzja 1" in str(problem)]
    assert len(told) == 1 and "nie ma już w materiale" in told[0] and "textmine topics" in told[0]
    assert [decision.label for decision in run.topic_log()] == ["ludzie"]


def test_words_in_any_form_are_split_off(run: Project) -> None:
    before = named(run)
    run.merge_topics([about(run, "Szukamy"), about(run, "Rachunki")], label="razem")
    assert len(named(run)) == len(before) - 1
    run.split_topic("razem", words=["rachunek"], label="rachunki")
    assert {label: named(run)[label] for label in ("razem", "rachunki")} == {
        "razem": "Szukamy",
        "rachunki": "Rachunki",
    }
    analysis = run.analysis(tokens=True)
    assert analysis.topics is not None
    for sentence in analysis.topics.weights:
        topic = analysis.topics.topic_of(sentence)
        assert topic is not None
        said = analysis.by_id[sentence].text.startswith("Rachunki")
        assert topic.label not in {"razem", "rachunki"} or (topic.label == "rachunki") == said
    assert run.undo_topic().act is Act.SPLIT
    assert "rachunki" not in named(run)
    assert run.undo_topic().act is Act.MERGE
    assert named(run) == before
    with pytest.raises(QueryError, match="Nie ma decyzji"):
        run.undo_topic()
    assert [line.act for line in run.topic_log()] == ["merge", "split", "undo", "undo"]


@pytest.mark.parametrize("how", [{}, {"query": "rachunki za prąd i gaz"}])
def test_halves_are_found_by_what_they_are_like(run: Project, how: dict[str, str]) -> None:
    run.merge_topics([about(run, "Szukamy"), about(run, "Rachunki")], label="razem")
    run.split_topic("razem", label="część", **how)  # type: ignore[arg-type]
    found = named(run)
    assert {found["razem"], found["część"]} == {"Szukamy", "Rachunki"}
    if how:
        assert found["część"] == "Rachunki"


def test_given_passages_are_taken_off(run: Project) -> None:
    before = run.topics().topics
    topic = before[0]
    run.split_topic(topic.id, sentences=topic.examples[:1], label="jedno")
    found = {t.label: t for t in run.topics().topics}
    assert found["jedno"].size == 1 and set(found["jedno"].examples) == set(topic.examples[:1])
    assert (
        sum(t.size for t in found.values()) == sum(t.size for t in before) and len(found) == len(before) + 1
    )


def test_quotes_of_a_topic_go_by_its_name(run: Project) -> None:
    run.rename_topic(about(run, "Droga"), "dojazd")
    own = run.topics()
    sentences = {s for s in own.weights if (topic := own.topic_of(s)) and topic.label == "dojazd"}
    quotes = run.quotes("korek OR most OR objazd", topic="dojazd", n=50, semantic=False)
    assert quotes and {quote.sentence.id for quote in quotes} <= sentences
    assert all(q.sentence.id in sentences for q in run.quotes("pieczątka", topic="dojazd", semantic=False))
    run.drop_topic("dojazd")
    with pytest.raises(QueryError, match="dojazd"):
        run.quotes("korek", topic="dojazd")


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda p: p.rename_topic(99, "x"), "Nie ma jednego tematu „99”"),
        (lambda p: p.rename_topic(1, "  "), "pusta"),
        (lambda p: p.rename_topic(1, "x" * 121), "za długa"),
        (lambda p: p.merge_topics([1]), "co najmniej dwóch"),
        (lambda p: p.merge_topics([1, "1"]), "co najmniej dwóch"),
        (lambda p: p.split_topic(1, words=["hipopotam"]), "Żaden fragment"),
        (lambda p: p.split_topic(1, words=" ".join(SUBJECTS.values()).split()), "Każdy fragment"),
        (lambda p: p.split_topic(1, sentences=["brak"]), "Nie ma zdania „brak”"),
        (lambda p: p.split_topic(1, words=[]), "Nie podano słów"),
        (lambda p: p.split_topic(1, query=" "), "Nie podano pytania"),
        (lambda p: p.rename_topic(1, "\x00\u202e\udcff"), "pusta"),
        (lambda p: p.undo_topic(7), "do cofnięcia"),
    ],
)
def test_mistakes_are_told_and_leave_no_line(run: Project, act: object, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        act(run)  # type: ignore[operator]
    assert run.topic_log() == ()


def test_a_name_is_kept_without_what_cannot_be_shown(run: Project) -> None:
    run.rename_topic(1, "ludzie\x1b[31m\udcff\n i \u202eszkoły", coder="A\x07K")
    assert "ludzie[31m i szkoły" in named(run)
    assert run.topic_log()[0].coder == "AK"


def test_a_name_is_given_once(run: Project) -> None:
    run.rename_topic(1, "ludzie")
    with pytest.raises(QueryError, match="już nazywa się „ludzie”") as error:
        run.rename_topic(2, "ludzie")
    assert error.value.remedy == "Połącz je: textmine topics merge 1 2"
    run.rename_topic(1, "ludzie")


def test_no_topics_no_decision(project: Project) -> None:
    project.run()
    with pytest.raises(TopicError, match="nie ma tematów"):
        project.rename_topic(1, "x")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM topic_decision",
        "UPDATE topic_decision SET label = 'inna'",
        "INSERT OR REPLACE INTO topic_decision (number, act, label, content, engine, coder, time)"
        " VALUES (1, 'rename', 'inna', '{}', 'nmf', '', '')",
        "INSERT INTO topic_decision (act, label, content, engine, coder, time) VALUES ('maybe', '', '{}', '', '', '')",
    ],
)
def test_the_log_refuses_to_forget(run: Project, sql: str) -> None:
    run.rename_topic(1, "ludzie", coder="AK")
    with Database(run.paths.database) as db:
        before = load_topic_decisions(db)
        with pytest.raises(StoreError), db.transaction() as connection:
            connection.execute(sql)
        assert load_topic_decisions(db) == before
    assert [(line.act, line.label, line.coder, line.number) for line in before] == [
        ("rename", "ludzie", "AK", 1)
    ]


def test_a_database_of_the_version_before_is_taken_along(run: Project) -> None:
    before = named(run)
    with sqlite3.connect(run.paths.database) as connection:
        connection.executescript(
            "DROP TABLE topic_decision; ALTER TABLE turn DROP COLUMN votes; ALTER TABLE turn DROP COLUMN written;"
            " ALTER TABLE turn DROP COLUMN seams;"
            " PRAGMA user_version = 3;"
        )
    assert named(run) == before
    with sqlite3.connect(run.paths.database) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    run.rename_topic(1, "ludzie")
    assert "ludzie" in named(run)
