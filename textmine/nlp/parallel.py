"""The embedded pipeline in several processes: spaCy's `nlp.pipe(…, n_process=2)`, at the price of the analysis alone.

spaCy sends whole Docs back, which takes longer to unpack than Morfeusz takes to analyse them. Here the Docs stay where
they are: words go to a worker and what they are comes back, both as arrays of numbers with the strings that are new.
The process that asked takes its share of the work: `n_process` of 2 is itself and one worker.
"""

from __future__ import annotations

import multiprocessing
import queue
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.lang.pl import Polish
from spacy.tokens import Doc

from textmine.nlp.columns import (
    Numbers,
    Table,
    found,
    given,
    morphs_told,
    put,
    received,
    strings_told,
    words_told,
)
from textmine.nlp.morfeusz_component import MorfeuszComponent
from textmine.nlp.sentence_component import mark_sentences, marks_of
from textmine.nlp.told_words import Exchange, News

if TYPE_CHECKING:
    from spacy.language import Language

_Task = tuple[Table, News]
Analyse = Callable[[list[Doc]], list[Doc]]

WORDS = 4_000
"""Words that are sent at once: some hundredths of a second of work."""
# Batches that wait at a worker, so that it never waits for one, and those that are kept for the sake of the order.
_AHEAD = 2
_HELD = 8
_JOIN_SECONDS = 5.0
_GONE = (EOFError, OSError)


COMPONENTS = frozenset({"textmine_sentences", "morfeusz"})
"""What sets nothing that does not come back from a worker."""


class LostWorker(UserWarning):
    """A worker ended before its work was done; the work was done without it."""


class EmbeddedPolish(Polish):  # type: ignore[no-untyped-call]
    """spaCy's Polish, whose `pipe` sends between processes only what the embedded pipeline sets."""

    def pipe(self, texts: Any, *, n_process: int = 1, **options: Any) -> Iterator[Any]:
        """As spaCy's, with the same Docs for any number of processes. Components that are not ours go spaCy's way."""
        n_process = n_process if n_process > 0 else multiprocessing.cpu_count()
        # With `as_tuples` spaCy calls this again without.
        special = any(options.get(name) for name in ("as_tuples", "component_cfg", "disable"))
        alone = super().pipe
        ours = "morfeusz" in self.pipe_names and COMPONENTS.issuperset(self.pipe_names)
        if n_process == 1 or special or not ours:
            yield from alone(texts, n_process=n_process, **options)
        else:
            docs = (self._ready(text) for text in texts)
            yield from shared_out(docs, self, n_process, lambda batch: list(alone(batch)))

    def _ready(self, text: Any) -> Doc:
        """A Doc as workers can have it: they are sent no seams, so what these decide is decided here."""
        doc = self._ensure_doc(text)
        return mark_sentences(doc) if doc._.seams and "textmine_sentences" in self.pipe_names else doc


@dataclass(slots=True)
class _Batch:
    docs: list[Doc]
    worker: _Worker | None = None


class _Worker:
    """A process that analyses what it is sent, in order."""

    def __init__(self, nlp: Language, context: Any) -> None:
        self._vocab = nlp.vocab
        self._told = words_told()
        alike = context.get_start_method() == "fork"
        self._exchange = _exchange(nlp, alike=alike)
        self.waiting = 0
        self._connection, other = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(nlp, other, self._connection, alike), daemon=True
        )
        self._process.start()
        other.close()

    def send(self, docs: Sequence[Doc]) -> None:
        """Ask for the analysis of some Docs. Raises EOFError or OSError when the process is gone."""
        table = given(docs, self._told, self._vocab)
        self._connection.send((table, self._exchange.news()))
        self.waiting += 1

    @property
    def ready(self) -> bool:
        """Whether an answer has come, or never will."""
        with suppress(*_GONE):
            return bool(self._connection.poll())
        return True

    def receive(self, docs: Sequence[Doc]) -> bool:
        """Put the next answer into the Docs that it is about; False where the worker failed at them.

        Raises EOFError or OSError when the process is gone.
        """
        answer, news = self._connection.recv()
        self.waiting -= 1
        self._exchange.take(news)
        if answer is None:
            return False
        put(answer, docs, self._vocab)
        return True

    def close(self) -> None:
        """End the process."""
        with suppress(*_GONE):
            self._connection.send(None)
        self._connection.close()
        self._process.join(_JOIN_SECONDS)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()
        self._process.close()


def _serve(nlp: Language, connection: Connection, other_end: Connection, alike: bool) -> None:
    """What runs in a worker's process, until it is told to stop or nobody is there to tell it."""
    other_end.close()
    # Read beside the work: a sender that waits for us while we wait for it would wait for ever.
    tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
    threading.Thread(target=_collect, args=(connection, tasks), daemon=True).start()
    exchange = _exchange(nlp, alike=alike)
    strings, morphs = strings_told(), morphs_told()
    words: dict[int, str] = {}
    with suppress(*_GONE, KeyboardInterrupt):
        while (task := tasks.get()) is not None:
            table, news = task
            exchange.take(news)
            try:
                rows = analysed(nlp, received(table, words, nlp.vocab), words)
                answer = found(rows, strings, morphs, nlp.vocab)
            except Exception:  # whoever asked does it again, and raises what is to be raised
                answer = None
            connection.send((answer, exchange.news()))


def _exchange(nlp: Language, *, alike: bool) -> Exchange:
    component = nlp.get_pipe("morfeusz")
    assert isinstance(component, MorfeuszComponent)
    return Exchange(lambda: component.chooser.lexicon, alike=alike)


def analysed(nlp: Language, tables: Sequence[Numbers], words: dict[int, str]) -> Numbers:
    """What the pipeline sets, for the columns ORTH, SPACY, SENT_START of Docs: making Docs again would cost more."""
    result = [np.zeros((len(table), 5), np.uint64) for table in tables]
    for one, table in zip(result, tables, strict=True):
        one[:, 4] = table[:, 2]
    for name, component in nlp.pipeline:
        if name == "morfeusz":
            assert isinstance(component, MorfeuszComponent)
            starts = [
                np.stack([table[:, 0], one[:, 4]], axis=1) for table, one in zip(tables, result, strict=True)
            ]
            for one, values in zip(result, component.analysed(starts), strict=True):
                one[:, :4] = values
        else:
            for one, table in zip(result, tables, strict=True):
                if len(table) and not table[1:, 2].any():
                    text, offsets = _text(table, words)
                    one[:, 4] = marks_of(text, offsets)
    return np.concatenate(result)


def _text(table: Numbers, words: dict[int, str]) -> tuple[str, Numbers]:
    """The text of a Doc by its columns ORTH and SPACY, and where its tokens begin."""
    parts = [
        words[orth] + " " if space else words[orth]
        for orth, space in zip(table[:, 0].tolist(), table[:, 1].tolist(), strict=True)
    ]
    ends = np.cumsum([len(part) for part in parts], dtype=np.uint64)
    return "".join(parts), np.concatenate([np.zeros(1, np.uint64), ends[:-1]])


def _collect(connection: Connection, tasks: queue.SimpleQueue[_Task | None]) -> None:
    task: _Task | None = None
    with suppress(*_GONE):
        while (task := connection.recv()) is not None:
            tasks.put(task)
    tasks.put(None)


def shared_out(docs: Iterable[Doc], nlp: Language, processes: int, analyse: Analyse) -> Iterator[Doc]:
    """Analyse Docs in `processes` processes, this one among them; they come in order, and the same as in one.

    `analyse` does in this process what `nlp.pipe` does in the others. A worker that is lost (killed, out of memory,
    no `if __name__ == "__main__"` in a script on Windows) costs a warning, and its work is done here.
    """
    context = multiprocessing.get_context()
    workers = [_Worker(nlp, context) for _ in range(processes - 1)]
    try:
        yield from _Sharing(_batches(docs), workers, analyse).run()
    finally:
        for worker in workers:
            worker.close()


class _Sharing:
    """One stream of batches that goes to workers and to this process, and comes out in order."""

    def __init__(self, source: Iterator[list[Doc]], workers: list[_Worker], analyse: Analyse) -> None:
        self._source = source
        self._workers = list(workers)
        self._analyse = analyse
        self._queue: deque[_Batch] = deque()
        self._held = _HELD * (len(workers) + 1)

    def run(self) -> Iterator[Doc]:
        """The Docs, analysed."""
        more = True
        while more or self._queue:
            more = more and self._hand_out()
            head = self._queue[0] if self._queue else None
            known = head is not None and (head.worker is None or head.worker.ready)
            if self._queue and (known or not more or len(self._queue) >= self._held):
                yield from self._finished(self._queue.popleft())
            elif more:
                own = next(self._source, None)
                more = own is not None
                if own is not None:
                    self._queue.append(_Batch(self._analyse(own)))

    def _hand_out(self) -> bool:
        """Give every worker something to do. False when nothing is left."""
        for worker in list(self._workers):
            while worker.waiting < _AHEAD and worker in self._workers:
                docs = next(self._source, None)
                if docs is None:
                    return False
                batch = _Batch(docs, worker)
                try:
                    worker.send(docs)
                except _GONE:
                    self._lost(worker)
                    batch = _Batch(self._analyse(docs))
                self._queue.append(batch)
        return True

    def _finished(self, batch: _Batch) -> list[Doc]:
        if batch.worker is None:
            return batch.docs
        try:
            done = batch.worker.receive(batch.docs)
        except _GONE:
            self._lost(batch.worker)
            done = False
        return batch.docs if done else self._analyse(batch.docs)

    def _lost(self, worker: _Worker) -> None:
        if worker in self._workers:
            self._workers.remove(worker)
            warnings.warn(
                "Proces pomocniczy analizy językowej został przerwany (np. brak pamięci). Jego praca została "
                "wykonana bez niego; wynik jest pełny, tylko trwało to dłużej.",
                LostWorker,
                stacklevel=2,
            )


def _batches(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    """Neighbouring Docs of about WORDS words together."""
    batch: list[Doc] = []
    size = 0
    for doc in docs:
        batch.append(doc)
        size += len(doc) + 1
        if size >= WORDS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
