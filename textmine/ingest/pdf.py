"""PDF: paragraphs out of printed lines, running heads aside, split words and lost letters put together and logged."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from textmine.errors import UnknownFormat
from textmine.ingest.blocks import Block, Ledger, reading_of
from textmine.ingest.conservation import size
from textmine.ingest.encoding import canonical
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.limited import limited
from textmine.ingest.pdf_columns import with_columns
from textmine.ingest.pdf_fonts import REASON as FONT_REASON
from textmine.ingest.pdf_fonts import has_lost_letters, with_lost_letters
from textmine.ingest.pdf_lines import blocks_of, without_running_heads
from textmine.ingest.repairs import mended
from textmine.ingest.tabular import found_in
from textmine.ingest.turns import Reading
from textmine.language.compounds import takes_hyphen
from textmine.records import Change

# A word, with the hyphens and line ends that a page put into it.
_WORD = re.compile(r"[^\W\d_]+(?:(?:[-\u2010]\n|\u00ad\n?)[^\W\d_]+)*")
_MARKS = re.compile(r"[-\u2010\u00ad]\n?")
_SPLIT_REASON = "złożono wyraz podzielony na końcu wiersza"
MAX_UNMAPPED = 3
_UNMAPPED = re.compile(r"\(cid:\d+\)")


def read_pdf(source: Source) -> Reading:
    """Read a .pdf. Raises DamagedFile, EncryptedFile, or UnknownFormat for a scan."""
    found = limited("textmine.ingest.pdf_pages:pages_of", source.raw, where=source.where)
    notes = [note for page in found["pages"] for note in page["notes"]]
    counted = size(canonical(found["characters"])[0]) + sum(size(note) for note in notes)
    if not size(found["characters"]):
        raise UnknownFormat(
            "PDF nie zawiera tekstu, tylko obrazy (skan)." if found["images"] else "PDF nie zawiera tekstu.",
            where=source.where,
            remedy="Rozpoznaj tekst programem OCR i zapisz jako .docx albo .txt.",
        )
    ledger = Ledger()
    for note in notes:
        ledger.set_aside("komentarz", note)
    without_running_heads(found["pages"], ledger)
    blocks = _blocks(found["pages"], ledger)
    broken = has_lost_letters("\n".join(_MARKS.sub("", block.text) for block in blocks))
    if len(_UNMAPPED.findall(found["characters"])) > MAX_UNMAPPED:
        ledger.warnings.append(
            "czcionka PDF nie podaje liter niektórych znaków; sprawdź tekst albo użyj pliku źródłowego"
        )
    return reading_of(
        blocks,
        source.form,
        source=counted,
        ledger=ledger,
        known=source.known,
        repair=lambda text: _mended(text, broken=broken),
    )


def _blocks(pages: list[dict[str, Any]], ledger: Ledger) -> list[Block]:
    """Paragraphs and tables; columns that only white space parts are tables where somebody speaks in them."""
    columns = with_columns(pages)
    if columns is not None:
        trial = Ledger()
        blocks = blocks_of(columns, trial)
        if found_in([block.rows for block in blocks if block.rows is not None], boards=False).spoken:
            ledger.dropped += trial.dropped
            return blocks
    return blocks_of(pages, ledger)


def _mended(text: str, *, broken: bool) -> tuple[str, tuple[Change, ...]]:
    """Text with split words and, where the font is broken, lost letters put together."""

    def repaired(match: re.Match[str]) -> str:
        word = whole(match[0])
        return (with_lost_letters(word) or word) if broken else word

    text, changes = mended(canonical(text)[0], _WORD, repaired, FONT_REASON)
    return text, tuple(
        replace(one, reason=_SPLIT_REASON) if _MARKS.search(one.before) else one for one in changes
    )


def whole(word: str) -> str:
    """A word without the marks of line ends; a hyphen that belongs to it ("polsko-niemiecki") stays."""
    pieces = _MARKS.split(word)
    if len(pieces) == 1:
        return word
    if "\u00ad" not in word and takes_hyphen(pieces[0]):
        return "-".join(pieces)
    return "".join(pieces)


def _recognise(sample: Sample) -> Sure:
    return Sure.SIGNATURE if b"%PDF-" in sample.raw[:1024] else Sure.NO


FORMATS = (Format("pdf", "PDF", _recognise, read_pdf),)
