"""Sentences of written and spoken Polish: spans of the verbatim text.

Points that end abbreviations, initials and ordinals end no sentence; a transcriber's brackets and closing quotes go
with the sentence before them; what has no punctuation for 60 words is cut before a conjunction.
"""

from __future__ import annotations

import re
from itertools import pairwise

from textmine.language.abbreviations import ALWAYS, MAYBE

Span = tuple[int, int]

MAX_WORDS = 60
# A clause that is cut from a longer stretch has at least so many words.
MIN_CLAUSE = 12

_END = re.compile(r"(?:[.!?…]+)[\"”’»)\]]*(?=\s|$)|\n+")
_LAST_WORD = re.compile(r"([\w.]+)\.$")
_NEXT = re.compile(r"[\s–—-]*[\"„«‚'(\[]*(\S?)")
_BRACKET_AFTER = re.compile(
    r"\s*(?:\[[^\[\]\n]{1,80}\]|\((?:śmie|niezrozum|pauza|cisza|westch|oklask)[^()\n]{0,60}\))[.,]?"
)
_CONJUNCTION = re.compile(
    r"\s(?=(?:i|a|ale|więc|bo|no|to znaczy|czyli|natomiast|tylko|potem|później|jednak|dlatego|ponieważ"
    r"|żeby|że|który|która|które|gdzie|kiedy|jak|jeśli|jeżeli|oraz|także|również|tak że)\s)",
    re.IGNORECASE,
)
_OPEN = {"(": ")", "[": "]", "„": "”"}


def sentence_spans(text: str) -> list[Span]:
    """The sentences of one turn: in order, not overlapping, without white space at their edges, all words covered."""
    cuts = [0]
    for match in _END.finditer(text):
        if match.start() < cuts[-1]:
            continue
        end = match.end()
        if match.group().startswith("\n"):
            if _goes_on(text, match.start(), end):
                continue
        elif not _ends(text, match.start(), end):
            continue
        after = _BRACKET_AFTER.match(text, end)
        cuts.append(after.end() if after else end)
    cuts.append(len(text))
    spans: list[Span] = []
    for start, end in pairwise(cuts):
        trimmed = _trimmed(text, start, end)
        if trimmed is None:
            continue
        if spans and not re.search(r"\w", text[trimmed[0] : trimmed[1]]):
            spans[-1] = (spans[-1][0], trimmed[1])  # a lone "…" or bracket belongs to what was said before
        else:
            spans.append(trimmed)
    return [piece for span in spans for piece in _short(text, span)]


def _ends(text: str, start: int, end: int) -> bool:
    """Whether the punctuation at text[start:end] ends a sentence."""
    marks = text[start:end]
    following = _NEXT.match(text, end)
    first = following[1] if following else ""
    if not first:
        return True
    if "!" in marks or "?" in marks:
        return not first.islower()
    if "…" in marks or marks.startswith(".."):
        return not first.islower()
    word = _LAST_WORD.search(text, max(0, start - 30), start + 1)
    before = word[1].lower() if word else ""
    if len(before) == 1 and before.isalpha() and text[start - 1].isupper():
        return False  # an initial: "A. Kowalski"
    if before.rstrip(".") in ALWAYS:
        return False
    if before in MAYBE:
        return first.isupper() and not _is_name_part(text, end)
    if before.isdigit():
        return not first.islower() and not first.isdigit()  # an ordinal or a date: "3. piętro", "12. 2024"
    if len(marks) > 1 and marks[1:].strip(".") and first.islower():
        return False
    return not (first.islower() and first.isalpha())


def _is_name_part(text: str, end: int) -> bool:
    """Whether what follows "tys." or "r." looks like the middle of a sentence."""
    word = re.match(r"\s*(\w+)", text[end : end + 40])
    return bool(word) and word is not None and len(word[1]) == 1


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a line break is inside a sentence: no punctuation before it and a small letter after it."""
    before = text[:start].rstrip()[-1:]
    after = text[end:].lstrip()[:1]
    return bool(before) and before not in ".!?…:;" and after.islower()


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return (start + left, start + right) if right > left else None


def _short(text: str, span: Span) -> list[Span]:
    """Cut a stretch of more than MAX_WORDS words: at a comma or conjunction near its middle, else at a space."""
    start, end = span
    words = [match.start() + start for match in re.finditer(r"\S+", text[start:end])]
    if len(words) <= MAX_WORDS:
        return [span]
    low, high = words[MIN_CLAUSE], words[min(len(words) - MIN_CLAUSE, MAX_WORDS)]
    middle = words[min(len(words), 2 * MAX_WORDS) // 2]
    places = [match.start() for match in re.finditer(r"(?<=[;,])\s", text[:high]) if match.start() >= low]
    places += [match.start() for match in _CONJUNCTION.finditer(text, low, high)]
    cut = min(places, key=lambda place: abs(place - middle)) if places else words[MAX_WORDS // 2] - 1
    first, rest = _trimmed(text, start, cut), _trimmed(text, cut, end)
    return [piece for part in (first, rest) if part for piece in _short(text, part)]
