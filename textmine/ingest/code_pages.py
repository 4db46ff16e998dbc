"""Which of the old Polish code pages a text is in: the one under which it spells Polish."""

from __future__ import annotations

import re
import unicodedata

CODE_PAGES = ("cp1250", "iso-8859-2", "cp852", "mac_latin2")
"""Windows, Linux of the nineties, DOS, Mac; where two fit alike the more common one is taken."""

LOWER, UPPER = "ąćęłńóśźż", "ĄĆĘŁŃÓŚŹŻ"
TYPOGRAPHY = frozenset("„”“–—…’‘‚«»°§€½¼¾²³±×•©®™ \u00a0\u00ad")
# High letters are spread evenly over a talk: this much of it is enough to tell.
_SAMPLE = 200_000
# Scores nearer than this are too near to decide alone.
_NEAR = 2.0
_WORD = re.compile(r"[^\W\d_]{2,}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_HIGH = re.compile(r"[^\x00-\x7f]")


def code_page(raw: bytes) -> str:
    """The code page of bytes that are no Unicode."""
    first = _HIGH_BYTE.search(raw)
    start = max(first.start() - 1, 0) if first else 0
    sample = raw[start : start + _SAMPLE]
    texts = {page: sample.decode(page, "replace") for page in CODE_PAGES}
    scores = {page: polish_score(text) for page, text in texts.items()}
    best = max(CODE_PAGES, key=lambda page: (scores[page], -CODE_PAGES.index(page)))
    near = [page for page in CODE_PAGES if scores[best] - scores[page] < _NEAR and texts[page] != texts[best]]
    if not near:
        return best
    # A letter or two may be Polish on two pages ("Wierną", "Wiernł"): the dictionary knows which word is one.
    return max([best, *near], key=lambda page: (_known(texts[page]), scores[page]))


def _known(text: str) -> int:
    from textmine.nlp.dictionary import is_word

    words = {word for word in _WORD.findall(text[:20_000]) if not word.isascii()}
    return sum(is_word(word) or is_word(word.lower()) for word in words)


def polish_score(text: str) -> float:
    """How much the letters beyond ASCII look like Polish: 1 for a letter in its place, less than 0 for what is odd.

    A capital inside a word of small letters ("sĄ") and a sign between letters ("tak˘e") are odd: the wrong code page
    often gives Polish letters, but not where they belong.
    """
    score = 0.0
    for found in _HIGH.finditer(text):
        place = found.start()
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        score += _weight(found[0], before, after)
    return score


def _weight(character: str, before: str, after: str) -> float:
    if character in LOWER:
        return 1.0 if not before.isupper() or not after.isupper() else -1.0
    if character in UPPER:
        return -2.0 if before.islower() else 1.0
    inside = before.isalpha() and after.isalpha()
    if character in TYPOGRAPHY and not (inside and character not in "’–—-\u00a0\u00ad"):
        return 0.3
    kind = unicodedata.category(character)
    if kind.startswith("L"):
        return -1.0
    return -3.0 if kind in {"Cc", "So", "Co", "Cn"} else -2.0
