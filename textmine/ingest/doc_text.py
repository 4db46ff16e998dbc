"""The text of a Word 97–2003 document with what its formatting says: run in a child process (`limited`).

The container is opened by legacy-doc, whose own text has no formatting and runs notes, codes of fields and headers into the
talk. Source of the offsets: [MS-DOC], 2.5 (file information block), 2.8 (piece table), 2.9.49 and 2.9.192 (formatted pages).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from textmine.ingest.limited import PasswordNeeded

BOLD, ITALIC, HIDDEN, DELETED, ROW_END, IN_TABLE = 1, 2, 4, 8, 16, 32
STORIES = ("main", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
_WORD_97, _FIRST_97 = 0xA5EC, 0x00C1
_ENCRYPTED, _OTHER_TABLE = 0x0100, 0x0200
_CHARACTER = {0x0835: BOLD, 0x0836: ITALIC, 0x083C: HIDDEN, 0x0800: DELETED}
_PARAGRAPH = {0x2417: ROW_END, 0x2416: IN_TABLE}
_OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_PAGE = 512
Runs = list[tuple[int, int, int]]


def stories_of(raw: bytes) -> dict[str, Any]:
    """{"old": bool, "stories": {name: [[text, flags], …]}}: control characters of Word are left in the text."""
    from legacy_doc.ole import OleReader
    from legacy_doc.types import ExtractionOptions

    ole = OleReader(raw, options=ExtractionOptions(max_file_bytes=200 * 2**20))
    stream = ole.read_stream("WordDocument")
    magic, version = struct.unpack_from("<HH", stream, 0)
    flags = struct.unpack_from("<H", stream, 0x0A)[0]
    if flags & _ENCRYPTED:
        raise PasswordNeeded
    if magic != _WORD_97 or version < _FIRST_97:
        return {"old": True, "stories": {}}
    table = ole.read_stream("1Table" if flags & _OTHER_TABLE else "0Table")
    characters = _formatted(stream, table, 0xFA, _character_flags)
    paragraphs = _formatted(stream, table, 0x102, _paragraph_flags)
    pieces = list(_pieces(stream, table, characters, paragraphs))
    lengths = struct.unpack_from("<8I", stream, 0x4C)
    return {"old": False, "stories": dict(zip(STORIES, _split(pieces, lengths), strict=True))}


def _pieces(stream: bytes, table: bytes, *formats: Runs) -> Iterator[tuple[str, int]]:
    """The text in order, cut where its formatting changes."""
    start, length = struct.unpack_from("<II", stream, 0x1A2)
    clx = table[start : start + length]
    at = 0
    while at + 3 <= len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    places = struct.unpack_from(f"<{count + 1}I", plc, 0)
    for number in range(count):
        encoded = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        narrow = bool(encoded & 0x40000000)
        first = (encoded & 0x3FFFFFFF) // 2 if narrow else encoded & 0x3FFFFFFF
        width = 1 if narrow else 2
        end = first + (places[number + 1] - places[number]) * width
        for begin, stop, flags in _cut(first, min(end, len(stream)), width, formats):
            raw = stream[begin:stop]
            # Units of UTF-16 stay apart: the lengths of the stories are counted in them.
            units = (
                raw.decode("cp1252", "replace")
                if narrow
                else "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
            )
            yield units, flags


def _cut(first: int, end: int, width: int, formats: tuple[Runs, ...]) -> Iterator[tuple[int, int, int]]:
    """The stretches of a piece with the same formatting, by position in the stream."""
    edges = {first, end}
    for runs in formats:
        for begin, stop, _ in runs:
            edges.update(one for one in (begin, stop) if first < one < end and (one - first) % width == 0)
    ordered = sorted(edges)
    for begin, stop in pairwise(ordered):
        yield begin, stop, sum(_at(begin, runs) for runs in formats)


def _at(place: int, runs: Runs) -> int:
    number = bisect_right(runs, place, key=lambda run: run[0]) - 1
    return runs[number][2] if number >= 0 and place < runs[number][1] else 0


def _formatted(stream: bytes, table: bytes, place: int, flags_of: Any) -> Runs:
    """Stretches of the stream with formatting that matters here, from the formatted pages."""
    start, length = struct.unpack_from("<II", stream, place)
    count = (length - 4) // 8 if length >= 12 else 0
    found: Runs = []
    for number in range(count):
        page = (struct.unpack_from("<I", table, start + 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF) * _PAGE
        fkp = stream[page : page + _PAGE]
        if len(fkp) < _PAGE:
            continue
        edges = struct.unpack_from(f"<{fkp[511] + 1}I", fkp, 0) if fkp[511] <= 101 else ()
        for run in range(len(edges) - 1):
            flags = flags_of(fkp, 4 * len(edges), run)
            if flags:
                found.append((edges[run], edges[run + 1], flags))
    return sorted(found)


def _character_flags(fkp: bytes, base: int, run: int) -> int:
    offset = fkp[base + run] * 2
    return _flags(fkp[offset + 1 : offset + 1 + fkp[offset]]) if offset else 0


def _paragraph_flags(fkp: bytes, base: int, run: int) -> int:
    offset = fkp[base + 13 * run] * 2
    if not offset:
        return 0
    words = fkp[offset]
    body = (
        fkp[offset + 1 : offset + 2 * words] if words else fkp[offset + 2 : offset + 2 + 2 * fkp[offset + 1]]
    )
    return _flags(body[2:])


def _flags(properties: bytes) -> int:
    flags = at = 0
    while at + 2 < len(properties):
        code = struct.unpack_from("<H", properties, at)[0]
        at += 2
        operand = properties[at]
        if code in _CHARACTER and operand in {1, 0x81}:
            flags |= _CHARACTER[code]
        elif code in _PARAGRAPH and operand:
            flags |= _PARAGRAPH[code]
        kind = code >> 13
        at += _OPERANDS.get(kind, 1 + operand)
    return flags


def _split(pieces: list[tuple[str, int]], lengths: tuple[int, ...]) -> list[list[tuple[str, int]]]:
    """The stories: their texts follow each other, each as long as the file says (in units of UTF-16)."""
    stories: list[list[tuple[str, int]]] = [[] for _ in lengths]
    number, left = 0, lengths[0]
    for piece, flags in pieces:
        text = piece
        while text and number < len(lengths):
            if left <= 0:
                number += 1
                left = lengths[number] if number < len(lengths) else 0
                continue
            stories[number].append((text[:left], flags))
            text, left = text[left:], left - len(text[:left])
    return stories
