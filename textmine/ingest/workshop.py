"""Notes of a workshop as text: bullets below headings, with the group in front and the votes behind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.ingest.header import is_header, named
from textmine.ingest.notes import BULLET, note_in
from textmine.ingest.paragraphs import Layout, Paragraph
from textmine.ingest.turns import RawTurn
from textmine.ingest.votes import Ballot, votes_in

_HEADING = re.compile(
    r"^\s*(?:#{1,6}\s+(?P<md>.+?)\s*#*|\*\*[^*\n]{3,80}\*\*:?|(?P<table>(?:stolik|grupa|tablica|stół|zespół)\b.{0,80}))\s*$",
    re.IGNORECASE,
)

_TABLE = re.compile(r"\s*(?:stolik|grupa|stół|zespół)\b", re.IGNORECASE)
_FEWEST, _SHORT = 4, 15


def workshop(lines: Sequence[Paragraph]) -> Layout | None:
    """The notes of a text that is mostly bullets below headings; None for other texts."""
    # A heading says something: numbers above excerpts of conversations are none.
    headings = [
        bool((line.heading or _HEADING.match(line.text)) and re.search(r"[^\W\d_]{3}", line.text))
        for line in lines
    ]
    bullets = [None if head else BULLET.match(line.text) for line, head in zip(lines, headings, strict=True)]
    listed = sum(1 for bullet in bullets if bullet) >= max(3, 0.4 * len(lines)) and sum(headings) >= 1
    if not listed and not _are_short_notes(lines, headings):
        return None
    turns: list[RawTurn] = []
    ballot = Ballot.of(line.text for line, head in zip(lines, headings, strict=True) if not head)
    section: str | None = None
    first = _first_section(lines, headings, bullets)
    metadata = tuple(named(line) for line in lines[:first])
    for line, head, bullet in list(zip(lines, headings, bullets, strict=True))[first:]:
        if head:
            section = line.text.strip("#*: \t").strip()
            start = line.start + line.text.index(section)
            turns.append(RawTurn(None, start, start + len(section), section=section, asks=True))
        elif bullet:
            turns.append(_note(line, section, ballot))
        elif section is not None and turns and line.text.startswith((" ", "\t")) and turns[-1].asks is None:
            turns[-1] = _continued(turns[-1], line, ballot)
        else:
            turns.append(_note(line, section, ballot))
    return Layout("workshop", tuple(turns), metadata)


def _are_short_notes(lines: Sequence[Paragraph], headings: Sequence[bool]) -> bool:
    """Whether lines without bullets are notes: short ones below tables or groups that are numbered or named."""
    tables = [bool(_TABLE.match(line.text)) for line in lines]
    notes = [line.text for line, head in zip(lines, headings, strict=True) if not head]
    if sum(tables) < 2 or len(notes) < _FEWEST:
        return False
    return all(len(note.split()) <= _SHORT and "?" not in note for note in notes)


def _first_section(lines: Sequence[Paragraph], headings: Sequence[bool], bullets: Sequence[object]) -> int:
    """Where the notes begin: a title and the lines below it, up to the next heading, are about the workshop."""
    found = [number for number, head in enumerate(headings) if head]
    if len(found) < 2 or found[0] != 0 or _TABLE.match(lines[0].text.lstrip("#* ")):
        return found[0]
    above = _depth(lines[0]) < _depth(lines[found[1]])
    notes = any(
        bullet and not is_header(line) for line, bullet in zip(lines[: found[1]], bullets, strict=False)
    )
    return found[1] if above or not notes else found[0]


def _depth(line: Paragraph) -> int:
    """The level of a heading of Markdown: 1 for a title; 0 where nothing says it."""
    return len(line.text.lstrip()) - len(line.text.lstrip().lstrip("#"))


def _continued(turn: RawTurn, line: Paragraph, ballot: Ballot) -> RawTurn:
    """A note that goes on in the next line, or whose votes stand there."""
    votes = votes_in(line.text)
    if votes is not None and turn.votes is None:
        return replace(turn, votes=votes)
    _, end, votes = ballot.split(line.text)
    end = len(line.text[:end].rstrip())
    return replace(turn, end=line.start + end, votes=turn.votes if votes is None else votes)


def _note(line: Paragraph, section: str | None, ballot: Ballot) -> RawTurn:
    """A bullet: without its mark, its votes and the group in front of it."""
    note = note_in(line.text, 0, len(line.text), ballot)
    if note.end <= note.start:
        return RawTurn(None, *line.words, section=section)
    return RawTurn(
        None,
        line.start + note.start,
        line.start + note.end,
        group=note.group,
        section=section,
        votes=note.votes,
    )
