"""The main job, end to end, on a small project."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from textmine.errors import CodebookError, ConfigError, CorpusError, ProjectBusy, ProjectError, QueryError
from textmine.evidence import COLUMNS
from textmine.pipeline import Event, StageFinished
from textmine.project import Project
from textmine.records import Role
from textmine.store.database import Database


def test_every_quote_is_a_slice_of_its_document(finished: Project) -> None:
    texts = {document.name: document.text for document in finished.analysis().documents}
    rows = finished.evidence()
    assert len(rows) >= 5
    for row in rows.itertuples():
        assert texts[row.document][row.start : row.end] == row.quote


def test_the_evidence_table_has_the_columns_of_the_design(finished: Project) -> None:
    assert tuple(finished.evidence().columns) == COLUMNS


def test_moderators_are_never_coded(finished: Project) -> None:
    analysis = finished.analysis()
    coded = {coding.sentence_id for coding in analysis.codings}
    assert any(s.role is Role.MODERATOR for s in analysis.sentences)
    assert not [s for s in analysis.sentences if s.role is Role.MODERATOR and s.id in coded]


@pytest.mark.parametrize(
    ("quote", "code"),
    [
        ("Brakuje nam spawaczy", "bariery.kadry"),
        ("Za prąd płacimy", "bariery.finanse"),
        ("Z politechniką prowadzimy", "wspolpraca.nauka"),
        ("Przydałoby się szkolenie", "potrzeby.szkolenia"),
        ("Firmy czekają pół roku", "bariery.prawo"),
        ("Gdyby ktoś to wreszcie pozbierał", "potrzeby.koordynacja"),
    ],
)
def test_what_people_say_is_coded(finished: Project, quote: str, code: str) -> None:
    rows = finished.evidence()
    assert code in set(rows[rows["quote"].str.startswith(quote)]["code"])


def test_what_people_deny_is_not_coded(finished: Project) -> None:
    rows = finished.evidence()
    assert rows[rows["quote"].str.contains("nie mamy problemu")].empty


def test_outputs_are_written(finished: Project) -> None:
    for form in ("csv", "parquet", "xlsx", "html"):
        assert finished.paths.export(form).stat().st_size > 500


def test_what_the_reader_said_is_remembered(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from textmine.coding.leaning import as_read
    from textmine.coding.reader import Reader

    asked: list[str] = []
    read = Reader.passages

    def noted(self: Reader, texts: Sequence[str]) -> NDArray[np.float32]:
        asked.extend(texts)
        return read(self, texts)

    monkeypatch.setattr(Reader, "passages", noted)
    project.run()
    sentences = project.analysis(tokens=True).sentences
    texts = zip(sentences, as_read(sentences), strict=True)
    # All that coding asks for is there before it begins.
    assert set(asked) == {text for s, text in texts if s.role is not Role.MODERATOR and s.clean}
    assert any(" | " in text for text in asked)
    asked.clear()
    # Another threshold codes anew; another word in one transcript is one sentence to read.
    project.paths.settings.write_text("[coding]\nthreshold = 0.5\n", encoding="utf-8")
    Project.open(project.paths.root).run()
    assert asked == []
    path = project.paths.corpus / "W02_urzad.txt"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Pogoda dziś ładna", "Pogoda dziś marna"), encoding="utf-8"
    )
    Project.open(project.paths.root).run()
    [said] = asked
    assert said.endswith(" | Pogoda dziś marna.")


def test_a_second_run_skips_everything_and_changes_nothing(project: Project) -> None:
    project.run()
    before = project.evidence()
    told: list[Event] = []
    result = Project.open(project.paths.root).run(progress=told.append)
    assert len(result.skipped) == len(result.stages)
    assert all(event.skipped for event in told if isinstance(event, StageFinished))
    assert project.evidence().equals(before)


def test_an_edit_keeps_the_ids_of_all_other_sentences(project: Project) -> None:
    project.run()
    before = {s.text: s.id for s in project.analysis().sentences}
    file = project.paths.corpus / "W01_firma.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("Kawy?", "Herbaty?"), encoding="utf-8")
    project.run()
    after = {s.text: s.id for s in project.analysis().sentences}
    assert "Herbaty?" in after
    assert {text: i for text, i in before.items() if text != "Kawy?"} == {
        text: i for text, i in after.items() if text != "Herbaty?"
    }


def test_what_a_person_decided_outlives_every_run(project: Project) -> None:
    project.run()
    rows = project.evidence()
    wrong = rows[rows["code"] == "bariery.kadry"].iloc[0]
    small_talk = next(s for s in project.analysis().sentences if s.text.startswith("Pogoda"))
    project.decide(wrong.sentence_id, "bariery.kadry", "reject", coder="AK")
    project.decide(small_talk.id, "bariery.infrastruktura", "add", coder="AK", note="próba")
    (project.paths.corpus / "W03.txt").write_text("M: Jak?\nR: Dobrze.\n", encoding="utf-8")
    project.run()
    rows = project.evidence()
    assert rows[(rows.sentence_id == wrong.sentence_id) & (rows.code == "bariery.kadry")].empty
    added = rows[rows.sentence_id == small_talk.id].iloc[0]
    assert (added.method, added.status) == ("human", "accepted")
    assert "AK" in added.reason
    project.decide(wrong.sentence_id, "bariery.kadry", "undo", coder="AK")
    assert not project.evidence().query("sentence_id == @wrong.sentence_id").empty


def test_decisions_cannot_be_changed_or_deleted(project: Project) -> None:
    project.run()
    row = project.evidence().iloc[0]
    project.decide(row.sentence_id, row.code, "accept", coder="AK")
    from textmine.errors import StoreError

    with Database(project.paths.database) as db:
        for sql in ("DELETE FROM decision", "UPDATE decision SET verdict = 'undo'"):
            with pytest.raises(StoreError, match="append-only"), db.transaction() as connection:
                connection.execute(sql)


def test_a_file_taken_away_takes_its_sentences_away(project: Project) -> None:
    project.run()
    (project.paths.corpus / "W02_urzad.txt").unlink()
    project.run()
    assert {d.name for d in project.analysis().documents} == {"W01_firma.txt"}


@pytest.mark.parametrize(
    ("query", "start"),
    [
        ("spawacz", "Brakuje nam spawaczy"),
        ("decyzje środowiskowe", "Firmy czekają"),
        ('"wspólne badania"', "Z politechniką"),
        ("problem AND pieniądze", "Z pieniędzmi akurat"),
        ("szkole*", "Przydałoby się szkolenie"),
    ],
)
def test_quotes_are_found_in_any_inflection(finished: Project, query: str, start: str) -> None:
    found = finished.quotes(query, n=3)
    assert found[0].text.startswith(start)
    document = finished.analysis().document_by_name[found[0].sentence.document]
    for first, last in found[0].matches:
        assert document.text[first:last] in found[0].text


def test_quotes_carry_a_citation_and_their_neighbours(finished: Project) -> None:
    quote = finished.quotes("koordynator", n=1, context=1)[0]
    assert quote.citation == "[W02, samorząd, R]"
    assert quote.after == ("Pogoda dziś ładna.",)


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        ({"group": "samorzad"}, {"W02_urzad.txt"}),
        ({"group": "Przedsiębiorstwa"}, {"W01_firma.txt"}),
        ({"document": "W01"}, {"W01_firma.txt"}),
        ({"code": "bariery.prawo"}, {"W02_urzad.txt"}),
        ({"theme": "wspolpraca"}, {"W01_firma.txt"}),
        ({"factor": "Kapitał ludzki i edukacja"}, {"W01_firma.txt"}),
    ],
)
def test_filters(finished: Project, filters: dict[str, str], documents: set[str]) -> None:
    found = finished.quotes("firma koordynator badania decyzja", n=50, **filters)
    assert {quote.sentence.document for quote in found} == documents


@pytest.mark.parametrize(
    ("query", "filters"), [("", {}), ("—", {}), ("x", {"group": "firmy"}), ("x", {"code": "bariery.kadra"})]
)
def test_a_query_that_cannot_be_understood(finished: Project, query: str, filters: dict[str, str]) -> None:
    with pytest.raises(QueryError) as caught:
        finished.quotes(query, **filters)
    assert caught.value.remedy


def test_an_empty_corpus(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "puste")
    with pytest.raises(CorpusError, match="pusty"):
        project.run()


def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="nie ma projektu"):
        Project.open(tmp_path)


def test_results_before_the_first_run(project: Project) -> None:
    with pytest.raises(ProjectError, match="nie ma jeszcze wyników"):
        project.evidence()


def test_bad_files_are_told_and_the_others_go_on(project: Project) -> None:
    corpus = project.paths.corpus
    (corpus / "pusty.txt").write_bytes(b"")
    (corpus / "zdjecie.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (corpus / "uciety.docx").write_bytes(b"PK\x03\x04" + bytes(40))
    (corpus / "szum.txt").write_bytes(bytes(range(256)) * 20)
    result = project.run()
    told = {error.where for error in result.problems}
    assert {"zdjecie.docx", "uciety.docx", "szum.txt"} <= told
    assert any("pusty.txt" in str(place) for place in told)
    assert all(error.remedy for error in result.problems if error.where in {"zdjecie.docx", "szum.txt"})
    assert {d.name for d in project.analysis().documents} == {"W01_firma.txt", "W02_urzad.txt"}
    again = project.run()
    assert {error.where for error in again.problems} == told, "a problem that is still there is told again"


def test_nothing_but_bad_files(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "zle")
    (project.paths.corpus / "a.txt").write_bytes(b"")
    with pytest.raises(CorpusError, match="żadnego pliku"):
        project.run()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("file,grupp\nW01_firma.txt,iob\n", ["Nieznana kolumna „grupp”", "Brak kolumny „group”"]),
        ("file,group\nW01_firma.txt,firmy\n", ["Nieznana grupa „firmy”"]),
        ("file,group\nW01.txt,iob\n", ["nie ma pliku „W01.txt”"]),
        ("group\niob\n", ["Brak kolumny „file”"]),
        ("file,group\nW01_firma.txt,iob\nW01_firma.txt,iob\n", ["drugi raz"]),
    ],
)
def test_mistakes_in_corpus_csv(project: Project, table: str, said: list[str]) -> None:
    project.paths.manifest.write_text(table, encoding="utf-8")
    result = project.run()
    text = "\n".join(str(error) for error in result.problems)
    for words in said:
        assert words in text
    assert str(project.paths.manifest) in text
    assert len(project.analysis().documents) == 2


def test_a_table_from_a_polish_spreadsheet(project: Project) -> None:
    project.paths.manifest.write_bytes(
        "plik;grupa;data;tytuł;rodzaj\r\nW01_firma.txt;Przedsiębiorstwa;12.03.2025;Książę;wywiad\r\n"
        "W02_urzad.txt;Samorząd i administracja;;;\r\n".encode("cp1250")
    )
    cases = project.manifest().cases
    assert cases["W01_firma.txt"].group == "przedsiebiorstwa"
    assert cases["W01_firma.txt"].title == "Książę"
    assert cases["W02_urzad.txt"].group == "samorzad"


def test_the_researcher_names_the_moderator(project: Project) -> None:
    with project.paths.settings.open("a", encoding="utf-8") as file:
        file.write('\n[files."W01_firma.txt"]\nmoderator = "R"\n')
    again = Project.open(project.paths.root)
    again.run()
    turns = again.analysis().document_by_name["W01_firma.txt"].turns
    assert {turn.speaker for turn in turns if turn.role is Role.MODERATOR} == {"R"}


def test_a_misspelt_setting(project: Project) -> None:
    project.paths.settings.write_text("[topics]\nengin = 'lda'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="engin") as caught:
        Project.open(project.paths.root).run()
    assert "wiersz 2" in str(caught.value)
    assert "„engine”" in str(caught.value)


def test_a_broken_codebook(project: Project) -> None:
    project.paths.codebook.write_text(
        "themes:\n  bariery:\n    codes:\n      a: {label: A, definitio: x}\n", encoding="utf-8"
    )
    with pytest.raises(CodebookError, match="definitio") as caught:
        Project.open(project.paths.root).run()
    assert "wiersz 4" in str(caught.value)


def test_two_runs_at_once(project: Project) -> None:
    from filelock import FileLock

    project.paths.outputs.mkdir()
    with FileLock(project.paths.outputs / ".lock"), pytest.raises(ProjectBusy):
        project.run()
    project.run()


def test_outputs_that_cannot_be_written(project: Project) -> None:
    project.paths.outputs.write_text("plik zamiast folderu", encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        project.run()
    assert "outputs" in str(caught.value)


def test_init_keeps_what_is_there(tmp_path: Path) -> None:
    project = Project.create(tmp_path)
    project.paths.settings.write_text('[project]\nname = "Moje"\n', encoding="utf-8")
    assert Project.create(tmp_path).settings.project.name == "Moje"


def test_a_copied_project_needs_no_new_run(finished: Project, tmp_path: Path) -> None:
    shutil.copytree(finished.paths.root, tmp_path / "kopia")
    result = Project.open(tmp_path / "kopia").run()
    assert len(result.skipped) == len(result.stages)


def test_a_moderators_words_take_no_code_from_a_person_either(finished: Project) -> None:
    asked = next(s for s in finished.analysis().sentences if s.role is Role.MODERATOR)
    with pytest.raises(QueryError, match="prowadzący"):
        finished.decide(asked.id, "bariery.kadry", "add", coder="AK")


def test_a_quote_is_a_respondents_unless_the_moderator_is_named(finished: Project) -> None:
    assert all(quote.sentence.role is not Role.MODERATOR for quote in finished.quotes("finansowanie"))
    named = finished.quotes("finansowanie", speaker="M")
    assert named[0].text == "A jak wygląda finansowanie?"
