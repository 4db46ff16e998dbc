"""Searching for quotes: what a query means, what is found first, and that every quote is verbatim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textmine.errors import QueryError
from textmine.nlp.dictionary import base_forms
from textmine.project import Project
from textmine.records import (
    Coding,
    Decision,
    Document,
    Method,
    Role,
    Sentence,
    Token,
    Turn,
)
from textmine.search import Filters, Query, exact, fold, matched_spans, missing_words, parse, search
from textmine.store import documents, results
from textmine.store.database import Database
from textmine.store.quote_building import build_index, lemmas_of
from textmine.store.quotes import SqliteQuoteIndex
from textmine.store.vector_matrix import VectorMatrix, matrix_path, write_matrix
from textmine.store.vectors import SqliteVectorCache

# (speaker, group, text): a document is made of each list; the words' lemmas are given by hand.
SAID = {
    "W01 Łuków.txt": [
        ("Łukasz", "przedsiebiorstwa", "Brakuje nam spawaczy."),
        ("Łukasz", "przedsiebiorstwa", "Spawacz spawaczowi spawaczem."),
        ("Łukasz", "przedsiebiorstwa", "A spółka żąda zaświadczeń? 😀 Tak."),
        ("Łukasz", "przedsiebiorstwa", "Nie ma czasu na szkolenia i na badania."),
    ],
    "W02.txt": [
        ("R", "samorzad", "Czasu mamy dużo, na szkolenia chodzimy z B+R."),
        (
            "R",
            "samorzad",
            "Szkolenie spawaczy trwa rok, spawacz po nim jest gotów, a potem odchodzi za granicę.",
        ),
        ("R", "samorzad", "Pogoda ładna."),
    ],
}
LEMMAS = {
    "brakuje": "brakować",
    "spawaczy": "spawacz",
    "spawaczowi": "spawacz",
    "spawaczem": "spawacz",
    "szkolenia": "szkolenie",
    "badania": "badanie",
    "czasu": "czas",
    "zaświadczeń": "zaświadczenie",
    "żąda": "żądać",
    "trwa": "trwać",
}


def lemma(word: str) -> list[str]:
    """The base form of a word of the material."""
    return [LEMMAS.get(word.casefold(), word.casefold())]


def _words(text: str, offset: int) -> Iterator[Token]:
    place = 0
    for word in text.replace("+", " + ").replace(".", " .").replace(",", " ,").replace("?", " ?").split():
        start = text.index(word, place)
        place = start + len(word)
        yield Token(word, lemma(word)[0], "", "", "", offset + start, offset + place)


def _filled(path: Path) -> Database:
    db = Database(path)
    for name, lines in SAID.items():
        text = "\n".join(line for _, _, line in lines)
        turns, sentences, start = [], [], 0
        for place, (speaker, _, line) in enumerate(lines):
            role = Role.MODERATOR if speaker == "M" else Role.RESPONDENT
            end = start + len(line)
            turns.append(Turn(speaker, role, start, end, line))
            tokens = tuple(_words(line, start))
            sentences.append(
                Sentence(
                    f"{name[:3]}-{place}",
                    name,
                    place,
                    place,
                    start,
                    end,
                    line,
                    line,
                    speaker,
                    role,
                    tokens=tokens,
                )
            )
            start = end + 1
        documents.save_document(db, Document(name, text, tuple(turns), "txt", None, ""), read_key="r")
        documents.save_sentences(db, name, sentences, annotated_key="a")
        documents.set_stakeholders(db, {s.id: line[1] for s, line in zip(sentences, lines, strict=True)})
    results.save_codings(db, [Coding("W01-0", "bariery.kadry", 0.9, Method.RULE, 0, 4, "", "")])
    added = Decision("W02-1", "potrzeby.szkolenia", "add", "AK", "2026-01-01")
    results.append_decision(db, added, documents.load_sentences(db, documents.load_documents(db))[5])
    assert build_index(db) == 7
    return db


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of seven sentences; tests only read it."""
    with _filled(tmp_path_factory.mktemp("quotes") / "t.sqlite") as made:
        yield made


def found(db: Database, text: str, **filters: Any) -> list[str]:
    """The ids of what is found by words, best first."""
    index = SqliteQuoteIndex(db)
    hits = search(parse(text, lemma), index, filters=Filters(**filters), limit=50)
    sentences = index.sentences([hit.number for hit in hits])
    return [sentences[hit.number][0].id for hit in hits]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        # BM25: three of four words, then one of three, then two of fourteen.
        ("spawacz", ["W01-1", "W01-0", "W02-1"]),
        ("spawaczami", []),
        ("SPAWACZY", ["W01-0", "W01-1", "W02-1"]),
        ("spawacz szkolenie", ["W02-1", "W01-1", "W02-0", "W01-3", "W01-0"]),
        ("spawacz AND szkolenie", ["W02-1"]),
        ("spawacz ORAZ szkolenie", ["W02-1"]),
        ("spawacz -szkolenie", ["W01-1", "W01-0"]),
        ("spawacz NOT szkolenie", ["W01-1", "W01-0"]),
        ("pogoda LUB brakować", ["W02-2", "W01-0"]),
        ('"szkolenie spawaczy"', ["W02-1"]),
        ("„szkolenie spawaczy”", ["W02-1"]),
        ('"spawaczy szkolenie"', []),
        ('"czas na szkolenia"', ["W01-3"]),
        ('"czasu na szkolenia" OR pogoda', ["W02-2", "W01-3"]),
        ("zaświad*", ["W01-2"]),
        ("B+R", ["W02-0"]),
        ("na ładna", ["W02-2"]),
        ("spo\u0301łka zaświadczen\u0301", ["W01-2"]),
        ("nieobecne", []),
        ("(spawacz OR pogoda) AND (szkolenie OR ładna)", ["W02-2", "W02-1"]),
        ("spawacz AND (szkolenie NOT granicę)", []),
        ("spawacz AND szkolenie OR pogoda", ["W02-2", "W02-1"]),
        ("spawacz szkolenie AND rok", ["W02-1"]),
        ('spawacz -"szkolenie spawaczy"', ["W01-1", "W01-0"]),
        ("czas NEAR badania", ["W01-3"]),
        ("czas NEAR/2 badania", []),
        ("badania BLISKO/5 czasu", ["W01-3"]),
        ('"ma czasu" NEAR/1 szkolenia', ["W01-3"]),
        ("czas NEAR nieobecne", []),
        ("pogoda lub nieobecne", ["W02-2"]),
        ("NEAR pogoda NEAR/3", ["W02-2"]),
        (") pogoda ((( AND", ["W02-2"]),
    ],
)
def test_what_a_query_finds_and_in_what_order(db: Database, query: str, ids: list[str]) -> None:
    # Ties of BM25 and the exact weights of SQLite are not ours: where several match, the set and the first count.
    result = found(db, query)
    assert sorted(result) == sorted(ids)
    assert result[:1] == ids[:1]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"speaker": "łukasz"}, {"W01-0", "W01-1"}),
        ({"speaker": "ŁUKASZ"}, {"W01-0", "W01-1"}),
        ({"speaker": "łuk"}, set()),
        ({"document": "w01 łuk"}, {"W01-0", "W01-1"}),
        ({"document": "W0"}, {"W01-0", "W01-1", "W02-1"}),
        ({"document": "%"}, set()),
        ({"group": "samorzad"}, {"W02-1"}),
        ({"code": "bariery.kadry"}, {"W01-0"}),
        ({"theme": "potrzeby"}, {"W02-1"}),
        ({"theme": "potrzeb"}, set()),
        ({"group": "samorzad", "code": "bariery.kadry"}, set()),
        ({"speaker": "' OR 1 --"}, set()),
        ({"factor": ("bariery.kadry", "bariery.rynek")}, {"W01-0"}),
        ({"factor": ("potrzeby.szkolenia",), "theme": "bariery"}, set()),
        ({"confidence": 0.9}, {"W01-0", "W02-1"}),
        ({"confidence": 0.91}, {"W02-1"}),
        ({"confidence": 0.91, "code": "bariery.kadry"}, set()),
        ({"topic": frozenset({"W01-0"})}, {"W01-0"}),
        ({"topic": frozenset({"W01-1", "gone"})}, {"W01-1"}),
        ({"topic": frozenset()}, set()),
    ],
)
def test_filters_narrow_the_search(db: Database, filters: dict[str, Any], ids: set[str]) -> None:
    assert set(found(db, "spawacz", **filters)) == ids


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("spawacz", ["Spawacz", "spawaczowi", "spawaczem"]),
        ("spawaczo*", ["spawaczowi"]),
        ("prąd", []),
    ],
)
def test_what_matched_is_marked(db: Database, query: str, marked: list[str]) -> None:
    document = documents.load_documents(db, ["W01 Łuków.txt"])[0]
    sentence = documents.load_sentences(db, [document])[1]
    spans = matched_spans(sentence, parse(query, lemma))
    assert [document.text[start:end] for start, end in spans] == marked


@pytest.mark.parametrize(
    ("phrase", "ids"),
    [
        ("brakuje nam spawaczy.", ["W01-0"]),
        ("BRAKUJE  nam", ["W01-0"]),
        ("„nam spawaczy”", ["W01-0"]),
        ("brakuje nam spawacz", []),
        ("brakować", []),
        ("na szkolenia", ["W01-3", "W02-0"]),
        ("szkolenia i", ["W01-3"]),
        ("zaświadczeń 😀", []),
        ("B+R", ["W02-0"]),
        ("(", None),
    ],
)
def test_exactly_the_words_as_they_are_written(db: Database, phrase: str, ids: list[str] | None) -> None:
    if ids is None:
        with pytest.raises(QueryError):
            exact(phrase)
        return
    index, query = SqliteQuoteIndex(db), exact(phrase)
    sentences = index.sentences([hit.number for hit in search(query, index)])
    assert sorted(sentence.id for sentence, _ in sentences.values()) == ids
    for sentence, _ in sentences.values():
        (start, end), *_ = matched_spans(sentence, query)
        said = sentence.text[start - sentence.start : end - sentence.start]
        assert said.casefold() == " ".join(phrase.strip("„”").casefold().split())


@pytest.mark.parametrize(
    ("query", "missing"),
    [
        ("spawcz", {"spawcz": "spawacz"}),
        ("spawacz szkolenia", {}),
        ("spawaczy żyrafa", {"żyrafa": None}),
        ("szkolene NOT pogoda", {"szkolene": "szkolenie"}),
    ],
)
def test_words_that_nobody_said(db: Database, query: str, missing: dict[str, str | None]) -> None:
    index, understood = SqliteQuoteIndex(db), parse(query, lemma)
    spoken = index.spoken(word for word, _ in understood.asked)
    found = {one.word: one.nearest for one in missing_words(understood, spoken, index.lemmas())}
    assert found.keys() == missing.keys()
    for word, nearest in missing.items():
        assert found[word][:1] == (() if nearest is None else (nearest,))


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["Brakuje nam spawaczy.", "Brakuje nam spawaczy", "brakuje nam, spawaczy!"], [(0, (1, 2))]),
        (["Brakuje nam spawaczy od dwóch lat.", "Brakuje nam spawaczy od trzech lat."], [(0, ()), (1, ())]),
        (["Mamy 12 osób na hali.", "Mamy 15 osób na hali."], [(0, ()), (1, ())]),
        (
            ["Z ludźmi to my akurat mamy duży problem.", "Z ludźmi to my akurat nie mamy duży problem."],
            [(0, ()), (1, ())],
        ),
        (["Tak.", "Nie.", "Tak!"], [(0, (2,)), (1, ())]),
        ([], []),
    ],
)
def test_near_duplicates_are_folded(texts: list[str], shown: list[tuple[int, tuple[int, ...]]]) -> None:
    assert [(one.number, one.similar) for one in fold(enumerate(texts))] == shown


@given(st.lists(st.text(max_size=20), max_size=12))
def test_folding_loses_no_sentence(texts: list[str]) -> None:
    folded = fold(enumerate(texts))
    every = [number for one in folded for number in (one.number, *one.similar)]
    assert sorted(every) == list(range(len(texts)))


@pytest.mark.parametrize("query", ["", "   ", "—", '""', "-spawacz", "NOT spawacz", "*", "( )", "AND", "_"])
def test_a_query_with_nothing_to_look_for(query: str) -> None:
    with pytest.raises(QueryError, match="nie zawiera słów") as caught:
        parse(query, lemma)
    assert caught.value.remedy


@settings(deadline=None, max_examples=150)
@given(
    text=st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                '"',
                "„",
                "”",
                "*",
                "-",
                "AND",
                "NOT",
                "OR",
                "spawacz",
                "na",
                "(",
                ")",
                "B+R",
                "'",
                "^",
                ":",
                "NEAR",
                "NEAR/2",
                "OR",
            ]
        ),
        max_size=12,
    ).map(" ".join)
)
def test_any_query_is_searched_or_refused(db: Database, text: str) -> None:
    try:
        query = parse(text, lemma)
    except QueryError:
        return
    index = SqliteQuoteIndex(db)
    hits = search(query, index)
    texts = {document.name: document.text for document in documents.load_documents(db)}
    for sentence, _ in index.sentences([hit.number for hit in hits]).values():
        assert texts[sentence.document][sentence.start : sentence.end] == sentence.text
        for start, end in matched_spans(sentence, query):
            assert sentence.start <= start < end <= sentence.end


@pytest.mark.parametrize("count", [300, 3000])
def test_a_whole_page_as_a_query(db: Database, count: int) -> None:
    assert "W02-2" in found(db, " ".join(f"słowo{n}" for n in range(count)) + " pogoda")[:5]


def test_every_sentence_of_the_index_is_verbatim(db: Database) -> None:
    index = SqliteQuoteIndex(db)
    numbers = [int(str(row[0])) for row in db.rows("SELECT number FROM sentence")]
    loaded = {s.id: s for s in documents.load_sentences(db, documents.load_documents(db))}
    for sentence, _ in index.sentences(numbers).values():
        assert sentence == loaded[sentence.id]
        assert sentence.text == SAID[sentence.document][sentence.index][2]


@given(
    st.lists(
        st.tuples(*[st.text('ab"\\[],ł\n \U0001f600', max_size=4)] * 5, st.integers(0, 9), st.integers(0, 9)),
        max_size=5,
    )
)
@example([("a", "b", "[", ",", "a", 0, 1), ("[", "]", "[", ",", "],", 0, 1)])
def test_base_forms_are_cut_out_of_the_tokens(tokens: list[tuple[object, ...]]) -> None:
    for written in (json.dumps(tokens), json.dumps(tokens, ensure_ascii=False, separators=(",", ":"))):
        assert lemmas_of(written) == " ".join(str(fields[1]) for fields in tokens)


@pytest.mark.parametrize("filters", [{}, {"group": "samorzad"}, {"speaker": "łukasz"}])
def test_a_large_corpus_is_searched_as_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filters: dict[str, str]
) -> None:
    with _filled(tmp_path / "t.sqlite") as db:
        vectors = np.random.default_rng(1).standard_normal((7, 100)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        sentences = documents.load_sentences(db, documents.load_documents(db))
        SqliteVectorCache(db).put({s.id: vectors[n] for n, s in enumerate(sentences)})
        with db.transaction() as connection:
            documents.set_vector_keys(connection, ((s.id, s.id) for s in sentences))
        asked = vectors[0] + vectors[5]
        asked /= np.linalg.norm(asked)
        small, chosen = SqliteQuoteIndex(db), Filters(**filters)
        match = parse("spawacz szkolenie", lemma).match
        words, meaning = small.lexical(match, chosen, 5), small.nearest(asked, chosen, 3)
        for module in ("quotes", "vector_matrix"):
            monkeypatch.setattr(f"textmine.store.{module}.LARGE", 3)
        assert write_matrix(db) == 7
        large = SqliteQuoteIndex(db)
        assert large.lexical(match, chosen, 5) == words
        found = large.nearest(asked, chosen, 3)
        assert (found.numbers, found.count) == (meaning.numbers, meaning.count)
        assert found.cosines == pytest.approx(meaning.cosines, abs=1e-3)
        # Files of another state are not used; what was replaced since is not found.
        documents.save_sentences(db, "W02.txt", sentences[4:], annotated_key="again")
        kept = SqliteQuoteIndex(db).nearest(asked, chosen, 7).numbers
        assert set(kept) <= {int(str(row[0])) for row in db.rows("SELECT number FROM sentence")}
        (matrix_path(db) / "stamp").write_text("other", encoding="ascii")
        assert VectorMatrix.of(db) is None
        monkeypatch.setattr("textmine.store.vector_matrix.LARGE", 20_000)
        assert write_matrix(db) == 0 and not matrix_path(db).exists()


def test_codes_are_those_that_count(tmp_path: Path) -> None:
    with _filled(tmp_path / "t.sqlite") as db:
        sentences = documents.load_sentences(db, documents.load_documents(db))
        said = {s.id: s for s in sentences}
        for identity, code, verdict in (
            ("W01-0", "bariery.kadry", "reject"),
            ("W01-1", "bariery.rynek", "add"),
            ("W01-2", "bariery.prawo", "add"),
            ("W01-2", "bariery.prawo", "undo"),
        ):
            results.append_decision(db, Decision(identity, code, verdict, "AK", "2026-01-02"), said[identity])
        numbers = [int(str(row[0])) for row in db.rows("SELECT number FROM sentence")]
        rows = db.rows("SELECT s.number, c.code FROM current_coding c JOIN sentence s ON s.id = c.sentence")
        expected: dict[object, set[object]] = {}
        for number, code in rows:
            expected.setdefault(number, set()).add(code)
        assert SqliteQuoteIndex(db).codes(numbers) == expected
        assert sorted(map(sorted, expected.values())) == [["bariery.rynek"], ["potrzeby.szkolenia"]]


def test_neighbours_stay_in_their_document(db: Database) -> None:
    index = SqliteQuoteIndex(db)
    sentences = documents.load_sentences(db, documents.load_documents(db))
    before, after = index.neighbours(sentences[3], 2)
    assert [s.id for s in before] == ["W01-1", "W01-2"]
    assert after == []
    assert [s.id for s in index.neighbours(sentences[4], 9)[1]] == ["W02-1", "W02-2"]


def test_meaning_and_words_are_joined(tmp_path: Path) -> None:
    with _filled(tmp_path / "t.sqlite") as db:
        axes = np.eye(7, dtype=np.float32)
        sentences = documents.load_sentences(db, documents.load_documents(db))
        SqliteVectorCache(db).put({s.id: axes[n] for n, s in enumerate(sentences)})
        with db.transaction() as connection:
            documents.set_vector_keys(connection, ((s.id, s.id) for s in sentences))
        index = SqliteQuoteIndex(db)
        # No word of the query is there: meaning alone finds the weather.
        hits = search(parse("nieobecne", lemma), index, vector=axes[6], limit=3)
        assert index.sentences([hits[0].number])[hits[0].number][0].id == "W02-2"
        assert (hits[0].lexical, hits[0].semantic) == (None, 1)
        # What both find comes before what one finds.
        hits = search(parse("pogoda", lemma), index, vector=axes[0], limit=3)
        names = [index.sentences([hit.number])[hit.number][0].id for hit in hits]
        assert names[:2] == ["W02-2", "W01-0"]
        assert all(hits[n].score >= hits[n + 1].score for n in range(2))
        strict = search(parse("spawacz AND szkolenie", lemma), index, vector=axes[6])
        assert [index.sentences([h.number])[h.number][0].id for h in strict] == ["W02-1"]
        numbers, matrix = index.vectors(Filters(group="samorzad"))
        assert matrix.shape == (3, 7)
        assert len(numbers) == 3


def test_the_order_does_not_depend_on_what_was_read_first(tmp_path: Path) -> None:
    with _filled(tmp_path / "a.sqlite") as one, _filled(tmp_path / "b.sqlite") as two:
        document = documents.load_documents(two, ["W01 Łuków.txt"])[0]
        sentences = documents.load_sentences(two, [document])
        documents.save_document(two, document, read_key="again")
        documents.save_sentences(two, document.name, sentences, annotated_key="again")
        build_index(two)
        for query in ("spawacz", "czas szkolenie spawacz", "na"):
            assert found(one, query) == found(two, query)


def test_an_index_that_is_behind_finds_no_other_sentence(tmp_path: Path) -> None:
    with _filled(tmp_path / "t.sqlite") as db:
        document = documents.load_documents(db, ["W02.txt"])[0]
        sentences = documents.load_sentences(db, [document])
        documents.save_sentences(db, "W02.txt", sentences[::-1], annotated_key="killed here")
        assert found(db, "pogoda") == []
        assert build_index(db) == 7
        assert found(db, "pogoda") == ["W02-2"]


@pytest.mark.parametrize("n", [1, 2, 5])
def test_the_best_come_first_whatever_is_asked_for(finished: Project, n: int) -> None:
    every = [quote.text for quote in finished.quotes("brak spawaczy i szkolenia", n=20)]
    assert [quote.text for quote in finished.quotes("brak spawaczy i szkolenia", n=n)] == every[:n]


@settings(deadline=None, max_examples=25)
@given(
    words=st.lists(
        st.sampled_from(["spawacz", "prąd", "politechnika", "szkolenie", "dzień", "firma"]),
        min_size=1,
    )
)
def test_quotes_of_a_project_are_verbatim(finished: Project, words: list[str]) -> None:
    texts = {document.name: document.text for document in finished.analysis().documents}
    quotes = finished.quotes(" ".join(words), semantic=False)
    assert quotes
    for quote in quotes:
        sentence = quote.sentence
        assert texts[sentence.document][sentence.start : sentence.end] == quote.text
        assert quote.matches
        assert all(texts[sentence.document].find(other) >= 0 for other in (*quote.before, *quote.after))


def test_real_base_forms_join_the_forms_of_a_word() -> None:
    query: Query = parse("spawaczami", base_forms)
    assert query.lemmas == {"spawacz"}
    assert not query.strict
