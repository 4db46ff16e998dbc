"""Work that a library does on a file that cannot be trusted: in a child process, with a limit of memory and of time.

The child gets the bytes, and gives JSON back; whatever happens to it, the other files go on. On systems without
`resource` (Windows) only the time is limited.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from typing import Any

from textmine.errors import DamagedFile, EncryptedFile

MAX_SECONDS = 60
MAX_MEMORY = 2**30
_ENCRYPTED, _DAMAGED, _NO_MEMORY = "encrypted", "damaged", "memory"


class PasswordNeeded(Exception):
    """Raised by a task whose file is encrypted."""


def limited(task: str, raw: bytes, *, where: str, seconds: float = MAX_SECONDS) -> Any:
    """What `task` ("module:function", bytes to JSON) makes of a file. Raises DamagedFile or EncryptedFile."""
    command = [sys.executable, "-m", "textmine.ingest.limited", task, str(int(seconds) + 1)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=seconds, check=False)  # noqa: S603  our own module, no shell
    except subprocess.TimeoutExpired as error:
        raise DamagedFile(
            f"Czytanie pliku trwało ponad {seconds:.0f} s i zostało przerwane.",
            where=where,
            remedy="Podziel go na mniejsze albo zapisz jako .docx lub .txt.",
        ) from error
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = {
            "failed": _NO_MEMORY if b"MemoryError" in done.stderr else _DAMAGED,
            "why": "przerwano odczyt",
        }
    if "result" in answer:
        return answer["result"]
    if answer["failed"] == _ENCRYPTED:
        raise EncryptedFile("Plik jest zaszyfrowany hasłem.", where=where, remedy="Zapisz go bez hasła.")
    if answer["failed"] == _NO_MEMORY:
        raise DamagedFile(
            "Czytanie pliku wymaga ponad 1 GB pamięci; to nie jest zwykły dokument.",
            where=where,
            remedy="Podziel go na mniejsze albo zapisz jako .docx lub .txt.",
        )
    raise DamagedFile(
        f"Plik jest uszkodzony albo niepełny ({answer['why']}).",
        where=where,
        remedy="Otwórz go w programie, z którego pochodzi, i zapisz jeszcze raz, najlepiej jako .docx lub .txt.",
    )


def _answer(task: str, raw: bytes) -> dict[str, Any]:
    module, _, name = task.partition(":")
    try:
        return {"result": getattr(importlib.import_module(module), name)(raw)}
    except PasswordNeeded:
        return {"failed": _ENCRYPTED}
    except MemoryError:
        return {"failed": _NO_MEMORY}
    except (Exception, RecursionError) as error:  # whatever the library raises, the file is at fault
        return {"failed": _DAMAGED, "why": " ".join(str(error).split())[:100] or type(error).__name__}


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def run_task() -> None:
    """The child: limits itself, reads the file from its input, writes the answer."""
    _limit(int(sys.argv[2]))
    raw = sys.stdin.buffer.read()
    answer = _answer(sys.argv[1], raw)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    # As a module of its own name, so that PasswordNeeded is the class that tasks raise.
    importlib.import_module("textmine.ingest.limited").run_task()
