"""A command run as a user runs it: wall time, peak memory, and what it printed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of a command: seconds of wall time, peak resident memory in MB, and its standard output."""

    seconds: float
    peak_mb: float
    output: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table. `ratio` is how many times better than what it is compared to; `kept` None means no limit."""

    name: str
    value: str
    compared: str
    ratio: float | None = None
    limit: str = ""
    kept: bool | None = None


def textmine(*arguments: str | Path) -> Measured:
    """Run `python -m textmine.cli.main` with these arguments in a process of its own. Raises when it fails."""
    with tempfile.TemporaryFile() as out:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "textmine.cli.main", *map(str, arguments)],
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode("utf-8", "replace")
    if process.returncode:
        raise RuntimeError(f"textmine {' '.join(map(str, arguments))}: exit {process.returncode}\n{text}")
    return Measured(seconds, usage.ru_maxrss / 1024, text)


def best_of(times: int, *arguments: str | Path) -> Measured:
    """The quickest of several runs: the others were slowed down by something else on the machine."""
    return min((textmine(*arguments) for _ in range(times)), key=lambda run: run.seconds)
