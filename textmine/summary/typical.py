"""Quotes that stand for many: clear ones, of different people, documents and wordings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256

from textmine.language.leaning import LEANING, POINTING
from textmine.records import Coding, Sentence, Status
from textmine.summary.units import voice

QUOTES = 3
# Only the clearest are compared with each other.
CANDIDATES = 60
# Quotes that share more than this part of their words (Jaccard) say the same.
ALIKE = 0.5
_WORD = re.compile(r"\w+")
_UNCLEAR = re.compile(r"\[\?|\(\?|niezrozum|niewyraźn|nieczyt|\[\.\.\.\]|\(\.\.\.\)|\(…\)|\[…\]")
# Inflected forms of a word share its beginning.
_STEM = 5


def typical(
    codings: Sequence[Coding],
    sentences: Mapping[str, Sentence],
    count: int = QUOTES,
    *,
    quoted: Collection[str] = (),
) -> tuple[str, ...]:
    """The ids of typical sentences, best first.

    Different speakers come first; among equals the clearer sentence, from a document, with a code and in words
    that were not chosen yet. `quoted` are sentences that stand beside: their speakers come later. The same codings
    give the same quotes.
    """
    best = _clearest(codings, sentences)
    chosen: list[Coding] = []
    heard = Counter(_who(sentences[identity]) for identity in quoted)
    while best and len(chosen) < count:
        following = min(best, key=lambda coding: _rank(coding, chosen, heard, sentences))
        best.remove(following)
        chosen.append(following)
        heard[_who(sentences[following.sentence_id])] += 1
    return tuple(coding.sentence_id for coding in chosen)


def clarity(coding: Coding, sentence: Sentence) -> float:
    """How well a sentence speaks for itself, about -1 to 2: sure, of readable length, whole, not leaning on others."""
    text = sentence.text.strip()
    words = _WORD.findall(text)
    score = coding.confidence + (0.5 if coding.status is Status.ACCEPTED else 0.0)
    score += _length(len(words))
    score += 0.1 if text[:1].isupper() and text[-1:] in '.!”"' else 0.0
    score -= 0.2 if text.endswith("?") else 0.0
    score -= 0.3 if _UNCLEAR.search(text) else 0.0
    score -= 0.2 if words and words[0].casefold() in LEANING else 0.0
    score -= 0.1 if POINTING.intersection(word.casefold() for word in words[1:3]) else 0.0
    # What cleaning took out: fillers, false starts, brackets.
    score -= min(1.0, max(0, len(text) - len(sentence.clean)) / max(len(text), 1))
    return score


def _length(words: int) -> float:
    if 8 <= words <= 30:
        return 0.3
    return 0.15 if 5 <= words <= 45 else -0.3 if words > 80 else 0.0


def _clearest(codings: Sequence[Coding], sentences: Mapping[str, Sentence]) -> list[Coding]:
    """The surest coding of every sentence, the clearest of them first; of every speaker the best ones stay in."""
    surest: dict[str, Coding] = {}
    for coding in sorted(codings, key=lambda c: (-c.confidence, c.code)):
        surest.setdefault(coding.sentence_id, coding)
    best = sorted(surest.values(), key=lambda c: (-clarity(c, sentences[c.sentence_id]), _lot(c)))
    turn: Counter[tuple[str, str]] = Counter()
    order = []
    for place, coding in enumerate(best):
        who = _who(sentences[coding.sentence_id])
        order.append((turn[who], place))
        turn[who] += 1
    return [best[place] for _, place in sorted(order)[:CANDIDATES]]


def _rank(
    coding: Coding,
    chosen: Sequence[Coding],
    heard: Counter[tuple[str, str]],
    sentences: Mapping[str, Sentence],
) -> tuple[bool, int, float, bytes]:
    """The least comes next."""
    sentence = sentences[coding.sentence_id]
    others = [sentences[c.sentence_id] for c in chosen]
    own = _stems(sentence)
    repeated = any(_alike(own, _stems(other)) > ALIKE for other in others)
    score = clarity(coding, sentence)
    score -= 0.15 * sum(other.document == sentence.document for other in others)
    score -= 0.1 * sum(c.code == coding.code for c in chosen)
    return repeated, heard[_who(sentence)], -score, _lot(coding)


def _lot(coding: Coding) -> bytes:
    """What decides between equals: ids begin with their document, so that by them the same one would always win."""
    return sha256(coding.sentence_id.encode()).digest()


def _who(sentence: Sentence) -> tuple[str, str]:
    return voice(sentence.document, sentence.speaker or "")


def _stems(sentence: Sentence) -> frozenset[str]:
    return frozenset(word[:_STEM].casefold() for word in _WORD.findall(sentence.clean or sentence.text))


def _alike(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / max(len(first | second), 1)
