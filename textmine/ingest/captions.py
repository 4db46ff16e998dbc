"""WebVTT and SubRip in one parser: every speaker of a cue, joined into turns.

Speakers come as `<v Name>` (Teams), `Name:` in front (Zoom; absent = the same one goes on), two lines with dashes
(SubRip: two speakers), or `//S02: … //` in the middle (noScribe).
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.ingest.conservation import size
from textmine.ingest.cues import Cue, turns_of_cues, without_machine_cues
from textmine.ingest.encoding import canonical, decode
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.ledger import Ledger
from textmine.ingest.speakers import accepted, canonical_label, speaker_of
from textmine.ingest.times import seconds
from textmine.ingest.turns import Reading, assembled
from textmine.ingest.word_times import timed_words

_CLOCK = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_ARROW = re.compile(rf"^\s*({_CLOCK})\s*-->\s*({_CLOCK})")
_CUE = re.compile(rb"(?m)^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]*)>")
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|lang|ruby|rt|font)(?:[ .][^>]*)?>|<(?:\d+:)?\d{2}:\d{2}[.,]\d{3}>|\{\\an?\d+\}",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"^\s*(?:\[|\()?([^\W_][^:<>\n]{0,50}?)(?:\]|\))?\s*:\s+(?=\S)")
_INNER = re.compile(r"//\s*([^:/\s][^:/]{0,20}):\s*(.*?)\s*//", re.DOTALL)
_DASH = re.compile(r"^\s*[-–—]\s*(?=\S)")
# "-Tak. -Nie.": two speakers on one line.
_NEXT_DASH = re.compile(r"(?<=[.?!…])\s+(?=[-–—]\s*[A-ZĄĆĘŁŃÓŚŹŻ])")
_NUMBER = re.compile(r"\s*(?:\d+|[0-9a-f-]{36}(?:/[\d-]+)?)\s*", re.IGNORECASE)
# Captions that roll up (YouTube) repeat the line before; a speaker who repeats himself does so rarely.
_ROLLING = 0.3


@dataclass(slots=True)
class _Caption:
    start: float | None
    end: float | None
    lines: list[str] = field(default_factory=list)


def read_captions(source: Source) -> Reading:
    """Read .vtt or .srt (`source.form`)."""
    decoded = decode(source.raw, where=source.where)
    ledger = Ledger()
    notes: list[str] = []
    captions = list(_captions(decoded.text, source.form, ledger, notes))
    repairs = [*decoded.repairs]
    repeated = _without_repeats(captions, ledger)
    if repeated:
        repairs.append(f"pominięto powtórzone wiersze przewijanych napisów: {repeated}")
    speakers = _speakers(captions, source.known)
    written: dict[str, str] = {}
    cues, machine = without_machine_cues(_cues(captions, speakers, ledger, written))
    turns = turns_of_cues(cues, written)
    if len(turns) < len(captions):
        repairs.append(f"połączono {len(captions)} napisów w {len(turns)} wypowiedzi")
    warnings = ("napisy nie nazywają mówiących",) if not any(one.label for one in turns) else ()
    text, raw_turns = assembled(turns)
    return Reading(
        text,
        raw_turns,
        source.form,
        decoded.encoding,
        warnings,
        tuple(repairs),
        (
            *(f"notatka w napisach: {note}" for note in notes),
            *(f"dopisek programu: {line}" for line in machine),
        ),
        source=size(decoded.text),
        kept=ledger.kept,
        dropped=ledger.dropped,
        labelled=True,
    )


def _captions(text: str, form: str, ledger: Ledger, notes: list[str]) -> Iterator[_Caption]:
    """The captions in order. What stands between them and is no number or block belongs to the one before."""
    caption: _Caption | None = None
    loose: list[str] = []  # lines whose meaning the next arrow tells
    block: list[str] | None = None
    for line in text.split("\n"):
        found = _ARROW.match(line)
        if found:
            loose = _without_number(loose, ledger, above=caption is not None)
            if caption is not None:
                caption.lines.extend(loose)
                yield caption
            else:
                notes.extend(one.strip() for one in loose)
            if block is not None:  # nobody left a blank line below it
                _close(block, ledger, notes)
            ledger.keep("czasy napisów", line)
            caption, loose, block = _Caption(seconds(found[1]), seconds(found[2])), [], None
        elif not line.strip():
            if block is not None:
                _close(block, ledger, notes)
            block = None
        elif block is not None:
            block.append(line)
        elif form == "vtt" and re.match(r"(?:NOTE|STYLE|REGION|WEBVTT)\b", line):
            block = [line]
        else:
            loose.append(line)
    if block is not None:
        _close(block, ledger, notes)
    if caption is not None:
        caption.lines.extend(loose)
        yield caption
    else:
        notes.extend(line.strip() for line in loose)


def _without_number(loose: list[str], ledger: Ledger, *, above: bool) -> list[str]:
    """The lines before an arrow without the number or identifier of its caption.

    `above`: other captions are above; then the only line below a caption may be its words.
    """
    if not loose or (not _NUMBER.fullmatch(loose[-1]) and above):
        return loose
    ledger.drop("numery napisów", loose[-1])
    return loose[:-1]


def _close(block: Sequence[str], ledger: Ledger, notes: list[str]) -> None:
    first = block[0].split()[0]
    text = "\n".join(block)
    if first == "NOTE":
        words = " ".join(text.removeprefix("NOTE").split())
        notes.extend([words] if words else [])
        ledger.drop("nagłówek i style napisów", text, instead=words)
    else:
        ledger.drop("nagłówek i style napisów", text)


def _without_repeats(captions: Sequence[_Caption], ledger: Ledger) -> int:
    """Take out of captions that roll up what the one before has shown; how many lines that were."""
    pairs = [
        (before, after)
        for before, after in itertools.pairwise(captions)
        if before.lines and after.lines and _said(after.lines[0]) == _said(before.lines[-1])
    ]
    # What rolls up brings a new line below the old one; people who say the same in turn do not.
    rolls = any(len(after.lines) > 1 for _, after in pairs)
    if not rolls or len(pairs) < 3 or len(pairs) < _ROLLING * len(captions):
        return 0
    for _, after in reversed(pairs):
        ledger.drop("powtórzone wiersze napisów", after.lines[0])
        del after.lines[0]
    return len(pairs)


def _said(line: str) -> tuple[list[str], str]:
    """The voices of a line and its words."""
    return re.findall(r"<v[ .]([^>]*)>", line), " ".join(_TAG.sub("", line).split())


def _speakers(captions: Sequence[_Caption], known: Sequence[str]) -> Mapping[str, str]:
    """What stands before a colon and is a speaker."""
    found = []
    for caption in captions:
        for line in caption.lines:
            match = _PREFIX.match(_DASH.sub("", line))
            label = speaker_of(match[1]) if match else None
            if label and len(label.split()) <= 5:
                found.append(label)
    return accepted(found, known, lines=len(captions))


def _cues(
    captions: Sequence[_Caption], speakers: Mapping[str, str], ledger: Ledger, written: dict[str, str]
) -> Iterator[Cue]:
    """The cues in order; `written` receives the names of voices as the file has them."""
    current: str | None = None
    for caption in captions:
        for voice in _VOICE.findall("\n".join(caption.lines)):
            name = canonical(html.unescape(voice))[0].strip()
            written.setdefault(canonical_label(name), name)
        start = caption.start
        for label, words, fresh in _pieces(caption.lines, speakers, current, ledger):
            current = label
            clean = _cleaned(words)
            ledger.drop("znaczniki i kody znaków", words, instead=clean)
            if clean:
                pauses, end = timed_words(words, start, _cleaned)
                yield Cue(label, clean, caption.start, caption.end if end is None else end, fresh, pauses)
            start = None  # when the next speaker of the caption begins is not told


def _cleaned(words: str) -> str:
    """The words of a caption without its marks."""
    return canonical(re.sub(r"\s+", " ", html.unescape(_TAG.sub("", words))).strip())[0]


def _pieces(
    lines: Sequence[str], speakers: Mapping[str, str], current: str | None, ledger: Ledger
) -> Iterator[tuple[str | None, str, bool]]:
    """(label, words, whether somebody else begins) of a caption."""
    text = "\n".join(lines)
    if _VOICE.search(text):
        parts = _VOICE.split(text)
        if parts[0].strip():
            yield current, parts[0], False
        for found, words in zip(_VOICE.finditer(text), parts[2::2], strict=True):
            ledger.keep("etykiety mówiących", found[0])
            yield from _inner(canonical_label(html.unescape(found[1])) or None, words, ledger)
        return
    lines = [part for line in lines for part in (_NEXT_DASH.split(line) if _DASH.match(line) else [line])]
    if len(lines) >= 2 and sum(bool(_DASH.match(line)) for line in lines) >= 2:
        label: str | None = None
        for line in lines:
            dash = _DASH.match(line)
            ledger.drop("myślniki mówiących", dash[0] if dash else "")
            label, words = _prefixed(_DASH.sub("", line), speakers, None if dash else label, ledger)
            yield label, words, bool(dash)
        return
    label = current
    for line in lines:
        label, words = _prefixed(line, speakers, label, ledger)
        yield from _inner(label, words, ledger)


def _prefixed(
    line: str, speakers: Mapping[str, str], current: str | None, ledger: Ledger
) -> tuple[str | None, str]:
    found = _PREFIX.match(line)
    label = speakers.get(speaker_of(found[1]) or "") if found else None
    if found and label:
        ledger.keep("etykiety mówiących", found[0])
        return label, line[found.end() :]
    return current, line


def _inner(label: str | None, words: str, ledger: Ledger) -> Iterator[tuple[str | None, str, bool]]:
    position = 0
    for found in _INNER.finditer(words):
        yield label, words[position : found.start()], False
        yield canonical_label(found[1]) or label, found[2], False
        ledger.keep("etykiety mówiących", found[0].replace(found[2], "", 1) if found[2] else found[0])
        position = found.end()
    yield label, words[position:], False


def _is_vtt(sample: Sample) -> Sure:
    if sample.head.startswith(b"WEBVTT"):
        return Sure.SIGNATURE
    return Sure.STRUCTURE if sample.suffix == ".vtt" and _CUE.search(sample.head) else Sure.NO


def _is_srt(sample: Sample) -> Sure:
    return Sure.STRUCTURE if sample.suffix != ".vtt" and _CUE.search(sample.head) else Sure.NO


FORMATS = (
    Format("vtt", "napisy WebVTT", _is_vtt, read_captions),
    Format("srt", "napisy SubRip", _is_srt, read_captions),
)
