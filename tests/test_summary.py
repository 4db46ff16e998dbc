"""Summaries: the matrix adds up to the evidence table, shares are of speakers, sentences are good Polish."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.errors import TextmineError
from textmine.evidence import evidence
from textmine.language.plurals import said_by
from textmine.project import Project
from textmine.records import Role
from textmine.summary import (
    UNITS,
    By,
    Summary,
    comparison_note,
    sentences_of,
    shown_difference,
    shown_share,
    summary,
    summary_frame,
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
    assert caught.value.remedy == "Wybierz: group, speaker, document, factor."


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
    said = [
        Said(
            "W naszej firmie od dawna bardzo brakuje dobrych spawaczy.",
            ("bariery.kadry",),
            speaker="R1",
            confidence=0.9,
        ),
        Said(
            "Młodzi wyjeżdżają za granicę, a starzy odchodzą na emeryturę.",
            ("bariery.kadry",),
            speaker="R1",
            confidence=0.8,
        ),
        Said("Ludzi nie ma.", ("bariery.kadry",), speaker="R2", confidence=0.7),
        Said("Brak.", ("bariery.kadry",), speaker="R3", confidence=0.5),
    ]
    analysis = make_analysis(said)
    chosen = typical(analysis.codings, analysis.by_id)
    assert [analysis.by_id[i].speaker for i in chosen] == ["R1", "R2", "R3"]
    assert analysis.by_id[chosen[0]].text.startswith("W naszej firmie")
    assert len(typical(analysis.codings, analysis.by_id, 4)) == 4
    assert len(typical(analysis.codings[:1], analysis.by_id, 4)) == 1
    assert typical(tuple(reversed(analysis.codings)), analysis.by_id) == chosen


@pytest.mark.parametrize(
    "worse",
    [
        "Ale tam w tej firmie od dawna bardzo brakuje spawaczy.",
        "brakuje nam (niezrozumiałe) spawaczy w naszej firmie od dawna.",
        "Brakuje.",
        "Czy w naszej firmie od dawna bardzo brakuje dobrych spawaczy?",
        "Brakuje " + "bardzo " * 90 + "ludzi.",
    ],
)
def test_a_clear_sentence_comes_before_one_that_is_not(worse: str) -> None:
    clear = "Tokarzy i frezerów szukamy po całym województwie od wiosny."
    said = [Said(text, ("bariery.kadry",), speaker=f"R{n}") for n, text in enumerate([worse, clear])]
    analysis = make_analysis(said)
    assert analysis.by_id[typical(analysis.codings, analysis.by_id, 1)[0]].text == clear


def test_the_same_words_twice_come_last() -> None:
    said = [
        Said("Od wiosny brakuje nam dobrych spawaczy i tokarzy.", ("bariery.kadry",), speaker="R1"),
        Said("Od wiosny brakuje nam dobrych spawaczy, tokarzy.", ("bariery.kadry",), speaker="R2"),
        Said("Emeryci odchodzą, a młodzi wolą magazyny przy autostradzie.", ("bariery.kadry",), speaker="R3"),
    ]
    analysis = make_analysis(said)
    assert {analysis.by_id[i].speaker for i in typical(analysis.codings, analysis.by_id, 2)} in (
        {"R1", "R3"},
        {"R2", "R3"},
    )


@pytest.mark.parametrize(
    ("sentences", "said"),
    [
        (1, "1 z 6 rozmówców wskazał ten temat, łącznie 1 wypowiedź."),
        (2, "1 z 6 rozmówców wskazał ten temat, łącznie 2 wypowiedzi."),
        (5, "1 z 6 rozmówców wskazał ten temat, łącznie 5 wypowiedzi."),
        (12, "1 z 6 rozmówców wskazał ten temat, łącznie 12 wypowiedzi."),
        (22, "1 z 6 rozmówców wskazał ten temat, łącznie 22 wypowiedzi."),
        (112, "1 z 6 rozmówców wskazał ten temat, łącznie 112 wypowiedzi."),
    ],
)
def test_what_a_group_says_in_words(sentences: int, said: str) -> None:
    lines = [Said(f"Brak {n}.", ("bariery.kadry",), speaker="R1") for n in range(sentences)]
    others = [Said("Nie wiem.", speaker=f"R{n}") for n in range(2, 7)]
    table = summary(make_analysis(lines + others), CODEBOOK)
    first, silent = sentences_of(table, CODEBOOK, table.units[0])
    barriers, staff = CODEBOOK.theme("bariery").label, CODEBOOK.code("bariery.kadry").label
    noun = said.rpartition("łącznie ")[2].rstrip(".")
    assert first == f"{barriers}: {said} Najczęściej: {staff} (1 z 6 rozmówców, {noun})."
    assert silent.startswith("Nie pojawiły się: ") and staff not in silent


@pytest.mark.parametrize(
    ("speaking", "total", "said"),
    [
        (0, 4, "żaden z 4 rozmówców nie wskazał"),
        (1, 1, "jedyny rozmówca wskazał"),
        (1, 9, "1 z 9 rozmówców wskazał"),
        (2, 9, "2 z 9 rozmówców wskazało"),
        (7, 9, "7 z 9 rozmówców wskazało"),
        (9, 9, "wszyscy rozmówcy (9) wskazali"),
        (21, 22, "21 z 22 rozmówców wskazało"),
        (22, 101, "22 z 101 rozmówców wskazało"),
    ],
)
def test_who_of_a_group_in_words(speaking: int, total: int, said: str) -> None:
    assert said_by(speaking, total) == said


def test_codes_that_more_people_speak_of_come_first() -> None:
    talkative = [Said(f"Drogo {n}.", ("bariery.finanse",), speaker="R1") for n in range(9)]
    others = [Said("Brak ludzi.", ("bariery.kadry",), speaker=f"R{n}") for n in range(1, 4)]
    table = summary(make_analysis(talkative + others), CODEBOOK)
    first, loud, *_ = sentences_of(table, CODEBOOK, table.units[0])
    assert first.endswith(
        "Najczęściej: Kadry i kwalifikacje (3 z 3 rozmówców, 3 wypowiedzi); Finanse i koszty (1 z 3 rozmówców, 9 wypowiedzi)."
    )
    assert loud.startswith("Nie pojawiły się"), "one person alone is told by the number of speakers"


def test_a_talkative_person_is_told() -> None:
    said = [Said(f"Brak {n}.", ("bariery.kadry",), speaker="R1") for n in range(5)]
    table = summary(make_analysis([*said, Said("Brak.", ("bariery.kadry",), speaker="R2")]), CODEBOOK)
    assert "Ponad połowa wypowiedzi jednej osoby: Kadry i kwalifikacje (5 z 6)." in sentences_of(
        table, CODEBOOK, table.units[0]
    )


def two_groups(firms: tuple[int, int], offices: tuple[int, int]) -> Summary:
    """Of so many speakers of two groups, so many speak of staff."""
    said = []
    for group, (speaking, total) in (("przedsiebiorstwa", firms), ("samorzad", offices)):
        for n in range(total):
            codes = ("bariery.kadry",) if n < speaking else ()
            said.append(Said("Brak ludzi.", codes, speaker=f"R{n}", document=f"{group}.txt", group=group))
    return summary(make_analysis(said), CODEBOOK)


def test_a_difference_is_to_the_speakers_of_all_other_groups() -> None:
    table = two_groups((9, 10), (3, 10))
    difference = table.difference("przedsiebiorstwa", "bariery.kadry")
    assert difference is not None
    # Newcombe (1998), table II, method 10, example 9/10 - 3/10.
    assert (difference.low, difference.high) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    assert shown_difference(difference) == "+60 (+17 do +81)"
    lines = sentences_of(table, CODEBOOK, table.units[0])
    assert (
        "Częściej niż w pozostałych grupach: Bariery: Kadry i kwalifikacje (90% rozmówców wobec 30%, różnica "
        "+60 pkt proc., 95% PU od +17 do +81)."
    ) in lines
    assert any(line.startswith("Rzadziej niż") for line in sentences_of(table, CODEBOOK, table.units[1]))


def test_a_difference_that_may_be_chance_is_none() -> None:
    table = two_groups((3, 6), (2, 6))
    assert any("nie różni się wyraźnie" in line for line in sentences_of(table, CODEBOOK, table.units[0]))


def test_groups_that_are_too_small_are_not_compared() -> None:
    table = two_groups((4, 4), (0, 9))
    lines = sentences_of(table, CODEBOOK, table.units[0])
    assert lines[-1].startswith("Uwaga: mała grupa (4 rozmówców).")
    assert not any("pozostałych grupach" in line or "wyraźnie" in line for line in lines)


def test_a_person_of_two_groups_is_no_other_to_itself() -> None:
    said = [
        Said("Brak.", ("bariery.kadry",), speaker="Łucja Żak", document="A.txt", group="iob"),
        Said("Brak.", ("bariery.kadry",), speaker="Łucja Żak", document="B.txt", group="samorzad"),
        Said("Nie.", speaker="R", document="B.txt", group="samorzad"),
    ]
    difference = summary(make_analysis(said), CODEBOOK).difference("iob", "bariery.kadry")
    assert difference is not None and difference.value == 1.0


@pytest.mark.parametrize("by", ["speaker", "document", "factor"])
def test_only_groups_are_compared(by: By) -> None:
    table = summary(make_analysis([Said("Brak.", ("bariery.kadry",))]), CODEBOOK, by=by)
    assert all(table.difference(unit.id, "bariery.kadry") is None for unit in table.units)
    assert comparison_note(table, CODEBOOK) == ""


def test_how_many_differences_are_chance_is_said() -> None:
    codes = len(CODEBOOK.codes)
    assert f"Przy {2 * codes} porównaniach około {round(0.1 * codes)} " in comparison_note(
        two_groups((1, 5), (1, 5)), CODEBOOK
    )


def test_nothing_said_by_some_has_an_interval() -> None:
    table = two_groups((0, 10), (1, 2))
    cell = table.cell("przedsiebiorstwa", "bariery.kadry")
    assert (cell.sentences, cell.low, round(cell.high, 4)) == (0, 0.0, 0.2775)


def test_codes_of_the_same_sentences_are_told() -> None:
    both = [Said(f"Oba {n}.", ("bariery.kadry", "potrzeby.szkolenia")) for n in range(2)]
    table = summary(make_analysis([*both, Said("Jeden.", ("bariery.kadry",))]), CODEBOOK)
    assert table.beside("przedsiebiorstwa", "bariery.kadry") == (("potrzeby.szkolenia", 2),)
    assert (
        "Razem w jednej wypowiedzi: Bariery: Kadry i kwalifikacje + Potrzeby: Szkolenia i kształcenie (2 wypowiedzi)."
    ) in sentences_of(table, CODEBOOK, table.units[0])


def test_factors_hold_their_own_codes_of_all_people() -> None:
    said = [
        Said("Brak ludzi.", ("bariery.kadry",), speaker="R1"),
        Said("Kurs by się przydał.", ("potrzeby.szkolenia",), speaker="R2"),
        Said("Drogo.", ("bariery.finanse",), speaker="R3"),
    ]
    table = summary(make_analysis(said), CODEBOOK, by="factor")
    assert [unit.id for unit in table.units] == [factor.id for factor in CODEBOOK.factors]
    staff = next(unit for unit in table.units if unit.id == "kapital_ludzki")
    assert staff.speakers == 3
    assert table.cell(staff.id, "bariery").sentences == 1, "money is no matter of this factor"
    first, second, *_ = sentences_of(table, CODEBOOK, staff)
    assert first == "Bariery, Kadry i kwalifikacje: 1 z 3 rozmówców wskazał ten kod, łącznie 1 wypowiedź."
    assert second.startswith("Potrzeby, Szkolenia i kształcenie: 1 z 3")
    frame = summary_frame(table, CODEBOOK)
    assert set(frame[frame["factor"] == staff.id]["code"]) - {""} == set(
        CODEBOOK.factor_of("bariery.kadry")[0].codes
    )


@given(SAID)
def test_factors_count_what_the_evidence_holds(said: list[Said]) -> None:
    analysis = make_analysis(said)
    table, rows = summary(analysis, CODEBOOK, by="factor"), evidence(analysis, CODEBOOK)
    for factor in CODEBOOK.factors:
        for theme in CODEBOOK.themes:
            own = {r.sentence_id for r in rows if factor.id in r.factor.split(";") and r.theme == theme.id}
            assert table.cell(factor.id, theme.id).sentences == len(own)


@given(SAID)
def test_groups_add_up_to_the_factors(said: list[Said]) -> None:
    analysis = make_analysis(said)
    whole = summary(analysis, CODEBOOK, by="factor")
    groups = [unit.id for unit in summary(analysis, CODEBOOK).units]
    parts = [summary(analysis, CODEBOOK, by="factor", within=group) for group in groups]
    for factor in CODEBOOK.factors:
        for code in factor.codes:
            assert whole.cell(factor.id, code).sentences == sum(
                p.cell(factor.id, code).sentences for p in parts
            )


def test_several_speakers_in_words() -> None:
    lines = [Said("Brak.", ("bariery.kadry",), speaker=f"R{n}") for n in range(1, 6)]
    table = summary(make_analysis(lines), CODEBOOK)
    assert (
        "wszyscy rozmówcy (5) wskazali ten temat, łącznie 5 wypowiedzi."
        in (sentences_of(table, CODEBOOK, table.units[0])[0])
    )


def test_few_speakers_are_told() -> None:
    table = summary(make_analysis([Said("Brak.", ("bariery.kadry",))]), CODEBOOK)
    assert sentences_of(table, CODEBOOK, table.units[0])[-1].startswith("Uwaga: mała grupa (1 rozmówca).")


def test_unsigned_notes_count_as_sentences_not_as_speakers() -> None:
    table = summary(make_analysis([Said("Brak.", ("bariery.kadry",), speaker=None)]), CODEBOOK)
    unit = table.units[0]
    assert (unit.sentences, unit.speakers) == (1, 0)
    assert sentences_of(table, CODEBOOK, unit)[0].startswith(
        f"{CODEBOOK.theme('bariery').label}: 1 wypowiedź w notatkach bez podpisu."
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
