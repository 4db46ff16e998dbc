"""A document into sentences with analysed words, every one of them at its place in the verbatim text."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from textmine.clean import Cleaned, clean
from textmine.nlp.sentences import sentence_spans
from textmine.records import Document, Progress, Seam, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore
    from spacy.tokens import Doc

BATCH = 256
# A process begins to help after some tenths of a second, and meets every word anew: so many characters are worth it.
WORTH_A_PROCESS = 1_500_000
MOST_PROCESSES = 4
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence before analysis: offsets are into Document.text."""

    document: Document
    identity: str
    index: int
    turn: int
    start: int
    end: int
    cleaned: Cleaned


def annotate(document: Document, nlp: Language, *, processes: int = 1) -> tuple[Sentence, ...]:
    """Split the turns of a document into sentences, clean and analyse them.

    Every word of a turn is in one of its sentences, moderators' words too; no sentence crosses turns. What a turn says
    with fillers and remarks alone becomes a sentence without tokens.
    """
    pieces = ((0, piece) for piece in _pieces(document))
    return tuple(sentence for _, sentence in _analysed(pieces, nlp, processes))


def annotate_all(
    documents: Iterable[Document], nlp: Language, *, processes: int = 1, progress: Progress | None = None
) -> Iterator[tuple[Document, tuple[Sentence, ...]]]:
    """The same for many documents in one stream, which keeps the batches full; results come in order.

    `processes` = 0 takes as many as pay for the length of the text. `progress` is told characters of text.
    """
    listed = list(documents)
    total = sum(len(document.text) for document in listed)
    pieces = ((number, piece) for number, document in enumerate(listed) for piece in _pieces(document))
    stream = _analysed(pieces, nlp, processes or processes_for(total))
    following = next(stream, None)
    done = 0
    for number, document in enumerate(listed):
        if progress is not None:
            progress(done, total)
        sentences = []
        while following is not None and following[0] == number:
            sentences.append(following[1])
            following = next(stream, None)
        yield document, tuple(sentences)
        done += len(document.text)
    if progress is not None:
        progress(total, total)


def processes_for(characters: int) -> int:
    """How many processes pay for a text of so many characters."""
    return max(1, min(MOST_PROCESSES, os.cpu_count() or 1, characters // WORTH_A_PROCESS))


def _pieces(document: Document) -> Iterator[_Piece]:
    """The sentences of a document, with ids from what they say, so that an edit elsewhere keeps them.

    A sentence that is said again gets a number; only such repeats can change their ids with an edit before them.
    """
    place = hashlib.blake2b(document.name.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
    said: Counter[str] = Counter()
    index = 0
    for number, turn in enumerate(document.turns):
        text = document.text[turn.start : turn.end]
        seams = [Seam(seam.place - turn.start, seam.pause) for seam in turn.seams]
        for begin, end in sentence_spans(text, seams):
            verbatim = text[begin:end]
            words = _SPACES.sub(" ", verbatim).encode("utf-8", "surrogatepass")
            key = hashlib.blake2b(words, digest_size=6).hexdigest()
            said[key] += 1
            identity = f"{place}-{key}" + (f"-{said[key]}" if said[key] > 1 else "")
            yield _Piece(
                document, identity, index, number, turn.start + begin, turn.start + end, clean(verbatim)
            )
            index += 1


def _analysed(
    pieces: Iterable[tuple[int, _Piece]], nlp: Language, processes: int
) -> Iterator[tuple[int, Sentence]]:
    """Sentences in the order of the pieces, each with the number that its piece came with."""
    known: dict[Any, str] = {}
    stream = ((_doc(piece.cleaned.text, nlp), (number, piece)) for number, piece in pieces)
    for doc, (number, piece) in nlp.pipe(stream, as_tuples=True, batch_size=BATCH, n_process=processes):
        yield number, _sentence(piece, _tokens(doc, piece, known, nlp.vocab.strings))


def _doc(text: str, nlp: Language) -> Doc:
    """A Doc that is one sentence, so that no component looks for more."""
    import numpy as np
    from spacy.attrs import SENT_START

    doc = nlp.make_doc(text)
    if len(doc):
        marks = np.full((len(doc), 1), -1, np.int64)
        marks[0] = 1
        doc.from_array([SENT_START], cast(Any, marks.astype(np.uint64)))
    return doc


def _tokens(doc: Doc, piece: _Piece, known: dict[Any, str], strings: StringStore) -> tuple[Token, ...]:
    """The words of an analysed Doc at their places. `known` keeps strings by their number, features by their key."""
    from spacy.attrs import IDX, LEMMA, LENGTH, MORPH, ORTH, POS, TAG
    from spacy.symbols import NAMES

    tokens = []
    shift = piece.start
    cleaned = piece.cleaned
    whole = len(cleaned.slices) == 1
    if whole:
        shift += cleaned.slices[0][1]
    rows = doc.to_array([ORTH, LEMMA, TAG, MORPH, POS, IDX, LENGTH]).tolist()
    for orth, lemma, tag, morph, pos, start, length in rows:
        for key in (orth, lemma, tag, morph):
            if key not in known:
                known[key] = strings[key] if key else ""
        text = known[orth]
        if text.isspace():
            continue
        end = start + length
        if whole:
            first, last = start + shift, end + shift
        else:
            first, last = cleaned.source_span(start, end)
            first, last = first + shift, last + shift
        features = known[morph]
        features = "" if features == "_" else features
        tokens.append(Token(text, known[lemma], NAMES[pos], known[tag], features, first, last))
    return tuple(tokens)


def _sentence(piece: _Piece, tokens: tuple[Token, ...]) -> Sentence:
    turn = piece.document.turns[piece.turn]
    return Sentence(
        id=piece.identity,
        document=piece.document.name,
        turn=piece.turn,
        index=piece.index,
        start=piece.start,
        end=piece.end,
        text=piece.document.text[piece.start : piece.end],
        clean=piece.cleaned.text,
        speaker=turn.speaker,
        role=turn.role,
        time=turn.time,
        group=turn.group,
        section=turn.section,
        votes=turn.votes,
        tokens=tokens,
    )
