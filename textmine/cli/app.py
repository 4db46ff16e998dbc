"""What all commands share: the application, output, and errors without tracebacks."""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ParamSpec

import typer

if TYPE_CHECKING:
    from rich.console import Console

P = ParamSpec("P")

# C0 without tab and new line, DEL, C1, and what turns the direction of writing.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

OK, USER_ERROR, INTERRUPTED = 0, 1, 130

app = typer.Typer(
    name="textmine",
    help="Kodowanie, podsumowania i cytaty z polskich wywiadów i warsztatów. Wszystko zostaje na tym komputerze.",
    epilog="Przykład: textmine init moje-badanie, potem textmine run moje-badanie",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def console() -> Console:
    """Where results are printed."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def messages() -> Console:
    """Where progress and problems are printed: stderr, so that results can be piped."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def plain(text: object) -> str:
    """Text of a user or a transcript, safe to print: no markup, no control characters of a terminal."""
    from rich.markup import escape

    return escape(_CONTROLS.sub("\ufffd", str(text)))


def print_json(value: object) -> None:
    """JSON in UTF-8 on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def command(function: Callable[P, None]) -> Callable[P, None]:
    """A command whose mistakes end with one line and exit code 1, and Ctrl-C with a word on what was kept."""

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        from textmine.errors import TextmineError

        try:
            function(*args, **kwargs)
        except TextmineError as error:
            show_problem(error)
            raise typer.Exit(USER_ERROR) from None
        except KeyboardInterrupt:
            # Libraries that were stopped in their middle (numba in BERTopic) complain when they are taken down.
            sys.unraisablehook = lambda _unraisable: None
            messages().print(
                "\n[yellow]Przerwano.[/] To, co zrobiono, jest zapisane; następne uruchomienie pójdzie dalej."
            )
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # The reader of our output went away ("textmine quotes … | head").
            sys.stderr.close()
            raise typer.Exit(OK) from None

    return wrapped


# Letters of a first column before it is folded.
WIDEST_NAME = 22


def show_problem(error: Any, *, colour: str = "red", word: str = "Błąd") -> None:
    """One problem: what, where, what to do."""
    place = f"[bold]{plain(error.where)}[/]: " if error.where else ""
    remedy = f" [green]{plain(error.remedy)}[/]" if error.remedy else ""
    messages().print(f"[{colour}]{word}:[/] {place}{plain(error.what)}{remedy}", soft_wrap=True)


def table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: Sequence[int] = ()
) -> Any:
    """A table of plain text; columns in `numbers` are set to the right, the first is wide enough for its names."""
    from rich import box
    from rich.table import Table

    made = Table(
        title=plain(title),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
    )
    shown = [[plain(column) for column in columns], *([plain(value) for value in row] for row in rows)]
    # Two signs between columns.
    widest = [
        max(len(line) for text in texts for line in text.split("\n")) + 2
        for texts in zip(*shown, strict=True)
    ]
    tight = sum(widest) > console().width
    for place, column in enumerate(columns):
        # A width, not a least width: with that, rich lets the table grow wider than the terminal and cuts it off.
        width = min(widest[0] - 2, WIDEST_NAME) if tight and place == 0 else None
        side: Any = "right" if place in numbers else "left"
        made.add_column(plain(column), justify=side, overflow="fold", width=width)
    for row in rows:
        made.add_row(*(plain(value) for value in row))
    return made
