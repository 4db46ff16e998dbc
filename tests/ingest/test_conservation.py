"""The account of a file is even, names what is not spoken, and notices what a reader loses or doubles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine import ingest
from textmine.ingest.conservation import BESIDE, OUTSIDE, Tally, balance, size, unbalanced
from textmine.ingest.encoding import canonical
from textmine.ingest.repairs import mended, moved, summary, taken_back
from textmine.ingest.turns import RawTurn, Reading
from textmine.records import Change, Conservation, Portion

TEXT = "Data: 12.03\nM: Kto?\nR: Ja.\n"
TURNS = (RawTurn("M", 15, 19), RawTurn("R", 23, 26))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \t\n", 0),
        ("ab c\n", 3),
        ("źdźbło", 6),
        ("z\u0301dz\u0301bło", 6),
        ("\ufeffa\0b", 2),
        ("\u0301", 0),
    ],
)
def test_size(text: str, count: int) -> None:
    assert size(text) == count


@given(
    st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0x10FF)),
    st.text("aóz\u0301 \n", max_size=5),
)
def test_size_is_the_same_for_the_canonical_form_and_adds_up(left: str, right: str) -> None:
    assert size(canonical(left)[0]) == size(left)
    assert size(left + right) == size(left) + size(right)


def test_what_is_not_spoken_is_named() -> None:
    reading = Reading(
        TEXT, TURNS, "txt", source=size(TEXT) + 5, aside=("komentarz: no",), dropped=(Portion("kod", 3),)
    )
    account = balance(reading, TURNS)
    assert account.spoken == size("Kto?Ja.")
    assert account.aside == (Portion(BESIDE, 4), Portion(OUTSIDE, 10), Portion("komentarz", 2))
    assert account.missing == 0
    assert unbalanced(account) is None


@pytest.mark.parametrize(
    ("more", "says"), [(3, "3 znaków pliku nie trafiło"), (-2, "2 znaków jest w tekście więcej")]
)
def test_a_loss_or_doubling_is_a_warning(more: int, says: str) -> None:
    account = balance(Reading(TEXT, TURNS, "txt", source=size(TEXT) + more), TURNS)
    assert account.missing == more
    assert says in (unbalanced(account) or "")


def test_labels_that_a_reader_writes_are_added_and_not_source() -> None:
    reading = Reading("M: Kto?\n", (RawTurn("M", 3, 7),), "csv", source=4, labelled=True)
    account = balance(reading, reading.turns)
    assert (account.missing, sum(one.characters for one in account.added)) == (0, 2)


def test_repairs_that_change_the_number_of_letters_are_accounted() -> None:
    changes = (Change(0, "Å‚a", "ła", "mojibake"),)
    account = balance(
        Reading("ła", (RawTurn(None, 0, 2),), "txt", source=3, changes=changes), (RawTurn(None, 0, 2),)
    )
    assert account.missing == 0
    assert account.dropped == (Portion("naprawa: mojibake", 1),)


def test_the_account_of_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("M: Kto?\r\nR: Ja, z\u0307aba.\r\n".encode())
    document = ingest.read(path)
    assert document.conservation == Conservation(16, 12, (Portion(BESIDE, 4),))
    tally = Tally()
    tally.add(document.conservation)
    assert tally.line() == "; znaki: w wypowiedziach 12, obok 4, pominięte 0, nierozliczone 0"


WORDS = st.text("abdo ń\n", max_size=40)


@given(WORDS)
def test_repairs_can_be_taken_back(text: str) -> None:
    import re

    once, first = mended(text, re.compile("d"), lambda _: "ć", "czcionka")
    assert taken_back(once, first) == text
    assert taken_back("xyz" + once, moved(first, 3)) == "xyz" + text
    gone, second = mended(
        text, re.compile("o+"), lambda found: "" if len(found[0]) > 1 else None, "skreślone"
    )
    assert taken_back(gone, second) == text


def test_taking_back_what_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no 'ć' at 1"):
        taken_back("abc", [Change(1, "d", "ć", "czcionka")])


def test_the_summary_of_repairs_counts_and_shows() -> None:
    changes = [Change(place, "d", "ć", "czcionka") for place in range(9)]
    assert summary(changes) == ("czcionka: 9 („d” → „ć”)",)
