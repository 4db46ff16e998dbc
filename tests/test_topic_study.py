"""A researcher's work on topics, on a project that is run again: names stay, with new documents and other numbers too."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from textmine.curation import Act
from textmine.errors import QueryError, StoreError, TopicError
from textmine.project import Project
from textmine.records import TopicModel
from textmine.store import schema
from textmine.store.database import Database
from textmine.store.topic_log import load_topic_decisions

THINGS = {
    "spawacz": "Szukamy spawaczy i tokarzy w szkole zawodowej od wiosny",
    "prąd": "Rachunki za prąd i gaz zjadają zysk naszej odlewni",
    "droga": "Droga do strefy jest dziurawa i ciężarówki stoją w korku",
    "dotacja": "Wniosek o dotację ma za dużo załączników i formularzy",
}
WHERE = ("warsztacie", "hali", "biurze", "magazynie", "kuźni", "cynkowni", "garażu", "szatni")


def talk(places: tuple[str, ...]) -> str:
    """An interview in which somebody says each thing in each place."""
    return "".join(
        f"M: A w {where}?\nR: {text}, było tak w {where}.\n" for text in THINGS.values() for where in places
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two interviews that was run; to be copied."""
    project = Project.create(tmp_path_factory.mktemp("topics") / "badanie")
    (project.paths.corpus / "W01.txt").write_text(talk(WHERE[:4]), encoding="utf-8")
    (project.paths.corpus / "W02.txt").write_text(talk(WHERE[4:]), encoding="utf-8")
    project.paths.settings.write_text(
        '[topics]\nengine = "nmf"\ntopics = 4\nmin_words = 8\nmax_words = 20\n[report]\nformats = ["csv"]\n',
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


def about(model: TopicModel, word: str) -> int:
    """The number of the topic with this word."""
    return next(topic.id for topic in model.topics if word in dict(topic.terms))


def named(project: Project) -> dict[str, set[str]]:
    """The names of topics with the words that their sentences begin with."""
    analysis = project.analysis()
    assert analysis.topics is not None
    found: dict[str, set[str]] = {topic.label: set() for topic in analysis.topics.topics}
    for sentence in analysis.topics.weights:
        topic = analysis.topics.topic_of(sentence)
        assert topic is not None
        found[topic.label].add(analysis.by_id[sentence].text.split()[0])
    return found


def test_names_outlive_runs_new_documents_and_other_numbers(run: Project) -> None:
    run.rename_topic(about(run.topics(), "spawacz"), "ludzie  do pracy", coder="AK")
    run.rename_topic(about(run.topics(), "prąd"), "energia")
    drop = about(run.topics(), "dotacja")
    run.drop_topic(drop)
    before = named(run)
    assert before["ludzie do pracy"] == {"Szukamy"} and before["energia"] == {"Rachunki"}
    assert len(before) == 3
    result = run.run()
    assert "topics" in result.skipped and named(run) == before
    # Three more documents, of which one talks of one thing only, so that sizes and numbers are others.
    (run.paths.corpus / "W03.txt").write_text(talk(("piwnicy", "ogrodzie", "windzie")), encoding="utf-8")
    roads = "".join(
        f"M: A w {w}?\nR: {THINGS['droga']}, mówię o {w}.\n" for w in ("lutym", "marcu", "maju", "lipcu")
    )
    (run.paths.corpus / "A00.txt").write_text(roads * 3, encoding="utf-8")
    result = Project.open(run.paths.root).run()
    assert "topics" not in result.skipped
    after = named(run)
    assert all(after[label] >= before[label] for label in ("ludzie do pracy", "energia"))
    assert not run.curation().lost and run.curation().dropped > 0


def test_what_no_longer_fits_is_told_by_the_run(run: Project) -> None:
    run.rename_topic(about(run.topics(), "spawacz"), "ludzie")
    for name in ("W01", "W02"):
        (run.paths.corpus / f"{name}.txt").unlink()
    (run.paths.corpus / "W09.txt").write_text(talk(("lesie", "polu", "domu", "sadzie")), encoding="utf-8")
    result = Project.open(run.paths.root).run()
    told = [str(problem) for problem in result.problems if "Decyzja 1" in str(problem)]
    assert len(told) == 1 and "nie ma już w materiale" in told[0] and "textmine topics" in told[0]
    assert [decision.label for decision in run.topic_log()] == ["ludzie"]


def test_words_in_any_form_are_split_off(run: Project) -> None:
    merged = run.merge_topics([about(run.topics(), "spawacz"), about(run.topics(), "prąd")], label="razem")
    topic = about(merged.model, "prąd")
    run.split_topic(topic, words=["rachunek"], label="rachunki")
    assert named(run) == {
        **{label: own for label, own in named(run).items() if label not in {"razem", "rachunki"}},
        "razem": {"Szukamy"},
        "rachunki": {"Rachunki"},
    }
    assert run.undo_topic().act is Act.SPLIT
    assert named(run)["razem"] == {"Szukamy", "Rachunki"}
    assert run.undo_topic().act is Act.MERGE
    assert len(named(run)) == 4
    with pytest.raises(QueryError, match="Nie ma decyzji"):
        run.undo_topic()
    assert [line.act for line in run.topic_log()] == ["merge", "split", "undo", "undo"]


@pytest.mark.parametrize("how", [{}, {"query": "rachunki za prąd"}])
def test_halves_are_found_by_what_they_are_like(run: Project, how: dict[str, str]) -> None:
    run.merge_topics([about(run.topics(), "spawacz"), about(run.topics(), "prąd")], label="razem")
    run.split_topic("razem", label="część", **how)  # type: ignore[arg-type]
    found = named(run)
    assert {frozenset(found["razem"]), frozenset(found["część"])} == {
        frozenset({"Szukamy"}),
        frozenset({"Rachunki"}),
    }
    if how:
        assert found["część"] == {"Rachunki"}


def test_given_passages_are_taken_off(run: Project) -> None:
    model = run.topics()
    topic = next(t for t in model.topics if t.id == about(model, "droga"))
    run.split_topic(topic.id, sentences=topic.examples[:1], label="jedno")
    found = {t.label: t for t in run.topics().topics}
    assert found["jedno"].size == 1 and found["jedno"].examples == topic.examples[:1]
    assert sum(t.size for t in found.values()) == sum(t.size for t in model.topics) and len(found) == 5


def test_quotes_of_a_topic_go_by_its_name(run: Project) -> None:
    run.rename_topic(about(run.topics(), "droga"), "dojazd")
    quotes = run.quotes("strefa", topic="dojazd", n=50, semantic=False)
    assert quotes and all(quote.text.startswith("Droga") for quote in quotes)
    assert run.quotes("spawacz", topic="dojazd", semantic=False) == []
    run.drop_topic("dojazd")
    with pytest.raises(QueryError, match="dojazd"):
        run.quotes("strefa", topic="dojazd")


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda p: p.rename_topic(99, "x"), "Nie ma jednego tematu „99”"),
        (lambda p: p.rename_topic(1, "  "), "pusta"),
        (lambda p: p.rename_topic(1, "x" * 121), "za długa"),
        (lambda p: p.merge_topics([1]), "co najmniej dwóch"),
        (lambda p: p.merge_topics([1, "1"]), "co najmniej dwóch"),
        (lambda p: p.split_topic(1, words=["hipopotam"]), "Żaden fragment"),
        (lambda p: p.split_topic(1, words=["być"]), "Każdy fragment"),
        (lambda p: p.split_topic(1, sentences=["brak"]), "Nie ma zdania „brak”"),
        (lambda p: p.undo_topic(7), "do cofnięcia"),
    ],
)
def test_mistakes_are_told_and_leave_no_line(run: Project, act: object, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        act(run)  # type: ignore[operator]
    assert run.topic_log() == ()


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
            " PRAGMA user_version = 3;"
        )
    assert named(run) == before
    with sqlite3.connect(run.paths.database) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    run.rename_topic(1, "ludzie")
    assert "ludzie" in named(run)
