"""Turns behind a label: "M: words", "[00:12] **R1 (K, 34):** words", "Zack [0:12] words", f4's and MAXQDA's forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from textmine.ingest.header import header, header_end, is_description, is_header
from textmine.ingest.paragraphs import Layout, Paragraph, Span, cut
from textmine.ingest.speakers import accepted, canonical_label, is_known, is_listed, speaker_of
from textmine.ingest.times import BARE, BRACKETED, seconds
from textmine.ingest.turns import RawTurn
from textmine.language.labels import MODERATORS, NOT_SPEAKERS, SEVERAL

_MARK = BRACKETED.pattern.replace("?P<clock>", "")
_TIME = rf"(?:{_MARK}|{BARE.pattern})"
# "**Label:** words", "[00:12] Label (K, 34): words", "Label (00:12:33): words", "Label: [00:01] words"
_LABELLED = re.compile(
    rf"""^\s*+(?:>\s*+)*(?:\d{{1,4}}(?:[.)]\s++|\s++(?=[^\W\d_])))?(?P<before>{_TIME})?\s*+[-–]?\s*+(?P<mark>\*\*|__|\*)?\s*+
    (?P<label>(?:[^\W_]|\[id|\[[^\W\d_]|\([^\W\d_])[^\n:*]{{0,160}}?|\?)\s*+(?P<beside>{_TIME})?\s*+
    (?:(?P=mark))?\s*+:(?!(?<=\d:)\d)\s*(?:(?P=mark))?\s*(?P<behind>{_TIME})?\s*""",
    re.VERBOSE,
)
# "Speaker1 [00:00:05] words": a time in brackets does for the colon.
_TIMED = re.compile(rf"^\s*+(?P<label>[^\W_][^\n:\[\](){{}}<>#]{{0,40}}?)\s+(?P<beside>{_MARK})\s*(?=\S)")
# Labels without a colon, or that are words which no speaker has unless they alternate.
_OTHER_MARKS = (
    # "MOD. words", "K1. words", "M - words": a short label of capitals and digits closed by a point or a dash.
    re.compile(
        r"^\s*(?P<label>[A-ZĄĆĘŁŃÓŚŹŻ]{1,4}\d{0,2}|[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]{2,3}\d)(?:\.|\s*[–—-]|\))\s+(?=\S)"
    ),
    # "Kowalska – words"
    re.compile(
        r"^\s*(?P<label>[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]{2,20}(?: [A-ZĄĆĘŁŃÓŚŹŻ][\w-]{0,20}){0,2}) [–—-] (?=\S)"
    ),
    # "(M) words", "<R1> words", "M; words"
    re.compile(r"^\s*[(<{](?P<label>[A-ZĄĆĘŁŃÓŚŹŻ]\w{0,12}(?: \d{1,2})?)[)>}]\s*:?\s*(?=\S)"),
    re.compile(r"^\s*(?P<label>[A-ZĄĆĘŁŃÓŚŹŻ]{1,3}\d{0,2});\s+(?=\S)"),
    re.compile(r"^\s*\[(?P<label>[A-ZĄĆĘŁŃÓŚŹŻ][^\]\n]{0,20})\]\s*(?=\S)"),
    re.compile(r"^\s*(?P<label>[^\W\d_][^\t\n]{0,30})\t+\s*(?=\S)"),
    re.compile(r"^\s*(?P<label>Pytanie|Odpowiedź)(?: \d{1,3})?:\s*(?=\S)"),
)
_BRACKETS = 2  # which of them stand in round or pointed brackets
# "… //S02: mhm.// …", "… [R2: mhm.] …": what another one says meanwhile.
_INNER = re.compile(
    r"//\s*(?P<label>[^:/\s][^:/\n]{0,30}?)\s*:\s*(?P<words>[^/\n]*?)\s*//"
    r"|[\[(](?P<named>[^\W_][^:\[\]()\n]{0,30}?)\s*:\s+(?P<inside>[^\[\]()\n]*?)\s*[\])]"
)
_MARKDOWN_HEADING = re.compile(r"\s*#{1,6}\s+\S")
# What may be a label that no list knows, and how often it has to recur to be told.
_UNKNOWN = re.compile(r"\s*([^\W_][\w.() -]{0,23}?)\s*:\s+\S")
_LONGEST_UNKNOWN, _OFTEN = 28, 3
_WORD = re.compile(r"\w")
# Text above the first label that is longer than this may be speech whose label was not seen.
_HEADER_LETTERS = 200
_LEGEND_WORDS = 8


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the label in front of it: None where there is none."""

    line: Paragraph
    label: str | None = None
    words: int = 0
    """Where the words begin, within the line."""
    time: float | None = None
    marked: bool = False
    """Whether a time or bold type sets the label apart."""
    written: str | None = None
    """The label as the line has it."""


def by_labels(lines: Sequence[Paragraph], known: Sequence[str]) -> Layout | None:
    """The turns of a text whose speakers stand before a colon or a time in brackets; None for other texts."""
    found = [_before_colon(line) for line in lines]
    speakers = _speakers(found, known)
    if not speakers:
        found = [_before_time(line) for line in lines]
        speakers = _speakers(found, known)
    counts = Counter(one.label for one in found if one.label in speakers)
    first_turn = next(
        (
            i
            for i, one in enumerate(found)
            if counts[one.label or ""] > 1 or (one.label in speakers and not is_header(one.line))
        ),
        0,
    )
    # A line above the first label that recurs is a header line ("Respondent: K, 45 l."), unless it starts the talk.
    begin = header_end([one.line for one in found[:first_turn]], first_turn)
    legend = _legend(found[first_turn:], speakers, counts)
    people = 0 if legend else _people(found, first_turn)
    begin = first_turn + (len(legend) or people) if legend or people else begin
    spoken = [
        one if one.label == (meant := speakers.get(one.label or "")) else replace(one, label=meant)
        for one in found[begin:]
    ]
    if not any(one.label for one in spoken):
        return None
    turns, above = _turns(spoken)
    turns = _with_inner(turns, [one.line for one in spoken], speakers)
    metadata, _ = header([one.line for one in found[:begin]])
    metadata += (*legend, *(("nagłówek", text) for text in above))
    turned_down = _turned_down([one.line for one in spoken if one.label is None])
    kept = tuple(turn for turn in turns if turn.end > turn.start)
    said = any(_WORD.search(one.line.text, one.words) for one in spoken)
    warnings = (*_warnings(speakers, above), *turned_down)
    return Layout("labels", kept, metadata, warnings) if kept and said else None


def _legend(
    found: Sequence[_Line], speakers: Mapping[str, str], counts: Mapping[str, int]
) -> list[tuple[str, str]]:
    """The lines that say who is who above a talk ("M: moderator", "R1: właściciel") as (label, value)."""
    legend: dict[str, str] = {}
    for one in found:
        value = one.line.text[one.words :].strip()
        again = one.label in speakers and one.label not in legend and counts.get(one.label or "", 0) > 1
        if (
            not again
            or not value
            or len(value.split()) > _LEGEND_WORDS
            or value.endswith((".", "?", "!", "…"))
        ):
            break
        legend[one.label or ""] = value
    talk = found[len(legend) :]
    follows = bool(talk) and talk[0].label in legend
    # "Dzień dobry" is no description: one of them has to say who asks.
    asks = any(
        len(word) > 1 and word in MODERATORS for value in legend.values() for word in value.casefold().split()
    )
    return list(legend.items()) if len(legend) > 1 and follows and asks else []


def _people(found: Sequence[_Line], first: int) -> int:
    """How many lines from the first turn on still say who takes part, below a header ("Moderator: Anna Kowal")."""
    if not any(is_header(one.line) for one in found[:first]):
        return 0
    number = first
    while number < len(found) and is_header(found[number].line) and is_description(found[number].line):
        number += 1
    return number - first if number < len(found) and found[number].label else 0


def _speakers(found: Sequence[_Line], known: Sequence[str]) -> dict[str, str]:
    marked = {one.label for one in found if one.label and one.marked}
    return accepted((one.label for one in found if one.label), known, lines=len(found), marked=marked)


def _warnings(speakers: Mapping[str, str], above: Sequence[str]) -> tuple[str, ...]:
    warnings = []
    if sum(map(len, above)) > _HEADER_LETTERS:
        warnings.append("tekst przed pierwszą etykietą nie należy do nikogo")
    for label, meant in speakers.items():
        if label.casefold() != meant.casefold():
            warnings.append(f"etykietę „{label}” uznano za pomyłkę w „{meant}”")
    return tuple(warnings)


def _turned_down(lines: Sequence[Paragraph]) -> list[str]:
    """A warning for each beginning of lines that recurs like a label and was not taken for one."""
    counts = Counter(
        match[1]
        for line in lines
        if ":" in line.text[:_LONGEST_UNKNOWN] and (match := _UNKNOWN.match(line.text))
    )
    found = [text for text, count in counts.items() if count >= _OFTEN and not _is_stopped(text)]
    return [f"wiersze zaczynają się od „{text}:”, co nie wygląda na mówiącego" for text in found[:3]]


def _is_stopped(text: str) -> bool:
    words = text.casefold().split()
    return (
        words[0].rstrip(".") in NOT_SPEAKERS
        or ".".join(words[:2]) in NOT_SPEAKERS
        or speaker_of(text) is not None
    )


def _before_colon(line: Paragraph) -> _Line:
    match = _LABELLED.match(line.text)
    label = speaker_of(match["label"]) if match else None
    if match is None or label is None:
        return _Line(line)
    time = next((match[name] for name in ("before", "beside", "behind") if match[name]), None)
    marked = time is not None or match["mark"] is not None
    clock = None if time is None else seconds(time)
    return _Line(line, label, match.end(), clock, marked, match["label"].strip())


def _before_time(line: Paragraph) -> _Line:
    match = _TIMED.match(line.text)
    label = speaker_of(match["label"]) if match else None
    if match is None or label is None:
        return _Line(line)
    return _Line(line, label, match.end(), seconds(match["beside"]), written=match["label"].strip())


def _turns(lines: Sequence[_Line]) -> tuple[list[RawTurn], list[str]]:
    """The turns, and the lines above the first one."""
    asks = _bold_asks(lines)
    turns: list[RawTurn] = []
    above: list[str] = []
    headings: list[Span] = []
    for one in lines:
        start, end = one.line.words
        if one.label:
            begin = one.line.start + one.words
            turns.append(RawTurn(one.label, begin, max(begin, end), one.time, written=one.written))
        elif one.line.heading or _MARKDOWN_HEADING.match(one.line.text):
            headings.append((start, end))
        elif asks and one.line.bold and not (turns and turns[-1].asks):
            turns.append(RawTurn("Moderator", start, end, asks=True))
        elif turns and turns[-1].asks and not one.line.bold:
            before = next((turn.label for turn in reversed(turns) if not turn.asks), None)
            turns.append(RawTurn(before, start, end))
        elif turns:
            last = turns[-1]
            turns[-1] = replace(last, start=start if last.start >= last.end else last.start, end=end)
        else:
            above.append(one.line.text.strip())
    return cut(turns, headings, [one.line for one in lines]), above


def _bold_asks(lines: Sequence[_Line]) -> bool:
    """Whether paragraphs in bold without a label are the moderator's: only the respondents have labels."""
    labels = {one.label.casefold().split()[0] for one in lines if one.label}
    if any(re.sub(r"\d+$", "", label) in MODERATORS for label in labels):
        return False
    bold = [one.line for one in lines if one.line.bold and one.label is None and not one.line.heading]
    spoken_bold = [one for one in lines if one.line.bold and one.label]
    return len(bold) >= 2 and not spoken_bold and 2 * sum("?" in line.text for line in bold) >= len(bold)


def _with_inner(
    turns: Sequence[RawTurn], lines: Sequence[Paragraph], speakers: Mapping[str, str]
) -> list[RawTurn]:
    """Split turns around what somebody else says in the middle of them."""
    inner = [found for line in lines for found in _meanwhile(line, speakers)]
    if not inner:
        return list(turns)
    result: list[RawTurn] = []
    for turn in turns:
        rest: RawTurn | None = turn
        for words, words_end, start, end, label in inner:
            if rest is None or not (rest.start <= start and end <= rest.end):
                continue
            result.append(replace(rest, end=start))
            result.append(RawTurn(speakers.get(label, label), words, words_end, written=label))
            rest = replace(rest, start=end, time=None) if end < rest.end else None
        if rest is not None:
            result.append(rest)
    return [turn for turn in result if turn.end > turn.start]


def _meanwhile(line: Paragraph, speakers: Mapping[str, str]) -> Iterator[tuple[int, int, int, int, str]]:
    """What others say within a line: (start and end of the words, start and end with the marks, label).

    In brackets only a speaker of the file is one, or a voice from the room; between slashes any short label.
    """
    if not ("[" in line.text or "(" in line.text or "//" in line.text):
        return
    for match in _INNER.finditer(line.text):
        words, label = ("words", match["label"]) if match["label"] else ("inside", match["named"])
        label = canonical_label(label)
        short = words == "words" and re.fullmatch(r"[A-ZŁŚŻ]{1,3}\d{0,2}", label)
        known = label in speakers or label.casefold() in SEVERAL or short
        if match[words] and known:
            first, last = match.span(words)
            start, end = match.span()
            yield line.start + first, line.start + last, line.start + start, line.start + end, label


def by_points(lines: Sequence[Paragraph]) -> Layout | None:
    """The turns of a text whose labels end otherwise than with a colon: "MOD. words", "K1 - words", "[M] words"."""
    for pattern in _OTHER_MARKS:
        layout = _by_mark(lines, pattern)
        if layout is not None:
            return layout
    return None


def _is_speakers_own(label: str) -> bool:
    """Whether a label says by itself that it is a speaker: "R2", "MOD", "Respondent 3"."""
    return is_listed(label) or is_known(label, short=True)


def _by_mark(lines: Sequence[Paragraph], pattern: re.Pattern[str]) -> Layout | None:
    marks = [pattern.match(line.text) for line in lines]
    counts = Counter(mark["label"].strip() for mark in marks if mark)
    recurring = {label for label, count in counts.items() if count > 1}
    labels = recurring | {label for label in counts if _is_speakers_own(label)}
    if pattern is _OTHER_MARKS[_BRACKETS] and not all(_is_speakers_own(label) for label in labels):
        return None  # "(Gmina) …" is the group of a note
    if len(recurring) < 2 or len(labels) < 2 or sum(counts[label] for label in labels) < 0.5 * len(lines):
        return None
    turns: list[RawTurn] = []
    first = next(i for i, mark in enumerate(marks) if mark and mark["label"].strip() in labels)
    for line, mark in zip(lines[first:], marks[first:], strict=True):
        end = line.words[1]
        if mark and mark["label"].strip() in labels:
            written = mark["label"].strip()
            turns.append(RawTurn(canonical_label(written), line.start + mark.end(), end, written=written))
        else:
            turns[-1] = replace(turns[-1], end=end)
    metadata = tuple(("nagłówek", line.text.strip()) for line in lines[:first])
    return Layout("labels", tuple(turns), metadata)
