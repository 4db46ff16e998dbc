"""Pauses from captions that say when each word begins ("<00:00:01.480><c> word</c>"), as YouTube's own captions do.

When a word ends is not told. It is taken to last as long as in slow speech, so that a pause is found rather too seldom.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from textmine.ingest.times import seconds
from textmine.records import Seam

_STAMP = re.compile(r"<((?:\d+:)?\d{2}:\d{2}[.,]\d{3})>")
# Polish is spoken at 10 to 15 letters a second.
_SECONDS_A_LETTER = 0.12
_SHORTEST_WORD = 0.2
# What is shorter than this is no pause worth keeping.
_SILENCE = 0.3


def timed_words(
    marked: str, start: float | None, cleaned: Callable[[str], str]
) -> tuple[tuple[Seam, ...], float | None]:
    """The pauses within a caption, as places in its cleaned text, and when its last word ends; () and None without times.

    `marked` are the words with their marks, which `cleaned` takes out; `start` is when the first one begins.
    """
    parts = _STAMP.split(marked)
    if len(parts) == 1:
        return (), None
    text = cleaned(marked)
    begins: list[tuple[int, float]] = [(0, start)] if start is not None and parts[0].strip() else []
    for number in range(1, len(parts), 2):
        before = cleaned("".join(parts[:number:2]))
        place = len(before) + 1 if before else 0
        time = seconds(parts[number])
        # Not at a word: the mark stands within one, or before nothing.
        if time is not None and place < len(text) and (not place or text[place - 1] == " "):
            begins.append((place, time))
    if not begins:
        return (), None
    ends = [*(place for place, _ in begins[1:]), len(text)]
    spoken = [time + _length(text[place:end]) for (place, time), end in zip(begins, ends, strict=True)]
    pauses = tuple(
        Seam(place, round(time - end, 3))
        for end, (place, time) in zip(spoken[:-1], begins[1:], strict=True)
        if time - end >= _SILENCE
    )
    return pauses, round(spoken[-1], 3)


def _length(words: str) -> float:
    """The seconds that words take at most."""
    return sum(max(_SHORTEST_WORD, _SECONDS_A_LETTER * len(word)) for word in words.split())
