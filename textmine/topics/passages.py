"""The unit of topic modelling: neighbouring sentences of one speaker, joined to 40-120 words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.language.stopwords import STOP_LEMMAS
from textmine.records import Role, Sentence
from textmine.topics.words import shown

# What a topic is named by; verbs are left to the codes.
_CONTENT = frozenset({"NOUN", "ADJ"})


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that are modelled together: their places in the given sequence, and their content lemmas."""

    places: tuple[int, ...]
    words: int
    lemmas: tuple[str, ...]
    document: str = ""


def passages(sentences: Sequence[Sentence], *, min_words: int = 40, max_words: int = 120) -> list[Passage]:
    """Join sentences of one speaker in one document; moderators are left out, but do not part what they interrupt.

    Notes of a workshop are joined within their section. A passage that stays below half of `min_words` is joined to the
    one before it where that is the same speaker's and both make at most `max_words`, else kept: nothing is left out.
    """
    result: list[list[int]] = []
    owner: tuple[str, str | None, str | None] | None = None
    for place, sentence in enumerate(sentences):
        if sentence.role is Role.MODERATOR or not sentence.tokens:
            continue
        key = (sentence.document, sentence.speaker, sentence.section)
        size = _words(sentence)
        last = result[-1] if result else []
        filled = sum(_words(sentences[other]) for other in last)
        if key == owner and filled < min_words and filled + size <= max_words:
            last.append(place)
        else:
            result.append([place])
        owner = key
    return [
        _passage(sentences, places) for places in _without_crumbs(sentences, result, min_words, max_words)
    ]


def _without_crumbs(
    sentences: Sequence[Sentence], blocks: list[list[int]], min_words: int, max_words: int
) -> list[list[int]]:
    result: list[list[int]] = []
    for block in blocks:
        size = sum(_words(sentences[place]) for place in block)
        if result and size < min_words // 2:
            before = result[-1]
            one, other = sentences[before[-1]], sentences[block[0]]
            filled = sum(_words(sentences[place]) for place in before)
            same = (one.document, one.speaker, one.section) == (other.document, other.speaker, other.section)
            if same and filled + size <= max_words:
                before.extend(block)
                continue
        result.append(block)
    return result


def _words(sentence: Sentence) -> int:
    return sum(1 for token in sentence.tokens if token.pos != "PUNCT")


def _passage(sentences: Sequence[Sentence], places: Sequence[int]) -> Passage:
    lemmas = tuple(
        shown(token)
        for place in places
        for token in sentences[place].tokens
        if token.pos in _CONTENT
        and len(token.lemma) > 2
        and token.lemma.lower() not in STOP_LEMMAS
        and token.lemma.replace("-", "").isalpha()
        and not token.lemma[0].isupper()
    )
    size = sum(_words(sentences[place]) for place in places)
    return Passage(tuple(places), size, lemmas, sentences[places[0]].document)
