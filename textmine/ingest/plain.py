"""Plain text and Markdown: the text stays as it is; layouts.py finds the turns."""

from __future__ import annotations

from textmine.ingest.conservation import size
from textmine.ingest.encoding import decode
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.layouts import paragraphs, turns_of
from textmine.ingest.line_numbers import without_line_numbers
from textmine.ingest.repairs import without_soft_hyphens
from textmine.ingest.turns import Reading


def _read(source: Source) -> Reading:
    decoded = decode(source.raw, where=source.where)
    text, changes = without_soft_hyphens(decoded.text)
    numberless, numbers = without_line_numbers(text)
    if numbers and not changes:
        # Places of changes are those of the final text: with soft hyphens as well, the numbers stay.
        text, changes = numberless, numbers
    layout = turns_of(paragraphs(text), source.known)
    return Reading(
        text,
        layout.turns,
        source.form,
        decoded.encoding,
        layout.warnings,
        decoded.repairs,
        metadata=layout.metadata,
        source=size(decoded.text),
        changes=changes,
    )


def _is_text(_: Sample) -> Sure:
    return Sure.FALLBACK


def _is_markdown(sample: Sample) -> Sure:
    return Sure.SUFFIX if sample.suffix in {".md", ".markdown"} else Sure.NO


FORMATS = (
    Format("txt", "zwykły tekst", _is_text, _read),
    Format("md", "Markdown", _is_markdown, _read),
)
