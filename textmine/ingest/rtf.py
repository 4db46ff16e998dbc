"""Rich Text Format: Word, f4, InqScribe and TextEdit write it; code pages, \\u escapes, tables, bold questions."""

from __future__ import annotations

from dataclasses import replace

from textmine.ingest.blocks import Block, Ledger, reading_of
from textmine.ingest.encoding import canonical
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.mojibake import mended
from textmine.ingest.rtf_text import Rtf
from textmine.ingest.turns import Reading

# Stands between the texts of blocks while letters are mended in all of them at once.
_BETWEEN = "\x1e"


def read_rtf(source: Source) -> Reading:
    """Read an .rtf."""
    ledger = Ledger()
    rtf = Rtf(ledger)
    rtf.walk(source.raw.decode("latin-1"))
    if not rtf.complete:
        ledger.warnings.append("plik RTF urywa się w środku; odczytano, co w nim jest")
    blocks, repairs = (rtf.blocks, ()) if rtf.escaped else _letters_mended(rtf.blocks)
    return reading_of(
        blocks, source.form, source=rtf.source, ledger=ledger, known=source.known, repairs=repairs
    )


def _letters_mended(blocks: list[Block]) -> tuple[list[Block], tuple[str, ...]]:
    """Blocks whose code page was declared wrongly ("¿ó³æ" for "żółć") are mended together."""
    texts = [canonical(block.text.replace(_BETWEEN, ""))[0] for block in blocks if block.rows is None]
    whole, repairs = mended(_BETWEEN.join(texts))
    pieces = whole.split(_BETWEEN)
    if not repairs or len(pieces) != len(texts):
        return blocks, ()
    waiting = iter(pieces)
    return [replace(one, text=next(waiting)) if one.rows is None else one for one in blocks], repairs


def _recognise(sample: Sample) -> Sure:
    return Sure.SIGNATURE if sample.head.startswith(b"{\\rtf") else Sure.NO


FORMATS = (Format("rtf", "RTF", _recognise, read_rtf),)
