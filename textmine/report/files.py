"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.errors import ExportError


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Give a temporary file in the same folder; it takes the place of `path` when the block ends well."""
    if path.is_dir():
        raise ExportError(
            "To jest folder, nie plik.", where=path, remedy="Podaj nazwę pliku, np. dowody.xlsx."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        try:
            temporary.replace(path)
        except PermissionError as error:
            raise ExportError(
                "Nie można zastąpić pliku, bo jest otwarty albo chroniony.",
                where=path,
                remedy="Zamknij go w Excelu lub przeglądarce i uruchom ponownie.",
            ) from error
    finally:
        temporary.unlink(missing_ok=True)
