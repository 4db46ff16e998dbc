"""The command line: every command is a file of its own; this one puts them together and speaks Polish."""

from __future__ import annotations

from typing import Annotated

import typer
from typer import rich_utils

from textmine.cli import (
    code,
    evaluate,
    explain,
    export,
    init,
    inspect,
    models,
    quotes,
    run,
    themes,
    topic_curation,
    train,
)
from textmine.cli.app import app

rich_utils.OPTIONS_PANEL_TITLE = "Opcje"
rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenty"
rich_utils.COMMANDS_PANEL_TITLE = "Polecenia"
rich_utils.ERRORS_PANEL_TITLE = "Błąd w poleceniu"
rich_utils.DEFAULT_STRING = "[domyślnie: {}]"
rich_utils.REQUIRED_LONG_STRING = "[wymagane]"
rich_utils.RICH_HELP = "Pomoc: [blue]'{command_path} {help_option}'[/]."

for module in (init, inspect, run, themes, quotes, export, evaluate, train, explain):
    module.register(app)
app.add_typer(topic_curation.app)
app.add_typer(code.app)
app.add_typer(models.app)


def _version(shown: bool) -> None:
    if shown:
        from importlib.metadata import version

        typer.echo(f"textmine {version('textmine')}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", help="Wersja programu.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Kodowanie, podsumowania i cytaty z polskich wywiadów i warsztatów. Wszystko zostaje na tym komputerze."""


def main() -> None:
    """Run the command line."""
    import sys

    for stream in (sys.stdout, sys.stderr):
        # A Polish quote must not break a terminal or a pipe of another encoding.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


if __name__ == "__main__":
    main()
