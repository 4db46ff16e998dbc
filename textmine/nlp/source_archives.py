"""A pipeline's source archive (.tar.gz): its files unpacked, and nothing of it executed, setup.py least of all."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from pathlib import Path
from typing import Any, cast

from textmine.errors import ModelError
from textmine.nlp.wheels import AGAIN, MOST_BYTES, cannot_be_unpacked, refuse_climbing, too_large

_GZIP = b"\x1f\x8b"
_MOST_FILES = 10_000
# tarfile reads a header's extended values at once, whatever length they claim; files are read in smaller pieces.
_MOST_AT_ONCE = 1 << 20


def is_source_archive(path: Path) -> bool:
    """Whether a file is packed with gzip, whatever its name is."""
    with path.open("rb") as file:
        return file.read(len(_GZIP)) == _GZIP


def unpack_source(archive: Path, folder: Path) -> None:
    """Unpack a .tar.gz of plain files and folders. Raises ModelError for links, paths that climb, damage, and bombs."""
    try:
        with gzip.open(archive) as packed:
            bounded = _Bounded(packed)
            with tarfile.open(fileobj=cast(Any, bounded), mode="r:") as files:
                for number, member in enumerate(files):
                    _check(member, number, archive)
                    files.extract(member, folder, filter="data")
            # A header that is damaged ends the list for tarfile; gzip's own checksum stands at the end.
            while bounded.read(_MOST_AT_ONCE):
                pass
    except _TooLarge as error:
        raise too_large(archive) from error
    except tarfile.FilterError as error:
        raise _suspicious(archive) from error
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, ValueError, OverflowError) as error:
        raise ModelError("Plik modelu jest uszkodzony albo niepełny.", where=archive, remedy=AGAIN) from error
    except OSError as error:
        raise cannot_be_unpacked(error, folder) from error


def _check(member: tarfile.TarInfo, number: int, archive: Path) -> None:
    refuse_climbing(member.name, archive)
    if member.size < 0:
        raise tarfile.ReadError
    # A sparse file has more on the disk than in the archive; links, pipes and devices have no place in a model.
    if not (member.isreg() or member.isdir()) or member.issparse():
        raise _suspicious(archive)
    if number >= _MOST_FILES or member.offset_data + member.size > MOST_BYTES:
        raise too_large(archive)


def _suspicious(archive: Path) -> ModelError:
    return ModelError(
        "W pliku są dowiązania albo wpisy, których w modelu nie ma.",
        where=archive,
        remedy="Nie używaj go.",
    )


class _TooLarge(Exception):
    """More came out of the archive than a model can have."""


class _Bounded:
    """What tarfile asks of a file, from the beginning to the end only, and with an end to what comes out of it."""

    def __init__(self, packed: gzip.GzipFile) -> None:
        self._packed = packed

    def read(self, size: int) -> bytes:
        if size < 0:
            raise tarfile.ReadError
        if size > _MOST_AT_ONCE or self.tell() + size > MOST_BYTES:
            raise _TooLarge
        return self._packed.read(size)

    def seek(self, position: int) -> int:
        if position < self.tell():
            raise tarfile.ReadError
        if position > MOST_BYTES:
            raise _TooLarge
        return self._packed.seek(position)

    def tell(self) -> int:
        return self._packed.tell()
