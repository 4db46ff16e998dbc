"""WebVTT and SubRip in one parser: every speaker of a cue, joined into turns.

Speakers come as `<v Name>` (Teams), `Name:` in front (Zoom; absent = the same one goes on), two lines with dashes
(SubRip: two speakers), or `//S02: … //` in the middle (noScribe).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from textmine.ingest.encoding import decode
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.layouts import canonical_label
from textmine.ingest.times import seconds
from textmine.ingest.turns import Reading, Utterance, assembled, joined
from textmine.language.labels import MODERATORS, NOT_SPEAKERS, RESPONDENTS

_ARROW = re.compile(r"^\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*((?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3})")
_CUE = re.compile(rb"(?m)^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]*)>")
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|lang|ruby|rt|font)(?:[ .][^>]*)?>|<(?:\d+:)?\d{2}:\d{2}[.,]\d{3}>", re.IGNORECASE
)
_PREFIX = re.compile(r"^\s*([^\W_][^:<>\n]{0,50}?)\s*:\s+(?=\S)")
_INNER = re.compile(r"//\s*([^:/\s][^:/]{0,20}):\s*(.*?)\s*//")
_DASH = re.compile(r"^\s*[-–—]\s*(?=\S)")


def read_captions(raw: bytes, form: str, *, where: str) -> Reading:
    """Read .vtt or .srt (`form`)."""
    decoded = decode(raw, where=where)
    cues = list(_cues(decoded.text, whole=form == "srt"))
    labels = _recurring(cues)
    utterances: list[Utterance] = []
    current: str | None = None
    dashed = False
    for time, lines in cues:
        pieces = list(_pieces(lines, labels, current))
        dashed = dashed or any(label == "-" for label, _ in pieces)
        for label, text in pieces:
            current = label
            clean = re.sub(r"\s+", " ", html.unescape(_TAG.sub("", text))).strip()
            if clean:
                utterances.append(Utterance(None if label == "-" else label, clean, time))
    repairs = [*decoded.repairs]
    turns = utterances if dashed else joined(utterances)
    if len(turns) < len(cues):
        repairs.append(f"połączono {len(cues)} napisów w {len(turns)} wypowiedzi")
    warnings = ("napisy nie nazywają mówiących",) if not any(one.label for one in turns) else ()
    text, raw_turns = assembled(turns)
    return Reading(text, raw_turns, form, decoded.encoding, warnings, tuple(repairs))


def _cues(text: str, *, whole: bool) -> Iterator[tuple[float | None, list[str]]]:
    """Each cue's start and its lines. NOTE, STYLE and REGION blocks and identifiers are passed over.

    `whole` (SubRip, which has no such blocks) keeps what stands below a blank line inside a cue.
    """
    time: float | None = None
    lines: list[str] | None = None
    for line in text.split("\n"):
        found = _ARROW.match(line)
        if found:
            if lines:
                # The number of this cue stands at the end of the one before.
                yield time, lines[:-1] if lines[-1].strip().isdigit() else lines
            time, lines = seconds(found[1]), []
        elif line.strip():
            if lines is not None:
                lines.append(line)
        elif lines and not whole:
            yield time, lines
            lines = None
    if lines:
        yield time, lines


def _pieces(
    lines: Sequence[str], labels: frozenset[str], current: str | None
) -> Iterator[tuple[str | None, str]]:
    """(label, words) of a cue; "-" is a speaker that only a dash marks."""
    text = "\n".join(lines)
    if _VOICE.search(text):
        parts = _VOICE.split(text)
        if parts[0].strip():
            yield current, parts[0]
        for name, words in zip(parts[1::2], parts[2::2], strict=True):
            yield from _inner(canonical_label(html.unescape(name)) or None, words)
        return
    if len(lines) >= 2 and sum(bool(_DASH.match(line)) for line in lines) >= 2:
        for line in lines:
            yield _prefixed(_DASH.sub("", line), labels, "-")
        return
    label = current
    for line in lines:
        label, words = _prefixed(line, labels, label)
        yield from _inner(label, words)


def _prefixed(line: str, labels: frozenset[str], current: str | None) -> tuple[str | None, str]:
    found = _PREFIX.match(line)
    if found and found[1].strip() in labels:
        return canonical_label(found[1]) or None, line[found.end() :]
    return current, line


def _inner(label: str | None, words: str) -> Iterator[tuple[str | None, str]]:
    position = 0
    for found in _INNER.finditer(words):
        yield label, words[position : found.start()]
        yield canonical_label(found[1]) or label, found[2]
        position = found.end()
    yield label, words[position:]


def _recurring(cues: Sequence[tuple[float | None, list[str]]]) -> frozenset[str]:
    """What stands before a colon and is a speaker: it recurs, or is a known label word."""
    counts: dict[str, int] = {}
    for _, lines in cues:
        for line in lines:
            found = _PREFIX.match(_DASH.sub("", line))
            if found:
                counts[found[1].strip()] = counts.get(found[1].strip(), 0) + 1
    return frozenset(label for label, count in counts.items() if _is_speaker(label, count))


def _is_speaker(label: str, count: int) -> bool:
    first = re.sub(r"\d+$", "", label.casefold().split()[0].rstrip("."))
    if first in NOT_SPEAKERS or len(label.split()) > 5 or label[0].islower():
        return False
    return count > 1 or first in MODERATORS or first in RESPONDENTS


def _is_vtt(sample: Sample) -> Sure:
    if sample.head.startswith(b"WEBVTT"):
        return Sure.SIGNATURE
    return Sure.STRUCTURE if sample.suffix == ".vtt" and _CUE.search(sample.head) else Sure.NO


def _is_srt(sample: Sample) -> Sure:
    return Sure.STRUCTURE if sample.suffix != ".vtt" and _CUE.search(sample.head) else Sure.NO


def _read(source: Source) -> Reading:
    return read_captions(source.raw, source.form, where=source.where)


FORMATS = (
    Format("vtt", "napisy WebVTT", _is_vtt, _read),
    Format("srt", "napisy SubRip", _is_srt, _read),
)
