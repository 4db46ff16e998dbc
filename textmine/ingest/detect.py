"""What format a file really has: by its first bytes and its content; the extension only breaks ties between texts."""

from __future__ import annotations

import re

from textmine.errors import EncryptedFile, UnknownFormat
from textmine.ingest.formats import Format, Sample, Sure, formats

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A brace or bracket alone may be a note of the transcriber: "{śmiech}", "[00:12]".
_JSON = re.compile(rb"\{\s*[\"}]|\[\s*[\[{\"]")
_NO_TEXT = {
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
}
_REMEDY = "Zapisz transkrypcję jako .docx, .odt, .rtf, .txt, .md, .pdf, .vtt, .srt, .xlsx albo .csv."


def detect(raw: bytes, suffix: str, *, where: str) -> Format:
    """The format of a file. Raises UnknownFormat, DamagedFile or EncryptedFile."""
    sample = Sample(raw, suffix.lower(), where)
    sure, best = max(((one.recognise(sample), one) for one in formats()), key=lambda pair: pair[0])
    if sure < Sure.STRUCTURE:
        _refuse(sample)
    return best


def _refuse(sample: Sample) -> None:
    """Refuse what may pass for text and is none."""
    raw, where = sample.raw, sample.where
    if sample.archive is not None:
        raise UnknownFormat("To archiwum ZIP, a nie dokument.", where=where, remedy=f"Rozpakuj je. {_REMEDY}")
    if raw.startswith(_OLE):
        if b"E\0n\0c\0r\0y\0p\0t" in raw:
            raise EncryptedFile("Plik jest zaszyfrowany hasłem.", where=where, remedy="Zapisz go bez hasła.")
        raise UnknownFormat("To dokument w starym formacie Office (97–2003).", where=where, remedy=_REMEDY)
    for magic, name in _NO_TEXT.items():
        if raw.startswith(magic):
            raise UnknownFormat(
                f"To {name}, a nie transkrypcja w znanym formacie.", where=where, remedy=_REMEDY
            )
    if sample.head.startswith(b"<?xml") or _JSON.match(sample.head):
        raise UnknownFormat("Format pliku nie jest znany (XML albo JSON).", where=where, remedy=_REMEDY)
