"""Word 97 documents for the tests, written byte by byte: a container of two streams, a piece table, formatted pages."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
BOLD, ITALIC, HIDDEN, DELETED = 0x0835, 0x0836, 0x083C, 0x0800
ROW_END = "\x07\x07"  # stands for the mark that ends a row, whose paragraph says so
TEXT_AT = 2048


def doc(
    runs: Sequence[tuple[str, int | None]],
    *,
    notes: dict[str, str] | None = None,
    flags: int = 0,
    version: int = 0xC1,
    magic: int = 0xA5EC,
    table_at: int | None = None,
) -> bytes:
    """A document of runs (text, one property or None); `notes` are the texts of its other stories by name.

    From the character `table_at` on, paragraphs say that they stand in a table.
    """
    order = ("footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
    others = [_units((notes or {}).get(name, "")) for name in order]
    # Lengths and places are in units of UTF-16.
    runs = [(_units(text), code) for text, code in runs]
    main = "".join(text for text, _ in runs)
    rows = [match.start() for match in re.finditer(ROW_END, main)]
    stream = bytearray(TEXT_AT) + (main + "".join(others)).encode("utf-16-le", "surrogatepass")
    stream += bytes(-len(stream) % SECTOR)
    character_page = len(stream) // SECTOR
    stream += _character_page(runs)
    stream += _paragraph_page([at + 1 for at in rows], len(main), table_at)
    total = len(main) + sum(map(len, others))
    pieces = struct.pack("<II", 0, total) + struct.pack("<HIH", 0, TEXT_AT, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    end = TEXT_AT + 2 * len(main)
    pages = [struct.pack("<III", TEXT_AT, end, character_page + number) for number in (0, 1)]
    table = clx + pages[0] + pages[1]
    struct.pack_into("<HH", stream, 0, magic, version)
    struct.pack_into("<H", stream, 0x0A, flags)
    struct.pack_into("<II", stream, 0x18, TEXT_AT, TEXT_AT + 2 * total)
    struct.pack_into("<8I", stream, 0x4C, len(main), *map(len, others))
    struct.pack_into("<II", stream, 0xFA, len(clx), 12)
    struct.pack_into("<II", stream, 0x102, len(clx) + 12, 12)
    struct.pack_into("<II", stream, 0x1A2, 0, len(clx))
    return container({"WordDocument": bytes(stream), "0Table": table})


def _units(text: str) -> str:
    raw = text.encode("utf-16-le")
    return "".join(chr(int.from_bytes(raw[at : at + 2], "little")) for at in range(0, len(raw), 2))


def _character_page(runs: Sequence[tuple[str, int | None]]) -> bytes:
    page = bytearray(SECTOR)
    place = TEXT_AT
    edges, properties = [place], []
    for text, code in runs:
        place += 2 * len(text)
        edges.append(place)
        properties.append(b"" if code is None else b"\x03" + struct.pack("<HB", code, 1))
    struct.pack_into(f"<{len(edges)}I", page, 0, *edges)
    at = 510
    for number, body in enumerate(properties):
        if body:
            at -= len(body) + len(body) % 2
            page[at : at + len(body)] = body
            page[4 * len(edges) + number] = at // 2
    page[511] = len(runs)
    return bytes(page)


def _paragraph_page(marks: Sequence[int], length: int, table_at: int | None) -> bytes:
    page = bytearray(SECTOR)
    inside = length if table_at is None else table_at
    edges = sorted({0, inside, length, *marks, *(mark + 1 for mark in marks)})
    struct.pack_into(f"<{len(edges)}I", page, 0, *(TEXT_AT + 2 * edge for edge in edges))
    at = 500
    page[at : at + 6] = b"\x03" + struct.pack("<HHB", 0, 0x2417, 1)  # style 0, "this paragraph ends a row"
    cell = 490
    page[cell : cell + 6] = b"\x03" + struct.pack("<HHB", 0, 0x2416, 1)  # "this paragraph is in a table"
    for number, edge in enumerate(edges[:-1]):
        if edge in marks or edge >= inside:
            page[4 * len(edges) + 13 * number] = (at if edge in marks else cell) // 2
    page[511] = len(edges) - 1
    return bytes(page)


def container(streams: dict[str, bytes]) -> bytes:
    """A compound file of streams, each padded beyond the size of small ones."""
    table: list[int] = []
    data = b""
    entries = []
    for name, raw in streams.items():
        padded = raw + bytes(max(0, 4096 - len(raw)))
        sectors = -(-len(padded) // SECTOR)
        start = len(table)
        table += [*range(start + 1, start + sectors), END]
        data += padded + bytes(sectors * SECTOR - len(padded))
        entries.append((name, 2, start, len(padded)))
    directory = len(table)
    table += [END, FAT]
    table += [FREE] * (128 - len(table))
    rows = [_entry("Root Entry", 5, END, 0, child=1)]
    rows += [
        _entry(*entry, right=number + 2 if number + 1 < len(entries) else FREE)
        for number, entry in enumerate(entries)
    ]
    rows += [_entry("", 0, 0, 0)] * (4 - len(rows))
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    head += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", directory + 1, *[FREE] * 108)
    return head + data + b"".join(rows) + struct.pack("<128I", *table)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le") if name else b""
    head = (
        raw.ljust(64, b"\0")
        + struct.pack("<HBB", len(raw), kind, 1)
        + struct.pack("<III", FREE, right, child)
    )
    return head + bytes(36) + struct.pack("<IQ", start, size)
