"""The registry of formats: a module of this package that declares FORMATS is a reader; nothing else is to be changed.

    FORMATS = (Format("vtt", "napisy WebVTT", recognise, read),)

`recognise(sample)` says how sure it is by the content; `read(source)` gives the Reading. All that a reader needs of a
library is imported inside these functions, for the modules are all imported when the first file is read.
"""

from __future__ import annotations

import importlib
import pkgutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property

from textmine.ingest.archive import open_archive, part
from textmine.ingest.turns import Reading

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
HEAD_BYTES = 20_000


class Sure(IntEnum):
    """How sure a format is that a file is its own; the surest one reads it."""

    NO = 0
    FALLBACK = 1
    """Any text at all."""
    SUFFIX = 2
    """Text, and the extension says so."""
    LOOKS = 3
    """The shape of the first lines (a table with separators)."""
    STRUCTURE = 4
    """Marks that other texts do not have (the arrow of a caption)."""
    SIGNATURE = 5
    """The first bytes, or a part of an archive."""


@dataclass(frozen=True)
class Sample:
    """What a format is recognised by. `suffix` has its dot and is in lower case; `where` names the file in messages."""

    raw: bytes
    suffix: str
    where: str

    @cached_property
    def head(self) -> bytes:
        """The beginning without BOM, leading blanks and the NULs of UTF-16."""
        return self.raw[:HEAD_BYTES].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")

    @cached_property
    def archive(self) -> zipfile.ZipFile | None:
        """The opened archive of a file that is one. Raises DamagedFile or EncryptedFile."""
        return open_archive(self.raw, where=self.where) if self.raw.startswith(ZIP) else None

    @cached_property
    def parts(self) -> frozenset[str]:
        """The names of the parts of an archive; empty for other files."""
        return frozenset(self.archive.namelist()) if self.archive else frozenset()

    @cached_property
    def mimetype(self) -> str:
        """What an OpenDocument archive says that it is, else ""."""
        if self.archive is None or "mimetype" not in self.parts:
            return ""
        return (part(self.archive, "mimetype", where=self.where) or b"").decode("ascii", "replace")


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader gets. `known` are labels that the researcher named as moderators."""

    raw: bytes
    form: str
    where: str
    known: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name ("docx"), what people call it, how it is recognised and how it is read."""

    name: str
    title: str
    recognise: Callable[[Sample], Sure]
    read: Callable[[Source], Reading]


@cache
def formats() -> tuple[Format, ...]:
    """All formats, by name."""
    package = importlib.import_module("textmine.ingest")
    found: list[Format] = []
    for module in pkgutil.iter_modules(package.__path__, "textmine.ingest."):
        found.extend(getattr(importlib.import_module(module.name), "FORMATS", ()))
    return tuple(sorted(found, key=lambda one: one.name))
