"""Topics as a Pole would name them: nouns, and nouns with the word that they are said with."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textmine.records import Sentence
from textmine.topics.phrases import Phrases
from textmine.topics.words import only_adjective

TERMS = 8
IN_LABEL = 3


def terms(
    keywords: Sequence[tuple[str, float]],
    sentences: Sequence[Sentence],
    everywhere: Phrases | None = None,
    *,
    count: int = TERMS,
) -> tuple[tuple[str, float], ...]:
    """The keywords of a topic in base form, joined with the word that they mostly stand beside in its sentences.

    `everywhere` holds the pairs of the whole corpus (default: of `sentences`). Each word is in one term only: one that
    stands alone gives its place to a later term that has it.
    """
    own = Phrases(sentences)
    found: dict[str, tuple[str, float]] = {}
    joined: set[str] = set()
    for word, weight in keywords:
        if word in joined:
            continue
        pair = own.term(word, everywhere or own)
        if pair is None or {pair.noun, pair.second} & joined:
            found[word] = (word, round(weight, 4))
            continue
        joined |= {pair.noun, pair.second}
        place = pair.noun if pair.noun in found else pair.second if pair.second in found else word
        found[place] = (own.written(pair), found.get(place, (word, round(weight, 4)))[1])
    return tuple(found.values())[:count]


def label(named: Sequence[tuple[str, float]], taken: Collection[str] = ()) -> str:
    """A topic's name until a researcher gives it one: its best terms, nouns before adjectives that stand alone.

    Three terms, more where another topic of `taken` is already called so.
    """
    nouns = [word for word, _ in named if not only_adjective(word)]
    words = nouns + [word for word, _ in named if word not in nouns]
    for size in range(min(IN_LABEL, len(words)), len(words) + 1):
        name = ", ".join(words[:size])
        if name not in taken:
            return name
    return ", ".join(words)
