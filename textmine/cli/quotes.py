"""textmine quotes"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import command, console, messages, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.project import Project
    from textmine.search import Quote

SCREEN = "terminal"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "quotes",
        epilog='Przykład: textmine quotes "brak wykwalifikowanych pracowników" --group przedsiebiorstwa'
        " --format docx --output cytaty.docx",
    )(quotes)


@command
def quotes(
    query: Annotated[
        str,
        typer.Argument(
            help='Czego szukasz, zwykłymi słowami. Także: "fraza", a AND b, a OR b, NOT a, a NEAR/5 b, słow*.',
            metavar="ZAPYTANIE",
        ),
    ],
    group: Annotated[str | None, typer.Option("--group", help="Grupa rozmówców, np. iob.")] = None,
    code: Annotated[str | None, typer.Option("--code", help="Kod, np. bariery.kadry.")] = None,
    theme: Annotated[str | None, typer.Option("--theme", help="Temat kodów, np. potrzeby.")] = None,
    factor: Annotated[str | None, typer.Option("--factor", help="Czynnik, np. kapital_ludzki.")] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", help="Temat modelowany: numer albo początek nazwy.")
    ] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Etykieta rozmówcy, np. R1.")] = None,
    document: Annotated[str | None, typer.Option("--document", help="Nazwa pliku albo jej początek.")] = None,
    confidence: Annotated[
        float | None, typer.Option("--confidence", min=0, max=1, help="Najmniejsza pewność kodu, np. 0.7.")
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Dokładnie te słowa, w tej formie i kolejności.")
    ] = False,
    count: Annotated[int, typer.Option("-n", "--count", min=1, max=500, help="Ile cytatów.")] = 10,
    context: Annotated[int, typer.Option("--context", min=0, max=10, help="Ile zdań przed i po.")] = 0,
    form: Annotated[str, typer.Option("--format", "-f", help="terminal, md, csv, json albo docx.")] = SCREEN,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Plik wynikowy.")] = None,
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="To samo co --format json.")] = False,
) -> None:
    """Znajdź dosłowne cytaty z podaniem źródła."""
    from textmine.project import Project

    form = _form("json" if as_json else form, output)
    project = Project.open(folder)
    found = project.quotes(
        query,
        group=group,
        code=code,
        theme=theme,
        factor=factor,
        topic=topic,
        speaker=speaker,
        document=document,
        confidence=confidence,
        n=count,
        context=context,
        exact=exact,
    )
    _hint(project, query, exact=exact)
    if found and not any(quote.matches for quote in found):
        messages().print(
            "Żadne z tych słów nie padło. Te zdania są najbliższe znaczeniem i mogą nie być na temat.",
            soft_wrap=True,
        )
    if not found:
        messages().print("Nic nie znaleziono. Spróbuj innych słów albo mniej filtrów.")
    if form == SCREEN:
        _show(found)
    elif output is None and form != "docx":
        from textmine.report.quotes import quotes_text

        sys.stdout.write(quotes_text(form, found, project.codebook, query=query))
    else:
        path = project.write_quotes(found, form, output or Path("cytaty.docx"), query=query)
        console().print(f"Zapisano {plain(path)}", soft_wrap=True)


def _form(form: str, output: Path | None) -> str:
    """The format that was named, or that the name of the file says. Raises ExportError for an unknown one."""
    from textmine.errors import ExportError
    from textmine.report.quotes import FORMATS

    if form == SCREEN and output is not None:
        form = output.suffix.lstrip(".").lower() or "md"
    if form not in {SCREEN, *FORMATS}:
        raise ExportError(f"Nieznany format „{form}”.", remedy=f"Wybierz: {', '.join((SCREEN, *FORMATS))}.")
    return form


def _show(found: Sequence[Quote]) -> None:
    from textmine.report.quotes import similar_note

    out = console()
    for number, quote in enumerate(found, 1):
        for line in quote.before:
            out.print(f"    [dim]{plain(line)}[/]", soft_wrap=True)
        out.print(f"[bold]{number:2}.[/] „{_marked(quote)}”", soft_wrap=True)
        for line in quote.after:
            out.print(f"    [dim]{plain(line)}[/]", soft_wrap=True)
        codes = f" [green]{', '.join(quote.codes)}[/]" if quote.codes else ""
        out.print(f"    [cyan]{plain(quote.citation)}[/]{codes}", soft_wrap=True)
        if quote.similar:
            out.print(f"    [dim]{plain(similar_note(quote))}[/]", soft_wrap=True)


def _hint(project: Project, query: str, *, exact: bool) -> None:
    """Say which words nobody said: what is shown was then found by its meaning, or by the other words."""
    for missing in project.missing_words(query, exact=exact):
        near = f" Podobne: {plain(', '.join(missing.nearest))}." if missing.nearest else ""
        messages().print(f"[yellow]Nikt nie mówi „{plain(missing.word)}”.[/]{near}", soft_wrap=True)


def _marked(quote: Quote) -> str:
    """The verbatim quote with the matched words in bold."""
    from textmine.report.quotes import pieces

    return "".join(
        f"[bold yellow]{plain(text)}[/]" if match else plain(text) for text, match in pieces(quote) if text
    )
