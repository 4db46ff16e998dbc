"""textmine export"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.app import command, console, messages, plain


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export", epilog="Przykład: textmine export --format docx --output raport.docx")(export)


@command
def export(
    form: Annotated[str, typer.Option("--format", "-f", help="csv, parquet, xlsx, html albo docx.")] = "xlsx",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Plik wynikowy.")] = None,
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
) -> None:
    """Zapisz dowody (csv, parquet, xlsx) albo raport (html, docx)."""
    from textmine.project import Project

    with messages().status("Zapisuję…"):
        path = Project.open(folder).export(form, output)
    console().print(f"Zapisano {plain(path)}", soft_wrap=True)
