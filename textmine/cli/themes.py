"""textmine themes"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.app import command, console, plain, print_json, table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("themes", epilog="Przykład: textmine themes --by group --theme bariery")(themes)


@command
def themes(
    by: Annotated[str, typer.Option("--by", help="group, speaker albo document.")] = "group",
    theme: Annotated[str | None, typer.Option("--theme", help="Tylko ten temat, np. bariery.")] = None,
    code: Annotated[str | None, typer.Option("--code", help="Tylko ten kod, np. bariery.kadry.")] = None,
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
) -> None:
    """Tabele: kto o czym mówił."""
    from textmine.project import Project

    project = Project.open(folder)
    summary = project.summarise(by)  # type: ignore[arg-type]
    wanted_theme, wanted_code = project.known_theme(theme), project.known_code(code)
    codes = [
        c
        for c in project.codebook.codes
        if (wanted_theme is None or c.theme == wanted_theme) and (wanted_code is None or c.id == wanted_code)
    ]
    if as_json:
        frame = project.summary(by)  # type: ignore[arg-type]
        keep = frame["code"].isin([c.id for c in codes])
        print_json(frame[keep].to_dict(orient="records"))
        return
    out = console()
    for group in dict.fromkeys(c.theme for c in codes):
        own = [c for c in codes if c.theme == group]
        rows = []
        for unit in summary.units:
            cells = [summary.cell(unit.id, c.id) for c in own]
            if by == "group" or any(cell.sentences for cell in cells):
                rows.append([unit.label, *(cell.sentences or "·" for cell in cells)])
        columns = ("", *(c.label for c in own))
        title = f"{project.codebook.theme(group).label}: liczba wypowiedzi"
        out.print(table(title, columns, rows, numbers=range(1, len(columns))))
    if wanted_code:
        _show_quotes(project, wanted_code)


def _show_quotes(project: object, code: str) -> None:
    from textmine.evidence import evidence
    from textmine.project import Project

    assert isinstance(project, Project)
    out = console()
    for row in evidence(project.analysis(), project.codebook):
        if row.code == code:
            out.print(f"„{plain(row.quote)}” [dim]{plain(row.citation)} {plain(row.reason)}[/]")
