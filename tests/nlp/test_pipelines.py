"""A real trained spaCy pipeline, made here in seconds: found, installed, used under Morfeusz, refused when damaged."""

from __future__ import annotations

import base64
import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import fix_random_seed

from textmine.errors import ModelError
from textmine.nlp import install, load
from textmine.nlp.annotate import annotate
from textmine.nlp.pipelines import installed
from textmine.records import Document, Role, Turn

LARGE = "pl_core_news_lg"
TEXTS = (
    "Brakuje nam spawaczy i tokarzy z uprawnieniami.",
    "Pani Nowak mieszka w Łodzi i prowadzi małą firmę.",
    "Szkolimy uczniów z technikum w Kuźnicy.",
    "Czekamy na decyzję środowiskową od dwóch lat.",
    "Politechnika prowadzi badania nowych powłok.",
    "Kupiliśmy używaną tokarkę od sąsiada z Odolina.",
)
NAMES = {"Nowak": "persName", "Łodzi": "placeName", "Kuźnicy": "placeName", "Odolina": "placeName"}


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """tok2vec, tagger, morphologizer, trainable lemmatizer and ner, trained until they know six sentences."""
    fix_random_seed(0)
    teacher = load("embedded")
    nlp = spacy.blank("pl")
    for name in ("tagger", "morphologizer", "trainable_lemmatizer", "ner"):
        nlp.add_pipe(name)
    examples = []
    for said in teacher.pipe(TEXTS):
        gold = Doc(
            nlp.vocab,
            words=[token.text for token in said],
            spaces=[bool(token.whitespace_) for token in said],
            tags=[token.tag_ for token in said],
            pos=[token.pos_ for token in said],
            morphs=[str(token.morph) for token in said],
            lemmas=[token.lemma_ for token in said],
        )
        gold.ents = [
            Span(gold, token.i, token.i + 1, label=NAMES[token.text]) for token in gold if token.text in NAMES
        ]
        examples.append(Example(nlp.make_doc(said.text), gold))
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(40):
        nlp.update(examples, sgd=optimizer, drop=0.1)
    folder = tmp_path_factory.mktemp("trained") / f"{LARGE}-3.8.0"
    nlp.meta["name"], nlp.meta["version"] = "core_news_lg", "3.8.0"
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for installed models."""
    folder = tmp_path / "models"
    monkeypatch.setenv("TEXTMINE_MODELS", str(folder))
    return folder


@pytest.mark.slow
class TestATrainedPipeline:
    def test_its_tags_and_names_are_kept_and_morfeusz_chooses_the_lemma(self, trained: Path) -> None:
        nlp = load(str(trained))
        assert nlp.pipe_names[-1] == "morfeusz"
        doc = nlp(TEXTS[1])
        plain = spacy.load(trained)(TEXTS[1])
        assert [token.tag_ for token in doc] == [token.tag_ for token in plain]
        assert [str(token.morph) for token in doc] == [str(token.morph) for token in plain]
        assert [(e.text, e.label_) for e in doc.ents] == [("Nowak", "persName"), ("Łodzi", "placeName")]
        lemmas = {token.text: token.lemma_ for token in doc}
        assert (lemmas["mieszka"], lemmas["Łodzi"], lemmas["firmę"]) == ("mieszkać", "Łódź", "firma")

    def test_a_word_that_it_never_saw_takes_its_lemma_from_the_dictionary(self, trained: Path) -> None:
        lemmas = {token.text: token.lemma_ for token in load(str(trained))("Widzieliśmy żółwie i lodówki.")}
        assert lemmas["żółwie"] == "żółw"
        assert lemmas["lodówki"] == "lodówka"

    def test_documents_are_annotated_with_it(self, trained: Path) -> None:
        text = " ".join(TEXTS)
        turn = Turn("R", Role.RESPONDENT, 0, len(text), text)
        sentences = annotate(Document("W01.txt", text, (turn,), "txt", "utf-8", ""), load(str(trained)))
        assert [sentence.text for sentence in sentences] == list(TEXTS)
        assert {"spawacz", "uczeń", "decyzja"} <= {t.lemma for s in sentences for t in s.tokens}

    def test_installed_under_the_name_of_the_large_model_it_is_the_one_used(
        self, trained: Path, models: Path
    ) -> None:
        assert [p.name for p in installed() if p.used] == ["embedded"]
        place = install.install(str(trained))
        assert place == models / LARGE
        assert [(p.name, p.version) for p in installed() if p.used] == [(LARGE, "3.8.0")]
        assert "najlepszy" in next(p.reason for p in installed() if p.used)
        assert "ner" in load().pipe_names
        assert [p.name for p in installed("embedded") if p.used] == ["embedded"]

    def test_a_wheel_is_checked_against_its_own_record(
        self, trained: Path, models: Path, tmp_path: Path
    ) -> None:
        wheel = wheel_of(trained, tmp_path)
        assert install.install(str(wheel)) == models / LARGE
        assert load(LARGE)(TEXTS[0])[2].lemma_ == "spawacz"

    def test_a_changed_wheel_is_refused_and_what_was_there_stays(
        self, trained: Path, models: Path, tmp_path: Path
    ) -> None:
        install.install(str(trained))
        with pytest.raises(ModelError, match="Suma kontrolna"):
            install.install(str(wheel_of(trained, tmp_path, change="meta.json")))
        assert load(LARGE).pipe_names[-1] == "morfeusz"
        assert sorted(path.name for path in models.iterdir()) == [LARGE]

    def test_damaged_files_of_a_pipeline_are_told_in_one_message(self, trained: Path, tmp_path: Path) -> None:
        broken = tmp_path / "model"
        shutil.copytree(trained, broken)
        (broken / "tagger" / "model").write_bytes(b"half")
        with pytest.raises(ModelError, match="Nie udało się wczytać modelu spaCy") as caught:
            load(str(broken))
        assert "embedded" in caught.value.remedy


class TestWhatCannotBeInstalled:
    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("pl_core_news_huge", "Nie znam modelu"),
            ("cut.whl", "uszkodzony albo niepełny"),
            ("no_record.whl", "To nie jest plik .whl"),
            ("climbing.whl", "poza swoim folderem"),
            ("empty_folder", "brak config.cfg"),
        ],
    )
    def test_one_message_and_nothing_left_behind(
        self, models: Path, tmp_path: Path, name: str, message: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("cut.whl").write_bytes(b"PK\x03\x04 and no more")
        with zipfile.ZipFile("no_record.whl", "w") as archive:
            archive.writestr("config.cfg", "")
        with zipfile.ZipFile("climbing.whl", "w") as archive:
            archive.writestr("../config.cfg", "")
        Path("empty_folder").mkdir()
        with pytest.raises(ModelError, match=message) as caught:
            install.install(name)
        assert caught.value.remedy
        assert not models.exists() or not list(models.iterdir())

    def test_a_model_that_is_not_there(self, models: Path, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="nie jest zainstalowany") as caught:
            load(LARGE)
        assert f"textmine models install {LARGE}" in caught.value.remedy
        with pytest.raises(ModelError, match="Nie ma takiego modelu"):
            load(str(tmp_path / "brak"))

    def test_a_model_of_another_language(self, tmp_path: Path) -> None:
        spacy.blank("de").to_disk(tmp_path / "de")
        with pytest.raises(ModelError, match="języka „de”"):
            load(str(tmp_path / "de"))


def wheel_of(pipeline: Path, folder: Path, change: str | None = None) -> Path:
    """A wheel of a pipeline with a RECORD; `change` names a file that is altered after its hash was taken."""
    wheel = folder / f"{LARGE}-3.8.0-py3-none-any.whl"
    record = []
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in sorted(path for path in pipeline.rglob("*") if path.is_file()):
            name = f"{LARGE}/{LARGE}-3.8.0/{path.relative_to(pipeline).as_posix()}"
            data = path.read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{name},sha256={digest},{len(data)}")
            archive.writestr(name, data + b" " if path.name == change else data)
        archive.writestr(f"{LARGE}-3.8.0.dist-info/RECORD", "\n".join(record))
    return wheel
