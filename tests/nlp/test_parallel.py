"""Several processes: the same Docs as in one, whatever comes in, and whatever happens to a worker."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from textmine.nlp import load, parallel

SAID = (
    "Brakuje nam spawaczy. Szukamy ich od 12.05.2023 r. i nic.",
    "Zrobiłbym to, ale gdzieżbyśmy  znaleźli  ludzi?\n- szkolenia,\n- maszyny",
    "",
    "Pani Nowak-Kowalska z ul. Długiej mówi, że by przyszła.",
    "yyy… no",
    "Kwarcogranulowaliśmy to w Pcimiu.",
)
TEXTS = [f"{text} To było {number}." if text else text for number in range(40) for text in SAID]
Signature = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load("embedded")


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "CHUNK_CHARACTERS", 300)


def signature(doc: Doc) -> Signature:
    return [
        (t.text, t.whitespace_, t.lemma_, t.pos_, t.tag_, str(t.morph), bool(t.is_sent_start), t.norm_)
        for t in doc
    ]


@pytest.fixture(scope="module")
def alone(nlp: Language) -> list[Signature]:
    return [signature(doc) for doc in nlp.pipe(TEXTS)]


@pytest.mark.parametrize("processes", [2, 3])
def test_texts_give_the_same_docs_in_the_same_order(alone: list[Signature], processes: int) -> None:
    # A pipeline that has seen nothing: all strings come from the workers.
    docs = list(load("embedded").pipe(TEXTS, n_process=processes))
    assert [doc.text for doc in docs] == TEXTS
    assert [signature(doc) for doc in docs] == alone


def test_docs_and_what_belongs_to_them(nlp: Language) -> None:
    def pairs() -> Iterator[tuple[Doc, int]]:
        for number, text in enumerate(TEXTS):
            doc = nlp.make_doc(text)
            for token in doc:
                token.is_sent_start = token.i % 3 == 0
            yield doc, number

    one = list(nlp.pipe(pairs(), as_tuples=True))
    two = list(nlp.pipe(pairs(), as_tuples=True, n_process=2))
    assert [number for _, number in two] == list(range(len(TEXTS)))
    assert [signature(doc) for doc, _ in two] == [signature(doc) for doc, _ in one]
    assert [len(list(doc.sents)) for doc, _ in two] == [len(list(doc.sents)) for doc, _ in one]


def test_nothing_in_nothing_out(nlp: Language) -> None:
    assert list(nlp.pipe([], n_process=2)) == []


def test_a_worker_that_dies_costs_nothing_but_time(nlp: Language, alone: list[Signature]) -> None:
    stream = nlp.pipe(TEXTS, n_process=2)
    docs = [next(stream)]
    for worker in multiprocessing.active_children():
        worker.kill()
    docs.extend(stream)
    assert [signature(doc) for doc in docs] == alone


@Language.component("fails_in_workers")
def fails_in_workers(doc: Doc) -> Doc:
    if multiprocessing.parent_process() is not None:
        raise MemoryError
    return doc


@Language.component("fails_everywhere")
def fails_everywhere(doc: Doc) -> Doc:
    if doc.text.startswith("yyy"):
        raise ValueError("yyy")
    return doc


def test_what_fails_in_a_worker_is_done_here(alone: list[Signature]) -> None:
    nlp = load("embedded")
    nlp.add_pipe("fails_in_workers", last=True)
    assert [signature(doc) for doc in nlp.pipe(TEXTS, n_process=2)] == alone


def test_an_error_of_the_text_is_raised_here() -> None:
    nlp = load("embedded")
    nlp.add_pipe("fails_everywhere", last=True)
    with pytest.raises(ValueError, match="yyy"):
        list(nlp.pipe(TEXTS, n_process=2))
    assert not multiprocessing.active_children()


def test_who_stops_listening_leaves_no_worker_behind(nlp: Language) -> None:
    stream = nlp.pipe(TEXTS, n_process=2)
    next(stream)
    assert multiprocessing.active_children()
    stream.close()
    assert not multiprocessing.active_children()


SPAWNED = """
import multiprocessing
from textmine.nlp import load

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")  # Windows and macOS know no other
    nlp = load("embedded")
    texts = ["Brakuje nam spawaczy."] * 3000
    docs = list(nlp.pipe(texts, n_process=2))
    print(len(docs), {tuple(token.lemma_ for token in doc) for doc in docs})
"""


def test_workers_that_are_started_anew(tmp_path: Path) -> None:
    script = tmp_path / "spawned.py"
    script.write_text(SPAWNED, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "3000 {('brakować', 'my', 'spawacz', '.')}"
