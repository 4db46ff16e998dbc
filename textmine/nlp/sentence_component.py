"""The spaCy component "textmine_sentences": sentence boundaries as sentences.py finds them.

Pauses and ends of captions are given as `doc._.seams`: (character of doc.text, seconds or None) pairs, in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from textmine.nlp.sentences import sentence_spans
from textmine.records import Seam

Doc.set_extension("seams", default=(), force=True)


@Language.component("textmine_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Mark the first token of every sentence, unless somebody did so before."""
    if not len(doc):
        return doc
    table = doc.to_array([SENT_START, IDX])
    # What `doc.has_annotation` asks token by token.
    if table[1:, 0].any():
        return doc
    seams = [Seam(place, pause) for place, pause in doc._.seams]
    marks = marks_of(doc.text, cast(Any, table[:, 1]), seams)
    doc.from_array([SENT_START], cast(Any, marks.reshape(-1, 1)))
    return doc


def marks_of(text: str, offsets: NDArray[np.uint64], seams: Sequence[Seam] = ()) -> NDArray[np.uint64]:
    """spaCy's SENT_START for tokens at these offsets of a text: 1 for the first of a sentence, else -1."""
    starts = np.searchsorted(offsets, [start for start, _ in sentence_spans(text, seams)])
    marks = np.full(len(offsets), -1, np.int64)
    marks[starts[starts < len(offsets)]] = 1
    marks[0] = 1
    return marks.astype(np.uint64)
