"""JSON of speech recognisers and podcasts: Whisper, WhisperX, whisper.cpp, podcast transcripts, and their kin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from textmine.errors import DamagedFile, UnknownFormat
from textmine.ingest.conservation import size
from textmine.ingest.cues import Cue, turns_of_cues, without_machine_cues
from textmine.ingest.encoding import canonical, decode
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.speakers import canonical_label
from textmine.ingest.times import seconds
from textmine.ingest.turns import Reading, assembled
from textmine.records import Seam

_START = re.compile(rb"[\[{]\s*[\"{\[}]")
_SEGMENTS = re.compile(
    rb'"(?:segments|transcription|utterances|monologues|body|startTime|text|transcript)"\s*:'
)
_TEXT = ("text", "body", "transcript", "utterance", "content", "sentence", "word")
_SPEAKER = ("speaker", "speaker_label", "speakerLabel", "speaker_id", "speakerName", "name", "participant")
_STARTS = ("start", "startTime", "start_time", "begin", "from")
_ENDS = ("end", "endTime", "end_time", "stop", "to")
# Single words are used only where nothing longer is.
_LAST = ("words", "word_segments", "tokens")
# Closures of "p" and "t" last some tenths of a second at most; what is longer is a pause.
_SILENCE = 0.3


def load(source: Source) -> tuple[Any, str, tuple[str, ...]]:
    """The value of a JSON file, its encoding and what was mended. Raises DamagedFile with line and column."""
    decoded = decode(source.raw, where=source.where)
    try:
        return json.loads(decoded.text), decoded.encoding, decoded.repairs
    except json.JSONDecodeError as error:
        raise DamagedFile(
            f"To nie jest poprawny JSON ({error.msg}).",
            where=f"{source.where}, wiersz {error.lineno}, znak {error.colno}",
            remedy="Wyeksportuj transkrypcję jeszcze raz; plik mógł zostać ucięty.",
        ) from error
    except (RecursionError, ValueError) as error:
        raise DamagedFile(
            "JSON jest zagnieżdżony głębiej, niż bywa w transkrypcjach, albo ma zbyt długie liczby.",
            where=source.where,
            remedy="Wyeksportuj transkrypcję jeszcze raz.",
        ) from error


def read_segments(source: Source) -> Reading:
    """Read a JSON of timed segments. Raises DamagedFile or UnknownFormat."""
    value, encoding, repairs = load(source)
    segments = _segments(value)
    if segments is None:
        raise UnknownFormat(
            "W tym pliku JSON nie ma segmentów z tekstem.",
            where=source.where,
            remedy="Wyeksportuj transkrypcję jako .vtt, .srt albo .txt.",
        )
    scale = _scale(segments)
    said = [cue for segment in segments for cue in _cues(segment, scale)]
    cues, machine = without_machine_cues(said)
    turns = turns_of_cues(cues, _written(segments))
    text, raw_turns = assembled(turns)
    notes = [*repairs]
    if len(turns) < len(segments):
        notes.append(f"połączono {len(segments)} segmentów w {len(turns)} wypowiedzi")
    warnings = [] if any(turn.label for turn in turns) else ["segmenty nie nazywają mówiących"]
    return Reading(
        text,
        raw_turns,
        source.form,
        encoding,
        (*warnings, *_incomplete(value, segments)),
        tuple(notes),
        tuple(f"dopisek programu: {line}" for line in machine),
        source=sum(size(str(_first(segment, _TEXT) or "")) for segment in segments),
        labelled=True,
    )


def _incomplete(value: Any, segments: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Whisper gives the whole text as well: what its segments lack is told."""
    whole = value.get("text") if isinstance(value, dict) else None
    if isinstance(whole, str):
        lacking = size(whole) - sum(size(str(_first(segment, _TEXT) or "")) for segment in segments)
        if lacking > 0.01 * size(whole) + 5:
            yield f"pole „text” ma o {lacking} znaków więcej niż segmenty; odczytano segmenty"


def _segments(value: Any) -> list[Mapping[str, Any]] | None:
    """The list of segments: the one nearest to the top whose items have text; lists of single words come last."""
    level: list[tuple[str, Any]] = [("", value)]
    words: list[Mapping[str, Any]] | None = None
    for _ in range(6):
        below: list[tuple[str, Any]] = []
        for key, item in level:
            if isinstance(item, dict):
                below.extend(item.items())
            elif isinstance(item, list):
                rows: list[Mapping[str, Any]] = [
                    one for one in item if isinstance(one, dict) and isinstance(_first(one, _TEXT), str)
                ]
                if rows and 2 * len(rows) >= len(item):
                    if key not in _LAST:
                        return rows
                    words = words or rows
                below.extend((key, one) for one in item if isinstance(one, dict | list))
        level = below
    return words


def _cues(segment: Mapping[str, Any], scale: float) -> Iterator[Cue]:
    """The cues of a segment: one, or one a speaker where its words name several."""
    start, end = _times(segment, scale)
    label = _label(_first(segment, _SPEAKER))
    text = canonical(str(_first(segment, _TEXT) or ""))[0].strip()
    words = list(_timed_words(segment, text, scale))
    parts = list(_by_speaker(words, text, label))
    if not parts and text:
        parts = [_part(label, text, words, 0)]
    for number, part in enumerate(parts):
        # Segments often follow each other without a gap though nobody speaks: times of words are nearer to the truth.
        first, last = number == 0, number == len(parts) - 1
        yield replace(
            part,
            start=start if first and part.start is None else part.start,
            end=end if last and part.end is None else part.end,
        )


@dataclass(frozen=True, slots=True)
class _Word:
    """A word at its place in the text of its segment, with its times and who says it."""

    place: int
    stop: int
    start: float | None
    end: float | None
    speaker: str | None


def _timed_words(segment: Mapping[str, Any], text: str, scale: float) -> Iterator[_Word]:
    """The words that a segment lists, looked up in its text, so that nothing of it is lost or changed."""
    words = segment.get("words")
    position = 0
    for word in words if isinstance(words, list) else []:
        if not isinstance(word, dict):
            continue
        spoken = canonical(str(word.get("word") or word.get("text") or ""))[0].strip()
        place = text.find(spoken, position)
        if spoken and place >= 0:
            position = place + len(spoken)
            yield _Word(place, position, *_times(word, scale), _label(_first(word, _SPEAKER)))


def _by_speaker(words: Sequence[_Word], text: str, label: str | None) -> Iterator[Cue]:
    """WhisperX names the speaker of every word; a word without one goes on with the speaker before."""
    current = label
    own: list[_Word] = []
    cut = 0
    for word in words:
        speaker = word.speaker or current
        if speaker != current and current is not None and text[cut : word.place].strip():
            yield _part(current, text[cut : word.place], own, cut)
            cut, own = word.place, []
        current = speaker
        own.append(word)
    if current is not None and text[cut:].strip():
        yield _part(current, text[cut:], own, cut)


def _part(label: str | None, text: str, words: Sequence[_Word], cut: int) -> Cue:
    start, end = (words[0].start, words[-1].end) if words else (None, None)
    return Cue(label, text.rstrip(), start, end, pauses=_pauses(words, -cut))


def _pauses(words: Sequence[_Word], shift: int = 0) -> tuple[Seam, ...]:
    """The silences between words that are longer than those that speaking itself makes."""
    return tuple(
        Seam(after.place + shift, round(after.start - before.end, 3))
        for before, after in pairwise(words)
        if before.end is not None and after.start is not None and after.start - before.end >= _SILENCE
    )


def _times(item: Mapping[str, Any], scale: float) -> tuple[float | None, float | None]:
    """Start and end in seconds: whisper.cpp has `offsets` in ms, others seconds as numbers or clock times."""
    offsets = item.get("offsets")
    if isinstance(offsets, dict):
        return _number(offsets.get("from"), 0.001), _number(offsets.get("to"), 0.001)
    stamps = item.get("timestamps") or item.get("timestamp")
    if isinstance(stamps, dict):
        return _number(stamps.get("from"), 1.0), _number(stamps.get("to"), 1.0)
    if isinstance(stamps, list) and len(stamps) == 2:
        return _number(stamps[0], scale), _number(stamps[1], scale)
    return _number(_first(item, _STARTS), scale), _number(_first(item, _ENDS), scale)


def _number(value: Any, scale: float) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        return seconds(value)
    number = float(value) * scale if isinstance(value, int | float) else -1.0
    return round(number, 3) if 0 <= number < 1e7 else None


def _scale(segments: Sequence[Mapping[str, Any]]) -> float:
    """Whole numbers that grow by thousands a segment are milliseconds."""
    starts = [_first(segment, _STARTS) for segment in segments]
    numbers = [one for one in starts if isinstance(one, int) and not isinstance(one, bool)]
    whole = len(numbers) == len(segments) and len(numbers) > 1
    return 0.001 if whole and max(numbers) - min(numbers) > 600 * (len(numbers) - 1) else 1.0


def _label(value: Any) -> str | None:
    """The label of a speaker: a name, or a number as WhisperX writes it (SPEAKER_00)."""
    if isinstance(value, dict):
        value = _first(value, ("name", "displayName", "label", "id"))
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int) or (
        isinstance(value, str) and value.strip().isascii() and value.strip().isdigit()
    ):
        return f"SPEAKER_{int(value):02}" if 0 <= int(value) < 1000 else None
    return canonical_label(canonical(str(value))[0].rstrip(": ")) or None


def _written(segments: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The first spelling of each speaker in the file."""
    written: dict[str, str] = {}
    for segment in segments:
        name = _first(segment, _SPEAKER)
        label = _label(name)
        if label and isinstance(name, str | int):
            written.setdefault(label, canonical(str(name))[0].strip())
    return written


def _first(item: Mapping[str, Any], keys: Sequence[str]) -> Any:
    return next((item[key] for key in keys if item.get(key) is not None), None)


def _is_segments(sample: Sample) -> Sure:
    if not _START.match(sample.head):
        return Sure.NO
    return Sure.STRUCTURE if _SEGMENTS.search(sample.raw.replace(b"\0", b"")) else Sure.NO


FORMATS = (Format("json", "JSON z rozpoznawania mowy albo podcastu", _is_segments, read_segments),)
