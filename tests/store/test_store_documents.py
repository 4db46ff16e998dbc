"""What is put into the database comes out as it was: documents, sentences, vectors, topics, stages."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.errors import ProjectBusy, ProjectError, StoreError, TextmineError
from textmine.ingest import read
from textmine.nlp import load
from textmine.nlp.annotate import annotate
from textmine.records import (
    Document,
    Role,
    Seam,
    Sentence,
    SpeakerDecision,
    Token,
    Topic,
    TopicCount,
    TopicModel,
    TopicPassage,
    Turn,
)
from textmine.store import documents, results, schema, stages
from textmine.store.database import Database
from textmine.store.vectors import SqliteVectorCache, forget_unused

# What a reader may hand over: any text but NUL and lone surrogates, beyond the basic plane as well.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)
WORD = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=12)
LABEL = st.none() | st.sampled_from(["R", "M", "Łukasz", "R1 (K, 34)"])
anew = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


@st.composite
def made_documents(draw: st.DrawFn) -> Document:
    """A document of a few turns, one a line."""
    text, turns = "", []
    for line in draw(st.lists(WORD, min_size=1, max_size=5)):
        start = len(text)
        text += line
        turns.append(
            Turn(
                draw(LABEL),
                draw(st.sampled_from(Role)),
                start,
                len(text),
                line,
                draw(st.none() | st.floats(0, 9999)),
                draw(st.none() | TEXT),
                draw(st.none() | TEXT),
                draw(st.none() | st.integers(-5, 500)),
                draw(st.none() | TEXT),
            )
        )
        text += "\n"
    speaker = SpeakerDecision("R", Role.RESPONDENT, 2, 10, 0.5, 0.25, draw(TEXT))
    return Document(
        name=draw(st.sampled_from(["a.txt", "Żary/ó'b.docx", 'c"d.vtt'])),
        text=text,
        turns=tuple(turns),
        format="txt",
        encoding=draw(st.none() | st.just("utf-8")),
        sha256="0" * 64,
        speakers=(speaker,),
        warnings=tuple(draw(st.lists(TEXT, max_size=2))),
        repairs=tuple(draw(st.lists(TEXT, max_size=2))),
        aside=tuple(draw(st.lists(TEXT, max_size=2))),
        metadata=draw(st.dictionaries(WORD, TEXT, max_size=2)),
    )


def sentences_of(document: Document) -> tuple[Sentence, ...]:
    """A sentence a turn, with one token."""
    return tuple(
        Sentence(
            f"{document.name}-{place}",
            document.name,
            place,
            place,
            turn.start,
            turn.end,
            turn.text,
            turn.text.strip(),
            turn.speaker,
            turn.role,
            turn.time,
            turn.group,
            turn.section,
            (Token(turn.text, turn.text.lower(), "NOUN", "subst", "Case=Nom", turn.start, turn.end),),
            turn.votes,
        )
        for place, turn in enumerate(document.turns)
    )


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """An empty database."""
    return Database(tmp_path / "t.sqlite")


@anew
@given(document=made_documents())
def test_documents_come_back_as_they_were(db: Database, document: Document) -> None:
    documents.save_document(db, document, read_key="k")
    assert documents.load_documents(db, [document.name]) == (document,)
    assert documents.read_keys(db)[document.name] == "k"
    assert documents.annotated_keys(db)[document.name] is None


@anew
@given(document=made_documents())
def test_sentences_come_back_as_slices_of_their_document(db: Database, document: Document) -> None:
    sentences = sentences_of(document)
    documents.save_document(db, document, read_key="k")
    documents.save_sentences(db, document.name, sentences, annotated_key="a")
    loaded = documents.load_sentences(db, [document])
    assert loaded == sentences
    assert all(s.text == document.text[s.start : s.end] for s in loaded)
    assert documents.annotated_keys(db)[document.name] == "a"
    assert all(s.tokens == () for s in documents.load_sentences(db, [document], tokens=False))


def test_a_document_read_anew_loses_its_sentences(db: Database) -> None:
    document = Document("a.txt", "Ala.", (Turn(None, Role.UNKNOWN, 0, 4, "Ala."),), "txt", None, "")
    documents.save_document(db, document, read_key="1")
    documents.save_sentences(db, "a.txt", sentences_of(document), annotated_key="a")
    documents.save_document(db, document, read_key="2")
    assert documents.load_sentences(db, [document]) == ()
    assert documents.annotated_keys(db) == {"a.txt": None}


def test_a_number_of_a_sentence_is_never_used_again(db: Database) -> None:
    document = Document("a.txt", "Ala.", (Turn(None, Role.UNKNOWN, 0, 4, "Ala."),), "txt", None, "")
    numbers = []
    for _ in range(3):
        documents.save_document(db, document, read_key="1")
        documents.save_sentences(db, "a.txt", sentences_of(document), annotated_key="a")
        numbers.append(db.rows("SELECT number FROM sentence")[0][0])
    assert len(set(numbers)) == 3


@anew
@given(values=st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=8), count=st.integers(0, 1200))
def test_vectors_come_back_bit_by_bit(db: Database, values: list[float], count: int) -> None:
    vector = np.array(values, dtype=np.float32)
    cache = SqliteVectorCache(db)
    cache.put({f"k{n}": vector * n for n in range(0, count, 7)})
    found = cache.get([f"k{n}" for n in range(count)] + ["unknown"])
    assert "unknown" not in found
    for n in range(0, count, 7):
        assert found[f"k{n}"].tobytes() == (vector * n).tobytes()


def test_vectors_that_no_sentence_uses_are_dropped(db: Database) -> None:
    document = Document("a.txt", "Ala.", (Turn(None, Role.UNKNOWN, 0, 4, "Ala."),), "txt", None, "")
    documents.save_document(db, document, read_key="1")
    documents.save_sentences(db, "a.txt", sentences_of(document), annotated_key="a")
    cache = SqliteVectorCache(db)
    cache.put({key: np.ones(2, np.float32) for key in ("used", "gone", "said of it")})
    with db.transaction() as connection:
        documents.set_vector_keys(connection, [("used", "a.txt-0")])
    every = ["used", "gone", "said of it"]
    forget_unused(db, ["said of it", "not there"])
    assert set(cache.get(every)) == {"used", "said of it"}
    forget_unused(db)
    assert set(cache.get(every)) == {"used"}


def test_topics_are_kept_per_engine(db: Database) -> None:
    lda = TopicModel(
        "lda",
        (
            Topic(0, "kadry, płace", (("kadra", 0.5), ("płaca", 0.25)), 3, 0.75, ("s1",), (1, 0)),
            Topic(1, "x", (), 1, 0.25),
        ),
        {"s1": {0: 0.7, 1: 0.3}},
        2,
        4,
        ("uwaga",),
        (TopicPassage(("s1", "s2"), {0: 0.7, 1: 0.3}, -0.5, 1.0), TopicPassage(("s3",), {})),
        (TopicCount(2, 0.1, 0.5, 0.9, 0.8, 0.7, chosen=True), TopicCount(3, 0.0, 0.4, 0.9, 0.3, 0.2)),
        "2 tematy są najbardziej spójne",
        ((0.0, 0.9), (0.9, 0.0)),
    )
    nmf = TopicModel("nmf", (), {}, 0, 0)
    results.save_topics(db, lda, fingerprint="1")
    results.save_topics(db, nmf, fingerprint="2")
    results.save_topics(db, lda, fingerprint="3")
    assert (results.load_topics(db, "lda"), results.load_topics(db, "nmf")) == (lda, nmf)
    assert results.topic_fingerprint(db, "lda") == "3"
    results.delete_topics(db, "lda")
    assert results.load_topics(db, "lda") is None
    for table in ("topic_weight", "topic_passage"):
        assert db.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    assert results.load_topics(db, "bertopic") is None


def test_stages_and_their_problems(db: Database) -> None:
    problem = TextmineError("Coś.", where="a.txt", remedy="Popraw.")
    for run in ("f1", "f2"):
        stages.save_stage(
            db, "read", fingerprint=run, finished="2026", seconds=1.5, items=3, problems=[problem]
        )
    assert stages.stage_fingerprint(db, "read") == "f2"
    assert stages.stage_times(db) == {"read": (1.5, 3)}
    assert [str(p) for p in stages.stage_problems(db)] == ["a.txt: Coś. Popraw."]
    assert stages.stage_problems(db, "code") == ()
    stages.forget_stages(db, ["read", "unknown"])
    assert stages.stage_fingerprint(db, "read") is None
    stages.set_meta(db, "encoder", "x")
    assert (stages.get_meta(db, "encoder"), stages.get_meta(db, "?", "brak")) == ("x", "brak")


def test_a_transaction_is_all_or_nothing(db: Database) -> None:
    class Stop(Exception):
        pass

    with pytest.raises(Stop), db.transaction() as connection:
        connection.execute("INSERT INTO meta VALUES ('a', 'b')")
        raise Stop
    assert db.rows("SELECT * FROM meta") == []


def test_a_second_writer_waits_and_then_is_told(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textmine.store.database.BUSY_SECONDS", 0.05)
    other = Database(db.path)
    with db.transaction(), pytest.raises(ProjectBusy, match="Inny program"), other.transaction():
        pass
    with other.transaction() as connection:
        connection.execute("INSERT INTO meta VALUES ('a', 'b')")
    assert db.rows("SELECT value FROM meta") == [("b",)]


@pytest.mark.parametrize(
    "content",
    [b"to nie jest baza" * 400, b"SQLite format 3\x00" + b"\xff" * 5000],
    ids=["text", "head"],
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        Database(path)
    assert caught.value.where == str(path)
    assert "zmień mu nazwę" in str(caught.value.remedy)
    assert path.read_bytes() == content, "nothing was written into somebody's file"


def test_a_damaged_database_is_told(db: Database) -> None:
    with db.transaction() as connection:
        connection.executemany("INSERT INTO meta VALUES (?, ?)", ((str(n), "x" * 500) for n in range(400)))
    db.close()
    content = bytearray(db.path.read_bytes())
    content[4096 * 3 :] = b"\xee" * (len(content) - 4096 * 3)
    db.path.write_bytes(content)
    with pytest.raises(StoreError, match="uszkodzona"):
        Database(db.path).rows("SELECT sum(length(value)) FROM meta")


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "t.sqlite").touch()
    with Database(tmp_path / "t.sqlite") as db:
        assert documents.load_documents(db) == ()


def test_a_database_of_another_version(db: Database) -> None:
    with db.transaction() as connection:
        connection.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match="schemat 99"):
        Database(db.path)


def make_old(db: Database) -> None:
    """Take a database back to version 4, which had no votes and seams, and close it."""
    with db.transaction() as connection:
        for column in ("votes", "written", "seams"):
            connection.execute(f"ALTER TABLE turn DROP COLUMN {column}")
        connection.execute("PRAGMA user_version = 4")
    db.close()


def test_a_database_without_votes_gets_their_columns_and_keeps_its_turns(db: Database) -> None:
    text = "Drogi prąd."
    turn = Turn(None, Role.RESPONDENT, 0, len(text), text, None, "Firmy", "Bariery", seams=(Seam(6, 0.8),))
    documents.save_document(db, Document("a.txt", text, (turn,), "txt", None, ""), read_key="k")
    make_old(db)
    with Database(db.path) as upgraded:
        assert documents.load_documents(upgraded)[0].turns == (replace(turn, seams=()),)
        voted = replace(turn, votes=3, written="Firmy (3)", seams=(Seam(6, 0.8), Seam(7)))
        documents.save_document(upgraded, Document("b.txt", text, (voted,), "txt", None, ""), read_key="k")
        assert documents.load_documents(upgraded, ["b.txt"])[0].turns == (voted,)


_OPENED = """
import sys, time
from pathlib import Path
from textmine.store import documents
from textmine.store.database import Database
while time.time() < float(sys.argv[2]):
    pass
with Database(Path(sys.argv[1])) as db:
    print(db.rows("PRAGMA user_version")[0][0], len(documents.load_documents(db)))
"""


@pytest.mark.parametrize("old", [True, False], ids=["an older database", "a new one"])
def test_processes_that_open_a_database_at_the_same_moment(db: Database, tmp_path: Path, old: bool) -> None:
    path = tmp_path / "new.sqlite"
    if old:
        path = db.path
        text = "Drogi prąd."
        turn = Turn(None, Role.RESPONDENT, 0, len(text), text)
        documents.save_document(db, Document("a.txt", text, (turn,), "txt", None, ""), read_key="k")
        make_old(db)
    start = str(time.time() + 1.5)
    others = [
        subprocess.Popen([sys.executable, "-c", _OPENED, str(path), start], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [other.communicate()[0].split() for other in others] == [[str(schema.VERSION), str(int(old))]] * 4


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ProjectError):
        Database(tmp_path / "nie" / "ma" / "t.sqlite")


def test_names_that_mean_something_in_an_address(tmp_path: Path) -> None:
    folder = tmp_path / "co to? #1 100%"
    folder.mkdir()
    with Database(folder / "t.sqlite") as db:
        assert db.rows("PRAGMA integrity_check") == [("ok",)]
    assert (folder / "t.sqlite").is_file()


def test_speech_from_the_database_has_the_sentences_that_it_had_when_read(
    db: Database, tmp_path: Path
) -> None:
    path = tmp_path / "rozmowa.srt"
    cues = ("szukamy spawaczy od roku", "nikt się nie zgłasza", "żeby robić za takie pieniądze")
    path.write_text(
        "\n".join(f"{n}\n00:00:{n}0,000 --> 00:00:{n}8,500\n{words}\n" for n, words in enumerate(cues, 1)),
        encoding="utf-8",
    )
    document = read(path)
    documents.save_document(db, document, read_key="k")
    (stored,) = documents.load_documents(db)
    assert stored.turns == document.turns
    assert [seam.pause for seam in stored.turns[0].seams] == [1.5, 1.5]
    nlp = load("embedded")
    sentences = annotate(stored, nlp)
    assert [sentence.text for sentence in sentences] == [cues[0], f"{cues[1]} {cues[2]}"]
    assert sentences == annotate(document, nlp)
