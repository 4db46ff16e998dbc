"""Words of a query that nobody said, and the nearest ones that somebody did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textmine.search.query import Query

# Of 100, by rapidfuzz's weighted ratio: "spawcz" and "spawacz" have 92, "kot" and "kotlarz" 60.
NEAREST = 70.0
SHOWN = 3
# Of a pasted page only so many words are compared with all of the vocabulary.
MOST = 12


@dataclass(frozen=True, slots=True)
class Missing:
    """A word of the query that is not in the material, and base forms that are like it, nearest first."""

    word: str
    nearest: tuple[str, ...]


def missing_words(query: Query, words: frozenset[str], lemmas: Mapping[str, int]) -> tuple[Missing, ...]:
    """The words of the query that are not said in any form.

    `words` are those forms of the query that the material has, `lemmas` its base forms with the number of sentences.
    """
    from rapidfuzz import fuzz, process

    found: list[Missing] = []
    for word, forms in query.asked:
        if word in words or any(form in lemmas for form in forms):
            continue
        if len(found) == MOST:
            break
        near = process.extract(word, lemmas.keys(), scorer=fuzz.ratio, score_cutoff=NEAREST, limit=20)
        near.sort(key=lambda one: (-one[1], -lemmas[one[0]], one[0]))
        found.append(Missing(word, tuple(lemma for lemma, _, _ in near[:SHOWN])))
    return tuple(found)
