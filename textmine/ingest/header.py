"""Lines above the first turn that are about the talk and no part of it: date, place, who takes part."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.ingest.paragraphs import Paragraph
from textmine.language.labels import METADATA, MODERATORS, RESPONDENTS

_METADATA = re.compile(
    r"^\s*+[-*]?\s*+(?:\*\*)?(?P<name>[^\W\d_][^:\n*]{1,30}?)(?:[^\S\t]*:(?:\*\*)?\s*|\t\s*)(?P<value>\S.*)$"
)
# "(K, 45 l.)", "54 lata"
_DEMOGRAPHICS = re.compile(r"\([KM]\b|\b\d{2}\s?(?:l\.|lat\b|lata\b)")
_VERBS = frozenset({"fin", "praet", "impt", "bedzie", "imps", "winien", "pred"})
# A header is short; what is further below may be speech.
_LINES = 12
_LONGEST_VALUE = 200


def header_end(lines: Sequence[Paragraph], first_turn: int) -> int:
    """How many lines above the first turn are a header: all up to the last that reads as one."""
    last = 0
    for number, line in enumerate(lines[:first_turn], 1):
        match = _METADATA.match(line.text)
        if line.heading or line.text.lstrip().startswith("#") or (match and _is_metadata(match)):
            last = number
    return last


def is_header(line: Paragraph) -> bool:
    """Whether a line names something about the talk ("Respondent: (K, 45 l.)") and says nothing in it."""
    match = _METADATA.match(line.text)
    return bool(match and _is_metadata(match))


def is_description(line: Paragraph) -> bool:
    """Whether what stands behind the colon says who somebody is: a full name, a trade, sex and age in brackets."""
    from textmine.ingest.speakers import is_person

    match = _METADATA.match(line.text)
    value = match["value"].strip() if match else ""
    return bool(value) and (
        value[0].islower() or bool(_DEMOGRAPHICS.search(value)) or (" " in value and is_person(value))
    )


def header(lines: Sequence[Paragraph]) -> tuple[tuple[tuple[str, str], ...], Sequence[Paragraph]]:
    """Header lines of a document as (name, value), and the lines below them."""
    metadata: list[tuple[str, str]] = []
    used = 0
    for number, line in enumerate(lines[:_LINES], 1):
        match = _METADATA.match(line.text)
        if any(_is_said(one) for one in lines[used : number - 1]):
            break
        if match and _is_metadata(match) and len(match["value"]) < _LONGEST_VALUE:
            metadata.append((match["name"].strip(), match["value"].strip()))
            used = number
        elif line.heading or (line.text.lstrip().startswith("#") and _words_below(lines[number:])):
            metadata.append(("tytuł", line.text.strip("# ")))
            used = number
    return tuple(metadata), lines[used:]


def _is_said(line: Paragraph) -> bool:
    """Whether a line that names nothing is a sentence of somebody, and no subtitle."""
    return line.text.rstrip(' *_"”').endswith((".", "?", "!", "…")) or len(line.text) > _LONGEST_VALUE


def _words_below(lines: Sequence[Paragraph]) -> bool:
    """Whether there is anything for a title to be the title of."""
    return any(re.search(r"\w", line.text) for line in lines)


def named(line: Paragraph) -> tuple[str, str]:
    """A line of a header as (name, value); what has no name is a title."""
    match = _METADATA.match(line.text)
    if match and not line.text.lstrip().startswith("#"):
        return match["name"].strip(), match["value"].strip()
    return "tytuł", line.text.strip("#-* ")


def _is_metadata(match: re.Match[str]) -> bool:
    words = match["name"].casefold().split()
    if ".".join(words[:2]) not in METADATA and words[0] not in METADATA:
        return False
    # "Moderator: Ewa Lis" is about the talk, "Moderator: Czego brakuje?" is its first turn.
    return words[0] not in MODERATORS | RESPONDENTS or not _is_speech(match["value"])


def _is_speech(value: str) -> bool:
    """Whether the words behind a name are a sentence: a question, or a verb and a full stop."""
    from textmine.nlp.dictionary import readings

    value = value.rstrip(' *_"”')
    if value.endswith("?"):
        return True
    if not value.endswith((".", "!", "…")):
        return False
    words = re.findall(r"[^\W\d_]+", value)
    return any(reading.word_class in _VERBS for word in words for reading in readings(word.lower()))
