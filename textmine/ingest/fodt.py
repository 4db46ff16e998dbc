"""OpenDocument text as one XML file (.fodt): the same as .odt without the archive."""

from __future__ import annotations

from textmine.errors import DamagedFile
from textmine.ingest.archive import parse_xml
from textmine.ingest.blocks import Ledger, reading_of
from textmine.ingest.conservation import size
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.odt import heads
from textmine.ingest.odt_body import OFFICE, Body, all_text
from textmine.ingest.odt_styles import Styles
from textmine.ingest.turns import Reading


def read_fodt(source: Source) -> Reading:
    """Read a .fodt. Raises DamagedFile."""
    root = parse_xml(source.raw, where=source.where)
    text = root.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise DamagedFile(
            "Brak tekstu w dokumencie.", where=source.where, remedy="Zapisz plik w edytorze jako .odt."
        )
    ledger = Ledger()
    blocks = Body(ledger, Styles(root)).blocks(text)
    counted = size(all_text(text))
    for kind, words in heads(root):
        counted += size(words)
        ledger.set_aside(kind, words)
    return reading_of(blocks, source.form, source=counted, ledger=ledger, known=source.known)


def _recognise(sample: Sample) -> Sure:
    flat = b"<office:document " in sample.head and b"opendocument.text" in sample.head
    return Sure.SIGNATURE if flat else Sure.NO


FORMATS = (Format("fodt", "OpenDocument w jednym pliku", _recognise, read_fodt),)
