"""Transcripts in, Documents out: one reader a format, chosen by content and not by extension."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from textmine.errors import DamagedFile, EmptyFile, ReadError
from textmine.ingest.turns import Reading
from textmine.records import Document

__all__ = ["read"]

# Text of a 200-hour corpus is some 15 MB; a single file beyond this is no transcript.
MAX_BYTES = 200 * 2**20
# As text that is 600 hours of talk, read in a minute and within 1 GB of memory; archives and PDF hold pictures as well.
MAX_TEXT = 40 * 2**20
_MAY_BE_LARGE = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")
# Marked-up text takes more memory than plain text (measured by benchmarks/hostile.py): so much of it is read within 1 GB.
_MARKED_UP = ((b"<", 20 * 2**20), (b"{\\rt", 30 * 2**20))


def read(path: str | Path, *, name: str | None = None, moderators: Sequence[str] = ()) -> Document:
    """Read a transcript.

    `name` is what the document is called (default: the file's name); `moderators` are labels that the researcher
    knows to be moderators, and outweigh what the reader would decide. Raises UnknownFormat, EmptyFile, DamagedFile or
    EncryptedFile, each with the file, the reason and the next step.
    """
    path = Path(path)
    name = name or path.name
    raw = _bytes(path)
    try:
        reading = _reading(raw, name, path, moderators)
        return _document(reading, raw, name, moderators)
    except ReadError:
        raise
    except Exception as error:
        raise DamagedFile(
            f"Nie udało się odczytać pliku ({type(error).__name__}: {error}).",
            where=name,
            remedy="Zapisz go jeszcze raz w programie, z którego pochodzi, albo jako .txt w UTF-8.",
        ) from error


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ReadError("To jest folder, nie plik.", where=path, remedy="Podaj plik z transkrypcją.")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            most = _most(file.read(64))
        if size > most:
            raise DamagedFile(
                f"Plik ma {size // 2**20} MB; transkrypcje są dużo mniejsze.",
                where=path,
                remedy="Podziel go na osobne wywiady.",
            )
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError("Nie ma takiego pliku.", where=path, remedy="Sprawdź nazwę i folder.") from error
    except OSError as error:
        raise ReadError(
            f"Nie można otworzyć pliku ({error.strerror}).",
            where=path,
            remedy="Sprawdź uprawnienia do pliku.",
        ) from error
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile(
            "Plik jest pusty.", where=path, remedy="Dołącz plik z treścią albo usuń go z folderu."
        )
    return raw


def _most(head: bytes) -> int:
    """How many bytes a file may have that begins so."""
    if head.startswith(_MAY_BE_LARGE):
        return MAX_BYTES
    words = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((limit for mark, limit in _MARKED_UP if words.startswith(mark)), MAX_TEXT)


def _reading(raw: bytes, name: str, path: Path, moderators: Sequence[str]) -> Reading:
    from textmine.ingest.detect import detect
    from textmine.ingest.formats import Source

    form = detect(raw, path.suffix, where=name)
    return form.read(Source(raw, form.name, name, moderators))


def _document(reading: Reading, raw: bytes, name: str, moderators: Sequence[str]) -> Document:
    from textmine.ingest.conservation import balance, unbalanced
    from textmine.ingest.machine import without_machine_lines
    from textmine.ingest.repairs import summary
    from textmine.ingest.roles import decided

    turns, machine = without_machine_lines(reading.text, reading.turns)
    if not turns or not any(re.search(r"\w", reading.text[turn.start : turn.end]) for turn in turns):
        raise EmptyFile(
            "W pliku nie ma ani jednej wypowiedzi.",
            where=name,
            remedy="Sprawdź, czy to transkrypcja; „textmine inspect” pokaże, co odczytano.",
        )
    final, speakers = decided(reading.text, turns, moderators)
    conservation = balance(reading, turns)
    uneven = unbalanced(conservation)
    return Document(
        name=name,
        text=reading.text,
        turns=final,
        format=reading.format,
        encoding=reading.encoding,
        sha256=hashlib.sha256(raw).hexdigest(),
        speakers=speakers,
        warnings=(*reading.warnings, uneven) if uneven else reading.warnings,
        repairs=(*reading.repairs, *summary(reading.changes)),
        aside=(*reading.aside, *(f"dopisek programu: {line}" for line in machine)),
        metadata=_joined(reading.metadata),
        changes=reading.changes,
        conservation=conservation,
    )


def _joined(metadata: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Header lines by name; lines of one name stand behind each other."""
    found: dict[str, str] = {}
    for name, value in metadata:
        found[name] = f"{found[name]}; {value}" if name in found else value
    return found
