"""Letters that old PDF fonts lose: a final "ć" that reads as "d" ("obliczyd"), an "ń" that reads as "o" ("Paostwo").

Only words that the dictionary does not know are touched, and only where the repaired form is a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache

# In Polish ć is 4.9 and ń 1.7 of 1,000 letters (NKJP): so many letters without a single one is a broken font.
LETTERS_FOR_C = 1_000
LETTERS_FOR_N = 3_000
REASON = "litera zgubiona przez czcionkę PDF"
_WORD = re.compile(r"[^\W\d_]{3,}")
_SUSPECT = re.compile(r"d$|o[^\W\d_]")
# How many of the most frequent suspects are looked up.
_ASKED = 400


def has_lost_letters(text: str) -> bool:
    """Whether a text comes from such a font: a letter is missing altogether, and words prove that it was lost."""
    lowered = text.casefold()
    letters = sum(map(str.isalpha, text))
    if "ć" in lowered and ("ń" in lowered or letters < LETTERS_FOR_N):
        return False
    suspects = Counter(word for word in _WORD.findall(text) if _SUSPECT.search(word))
    needed = 1 if letters >= LETTERS_FOR_C else 2
    return sum(with_lost_letters(word) is not None for word, _ in suspects.most_common(_ASKED)) >= needed


@cache
def with_lost_letters(word: str) -> str | None:
    """A word that the dictionary knows in place of one that it does not, None where there is none."""
    known = _dictionary()
    if len(word) < 3 or not ({"d", "o"} & set(word)) or known(word):
        return None
    ends = [word[:-1] + "ć"] if word.endswith("d") else []
    for candidate in (*ends, *_with_n(word), *(one for end in ends for one in _with_n(end))):
        if known(candidate):
            return candidate
    return None


def _with_n(word: str) -> list[str]:
    return [word[:at] + "ń" + word[at + 1 :] for at, letter in enumerate(word) if letter == "o" and at]


def _dictionary() -> Callable[[str], bool]:
    from textmine.nlp.dictionary import is_word

    return is_word
