"""The embedded pipeline in several processes: spaCy's `nlp.pipe(…, n_process=2)`, at the price of the analysis alone.

spaCy packs whole Docs in the workers and unpacks them in the parent, which costs more than our analysis. Here a worker
sends back one small table of numbers a chunk, with the strings that the parent does not know yet; the parent has the
text, so it makes the Doc itself and writes the numbers into it. The parent analyses too: `n_process` of 2 is itself and
one worker.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from spacy.attrs import LEMMA, MORPH, POS, SENT_START, TAG
from spacy.lang.pl import Polish
from spacy.tokens import Doc

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from numpy.typing import NDArray

# Small enough that nobody waits long for the last chunk, large enough that sending weighs little.
CHUNK_CHARACTERS = 20_000
# Chunks that wait in a worker while it works; results that wait for one before them.
AHEAD = 2
BUFFERED = 32
_COLUMNS = [LEMMA, TAG, MORPH, POS, SENT_START]
_STRINGS = 3  # The first columns are keys of the string store.

# What a worker needs of a Doc: its text, or its words, spaces and sentence starts where it is a Doc already.
Source = str | tuple[list[str], list[bool], list[int]]


@dataclass(frozen=True, slots=True)
class Columns:
    """The analysis of a chunk: tokens of each Doc, a table (tokens, 5) of `_COLUMNS`, strings not sent before."""

    lengths: list[int]
    table: bytes
    strings: list[str]
    morphs: list[str]


class EmbeddedPolish(Polish):  # type: ignore[no-untyped-call]
    """spaCy's Polish, whose `pipe` sends between processes only what the embedded pipeline sets."""

    def pipe(self, texts: Any, *, n_process: int = 1, **options: Any) -> Iterator[Any]:
        """As spaCy's; the same Docs with any number of processes."""
        n_process = n_process if n_process > 0 else multiprocessing.cpu_count()
        if n_process == 1 or options.get("component_cfg") or options.get("disable"):
            yield from super().pipe(texts, n_process=n_process, **options)
        elif options.get("as_tuples"):
            contexts: deque[Any] = deque()
            docs = _analysed(self, _noting(texts, contexts), n_process - 1)
            yield from ((doc, contexts.popleft()) for doc in docs)
        else:
            yield from _analysed(self, texts, n_process - 1)


def _noting(pairs: Iterable[tuple[Any, Any]], contexts: deque[Any]) -> Iterator[Any]:
    """The texts of pairs; what belongs to them is kept in order."""
    for text, context in pairs:
        contexts.append(context)
        yield text


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    connection: Connection
    chunks: deque[int] = field(default_factory=deque)


def _analysed(nlp: EmbeddedPolish, texts: Iterable[str | Doc], workers: int) -> Iterator[Doc]:
    """The Docs of all texts, in order. A worker that dies or fails costs time only: its chunks are done here."""
    source = enumerate(_chunks(texts))
    waiting: dict[int, list[str | Doc]] = {}
    ready: dict[int, list[Doc]] = {}
    crew = [_hired(nlp) for _ in range(workers)]
    following, exhausted = 0, False
    try:
        while not exhausted or waiting or ready:
            while following in ready:
                yield from ready.pop(following)
                following += 1
            for worker in [one for one in crew if one.chunks and one.connection.poll()]:
                _collect(nlp, worker, crew, waiting, ready)
            free = next((one for one in crew if len(one.chunks) < AHEAD), None)
            if not exhausted and len(waiting) + len(ready) < BUFFERED:
                number, chunk = next(source, (-1, []))
                exhausted = number < 0
                if exhausted:
                    continue
                if free is not None and _sent(free, number, chunk):
                    waiting[number] = chunk
                else:
                    ready[number] = list(nlp.pipe(chunk))
            elif following not in ready and waiting:
                wait([one.connection for one in crew if one.chunks])
    finally:
        for worker in crew:
            worker.connection.close()
            worker.process.terminate()
            worker.process.join()


def _chunks(texts: Iterable[str | Doc]) -> Iterator[list[str | Doc]]:
    chunk: list[str | Doc] = []
    size = 0
    for text in texts:
        chunk.append(text)
        size += len(text) if isinstance(text, str) else 6 * len(text)
        if size >= CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _hired(nlp: EmbeddedPolish) -> _Worker:
    context = multiprocessing.get_context()
    here, there = context.Pipe()
    process = context.Process(target=_work, args=(nlp, there), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _sent(worker: _Worker, number: int, chunk: Sequence[str | Doc]) -> bool:
    """Whether the worker took a chunk."""
    try:
        worker.connection.send([text if isinstance(text, str) else _parts(text) for text in chunk])
    except OSError:
        return False
    worker.chunks.append(number)
    return True


def _parts(doc: Doc) -> Source:
    starts = doc.to_array([SENT_START]).astype(np.int64)
    return [token.text for token in doc], [bool(token.whitespace_) for token in doc], starts.ravel().tolist()


def _collect(
    nlp: EmbeddedPolish,
    worker: _Worker,
    crew: list[_Worker],
    waiting: dict[int, list[str | Doc]],
    ready: dict[int, list[Doc]],
) -> None:
    """Take what a worker has done; of one that is dead, or failed, do the chunks here: errors are then raised here."""
    try:
        columns = worker.connection.recv()
    except (EOFError, OSError):
        crew.remove(worker)
        for number in worker.chunks:
            ready[number] = list(nlp.pipe(waiting.pop(number)))
        return
    number = worker.chunks.popleft()
    chunk = waiting.pop(number)
    ready[number] = list(nlp.pipe(chunk)) if columns is None else _written(nlp, chunk, columns)


def _written(nlp: EmbeddedPolish, chunk: Sequence[str | Doc], columns: Columns) -> list[Doc]:
    """The Docs of a chunk with what a worker found."""
    for string in columns.strings:
        nlp.vocab.strings.add(string)
    for features in columns.morphs:
        nlp.vocab.morphology.add(features)
    table: NDArray[np.uint64] = np.frombuffer(columns.table, np.uint64).reshape(-1, len(_COLUMNS))
    docs = []
    place = 0
    for text, length in zip(chunk, columns.lengths, strict=True):
        doc = nlp.make_doc(text) if isinstance(text, str) else text
        assert len(doc) == length
        if length:
            doc.from_array(_COLUMNS, cast(Any, table[place : place + length]))
        place += length
        docs.append(doc)
    return docs


def _work(nlp: EmbeddedPolish, connection: Connection) -> None:
    """The life of a worker: chunks in, columns out, None for one that failed."""
    known: set[int] = {0}
    while True:
        try:
            sources: list[Source] = connection.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        try:
            columns = _columns(nlp, sources, known)
        except Exception:
            columns = None
        connection.send(columns)


def _columns(nlp: EmbeddedPolish, sources: Sequence[Source], known: set[int]) -> Columns:
    """Analyse a chunk; `known` are the keys of strings that were sent before."""
    docs = list(nlp.pipe(_doc(nlp, source) for source in sources))
    arrays = [doc.to_array(_COLUMNS) for doc in docs if len(doc)]
    table = np.concatenate(arrays) if arrays else np.zeros((0, len(_COLUMNS)), np.uint64)
    fresh = [set(np.unique(table[:, column]).tolist()) - known for column in range(_STRINGS)]
    for keys in fresh:
        known |= keys
    text = nlp.vocab.strings
    words = sorted(text[key] for key in fresh[0] | fresh[1])
    morphs = sorted(text[key] for key in fresh[2])
    return Columns([len(doc) for doc in docs], np.ascontiguousarray(table).tobytes(), words, morphs)


def _doc(nlp: EmbeddedPolish, source: Source) -> str | Doc:
    if isinstance(source, str):
        return source
    words, spaces, starts = source
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    if words:
        doc.from_array([SENT_START], cast(Any, np.array(starts, np.int64).astype(np.uint64)[:, None]))
    return doc
