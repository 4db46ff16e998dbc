"""Near-duplicates: sentences that say the same in nearly the same words are shown once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# Of 100; the likeness of two texts by the characters that must be inserted or deleted (rapidfuzz's ratio). At 90 a typo,
# a filler or another ending are folded, "mamy" and "nie mamy" in a short sentence are not.
ALIKE = 90.0
# Words that turn the meaning: a sentence with one more of them is another statement however alike it looks.
_TURNING = frozenset({"nie", "nigdy", "bez", "brak", "ani", "żaden", "żadna", "żadne", "nikt", "nic"})
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Folded:
    """A sentence that is shown, and those that are folded into it, by number, in the order of the hits."""

    number: int
    similar: tuple[int, ...] = ()


def fold(texts: Iterable[tuple[int, str]]) -> list[Folded]:
    """Fold near-duplicates into the first of them. `texts` are (number, text), best first.

    Sentences that differ in a number or a negation are never folded: "12 osób" is not "15 osób".
    """
    from rapidfuzz import fuzz

    kept: list[tuple[int, str, tuple[object, ...]]] = []
    similar: dict[int, list[int]] = {}
    for number, text in texts:
        words = _WORD.findall(text.casefold())
        plain = " ".join(words)
        decisive = (_NUMBER.findall(plain), sorted(word for word in words if word in _TURNING))
        for other, known, its in kept:
            if its == decisive and fuzz.ratio(plain, known, score_cutoff=ALIKE) >= ALIKE:
                similar[other].append(number)
                break
        else:
            kept.append((number, plain, decisive))
            similar[number] = []
    return [Folded(number, tuple(similar[number])) for number, _, _ in kept]
