"""textmine init"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.app import command, console, plain


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("init", epilog="Przykład: textmine init moje-badanie")(init)


@command
def init(
    folder: Annotated[Path, typer.Argument(help="Folder nowego projektu.", metavar="[FOLDER]")] = Path(),
) -> None:
    """Utwórz projekt: ustawienia, książkę kodów i folder na transkrypcje."""
    from textmine.project import Project

    project = Project.create(folder)
    out = console()
    out.print(f"Projekt jest w folderze [bold]{plain(project.paths.root)}[/].")
    out.print(f"1. Włóż transkrypcje do [bold]{plain(project.paths.corpus)}[/].")
    out.print(f"2. Wpisz do [bold]{plain(project.paths.manifest)}[/], z której grupy jest każdy plik.")
    out.print(
        f"3. Uruchom [bold]textmine run {plain(folder)}[/]."
        if str(folder) != "."
        else "3. Uruchom [bold]textmine run[/]."
    )
