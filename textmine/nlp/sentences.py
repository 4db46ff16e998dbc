"""Sentences of written and spoken Polish: spans of the verbatim text.

Points that end abbreviations, initials and ordinals end no sentence; a transcriber's brackets and closing quotes go
with the sentence before them; what has no punctuation is cut into clauses (unpunctuated.py), and what has none for 60
words before a conjunction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from textmine.language.abbreviations import ALWAYS, MAYBE, NUMBERED, STARTS_NAME, TITLES
from textmine.nlp.dictionary import is_word, readings
from textmine.nlp.unpunctuated import clauses, is_bare, parts_clause, seams_within
from textmine.records import Seam

Span = tuple[int, int]

MAX_WORDS = 60
# A clause that is cut from a longer stretch has at least so many words, and about so many if it can.
MIN_CLAUSE = 8
CLAUSE = 30

# The second form is a forgotten space: "Koniec.Nowe zdanie".
_END = re.compile(
    r"[.!?…]+[\"”’»)\]]*(?=\s|$)|(?<=[a-ząćęłńóśźż]{3})[.!?…](?=[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż ])|\n+"
)
_LAST_WORD = re.compile(r"([\w.]+)\.$")
_NEXT = re.compile(r"\s*([–—-]\s+)?[\"„”«‚'(\[–—-]*(\S?)")
_WORD = re.compile(r"\S+")
_LETTER = re.compile(r"\w")
_COMMA = re.compile(r"[;,]\s+(?=\S)")
_WORD_AFTER = re.compile(r"[^\w\n]*(\w+)")
_ROMAN = re.compile(r"[IVXLCDM]+")
_MARKS = " \t\n\"„«‚'(\\[–—-•*"
# "W 2014 r.": with so few words before it, a year is no end.
_BEFORE_YEAR = 4
_YEAR = frozenset({"r", "w", "br", "n.e", "p.n.e"})
_FINITE = frozenset({"praet", "fin"})
_BRACKET_AFTER = re.compile(
    r"\s*(?:\[[^\[\]\n]{1,80}\]|\((?:śmie|niezrozum|pauza|cisza|westch|oklask)[^()\n]{0,60}\))[.,]?"
)
_CONJUNCTION = re.compile(
    r"\s(?=(?:i|a|ale|więc|bo|no|to znaczy|czyli|natomiast|tylko|potem|później|jednak|dlatego|ponieważ"
    r"|żeby|że|który|która|które|gdzie|kiedy|jak|jeśli|jeżeli|oraz|także|również|tak że)\s)",
    re.IGNORECASE,
)


def sentence_spans(text: str, seams: Sequence[Seam] = ()) -> list[Span]:
    """The sentences of one turn: in order, not overlapping, without white space at their edges, all words covered.

    `seams`, whose places are offsets in `text`, count where it has hardly any punctuation.
    """
    cuts = [0]
    for match in _END.finditer(text):
        if match.start() < cuts[-1]:
            continue
        end = match.end()
        if match.group().startswith("\n"):
            if _goes_on(text, match.start(), end):
                continue
        elif not _ends(text, cuts[-1], match.start(), end):
            continue
        after = _BRACKET_AFTER.match(text, end)
        cuts.append(after.end() if after else end)
    cuts.append(len(text))
    spans: list[Span] = []
    for start, end in pairwise(cuts):
        trimmed = _trimmed(text, start, end)
        if trimmed is None:
            continue
        if spans and not _LETTER.search(text, *trimmed):
            spans[-1] = (spans[-1][0], trimmed[1])  # a lone "…" or bracket belongs to what was said before
        else:
            spans.append(trimmed)
    heard = seams if seams and is_bare(text) else ()
    return [
        piece
        for span in spans
        for clause in clauses(text, span, heard)
        for piece in _short(text, clause, heard)
    ]


def _ends(text: str, begin: int, start: int, end: int) -> bool:
    """Whether the punctuation at text[start:end] ends the sentence that begins at `begin`."""
    marks = text[start:end]
    # What the transcriber put in brackets is not the next word: "Nie ma. [śmiech] Kawy?"
    remark = _BRACKET_AFTER.match(text, end)
    end = remark.end() if remark else end
    following = _NEXT.match(text, end)
    assert following is not None
    dash, first = bool(following[1]), following[2]
    if not first:
        return True
    low = first.islower()
    if "!" in marks or "?" in marks:
        # "Co? – zapytał", "„Co?” zapytał": the sentence goes on; "Co? – a nic" is another speaker.
        return not low or (marks[-1] in "!?" and not (dash and _is_verb(text, end)))
    if "…" in marks or marks.startswith("..."):
        return not low
    word = _LAST_WORD.search(text, max(begin, start - 30), start + 1)
    before = word[1] if word else ""
    if marks.rstrip('"”’»)]') == "." and before and _abbreviates(text, begin, start, end, before, first):
        return False
    if low and first.isalpha():
        # A small letter follows: typed so in chats and by some transcribers, or an abbreviation that no list has.
        return (
            (dash and marks[-1] == ".")
            or marks.startswith("..")
            or (len(before) > 3 and is_word(before.lower()))
        )
    return True


def _abbreviates(text: str, begin: int, start: int, end: int, before: str, first: str) -> bool:
    """Whether a point belongs to the word before it and ends nothing."""
    key = before.lower()
    if len(before) == 1 and before.isupper() and text[start - 2 : start - 1] != "°":
        return True  # an initial: "A. Kowalski"
    if key in ALWAYS:
        return True
    if key in NUMBERED and (first.isdigit() or first.islower() or _is_letter(text, end)):
        return True
    if key in TITLES:
        return first.islower() or _is_letter(text, end) or _is_name(text, end, every=False)
    short = (
        key in _YEAR
        and len(text[begin:start].split()) <= _BEFORE_YEAR
        and not _is_verb(text, end, every=True)
    )
    if key in MAYBE:
        # "W 2014 r. Krym": too early for an end; "40 tys. Polaków": a name goes on.
        return first.islower() or first.isdigit() or short or _is_letter(text, end) or _is_name(text, end)
    if before.isdigit():
        previous = text[begin:start].split()[-2:-1]
        decade = bool(previous) and previous[0].lower() in STARTS_NAME and len(before) == 2
        decade = decade and (_is_name(text, end) or _next_word(text, end).isupper())
        return (
            first.islower()
            or first.isdigit()
            or decade
            or not text[begin : start - len(before)].strip(_MARKS)
        )
    return bool(_ROMAN.fullmatch(before)) and first.islower()


def _next_word(text: str, end: int) -> str:
    word = _WORD_AFTER.match(text, end)
    return word[1] if word else ""


def _is_letter(text: str, end: int) -> bool:
    """Whether a single letter or an initial follows that is no word of its own: "art. B", "r. K."."""
    word = _next_word(text, end)
    return len(word) == 1 and word not in "AIOUWZaiouwz"


def _is_name(text: str, end: int, *, every: bool = True) -> bool:
    """Whether the word that follows is a name and nothing else, or, without `every`, may be one."""
    word = _next_word(text, end)
    found = readings(word) if word[:1].isupper() else ()
    capital = [reading.lemma[:1].isupper() for reading in found]
    return all(capital) if capital and every else any(capital)


def _is_verb(text: str, end: int, *, every: bool = False) -> bool:
    """Whether what follows may be a finite verb, as in "– zapytał", or, with `every`, can be nothing else."""
    finite = [reading.word_class in _FINITE for reading in readings(_next_word(text, end).lower())]
    return bool(finite) and (all(finite) if every else any(finite))


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


def _short(text: str, span: Span, seams: Sequence[Seam]) -> list[Span]:
    """Cut a stretch of more than MAX_WORDS words into clauses: at commas and conjunctions, else where it hurts least."""
    start, end = span
    if end - start < 2 * MAX_WORDS:
        return [span]  # too few letters for so many words
    if len(text[start:end].split()) <= MAX_WORDS:
        return [span]
    words = [match.start() for match in _WORD.finditer(text, start, end)]
    breaks = {seam.place for seam in seams_within(seams, span)}
    result = []
    first = 0
    while len(words) - first > MAX_WORDS:
        left = len(words) - first
        low = words[first + MIN_CLAUSE]
        high = words[min(first + MAX_WORDS, len(words) - MIN_CLAUSE)]
        wished = words[first + min(CLAUSE, left // 2)]
        places = [match.end() for match in _COMMA.finditer(text, low, high)]
        places = places or [match.end() for match in _CONJUNCTION.finditer(text, low, high)]
        if not places:
            gaps = _gaps(text, low, high)
            places = [place for place in gaps if place in breaks] or gaps or [wished]
        cut = min(places, key=lambda place: abs(place - wished))
        first_after = next(number for number in range(first + 1, len(words)) if words[number] >= cut)
        trimmed = _trimmed(text, words[first], words[first_after])
        if trimmed:
            result.append(trimmed)
        first = first_after
    return [*result, (words[first], end)]


def _gaps(text: str, low: int, high: int) -> list[int]:
    """Where words begin between two of them and no word on either side asks for more."""
    words = [match.span() for match in _WORD.finditer(text, low, high)]
    return [after[0] for before, after in pairwise(words) if parts_clause(text, before, after)]
