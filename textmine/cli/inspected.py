"""One file as `textmine inspect` shows it: speakers or sections, the first turns, what was mended, the account, advice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textmine.cli.app import console, plain, table

if TYPE_CHECKING:
    from textmine.records import Document, Turn

FIRST_TURNS = 6
MOST_SPEAKERS, MOST_LINES, MOST_LABELS = 12, 5, 2
WIDEST_SPEAKER, LONGEST_START = 30, 160
_ROLES = {"moderator": "prowadzący", "respondent": "rozmówca", "unknown": "nieznana"}
_COLOURS = {"moderator": "cyan", "respondent": "green", "unknown": "yellow"}
_ANSWERING = ("green", "magenta", "blue", "bright_green", "bright_magenta", "bright_blue")


def show(document: Document) -> None:
    """Print how a file was read."""
    out = console()
    out.print()
    out.rule(f"[bold]{plain(document.name)}", align="left")
    out.print(_summary(document))
    colours = _speaker_colours(document)
    if document.speakers:
        out.print(_speakers(document, colours))
    if any(turn.section for turn in document.turns):
        out.print(_sections(document))
    out.print(_turns(document, colours))
    for heading, lines in (
        ("Nagłówek", [f"{name}: {value}" for name, value in document.metadata.items()]),
        ("Naprawiono", document.repairs),
        ("Obok wypowiedzi", document.aside),
    ):
        _list(heading, lines)
    _balance(document)
    _advise(document)


def _summary(document: Document) -> str:
    from textmine.evidence import clock
    from textmine.ingest.formats import formats
    from textmine.language.plurals import SENTENCES, WORDS, counted

    words = sum(len(turn.text.split()) for turn in document.turns)
    title = next((one.title for one in formats() if one.name == document.format), document.format)
    times = [turn.time for turn in document.turns if turn.time is not None]
    parts = [
        f"{title} (.{document.format})" if title != document.format else title,
        *([document.encoding] if document.encoding else []),
        counted(len(document.turns), SENTENCES),
        counted(words, WORDS),
        f"czas {clock(min(times))}–{clock(max(times))}" if times else "bez czasów",
    ]
    return plain(" · ".join(parts))


def _speaker_colours(document: Document) -> dict[str, str]:
    """A colour a speaker: those who lead have one of their own, the others take turns."""
    colours: dict[str, str] = {}
    answering = 0
    for one in document.speakers:
        if one.role == "respondent":
            colours[one.speaker] = _ANSWERING[answering % len(_ANSWERING)]
            answering += 1
        else:
            colours[one.speaker] = _COLOURS[one.role]
    return colours


def _speakers(document: Document, colours: dict[str, str]) -> Any:
    from textmine.ingest.inspect import spellings

    shown = sorted(document.speakers, key=lambda one: -one.words)[:MOST_SPEAKERS]
    shown = [one for one in document.speakers if one in shown]
    written = spellings(document)
    rows = [
        (
            _name(one.speaker, written.get(one.speaker, [])),
            _ROLES[one.role],
            one.turns,
            f"{one.share:.0%}",
            f"{one.questions:.0%}",
            one.reason,
        )
        for one in shown
    ]
    made = table("Mówiący", ("Kto", "Rola", "Wyp.", "Słowa", "Pytania", "Dlaczego"), rows, numbers=(2, 3, 4))
    for one, row in zip(shown, made.rows, strict=True):
        row.style = colours[one.speaker]
    hidden = len(document.speakers) - len(shown)
    if hidden:
        made.caption = f"i {hidden} innych, którzy mówią mniej"
        made.caption_justify = "left"
    return made


def _sections(document: Document) -> Any:
    """The headings of a workshop with how many notes and votes stand below them."""
    from textmine.ingest.inspect import sections

    found = sections(document)
    rows = [
        (one.name, one.notes, "—" if one.votes is None else one.votes, ", ".join(one.groups) or "—")
        for one in found[:MOST_SPEAKERS]
    ]
    made = table("Sekcje", ("Nagłówek", "Karteczki", "Głosy", "Grupy"), rows, numbers=(1, 2))
    if len(found) > MOST_SPEAKERS:
        made.caption = f"i {len(found) - MOST_SPEAKERS} innych"
        made.caption_justify = "left"
    return made


def _name(speaker: str, written: Sequence[str]) -> str:
    """A speaker with the labels that stand for him in the file."""
    if not written:
        return speaker
    more = f" i {len(written) - MOST_LABELS} in." if len(written) > MOST_LABELS else ""
    return f"{speaker} („{'”, „'.join(written[:MOST_LABELS])}”{more})"


def _turns(document: Document, colours: dict[str, str]) -> Any:
    """The first turns: time, speaker, words, each in its column."""
    from rich.table import Table

    from textmine.evidence import clock
    from textmine.language.plurals import VOTES, counted

    first = document.turns[:FIRST_TURNS]
    grid = Table.grid(padding=(0, 1))
    timed = any(turn.time is not None for turn in first)
    if timed:
        grid.add_column(style="dim", justify="right", no_wrap=True)
    grid.add_column(max_width=WIDEST_SPEAKER, overflow="fold")
    grid.add_column(overflow="fold", ratio=1)
    for turn in first:
        start = " ".join(turn.text.split())
        shown = start if len(start) <= LONGEST_START else start[: LONGEST_START - 1] + "…"
        colour = colours.get(turn.speaker or "", _COLOURS[turn.role])
        marks = [turn.group or "", "" if turn.votes is None else counted(turn.votes, VOTES)]
        beside = ", ".join(plain(mark) for mark in marks if mark)
        group = f" [dim]({beside})[/]" if beside else ""
        who = f"[{colour}]{plain(turn.speaker or _unnamed(turn))}[/]{group}"
        time = [clock(turn.time) if turn.time is not None else ""] if timed else []
        grid.add_row(*time, who, plain(shown))
    return grid


def _unnamed(turn: Turn) -> str:
    """What stands for the speaker of a turn that has none."""
    if turn.section is None:
        return "—"
    return "nagłówek" if turn.text == turn.section else "karteczka"


def _list(heading: str, lines: Sequence[str]) -> None:
    """A few lines under a heading, and how many there are more."""
    if not lines:
        return
    out = console()
    out.print(f"[bold]{heading}[/]")
    for line in lines[:MOST_LINES]:
        short = line if len(line) <= LONGEST_START else line[: LONGEST_START - 1] + "…"
        out.print(f"[dim]  {plain(short)}[/]")
    if len(lines) > MOST_LINES:
        out.print(f"[dim]  … i jeszcze {len(lines) - MOST_LINES}[/]")


def _balance(document: Document) -> None:
    """Where the characters of the file went."""
    account = document.conservation
    if account is None:
        return
    total = "nie policzono" if account.source is None else _number(account.source)
    verdict = {None: "", 0: " [green]· nic nie zginęło[/]"}.get(
        account.missing, f" [red]· nierozliczone: {account.missing}[/]"
    )
    out = console()
    out.print(
        f"[bold]Bilans znaków[/] (bez odstępów): w pliku {total}, w wypowiedziach {_number(account.spoken)}{verdict}"
    )
    for heading, portions in (
        ("obok", account.aside),
        ("pominięte", account.dropped),
        ("dopisane", account.added),
    ):
        if portions:
            shown = "; ".join(f"{one.kind} {_number(one.characters)}" for one in portions)
            out.print(f"[dim]  {heading}: {plain(shown)}[/]")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u00a0")


def _advise(document: Document) -> None:
    from textmine.ingest.inspect import advice

    for one in advice(document):
        console().print(f"[yellow]Uwaga: {plain(one.what)}.[/] [green]{plain(one.remedy)}[/]")
