"""A project folder: where things are, and which files of corpus/ are transcripts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from textmine.codebook import FILE_NAME as CODEBOOK_FILE
from textmine.config import FILE_NAME as SETTINGS_FILE
from textmine.errors import CorpusError
from textmine.ingest.manifest import FILE_NAME as MANIFEST_FILE

# Files in corpus/ that are about the transcripts, or that systems leave behind.
_NOT_TRANSCRIPTS = frozenset(
    {MANIFEST_FILE, "gold.csv", "thumbs.db", "desktop.ini", "readme.md", "readme.txt"}
)
_REPORT_NAMES = {"html": "report.html", "docx": "report.docx"}


@dataclass(frozen=True, slots=True)
class Paths:
    """Where things are in a project."""

    root: Path

    @property
    def settings(self) -> Path:
        """textmine.toml."""
        return self.root / SETTINGS_FILE

    @property
    def codebook(self) -> Path:
        """codebook.yaml."""
        return self.root / CODEBOOK_FILE

    @property
    def corpus(self) -> Path:
        """The transcripts."""
        return self.root / "corpus"

    @property
    def manifest(self) -> Path:
        """corpus.csv."""
        return self.corpus / MANIFEST_FILE

    @property
    def outputs(self) -> Path:
        """What a run writes."""
        return self.root / "outputs"

    @property
    def database(self) -> Path:
        """The project's memory."""
        return self.outputs / "textmine.sqlite"

    def export(self, form: str) -> Path:
        """The file of an export."""
        return self.outputs / _REPORT_NAMES.get(form, f"evidence.{form}")


def transcripts(corpus: Path) -> list[tuple[str, Path]]:
    """The transcripts as (name below corpus/, path), sorted by name.

    Raises CorpusError for a folder that cannot be read.
    """
    found = []
    if corpus.is_dir() and not os.access(corpus, os.R_OK | os.X_OK):
        raise CorpusError(
            "Nie można odczytać folderu z transkrypcjami (brak uprawnień).",
            where=corpus,
            remedy="Sprawdź uprawnienia do folderu.",
        )
    for path in sorted(corpus.rglob("*")):
        name = path.relative_to(corpus).as_posix()
        hidden = any(part.startswith((".", "~$")) for part in Path(name).parts)
        # os.path, as pathlib raises where a folder within cannot be entered.
        if (
            os.path.isfile(path)  # noqa: PTH113
            and not hidden
            and is_transcript(path)
            and _speakable(name)
        ):
            found.append((name, path))
    return found


def is_transcript(path: Path) -> bool:
    """Whether a file in corpus/ may be a transcript, and not a list of them, a hand-coded file or a readme."""
    return path.name.lower() not in _NOT_TRANSCRIPTS


def unnamed(corpus: Path) -> tuple[CorpusError, ...]:
    """Files whose names are no text: no table, report or database can hold such a name."""
    return tuple(
        CorpusError(
            "Nazwa pliku jest zapisana w nieznanym kodowaniu; plik pominięto.",
            where=os.fsencode(path).decode("utf-8", "replace"),
            remedy="Zmień nazwę pliku.",
        )
        for path in sorted(corpus.rglob("*"))
        if os.path.isfile(path) and not _speakable(path.relative_to(corpus).as_posix())  # noqa: PTH113
    )


def _speakable(name: str) -> bool:
    """Whether a name is text: Linux allows any bytes, which come as lone surrogates."""
    return not any("\ud800" <= letter <= "\udfff" for letter in name)
