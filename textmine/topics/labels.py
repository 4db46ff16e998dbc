"""Keywords as a Pole would write them: adjective and noun together where they are said together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textmine.records import Sentence, Token
from textmine.topics.words import shown, with_adjective

# A pair is a term when it makes up this share of its noun's uses in the topic.
TERM_SHARE = 0.3


def terms(
    keywords: Sequence[tuple[str, float]], sentences: Sequence[Sentence], *, count: int = 8
) -> tuple[tuple[str, float], ...]:
    """The keywords of a topic in base form, nouns with the adjective that goes with them in its sentences."""
    wanted = {word for word, _ in keywords}
    nouns: Counter[str] = Counter()
    pairs: Counter[tuple[str, str, str]] = Counter()
    for sentence in sentences:
        tokens = sentence.tokens
        for place, token in enumerate(tokens):
            noun = shown(token)
            if token.pos != "NOUN" or noun not in wanted:
                continue
            nouns[noun] += 1
            for other, order in ((place - 1, "before"), (place + 1, "after")):
                if 0 <= other < len(tokens) and _goes_with_noun(tokens[other]):
                    pairs[noun, tokens[other].lemma.lower(), order] += 1
    found: list[tuple[str, float]] = []
    used: set[str] = set()
    for word, weight in keywords:
        if word in used or len(found) >= count:
            continue
        best = max((p for p in pairs if p[0] == word), key=lambda p: (pairs[p], p), default=None)
        if best and pairs[best] >= max(3, TERM_SHARE * nouns[word]):
            term = with_adjective(best[0], best[1], before=best[2] == "before")
            used |= {best[0], best[1]}
        else:
            term = word
            used.add(word)
        found.append((term, round(weight, 4)))
    return tuple(found)


def label(named: Sequence[tuple[str, float]]) -> str:
    """A topic's name until a researcher gives it one: its three best terms."""
    return ", ".join(word for word, _ in named[:3])


def _goes_with_noun(token: Token) -> bool:
    return token.pos == "ADJ" and token.tag == "adj" and not token.lemma[0].isupper()
