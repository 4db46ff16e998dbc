"""Turns in running text: labels before a colon, name-and-time lines, bold questions, dashes, workshop bullets.

All readers whose format is a sequence of paragraphs (txt, md, docx, odt, html, rtf, pdf) end here. A layout is tried
when enough lines have its form; the first that fits is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textmine.ingest.times import BRACKETED, CLOCK, seconds
from textmine.ingest.turns import RawTurn
from textmine.language.labels import METADATA, MODERATORS, NOT_SPEAKERS, RESPONDENTS, SEVERAL

_TIME = rf"(?:{BRACKETED.pattern}|{CLOCK.pattern})".replace("?P<clock>", "")
# "**Label:** words", "[00:12] Label (K, 34): words", "Label (00:12:33): words", "Label [00:01]: words"
_LABELLED = re.compile(
    rf"""^\s*+(?:{_TIME}\s*+[-–]?\s*+)?(?P<mark>\*\*|__|\*)?\s*+
    (?P<label>[^\W_][^\n:*]{{0,100}}?|\?)\s*+(?P<time>{_TIME})?\s*+
    (?:(?P=mark))?\s*+:\s*(?:(?P=mark))?\s*(?:{_TIME}\s*)?""",
    re.VERBOSE,
)
# "MOD. words", "K1. words": a short label of capitals and digits closed by a point.
_POINTED = re.compile(
    r"^\s*(?P<label>[A-ZĄĆĘŁŃÓŚŹŻ]{1,4}\d{0,2}|[A-ZĄĆĘŁŃÓŚŹŻ][a-ząćęłńóśźż]{2,3}\d)\.\s+(?=\S)"
)
# "Anna Kowalska   0:03" alone on its line: Teams, Otter, Word Transcribe the other way round.
_NAMED_TIME = re.compile(rf"^\s*(?P<label>[^\W\d_][^\n:]{{1,60}}?)\s{{1,}}(?P<time>{CLOCK.pattern})\s*$")
_TIME_NAMED = re.compile(rf"^\s*(?P<time>{CLOCK.pattern})\s+(?P<label>[^\W\d_][^\n:]{{1,60}}?)\s*$")
_DASHED = re.compile(r"^\s*[–—-]\s+(?=\S)")
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+•●▪◦·–]|\d{1,2}[.)])\s+(?=\S)")
_HEADING = re.compile(
    r"^\s*(?:#{1,6}\s+(?P<md>.+?)\s*#*|(?P<table>(?:stolik|grupa|tablica|stół)\b.{0,80}))\s*$", re.IGNORECASE
)
_VOTES = re.compile(r"\s*\((?:głosy?:?\s*\d+|\d+\s*(?:x\s*)?głos\w*|\+\d+)\)\s*$", re.IGNORECASE)
_GROUP_PREFIX = re.compile(r"^\((?P<group>[^()\n]{3,50})\)\s*")
_METADATA = re.compile(
    r"^\s*+[-*]?\s*+(?:\*\*)?(?P<name>[^\W\d_][^:\n*]{1,30}?)\s*:(?:\*\*)?\s*(?P<value>\S.*)$"
)
# Text above the first label that is longer than this may be speech whose label was not seen.
_HEADER_LETTERS = 200
_CLUB = re.compile(r"\s*\([^()]*\)\s*")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the canonical text with what its format says of it."""

    start: int
    text: str
    bold: bool = False
    heading: bool = False

    @property
    def end(self) -> int:
        """The end of the line in the canonical text."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Layout:
    """The turns found, and the lines above or between them that are no speech."""

    name: str
    turns: tuple[RawTurn, ...]
    metadata: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


def paragraphs(text: str) -> list[Paragraph]:
    """The lines of a text that are not blank."""
    result = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            result.append(Paragraph(position, line))
        position += len(line) + 1
    return result


def turns_of(lines: Sequence[Paragraph], known: Sequence[str] = ()) -> Layout:
    """Find the turns. `known` are labels that the researcher named."""
    attempts: tuple[Callable[[], Layout | None], ...] = (
        lambda: _by_time_lines(lines),
        lambda: _by_labels(lines, known),
        lambda: _by_points(lines),
        lambda: _workshop(lines),
        lambda: _by_bold(lines),
        lambda: _by_dashes(lines),
    )
    for attempt in attempts:
        layout = attempt()
        if layout is not None:
            return layout
    metadata, rest = _header(lines)
    turns = tuple(RawTurn(None, *_trimmed(line)) for line in rest if not line.heading)
    warning = "nie znaleziono etykiet rozmówców; cały tekst liczy się jako wypowiedzi nieznanej osoby"
    return Layout("plain", turns, metadata, (warning,))


def canonical_label(label: str) -> str:
    """The speaker of a label: without markup, time, and what stands in brackets ("R1 (K, 34)" -> "R1")."""
    label = _CLUB.sub(" ", label.strip(" *_"))
    label = re.sub(_TIME, " ", label)
    label = re.sub(r"\s+", " ", label).strip(" .,-–")
    return re.sub(r"^([A-ZĄĆĘŁŃÓŚŹŻ]) (\d{1,2})$", r"\1\2", label)


def _label_of(match: re.Match[str] | None, words: int = 9) -> str | None:
    """The canonical label of a matched line, None where the words before the colon cannot be a speaker."""
    if match is None:
        return None
    label = canonical_label(match["label"])
    lowered = label.casefold()
    if not label and match["label"].strip() == "?":
        return "?"
    first, _, _ = lowered.partition(" ")
    if not label or len(label.split()) > words or first.rstrip(".") in NOT_SPEAKERS:
        return None
    if ".".join(lowered.split()[:2]) in NOT_SPEAKERS or re.search(r"[?!;„”\"/]|\d{3}", label):
        return None
    # A clause before a colon ("powiem tak:") begins with a small letter unless it is a known label.
    if label[0].islower() and first not in MODERATORS and first not in RESPONDENTS and lowered not in SEVERAL:
        return None
    return label


def _by_labels(lines: Sequence[Paragraph], known: Sequence[str]) -> Layout | None:
    found = [(line, match, _label_of(match)) for line in lines for match in [_LABELLED.match(line.text)]]
    counts = Counter(label for _, _, label in found if label)
    names = {name.casefold() for name in known}
    first_turn = next((i for i, (_, _, label) in enumerate(found) if label and counts[label] > 1), 0)
    # Where labels recur, one that is listed ("M", "R") is a speaker even if it speaks but once.
    recurring = any(count > 1 for count in counts.values())
    accepted = {
        label
        for label, count in counts.items()
        if count > 1
        or label.casefold() in names
        or _is_known(label, short=len(lines) <= 6)
        or (recurring and _is_listed(label))
    }
    # A line above the first label that recurs is a header line ("Respondent: K, 45 l."), unless it starts the talk.
    header_end = _header_end([line for line, _, _ in found[:first_turn]], first_turn)
    spoken = [
        (line, match, label if label in accepted else None) for line, match, label in found[header_end:]
    ]
    if not any(label for _, _, label in spoken):
        return None
    asks = _bold_asks(spoken)
    turns: list[RawTurn] = []
    above: list[str] = []
    for line, match, label in spoken:
        start, end = _trimmed(line)
        if label and match:
            start = line.start + match.end()
            turns.append(RawTurn(label, start, max(start, end), _time_in(line, match)))
        elif line.heading:
            continue
        elif asks and line.bold and not (turns and turns[-1].asks):
            turns.append(RawTurn("Moderator", start, end, asks=True))
        elif turns and turns[-1].asks and not line.bold:
            before = next((turn.label for turn in reversed(turns) if not turn.asks), None)
            turns.append(RawTurn(before, start, end))
        elif turns:
            turns[-1] = replace(turns[-1], end=end)
        else:
            above.append(line.text.strip())
    metadata, _ = _header([line for line, _, _ in found[:header_end]])
    metadata += tuple(("nagłówek", text) for text in above)
    warnings = (
        ("tekst przed pierwszą etykietą nie należy do nikogo",)
        if sum(map(len, above)) > _HEADER_LETTERS
        else ()
    )
    kept = tuple(turn for turn in turns if turn.end > turn.start)
    return Layout("labels", kept, metadata, warnings) if len(kept) >= 1 else None


def _bold_asks(lines: Sequence[tuple[Paragraph, re.Match[str] | None, str | None]]) -> bool:
    """Whether paragraphs in bold without a label are the moderator's: only the respondents have labels."""
    labels = {label.casefold().split()[0] for _, _, label in lines if label}
    if any(re.sub(r"\d+$", "", label) in MODERATORS for label in labels):
        return False
    bold = [line for line, _, label in lines if line.bold and label is None and not line.heading]
    spoken_bold = [line for line, _, label in lines if line.bold and label]
    return len(bold) >= 2 and not spoken_bold and 2 * sum("?" in line.text for line in bold) >= len(bold)


def _is_listed(label: str) -> bool:
    return label[0].isupper() and label.casefold() in (MODERATORS | RESPONDENTS) - METADATA


def _is_known(label: str, *, short: bool) -> bool:
    """Whether a label that occurs once is surely a speaker."""
    lowered = label.casefold()
    first = lowered.split()[0]
    stem = re.sub(r"\d+$", "", first)
    if lowered in SEVERAL or re.fullmatch(r"(?:r|u|k|m|n|bp|ob|s|speaker_?)\d{1,2}", lowered):
        return True
    titled = len(label.split()) >= 3 and (stem in RESPONDENTS or stem in MODERATORS)
    return titled or (short and (stem in RESPONDENTS or stem in MODERATORS))


def _header_end(lines: Sequence[Paragraph], first_turn: int) -> int:
    """How many lines above the first turn are a header: all up to the last that reads as one."""
    last = 0
    for number, line in enumerate(lines[:first_turn], 1):
        match = _METADATA.match(line.text)
        if line.heading or line.text.lstrip().startswith("#") or (match and _is_metadata(match["name"])):
            last = number
    return last


def _is_metadata(name: str) -> bool:
    words = name.casefold().split()
    return ".".join(words[:2]) in METADATA or words[0] in METADATA


def _header(lines: Sequence[Paragraph]) -> tuple[tuple[tuple[str, str], ...], Sequence[Paragraph]]:
    """Header lines of a document as (name, value), and the lines below them."""
    metadata: list[tuple[str, str]] = []
    used = 0
    for number, line in enumerate(lines[:12], 1):
        match = _METADATA.match(line.text)
        if match and _is_metadata(match["name"]) and len(match["value"]) < 200:
            metadata.append((match["name"].strip(), match["value"].strip()))
            used = number
        elif line.heading or line.text.lstrip().startswith("#"):
            metadata.append(("tytuł", line.text.strip("# ")))
            used = number
    return tuple(metadata), lines[used:]


def _time_in(line: Paragraph, match: re.Match[str]) -> float | None:
    lead = line.text[: match.end()]
    found = BRACKETED.search(lead) or CLOCK.search(lead)
    if not found:
        found = BRACKETED.search(line.text[match.end() :]) if line.text.rstrip().endswith("#") else None
    return seconds(found.group(0)) if found else None


def _by_time_lines(lines: Sequence[Paragraph]) -> Layout | None:
    marks = [_NAMED_TIME.match(line.text) or _TIME_NAMED.match(line.text) for line in lines]
    if sum(1 for mark in marks if mark) < 2:
        return None
    turns: list[RawTurn] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark:
            turns.append(RawTurn(canonical_label(mark["label"]), line.end, line.end, seconds(mark["time"])))
        elif turns:
            start = line.start if turns[-1].start == turns[-1].end else turns[-1].start
            turns[-1] = replace(turns[-1], start=start, end=line.start + len(line.text.rstrip()))
    first = next(number for number, mark in enumerate(marks) if mark)
    metadata = tuple(("nagłówek", line.text.strip()) for line in lines[:first])
    return Layout("time lines", tuple(turn for turn in turns if turn.end > turn.start), metadata)


def _by_points(lines: Sequence[Paragraph]) -> Layout | None:
    marks = [_POINTED.match(line.text) for line in lines]
    counts = Counter(mark["label"] for mark in marks if mark)
    labels = {label for label, count in counts.items() if count > 1}
    if not labels or sum(counts[label] for label in labels) < 0.5 * len(lines):
        return None
    turns: list[RawTurn] = []
    first = next(i for i, mark in enumerate(marks) if mark and mark["label"] in labels)
    for line, mark in zip(lines[first:], marks[first:], strict=True):
        if mark and mark["label"] in labels:
            turns.append(
                RawTurn(mark["label"], line.start + mark.end(), line.start + len(line.text.rstrip()))
            )
        else:
            turns[-1] = replace(turns[-1], end=line.start + len(line.text.rstrip()))
    metadata = tuple(("nagłówek", line.text.strip()) for line in lines[:first])
    return Layout("labels", tuple(turns), metadata)


def _workshop(lines: Sequence[Paragraph]) -> Layout | None:
    # A heading says something: numbers above excerpts of conversations are none.
    headings = [
        bool((line.heading or _HEADING.match(line.text)) and re.search(r"[^\W\d_]{3}", line.text))
        for line in lines
    ]
    bullets = [None if head else _BULLET.match(line.text) for line, head in zip(lines, headings, strict=True)]
    if sum(1 for bullet in bullets if bullet) < max(3, 0.4 * len(lines)) or sum(headings) < 1:
        return None
    turns: list[RawTurn] = []
    section: str | None = None
    first = _first_section(headings)
    metadata = tuple(_named(line) for line in lines[:first])
    for line, head, bullet in list(zip(lines, headings, bullets, strict=True))[first:]:
        if head:
            section = line.text.strip("# ").strip()
            end = _trimmed(line)[1]
            turns.append(RawTurn(None, end - len(section), end, section=section, asks=True))
        elif bullet:
            turns.append(_note(line, bullet.end(), section))
        elif section is not None and turns and line.text.startswith((" ", "\t")) and turns[-1].asks is None:
            turns[-1] = replace(turns[-1], end=line.start + len(line.text.rstrip()))
        else:
            turns.append(_note(line, 0, section))
    return Layout("workshop", tuple(turns), metadata)


def _first_section(headings: Sequence[bool]) -> int:
    """Where the notes begin: a title and the lines below it, up to the next heading, are about the workshop."""
    found = [number for number, head in enumerate(headings) if head]
    if len(found) > 1 and found[0] == 0:
        return found[1]
    return found[0]


def _named(line: Paragraph) -> tuple[str, str]:
    match = _METADATA.match(line.text)
    if match and not line.text.lstrip().startswith("#"):
        return match["name"].strip(), match["value"].strip()
    return "tytuł", line.text.strip("#-* ")


def _note(line: Paragraph, skip: int, section: str | None) -> RawTurn:
    """A bullet: without its mark, its votes and the group in front of it."""
    start = line.start + skip + (len(line.text[skip:]) - len(line.text[skip:].lstrip()))
    words = line.text[start - line.start :].rstrip()
    group = _GROUP_PREFIX.match(words)
    votes = _VOTES.search(words)
    end = start + (votes.start() if votes and votes.start() else len(words))
    if group and end - start > group.end():
        return RawTurn(None, start + group.end(), end, group=group["group"].strip(), section=section)
    return RawTurn(None, start, end, section=section)


def _by_bold(lines: Sequence[Paragraph]) -> Layout | None:
    bold = [line for line in lines if line.bold and not line.heading]
    if len(bold) < 2 or len(bold) > 0.7 * len(lines):
        return None
    first = next(i for i, line in enumerate(lines) if line.bold and not line.heading)
    # A bold title is followed by a bold question or by metadata; a question has an answer below it.
    metadata, _ = _header(lines[:first])
    turns: list[RawTurn] = []
    for line in lines[first:]:
        start, end = _trimmed(line)
        asks = line.bold
        if turns and turns[-1].asks is asks:
            turns[-1] = replace(turns[-1], end=end)
        else:
            turns.append(RawTurn("Moderator" if asks else "Rozmówca", start, end, asks=asks))
    return Layout("bold", tuple(turns), metadata)


def _by_dashes(lines: Sequence[Paragraph]) -> Layout | None:
    marks = [_DASHED.match(line.text) for line in lines]
    if sum(1 for mark in marks if mark) < max(4, 0.4 * len(lines)):
        return None
    turns: list[RawTurn] = []
    blocks = 0
    section: str | None = None
    for line, mark in zip(lines, marks, strict=True):
        if mark:
            turns.append(
                RawTurn(None, line.start + mark.end(), line.start + len(line.text.rstrip()), section=section)
            )
        elif line.text.lstrip().startswith("#"):
            blocks += 1
            section = line.text.strip("# ")
        elif turns:
            turns[-1] = replace(turns[-1], end=line.start + len(line.text.rstrip()))
    first = next(i for i, mark in enumerate(marks) if mark)
    metadata = tuple(
        ("nagłówek", line.text.strip()) for line in lines[:first] if not line.text.startswith("#")
    )
    if blocks == 0 and _alternates(turns, lines):
        named = tuple(replace(turn, label=("Pytający", "Rozmówca")[i % 2]) for i, turn in enumerate(turns))
        return Layout("dashes", named, metadata, ("rozmówców rozróżniono po kolejności myślników",))
    warning = "wypowiedzi zaczynają się od myślnika i nie mają nazwanych osób; nie wiadomo, kto mówi"
    return Layout("dashes", tuple(replace(turn, section=None) for turn in turns), metadata, (warning,))


def _alternates(turns: Sequence[RawTurn], lines: Sequence[Paragraph]) -> bool:
    """Whether dashes alternate between one who asks and one who answers at length."""
    text = {line.start: line.text for line in lines}
    sizes = [turn.end - turn.start for turn in turns]
    even, odd = sum(sizes[0::2]), sum(sizes[1::2])
    questions = [0, 0]
    for number, turn in enumerate(turns):
        line = max(start for start in text if start <= turn.start)
        questions[number % 2] += "?" in text[line]
    asking = (questions[0] / max(len(sizes[0::2]), 1), questions[1] / max(len(sizes[1::2]), 1))
    return max(even, odd) > 1.8 * min(even, odd) and max(asking) > 0.5 and abs(asking[0] - asking[1]) > 0.2


def _trimmed(line: Paragraph) -> tuple[int, int]:
    words = line.text.strip()
    start = line.start + line.text.index(words)
    return start, start + len(words)
