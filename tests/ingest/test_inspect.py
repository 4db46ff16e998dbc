"""What `textmine inspect` shows of a file: a table, the first turns, what was mended, the account, and advice."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from textmine import ingest
from textmine.cli.main import app
from textmine.ingest.inspect import advice


def shown(tmp_path: Path, text: str | bytes, name: str = "a.txt", width: int = 100) -> str:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return CliRunner().invoke(app, ["inspect", str(path)], env={"COLUMNS": str(width)}).stdout


TALK = "Data: 3.02.2025\n[00:00:05] M: Od kiedy [red]firma[/red]?\n[00:01:05] R1 (K, 34): Od dawna.\n"


def test_a_file_at_a_glance(tmp_path: Path) -> None:
    out = shown(tmp_path, TALK)
    assert "zwykły tekst (.txt) · utf-8 · 2 wypowiedzi · 5 słów · czas 00:00:05–00:01:05" in out
    for part in (
        "prowadzący",
        "rozmówca",
        "00:01:05 R1",
        "[red]firma[/red]",
        "Data: 3.02.2025",
        "nic nie zginęło",
    ):
        assert part in out


def test_no_line_is_wider_than_the_terminal(tmp_path: Path) -> None:
    text = "".join(
        f"Przedstawiciel Prezydenta prof. Jan Nowak{i % 20}: {'bardzo ' * 60}\n" for i in range(60)
    )
    assert max(map(len, shown(tmp_path, text, width=60).splitlines())) <= 60


def test_repairs_and_services_lines_are_shown(tmp_path: Path) -> None:
    out = shown(
        tmp_path, "M: Jak siê pan nazywa³?\nR: Wcale, bo ¿yjê.\nTranscribed by https://otter.ai\n", width=200
    )
    assert "Naprawiono" in out and "cp1250" in out
    assert "dopisek programu: Transcribed by https://otter.ai" in out


ADVICE = [
    ("Zaczynamy o ósmej.\nKończymy o czwartej.\n", "nie znaleziono etykiet", "Dopisz"),
    (
        "Jan: Robimy śruby.\nEwa: I podkładki.\nJan: Od lat.\nEwa: Od zawsze.\n",
        "nikogo nie rozpoznano",
        "corpus.csv",
    ),
    ("[0:01] Zaczynamy.\n[0:05] Kończymy.\n", "zaczynają się od czasu", "Dopisz"),
]


@pytest.mark.parametrize(("text", "what", "remedy"), ADVICE)
def test_advice_says_what_to_do(tmp_path: Path, text: str, what: str, remedy: str) -> None:
    assert what in " ".join(shown(tmp_path, text).split())
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    found = advice(ingest.read(tmp_path / "b.txt"))
    assert any(what in one.what and remedy in one.remedy for one in found)


def test_a_talk_that_is_clear_needs_no_advice(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TALK, encoding="utf-8")
    assert advice(ingest.read(tmp_path / "b.txt")) == []
