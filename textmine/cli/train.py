"""textmine train"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.app import command, console, messages, plain


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("train", epilog="Przykład: textmine train, potem textmine run")(train)


@command
def train(
    folder: Annotated[Path, typer.Argument(help="Folder projektu.", metavar="FOLDER")] = Path(),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Bez paska postępu.")] = False,
) -> None:
    """Naucz koder na ręcznie zakodowanych zdaniach tego projektu (na podstawie tego, co koder już umie)."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from textmine.project import Project

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=messages(), disable=quiet) as progress:
        vectors, codes = (progress.add_task(name, total=None) for name in ("Wektory zdań", "Kody"))
        trained = Project.open(folder).train(
            progress=lambda done, total: progress.update(vectors, completed=done, total=total),
            learning=lambda done, total: progress.update(codes, completed=done, total=total),
        )
    out = console()
    beside = f"i {trained.bank} przykładach programu" if trained.bank else "(oprócz tego, co koder już umie)"
    out.print(
        f"Koder nauczono na {trained.own} zdaniach tego projektu {beside}: {plain(trained.path)}",
        soft_wrap=True,
    )
    if trained.left_out:
        out.print(
            f"Za mało przykładów, więc dalej tylko wzorce i przykłady z codebook.yaml: {plain(', '.join(trained.left_out))}",
            soft_wrap=True,
        )
    out.print("Nowe kody nada: textmine run")
