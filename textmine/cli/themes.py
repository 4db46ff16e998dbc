"""textmine themes"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import command, console, plain, print_json, table

if TYPE_CHECKING:
    from textmine.codebook import Code
    from textmine.project import Project
    from textmine.summary import Cell, Summary


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
    from textmine.named import known_code, known_theme
    from textmine.project import Project

    project = Project.open(folder)
    summary = project.summarise(by)  # type: ignore[arg-type]
    wanted_theme, wanted_code = known_theme(project.codebook, theme), known_code(project.codebook, code)
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
    """A table a theme: units in rows, codes in columns. For factors one table: themes in columns."""
    if summary.by == "factor":
        _show_factors(summary, project, codes)
        return
    people = summary.by == "group"
    for theme in dict.fromkeys(c.theme for c in codes):
        own = [c for c in codes if c.theme == theme]
        rows = []
        for unit in summary.units:
            cells = [summary.cell(unit.id, c.id) for c in own]
            if people or any(cell.sentences for cell in cells):
                rows.append([unit.label, *(_count(cell, unit.speakers if people else 0) for cell in cells)])
        columns = ("", *(c.label for c in own))
        counted = "liczba wypowiedzi/rozmówców" if people else "liczba wypowiedzi"
        title = f"{project.codebook.theme(theme).label}: {counted}"
        console().print(table(title, columns, rows, numbers=range(1, len(columns))))


def _show_factors(summary: Summary, project: Project, codes: list[Code]) -> None:
    """Themes side by side for every factor."""
    themes = [t for t in project.codebook.themes if any(c.theme == t.id for c in codes)]
    rows = []
    for unit in summary.units:
        row = [unit.label]
        for theme in themes:
            own = [c for c in codes if c.theme == theme.id and summary.covers(unit.id, c.id)]
            row.append(
                "\n".join(f"{c.label}: {_count(summary.cell(unit.id, c.id), unit.speakers)}" for c in own)
            )
        rows.append(row)
    title = "Czynniki: liczba wypowiedzi/rozmówców"
    console().print(table(title, ("", *(theme.label for theme in themes)), rows))


def _count(cell: Cell, speakers: int) -> str:
    if not cell.sentences:
        return "·"
    return f"{cell.sentences}/{cell.speakers}" if speakers else str(cell.sentences)


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
    columns = ["", "Wypow.", "Rozm.", "Udział (95% PU)"]
    if summary.by == "group":
        columns.append("Różnica, pkt proc.")
    title = f"{project.codebook.theme(code.theme).label}: {code.label}"
    out.print(table(title, columns, rows, numbers=range(1, len(columns))))
    for row in evidence(project.analysis(), project.codebook):
        if row.code == code.id:
            out.print(
                f"„{plain(row.quote)}” [dim]{plain(row.citation)} {plain(row.reason)}[/]", soft_wrap=True
            )
