"""Leave out of a stretch of speech what is no content: fillers, repetitions, cut-off words, a transcriber's remarks.

Nothing is replaced: the clean text is made of slices of the verbatim text, so every character of it has its place
there. What stays: uncertain words ("szkole(?)" without the mark), hidden names ("[nazwa szkoły]"), emphasis, quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.clean.brackets import remarks
from textmine.language.fillers import MEANT_TWICE, SOUND

Span = tuple[int, int]

_FILLER = re.compile(
    rf"(?:,\s*)?(?<![\w-]){SOUND}(?![\w-])(?=\s*(?:[.?!](?!\.)|$))"  # "trudne, yyy." keeps no comma before its point
    rf"|(?<![\w-]){SOUND}(?![\w-])(?:\s*(?:,|\.\.\.|…))?",
    re.IGNORECASE,
)
# "szko- szkoły", "szko– szkoły", "nie- nie": a fragment and the word that begins with it.
_CUT_OFF = re.compile(r"(?<![\w-])([^\W\d_]{1,15})[-–—]+\s+(?=\1)", re.IGNORECASE)
_REPEATED = re.compile(r"(?<![\w-])([^\W\d_]+(?:\s[^\W\d_]+)?)(?:\s*,?\s+\1(?![\w-]))+", re.IGNORECASE)
_LEAD = re.compile(r"^[\s,;.…–—-]*(?=[\w„\"(\[])")
_MARK = re.compile(r"[\[(<{#*/=]|//|xxx", re.IGNORECASE)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Clean text and where its pieces come from: (clean start, verbatim start) of each slice, in order."""

    text: str
    slices: tuple[Span, ...]

    def source(self, position: int) -> int:
        """The verbatim offset of the clean character at `position` (0 <= position < len(text))."""
        index = bisect_right(self.slices, (position, 10**9)) - 1
        clean_start, start = self.slices[index]
        return start + position - clean_start

    def source_span(self, start: int, end: int) -> Span:
        """The verbatim span from the first to the last character of a clean span (not empty)."""
        return self.source(start), self.source(end - 1) + 1


def clean(text: str) -> Cleaned:
    """Clean a sentence or a turn. Text without anything to leave out comes back as it is, "" if nothing is left."""
    gone = _merged(sorted(_dropped(text)))
    slices: list[Span] = []
    parts: list[str] = []
    length = position = 0
    for start, end in [*gone, (len(text), len(text))]:
        kept = text[position:start]
        # Two spaces meet where something between them was left out.
        while kept[:1].isspace() and (not parts or parts[-1][-1:].isspace()):
            kept = kept[1:]
            position += 1
        if kept:
            slices.append((length, position))
            parts.append(kept)
            length += len(kept)
        position = end
    whole = "".join(parts)
    if not gone:
        stripped = whole.rstrip()
        return Cleaned(stripped, tuple(slices) if stripped else ())
    if not _WORD.search(whole):
        return Cleaned("", ())
    lead = _LEAD.match(whole)
    return _from(Cleaned(whole, tuple(slices)), lead.end() if lead else 0)


def _from(cleaned: Cleaned, start: int) -> Cleaned:
    """The same without its first characters: punctuation that what was left out leaves behind."""
    text = cleaned.text[start:].rstrip()
    first = cleaned.source(start)
    later = [
        (clean_start - start, source)
        for clean_start, source in cleaned.slices
        if start < clean_start < start + len(text)
    ]
    return Cleaned(text, ((0, first), *later))


def _dropped(text: str) -> Iterator[Span]:
    if _MARK.search(text):
        yield from remarks(text)
    for match in _FILLER.finditer(text):
        yield match.span()
    for match in _CUT_OFF.finditer(text):
        yield match.span()
    for match in _REPEATED.finditer(text):
        if match[1].lower() not in MEANT_TWICE:
            # The last saying stays: a false start is mended by it.
            yield match.start(), match.end() - len(match[1])


def _merged(spans: list[Span]) -> list[Span]:
    result: list[Span] = []
    for start, end in spans:
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
