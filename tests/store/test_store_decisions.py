"""What people decided: an append-only log, and one truth about which codings count."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.errors import StoreError
from textmine.records import Coding, Decision, Document, Method, Role, Sentence, Status, Turn
from textmine.store import documents, results
from textmine.store.database import Database

DOCUMENT = Document(
    "w.txt",
    "Raz. Dwa. Trzy.",
    (Turn("R", Role.RESPONDENT, 0, 15, "Raz. Dwa. Trzy."),),
    "txt",
    "utf-8",
    "0" * 64,
)
SENTENCES = tuple(
    Sentence(f"s{n}", "w.txt", 0, n, a, b, DOCUMENT.text[a:b], DOCUMENT.text[a:b], "R", Role.RESPONDENT)
    for n, (a, b) in enumerate([(0, 4), (5, 9), (10, 15)])
)
CODES = ("bariery.kadry", "bariery.prawo", "potrzeby.inne")
VERDICTS = ("accept", "reject", "add", "undo")
PAIRS = st.tuples(st.sampled_from(["s0", "s1", "s2"]), st.sampled_from(CODES))
DECISIONS = st.lists(st.tuples(PAIRS, st.sampled_from(VERDICTS)), max_size=12)


def coding(sentence: str, code: str) -> Coding:
    """What the program found."""
    return Coding(sentence, code, 0.8, Method.RULE, 0, 4, "brak", "bo tak")


def decision(sentence: str, code: str, verdict: str) -> Decision:
    """What a person said."""
    return Decision(sentence, code, verdict, "AK", "2026-01-02T10:00:00+01:00")


def filled(path: Path) -> Database:
    """A database with the three sentences."""
    db = Database(path)
    documents.save_document(db, DOCUMENT, read_key="r")
    documents.save_sentences(db, "w.txt", SENTENCES, annotated_key="a")
    return db


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """The same, for one test."""
    return filled(tmp_path / "t.sqlite")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(found=st.sets(PAIRS), said=DECISIONS)
def test_the_search_and_the_tables_agree_on_what_counts(
    tmp_path: Path, found: set[tuple[str, str]], said: list[tuple[tuple[str, str], str]]
) -> None:
    path = tmp_path / "t.sqlite"
    path.unlink(missing_ok=True)
    with filled(path) as db:
        results.save_codings(db, [coding(*pair) for pair in sorted(found)])
        for (sentence, code), verdict in said:
            results.append_decision(db, decision(sentence, code, verdict), SENTENCES[int(sentence[1])])
        codings = results.decided(results.load_codings(db), results.load_decisions(db), SENTENCES)
        assert sorted(db.rows("SELECT sentence, code FROM current_coding")) == sorted(
            (c.sentence_id, c.code) for c in codings
        )


@given(found=st.sets(PAIRS), said=DECISIONS)
def test_the_last_word_counts(found: set[tuple[str, str]], said: list[tuple[tuple[str, str], str]]) -> None:
    log = [decision(*pair, verdict) for pair, verdict in said]
    kept = {
        (c.sentence_id, c.code): c
        for c in results.decided([coding(*p) for p in sorted(found)], log, SENTENCES)
    }
    last = dict(said)
    for pair in found | set(last):
        verdict = last.get(pair, "undo")
        assert (pair in kept) == (verdict in {"accept", "add"} or (verdict == "undo" and pair in found))
        if pair in kept:
            assert kept[pair].status is (Status.PROPOSED if verdict == "undo" else Status.ACCEPTED)
            assert kept[pair].method is (Method.RULE if pair in found else Method.HUMAN)


def test_codings_come_back_as_they_were(db: Database) -> None:
    codings = tuple(coding(sentence.id, code) for sentence in SENTENCES for code in CODES)
    results.save_codings(db, codings)
    assert results.load_codings(db) == codings
    results.save_codings(db, codings[:1])
    assert results.load_codings(db) == codings[:1]


def test_an_added_code_spans_its_sentence() -> None:
    added = results.decided([], [decision("s1", CODES[0], "add")], SENTENCES)[0]
    assert DOCUMENT.text[added.start : added.end] == SENTENCES[1].text
    assert added.reason == "kod nadany ręcznie: AK, 2026-01-02"


def test_decisions_about_sentences_that_are_gone_change_nothing() -> None:
    assert results.decided([], [decision("gone", CODES[0], "add")], SENTENCES) == ()


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM decision",
        "UPDATE decision SET verdict = 'undo'",
        "UPDATE decision SET coder = 'XY' WHERE number = 1",
        "INSERT OR REPLACE INTO decision (number, sentence, document, quote, code, verdict, coder, time)"
        " VALUES (1, 's0', 'w.txt', 'Raz.', 'bariery.kadry', 'reject', 'XY', '2027')",
        "INSERT INTO decision (sentence, document, quote, code, verdict, coder, time)"
        " VALUES ('s0', 'w.txt', 'Raz.', 'bariery.kadry', 'maybe', 'AK', '2026')",
    ],
)
def test_the_log_refuses_to_forget(db: Database, sql: str) -> None:
    results.append_decision(db, decision("s0", CODES[0], "accept"), SENTENCES[0])
    before = results.load_decisions(db)
    with pytest.raises(StoreError), db.transaction() as connection:
        connection.execute(sql)
    assert results.load_decisions(db) == before


def test_the_log_outlives_its_document_and_keeps_the_quote(db: Database) -> None:
    results.append_decision(db, decision("s1", CODES[0], "reject"), SENTENCES[1])
    documents.delete_documents(db, ["w.txt"])
    assert results.load_decisions(db) == (decision("s1", CODES[0], "reject"),)
    assert db.rows("SELECT document, quote FROM decision") == [("w.txt", "Dwa.")]
    assert results.decision_count(db) == 1


def test_the_log_is_in_the_order_in_which_it_was_written(db: Database) -> None:
    said = [decision("s2", CODES[n % 3], VERDICTS[n % 4]) for n in range(9)]
    for line in said:
        results.append_decision(db, line, SENTENCES[2])
    assert results.load_decisions(db) == tuple(said)
