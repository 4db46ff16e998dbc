"""Every notation of times, into seconds at the start of a turn; and what looks like a time and is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine import ingest
from textmine.ingest.times import BRACKETED, seconds

NOTATIONS = [
    ("[00:12:33]", 753.0),
    ("(12:33)", 753.0),
    ("00:12:33", 753.0),
    ("12'33\"", 753.0),
    ("12’33”", 753.0),
    ("12′33″", 753.0),
    ("12'33''", 753.0),
    ("00:12:33.5", 753.5),
    ("#00:12:33-7#", 753.7),
    ("{00:12}", 12.0),
    ("<00:12:33>", 753.0),
    ("0:03", 3.0),
    ("1:00:03", 3603.0),
    ("120:03", 7203.0),
    ("1 h 2 min", 3720.0),
    ("1h 02m 03s", 3723.0),
    ("27m 42s", 1662.0),
    ("1 godz. 5 min", 3900.0),
    ("00:00:01,000", 1.0),
    ("00:00:01,000 --> 00:00:02,500", 1.0),
    ("[00:43.810 --> 00:47.850]", 43.81),
    ("(00:00 – 00:15)", 0.0),
    ("00:12:33;05", 753.05),
    ("75.5", 75.5),
    ("75,5", 75.5),
    ("0", 0.0),
]
NO_TIMES = ["", "10:75", "1:75:00", "10.30", "12 lat", "J 3:16", "10:30 rano", "a:bb", "²:00", "1:2", ":30"]


@pytest.mark.parametrize(("text", "value"), NOTATIONS)
def test_notations(text: str, value: float) -> None:
    assert seconds(text) == pytest.approx(value)


@pytest.mark.parametrize("text", [text for text in NO_TIMES if text != "10.30"])
def test_what_is_no_time(text: str) -> None:
    assert seconds(text) is None


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59), st.integers(0, 999))
def test_every_clock_comes_back(hours: int, minutes: int, secs: int, millis: int) -> None:
    value = hours * 3600 + minutes * 60 + secs + millis / 1000
    for text in (
        f"{hours:02}:{minutes:02}:{secs:02},{millis:03}",
        f"[{hours}:{minutes:02}:{secs:02}.{millis:03}]",
    ):
        assert seconds(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    ["(3)", "(3s)", "(12 sekund przerwy)", "[3 sek.]", "(1998)", "[1]", "#1#", "(str. 12:30)", "(J 3:16)"],
)
def test_pauses_and_notes_are_no_times(text: str) -> None:
    assert not BRACKETED.search(text)


# Where a time may stand beside a label, all in one talk of two turns.
PLACES = [
    "[00:01:05] M: Od kiedy?\n[00:02:10] R: Od dawna, o 10:30 zaczynamy.\n",
    "(01:05) M: Od kiedy?\n(02:10) R: Od dawna, o 10:30 zaczynamy.\n",
    "00:01:05 M: Od kiedy?\n00:02:10 R: Od dawna, o 10:30 zaczynamy.\n",
    "01'05\" M: Od kiedy?\n02'10\" R: Od dawna, o 10:30 zaczynamy.\n",
    "00:01:05.0M: Od kiedy?\n00:02:10.0R: Od dawna, o 10:30 zaczynamy.\n",
    "#00:01:05-0# M: Od kiedy?\n#00:02:10-0# R: Od dawna, o 10:30 zaczynamy.\n",
    "{01:05} M: Od kiedy?\n{02:10} R: Od dawna, o 10:30 zaczynamy.\n",
    "<00:01:05> M: Od kiedy?\n<00:02:10> R: Od dawna, o 10:30 zaczynamy.\n",
    "M [00:01:05]: Od kiedy?\nR [00:02:10]: Od dawna, o 10:30 zaczynamy.\n",
    "M: [00:01:05] Od kiedy?\nR: [00:02:10] Od dawna, o 10:30 zaczynamy.\n",
    "M 00:01:05: Od kiedy?\nR 00:02:10: Od dawna, o 10:30 zaczynamy.\n",
    "M (1:05): Od kiedy?\nR (2:10): Od dawna, o 10:30 zaczynamy.\n",
    "[00:01:05]\nM: Od kiedy?\n[00:02:10]\nR: Od dawna, o 10:30 zaczynamy.\n",
    "[00:01:05 - 00:02:10] M: Od kiedy?\n[00:02:10 - 00:03:00] R: Od dawna, o 10:30 zaczynamy.\n",
    "M [00:01:05] Od kiedy?\nR [00:02:10] Od dawna, o 10:30 zaczynamy.\n",
    "M   1:05\nOd kiedy?\n\nR   2:10\nOd dawna, o 10:30 zaczynamy.\n",
    "00:01:05 M\nOd kiedy?\n\n00:02:10 R\nOd dawna, o 10:30 zaczynamy.\n",
    "M [00:01:05]\nOd kiedy?\n\nR [00:02:10]\nOd dawna, o 10:30 zaczynamy.\n",
    "[00:01:05] M\nOd kiedy?\n\n[00:02:10] R\nOd dawna, o 10:30 zaczynamy.\n",
]


@pytest.mark.parametrize("text", PLACES)
def test_times_at_the_start_of_turns(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    turns = ingest.read(path).turns
    assert [(turn.speaker, turn.text, turn.time) for turn in turns] == [
        ("M", "Od kiedy?", 65.0),
        ("R", "Od dawna, o 10:30 zaczynamy.", 130.0),
    ]


def test_a_clock_in_speech_is_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "M: O której?\nR: O 10:30: wtedy jest zebranie.\n10:30 to dobra pora.\n", encoding="utf-8"
    )
    assert [turn.time for turn in ingest.read(path).turns] == [None, None]
