"""The error tree. Every error says what is wrong, where, and what to do next.

TextmineError              a mistake or a state that the user can mend; shown without a traceback
├── ConfigError            textmine.toml
├── CodebookError          codebook.yaml
├── CorpusError            corpus/ and corpus.csv as a whole
├── ReadError              one transcript cannot be read; the other files go on
│   ├── UnknownFormat      its content is no format that is known
│   ├── EmptyFile          no bytes, or no words
│   ├── DamagedFile        truncated, inconsistent, hostile
│   └── EncryptedFile      protected by a password
├── ProjectError           the folder: no project, read-only, disk full
│   └── ProjectBusy        another run is working in it
├── StoreError             the database is damaged or of another version
├── ModelError             a language model or an encoder is missing or damaged
├── TopicError             too little material, or a library that is missing
├── QueryError             a search that cannot be understood
├── GoldError              a file of hand coding that cannot be read
└── ExportError            a table or report cannot be written, or a quote is not verbatim
"""

from __future__ import annotations

from pathlib import Path


class TextmineError(Exception):
    """A problem that the user can mend.

    `what` is one Polish sentence, `where` a file, optionally with a row, line or position, `remedy` the next
    step as a Polish sentence. `str(error)` joins them into the one line that is shown.
    """

    def __init__(self, what: str, *, where: str | Path | None = None, remedy: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = None if where is None else str(where)
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        step = f" {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{step}"


class ConfigError(TextmineError):
    """textmine.toml has an unknown key or a value out of range."""


class CodebookError(TextmineError):
    """codebook.yaml cannot be used; `where` names the line."""


class CorpusError(TextmineError):
    """The corpus folder or corpus.csv cannot be used; `where` names the row."""


class ReadError(TextmineError):
    """One transcript cannot be read."""


class UnknownFormat(ReadError):
    """The content of a file is no known format."""


class EmptyFile(ReadError):
    """A file has no bytes, or no words."""


class DamagedFile(ReadError):
    """A file is truncated, inconsistent or built to do harm."""


class EncryptedFile(ReadError):
    """A file is protected by a password."""


class ProjectError(TextmineError):
    """The project folder is missing, read-only or on a full disk."""


class ProjectBusy(ProjectError):
    """Another run is working in the project."""


class StoreError(TextmineError):
    """The project's database is damaged or was made by another version."""


class ModelError(TextmineError):
    """A language model or an encoder is missing or damaged."""


class TopicError(TextmineError):
    """Topics cannot be made: too little material, or a library is missing."""


class QueryError(TextmineError):
    """A search query cannot be understood."""


class GoldError(TextmineError):
    """A file of hand coding cannot be read or does not match the project."""


class ExportError(TextmineError):
    """A table or report cannot be written, or a quote in it is not verbatim."""
