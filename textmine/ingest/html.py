"""Web pages: a line a block, scripts and styles left out; layouts.py finds the turns."""

from __future__ import annotations

import re

from textmine.ingest.encoding import canonical, decode
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.layouts import paragraphs, turns_of
from textmine.ingest.turns import Reading

_BLOCKS = """address article aside blockquote body br caption dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr
    li main nav ol p pre section table tbody thead tr ul""".split()  # noqa: SIM905
# Control characters that no XML tree can hold.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!DOCTYPE html|<html)", re.IGNORECASE | re.DOTALL
)


def _read(source: Source) -> Reading:
    decoded = decode(source.raw, where=source.where)
    markup, unprintable = _NOT_XML.subn("", decoded.text)
    repairs = decoded.repairs
    repairs = (*repairs, f"usunięto znaki sterujące: {unprintable}") if unprintable else repairs
    # What an entity stands for may be a combining mark or a line end, too.
    text, _ = canonical(_html_text(markup))
    layout = turns_of(paragraphs(text), source.known)
    return Reading(
        text,
        layout.turns,
        source.form,
        decoded.encoding,
        layout.warnings,
        repairs,
        metadata=layout.metadata,
    )


def _html_text(markup: str) -> str:
    """The text of a page, a line a block: lines of the source count only in <pre>, cells get a space between."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", markup))
    except etree.ParserError:
        # "Document is empty": there is markup, but no element and no text.
        return ""
    for node in root.xpath("//script|//style|//head|//comment()"):
        node.drop_tree()
    for node in root.iter():
        kept = any(parent.tag == "pre" for parent in node.iterancestors())
        edge = "\n" if node.tag in _BLOCKS else " " if node.tag in {"td", "th"} else ""
        # An entity ("&#1;") may stand for what the tree takes from the parser, but not from us.
        inner, after = _NOT_XML.sub("", node.text or ""), _NOT_XML.sub("", node.tail or "")
        node.text = edge + (inner if kept or node.tag == "pre" else re.sub(r"\s", " ", inner))
        node.tail = edge + (after if kept else re.sub(r"\s", " ", after))
    lines = (" ".join(line.split()) for line in str(root.text_content()).split("\n"))
    return "\n".join(line for line in lines if line)


def _is_html(sample: Sample) -> Sure:
    by_name = sample.suffix in {".html", ".htm"} and re.match(rb"<[a-z!]", sample.head, re.IGNORECASE)
    return Sure.STRUCTURE if by_name or _PAGE.match(sample.head) else Sure.NO


FORMATS = (Format("html", "strona WWW", _is_html, _read),)
