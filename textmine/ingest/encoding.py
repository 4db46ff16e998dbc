"""Bytes into text: BOM, UTF-16 by its NULs, strict UTF-8, then a score of Polish letters for the old code pages."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from textmine.errors import DamagedFile
from textmine.ingest.code_pages import code_page
from textmine.ingest.mojibake import mended

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BROKEN = "\ufffd"
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text as canonical (NFC, "\\n", no BOM), the encoding found, and what was repaired (Polish lines)."""

    text: str
    encoding: str
    repairs: tuple[str, ...]


def decode(raw: bytes, *, where: str) -> Decoded:
    """Decode a text file. Raises DamagedFile for binary content."""
    encoding = _encoding(raw)
    try:
        text, broken = raw.decode(encoding), 0
    except UnicodeDecodeError:
        text = raw.decode(encoding, "replace")
        broken = text.count(_BROKEN)
    text, mends = mended(text)
    controls = sum(1 for c in text[:20_000] if unicodedata.category(c) == "Cc" and c not in "\n\r\t\f\v\0")
    if controls > 0.02 * max(len(text[:20_000]), 1) + 2:
        raise DamagedFile(
            "To nie jest plik tekstowy, tylko dane binarne.",
            where=where,
            remedy="Sprawdź, czy to właściwy plik; transkrypcję zapisz jako .docx albo .txt.",
        )
    if broken > 0.01 * len(text) + 2:
        raise DamagedFile(
            "Plik wygląda na uszkodzony: nie da się odczytać znaków.",
            where=where,
            remedy="Zapisz go w programie, z którego pochodzi, jako tekst UTF-8.",
        )
    text, repairs = canonical(text)
    repairs = (*mends, *repairs)
    if broken:
        repairs = (*repairs, f"nieczytelne bajty zastąpiono znakiem {_BROKEN}: {broken}")
    return Decoded(text, encoding.replace("-sig", ""), repairs)


def canonical(text: str) -> tuple[str, tuple[str, ...]]:
    """The canonical form of text, and what had to be mended beside line ends and Unicode normalisation."""
    if text.isascii() and "\0" not in text and "\r" not in text:
        return text, ()
    repairs = []
    if "\0" in text:
        repairs.append(f"usunięto znaki NUL: {text.count(chr(0))}")
        text = text.replace("\0", "")
    if _SURROGATES.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        repairs.append("naprawiono rozdzielone znaki (surogaty)")
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return unicodedata.normalize("NFC", text), tuple(repairs)


def _encoding(raw: bytes) -> str:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return encoding
    head = raw[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) > 0.2 * len(head) and min(even, odd) <= 0.1 * max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        # A bad byte among many good letters is damage; in a code page hardly any high byte is good UTF-8.
        text = raw.decode("utf-8", "replace")
        bad = text.count(_BROKEN)
        good = sum(not character.isascii() for character in text) - bad
        if bad <= 0.2 * good:
            return "utf-8"
        return code_page(raw)
    return "utf-8"
