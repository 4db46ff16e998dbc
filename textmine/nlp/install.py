"""Installing a trained pipeline: fetched from its release page, or taken from a file that the user has.

It is unpacked into the user's models folder; nothing is executed and nothing of it comes with textmine. The file of
the release that is fetched is known by its SHA-256. Of another wheel the files are compared with the checksums inside
of it, which finds damage, not forgery; who has a SHA-256 of it gives it, and the whole file is compared with that.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from textmine.errors import ModelError
from textmine.nlp.download import fetch
from textmine.nlp.places import LARGE, user_folder
from textmine.nlp.source_archives import is_source_archive, unpack_source
from textmine.nlp.wheels import AGAIN, pipeline_in, sha256_of, unpack
from textmine.records import Progress

VERSION = "3.8.0"
ARCHIVE = f"{LARGE}-{VERSION}.tar.gz"
RELEASE = f"https://github.com/explosion/spacy-models/releases/download/{LARGE}-{VERSION}/{ARCHIVE}"
# The makers publish no checksum. conda-forge builds its package spacy-model-pl_core_news_lg from the same file and
# pins it: conda-forge/spacy-models-feedstock, recipe/meta.yaml of version 3.8.0.
SHA256 = "4788c787f7d7185f51e32d888abab5dedb108221e1b0f02b64eb2767c971549d"
LICENCE_NOTE = f"{LARGE} {VERSION}: licencja GPL-3.0, około 550 MB, ze strony wydań spaCy."


@dataclass(frozen=True, slots=True)
class Installed:
    """What was installed, and where. `sha256` is that of the file, None for a folder."""

    path: Path
    name: str
    version: str
    licence: str
    sha256: str | None


def by_hand() -> str:
    """The steps for a machine without a network, as a Polish sentence."""
    return (
        f"Na komputerze z internetem pobierz {RELEASE}, przenieś plik tutaj i uruchom "
        f"„textmine models install {ARCHIVE}”. Bez tego modelu program działa na modelu dołączonym."
    )


def install(name_or_path: str, *, sha256: str | None = None, progress: Progress | None = None) -> Installed:
    """Install `pl_core_news_lg`, or a source archive (.tar.gz), wheel or folder given by path.

    `sha256`: what the file must be, in hexadecimal; a file named as the pinned release must be that one. `progress` is
    told bytes. A download that was cut off goes on where it stopped. Raises ModelError, with the steps to do by hand
    where there is no network; what was installed before stays.
    """
    source = Path(name_or_path)
    if source.is_dir():
        return _from_folder(source)
    if source.is_file():
        return _from_file(source, sha256)
    if name_or_path != LARGE:
        raise ModelError(
            f"Nie znam modelu „{name_or_path}” i nie ma takiego pliku ani folderu.",
            remedy=f"Podaj „{LARGE}” albo ścieżkę do pobranego pliku .tar.gz lub .whl.",
        )
    archive = fetch(RELEASE, _folder() / ARCHIVE, by_hand=by_hand(), progress=progress)
    try:
        return _from_file(archive, sha256)
    finally:
        archive.unlink(missing_ok=True)  # installed, or damaged and not to be taken up again


def _from_file(file: Path, expected: str | None) -> Installed:
    try:
        found = sha256_of(file)
    except OSError as error:
        raise ModelError(
            f"Nie można odczytać pliku modelu ({error.strerror}).",
            where=file,
            remedy="Sprawdź uprawnienia do pliku.",
        ) from error
    told = None if expected is None else expected.strip().lower().removeprefix("sha256:")
    for wanted in (SHA256 if file.name == ARCHIVE else None, told):
        if wanted is not None and found != wanted:
            raise ModelError(
                f"Suma SHA-256 pliku się nie zgadza: powinna być {wanted}, a jest {found}. Nic nie zainstalowano.",
                where=file,
                remedy=AGAIN if wanted is SHA256 else "Sprawdź podaną sumę albo pobierz plik jeszcze raz.",
            )
    with tempfile.TemporaryDirectory(dir=_folder(), prefix=".") as temporary:
        (unpack_source if is_source_archive(file) else unpack)(file, Path(temporary))
        folder, meta = pipeline_in(Path(temporary), file)
        return _placed(folder, meta, found)


def _from_folder(source: Path) -> Installed:
    folder, meta = pipeline_in(source, source)
    with tempfile.TemporaryDirectory(dir=_folder(), prefix=".") as temporary:
        copied = Path(temporary) / "pipeline"
        shutil.copytree(folder, copied)
        return _placed(copied, meta, None)


def _placed(found: Path, meta: dict[str, object], sha256: str | None) -> Installed:
    """Put the pipeline in place in one step; an older one goes when the new one is there."""
    name = f"{meta['lang']}_{meta['name']}"
    target = user_folder() / name
    old = target.with_name(f".{name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    try:
        shutil.move(str(found), target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return Installed(
        target, name, str(meta.get("version", "?")), str(meta.get("license") or "nieznana"), sha256
    )


def _folder() -> Path:
    """The folder of models, made where it is missing."""
    folder = user_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelError(
            f"Nie można utworzyć folderu modeli ({error.strerror}).",
            where=folder,
            remedy="Ustaw inny folder zmienną TEXTMINE_MODELS.",
        ) from error
    return folder
