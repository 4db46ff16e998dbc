"""Guessing base forms of words that the dictionary does not know, by rules for word endings.

A rule says what to take away and to add ("skiego" -> "ski"). The rules are counted over the forms of the frequent
words of the dictionary when the model is trained (Mikheev 1997, "Automatic Rule Induction for Unknown-Word Guessing").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

# (letters taken away, letters added, tag)
Rule = tuple[int, str, str]
LONGEST = 6
BEST = 6


class Guesser:
    """Rules by ending, for words with a capital ("C") and without ("c"), most frequent first."""

    def __init__(self, rules: Mapping[str, list[Rule]]) -> None:
        self.rules = rules

    def guesses(self, word: str) -> list[tuple[str, str]]:
        """(lemma, tag) pairs for an unknown word: from the longest known ending, then the word itself as a noun."""
        kind = "C" if word[:1].isupper() else "c"
        found: dict[tuple[str, str], None] = {}
        for length in range(min(LONGEST, len(word) - 2), 0, -1):
            for cut, add, tag in self.rules.get(kind + word[-length:].lower(), ()):
                if len(word) - cut >= 2:
                    found[(word[: len(word) - cut] + add, tag)] = None
            if len(found) >= BEST:
                break
        found[(word, "subst:sg:nom:m1" if kind == "C" else "subst:sg:nom:m3")] = None
        if word.isupper() or kind == "C":
            found[(word, "subst:sg:gen.dat.acc.inst.loc:n:ncol")] = None
        found[(word, "ign")] = None
        return list(found)


def learn_rules(forms: Iterable[tuple[str, str, str]]) -> dict[str, list[Rule]]:
    """Count rules over (form, lemma, tag) triples. The same triples give the same rules."""
    counts: dict[str, Counter[Rule]] = defaultdict(Counter)
    for form, lemma, tag in forms:
        kind = "C" if lemma[:1].isupper() else "c"
        low, base = form.lower(), lemma.lower()
        shared = 0
        while shared < min(len(low), len(base)) and low[shared] == base[shared]:
            shared += 1
        cut, add = len(low) - shared, base[shared:]
        if cut > LONGEST or len(add) > LONGEST:
            continue
        for length in range(max(cut, 1), LONGEST + 1):
            if length < len(low) - 1:
                counts[kind + low[-length:]][(cut, add, tag)] += 1
    result = {}
    for key, counter in counts.items():
        total = sum(counter.values())
        if total < 5 and len(key) > 3:
            continue
        ranked = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
        result[key] = [rule for rule, count in ranked[:BEST] if count >= max(2, total * 0.03)]
    return {key: rules for key, rules in sorted(result.items()) if rules}
