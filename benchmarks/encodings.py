"""How many of a hundred texts are read exactly, by encoding and length, on text that was not looked at while building.

The transcripts of ../shared where they are, else the sample corpus; pieces are cut between words.
"""

from __future__ import annotations

from benchmarks.measured import ROOT, Figure
from textmine import ingest
from textmine.ingest.encoding import decode

TEXTS, LENGTHS, LIMIT = 100, (60, 300, 3000), 98
# (really, read as): the file holds the bytes of the first, or what they look like when taken for the second.
ENCODINGS: dict[str, list[tuple[str, str | None]]] = {
    "cp1250": [("cp1250", None)],
    "iso-8859-2": [("iso-8859-2", None)],
    "cp852": [("cp852", None)],
    "mac_latin2": [("mac_latin2", None)],
    "utf-16 with and without BOM": [("utf-16", None), ("utf-16-le", None), ("utf-16-be", None)],
    "UTF-8 read as a code page": [
        ("utf-8", page) for page in ("cp1250", "cp1252", "latin-1", "iso-8859-2", "cp852")
    ],
    "cp1250 or 8859-2 read as western": [
        ("cp1250", "cp1252"),
        ("cp1250", "latin-1"),
        ("iso-8859-2", "cp1252"),
    ],
    "cp1250 and 8859-2 swapped": [("cp1250", "iso-8859-2"), ("iso-8859-2", "cp1250")],
}


def encodings() -> list[Figure]:
    """A figure an encoding and length; the limit counts for the code pages and UTF-16."""
    text = _text()
    figures = []
    for name, ways in ENCODINGS.items():
        for length in LENGTHS:
            pieces = _pieces(text, length)
            limited = name != "mac_latin2"  # not asked for, but cheap
            right = sum(_is_exact(piece, *ways[i % len(ways)]) for i, piece in enumerate(pieces))
            figures.append(
                Figure(
                    f"{name}, {length} characters",
                    f"{right} of {len(pieces)}",
                    "read exactly",
                    limit=f"{LIMIT}" if limited else "",
                    kept=right >= LIMIT * len(pieces) / 100 if limited else None,
                )
            )
    return figures


def _text() -> str:
    shared = sorted((ROOT.parent / "shared" / "data" / "transcripts").glob("[ks]*/*.txt"))
    files = shared[:6] or sorted((ROOT / "corpus").glob("W*"))
    return "\n".join(ingest.read(path).text for path in files)


def _pieces(text: str, length: int) -> list[str]:
    found: list[str] = []
    for start in range(0, len(text) - 2 * length, (len(text) - 2 * length) // (2 * TEXTS)):
        cut = text.find(" ", start) + 1
        piece = text[cut : text.rfind(" ", cut, cut + length)]
        if not piece.isascii() and len(found) < TEXTS:
            found.append(piece)
    return found


def _is_exact(piece: str, really: str, read_as: str | None) -> bool:
    text = "".join(letter for letter in piece if letter.encode(really, "ignore"))
    raw = text.encode(really)
    if read_as is not None:
        raw = "".join(bytes([byte]).decode(read_as, "ignore") or chr(byte) for byte in raw).encode()
    return decode(raw, where="").text == text
