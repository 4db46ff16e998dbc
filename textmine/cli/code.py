"""textmine code"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.app import command, console, plain, print_json, table
from textmine.language.plurals import ROWS, counted

app = typer.Typer(
    name="code",
    help="Kodowanie ręczne: do arkusza i z powrotem. Decyzji człowieka żadne uruchomienie nie zmienia.",
    epilog="Przykład: textmine code export",
    no_args_is_help=True,
)
SHOWN_CONFLICTS = 20


@app.command("export", epilog="Przykład: textmine code export kodowanie-AK.csv")
@command
def export(
    path: Annotated[
        Path | None, typer.Argument(help="Plik CSV; bez podania outputs/kodowanie.csv.", metavar="PLIK")
    ] = None,
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
) -> None:
    """Zapisz zdania rozmówców z kodami jako arkusz do poprawiania.

    Zmieniaj kolumnę codes (kilka kodów rozdziel przecinkiem); w checked wpisz x przy zdaniu sprawdzonym i dobrym.
    """
    from textmine.project import Project

    target = Project.open(folder).export_coding(path)
    console().print(f"Zapisano {plain(target)}", soft_wrap=True)


@app.command("import", epilog="Przykład: textmine code import kodowanie-AK.csv --coder AK")
@command
def import_(
    path: Annotated[Path, typer.Argument(help="Arkusz z ręcznymi kodami (CSV).", metavar="PLIK")],
    coder: Annotated[str, typer.Option("--coder", help="Kto kodował, np. inicjały.")],
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
) -> None:
    """Przejmij ręczne kody z arkusza; wcześniejsze decyzje innych osób zostają."""
    from textmine.project import Project

    sheet = Project.open(folder).import_coding(path, coder=coder)
    verdicts = [change.verdict for change in sheet.changes]
    numbers = {verdict: verdicts.count(verdict) for verdict in ("add", "accept", "reject")}
    if as_json:
        print_json(
            {
                **numbers,
                "reviewed": len(sheet.reviewed),
                "untouched": sheet.untouched,
                "conflicts": [{"row": c.row, "document": c.document, "why": c.why} for c in sheet.conflicts],
                "not_found": [row.row for row in sheet.not_found],
            }
        )
        return
    out = console()
    out.print(
        f"Przejrzane zdania: {len(sheet.reviewed)}; kody dodane: {numbers['add']}, potwierdzone: {numbers['accept']},"
        f" odrzucone: {numbers['reject']}; wiersze bez zmian: {sheet.untouched}.",
        soft_wrap=True,
    )
    rows = [(c.row, c.document, c.text, c.why) for c in sheet.conflicts]
    rows += [
        (row.row, row.document, row.text, "nie ma takiego zdania w projekcie") for row in sheet.not_found
    ]
    if rows:
        title = f"Nie przejęto w całości: {counted(len(rows), ROWS)}"
        out.print(table(title, ("Wiersz", "Dokument", "Zdanie", "Dlaczego"), sorted(rows)[:SHOWN_CONFLICTS]))
    if sheet.changes:
        out.print("[dim]Cofnięcie: textmine code undo. Nauka na tych kodach: textmine train[/]")


@app.command("undo", epilog="Przykład: textmine code undo")
@command
def undo(folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path()) -> None:
    """Cofnij ostatni import albo ostatnią decyzję; dziennik pamięta jedno i drugie."""
    from textmine.project import Project

    number = Project.open(folder).undo_coding()
    console().print(f"Cofnięto decyzji: {number}." if number else "Nie ma czego cofać.")
