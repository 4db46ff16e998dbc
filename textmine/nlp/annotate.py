"""A document into sentences with analysed words, every one of them at its place in the verbatim text."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textmine.clean import Cleaned, clean
from textmine.nlp.sentences import sentence_spans
from textmine.records import Document, Sentence, Token, Turn

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 256


def annotate(document: Document, nlp: Language) -> tuple[Sentence, ...]:
    """Split the turns of a document into sentences, clean and analyse them."""
    pieces = list(_pieces(document))
    cleaned = [clean(document.text[start:end]) for _, _, start, end in pieces]
    identities = _identities(document, pieces)
    docs = nlp.pipe((one.text for one in cleaned), batch_size=BATCH)
    return tuple(
        _sentence(document, identity, index, piece, one, doc)
        for index, (identity, piece, one, doc) in enumerate(
            zip(identities, pieces, cleaned, docs, strict=True)
        )
    )


def _pieces(document: Document) -> Iterator[tuple[int, Turn, int, int]]:
    for number, turn in enumerate(document.turns):
        for start, end in sentence_spans(turn.text):
            yield number, turn, turn.start + start, turn.start + end


def _identities(document: Document, pieces: list[tuple[int, Turn, int, int]]) -> list[str]:
    """Ids from what a sentence says, so that an edit elsewhere in the document keeps them.

    A sentence that is said again gets a number; only such repeats can change their ids with an edit before them.
    """
    place = hashlib.blake2b(document.name.encode(), digest_size=3).hexdigest()
    said: Counter[str] = Counter()
    result = []
    for _, _, start, end in pieces:
        words = re.sub(r"\s+", " ", document.text[start:end])
        key = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        said[key] += 1
        result.append(f"{place}-{key}" + (f"-{said[key]}" if said[key] > 1 else ""))
    return result


def _sentence(
    document: Document,
    identity: str,
    index: int,
    piece: tuple[int, Turn, int, int],
    cleaned: Cleaned,
    doc: Doc,
) -> Sentence:
    number, turn, start, end = piece
    tokens = []
    for token in doc:
        if token.is_space:
            continue
        first, last = cleaned.source_span(token.idx, token.idx + len(token))
        tokens.append(
            Token(
                token.text,
                token.lemma_,
                token.pos_,
                token.tag_,
                str(token.morph),
                start + first,
                start + last,
            )
        )
    return Sentence(
        id=identity,
        document=document.name,
        turn=number,
        index=index,
        start=start,
        end=end,
        text=document.text[start:end],
        clean=cleaned.text,
        speaker=turn.speaker,
        role=turn.role,
        time=turn.time,
        group=turn.group,
        section=turn.section,
        tokens=tuple(tokens),
    )
