"""textmine quotes"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import command, console, plain, print_json

if TYPE_CHECKING:
    from textmine.search import Quote


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "quotes",
        epilog='Przykład: textmine quotes "brak wykwalifikowanych pracowników" --group przedsiebiorstwa',
    )(quotes)


@command
def quotes(
    query: Annotated[str, typer.Argument(help="Czego szukasz, zwykłymi słowami.", metavar="ZAPYTANIE")],
    group: Annotated[str | None, typer.Option("--group", help="Grupa rozmówców, np. iob.")] = None,
    code: Annotated[str | None, typer.Option("--code", help="Kod, np. bariery.kadry.")] = None,
    theme: Annotated[str | None, typer.Option("--theme", help="Temat, np. potrzeby.")] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Etykieta rozmówcy, np. R1.")] = None,
    document: Annotated[str | None, typer.Option("--document", help="Nazwa pliku albo jej początek.")] = None,
    count: Annotated[int, typer.Option("-n", "--count", min=1, max=500, help="Ile cytatów.")] = 10,
    context: Annotated[int, typer.Option("--context", min=0, max=10, help="Ile zdań przed i po.")] = 0,
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
) -> None:
    """Znajdź dosłowne cytaty z podaniem źródła."""
    from textmine.project import Project

    found = Project.open(folder).quotes(
        query,
        group=group,
        code=code,
        theme=theme,
        speaker=speaker,
        document=document,
        n=count,
        context=context,
    )
    if as_json:
        print_json([_record(quote) for quote in found])
        return
    out = console()
    for number, quote in enumerate(found, 1):
        for line in quote.before:
            out.print(f"    [dim]{plain(line)}[/]", soft_wrap=True)
        out.print(f"[bold]{number:2}.[/] „{_marked(quote)}”", soft_wrap=True)
        for line in quote.after:
            out.print(f"    [dim]{plain(line)}[/]", soft_wrap=True)
        codes = f" [green]{', '.join(quote.codes)}[/]" if quote.codes else ""
        out.print(f"    [cyan]{plain(quote.citation)}[/]{codes}", soft_wrap=True)
    if not found:
        out.print("Nic nie znaleziono. Spróbuj innych słów albo mniej filtrów.")


def _marked(quote: Quote) -> str:
    """The verbatim quote with the matched words in bold."""
    text, start = quote.text, quote.sentence.start
    parts: list[str] = []
    position = 0
    for first, last in quote.matches:
        if first - start >= position:
            parts += [
                plain(text[position : first - start]),
                f"[bold yellow]{plain(text[first - start : last - start])}[/]",
            ]
            position = last - start
    parts.append(plain(text[position:]))
    return "".join(parts)


def _record(quote: Quote) -> dict[str, object]:
    sentence = quote.sentence
    return {
        "quote": quote.text,
        "citation": quote.citation,
        "document": sentence.document,
        "speaker": sentence.speaker,
        "group": quote.group,
        "time": sentence.time,
        "sentence_id": sentence.id,
        "start": sentence.start,
        "end": sentence.end,
        "codes": list(quote.codes),
        "before": list(quote.before),
        "after": list(quote.after),
        "matches": [[a, b] for a, b in quote.matches],
        "score": round(quote.score, 6),
    }
