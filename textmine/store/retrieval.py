"""Quotes with their citation, codes and neighbours, from an open database."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.codebook import Codebook
from textmine.search import Filters, Folded, Hit, Missing, Query, Quote
from textmine.store.database import Database
from textmine.store.quotes import SqliteQuoteIndex

# Near-duplicates are looked for among so many times the hits that are asked for, and among so many at least.
SPARE, FEWEST = 3, 60


def find_quotes(
    db: Database,
    codebook: Codebook,
    query: Query,
    filters: Filters,
    *,
    n: int,
    context: int,
    encoder: str | None,
) -> list[Quote]:
    """The best quotes for a query, best first; `encoder` None = words alone. Raises QueryError."""
    from textmine.evidence import citation, short_names
    from textmine.search import matched_spans, search

    index = SqliteQuoteIndex(db)
    vector = None
    if encoder is not None and query.pattern is None and _has_meaning(query, index):
        from textmine.embed import load_encoder

        vector = load_encoder(encoder).query(query.text)
    hits = search(query, index, vector=vector, filters=filters, limit=max(SPARE * n, FEWEST))
    scores = {hit.number: hit.score for hit in hits}
    shown = _folded(index, hits)[:n]
    sentences = index.sentences([number for one in shown for number in (one.number, *one.similar)])
    names = short_names([str(row[0]) for row in db.rows("SELECT name FROM document")])
    cited = {
        number: citation(sentence, names, group, codebook.groups)
        for number, (sentence, group) in sentences.items()
    }
    found = []
    for one in shown:
        sentence, group = sentences[one.number]
        before, after = index.neighbours(sentence, context) if context > 0 else ([], [])
        codes = db.rows("SELECT code FROM current_coding WHERE sentence = ? ORDER BY code", (sentence.id,))
        found.append(
            Quote(
                sentence=sentence,
                citation=cited[one.number],
                group=group,
                codes=tuple(str(row[0]) for row in codes),
                before=tuple(other.text for other in before),
                after=tuple(other.text for other in after),
                matches=matched_spans(sentence, query),
                score=scores[one.number],
                similar=tuple(cited[number] for number in one.similar),
            )
        )
    return found


def find_missing(db: Database, query: Query) -> tuple[Missing, ...]:
    """The words of a query that nobody said, with the nearest base forms that somebody did."""
    from textmine.search import missing_words

    index = SqliteQuoteIndex(db)
    spoken = index.spoken(word for word, _ in query.asked)
    if all(word in spoken for word, _ in query.asked):
        return ()
    return missing_words(query, spoken, index.lemmas())


def _has_meaning(query: Query, index: SqliteQuoteIndex) -> bool:
    """Whether any word is one that somebody said or that the dictionary knows: vectors of other letters say nothing."""
    from textmine.nlp.dictionary import readings

    words = [word for word, _ in query.asked]
    return not words or bool(index.spoken(words)) or any(readings(word) for word in words)


def _folded(index: SqliteQuoteIndex, hits: Sequence[Hit]) -> list[Folded]:
    from textmine.search import fold

    texts = index.texts([hit.number for hit in hits])
    return fold((hit.number, texts[hit.number]) for hit in hits)
