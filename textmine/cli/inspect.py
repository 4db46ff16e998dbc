"""textmine inspect"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import USER_ERROR, command, console, plain, print_json, show_problem, table

if TYPE_CHECKING:
    from textmine.records import Document

FIRST_TURNS = 6
_ROLES = {"moderator": "prowadzący", "respondent": "rozmówca", "unknown": "nieznana"}
_COLOURS = {"moderator": "cyan", "respondent": "green", "unknown": "yellow"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("inspect", epilog="Przykład: textmine inspect corpus/W01.docx")(inspect)


@command
def inspect(
    files: Annotated[list[Path], typer.Argument(help="Pliki z transkrypcjami.", metavar="PLIK...")],
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
) -> None:
    """Pokaż, jak program czyta pliki: format, mówiący, czasy, pierwsze wypowiedzi, ostrzeżenia."""
    from textmine.errors import ReadError
    from textmine.folder import is_transcript
    from textmine.ingest import read
    from textmine.ingest.inspect import inspection

    found = []
    for file in files:
        if not is_transcript(file):
            skipped = ReadError(
                "To plik o transkrypcjach, a nie transkrypcja; pominięto.", where=file, remedy=""
            )
            show_problem(skipped, colour="yellow", word="Uwaga")
            continue
        try:
            document = read(file)
        except ReadError as error:
            show_problem(error)
            continue
        found.append(inspection(document))
        if not as_json:
            _show(document)
    if as_json and found:
        print_json(found[0] if len(files) == 1 else found)
    if not found:
        raise typer.Exit(USER_ERROR)


def _show(document: Document) -> None:
    from textmine.evidence import clock
    from textmine.ingest.conservation import account
    from textmine.language.plurals import SENTENCES, WORDS, counted

    out = console()
    words = sum(len(turn.text.split()) for turn in document.turns)
    encoding = f", {document.encoding}" if document.encoding else ""
    out.rule(f"[bold]{plain(document.name)}", align="left")
    out.print(
        f"{document.format}{encoding} · {counted(len(document.turns), SENTENCES)} · {counted(words, WORDS)}"
    )
    if document.speakers:
        rows = [
            (s.speaker, _ROLES[s.role], s.turns, f"{s.share:.0%}", f"{s.questions:.0%}", s.reason)
            for s in document.speakers
        ]
        columns = ("Kto", "Rola", "Wyp.", "Słowa", "Pytania", "Dlaczego")
        out.print(table("Mówiący", columns, rows, numbers=(2, 3, 4)))
    for turn in document.turns[:FIRST_TURNS]:
        time = f"[dim]{clock(turn.time)}[/] " if turn.time is not None else ""
        start = " ".join(turn.text.split())
        shown = start if len(start) <= 160 else start[:157] + "…"
        who = f"[{_COLOURS[turn.role]}]{plain(turn.speaker or turn.section or '—')}[/]"
        out.print(f"  {time}{who}: {plain(shown)}")
    for name, value in document.metadata.items():
        out.print(f"[dim]  {plain(name)}: {plain(value)}[/]")
    for kept in (*document.repairs, *document.aside)[:8]:
        out.print(f"[dim]  {plain(kept)}[/]")
    if document.conservation is not None:
        out.print(f"[dim]  Znaki: {plain('; '.join(account(document.conservation)))}[/]")
    for warning in document.warnings:
        out.print(f"[yellow]  Uwaga: {plain(warning)}[/]")
