"""Evidence rows: one a sentence and code, verbatim, cited, with neighbours of the same document only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.errors import ExportError
from textmine.evidence import COLUMNS, citation, clock, evidence, evidence_frame, short_names
from textmine.project import Project
from textmine.records import Analysis, Coding, Method

CODES = [code.id for code in CODEBOOK.codes]
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
SAID = st.lists(
    st.builds(
        Said,
        text=TEXTS,
        codes=st.lists(st.sampled_from(CODES), max_size=3, unique=True).map(tuple),
        speaker=st.sampled_from([None, "R", "R1", "Łucja Żak"]),
        document=st.sampled_from(["W01.txt", "W02_urzad.docx", "notatki/stolik 1.xlsx"]),
        group=st.sampled_from([None, "iob", "samorzad"]),
        time=st.none() | st.floats(0, 20_000),
        confidence=st.floats(0, 1),
    ),
    max_size=12,
)


def test_the_columns_are_those_of_the_design() -> None:
    assert ",".join(COLUMNS) == (
        "evidence_id,document,title,date,kind,group,speaker,time,sentence_id,start,end,quote,before,after,theme,code,"
        "code_label,confidence,method,reason,status,topic,topic_label,factor,citation"
    )


@given(SAID)
def test_every_quote_is_verbatim_and_every_coding_is_one_row(said: list[Said]) -> None:
    analysis = make_analysis(said)
    rows = evidence(analysis, CODEBOOK)
    texts = {document.name: document.text for document in analysis.documents}
    assert all(texts[row.document][row.start : row.end] == row.quote for row in rows)
    assert all(row.before in texts[row.document] and row.after in texts[row.document] for row in rows)
    assert sorted((row.sentence_id, row.code) for row in rows) == sorted(
        (coding.sentence_id, coding.code) for coding in analysis.codings
    )
    assert len({row.evidence_id for row in rows}) == len(rows)
    places = [(row.document, row.start, row.code) for row in rows]
    assert places == sorted(places), "rows are in the order of the corpus"


@given(SAID)
def test_the_frame_has_its_types_even_when_it_is_empty(said: list[Said]) -> None:
    frame = evidence_frame(evidence(make_analysis(said, topic="ludzie"), CODEBOOK))
    assert tuple(frame.columns) == COLUMNS
    types = {column: str(frame[column].dtype) for column in ("start", "end", "confidence", "topic")}
    assert types == {"start": "int64", "end": "int64", "confidence": "float64", "topic": "Int64"}


def test_every_quote_of_a_real_run_is_verbatim(finished: Project) -> None:
    analysis = finished.analysis()
    rows = evidence(analysis, finished.codebook)
    texts = {document.name: document.text for document in analysis.documents}
    assert rows and all(texts[row.document][row.start : row.end] == row.quote for row in rows)


@pytest.mark.parametrize(
    "changed", [{"text": "Inne słowa."}, {"start": 1}, {"end": 3}, {"start": 400, "end": 420}]
)
def test_a_quote_that_is_not_verbatim_is_refused(changed: dict[str, object]) -> None:
    analysis = make_analysis([Said("Brakuje ludzi.", ("bariery.kadry",))])
    moved = replace(analysis, sentences=(replace(analysis.sentences[0], **changed),))  # type: ignore[arg-type]
    with pytest.raises(ExportError, match="nie zgadza się z tekstem") as caught:
        evidence(moved, CODEBOOK)
    assert caught.value.where == "W01_firma.txt"
    assert "textmine run" in str(caught.value.remedy)


def test_a_neighbour_that_is_not_verbatim_is_refused() -> None:
    analysis = make_analysis([Said("Brakuje ludzi.", ("bariery.kadry",)), Said("Tak.")])
    first, second = analysis.sentences
    moved = replace(analysis, sentences=(first, replace(second, start=second.start + 1)))
    with pytest.raises(ExportError, match="nie zgadza się z tekstem"):
        evidence(moved, CODEBOOK)


def test_ids_are_the_same_in_every_run(finished: Project, project: Project) -> None:
    project.run()
    assert list(project.evidence()["evidence_id"]) == list(finished.evidence()["evidence_id"])


def test_neighbours_are_of_the_same_document() -> None:
    said = [
        Said("Pierwsze.", ("bariery.kadry",), document="A.txt"),
        Said("Drugie.", ("bariery.kadry",), document="A.txt"),
        Said("Trzecie.", ("bariery.kadry",), document="B.txt"),
    ]
    found = [(row.before, row.quote, row.after) for row in evidence(make_analysis(said), CODEBOOK)]
    assert found == [("", "Pierwsze.", "Drugie."), ("Pierwsze.", "Drugie.", ""), ("", "Trzecie.", "")]


def test_a_row_says_all_that_is_known() -> None:
    said = [Said("Brakuje ludzi.", ("bariery.kadry",), document="W03_huta.docx", speaker="R1", time=753.9)]
    row = evidence(make_analysis(said, title="Huta", topic="kadry"), CODEBOOK)[0]
    assert (row.title, row.date, row.kind, row.group) == ("Huta", "2025-03-12", "wywiad", "przedsiebiorstwa")
    assert (row.theme, row.code, row.method, row.status) == ("bariery", "bariery.kadry", "rule", "proposed")
    assert row.code_label == CODEBOOK.code("bariery.kadry").label
    assert (row.topic, row.topic_label) == (1, "kadry")
    assert "kapital_ludzki" in row.factor.split(";")
    assert row.time == "00:12:33"
    assert row.citation == "[W03, przedsiębiorstwo, R1, 00:12:33]"


def test_a_coding_of_a_sentence_that_is_gone_is_left_out() -> None:
    analysis = make_analysis([Said("Brakuje ludzi.", ("bariery.kadry",))])
    ghost = Coding("dawne", "bariery.kadry", 0.5, Method.RULE, 0, 3, "próba", "dawne")
    assert len(evidence(replace(analysis, codings=(*analysis.codings, ghost)), CODEBOOK)) == 1


@pytest.mark.parametrize(
    ("said", "group", "expected"),
    [
        (Said("x", document="W1.txt"), "iob", "[W1, instytucja otoczenia biznesu, R]"),
        (Said("x", document="W1.txt"), "edukacja", "[W1, edukacja i nauka, R]"),
        (Said("x", document="W1.txt"), "eksperci", "[W1, ekspert, R]"),
        (Said("x", document="W1.txt"), "rolnicy", "[W1, rolnicy, R]"),
        (Said("x", document="W1.txt", speaker=None), None, "[W1]"),
        (Said("x", document="W1.txt", speaker="Łucja Żak", time=0.0), None, "[W1, Łucja Żak, 00:00:00]"),
    ],
)
def test_citations(said: Said, group: str | None, expected: str) -> None:
    analysis: Analysis = make_analysis([said])
    assert citation(analysis.sentences[0], short_names([said.document]), group, analysis.groups) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["W03_ocynkownia.docx", "W04.txt"], ["W03", "W04"]),
        (["W03_a.docx", "W03_b.docx"], ["W03_a", "W03_b"]),
        (["W03 huta stali.odt"], ["W03"]),
        (["A_huta.txt"], ["A_huta"]),
        (["2024.03.12 rozmowa.txt"], ["2024.03.12"]),
        (["rozmowy/W01_a.txt", "rozmowy/W02_b.txt"], ["rozmowy/W01", "rozmowy/W02"]),
        (["W01.txt", "W01.docx"], ["W01.txt", "W01.docx"]),
        (["bez rozszerzenia"], ["bez"]),
    ],
)
def test_short_names(names: list[str], expected: list[str]) -> None:
    assert list(short_names(names).values()) == expected


@given(st.lists(st.text("W01_ ab.txd/", min_size=1, max_size=9), unique=True, max_size=6))
def test_short_names_never_name_two_documents_alike(names: list[str]) -> None:
    assert len(set(short_names(names).values())) == len(names)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(None, ""), (0.0, "00:00:00"), (59.99, "00:00:59"), (3600.0, "01:00:00"), (90_061.0, "25:01:01")],
)
def test_clock(seconds: float | None, shown: str) -> None:
    assert clock(seconds) == shown
