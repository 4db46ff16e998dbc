"""Opening the project's database, and turning SQLite's errors into ours."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.errors import ProjectBusy, ProjectError, StoreError, TextmineError
from textmine.store import schema

BUSY_SECONDS = 5.0


class Database:
    """A connection to textmine.sqlite in WAL mode with foreign keys on.

    Every write happens in `transaction()`: either all of it lasts or nothing, also after `kill -9`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with guarded(path):
            self._connection = sqlite3.connect(
                _address(path), timeout=BUSY_SECONDS, isolation_level=None, uri=True
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        connection = self._connection
        # SQLite's NOCASE knows a-z only: "łukasz" must find "Łukasz".
        connection.create_function("folded", 1, str.casefold, deterministic=True)
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        version = self._version()
        if version == 0 or version in schema.UPGRADES:
            with self.transaction():
                version = self._brought_up_to_date()
        if version != schema.VERSION:
            raise StoreError(
                f"Bazę zapisała inna wersja programu (schemat {version}, ten program zna {schema.VERSION}).",
                where=self.path,
                remedy="Użyj tamtej wersji albo zmień nazwę pliku bazy i uruchom „textmine run” od nowa.",
            )

    def _brought_up_to_date(self) -> int:
        """Make the tables, or take an older database along; the version that it has then."""
        # Asked again: another process may have done it while we waited for the lock.
        version = self._version()
        if version == 0:
            _run(self._connection, schema.TABLES)
            version = schema.VERSION
        while version in schema.UPGRADES:
            _run(self._connection, schema.UPGRADES[version])
            version += 1
        self._connection.execute(f"PRAGMA user_version = {version}")
        return version

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def close(self) -> None:
        """Close the connection; the WAL is folded into the database."""
        self._connection.close()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: commits at the end of the block, rolls back on any exception."""
        with guarded(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def rows(
        self, sql: str, parameters: tuple[object, ...] | dict[str, object] = ()
    ) -> list[tuple[object, ...]]:
        """The rows of a query."""
        with guarded(self.path):
            return self._connection.execute(sql, parameters).fetchall()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite does not wait for a process that does it at the same moment."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > patience:
                raise
        time.sleep(0.02)


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Run statements in the transaction that is open; `executescript` would end it first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _address(path: Path) -> str:
    """The database as a URI; in a folder that cannot be written (an archive, a shared disk) it can still be read."""
    address = path.absolute().as_uri()
    unused = not path.with_name(path.name + "-wal").exists()
    finished = path.exists() and unused and not os.access(path.parent, os.W_OK)
    return address + ("?mode=ro&immutable=1" if finished else "")


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside the block into TextmineErrors that name `path` and the next step."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(error, path) from error


def _explained(error: sqlite3.Error, path: Path) -> TextmineError:
    message = str(error)
    if "full" in message or "disk I/O error" in message:
        return ProjectError(
            "Nie udało się zapisać: na dysku brakuje miejsca albo dysk zgłasza błąd.",
            where=path,
            remedy="Zwolnij miejsce i uruchom ponownie; to, co było zapisane, zostało.",
        )
    if "readonly" in message or "unable to open" in message:
        return ProjectError(
            "Nie można zapisywać w folderze wyników.",
            where=path,
            remedy="Sprawdź uprawnienia do folderu albo skopiuj projekt w inne miejsce.",
        )
    if "locked" in message:
        return ProjectBusy(
            "Inny program używa bazy projektu.",
            where=path,
            remedy="Poczekaj, aż skończy, i spróbuj ponownie.",
        )
    return StoreError(
        f"Baza projektu jest uszkodzona lub nie jest bazą ({message}).",
        where=path,
        remedy="Zachowaj kopię tego pliku, zmień mu nazwę i uruchom „textmine run”: wyniki powstaną od nowa.",
    )
