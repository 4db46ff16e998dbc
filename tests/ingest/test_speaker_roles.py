"""Who moderates, by labels, questions and the first turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from textmine import ingest
from textmine.records import Role

CASES = [
    ("Moderator 1: A co?\nR1: Tak idzie.\nModerator 2: I co?\nR1: Nic.\nModerator 1: No?\nModerator 2: Tak?\n",
     {"Moderator 1", "Moderator 2"}),
    ("M: Proszę opowiedzieć o firmie.\nR: Robimy śruby.\nM: Proszę dalej.\nR: I podkładki.\n", {"M"}),
    ("Badacz: Słucham?\nJan: Mamy kłopot.\nBadacz: Jaki?\nJan: Z gazem.\n", {"Badacz"}),
    ("Prowadząca: Kto chce?\nK1: Ja.\nM1: A ja nie.\nProwadząca: Czemu?\nM1: Bo drogo.\nK1: Oj tam.\n", {"Prowadząca"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "moderators"), CASES)
def test_moderators_are_known(tmp_path: Path, text: str, moderators: set[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    turns = ingest.read(path).turns
    assert {turn.speaker for turn in turns if turn.role is Role.MODERATOR} == moderators


def test_the_researcher_decides(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CASES[2][0], encoding="utf-8")
    turns = ingest.read(path, moderators=["jan"]).turns
    assert {turn.speaker for turn in turns if turn.role is Role.MODERATOR} == {"Jan"}


def test_the_chair_of_a_committee_moderates(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Przewodnicząca Ewa Lis: Otwieram posiedzenie. Udzielam głosu.\nPoseł Jan Wilk (KX): Brak prądu.\n"
        "Przewodnicząca Ewa Lis: Dziękuję. Głos ma pani Dąb.\nEkspertka Anna Dąb: Sieć jest stara.\n"
        "Poseł Adam Bór (KY): Kiedy będzie nowa?\nEkspertka Anna Dąb: Za rok.\nPoseł Jan Wilk (KX): Dobrze.\n"
        "Poseł Adam Bór (KY): Też dobrze.\nPrzewodnicząca Ewa Lis: Zamykam posiedzenie.\n",
        encoding="utf-8",
    )
    turns = ingest.read(path).turns
    assert {turn.speaker for turn in turns if turn.role is Role.MODERATOR} == {"Przewodnicząca Ewa Lis"}
    assert {turn.speaker for turn in turns} >= {"Poseł Jan Wilk", "Poseł Adam Bór", "Ekspertka Anna Dąb"}


def test_questions_in_bold_of_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Rozmowa\n\n**Co produkujecie?**\n\nOdkuwki dla kolei, **tylko** odkuwki.\n\n**A dla kogo?**\n\nDla Niemców.\n",
        encoding="utf-8",
    )
    assert [(turn.role, turn.text) for turn in ingest.read(path).turns] == [
        (Role.MODERATOR, "Co produkujecie?"),
        (Role.RESPONDENT, "Odkuwki dla kolei, **tylko** odkuwki."),
        (Role.MODERATOR, "A dla kogo?"),
        (Role.RESPONDENT, "Dla Niemców."),
    ]


def test_a_label_within_bold_type(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("**M: Co nowego?**\n\nR: Nic.\n\n**M: Wcale?**\n\nR: Wcale.\n", encoding="utf-8")
    assert [(turn.speaker, turn.text) for turn in ingest.read(path).turns] == [
        ("M", "Co nowego?"), ("R", "Nic."), ("M", "Wcale?"), ("R", "Wcale."),
    ]  # fmt: skip
