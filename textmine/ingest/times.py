"""Times of transcripts, in whatever notation, into seconds."""

from __future__ import annotations

import re

_CLOCK = r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,:-](\d{1,3}))?"
CLOCK = re.compile(_CLOCK)
# A time that stands by itself: bracketed in any way, or with the marks of f4 (#00:01:23-4#).
BRACKETED = re.compile(rf"[\[({{<#]\s*(?P<clock>{_CLOCK})\s*[\])}}>#]")
_MINUTES = re.compile(r"(\d{1,3})['’′]\s?(\d{2})[\"”″]?$")
_WORDS = re.compile(r"(?:(\d+)\s*(?:h|godz\.?))?\s*(?:(\d+)\s*(?:m|min\.?))?\s*(?:(\d+)\s*(?:s|sek\.?))?$")


def seconds(text: str) -> float | None:
    """Seconds of "0:03", "00:12:33", "00:12:33.5", "00:00:01,000", "#00:01:23-4#", "12'33\\"", "1 h 2 min", "75.5".

    None where the text is no time. Parts after a point, comma or dash are decimals of a second.
    """
    text = text.strip().strip("[](){}<>#").strip()
    found = CLOCK.fullmatch(text)
    if found:
        hours, minutes, secs, fraction = found.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(secs) + float(f"0.{fraction or 0}")
    if found := _MINUTES.fullmatch(text):
        return int(found[1]) * 60.0 + int(found[2])
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return float(text.replace(",", "."))
    found = _WORDS.fullmatch(text)
    if text and found and any(found.groups()):
        hours, minutes, secs = (int(part or 0) for part in found.groups())
        return hours * 3600.0 + minutes * 60 + secs
    return None
