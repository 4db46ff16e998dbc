"""Opening the zip archives that docx, odt and xlsx are, and their XML, without being harmed by them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from textmine.errors import DamagedFile, EncryptedFile

# A transcript of 200 interviews is some 10 MB of XML; a tree of this many bytes takes less than 1 GB of memory.
MAX_PART = 48 * 2**20
MAX_RATIO = 500


def open_archive(raw: bytes, *, where: str) -> zipfile.ZipFile:
    """Open a zip archive. Raises DamagedFile, or EncryptedFile for a password."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DamagedFile(
            "Plik jest uszkodzony albo niepełny.",
            where=where,
            remedy="Otwórz go w edytorze i zapisz jeszcze raz.",
        ) from error
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise EncryptedFile("Plik jest zaszyfrowany.", where=where, remedy="Zapisz go bez hasła.")
    return archive


def part(archive: zipfile.ZipFile, name: str, *, where: str) -> bytes | None:
    """The bytes of a part of an archive, None where it has none. Raises DamagedFile for a bomb or a bad checksum."""
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    _checked(entry, where)
    try:
        with archive.open(entry) as file:
            data = file.read(MAX_PART + 1)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DamagedFile(
            f"Część „{name}” jest uszkodzona.",
            where=where,
            remedy="Otwórz plik w edytorze i zapisz jeszcze raz.",
        ) from error
    except Exception as error:  # zlib.error has no common base
        raise DamagedFile(
            f"Część „{name}” jest uszkodzona.",
            where=where,
            remedy="Otwórz plik w edytorze i zapisz jeszcze raz.",
        ) from error
    return data


def checked_parts(archive: zipfile.ZipFile, *, where: str) -> None:
    """Raises DamagedFile where a part is a bomb: for readers that open the archive themselves."""
    for entry in archive.infolist():
        _checked(entry, where)
    if sum(entry.file_size for entry in archive.infolist()) > 2 * MAX_PART:
        raise DamagedFile(
            "Plik rozpakowuje się do rozmiarów, których zwykły dokument nie ma.",
            where=where,
            remedy="Nie otwieraj tego pliku, jeśli nie znasz jego pochodzenia.",
        )


def _checked(entry: zipfile.ZipInfo, where: str) -> None:
    if entry.file_size > MAX_PART or entry.file_size > MAX_RATIO * max(entry.compress_size, 4096):
        raise DamagedFile(
            f"Część „{entry.filename}” rozpakowuje się do {entry.file_size // 2**20} MB: to nie jest zwykły dokument.",
            where=where,
            remedy="Nie otwieraj tego pliku, jeśli nie znasz jego pochodzenia.",
        )


def parse_xml(data: bytes, *, where: str) -> Any:
    """The root of an XML part: no entities, no network. Raises DamagedFile for bad XML or a DOCTYPE."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedFile(
            f"Treść pliku jest uszkodzona ({error}).",
            where=where,
            remedy="Otwórz plik w edytorze i zapisz jeszcze raz.",
        ) from error
    if root.getroottree().docinfo.doctype:
        raise DamagedFile(
            "Plik zawiera deklaracje DOCTYPE, których zwykły dokument nie ma.",
            where=where,
            remedy="Otwórz go w edytorze, któremu ufasz, i zapisz jeszcze raz.",
        )
    return root
