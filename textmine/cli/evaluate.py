"""textmine evaluate"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import command, console, plain, print_json, table

if TYPE_CHECKING:
    from textmine.agreement import Counts

SHOWN_CONFUSIONS = 15


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("evaluate", epilog="Przykład: textmine evaluate corpus/gold.csv --split measuring")(evaluate)


@command
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Plik CSV: document,sentence,codes.", metavar="PLIK")],
    split: Annotated[
        str | None, typer.Option("--split", help="Tylko wiersze z tą wartością w kolumnie split.")
    ] = None,
    confusions: Annotated[
        int, typer.Option("--errors", min=0, help="Ile różnic pokazać.")
    ] = SHOWN_CONFUSIONS,
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
) -> None:
    """Porównaj kodowanie z ręcznym: precyzja, czułość, F1, kappa i alfa."""
    from textmine.project import Project

    project = Project.open(folder)
    result = project.evaluate(gold, split=split)
    if as_json:
        print_json(
            {
                "sentences": result.sentences,
                "micro": {"code": _record(result.micro_code), "theme": _record(result.micro_theme)},
                "interval": {"code": result.code_interval, "theme": result.theme_interval},
                "themes": {theme: _record(counts) for theme, counts in result.themes.items()},
                "codes": {
                    code: {**_record(counts), "kappa": result.kappa[code], "alpha": result.alpha[code]}
                    for code, counts in result.codes.items()
                },
                "not_found": list(result.not_found),
                "moderators_coded": result.moderators_coded,
            }
        )
        return
    out = console()
    rows: list[list[object]] = [
        ["tematy razem", *_numbers(result.micro_theme), "", ""],
        ["kody razem", *_numbers(result.micro_code), "", ""],
    ]
    rows += [[theme, *_numbers(counts), "", ""] for theme, counts in result.themes.items()]
    rows += [
        [code, *_numbers(counts), f"{result.kappa[code]:.2f}", f"{result.alpha[code]:.2f}"]
        for code, counts in result.codes.items()
    ]
    columns = ("", "w obu", "nadm.", "brak", "prec.", "czuł.", "F1", "kappa", "alfa")
    out.print(table(f"Zgodność na {result.sentences} zdaniach", columns, rows, numbers=range(1, 9)))
    for name, (low, high) in (("tematów", result.theme_interval), ("kodów", result.code_interval)):
        out.print(f"F1 {name} razem leży z 95-procentową pewnością między {low:.2f} a {high:.2f}.")
    for item in result.confusions[:confusions]:
        missed = f" [red]brak: {', '.join(item.missed)}[/]" if item.missed else ""
        extra = f" [yellow]nadmiar: {', '.join(item.extra)}[/]" if item.extra else ""
        out.print(f"[dim]wiersz {item.row}[/]{missed}{extra} „{plain(item.text)}”")
    if result.not_found:
        out.print(
            f"[yellow]Nie znaleziono w projekcie zdań z wierszy: {', '.join(map(str, result.not_found[:20]))}[/]"
        )


def _numbers(counts: Counts) -> list[object]:
    return [
        counts.both,
        counts.extra,
        counts.missed,
        *(f"{v:.2f}" for v in (counts.precision, counts.recall, counts.f1)),
    ]


def _record(counts: Counts) -> dict[str, float]:
    return {
        "both": counts.both,
        "extra": counts.extra,
        "missed": counts.missed,
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
    }
