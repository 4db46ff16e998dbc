"""oTranscribe's .otr: HTML inside JSON, with the times of the recording in `data-timestamp`."""

from __future__ import annotations

import re
from typing import Any

from textmine.errors import DamagedFile
from textmine.ingest.conservation import size
from textmine.ingest.encoding import canonical
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.layouts import paragraphs, turns_of
from textmine.ingest.segments_json import load
from textmine.ingest.turns import Reading
from textmine.records import Portion

_BLOCKS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"})
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_otr(source: Source) -> Reading:
    """Read an .otr. Raises DamagedFile."""
    value, encoding, repairs = load(source)
    markup = value.get("text") if isinstance(value, dict) else None
    if not isinstance(markup, str):
        raise DamagedFile(
            "Plik oTranscribe nie ma tekstu.",
            where=source.where,
            remedy="Wyeksportuj go z oTranscribe jeszcze raz albo zapisz jako .txt.",
        )
    parts: list[str] = []
    words: list[str] = []
    stamps: list[str] = []
    _walk(_parsed(markup), parts, words, stamps)
    lines = (" ".join(line.split()) for line in canonical("".join(parts))[0].split("\n"))
    text = "\n".join(line for line in lines if line) + "\n"
    layout = turns_of(paragraphs(text), source.known)
    media = str(value.get("media") or "")
    metadata = (*layout.metadata, ("nagranie", media)) if media else layout.metadata
    counted = size("".join(words))
    return Reading(
        text,
        layout.turns,
        source.form,
        encoding,
        layout.warnings,
        repairs,
        metadata=metadata,
        source=counted,
        added=(Portion("nawiasy i dziesiąte przy czasach", size(text) - counted),) if stamps else (),
    )


def _parsed(markup: str) -> Any:
    from lxml import etree, html

    try:
        return html.fragment_fromstring(_NOT_XML.sub("", markup), create_parent="div")
    except (etree.ParserError, ValueError):
        return html.Element("div")


def _walk(node: Any, parts: list[str], words: list[str], stamps: list[str]) -> None:
    """The text of the page into `parts`, a line a block, and as it was into `words`; times into brackets."""
    stack: list[tuple[Any, bool]] = [(node, False)]
    while stack:
        one, closing = stack.pop()
        if closing:
            parts.append("\n" if one.tag in _BLOCKS else "")
            tail = re.sub(r"\s", " ", one.tail or "") if one is not node else ""
            parts.append(tail)
            words.append(tail)
            continue
        if not isinstance(one.tag, str) or one.tag in {"script", "style"}:
            parts.append(one.tail or "")
            words.append(one.tail or "")
            continue
        stamp = one.get("data-timestamp")
        inner = re.sub(r"\s", " ", one.text or "")
        words.append(inner)
        if stamp is not None:
            stamps.append(stamp)
            inner = f" [{_clock(stamp, inner.strip())}] "
        parts.append(("\n" if one.tag in _BLOCKS else "") + inner)
        stack.append((one, True))
        stack.extend((child, False) for child in reversed(one))


def _clock(stamp: str, shown: str) -> str:
    """The time as a clock with the tenths that oTranscribe hides; what it shows where the stamp is no number."""
    try:
        total = float(stamp)
    except ValueError:
        return shown
    if not 0 <= total < 1e6:
        return shown
    whole = int(total)
    clock = f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"
    tenths = int((total - whole) * 1000)
    return f"{clock}.{tenths:03}" if tenths else clock


def _is_otr(sample: Sample) -> Sure:
    raw = sample.raw
    known = b'"text"' in raw and (b'"media-time"' in raw or b"data-timestamp" in raw)
    return Sure.SIGNATURE if sample.head.startswith(b"{") and known else Sure.NO


FORMATS = (Format("otr", "oTranscribe", _is_otr, read_otr),)
