"""Where models are: shipped ones beside the package, installed ones in the user's data folder."""

from __future__ import annotations

import lzma
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.errors import ModelError

EMBEDDED = "embedded"
LARGE = "pl_core_news_lg"


def embedded_folder() -> Path:
    """The folder of the shipped pipeline: models/ of a checkout, or the package's own copy in an installed wheel."""
    package = Path(__file__).parent.parent
    shipped = package / "_models" / "pl_embedded"
    return shipped if shipped.is_dir() else package.parent / "models" / "pl_embedded"


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Reading a shipped model file: what goes wrong inside becomes a ModelError that names it."""
    remedy = "Zainstaluj textmine jeszcze raz."
    try:
        yield
    except FileNotFoundError as error:
        raise ModelError("Brak pliku modelu językowego.", where=path, remedy=remedy) from error
    except (OSError, EOFError, ValueError, KeyError, TypeError, lzma.LZMAError) as error:
        raise ModelError(
            "Plik modelu językowego jest uszkodzony albo z innej wersji.", where=path, remedy=remedy
        ) from error


def user_folder() -> Path:
    """Where `textmine models install` puts pipelines; TEXTMINE_MODELS names another place."""
    named = os.environ.get("TEXTMINE_MODELS")
    if named:
        return Path(named)
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "textmine" / "models"


def pipeline_folder(place: Path) -> Path | None:
    """The folder below `place` (itself, or up to three levels down, as in a source archive) that holds a spaCy pipeline."""
    for pattern in ("config.cfg", "*/config.cfg", "*/*/config.cfg", "*/*/*/config.cfg"):
        found = sorted(place.glob(pattern))
        if found:
            return found[0].parent
    return None
