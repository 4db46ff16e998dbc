"""PDF files for the tests, written object by object: Helvetica with the Polish letters, lines, drawn tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842
_LETTERS = {
    "ą": "aogonek", "ć": "cacute", "ę": "eogonek", "ł": "lslash", "ń": "nacute", "ó": "oacute", "ś": "sacute",
    "ź": "zacute", "ż": "zdotaccent", "Ł": "Lslash", "Ś": "Sacute", "Ż": "Zdotaccent", "Ć": "Cacute", "Ź": "Zacute",
    "„": "quotedblbase", "”": "quotedblright", "–": "endash", "—": "emdash", "…": "ellipsis",
}  # fmt: skip
_CODES = {letter: code for code, letter in enumerate(_LETTERS, 128)}


@dataclass(frozen=True)
class Text:
    """A line at a place: points from the left and from the top."""

    x: float
    y: float
    words: str
    bold: bool = False
    size: float = 11


@dataclass(frozen=True)
class Rule:
    """A drawn line from one place to another."""

    x0: float
    y0: float
    x1: float
    y1: float


def lines(words: Sequence[str], *, top: float = 120, step: float = 14, bold: bool = False) -> list[Text]:
    """Lines below each other."""
    return [Text(70, top + step * number, line, bold) for number, line in enumerate(words)]


def grid(
    rows: Sequence[Sequence[str]], *, top: float = 120, widths: Sequence[float] = (60, 60, 330)
) -> list[Text | Rule]:
    """A table with rules around its cells."""
    drawn: list[Text | Rule] = []
    edges = [70 + sum(widths[:count]) for count in range(len(widths) + 1)]
    height = 20
    for number in range(len(rows) + 1):
        drawn.append(Rule(edges[0], top + number * height, edges[-1], top + number * height))
    for edge in edges:
        drawn.append(Rule(edge, top, edge, top + len(rows) * height))
    for number, row in enumerate(rows):
        for edge, cell in zip(edges, row, strict=False):
            drawn.append(Text(edge + 3, top + number * height + 14, cell))
    return drawn


def _shown(words: str) -> bytes:
    raw = bytes(_CODES.get(one, ord(one) if ord(one) < 128 else 63) for one in words)
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _content(items: Sequence[Text | Rule]) -> bytes:
    parts = []
    for item in items:
        if isinstance(item, Rule):
            parts.append(f"{item.x0} {HEIGHT - item.y0} m {item.x1} {HEIGHT - item.y1} l S".encode())
        else:
            font = b"F2" if item.bold else b"F1"
            place = f"{item.size} Tf {item.x} {HEIGHT - item.y} Td (".encode()
            parts.append(b"BT /" + font + b" " + place + _shown(item.words) + b") Tj ET")
    return b"\n".join(parts)


def pdf(*pages: Sequence[Text | Rule], picture: bool = False) -> bytes:
    """A PDF of pages of texts and rules; `picture` puts one (of a single dot) on each page."""
    names = " ".join(f"/{name}" for name in _LETTERS.values())
    encoding = f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [128 {names}] >>"
    fonts = [f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding {encoding} >>".encode()
             for name in ("Helvetica", "Helvetica-Bold")]  # fmt: skip
    dot = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        *fonts,
        dot + b"\nstream\nx\nendstream",
    ]
    kids = []
    for items in pages:
        content = _content(items) + (b"\nq 400 0 0 400 50 50 cm /I1 Do Q" if picture else b"")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {len(objects)} 0 R"
            " /Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /I1 5 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    raw = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(raw)
    raw += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return raw + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
