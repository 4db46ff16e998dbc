"""Quotes with their citation, codes and neighbours, from an open database."""

from __future__ import annotations

from textmine.codebook import Codebook
from textmine.search import Filters, Quote
from textmine.store.database import Database


def find_quotes(
    db: Database,
    codebook: Codebook,
    query: str,
    filters: Filters,
    *,
    n: int,
    context: int,
    encoder: str | None,
) -> list[Quote]:
    """The best quotes for a query, best first; `encoder` None = words alone. Raises QueryError."""
    from textmine.evidence import citation, short_names
    from textmine.nlp.dictionary import base_forms
    from textmine.search import matched_spans, parse, search
    from textmine.store.quotes import SqliteQuoteIndex

    parsed = parse(query, base_forms)
    vector = None
    if encoder is not None:
        from textmine.embed import load_encoder

        vector = load_encoder(encoder).query(query)
    index = SqliteQuoteIndex(db)
    hits = search(parsed, index, vector=vector, filters=filters, limit=n)
    sentences = index.sentences([hit.number for hit in hits])
    names = short_names([str(row[0]) for row in db.rows("SELECT name FROM document")])
    found = []
    for hit in hits:
        sentence, group = sentences[hit.number]
        before, after = index.neighbours(sentence, context) if context > 0 else ([], [])
        codes = db.rows("SELECT code FROM current_coding WHERE sentence = ? ORDER BY code", (sentence.id,))
        found.append(
            Quote(
                sentence=sentence,
                citation=citation(sentence, names, group, codebook.groups),
                group=group,
                codes=tuple(str(row[0]) for row in codes),
                before=tuple(other.text for other in before),
                after=tuple(other.text for other in after),
                matches=matched_spans(sentence, parsed),
                score=hit.score,
            )
        )
    return found
