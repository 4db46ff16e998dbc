"""Quotes that were found, as a Word document: headings by code, every quote with its citation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textmine.codebook import Codebook
from textmine.language.plurals import QUOTES, counted
from textmine.report.legal import legal
from textmine.report.quotes import by_code, pieces, similar_note
from textmine.report.word import Writer
from textmine.report.word_parts import side_line, styled
from textmine.search import Quote

_LINE = "#9AA5AD"


def write_docx(quotes: Sequence[Quote], codebook: Codebook, path: Path, *, query: str) -> None:
    """A document with the quotes under the headings of their codes, what was asked for in bold."""
    writer = Writer(f"Cytaty: {query}")
    writer.title(f"Cytaty: {query}", counted(len(quotes), QUOTES))
    for heading, own in by_code(quotes, codebook):
        writer.heading(heading, 1)
        for quote in own:
            _quote(writer, quote)
    writer.save(path)


def _quote(writer: Writer, quote: Quote) -> None:
    """Neighbours, the quote and its citation in paragraphs of their own: marks of right-to-left writing end with them.

    The line on the left is beside the quote and its citation only, so that one quote is told from the next.
    """
    for text in quote.before:
        _beside(writer, text)
    words = styled(writer.document.add_paragraph("„"), "Quote")
    for text, match in pieces(quote):
        words.add_run(legal(text)).bold = match or None
    words.add_run("”")
    words.paragraph_format.keep_with_next = True
    side_line(words, _LINE)
    for text in quote.after:
        _beside(writer, text)
    said = " ".join(filter(None, (quote.citation, similar_note(quote))))
    side_line(styled(writer.document.add_paragraph(legal(said)), "Source"), _LINE)


def _beside(writer: Writer, text: str) -> None:
    line = styled(writer.document.add_paragraph(legal(text)), "Source")
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_after = 0
