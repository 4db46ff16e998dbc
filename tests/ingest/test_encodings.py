"""Encodings: a hundred pieces of our own corpus in each encoding and length, read back exactly."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from textmine import ingest
from textmine.ingest.encoding import decode
from textmine.ingest.mojibake import mended

CORPUS = Path(__file__).parents[2] / "corpus"
TEXTS = 100
EXACT = 0.98


def shown(raw: bytes, page: str) -> str:
    """Bytes as a program shows them that takes them for `page`; bytes that it lacks become U+0080-9F."""
    return "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in raw)


# What is saved: (really, read as), None where the bytes are saved as they are.
ENCODINGS = {
    "cp1250": [("cp1250", None)],
    "iso-8859-2": [("iso-8859-2", None)],
    "cp852": [("cp852", None)],
    "utf-16": [("utf-16", None), ("utf-16-le", None), ("utf-16-be", None)],
    "mojibake": [
        ("utf-8", "cp1250"), ("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "iso-8859-2"), ("utf-8", "cp852"),
        ("cp1250", "cp1252"), ("cp1250", "latin-1"), ("iso-8859-2", "cp1252"), ("cp1250", "iso-8859-2"),
        ("iso-8859-2", "cp1250"),
    ],
}  # fmt: skip


@cache
def pieces(length: int) -> tuple[str, ...]:
    """A hundred pieces of the sample corpus, cut between words, each with a Polish letter."""
    sources = [path for path in sorted(CORPUS.glob("W*")) if path.suffix in {".docx", ".odt"}]
    text = "\n".join(ingest.read(path).text for path in sources)
    found: list[str] = []
    step = (len(text) - length) // (TEXTS + 20)
    for start in range(0, len(text) - length, step):
        cut = text.find(" ", start) + 1
        piece = text[cut : text.rfind(" ", cut, cut + length)]
        if not piece.isascii() and len(found) < TEXTS:
            found.append(piece)
    assert len(found) == TEXTS
    return tuple(found)


@pytest.mark.parametrize("length", [60, 300, 3000])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_hundred_texts_are_read_exactly(encoding: str, length: int) -> None:
    wrong = []
    for number, piece in enumerate(pieces(length)):
        really, read_as = ENCODINGS[encoding][number % len(ENCODINGS[encoding])]
        text = "".join(letter for letter in piece if letter.encode(really, "ignore"))
        raw = text.encode(really)
        got = decode(raw if read_as is None else shown(raw, read_as).encode(), where="a.txt")
        if got.text != text:
            wrong.append((really, read_as, text[:60], got.text[:60]))
    assert len(wrong) <= (1 - EXACT) * TEXTS, wrong


@pytest.mark.parametrize("length", [300, 3000])
def test_good_text_stays_as_it_is(length: int) -> None:
    for piece in pieces(length):
        got = decode(piece.encode(), where="a.txt")
        assert (got.text, got.repairs) == (piece, ())


KEPT = [
    "„Żółć” i ‚gęś’, »tak« — mówiła… 5 m³ betonu, ±2°, kąt 30°, a² + b².",
    "Spotkaliśmy się z firmą Škoda w Košicach i w Göteborgu, café „Müller”, piñata, Ångström.",
    "¿Qué tal? – zapytał. Façade, naïve, señor Muñoz.",
    "Współczynnik ¾ i ½, § 3, 20 € za m², © 2025, α = 0,05.",
    "Чи є переклад? Так, українською.",
]


@pytest.mark.parametrize("text", KEPT)
def test_foreign_names_and_signs_are_no_mojibake(text: str) -> None:
    assert mended(text) == (text, ())


MENDED = [
    ("Å‚Ã³dÅº i gÄ™Å›", "łódź i gęś"),
    ("â€žTakâ€ť â€“ mĂłwi", "„Tak” – mówi"),
    ("ten \x84rozwój\x94 \x96 mówi\x85 señor", "ten „rozwój” – mówi… señor"),
    ("Nie mia³em ¿adnej pomocy, póŸniej te¿ nie by³o ³atwiej", "Nie miałem żadnej pomocy, później też nie było łatwiej"),
    ("My¶l± o urz±dzeniach", "Myślą o urządzeniach"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right"), MENDED)
def test_mojibake_is_mended_and_said(text: str, right: str) -> None:
    got, notes = mended(text)
    assert got == right
    assert len(notes) == 1 and "naprawiono" in notes[0] and "→" in notes[0]


def test_polish_letters_beside_others_are_no_mojibake() -> None:
    """Read as Mac's page, "ńą" is the UTF-8 of "Ĉ"."""
    assert mended("– óд ńąŚ") == ("– óд ńąŚ", ())
