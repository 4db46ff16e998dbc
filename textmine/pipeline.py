"""Stages, and how they run: in order, skipped when nothing changed, each change of the project kept at once.

A stage's fingerprint is made of its own settings, the code of the rooms that it uses and the fingerprints of the
stages before it. When the stored one is the same, the stage is skipped. A run that is killed leaves what the finished
stages (and, within reading, annotating and embedding, the finished documents and batches) had stored.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from textmine.errors import TextmineError
from textmine.records import Progress
from textmine.store import stages as store
from textmine.store.database import Database


@dataclass(frozen=True, slots=True)
class StageStarted:
    """A stage begins; `position` of `count`, both from 1."""

    stage: str
    label: str
    position: int
    count: int


@dataclass(frozen=True, slots=True)
class StageProgress:
    """`done` of `total` items of a stage are ready."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class StageFinished:
    """A stage is over. `message` is a Polish line on what it did or why it was skipped."""

    stage: str
    label: str
    seconds: float
    skipped: bool
    message: str


@dataclass(frozen=True, slots=True)
class ProblemFound:
    """Something is wrong that does not stop the run: a file that cannot be read, a row of corpus.csv."""

    stage: str
    error: TextmineError


Event = StageStarted | StageProgress | StageFinished | ProblemFound
Listener = Callable[[Event], None]
Workspace = TypeVar("Workspace")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a stage did: `items` new or changed, a Polish line, and the problems met."""

    items: int
    message: str
    problems: tuple[TextmineError, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage(Generic[Workspace]):
    """A step of the pipeline. `inputs` and `outputs` name what it reads and writes, for people and for the order."""

    name: str
    label: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    fingerprint: Callable[[Workspace], str]
    run: Callable[[Workspace, Progress], Outcome]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did."""

    stages: tuple[StageFinished, ...]
    problems: tuple[TextmineError, ...]
    seconds: float

    @property
    def skipped(self) -> tuple[str, ...]:
        """The names of the stages in which nothing had changed."""
        return tuple(stage.stage for stage in self.stages if stage.skipped)


def run_stages(
    stages: Sequence[Stage[Workspace]], workspace: Workspace, db: Database, *, listener: Listener
) -> RunResult:
    """Run `stages` in order. Problems of skipped stages are told again: they are still there."""
    begun = time.monotonic()
    finished: list[StageFinished] = []
    problems: list[TextmineError] = []
    for position, stage in enumerate(stages, 1):
        listener(StageStarted(stage.name, stage.label, position, len(stages)))
        result, found = _run_stage(stage, _dependent(stage, stages), workspace, db, listener)
        for error in found:
            listener(ProblemFound(stage.name, error))
        problems.extend(found)
        listener(result)
        finished.append(result)
    return RunResult(tuple(finished), tuple(problems), time.monotonic() - begun)


def _dependent(stage: Stage[Workspace], stages: Sequence[Stage[Workspace]]) -> list[str]:
    """The stage itself and all that use, directly or not, what it puts out."""
    names, made = [stage.name], set(stage.outputs)
    for later in stages[stages.index(stage) + 1 :]:
        if made.intersection(later.inputs):
            names.append(later.name)
            made.update(later.outputs)
    return names


def _run_stage(
    stage: Stage[Workspace], dependent: Sequence[str], workspace: Workspace, db: Database, listener: Listener
) -> tuple[StageFinished, tuple[TextmineError, ...]]:
    begun = time.monotonic()
    fingerprint = stage.fingerprint(workspace)
    if store.stage_fingerprint(db, stage.name) == fingerprint:
        message = "bez zmian, pominięto"
        known = store.stage_problems(db, stage.name)
        return StageFinished(stage.name, stage.label, time.monotonic() - begun, True, message), known

    # Forgotten before it runs: killed half-way and started again with the old material, the old fingerprints would
    # fit results that are gone.
    store.forget_stages(db, dependent)
    outcome = stage.run(workspace, lambda done, total: listener(StageProgress(stage.name, done, total)))
    seconds = time.monotonic() - begun
    store.save_stage(
        db,
        stage.name,
        # Taken again: what the stage wrote may be part of it (files that were missing).
        fingerprint=stage.fingerprint(workspace),
        finished=datetime.now(UTC).astimezone().isoformat(timespec="seconds"),
        seconds=seconds,
        items=outcome.items,
        problems=outcome.problems,
    )
    return StageFinished(stage.name, stage.label, seconds, False, outcome.message), outcome.problems


def digest(*parts: object) -> str:
    """A fingerprint of values whose `repr` says all of them (strings, numbers, tuples, frozen dataclasses)."""
    hasher = hashlib.blake2b(digest_size=16)
    for part in parts:
        hasher.update(repr(part).encode("utf-8", "surrogatepass"))
        hasher.update(b"\x1f")
    return hasher.hexdigest()


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def code_version(*rooms: str) -> str:
    """A fingerprint of the source of rooms ("ingest", "records.py"): a changed program computes anew."""
    package = Path(__file__).parent
    hasher = hashlib.blake2b(digest_size=16)
    for room in rooms:
        place = package / room
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                hasher.update(file.relative_to(package).as_posix().encode())
                hasher.update(file.read_bytes())
    return hasher.hexdigest()
