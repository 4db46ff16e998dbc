"""textmine run"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from textmine.cli.app import command, console, messages, plain, show_problem

if TYPE_CHECKING:
    from textmine.pipeline import Event

SHOWN_PROBLEMS = 12


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("run", epilog="Przykład: textmine run moje-badanie")(run)


@command
def run(
    folder: Annotated[Path, typer.Argument(help="Folder projektu.", metavar="[FOLDER]")] = Path(),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Tylko problemy.")] = False,
) -> None:
    """Czytaj, opisz, zakoduj i podsumuj materiał. To, co się nie zmieniło, jest pomijane."""
    from textmine.project import Project

    project = Project.open(folder)
    if quiet:
        result = project.run()
    else:
        with _Display() as display:
            result = project.run(progress=display.tell)
    for error in result.problems[:SHOWN_PROBLEMS]:
        show_problem(error, colour="yellow", word="Uwaga")
    if len(result.problems) > SHOWN_PROBLEMS:
        from textmine.language.plurals import REMARKS, counted

        more = counted(len(result.problems) - SHOWN_PROBLEMS, REMARKS)
        messages().print(f"[yellow]… i {more} (arkusz Metoda w evidence.xlsx).[/]")
    if not quiet:
        from textmine.cli.overview import show_overview

        if len(result.skipped) == len(result.stages):
            console().print(f"Nic się nie zmieniło: pominięto wszystkie etapy ({result.seconds:.1f} s).")
        else:
            show_overview(project)
            console().print(f"Gotowe w {result.seconds:.1f} s.")
        for form in project.settings.report.formats:
            console().print(f"  {plain(project.paths.export(form))}", soft_wrap=True)


class _Display:
    """A bar a stage: items, time, time left."""

    def __init__(self) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._progress = Progress(
            TextColumn("{task.description:<18}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("[dim]{task.fields[message]}"),
            console=messages(),
        )
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> _Display:
        self._progress.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._progress.stop()

    def tell(self, event: Event) -> None:
        """Draw an event."""
        from textmine import pipeline

        match event:
            case pipeline.StageStarted(stage, label):
                self._tasks[stage] = self._progress.add_task(label, total=None, message="")
            case pipeline.StageProgress(stage, done, total):
                self._progress.update(self._tasks[stage], completed=done, total=total)
            case pipeline.StageFinished(stage, _, _, skipped, message):
                task = self._tasks[stage]
                total = self._progress.tasks[task].total or 1
                self._progress.update(task, completed=total, total=total, message=plain(message))
                if skipped:
                    self._progress.stop_task(task)
