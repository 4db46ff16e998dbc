"""Plain text, Markdown and HTML: the text stays as it is; layouts.py finds the turns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textmine.ingest.encoding import decode
from textmine.ingest.layouts import paragraphs, turns_of
from textmine.ingest.turns import Reading

_BLOCKS = """address article aside blockquote body br caption dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr
    li main nav ol p pre section table tbody thead tr ul""".split()  # noqa: SIM905


def read_plain(raw: bytes, form: str, *, where: str, known: Sequence[str] = ()) -> Reading:
    """Read .txt, .md or .html (`form`)."""
    decoded = decode(raw, where=where)
    text = _html_text(decoded.text) if form == "html" else decoded.text
    layout = turns_of(paragraphs(text), known)
    return Reading(
        text,
        layout.turns,
        form,
        decoded.encoding,
        layout.warnings,
        decoded.repairs,
        metadata=layout.metadata,
    )


def _html_text(markup: str) -> str:
    """The text of a page, a line a block: lines of the source count only in <pre>, cells get a space between."""
    from lxml import html

    root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", markup))
    for node in root.xpath("//script|//style|//head|//comment()"):
        node.drop_tree()
    for node in root.iter():
        kept = any(parent.tag == "pre" for parent in node.iterancestors())
        edge = "\n" if node.tag in _BLOCKS else " " if node.tag in {"td", "th"} else ""
        inner, after = node.text or "", node.tail or ""
        node.text = edge + (inner if kept or node.tag == "pre" else re.sub(r"\s", " ", inner))
        node.tail = edge + (after if kept else re.sub(r"\s", " ", after))
    lines = (" ".join(line.split()) for line in str(root.text_content()).split("\n"))
    return "\n".join(line for line in lines if line)
