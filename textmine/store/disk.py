"""Turning the errors of a full, read-only or damaged disk into messages."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.errors import ProjectError

_REASONS = {
    errno.EACCES: "brak uprawnień",
    errno.EPERM: "brak uprawnień",
    errno.EROFS: "dysk jest tylko do odczytu",
    errno.EIO: "dysk zgłasza błąd",
    errno.ENAMETOOLONG: "nazwa jest za długa",
}


def reason(error: OSError) -> str:
    """Why the system refused, in Polish where we know it."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


@contextmanager
def writable(place: Path) -> Iterator[None]:
    """Turn the errors of a read-only or full disk into a ProjectError that names `place`."""
    try:
        yield
    except (FileExistsError, NotADirectoryError) as error:
        raise ProjectError(
            "To nie jest folder.", where=place, remedy="Usuń ten plik albo wybierz inne miejsce."
        ) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise ProjectError(
                "Na dysku brakuje miejsca.",
                where=place,
                remedy="Zwolnij miejsce i uruchom ponownie; wyniki zostały.",
            ) from error
        raise ProjectError(
            f"Nie można zapisać ({reason(error)}).",
            where=place,
            remedy="Sprawdź uprawnienia do folderu albo skopiuj projekt w inne miejsce.",
        ) from error
