"""What a transcriber added to speech: remarks, times, pauses, omissions, marks of doubt. Finds what to leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.language.transcription import HIDDEN, NOT_SPEECH, PERHAPS

Span = tuple[int, int]

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,:-]\d{1,3})?"
_TIMES = re.compile(
    rf"\[\s*{_CLOCK}\s*\]|\(\s*{_CLOCK}\s*\)|\{{\s*{_CLOCK}\s*\}}|<\s*{_CLOCK}\s*>|#\s*{_CLOCK}\s*#"
)
_MARKS = re.compile(
    r"\((?:\.{1,5}|…|\?+|\d+(?:[.,]\d+)?\s*(?:s|sek\.?|sekund\w*)?(?:\s+\w+)?)\)"  # (.) (…) (?) (3s) (12 sekund przerwy)
    r"|\[(?:\.{2,5}|…|\?+|\d+(?:[.,]\d+)?\s*(?:s|sek\.?|sekund\w*))\](?!\{)"  # [...] [???] [3 sek.]
    r"|<\[?\?\]?>|<ciach>|(?<!\w)x{3,}(?!\w)"
    r"|//\s*S\d+:[^/\n]*//|//"  # noScribe: what another one says meanwhile
    r"|(?<!\S)=|=(?!\S)"
)
_ROUND = re.compile(r"\(\(([^()\n]{0,80})\)\)|\(([^()\n]{1,120})\)")
_SQUARE = re.compile(r"\[([^\[\]\n]{0,120})\](\{[^{}\n]{1,40}\})?")
_CURLY = re.compile(r"(?<!\])\{[^{}\n]{0,80}\}")
_STARRED = re.compile(r"\*([^\s*][^*\n]{0,40})\*(?!\*)|(?<!\S)/([^\W\d_][^/\n]{0,40})/(?!\S)")
_PERHAPS = re.compile(rf"\s*(?:{'|'.join(PERHAPS)})\s*:\s*", re.IGNORECASE)


def remarks(text: str) -> Iterator[Span]:
    """The spans that are no speech, in no order."""
    for pattern in (_TIMES, _MARKS, _CURLY):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _SQUARE.finditer(text):
        yield from _square(match)
    for match in _ROUND.finditer(text):
        yield from _round(match)
    for match in _STARRED.finditer(text):
        if _is_remark(match[1] or match[2]):
            yield match.span()


def _square(match: re.Match[str]) -> Iterator[Span]:
    """Square brackets hold remarks, unless they hide a name or hold a doubtful word."""
    content = match[1].strip()
    if match[2] or _is_hidden(content):
        return
    doubtful = _doubtful(match, 1)
    if doubtful:
        yield from doubtful
    elif _is_remark(content) or not _is_name(content):
        yield match.span()


def _round(match: re.Match[str]) -> Iterator[Span]:
    """Round brackets may be part of the text: only known remarks are left out."""
    if match[1] is not None or _is_remark(match[2]):
        yield match.span()
    else:
        yield from _doubtful(match, 2)


def _doubtful(match: re.Match[str], group: int) -> list[Span]:
    """The marks around a word that was hard to hear: "(szkole?)", "[chyba: szkole]". The word itself stays."""
    content = match[group]
    begin, end = match.span(group)
    guess = _PERHAPS.match(content)
    if guess:
        return [(match.start(), begin + guess.end()), (end, match.end())]
    if content.endswith("?") and len(content.split()) <= 3 and content[:1].isalpha():
        return [(match.start(), begin), (begin + len(content.rstrip("? ")), match.end())]
    return []


def _is_remark(content: str) -> bool:
    return content.strip().lower().startswith(NOT_SPEECH)


def _is_hidden(content: str) -> bool:
    """Whether a name was left out here: "[nazwa szkoły]", "[X]"."""
    return content.lower().startswith(HIDDEN) or (bool(content) and not content.strip("X "))


def _is_name(content: str) -> bool:
    """Whether the words are a name that somebody put in ("[Warszawa]", "[Anna K.]")."""
    words = content.split()
    return bool(words) and all(word[:1].isupper() and not word.isupper() for word in words)
