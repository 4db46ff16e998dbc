"""The labels of Polish transcripts: who leads, who answers, who is several or nobody known, and what is no speaker."""
# ruff: noqa: E501 (labels are shown line by line)

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine import ingest
from textmine.ingest.speakers import accepted, canonical_label, is_person, speaker_of
from textmine.records import Document, Role


def read(tmp_path: Path, text: str, **options: object) -> Document:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return ingest.read(path, **options)  # type: ignore[arg-type]


def roles(document: Document) -> dict[str, str]:
    letters = {Role.MODERATOR: "m", Role.RESPONDENT: "r", Role.UNKNOWN: "?"}
    return {one.speaker: letters[one.role] for one in document.speakers}


def interview(ask: str, *answer: str) -> str:
    """A talk of four questions, each answered by all."""
    lines = []
    for question in ("Od kiedy działa firma?", "A ilu ludzi pracuje?", "Czego brakuje?", "Co dalej?"):
        lines.append(f"{ask} {question}")
        lines += [f"{label} No więc to jest tak, że robimy odkuwki od lat i dobrze." for label in answer]
    return "\n".join(lines) + "\n"


# (label of the one who asks, labels of those who answer, canonical labels in the order of speaking)
TALKS = [
    ("M:", ["R:"], ["M", "R"]),
    ("MOD:", ["R1:", "R 2:"], ["MOD", "R1", "R2"]),
    ("Mod.:", ["U1:", "U2:"], ["Mod", "U1", "U2"]),
    ("B:", ["M:", "K:"], ["B", "M", "K"]),
    ("b:", ["R:"], ["b", "R"]),
    ("A:", ["B:"], ["A", "B"]),
    ("K:", ["M:"], ["K", "M"]),
    ("M:", ["K1:", "M1:", "K2:"], ["M", "K1", "M1", "K2"]),
    ("Badaczka:", ["Respondentka 2:"], ["Badaczka", "Respondentka 2"]),
    ("Prowadzący:", ["Rozmówczyni:"], ["Prowadzący", "Rozmówczyni"]),
    ("Ankieter:", ["Uczestniczka 3:"], ["Ankieter", "Uczestniczka 3"]),
    ("Wywiadowca:", ["BP:"], ["Wywiadowca", "BP"]),
    ("INT:", ["OB:"], ["INT", "OB"]),
    ("I:", ["N:"], ["I", "N"]),
    ("T:", ["U:"], ["T", "U"]),
    ("AK:", ["ŁŚ:", "Żu:"], ["AK", "ŁŚ", "Żu"]),
    ("Ewa:", ["Łukasz:", "Śliwa:", "Żaneta Ćwik:"], ["Ewa", "Łukasz", "Śliwa", "Żaneta Ćwik"]),
    ("Pani Anna:", ["Pan Jan:"], ["Pani Anna", "Pan Jan"]),
    ("Osoba 1:", ["Osoba 2:"], ["Osoba 1", "Osoba 2"]),
    ("Mówca 1:", ["Mówca 2:"], ["Mówca 1", "Mówca 2"]),
    ("SPEAKER_00:", ["SPEAKER_01:"], ["SPEAKER_00", "SPEAKER_01"]),
    ("S01:", ["S02:"], ["S01", "S02"]),
    ("[id1]:", ["[id2]:"], ["id1", "id2"]),
    ("Ewa (K, 51):", ["Jan (M, 34):"], ["Ewa", "Jan"]),
    ("**Ewa:**", ["**Jan:**"], ["Ewa", "Jan"]),
    ("M.:", ["R.:"], ["M", "R"]),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "answer", "labels"), TALKS, ids=[row[0] + row[1][0] for row in TALKS])
def test_who_asks_leads(tmp_path: Path, ask: str, answer: list[str], labels: list[str]) -> None:
    document = read(tmp_path, interview(ask, *answer))
    assert roles(document) == {label: "mr"[number > 0] for number, label in enumerate(labels)}
    assert all(one.reason for one in document.speakers)
    assert len(document.turns) == 4 * len(labels)


@pytest.mark.parametrize(
    "label",
    ["Wszyscy", "Razem", "Kilka osób", "?", "R?", "X", "Głos z sali", "(kobieta)", "Głosy z sali", "NN"],
)
def test_several_or_nobody_known(tmp_path: Path, label: str) -> None:
    document = read(tmp_path, interview("M:", "R1:") + f"{label}: Właśnie tak jest.\nM: Dziękuję?\n")
    turn = document.turns[-2]
    assert (turn.text, turn.speaker, turn.role) == ("Właśnie tak jest.", None, Role.UNKNOWN)


GROUP = "Moderator: Czego brakuje?\nK1: Przedszkola.\nM1: Pracy.\n{}\nModerator: A kto pomoże?\nM1: Gmina.\n"
JOINT = [
    # (a line of a group talk, its speaker: None where the line goes on with the turn of M1)
    ("M1, K1: Tak!", "M1, K1"), ("M2, K1: Tak!", "M2, K1"), ("K1 i M2: Tak!", "K1 i M2"), ("M1 oraz K1: Tak!", "M1 oraz K1"),
    ("M1, K1 i K3: Tak!", "M1, K1 i K3"), ("**K1, M2:** Tak!", "K1, M2"), ("[00:12] M2, K1: Tak!", "M2, K1"), ("M1, Moderator: Tak!", "M1, Moderator"),
    ("Zosia, K1: Tak!", None), ("Gmina, powiat: Tak!", None), ("Praca i płaca: Tak!", None), ("Ty, Zosia: Tak!", None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "speaker"), JOINT, ids=[row[0] for row in JOINT])
@pytest.mark.parametrize("moderators", [(), ("Moderator",)])
def test_joint_labels_that_occur_once(
    tmp_path: Path, line: str, speaker: str | None, moderators: tuple[str, ...]
) -> None:
    document = read(tmp_path, GROUP.format(line), moderators=moderators)
    turns = [(turn.speaker, turn.role, turn.text) for turn in document.turns]
    assert turns[0] == ("Moderator", Role.MODERATOR, "Czego brakuje?")
    assert turns[-2:] == [
        ("Moderator", Role.MODERATOR, "A kto pomoże?"),
        ("M1", Role.RESPONDENT, "Gmina."),
    ]
    if speaker is None:
        assert turns[2:-2] == [("M1", Role.RESPONDENT, f"Pracy.\n{line}")]
    else:
        assert turns[2:-2] == [("M1", Role.RESPONDENT, "Pracy."), (speaker, Role.UNKNOWN, "Tak!")]
    assert document.conservation is not None and document.conservation.missing == 0
    assert all(document.text[turn.start : turn.end] == turn.text for turn in document.turns)


def test_those_who_ask_at_once_do_not_lead(tmp_path: Path) -> None:
    document = read(tmp_path, interview("A:", "B:", "C:") + "B, C: Ale po co?\nA: Bo tak.\n")
    assert roles(document) == {"A": "m", "B": "r", "C": "r", "B, C": "?"}


NO_LABELS = [
    "Uwaga: to ważne.", "Np.: śruby.", "Na przykład: śruby.", "Po pierwsze: ludzie.", "Po drugie: prąd.", "Pytanie 3: co dalej?",
    "Cytat: „bez ludzi nie ma firmy”.", "godz. 10:30: zebranie.", "Powiem tak: źle jest.", "https://przyklad.pl: strona.",
    "Problem: prąd.", "Wniosek: zamykamy.", "10:30: przerwa.", "Tzn.: nie.",
]  # fmt: skip


@pytest.mark.parametrize("line", NO_LABELS)
def test_words_before_a_colon_that_are_no_speaker(tmp_path: Path, line: str) -> None:
    text = f"M: Co dalej?\nR: Mówię.\n{line}\nM: Tak?\nR: Tak.\n{line}\n"
    document = read(tmp_path, text)
    assert roles(document) == {"M": "m", "R": "r"}
    assert [turn.text for turn in document.turns] == ["Co dalej?", f"Mówię.\n{line}", "Tak?", f"Tak.\n{line}"]


def test_header_lines_are_no_turns(tmp_path: Path) -> None:
    head = "Wywiad 7\nData: 3.02.2025\nMiejsce: Zabrze\nCzas trwania: 45 min\nRespondent: (K, 45 l.)\nModerator: Ewa Lis\nKod: IDI_07\n\n"
    document = read(tmp_path, head + interview("M:", "R:"))
    assert roles(document) == {"M": "m", "R": "r"}
    assert document.metadata["Data"] == "3.02.2025" and document.metadata["Respondent"] == "(K, 45 l.)"


def test_a_legend_is_no_talk(tmp_path: Path) -> None:
    document = read(tmp_path, "Wywiad 3\nM: moderator\nR: właściciel kuźni\n\n" + interview("M:", "R:"))
    assert len(document.turns) == 8
    assert (document.metadata["M"], document.metadata["R"]) == ("moderator", "właściciel kuźni")
    short = read(tmp_path, "M: Dzień dobry\nR: Dzień dobry\nR: Zaczynamy?\nM: Tak\n")
    assert len(short.turns) == 4


def test_what_is_said_before_a_name_of_header_lines_is_kept(tmp_path: Path) -> None:
    document = read(tmp_path, "M: Jak się wiedzie?\nR1: Dobrze.\nModerator: [\nR2: \nR2: ?\n")
    assert [(turn.speaker, turn.text) for turn in document.turns][:2] == [
        ("M", "Jak się wiedzie?"),
        ("R1", "Dobrze."),
    ]


def test_a_single_turn_of_a_named_person_is_its_own(tmp_path: Path) -> None:
    title = "Sekretarz Stanu w Ministerstwie Rodziny i Polityki Społecznej Stanisław Szwed"
    document = read(tmp_path, interview("M:", "R:") + f"{title}: Pierwsza uwaga jest taka.\nM: Tak?\n")
    assert [turn.speaker for turn in document.turns[-2:]] == [title, "M"]


def test_spellings_of_one_label_are_one_speaker(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        interview("Moderator:", "Respondent:") + "MODERATOR: No i?\nRespodnent: Nic.\nModerator: Nic?\n",
    )
    assert roles(document) == {"Moderator": "m", "Respondent": "r"}
    assert any("„Respodnent” uznano za pomyłkę w „Respondent”" in warning for warning in document.warnings)


def test_the_researcher_outweighs_the_signs(tmp_path: Path) -> None:
    document = read(tmp_path, interview("A:", "B:"), moderators=["b"])
    assert roles(document) == {"A": "r", "B": "m"}
    assert document.speakers[1].reason == "wskazany przez badacza"


@pytest.mark.parametrize(
    ("raw", "label"),
    [
        ("R 1", "R1"), ("R1 (K, 34)", "R1"), ("**M**", "M"), ("Kowalska, Anna", "Kowalska, Anna"), ("M.", "M"), ("[id1]", "id1"),
        ("Zack 00:03:40.5", "Zack"), ("Poseł Jan Kot (PSL)", "Poseł Jan Kot"), ("R1 [00:01]", "R1"),
    ],
)  # fmt: skip
def test_canonical_labels(raw: str, label: str) -> None:
    assert canonical_label(raw) == label
    assert canonical_label(label) == label


@pytest.mark.parametrize(("label", "person"), [("Jan Kot", True), ("Rzecznik Praw Dziecka Ewa Lis", True), ("Ewa", True),
                                               ("Wspólne Zakupy", False), ("Kuźnica Stara", False), ("", False)])  # fmt: skip
def test_persons(label: str, person: bool) -> None:
    assert is_person(label) is person


@pytest.mark.parametrize(
    "pair", [("Kowalski", "Kowalska"), ("Rozmówca 1", "Rozmówca 2"), ("Uczestnik A", "Uczestnik B")]
)
def test_two_people_are_not_taken_for_a_slip(pair: tuple[str, str]) -> None:
    found = accepted([pair[0]] * 5 + [pair[1], "M", "M"], [], lines=50)
    assert found.get(pair[1], pair[1]) == pair[1]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_words_may_stand_before_a_colon(label: str) -> None:
    found = speaker_of(label)
    assert found is None or found.strip() == found != ""


def test_a_voice_from_the_room_within_a_turn_is_nobodys(tmp_path: Path) -> None:
    text = (
        "Poseł Nowak: Ta ustawa jest zła. (głos z sali: Nie jest!) Jest, i to pan wie. (Oklaski: długie)\n"
        "Marszałek: Proszę o spokój.\nPoseł Nowak: Kończę."
    )
    turns = [(turn.speaker, turn.role, turn.text) for turn in read(tmp_path, text).turns]
    assert turns[:3] == [
        ("Poseł Nowak", Role.RESPONDENT, "Ta ustawa jest zła."),
        (None, Role.UNKNOWN, "Nie jest!"),
        ("Poseł Nowak", Role.RESPONDENT, "Jest, i to pan wie. (Oklaski: długie)"),
    ]
