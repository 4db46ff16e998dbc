"""Plain text, Markdown and HTML: the text stays as it is; layouts.py finds the turns."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.ingest.encoding import decode
from textmine.ingest.layouts import paragraphs, turns_of
from textmine.ingest.turns import Reading


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
    """The text of a page, a line a block."""
    from lxml import html

    root = html.document_fromstring(markup)
    for node in root.xpath("//script|//style|//head"):
        node.drop_tree()
    for block in root.xpath("//p|//div|//br|//li|//tr|//h1|//h2|//h3|//h4"):
        block.tail = "\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in str(root.text_content()).split("\n"))
    return "\n".join(line for line in lines if line)
