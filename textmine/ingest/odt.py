"""OpenDocument text, read from its XML: headings, paragraphs, lists, tables; what is no speech is kept aside by name."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from textmine.errors import DamagedFile, EncryptedFile
from textmine.ingest.archive import open_archive, parse_xml, part
from textmine.ingest.blocks import Ledger, reading_of
from textmine.ingest.conservation import size
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.odt_body import HEADS, OFFICE, Body, all_text
from textmine.ingest.odt_styles import Styles
from textmine.ingest.turns import Reading

_OBJECT = re.compile(r"Object \d+/content\.xml")


def read_odt(source: Source) -> Reading:
    """Read an .odt. Raises DamagedFile or EncryptedFile."""
    where = source.where
    archive = open_archive(source.raw, where=where)
    manifest = part(archive, "META-INF/manifest.xml", where=where)
    if manifest and b"encryption-data" in manifest:
        raise EncryptedFile("Plik jest zaszyfrowany.", where=where, remedy="Zapisz go bez hasła.")
    content, looks = _root(archive, "content.xml", where), _root(archive, "styles.xml", where)
    text = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise DamagedFile("Brak treści dokumentu.", where=where, remedy="Zapisz plik w edytorze jeszcze raz.")
    ledger = Ledger()
    blocks = Body(ledger, Styles(content, looks)).blocks(text)
    counted = size(all_text(text))
    for kind, words in (*heads(looks), *_objects(archive, where)):
        counted += size(words)
        ledger.set_aside(kind, words)
    return reading_of(blocks, source.form, source=counted, ledger=ledger, known=source.known)


def _root(archive: zipfile.ZipFile, name: str, where: str) -> Any:
    data = part(archive, name, where=where)
    return None if data is None else parse_xml(data, where=where)


def heads(looks: Any) -> list[tuple[str, str]]:
    """The running heads and feet, for left and first pages as well."""
    found = []
    for tag, kind in HEADS.items():
        for variant in ("", "-left", "-first"):
            for node in () if looks is None else looks.iter(tag + variant):
                found.append((kind, all_text(node)))
    return found


def _objects(archive: zipfile.ZipFile, where: str) -> list[tuple[str, str]]:
    """The words of formulas and charts, which are documents in the document."""
    found = []
    for name in sorted(archive.namelist()):
        root = _root(archive, name, where) if _OBJECT.fullmatch(name) else None
        if root is not None:
            found.append(("tekst obiektu", " ".join(root.itertext())))
    return found


def _recognise(sample: Sample) -> Sure:
    return Sure.SIGNATURE if "opendocument.text" in sample.mimetype else Sure.NO


FORMATS = (Format("odt", "OpenDocument", _recognise, read_odt),)
