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


BOARD = """# Warsztat
## Stolik 1: bariery
- (Gmina) brak terenów (5 głosów)
- drogi prąd +2
- brak spawaczy
## Stolik 2: potrzeby
- kursy
"""


def test_a_workshop_is_shown_by_its_sections(tmp_path: Path) -> None:
    lines = shown(tmp_path, BOARD, "a.md").splitlines()
    assert any(line.split() == ["Stolik", "1:", "bariery", "3", "7", "Gmina"] for line in lines)
    assert any(line.split() == ["Stolik", "2:", "potrzeby", "1", "—", "—"] for line in lines)
    assert any(line.startswith("karteczka (Gmina, 5 głosów)") for line in lines)


def many(tmp_path: Path, count: int) -> list[str]:
    for number in range(count):
        text = "Zaczynamy o ósmej.\nKończymy o czwartej.\n" if number % 5 == 0 else TALK
        (tmp_path / f"W{number:03}_rozmowa_z_bardzo_długą_nazwą.txt").write_text(text, encoding="utf-8")
    return sorted(str(path) for path in tmp_path.glob("W*.txt"))


@pytest.mark.parametrize("width", [80, 120])
def test_many_files_are_a_row_each(tmp_path: Path, width: int) -> None:
    files = many(tmp_path, 20)
    (tmp_path / "W999.txt").write_bytes(b"")
    result = CliRunner().invoke(
        app, ["inspect", *files, str(tmp_path / "W999.txt")], env={"COLUMNS": str(width)}
    )
    out = result.stdout.splitlines()
    rows = [line for line in out if line.strip().startswith("W0") and "txt" in line]
    assert (
        len([line for line in rows if " M " in line]) == 16
        and len([line for line in rows if "nikt" in line]) == 4
    )
    assert "20 plików · 40 wypowiedzi · nic nie zginęło · nie odczytano: 1" in result.stdout
    # The same advice on four files is said once.
    told = " ".join(result.stdout.split())
    assert told.count("Dopisz przed wypowiedziami etykiety") == 1 and " i 1 in." in told
    assert max(map(len, out)) <= width and len(out) < 40
    assert "W999.txt" in result.stderr


def test_many_files_in_full(tmp_path: Path) -> None:
    out = CliRunner().invoke(app, ["inspect", "--full", *many(tmp_path, 6)], env={"COLUMNS": "100"}).stdout
    assert out.count("Bilans znaków") == 6
