"""Commands as a user runs them: start, quotes, first and second run of the sample; a large corpus with its stages."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.measured import Figure, best_of, textmine
from benchmarks.projects import copy_of_sample, project_of, transcripts_komisja, words_of


def sample() -> list[Figure]:
    """The sample project: first run, second run with nothing changed, quotes in a new process, --help."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = copy_of_sample(Path(temporary) / "sample")
        first = textmine("run", folder, "--quiet")
        second = best_of(2, "run", folder, "--quiet")
        quotes = best_of(3, "quotes", "brak rąk do pracy", "--project", folder)
        help_ = best_of(5, "--help")
        share = second.seconds / first.seconds
        return [
            Figure(
                "textmine --help",
                f"{help_.seconds:.2f} s",
                "0.4 s",
                0.4 / help_.seconds,
                "0.4 s",
                help_.seconds <= 0.4,
            ),
            Figure(
                "textmine quotes, cold, sample",
                f"{quotes.seconds:.2f} s",
                "1.5 s",
                1.5 / quotes.seconds,
                "1.5 s",
                quotes.seconds <= 1.5,
            ),
            Figure("textmine run, sample, first", f"{first.seconds:.1f} s, {first.peak_mb:.0f} MB", ""),
            Figure(
                "textmine run, sample, nothing changed",
                f"{second.seconds:.2f} s ({share:.1%} of the first)",
                f"first run: {first.seconds:.1f} s",
                first.seconds / second.seconds,
                "5 s and 5 %",
                second.seconds <= 5 and share <= 0.05,
            ),
        ]


def komisja() -> list[Figure]:
    """A corpus of 60,000 words: wall time, peak memory, share of every stage."""
    transcripts = transcripts_komisja()
    if transcripts is None:
        return [Figure("komisja", "not run", "no ../shared/data/transcripts/komisja and no TEXTMINE_KOMISJA")]
    with tempfile.TemporaryDirectory() as temporary:
        folder = project_of(transcripts, Path(temporary) / "komisja")
        run = textmine("run", folder, "--quiet")
        words = words_of(folder)
        rows = [
            Figure(
                f"textmine run, komisja ({words:,} words)",
                f"{run.seconds:.0f} s",
                f"{words / run.seconds:,.0f} words/s",
            ),
            Figure("peak memory, komisja", f"{run.peak_mb:.0f} MB", ""),
        ]
        return rows + _stages(folder)


def _stages(folder: Path) -> list[Figure]:
    from textmine.project import Project
    from textmine.store.database import Database
    from textmine.store.stages import stage_times

    with Database(Project.open(folder).paths.database) as db:
        times = stage_times(db)
    total = sum(seconds for seconds, _ in times.values())
    return [
        Figure(f"  stage {name}", f"{seconds:.1f} s", f"{seconds / total:.0%} of all stages")
        for name, (seconds, _) in times.items()
    ]
