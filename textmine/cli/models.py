"""textmine models"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.app import command, console, messages, plain, print_json, table

app = typer.Typer(
    name="models",
    help="Modele językowe: co jest, co jest używane, instalacja.",
    epilog="Przykład: textmine models list",
    no_args_is_help=True,
)


@app.command("list", epilog="Przykład: textmine models list")
@command
def show(
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
) -> None:
    """Pokaż modele językowe i który jest używany."""
    from textmine.config import FILE_NAME, read_settings
    from textmine.nlp.pipelines import installed

    found = installed(read_settings(folder / FILE_NAME).annotation.pipeline)
    if as_json:
        print_json(
            [
                {
                    "name": p.name,
                    "version": p.version,
                    "used": p.used,
                    "reason": p.reason,
                    "path": str(p.path),
                }
                for p in found
            ]
        )
        return
    rows = [("→" if p.used else "", p.name, p.version, p.licence, p.reason) for p in found]
    console().print(table("Modele językowe", ("", "Nazwa", "Wersja", "Licencja", "Dlaczego"), rows))


@app.command("install", epilog="Przykład: textmine models install pl_core_news_lg")
@command
def install(
    name: Annotated[
        str,
        typer.Argument(
            help="pl_core_news_lg albo pobrany plik .tar.gz, .whl lub folder modelu.", metavar="NAZWA"
        ),
    ],
    sha256: Annotated[
        str | None, typer.Option("--sha256", help="Suma SHA-256, jaką ma mieć plik modelu.", metavar="SUMA")
    ] = None,
) -> None:
    """Zainstaluj model językowy w folderze użytkownika."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from textmine.nlp.install import LICENCE_NOTE
    from textmine.nlp.install import install as install_pipeline

    if not Path(name).exists():
        messages().print(f"[dim]{plain(LICENCE_NOTE)}[/]")
    columns = (TextColumn("Pobieranie"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=messages(), transient=True) as progress:
        task = progress.add_task("", total=None, visible=not Path(name).exists())
        done = install_pipeline(
            name,
            sha256=sha256,
            progress=lambda done, total: progress.update(task, completed=done, total=total or None),
        )
    console().print(
        f"Zainstalowano {plain(done.name)} {plain(done.version)} (licencja: {plain(done.licence)}) w {plain(done.path)}",
        soft_wrap=True,
    )
    if done.sha256 is not None:
        messages().print(f"[dim]SHA-256 pliku: {done.sha256}[/]", soft_wrap=True)
