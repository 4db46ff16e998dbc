"""The contracts between the rooms, on made-up transcripts of any shape: what DESIGN promises holds for all of them."""

from __future__ import annotations

import csv
import itertools
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from textmine.codebook import default_codebook
from textmine.coding import Coder
from textmine.ingest import read
from textmine.nlp import load
from textmine.nlp.annotate import annotate
from textmine.project import Project
from textmine.records import Coding, Document, Evidence, Method, Role, Sentence

PHRASES = (
    "Brakuje nam spawaczy i tokarzy.",
    "Z ludźmi akurat nie mamy problemu.",
    "yyy, no, wie pan, wie pan…",
    "Przydałby się kurs – najlepiej wieczorem!",
    "Za prąd płacimy po 90 dni, tys. zł.",
    "[śmiech] Kawy?",
    "(niezrozumiałe)",
    "Współpracujemy z politechniką od 2014 r.",
    "To… to się się rozje- rozjechało.",
    "„Nie pokażę hali” – powiedział.",
    "Łódź, Żywiec i Ćmielów 🙂 à la carte.",
    "Czekamy rok na decyzję środowiskową, bo tak.",
    "z parkiem robimy razem inkubację i nic nie mówię",
)
LABELS = ("M", "R1", "R2", "Żaneta", "Moderator")
TURN = st.tuples(
    st.sampled_from(LABELS),
    st.lists(st.sampled_from(PHRASES) | st.text("aąbcćę .,?!-„”[]()\t", max_size=20), min_size=1, max_size=4),
)
TURNS = st.lists(TURN, min_size=2, max_size=8)
CODEBOOK = default_codebook()


# Something is said in every one of them: a file without a word is refused.
OPENING = [("M", ["Jak się firmie wiedzie?"]), ("R1", ["Dobrze, dziękuję."])]


def transcript(turns: list[tuple[str, list[str]]]) -> str:
    turns = [*OPENING, *turns]
    return "\n".join(f"{label}: {' '.join(said)}" for label, said in turns)


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """Reads, annotates and codes a text as `textmine run` does, without vectors."""
    nlp = load("embedded")
    coder = Coder(CODEBOOK, threshold=0.0)
    path = tmp_path_factory.mktemp("transcripts") / "W01.txt"

    def made(text: str) -> tuple[Document, tuple[Sentence, ...], list[Coding]]:
        path.write_text(text, encoding="utf-8")
        document = read(path)
        sentences = annotate(document, nlp)
        return document, sentences, coder.code(sentences)

    return made


class TestAnyTranscript:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(turns=TURNS)
    def test_every_span_is_the_text_that_it_says(self, analysed, turns):  # type: ignore[no-untyped-def]
        document, sentences, codings = analysed(transcript(turns))
        by_id = {sentence.id: sentence for sentence in sentences}
        for turn in document.turns:
            assert document.text[turn.start : turn.end] == turn.text
        for sentence in sentences:
            assert document.text[sentence.start : sentence.end] == sentence.text
            for token in sentence.tokens:
                assert sentence.start <= token.start < token.end <= sentence.end
        for coding in codings:
            sentence = by_id[coding.sentence_id]
            assert sentence.start <= coding.start < coding.end <= sentence.end
            assert document.text[coding.start : coding.end].strip()

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(turns=TURNS)
    def test_sentences_stay_in_their_turn_and_their_order(self, analysed, turns):  # type: ignore[no-untyped-def]
        document, sentences, _ = analysed(transcript(turns))
        spans = [(turn.start, turn.end, turn.speaker, turn.role) for turn in document.turns]
        for sentence in sentences:
            assert any(
                start <= sentence.start
                and sentence.end <= end
                and (speaker, role) == (sentence.speaker, sentence.role)
                for start, end, speaker, role in spans
            )
        assert all(a.end <= b.start for a, b in itertools.pairwise(sentences))

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(turns=TURNS)
    def test_a_code_is_of_the_codebook_explained_and_never_a_moderators(self, analysed, turns):  # type: ignore[no-untyped-def]
        _, sentences, codings = analysed(transcript(turns))
        by_id = {sentence.id: sentence for sentence in sentences}
        for coding in codings:
            assert by_id[coding.sentence_id].role is not Role.MODERATOR
            assert CODEBOOK.has_code(coding.code)
            assert 0.0 <= coding.confidence <= 1.0
            assert coding.reason and coding.rule
            assert coding.method is Method.RULE

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(turns=TURNS, more=st.sampled_from(PHRASES))
    def test_ids_outlive_what_is_added_at_the_end(self, analysed, turns, more):  # type: ignore[no-untyped-def]
        first, before, _ = analysed(transcript(turns))
        second, after, _ = analysed(transcript([*turns, ("R2", [f"Dopisane na końcu. {more}"])]))
        # A label that comes back may make a speaker of a line that was none before: then the turns themselves changed.
        said = [(turn.speaker, turn.text) for turn in first.turns]
        assume(said == [(turn.speaker, turn.text) for turn in second.turns][: len(said)])
        assert len({sentence.id for sentence in before}) == len(before)
        assert [sentence.id for sentence in after][: len(before)] == [sentence.id for sentence in before]

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(turns=TURNS)
    def test_the_same_text_gives_the_same_result(self, analysed, turns):  # type: ignore[no-untyped-def]
        assert analysed(transcript(turns)) == analysed(transcript(turns))


def test_the_columns_of_the_evidence_table_are_those_of_the_contract() -> None:
    expected = (
        "evidence_id document title date kind group speaker time sentence_id start end quote before after theme code "
        "code_label confidence method reason status topic topic_label factor citation"
    )
    assert [field.name for field in fields(Evidence)] == expected.split()


def test_the_evidence_file_is_quoted_utf8_with_line_feeds_and_verbatim(finished: Project) -> None:
    raw = finished.paths.export("csv").read_bytes()
    assert b"\r" not in raw
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines(keepends=True)))
    texts = {document.name: document.text for document in finished.analysis().documents}
    assert rows
    for row in rows:
        assert texts[row["document"]][int(row["start"]) : int(row["end"])] == row["quote"]


def test_the_sample_corpus_is_what_its_readme_says() -> None:
    project = Project.open(Path(__file__).parent.parent)
    documents = [read(path) for _, path in project.files()]
    assert len(documents) >= 12
    assert sum(len(turn.text.split()) for document in documents for turn in document.turns) >= 20_000
    assert len({document.format for document in documents}) >= 6
    cases = project.manifest().cases
    assert {case.group for case in cases.values() if case.kind == "wywiad"} == set(CODEBOOK.groups)
    assert sum(case.kind == "warsztat" for case in cases.values()) >= 2


def test_the_gold_file_is_found_whole_in_the_sample_corpus() -> None:
    """Every hand-coded sentence stands verbatim in what a respondent says; no document is in both parts."""
    project = Project.open(Path(__file__).parent.parent)
    spoken = {
        name: [turn.text for turn in read(path).turns if turn.role is not Role.MODERATOR]
        for name, path in project.files()
    }
    with (project.paths.corpus / "gold.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts: dict[str, set[str]] = {}
    for row in rows:
        assert any(row["sentence"] in text for text in spoken[row["document"]]), row
        assert all(CODEBOOK.has_code(code) for code in row["codes"].split(";") if code), row
        parts.setdefault(row["document"], set()).add(row["split"])
    assert len(rows) >= 600
    assert all(len(split) == 1 for split in parts.values())
    assert {part for split in parts.values() for part in split} == {"tuning", "measuring"}
