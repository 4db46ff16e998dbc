"""The same analysis in batches of any size, cut anywhere, in one process or in several."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from textmine.nlp import columns, load, parallel
from textmine.nlp.annotate import annotate, annotate_all
from textmine.records import Document, Role, Turn

_SAID = (
    "Nie mamy problemu z kadrami . Czekamy na decyzję , Kowalskiego z Kuźnicy widziałem w 2014 r. i na ul. Długiej "
    "brzdrylq PKB-u 5 tys. \n zł – „ tak ” ? mam mi od może lat to jest się nie-e 20-letni Zjednoczonych 😀"
)
WORDS = _SAID.split(" ")
TURNS = st.lists(
    st.one_of(
        st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
        st.text(max_size=12),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load("embedded")


@pytest.fixture(scope="module")
def other() -> Language:
    """Another vocabulary, as another process has."""
    return load("embedded")


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few sentences are many batches."""
    monkeypatch.setattr(parallel, "WORDS", 20)


def seen(docs: Iterator[Doc]) -> list[list[tuple[object, ...]]]:
    return [
        [(t.text, t.lemma_, t.pos_, t.tag_, str(t.morph), t.is_sent_start, t.idx) for t in doc]
        for doc in docs
    ]


def turns(count: int) -> list[str]:
    """Turns of different lengths, some empty."""
    return [" ".join(WORDS[(7 * n + k) % len(WORDS)] for k in range(n % 23)) for n in range(count)]


@given(texts=TURNS, size=st.integers(1, 40), data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_batch_size_and_any_split_give_the_same(
    nlp: Language, texts: list[str], size: int, data: st.DataObject
) -> None:
    alone = seen(nlp(text) for text in texts)
    cut = data.draw(st.integers(0, len(texts)))
    morfeusz = nlp.get_pipe("morfeusz")
    before, morfeusz.batch_size = morfeusz.batch_size, size
    try:
        assert seen(nlp.pipe(texts, batch_size=size)) == alone
        assert seen(nlp.pipe(texts[:cut])) + seen(nlp.pipe(texts[cut:])) == alone
    finally:
        morfeusz.batch_size = before


@given(texts=TURNS)
@example(texts=["\x02"])
@settings(max_examples=100, deadline=None)
def test_what_is_sent_and_sent_back_is_what_was_there(
    nlp: Language, other: Language, texts: list[str]
) -> None:
    """All that happens between processes, in one."""
    docs = [nlp.make_doc(text) for text in texts]
    sent = pickle.loads(pickle.dumps(columns.given(docs, columns.words_told(), nlp.vocab)))
    words: dict[int, str] = {}
    rows = parallel.analysed(other, columns.received(sent, words, other.vocab), words)
    back = columns.found(rows, columns.strings_told(), columns.morphs_told(), other.vocab)
    columns.put(pickle.loads(pickle.dumps(back)), docs, nlp.vocab)
    assert seen(docs) == seen(nlp.pipe(texts))


def test_documents_are_annotated_the_same_by_one_and_by_two(nlp: Language, small_batches: None) -> None:
    documents = []
    for number in range(6):
        said = [text.strip() for text in turns(12 + number) if text.strip()]
        text, made = "", []
        for one in said:
            made.append(Turn("R", Role.RESPONDENT, len(text), len(text) + len(one), one))
            text += one + "\n"
        documents.append(Document(f"W{number}.txt", text, tuple(made), "txt", "utf-8", ""))
    alone = [annotate(document, nlp) for document in documents]
    told: list[tuple[int, int]] = []
    both = list(
        annotate_all(documents, nlp, processes=2, progress=lambda done, total: told.append((done, total)))
    )
    assert [sentences for _, sentences in both] == alone
    assert [document for document, _ in both] == documents
    total = sum(len(document.text) for document in documents)
    assert told[-1] == (total, total)


PAUSED = tuple(
    " ".join(f"szukamy spawaczy od roku{number} nikt się nie zgłasza".split()[: 3 + number % 6])
    for number in range(120)
)


def with_pauses(nlp: Language) -> list[Doc]:
    """Unpunctuated texts with a pause after the fourth word, where there is one."""
    docs = [nlp.make_doc(text) for text in PAUSED]
    for doc in docs:
        if len(doc) > 4:
            doc._.seams = ((doc[4].idx, 1.0),)
    return docs


@pytest.mark.parametrize(("processes", "size"), [(1, 1), (1, 7), (1, 500), (2, 7), (2, 500)])
def test_pauses_count_in_any_batch_and_process(
    nlp: Language, small_batches: None, processes: int, size: int
) -> None:
    alone = seen(nlp(doc) for doc in with_pauses(nlp))
    starts = [[row[0] for row in doc if row[5]] for doc in alone]
    assert starts[0] == ["szukamy"]
    assert starts[5] == ["szukamy", "nikt"]
    assert seen(nlp.pipe(with_pauses(nlp), batch_size=size, n_process=processes)) == alone
