"""What format a file really has: by its first bytes and its content; the extension only breaks ties between texts."""

from __future__ import annotations

import re
import zipfile

from textmine.errors import EncryptedFile, UnknownFormat
from textmine.ingest.archive import open_archive, part

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CUE = re.compile(rb"(?m)^\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}")
# "M: " before any separator: a talk that somebody named .csv.
_LABEL = re.compile(rb"[^\n,;\t|:]{1,60}:\s")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# A brace or bracket alone may be a note of the transcriber: "{śmiech}", "[00:12]".
_JSON = re.compile(rb"\{\s*[\"}]|\[\s*[\[{\"]")
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!DOCTYPE html|<html)", re.IGNORECASE | re.DOTALL
)
_NO_TEXT = {
    b"%PDF": "PDF",
    b"\x89PNG": "obraz PNG",
    b"\xff\xd8\xff": "zdjęcie JPEG",
    b"GIF8": "obraz GIF",
    b"ID3": "nagranie MP3",
    b"RIFF": "nagranie",
    b"OggS": "nagranie",
    b"fLaC": "nagranie",
    b"SQLite": "baza SQLite",
    b"\x7fELF": "program",
    b"MZ\x90": "program",
    b"Rar!": "archiwum RAR",
    b"7z\xbc\xaf": "archiwum 7z",
    b"{\\rtf": "RTF",
}
_REMEDY = "Zapisz transkrypcję jako .docx, .odt, .txt, .md, .vtt, .srt, .xlsx albo .csv."


def detect(raw: bytes, suffix: str, *, where: str) -> str:
    """One of docx, odt, xlsx, ods, csv, vtt, srt, md, html, txt. Raises UnknownFormat or EncryptedFile."""
    if raw.startswith(_ZIP):
        return _zipped(raw, where)
    if raw.startswith(_OLE):
        if b"E\0n\0c\0r\0y\0p\0t" in raw:
            raise EncryptedFile("Plik jest zaszyfrowany hasłem.", where=where, remedy="Zapisz go bez hasła.")
        raise UnknownFormat("To dokument w starym formacie Office (97–2003).", where=where, remedy=_REMEDY)
    for magic, name in _NO_TEXT.items():
        if raw.startswith(magic):
            raise UnknownFormat(
                f"To {name}, a nie transkrypcja w znanym formacie.", where=where, remedy=_REMEDY
            )
    head = raw[:20_000]
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if plain.startswith(b"WEBVTT"):
        return "vtt"
    if _CUE.search(plain):
        return "vtt" if suffix == ".vtt" else "srt"
    if _HTML.match(plain) or (suffix in {".html", ".htm"} and re.match(rb"<[a-z!]", plain, re.IGNORECASE)):
        return "html"
    if plain.startswith(b"<?xml") or _JSON.match(plain):
        raise UnknownFormat("Format pliku nie jest znany (XML albo JSON).", where=where, remedy=_REMEDY)
    if (suffix == ".csv" and not _LABEL.match(plain)) or _is_table(plain):
        return "csv"
    return "md" if suffix in {".md", ".markdown"} else "txt"


def _zipped(raw: bytes, where: str) -> str:
    archive = open_archive(raw, where=where)
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "mimetype" in names:
        kind = _mimetype(archive, where)
        if "opendocument.text" in kind:
            return "odt"
        if "opendocument.spreadsheet" in kind:
            return "ods"
    raise UnknownFormat("To archiwum ZIP, a nie dokument.", where=where, remedy=f"Rozpakuj je. {_REMEDY}")


def _mimetype(archive: zipfile.ZipFile, where: str) -> str:
    return (part(archive, "mimetype", where=where) or b"").decode("ascii", "replace")


def _is_table(head: bytes) -> bool:
    """Whether a text without .csv looks like one: the same number of separators on each of the first lines."""
    lines = [line for line in head.split(b"\n")[:6] if line.strip()]
    counts = [line.count(b";") for line in lines[:-1]]
    return len(counts) >= 3 and min(counts) >= 2 and len(set(counts)) == 1 and len(lines[0]) < 120
