"""Summaries: the matrix adds up to the evidence table, shares are of speakers, sentences are good Polish."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.errors import TextmineError
from textmine.evidence import evidence
from textmine.project import Project
from textmine.records import Role
from textmine.summary import (
    UNITS,
    By,
    sentences_of,
    shown_share,
    summary,
    typical,
    voice,
)

CODES = [code.id for code in CODEBOOK.codes]
SAID = st.lists(
    st.builds(
        Said,
        text=st.sampled_from(["Brakuje ludzi.", "Pogoda ładna.", "Zażółć."]),
        codes=st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(tuple),
        speaker=st.sampled_from([None, "M", "R", "R1", "Łucja Żak"]),
        document=st.sampled_from(["W01.txt", "W02.txt", "W03.txt"]),
        group=st.sampled_from([None, "iob", "samorzad", "nieznana"]),
        role=st.sampled_from(list(Role)),
    ),
    max_size=14,
)


@given(SAID, st.sampled_from(UNITS))
def test_the_matrix_adds_up_to_the_evidence(said: list[Said], by: By) -> None:
    analysis = make_analysis(said)
    table, rows = summary(analysis, CODEBOOK, by=by), evidence(analysis, CODEBOOK)
    units = {unit.id: unit for unit in table.units}
    by_code = Counter(row.code for row in rows)
    by_theme = Counter(theme for _, theme in {(row.sentence_id, row.theme) for row in rows})
    for item, expected in [(code, by_code[code]) for code in CODES] + [
        (theme.id, by_theme[theme.id]) for theme in CODEBOOK.themes
    ]:
        assert sum(table.cell(unit, item).sentences for unit in units) == expected, item
    assert {unit for unit, _ in table.cells} <= set(units), "no cell outside of the table"
    for (unit, _), cell in table.cells.items():
        assert 1 <= cell.sentences <= units[unit].sentences
        assert cell.speakers <= units[unit].speakers
        assert 1 <= cell.documents <= units[unit].documents
        assert 0 <= cell.low <= cell.share + 1e-9 and cell.share - 1e-9 <= cell.high <= 1
        assert set(cell.quotes) <= set(analysis.by_id)


def test_the_matrix_of_a_real_run_adds_up(finished: Project) -> None:
    rows, table = finished.evidence(), finished.summarise()
    for (group, theme), own in rows.groupby(["group", "theme"]):
        assert table.cell(group, theme).sentences == own["sentence_id"].nunique()
    for (group, code), own in rows.groupby(["group", "code"]):
        assert table.cell(group, code).sentences == len(own)


@pytest.mark.parametrize("by", UNITS)
def test_the_frame_says_what_the_table_says(finished: Project, by: By) -> None:
    frame, table = finished.summary(by), finished.summarise(by)
    items = len(CODEBOOK.codes) + len(CODEBOOK.themes)
    assert len(frame) == len(table.units) * items
    codes = frame[frame["code"] != ""]
    assert codes["sentences"].sum() == len(finished.evidence())
    row = codes[codes["sentences"] > 0].iloc[0]
    cell = table.cell(row[by], row["code"])
    assert (row["sentences"], row["speakers"], row["documents"]) == (
        cell.sentences,
        cell.speakers,
        cell.documents,
    )


def test_a_summary_by_something_else_is_refused(finished: Project) -> None:
    with pytest.raises(TextmineError, match="„plec”") as caught:
        finished.summarise("plec")  # type: ignore[arg-type]
    assert caught.value.remedy == "Wybierz: group, speaker, document."


@pytest.mark.parametrize("by", UNITS)
def test_a_persons_code_stays_when_its_speaker_turns_out_to_moderate(project: Project, by: By) -> None:
    project.run()
    said = next(s for s in project.analysis().sentences if s.document == "W01_firma.txt" and s.speaker == "R")
    project.decide(said.id, "potrzeby.doradztwo", "add", coder="AK")
    settings = '[files."W01_firma.txt"]\nmoderator = ["R"]\n'
    project.paths.settings.write_text(settings, encoding="utf-8")
    again = Project.open(project.paths.root)
    again.run()
    assert again.analysis().by_id[said.id].role is Role.MODERATOR
    table = again.summarise(by)
    assert sum(table.cell(unit.id, "potrzeby.doradztwo").sentences for unit in table.units) == 1


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("W01", "R1"), ("W02", "R1"), False),
        (("W01", "R1"), ("W01", "R1"), True),
        (("W01", "Łucja Żak"), ("W02", "Łucja Żak"), True),
        (("W01", "Poseł Anna Nowak-Żak"), ("W02", "Poseł Anna Nowak-Żak"), True),
        (("W01", "Rozmówca 1"), ("W02", "Rozmówca 1"), False),
        (("W01", "Łucja"), ("W02", "Łucja"), False),
    ],
)
def test_who_is_one_person(first: tuple[str, str], second: tuple[str, str], same: bool) -> None:
    assert (voice(*first) == voice(*second)) is same


def test_typical_quotes_are_sure_readable_and_of_different_people() -> None:
    long = "W naszej firmie od dawna bardzo brakuje dobrych spawaczy."
    said = [
        Said(long, ("bariery.kadry",), speaker="R1", confidence=0.9),
        Said("No jeszcze raz, " + long, ("bariery.kadry",), speaker="R1", confidence=0.95),
        Said("Ludzi nie ma.", ("bariery.kadry",), speaker="R2", confidence=0.7),
        Said("Brak.", ("bariery.kadry",), speaker="R3", confidence=0.5),
    ]
    analysis = make_analysis(said)
    chosen = typical(analysis.codings, analysis.by_id)
    assert [analysis.by_id[i].speaker for i in chosen] == ["R1", "R2", "R3"]
    assert analysis.by_id[chosen[0]].text.startswith("No jeszcze raz")
    assert len(typical(analysis.codings, analysis.by_id, 4)) == 4
    assert len(typical(analysis.codings[:1], analysis.by_id, 4)) == 1


@pytest.mark.parametrize(
    ("sentences", "said"),
    [
        (1, "1 z 6 rozmówców wskazał(a), łącznie 1 wypowiedź."),
        (2, "1 z 6 rozmówców wskazał(a), łącznie 2 wypowiedzi."),
        (5, "1 z 6 rozmówców wskazał(a), łącznie 5 wypowiedzi."),
        (12, "1 z 6 rozmówców wskazał(a), łącznie 12 wypowiedzi."),
        (22, "1 z 6 rozmówców wskazał(a), łącznie 22 wypowiedzi."),
    ],
)
def test_what_a_group_says_in_words(sentences: int, said: str) -> None:
    lines = [Said(f"Brak {n}.", ("bariery.kadry",), speaker="R1") for n in range(sentences)]
    others = [Said("Nie wiem.", speaker=f"R{n}") for n in range(2, 7)]
    table = summary(make_analysis(lines + others), CODEBOOK)
    first, silent = sentences_of(table, CODEBOOK, table.units[0])
    barriers, staff = CODEBOOK.theme("bariery").label, CODEBOOK.code("bariery.kadry").label
    assert first == f"{barriers}: {said} Najczęściej: {staff} ({sentences})."
    assert silent.startswith("Nie pojawiły się: ") and staff not in silent


def test_several_speakers_in_words() -> None:
    lines = [Said("Brak.", ("bariery.kadry",), speaker=f"R{n}") for n in range(1, 6)]
    table = summary(make_analysis(lines), CODEBOOK)
    assert (
        "5 z 5 rozmówców wskazało, łącznie 5 wypowiedzi." in sentences_of(table, CODEBOOK, table.units[0])[0]
    )


def test_few_speakers_are_told() -> None:
    table = summary(make_analysis([Said("Brak.", ("bariery.kadry",))]), CODEBOOK)
    assert sentences_of(table, CODEBOOK, table.units[0])[-1].startswith("Uwaga: rozmówców jest tu tylko 1;")


def test_unsigned_notes_count_as_sentences_not_as_speakers() -> None:
    table = summary(make_analysis([Said("Brak.", ("bariery.kadry",), speaker=None)]), CODEBOOK)
    unit = table.units[0]
    assert (unit.sentences, unit.speakers) == (1, 0)
    assert sentences_of(table, CODEBOOK, unit)[0].startswith(
        f"{CODEBOOK.theme('bariery').label}: Wskazano, łącznie 1 wypowiedź."
    )


def test_nothing_said_is_no_sentence() -> None:
    table = summary(make_analysis([Said("Pogoda ładna.")]), CODEBOOK)
    assert sentences_of(table, CODEBOOK, table.units[0]) == ()


def test_groups_come_in_the_order_of_the_codebook() -> None:
    said = [
        Said("Tak.", document=f"W{n}.txt", group=group)
        for n, group in enumerate([None, "eksperci", "samorzad", "przedsiebiorstwa"])
    ]
    table = summary(make_analysis(said), CODEBOOK)
    assert [unit.id for unit in table.units] == ["przedsiebiorstwa", "samorzad", "eksperci", "—"]
    assert table.units[-1].label == "Bez grupy"


def test_codes_that_come_together() -> None:
    said = [Said("Oba.", ("bariery.kadry", "potrzeby.szkolenia")), Said("Jeden.", ("bariery.kadry",))]
    assert summary(make_analysis(said), CODEBOOK).together == {("bariery.kadry", "potrzeby.szkolenia"): 1}


def test_a_share_is_shown_with_its_interval() -> None:
    said = [
        Said("Brak.", ("bariery.kadry",), speaker="R1"),
        Said("Nie.", speaker="R2"),
        Said("Nie.", speaker="R3"),
    ]
    table = summary(make_analysis(said), CODEBOOK)
    assert shown_share(table.cell("przedsiebiorstwa", "bariery.kadry")) == "33% (6–79%)"
