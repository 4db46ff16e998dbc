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

    `everywhere` holds the pairs of the whole corpus (default: of `sentences`). Each word is in one term only.
    """
    own = Phrases(sentences)
    found: list[tuple[str, float]] = []
    used: set[str] = set()
    for word, weight in keywords:
        if word in used or len(found) >= count:
            continue
        pair = own.term(word, everywhere or own)
        if pair and not {pair.noun, pair.second} & used:
            used |= {pair.noun, pair.second}
            found.append((own.written(pair), round(weight, 4)))
        else:
            used.add(word)
            found.append((word, round(weight, 4)))
    return tuple(found)


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
