"""Numbers of lines are said by nobody; other numbers at the beginning of lines stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from textmine import ingest
from textmine.ingest.line_numbers import without_line_numbers
from textmine.ingest.repairs import taken_back

EVERY = """\
1   M: Jak się zaczęło?
2   R: W garażu, z jedną tokarką
3      po wojsku, w osiemdziesiątym
4      dziewiątym.
5
6   M: A dziś?
7   R: Dziś trzy hale.
"""
FIFTH = "\n".join(
    f"{n if n % 5 == 0 else '':<4}{'M: Pytanie?' if n % 4 == 1 else 'R: Odpowiedź' if n % 4 == 2 else 'i jeszcze coś.'}"
    for n in range(1, 21)
)


@pytest.mark.parametrize("text", [EVERY, FIFTH], ids=["every line", "every fifth line"])
def test_numbers_of_lines_are_taken_out_and_can_be_put_back(text: str, tmp_path: Path) -> None:
    mended, changes = without_line_numbers(text)
    assert not any(line.strip()[:1].isdigit() for line in mended.split("\n"))
    assert taken_back(mended, changes) == text
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    document = ingest.read(path)
    assert not any(character.isdigit() for turn in document.turns for character in turn.text)
    assert {turn.speaker for turn in document.turns} == {"M", "R"}
    assert document.conservation is not None and document.conservation.missing == 0
    assert any(line.startswith("usunięto numery wierszy") for line in document.repairs)


@pytest.mark.parametrize(
    "text",
    [
        "M: Ile macie maszyn?\nR: Dziś\n5 tokarek i\n10 frezarek, a przedtem\n15 pras.\n",
        "1. Dojazd.\n2. Prąd.\n3. Ludzie.\n4. Pieniądze.\n5. Czas.\n6. Papiery.\n",
        "1 M: Tak?\n2 R: Tak.\n3 M: A ludzie?\n4 R: Są.\n5 M: I co?\n6 R: I nic.\n",
        "1989 zaczęliśmy\n1995 druga hala\n2004 Unia\n2008 kryzys\n2020 zaraza\n2022 wojna\n",
        "R: Nic.\n",
    ],
    ids=["numbers that are said", "a list", "numbers of turns", "years", "no number"],
)
def test_other_numbers_stay(text: str) -> None:
    assert without_line_numbers(text) == (text, ())
