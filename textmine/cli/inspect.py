"""textmine inspect"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import USER_ERROR, command, console, messages, plain, print_json, show_problem, table

if TYPE_CHECKING:
    from textmine.records import Document

# More files than that are shown in a table of one row a file.
MOST_IN_FULL = 4
MOST_WARNINGS, MOST_NAMES, WIDEST_LEADER = 15, 3, 18
# Letters of a file's name, in a narrow and in a wide terminal.
NARROW, WIDE, FEW_COLUMNS = 22, 40, 100


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("inspect", epilog="Przykład: textmine inspect corpus/W01.docx")(inspect)


@command
def inspect(
    files: Annotated[list[Path], typer.Argument(help="Pliki z transkrypcjami.", metavar="PLIK...")],
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Każdy plik w całości, także gdy jest ich wiele.")
    ] = False,
) -> None:
    """Pokaż, jak program czyta pliki: format, mówiący, czasy, pierwsze wypowiedzi, ostrzeżenia."""
    from textmine.cli.inspected import show
    from textmine.ingest.inspect import inspection

    many = len(files) > MOST_IN_FULL and not full
    found = []
    for document in _read(files, tell=as_json or many):
        found.append(document)
        if not (as_json or many):
            show(document)
    if as_json and found:
        shown = [inspection(document) for document in found]
        print_json(shown[0] if len(files) == 1 else shown)
    elif many and found:
        _overview(found, failed=len(files) - len(found))
    if not found:
        raise typer.Exit(USER_ERROR)


def _read(files: Sequence[Path], *, tell: bool) -> Iterator[Document]:
    """The files that can be read, one after another; what is wrong with the others is said."""
    from rich.progress import track

    from textmine.errors import ReadError
    from textmine.folder import is_transcript
    from textmine.ingest import read

    shown = tell and len(files) > MOST_IN_FULL
    for file in track(files, "Czytanie plików", console=messages(), transient=True, disable=not shown):
        if not is_transcript(file):
            skipped = ReadError(
                "To plik o transkrypcjach, a nie transkrypcja; pominięto.", where=file, remedy=""
            )
            show_problem(skipped, colour="yellow", word="Uwaga")
            continue
        try:
            yield read(file)
        except ReadError as error:
            show_problem(error)


def _overview(documents: Sequence[Document], *, failed: int) -> None:
    """A row a file, then what to look at, the same advice for many files once."""
    from textmine.ingest.inspect import advice, glance, shared_advice
    from textmine.language.plurals import FILES, SECTIONS, SENTENCES, counted

    out = console()
    width = NARROW if out.width < FEW_COLUMNS else WIDE
    rows = []
    for document in documents:
        seen = glance(document)
        leads = ", ".join(seen.leads) or ("—" if seen.notes else "nikt")
        rows.append(
            (
                _short(document.name, width),
                document.format,
                seen.turns,
                counted(seen.notes, SECTIONS) if seen.notes else seen.speakers,
                _short(leads, WIDEST_LEADER),
                "tak" if seen.timed else "—",
                len(advice(document)) or "",
            )
        )
    columns = ("Plik", "Format", "Wyp.", "Osoby", "Prowadzi", "Czasy", "Uwagi")
    made = table("Odczytane pliki", columns, rows, numbers=(2, 3, 6))
    for row, style in zip(made.rows, rows, strict=True):
        row.style = "yellow" if style[-1] else ""
    out.print(made)
    turns = sum(len(document.turns) for document in documents)
    whole = all(document.conservation and not document.conservation.missing for document in documents)
    parts = [counted(len(documents), FILES), counted(turns, SENTENCES)]
    parts += ["[green]nic nie zginęło[/]"] if whole else []
    parts += [f"[red]nie odczytano: {failed}[/]"] if failed else []
    out.print(" · ".join(parts))
    told = shared_advice(documents)
    for one, names in told[:MOST_WARNINGS]:
        shown = ", ".join(names[:MOST_NAMES]) + (
            f" i {len(names) - MOST_NAMES} in." if len(names) > MOST_NAMES else ""
        )
        out.print(f"[bold]{plain(shown)}[/]: [yellow]{plain(one.what)}.[/] [green]{plain(one.remedy)}[/]")
    if len(told) > MOST_WARNINGS:
        out.print(f"[dim]… i jeszcze {len(told) - MOST_WARNINGS} uwag[/]")
    out.print("[dim]Jeden plik w całości: textmine inspect PLIK; wszystkie: --full.[/]")


def _short(text: str, width: int) -> str:
    """A text of no more than `width` characters; what is left out is in its middle, for the end tells files apart."""
    if len(text) <= width:
        return text
    tail = width // 3
    return f"{text[: width - tail - 1]}…{text[-tail:]}"
