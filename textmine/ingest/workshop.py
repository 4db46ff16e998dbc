"""Notes of a workshop as text: bullets below headings, with the group in front and the votes behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.ingest.header import named
from textmine.ingest.paragraphs import Layout, Paragraph
from textmine.ingest.turns import RawTurn

_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+•●▪◦·–—►✓☐☑□■]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_HEADING = re.compile(
    r"^\s*(?:#{1,6}\s+(?P<md>.+?)\s*#*|\*\*[^*\n]{3,80}\*\*:?|(?P<table>(?:stolik|grupa|tablica|stół|zespół)\b.{0,80}))\s*$",
    re.IGNORECASE,
)
VOTES = re.compile(
    r"\s*[(\[](?:głosy?:?\s*\d+|\d+\s*(?:x\s*)?(?:głos\w*|kropk\w*|pkt\.?|punkt\w*|os(?:oby|ób|oba|\.))|\+\s?\d+|[x×]\s?\d+"
    r"|\d+\s?[x×])[)\]]\s*$"
    r"|\s*[–-]\s*\d+\s*głos\w*\s*$|\s*(?<!\w)[+●★]{2,}\s*$",
    re.IGNORECASE,
)
"""Votes behind a note: "(5 głosów)", "(+3)", "[3 kropki]", "– 4 głosy", "+++"."""
GROUP_PREFIX = re.compile(r"^[(\[](?P<group>[^()\[\]\n]{3,50})[)\]]\s*:?\s*")
"""The group in front of a note: "(Gmina) …", "[Firmy]: …"."""


def workshop(lines: Sequence[Paragraph]) -> Layout | None:
    """The notes of a text that is mostly bullets below headings; None for other texts."""
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
    metadata = tuple(named(line) for line in lines[:first])
    for line, head, bullet in list(zip(lines, headings, bullets, strict=True))[first:]:
        if head:
            section = line.text.strip("#*: \t").strip()
            start = line.start + line.text.index(section)
            turns.append(RawTurn(None, start, start + len(section), section=section, asks=True))
        elif bullet:
            turns.append(_note(line, bullet.end(), section))
        elif section is not None and turns and line.text.startswith((" ", "\t")) and turns[-1].asks is None:
            turns[-1] = replace(turns[-1], end=line.words[1])
        else:
            turns.append(_note(line, 0, section))
    return Layout("workshop", tuple(turns), metadata)


def _first_section(headings: Sequence[bool]) -> int:
    """Where the notes begin: a title and the lines below it, up to the next heading, are about the workshop."""
    found = [number for number, head in enumerate(headings) if head]
    if len(found) > 1 and found[0] == 0:
        return found[1]
    return found[0]


def _note(line: Paragraph, skip: int, section: str | None) -> RawTurn:
    """A bullet: without its mark, its votes and the group in front of it."""
    start = line.start + skip + (len(line.text[skip:]) - len(line.text[skip:].lstrip()))
    words = line.text[start - line.start :].rstrip()
    group = GROUP_PREFIX.match(words)
    votes = VOTES.search(words)
    end = start + (votes.start() if votes and votes.start() else len(words))
    if group and end - start > group.end():
        return RawTurn(None, start + group.end(), end, group=group["group"].strip(), section=section)
    return RawTurn(None, start, end, section=section)
