"""Two words that belong together: a noun with its adjective ("dotacja unijna") or with a noun ("rynek pracy")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from textmine.language.stopwords import STOP_LEMMAS
from textmine.records import Sentence, Token
from textmine.topics.words import shown, with_adjective, with_noun

# A pair is a term when it makes up this share of a word's uses in the topic …
OWN_SHARE = 0.3
# … and this share of what its second word is said with at all: "polska armia" says no more than "armia".
SECOND_SHARE = 0.1
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """`noun` and `second` in base form: an adjective "before" or "after" the noun, or a noun in its genitive `form`."""

    noun: str
    second: str
    order: str
    form: str = ""


class Phrases:
    """The pairs in some sentences, counted."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self.words: Counter[str] = Counter()
        self.pairs: Counter[Pair] = Counter()
        self._plural: Counter[Pair] = Counter()
        for sentence in sentences:
            self.words.update(shown(token) for token in sentence.tokens if token.pos in {"NOUN", "ADJ"})
            for pair, plural in _pairs(sentence.tokens):
                self.pairs[pair] += 1
                self._plural[pair] += plural

    def term(self, word: str, everywhere: Phrases) -> Pair | None:
        """The pair that a word is mostly said in, where that says more than the word alone."""
        for pair in self._with.get(word, ()):
            if (
                self.pairs[pair] >= max(FEWEST, OWN_SHARE * self.words[word])
                and everywhere.pairs[pair] >= SECOND_SHARE * everywhere.words[pair.second]
            ):
                return pair
        return None

    def written(self, pair: Pair) -> str:
        """The pair in the nominative, in the plural where it is mostly said so ("fundusze unijne")."""
        plural = 3 * self._plural[pair] > 2 * self.pairs[pair]
        if pair.form:
            return with_noun(pair.noun, pair.form, plural=plural)
        return with_adjective(pair.noun, pair.second, before=pair.order == "before", plural=plural)

    @cached_property
    def _with(self) -> dict[str, list[Pair]]:
        """The pairs of every word, most frequent first."""
        found: dict[str, list[Pair]] = {}
        for pair in sorted(self.pairs, key=lambda p: (-self.pairs[p], p.noun, p.second, p.order, p.form)):
            for word in dict.fromkeys((pair.noun, pair.second)):
                found.setdefault(word, []).append(pair)
        return found


def _pairs(tokens: Sequence[Token]) -> Iterator[tuple[Pair, bool]]:
    """Every pair, and whether its noun is in the plural."""
    for one, other in pairwise(tokens):
        # A participle after its noun says what happened to it ("wniosek złożony") and makes no term.
        if _is_noun(one) and _goes_with_noun(other) and other.tag == "adj":
            yield Pair(shown(one), shown(other), "after"), "Number=Plur" in one.morph
        elif _goes_with_noun(one) and _is_noun(other):
            yield Pair(shown(other), shown(one), "before"), "Number=Plur" in other.morph
        elif _is_noun(one) and _says_what_of(other) and one.lemma.lower() not in STOP_LEMMAS:
            pair = Pair(shown(one), shown(other), "genitive", other.text.lower())
            yield pair, "Number=Plur" in one.morph


def _says_what_of(token: Token) -> bool:
    return _is_noun(token) and "Case=Gen" in token.morph and token.lemma.lower() not in STOP_LEMMAS


def _is_noun(token: Token) -> bool:
    return token.pos == "NOUN" and not token.lemma[:1].isupper()


def _goes_with_noun(token: Token) -> bool:
    return token.pos == "ADJ" and token.tag in {"adj", "ppas", "pact"} and not token.lemma[:1].isupper()
