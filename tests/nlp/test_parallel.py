"""Several processes: the same Docs as in one, whatever comes in, and whatever happens to a worker."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from textmine.nlp import columns, load, parallel

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
    monkeypatch.setattr(parallel, "WORDS", 60)


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
    with pytest.warns(parallel.LostWorker, match="wynik jest pełny"):
        docs.extend(stream)
    assert [signature(doc) for doc in docs] == alone


def test_what_fails_in_a_worker_is_done_here(
    nlp: Language, alone: list[Signature], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(table: columns.Table, words: dict[int, str], vocab: Vocab) -> list[columns.Numbers]:
        raise MemoryError

    monkeypatch.setattr(multiprocessing, "get_context", multiprocessing.context.ForkContext)
    monkeypatch.setattr(parallel, "received", failing)
    assert [signature(doc) for doc in nlp.pipe(TEXTS, n_process=2)] == alone


@Language.component("names_firms")
def names_firms(doc: Doc) -> Doc:
    doc.ents = [Span(doc, t.i, t.i + 1, label="orgName") for t in doc if t.text == "Pani"]
    return doc


def test_what_other_components_set_is_not_lost() -> None:
    nlp = load("embedded")
    nlp.add_pipe("names_firms", last=True)
    docs = list(nlp.pipe(TEXTS, n_process=2))
    assert sum(len(doc.ents) for doc in docs) == 40


def test_an_error_of_the_source_is_raised_here(nlp: Language) -> None:
    def broken() -> Iterator[str]:
        yield from TEXTS
        raise ValueError("yyy")

    with pytest.raises(ValueError, match="yyy"):
        list(nlp.pipe(broken(), n_process=2))
    assert not multiprocessing.active_children()


LONG = """
from textmine.nlp import load

if __name__ == "__main__":
    texts = ["Brakuje nam spawaczy i tokarzy z uprawnieniami w całym regionie. " * 5000] * 5
    print(sum(len(doc) for doc in load("embedded").pipe(texts, n_process=2)))
"""


@pytest.mark.slow
def test_texts_that_no_pipe_holds_at_once(tmp_path: Path) -> None:
    """Whoever sends while the other one sends as well would wait for ever."""
    script = tmp_path / "long.py"
    script.write_text(LONG, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True, timeout=120)
    assert int(done.stdout) == 5 * 5000 * 11


ABANDONED = """
import os, multiprocessing, signal
from textmine.nlp import load

if __name__ == "__main__":
    stream = load("embedded").pipe(["Brakuje nam spawaczy."] * 5000, n_process=2)
    next(stream)
    print(*(one.pid for one in multiprocessing.active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the process in /proc")
def test_a_worker_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "abandoned.py"
    script.write_text(ABANDONED, encoding="utf-8")
    done = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, text=True, check=False)
    worker = Path("/proc") / done.stdout.strip()
    deadline = time.monotonic() + 30
    while (worker / "cmdline").exists() and (worker / "cmdline").read_bytes() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not ((worker / "cmdline").exists() and (worker / "cmdline").read_bytes())


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
