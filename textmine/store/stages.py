"""What the pipeline did last, and what it was told about the material: the memory that lets a run skip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textmine.errors import TextmineError
from textmine.store.database import Database


def stage_fingerprint(db: Database, name: str) -> str | None:
    """The fingerprint under which a stage last finished, None where it never did."""
    rows: list[tuple[Any, ...]] = db.rows("SELECT fingerprint FROM stage WHERE name = ?", (name,))
    return rows[0][0] if rows else None


def forget_stages(db: Database, names: Iterable[str]) -> None:
    """Note that what these stages made no longer holds, until they finish again."""
    with db.transaction() as connection:
        connection.executemany("DELETE FROM stage WHERE name = ?", ((name,) for name in names))


def stage_finished(db: Database, name: str) -> str | None:
    """When a stage last finished (ISO 8601 with offset), None where it never did."""
    rows: list[tuple[Any, ...]] = db.rows("SELECT finished FROM stage WHERE name = ?", (name,))
    return rows[0][0] if rows else None


def stage_times(db: Database) -> dict[str, tuple[float, int]]:
    """Seconds and items of the last run of every stage."""
    rows: list[tuple[Any, ...]] = db.rows("SELECT name, seconds, items FROM stage")
    return {name: (seconds, items) for name, seconds, items in rows}


def stage_problems(db: Database, name: str | None = None) -> tuple[TextmineError, ...]:
    """The problems that a stage met when it last ran; of all stages without a name."""
    rows: list[tuple[Any, ...]] = db.rows(
        "SELECT what, place, remedy FROM problem WHERE :name IS NULL OR stage = :name ORDER BY rowid",
        {"name": name},
    )
    return tuple(TextmineError(what, where=place, remedy=remedy) for what, place, remedy in rows)


def save_stage(
    db: Database,
    name: str,
    *,
    fingerprint: str,
    finished: str,
    seconds: float,
    items: int,
    problems: Sequence[TextmineError],
) -> None:
    """Note that a stage finished."""
    with db.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO stage VALUES (?, ?, ?, ?, ?)",
            (name, fingerprint, finished, seconds, items),
        )
        connection.execute("DELETE FROM problem WHERE stage = ?", (name,))
        connection.executemany(
            "INSERT INTO problem VALUES (?, ?, ?, ?)", ((name, e.what, e.where, e.remedy) for e in problems)
        )


def set_meta(db: Database, key: str, value: str) -> None:
    """Keep a named fact about the project, such as the pipeline that annotated it."""
    with db.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def get_meta(db: Database, key: str, default: str = "") -> str:
    """A named fact, or the default."""
    rows: list[tuple[Any, ...]] = db.rows("SELECT value FROM meta WHERE key = ?", (key,))
    return rows[0][0] if rows else default
