"""textmine themes"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import command, console, plain, print_json, table

if TYPE_CHECKING:
    from textmine.codebook import Code
    from textmine.project import Project
    from textmine.summary import Summary


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        "themes",
        epilog="Przykład: textmine themes --by factor --text",
    )(themes)


@command
def themes(
    by: Annotated[
        str, typer.Option("--by", help="group, speaker, document albo factor (czynniki strategii).")
    ] = "group",
    theme: Annotated[str | None, typer.Option("--theme", help="Tylko ten temat, np. bariery.")] = None,
    code: Annotated[str | None, typer.Option("--code", help="Tylko ten kod, np. bariery.kadry.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Zamiast tabel zdania, gotowe do wklejenia.")] = False,
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
) -> None:
    """Kto o czym mówił: tabele i opisy według grup, rozmówców, dokumentów albo czynników strategii."""
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
        print_json(frame[keep].astype(object).where(frame.notna(), None).to_dict(orient="records"))
    elif text:
        _show_sentences(summary, project, codes)
    elif wanted_code:
        _show_code(summary, project, codes[0])
    else:
        _show_counts(summary, project, codes)


def _show_counts(summary: Summary, project: Project, codes: list[Code]) -> None:
    """A table a theme: units in rows, codes in columns."""
    for theme in dict.fromkeys(c.theme for c in codes):
        own = [c for c in codes if c.theme == theme]
        rows = []
        for unit in summary.units:
            cells = [summary.cell(unit.id, c.id) for c in own]
            if summary.by == "group" or any(cell.sentences for cell in cells):
                people = summary.by in {"group", "factor"} and unit.speakers
                rows.append([unit.label, *(_count(cell.sentences, cell.speakers, people) for cell in cells)])
        columns = ("", *(c.label for c in own))
        counted = "liczba wypowiedzi" + (" (i rozmówców)" if summary.by in {"group", "factor"} else "")
        title = f"{project.codebook.theme(theme).label}: {counted}"
        console().print(table(title, columns, rows, numbers=range(1, len(columns))))


def _count(sentences: int, speakers: int, people: object) -> str:
    return (f"{sentences} ({speakers})" if people else str(sentences)) if sentences else "·"


def _show_sentences(summary: Summary, project: Project, codes: list[Code]) -> None:
    """Each unit in plain sentences."""
    from textmine.summary import comparison_note, sentences_of

    out = console()
    book = project.codebook.only(code.id for code in codes)
    for unit in summary.units:
        said = sentences_of(summary, book, unit)
        if said:
            out.print(f"[bold]{plain(unit.label)}[/]")
            for line in said:
                out.print(plain(line), soft_wrap=True)
            out.print()
    note = comparison_note(summary, book)
    if note:
        out.print(f"[dim]{plain(note)}[/]", soft_wrap=True)


def _show_code(summary: Summary, project: Project, code: Code) -> None:
    """One code: who speaks of it, how that differs, and every quote with its reason."""
    from textmine.evidence import evidence
    from textmine.summary import shown_difference, shown_share

    out = console()
    rows = []
    for unit in summary.units:
        cell = summary.cell(unit.id, code.id)
        if cell.sentences or summary.by == "group":
            people = f"{cell.speakers} z {unit.speakers}" if unit.speakers else "–"
            share = shown_share(cell) if unit.speakers else "–"
            rows.append([unit.label, cell.sentences, people, share])
            if summary.by == "group":
                rows[-1].append(shown_difference(summary.difference(unit.id, code.id)))
    columns = ["", "Wypowiedzi", "Rozmówcy", "Udział (95% PU)"]
    if summary.by == "group":
        columns.append("Różnica do innych grup, pkt proc.")
    title = f"{project.codebook.theme(code.theme).label}: {code.label}"
    out.print(table(title, columns, rows, numbers=range(1, len(columns))))
    for row in evidence(project.analysis(), project.codebook):
        if row.code == code.id:
            out.print(
                f"„{plain(row.quote)}” [dim]{plain(row.citation)} {plain(row.reason)}[/]", soft_wrap=True
            )
