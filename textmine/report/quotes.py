"""Quotes that were found, as files to draft from: Markdown and Word by code, csv and json for machines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from textmine.codebook import Codebook
from textmine.errors import ExportError
from textmine.report.files import replaced
from textmine.report.tables import harmless
from textmine.search import Quote

FORMATS = ("md", "csv", "json", "docx")
COLUMNS = (
    "rank", "quote", "citation", "document", "speaker", "group", "time", "codes", "before", "after", "similar",
    "sentence_id", "start", "end", "score",
)  # fmt: skip
UNCODED = "Bez kodu"
# What Markdown or html inside it would read as a sign of its own.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_LINE_START = re.compile(r"^(\s*\d*)([-+=.)])")


def write_quotes(form: str, quotes: Sequence[Quote], codebook: Codebook, path: Path, *, query: str) -> Path:
    """Write quotes as one of FORMATS; the file appears whole or not at all. Raises ExportError."""
    _known(form)
    with replaced(path) as target:
        if form == "docx":
            from textmine.report.quotes_document import write_docx

            write_docx(quotes, codebook, target, query=query)
        else:
            target.write_text(
                quotes_text(form, quotes, codebook, query=query), encoding="utf-8", newline="\n"
            )
    return path


def quotes_text(form: str, quotes: Sequence[Quote], codebook: Codebook, *, query: str) -> str:
    """Quotes as "md" (by code), "csv" or "json" (in order of rank). Raises ExportError for another form."""
    _known(form)
    if form == "md":
        return "\n".join(_markdown(quotes, codebook, query)) + "\n"
    if form == "csv":
        return _csv(quotes)
    if form == "json":
        return json.dumps([quote_record(quote) for quote in quotes], ensure_ascii=False, indent=2) + "\n"
    raise ExportError("Plik Worda nie jest tekstem.", remedy="Podaj plik: --output cytaty.docx")


def quote_record(quote: Quote) -> dict[str, object]:
    """A quote for programs; offsets are code points of the document's text."""
    sentence = quote.sentence
    return {
        "quote": quote.text,
        "citation": quote.citation,
        "document": sentence.document,
        "speaker": sentence.speaker,
        "group": quote.group,
        "time": sentence.time,
        "sentence_id": sentence.id,
        "start": sentence.start,
        "end": sentence.end,
        "codes": list(quote.codes),
        "before": list(quote.before),
        "after": list(quote.after),
        "matches": [[a, b] for a, b in quote.matches],
        "similar": list(quote.similar),
        "score": round(quote.score, 6),
    }


def by_code(quotes: Sequence[Quote], codebook: Codebook) -> Iterator[tuple[str, list[Quote]]]:
    """The quotes under "Theme: Code" in the codebook's order; one of two codes is under both, one of none comes last."""
    for code in codebook.codes:
        own = [quote for quote in quotes if code.id in quote.codes]
        if own:
            yield f"{codebook.theme(code.theme).label}: {code.label}", own
    rest = [quote for quote in quotes if not any(codebook.has_code(code) for code in quote.codes)]
    if rest:
        yield UNCODED, rest


def pieces(quote: Quote) -> Iterator[tuple[str, bool]]:
    """The verbatim text in pieces, each with whether it is what was asked for."""
    text, start, place = quote.text, quote.sentence.start, 0
    for first, last in quote.matches:
        if first - start >= place:
            yield text[place : first - start], False
            yield text[first - start : last - start], True
            place = last - start
    yield text[place:], False


def similar_note(quote: Quote) -> str:
    """Who else says nearly the same, "" where nobody does."""
    return f"Niemal to samo: {' '.join(quote.similar)}" if quote.similar else ""


def _known(form: str) -> None:
    if form not in FORMATS:
        raise ExportError(f"Nieznany format „{form}”.", remedy=f"Wybierz: {', '.join(FORMATS)}.")


def _markdown(quotes: Sequence[Quote], codebook: Codebook, query: str) -> Iterator[str]:
    yield f"# Cytaty: {_escaped(query)}"
    for heading, own in by_code(quotes, codebook):
        yield f"\n## {_escaped(heading)}"
        for quote in own:
            marked = "".join(
                f"**{_escaped(text)}**" if match and text.strip() == text else _escaped(text)
                for text, match in pieces(quote)
                if text
            )
            said = [*map(_escaped, quote.before), f"„{marked}”", *map(_escaped, quote.after)]
            yield ""
            yield from (f"> {line}  " for line in said)
            yield f"> {_escaped(quote.citation)}"
            if quote.similar:
                yield f">\n> {_escaped(similar_note(quote))}"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _LINE_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", " ".join(text.split("\n"))))


def _csv(quotes: Sequence[Quote]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(COLUMNS)
    for rank, quote in enumerate(quotes, 1):
        record = {**quote_record(quote), "rank": rank}
        joints = {"codes": ";", "before": " ", "after": " ", "similar": " "}
        cells = (
            joints[name].join(quote_texts) if isinstance(quote_texts := record[name], list) else record[name]
            for name in COLUMNS
        )
        writer.writerow(["" if cell is None else harmless(cell) for cell in cells])
    return out.getvalue()
