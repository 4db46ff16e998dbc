"""Which words of a found sentence are shown as found."""

from __future__ import annotations

from textmine.records import Sentence
from textmine.search.query import Query


def matched_spans(sentence: Sentence, query: Query) -> tuple[tuple[int, int], ...]:
    """The spans, in Document.text, of the sentence's words that the query asked for."""
    if query.pattern is not None:
        start = sentence.start
        return tuple(
            (start + found.start(), start + found.end()) for found in query.pattern.finditer(sentence.text)
        )
    return tuple(
        (token.start, token.end)
        for token in sentence.tokens
        if token.lemma.casefold() in query.lemmas
        or token.text.casefold() in query.words
        or token.text.casefold().startswith(query.stems)
    )
