"""The spaCy component "textmine_sentences": sentence boundaries as sentences.py finds them."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from textmine.nlp.sentences import sentence_spans


@Language.component("textmine_sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Mark the first token of every sentence, unless somebody did so before."""
    if doc.has_annotation("SENT_START"):
        return doc
    starts = {start for start, _ in sentence_spans(doc.text)}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in starts
    return doc
