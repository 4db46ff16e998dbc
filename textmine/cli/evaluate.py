"""textmine evaluate"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import command, console, plain, print_json, table

if TYPE_CHECKING:
    from textmine.agreement import Counts
    from textmine.evaluate import Evaluation

SHOWN_CONFUSIONS = 15
SHOWN_ROWS = 20
# Columns of a terminal from which on the table has room for all counts.
WIDE = 100


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "evaluate",
        epilog="Przykład: textmine evaluate corpus/gold.csv --split measuring; "
        "dwie osoby: textmine evaluate anna.csv --against piotr.csv",
    )(evaluate)


@command
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Plik CSV: document,sentence,codes.", metavar="PLIK")],
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", help="Plik drugiej osoby: porównaj dwie osoby zamiast programu.", metavar="PLIK"
        ),
    ] = None,
    split: Annotated[
        str | None, typer.Option("--split", help="Tylko wiersze z tą wartością w kolumnie split.")
    ] = None,
    confusions: Annotated[
        int, typer.Option("--errors", min=0, help="Ile różnic pokazać.")
    ] = SHOWN_CONFUSIONS,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Zapisz wszystkie różnice do CSV.", metavar="PLIK")
    ] = None,
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
) -> None:
    """Porównaj kodowanie z ręcznym albo dwie osoby ze sobą: precyzja, czułość, F1, kappa i alfa."""
    from textmine.project import Project

    project = Project.open(folder)
    result = (
        project.compare_coders(gold, against, split=split) if against else project.evaluate(gold, split=split)
    )
    if output:
        project.write_confusions(result, output)
    if as_json:
        print_json(_json(result))
        return
    _show_agreement(result, "drugiej osoby" if against else "programu")
    _show_calibration(result)
    _show_confusions(result, confusions, output)
    _show_not_found(result, gold, against)


def _show_agreement(result: Evaluation, whose: str) -> None:
    out = console()
    wide = out.width >= WIDE
    rows = [
        ["tematy", *_numbers(result.micro_theme, wide=wide), _interval(result.theme_interval), "", ""],
        ["kody", *_numbers(result.micro_code, wide=wide), _interval(result.code_interval), "", ""],
    ]
    for name, counts in (*result.themes.items(), *result.codes.items()):
        kappa, alpha = f"{result.kappa[name]:.2f}", f"{result.alpha[name]:.2f}"
        interval = _interval(result.intervals[name])
        rows.append([name, *_numbers(counts, wide=wide), interval, kappa, alpha])
    first = ("oba", "nadm.", "brak") if wide else ("plik",)
    columns = ("", *first, "prec.", "czuł.", "F1", "95 %", "kappa", "alfa")
    out.print(
        table(f"Zgodność na {result.sentences} zdaniach", columns, rows, numbers=range(1, len(columns)))
    )
    counted = f"oba: kod jest w pliku i u {whose}; nadm.: tylko u {whose}; brak: tylko w pliku."
    out.print(
        f"[dim]{counted if wide else 'plik: ile razy kod jest w pliku.'} 95 %: przedział F1 z losowania zdań. "
        "Kappa Cohena i alfa Krippendorffa liczą wszystkie zdania, także bez kodu.[/]"
    )
    if result.moderators_coded:
        out.print(f"[red]Zakodowane zdania moderatora: {result.moderators_coded}[/]")


def _show_calibration(result: Evaluation) -> None:
    if not result.calibration:
        return
    rows = [
        [
            f"{row.low:.2f}–{row.high:.2f}" if row.low else f"do {row.high:.2f}",
            row.codings,
            f"{row.mean:.0%}",
            f"{row.share:.0%}",
            _interval(row.interval),
        ]
        for row in result.calibration
    ]
    columns = ("pewność", "kodów", "średnia", "trafnych", "95 %")
    console().print(table("Czy pewności można wierzyć", columns, rows, numbers=range(1, 5)))


def _show_confusions(result: Evaluation, shown: int, output: Path | None) -> None:
    from textmine.evaluate import taken_for

    out = console()
    exchanged = taken_for(result.confusions)
    if exchanged:
        out.print("[bold]Kody mylone ze sobą[/] (w pliku → u drugiej strony)")
        for gold, tested, times in exchanged[:5]:
            out.print(f"  {times} × {gold} → {tested}")
    if result.confusions and shown:
        out.print(f"[bold]Różnice[/] ({min(shown, len(result.confusions))} z {len(result.confusions)})")
    for item in result.confusions[:shown]:
        missed = f" [red]brak: {', '.join(item.missed)}[/]" if item.missed else ""
        extra = f" [yellow]nadmiar: {', '.join(item.extra)}[/]" if item.extra else ""
        out.print(f"[dim]wiersz {item.row}[/]{missed}{extra} „{plain(item.text)}”")
    if output:
        out.print(f"[green]Zapisano[/] {plain(output)} (różnic: {len(result.confusions)})")


def _show_not_found(result: Evaluation, gold: Path, against: Path | None) -> None:
    where = f"w {against}" if against else "w projekcie"
    for rows, what in (
        (result.not_found, f"Zdania z {gold}, których nie ma {where}"),
        (result.only_second, f"Zdania z {against}, których nie ma w {gold}"),
    ):
        if rows:
            more = f" i {len(rows) - SHOWN_ROWS} dalszych" if len(rows) > SHOWN_ROWS else ""
            listed = ", ".join(map(str, rows[:SHOWN_ROWS]))
            console().print(f"[yellow]{plain(what)}, wiersze: {listed}{more}[/]")


def _numbers(counts: Counts, *, wide: bool) -> list[object]:
    first = [counts.both, counts.extra, counts.missed] if wide else [counts.both + counts.missed]
    return [*first, *(f"{value:.2f}" for value in (counts.precision, counts.recall, counts.f1))]


def _interval(interval: Sequence[float]) -> str:
    return f"{interval[0]:.2f}–{interval[1]:.2f}"


def _json(result: Evaluation) -> dict[str, object]:
    def named(counts: Counts, name: str) -> dict[str, object]:
        own = {"interval": result.intervals[name], "kappa": result.kappa[name], "alpha": result.alpha[name]}
        return {**_record(counts), **own}

    return {
        "sentences": result.sentences,
        "micro": {"code": _record(result.micro_code), "theme": _record(result.micro_theme)},
        "interval": {"code": result.code_interval, "theme": result.theme_interval},
        "themes": {theme: named(counts, theme) for theme, counts in result.themes.items()},
        "codes": {code: named(counts, code) for code, counts in result.codes.items()},
        "calibration": [
            {"low": row.low, "high": row.high, "codings": row.codings, "mean": row.mean, "right": row.right}
            for row in result.calibration
        ],
        "confusions": [
            {"row": c.row, "document": c.document, "sentence": c.text, "gold": c.gold, "tested": c.tested}
            for c in result.confusions
        ],
        "not_found": list(result.not_found),
        "only_second": list(result.only_second),
        "moderators_coded": result.moderators_coded,
    }


def _record(counts: Counts) -> dict[str, float]:
    return {
        "both": counts.both,
        "extra": counts.extra,
        "missed": counts.missed,
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
    }
