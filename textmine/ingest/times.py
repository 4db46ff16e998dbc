"""Times of transcripts, in whatever notation, into seconds.

Only what can be nothing else is a time: in brackets or marks, or at the edge of a line beside a speaker. "O 10:30" in
speech is no time of the recording.
"""

from __future__ import annotations

import re

_CLOCK = r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:[.,:;-](\d{1,3}))?(?!\d)"
CLOCK = re.compile(_CLOCK)
_PLAIN_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:[0-5]\d(?:[.,:;-]\d{1,3})?(?!\d)"
_PRIMES = r"\d{1,3}['’′]\s?[0-5]\d(?:[\"”″]|''|’’)?"
_UNITS = r"\d{1,2}\s?(?:h|godz\.?)(?:\s?\d{1,2}\s?(?:m|min\.?))?(?:\s?\d{1,2}\s?(?:s|sek\.?))?"
_RANGE = r"\s*(?:-->|–>|[-–—])\s*"
BRACKETED = re.compile(
    rf"[\[({{<#]\s*(?P<clock>{_CLOCK}|{_PRIMES}|{_UNITS})(?:{_RANGE}{_PLAIN_CLOCK})?\s*[\])}}>#]"
)
"""A time that stands by itself: bracketed in any way, alone or a span of time, or with the marks of f4 (#00:01:23-4#)."""
BARE = re.compile(rf"(?:{_PLAIN_CLOCK}|{_PRIMES})")
"""A time without brackets: only beside a speaker or alone on its line."""
SPAN = re.compile(rf"(?P<start>{_PLAIN_CLOCK}){_RANGE}(?P<end>{_PLAIN_CLOCK})")
"""Two times with an arrow or dash between them."""
CLOSING = re.compile(
    r"\s*(?:#(?P<clock>\d{1,2}:\d{2}:\d{2}(?:[-.,]\d{1,3})?)#"
    r"|[\[({](?P<bracketed>(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[-.,]\d{1,3})?)[\])}])\s*$"
)
"""A mark at the end of a turn, f4's or in brackets: when it ended, which is when the next one begins."""

_MINUTES = re.compile(r"(\d{1,3})['’′]\s?([0-5]\d)(?:[\"”″]|''|’’)?$")
_WORDS = re.compile(
    r"(?:(\d+)\s*(?:h|godz\.?))?\s*(?:(\d+)\s*(?:m|min\.?))?\s*(?:(\d+)\s*(?:s|sek\.?))?$", re.IGNORECASE
)


def seconds(text: str) -> float | None:
    """Seconds of "0:03", "00:12:33", "00:12:33.5", "00:00:01,000", "#00:01:23-4#", "12'33\\"", "1 h 2 min", "75.5".

    None where the text is no time. Of a span of time ("00:43.810 --> 00:47.850") the start counts. Parts after a
    point, comma or dash are decimals of a second.
    """
    text = text.strip().strip("[](){}<>#").strip()
    span = SPAN.fullmatch(text)
    if span:
        text = span["start"]
    found = CLOCK.fullmatch(text)
    if found:
        hours, minutes, secs, fraction = found.groups()
        if hours is not None and int(minutes) > 59:
            return None
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(secs) + float(f"0.{fraction or 0}")
    if found := _MINUTES.fullmatch(text):
        return int(found[1]) * 60.0 + int(found[2])
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text) and text.isascii():
        return float(text.replace(",", "."))
    found = _WORDS.fullmatch(text)
    if text and found and any(found.groups()):
        hours, minutes, secs = (int(part or 0) for part in found.groups())
        return hours * 3600.0 + minutes * 60 + secs
    return None
