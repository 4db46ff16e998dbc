"""A real trained spaCy pipeline, made here in seconds: found, installed, used under Morfeusz, refused when damaged."""

from __future__ import annotations

import shutil
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from trained_pipeline import LARGE, gold_doc, source_archive_of, train, wheel_of

from textmine.errors import ModelError
from textmine.nlp import install, load
from textmine.nlp.annotate import annotate
from textmine.nlp.dictionary import readings
from textmine.nlp.install import install as put_in_place
from textmine.nlp.pipelines import chosen, installed
from textmine.nlp.treebank import as_written, read_conllu
from textmine.nlp.wheels import sha256_of
from textmine.records import Document, Role, Turn

TEXTS = (
    "Brakuje nam spawaczy i tokarzy z uprawnieniami.",
    "Pani Nowak mieszka w Łodzi i prowadzi małą firmę.",
    "Szkolimy uczniów z technikum w Kuźnicy.",
    "Czekamy na decyzję środowiskową od dwóch lat.",
    "Politechnika prowadzi badania nowych powłok.",
    "Kupiliśmy używaną tokarkę od sąsiada z Odolina.",
)
PARTS = ["tok2vec", "tagger", "morphologizer", "trainable_lemmatizer", "ner"]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained until it knows six sentences."""
    folder = tmp_path_factory.mktemp("trained") / f"{LARGE}-3.8.0"
    return train(load("embedded").pipe(TEXTS), folder, rounds=80)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for installed models."""
    folder = tmp_path / "models"
    monkeypatch.setenv("TEXTMINE_MODELS", str(folder))
    return folder


@contextmanager
def served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server of the files of a folder."""
    monkeypatch.setattr(SimpleHTTPRequestHandler, "log_message", lambda *_: None)
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.slow
class TestATrainedPipeline:
    def test_its_tags_names_and_vectors_are_kept_and_morfeusz_chooses_the_lemma(self, trained: Path) -> None:
        nlp = load(str(trained))
        assert nlp.pipe_names == [*PARTS, "morfeusz"]
        doc = nlp(TEXTS[1])
        plain = spacy.load(trained)(TEXTS[1])
        assert [token.tag_ for token in doc] == [token.tag_ for token in plain]
        assert [token.pos_ for token in doc] == [token.pos_ for token in plain]
        assert [str(token.morph) for token in doc] == [str(token.morph) for token in plain]
        assert [(e.text, e.label_) for e in doc.ents] == [("Nowak", "persName"), ("Łodzi", "placeName")]
        assert doc[7].text == "małą"
        assert doc[8].has_vector
        assert doc[8].vector.tolist() == plain[8].vector.tolist()
        lemmas = {token.text: token.lemma_ for token in doc}
        assert (lemmas["mieszka"], lemmas["Łodzi"], lemmas["firmę"]) == ("mieszkać", "Łódź", "firma")

    def test_a_word_that_it_never_saw_takes_its_lemma_from_the_dictionary(self, trained: Path) -> None:
        lemmas = {token.text: token.lemma_ for token in load(str(trained))("Widzieliśmy żółwie i lodówki.")}
        assert lemmas["żółwie"] == "żółw"
        assert lemmas["lodówki"] == "lodówka"

    def test_a_setting_leaves_the_lemmas_to_the_pipeline(self, trained: Path) -> None:
        text = "Widzieliśmy żółwie i lodówki. " + TEXTS[3]
        own = [token.lemma_ for token in spacy.load(trained)(text)]
        assert [token.lemma_ for token in load(str(trained), lemmas="pipeline")(text)] == own
        assert [token.lemma_ for token in load(str(trained))(text)] != own
        # Results of the one are not taken for results of the other.
        assert chosen(str(trained)).identity != (kept := chosen(str(trained), lemmas="pipeline")).identity
        assert "formy podstawowe z modelu" in kept.identity
        assert chosen("embedded", lemmas="pipeline").identity == chosen("embedded").identity

    def test_words_that_it_gives_no_lemma_get_one(self, trained: Path, tmp_path: Path) -> None:
        without = spacy.load(trained, exclude=["trainable_lemmatizer"])
        without.to_disk(tmp_path / "pl")
        doc = load(str(tmp_path / "pl"), lemmas="pipeline")(TEXTS[0])
        assert [token.lemma_ for token in doc][:3] == ["brakować", "my", "spawacz"]

    def test_documents_are_annotated_with_it(self, trained: Path) -> None:
        text = " ".join(TEXTS)
        turn = Turn("R", Role.RESPONDENT, 0, len(text), text)
        sentences = annotate(Document("W01.txt", text, (turn,), "txt", "utf-8", ""), load(str(trained)))
        assert [sentence.text for sentence in sentences] == list(TEXTS)
        assert {"spawacz", "uczeń", "decyzja"} <= {t.lemma for s in sentences for t in s.tokens}
        plain = spacy.load(trained)
        for sentence in sentences:
            said = plain(sentence.text)
            assert [(t.text, t.tag, t.pos, t.morph) for t in sentence.tokens] == [
                (t.text, t.tag_, t.pos_, str(t.morph)) for t in said
            ]
            assert all(text[t.start : t.end] == t.text for t in sentence.tokens)

    def test_any_batch_size_gives_the_same(self, trained: Path) -> None:
        nlp = load(str(trained))
        alone = [[(t.lemma_, t.tag_) for t in nlp(text)] for text in TEXTS]
        for size in (1, 4, 100):
            assert [[(t.lemma_, t.tag_) for t in doc] for doc in nlp.pipe(TEXTS, batch_size=size)] == alone

    def test_on_a_treebank_lemmas_agree_with_its_tags_and_are_better_than_its_own(
        self, shared: Path, tmp_path: Path
    ) -> None:
        sentences = [
            tuple((t.form, t.lemma, t.upos, t.tag, "") for t in as_written(sentence))
            for sentence in islice(read_conllu(shared / "data" / "ud" / "train.conllu"), 0, 3000, 10)
        ]
        folder = train(sentences[:200], tmp_path / "treebank", rounds=6)
        nlp, plain = load(str(folder)), spacy.load(folder)
        right = own = agreeing = count = 0
        for rows in sentences[200:]:
            gold = gold_doc(nlp, rows)
            words = [token.text for token in gold]
            ours, theirs = nlp(Doc(nlp.vocab, words=words)), plain(Doc(plain.vocab, words=words))
            assert [t.tag_ for t in ours] == [t.tag_ for t in theirs]
            for token, other, true in zip(ours, theirs, gold, strict=True):
                right += token.lemma_ == true.lemma_
                own += other.lemma_ == true.lemma_
                fitting = {r.lemma for r in readings(token.text) if r.word_class.upper() == token.tag_}
                if fitting and not token.text[:1].isupper():
                    count += 1
                    agreeing += token.lemma_ in fitting
        assert right > own
        assert agreeing / count > 0.98


@pytest.mark.slow
class TestInstalling:
    def test_under_the_name_of_the_large_model_it_is_the_one_used(self, trained: Path, models: Path) -> None:
        assert [p.name for p in installed() if p.used] == ["embedded"]
        assert put_in_place(str(trained)).path == models / LARGE
        assert [(p.name, p.version) for p in installed() if p.used] == [(LARGE, "3.8.0")]
        assert "najlepszy" in next(p.reason for p in installed() if p.used)
        assert "ner" in load().pipe_names
        assert [p.name for p in installed("embedded") if p.used] == ["embedded"]

    def test_another_polish_pipeline_goes_by_its_own_name(
        self, trained: Path, models: Path, tmp_path: Path
    ) -> None:
        done = put_in_place(str(wheel_of(trained, tmp_path, name="core_news_md", version="3.8.1")))
        assert (done.name, done.version, done.licence) == ("pl_core_news_md", "3.8.1", "GPL 3.0")
        assert [p.name for p in installed() if p.used] == ["embedded"]
        assert [p.name for p in installed("pl_core_news_md") if p.used] == ["pl_core_news_md"]
        assert "ner" in load("pl_core_news_md").pipe_names

    def test_a_wheel_is_checked_against_its_own_record(
        self, trained: Path, models: Path, tmp_path: Path
    ) -> None:
        wheel = wheel_of(trained, tmp_path)
        done = put_in_place(str(wheel))
        assert done.path == models / LARGE
        assert done.sha256 == sha256_of(wheel)
        assert load(LARGE)(TEXTS[0])[2].lemma_ == "spawacz"

    def test_a_checksum_that_the_user_knows(self, trained: Path, models: Path, tmp_path: Path) -> None:
        wheel = wheel_of(trained, tmp_path)
        with pytest.raises(ModelError, match="SHA-256"):
            put_in_place(str(wheel), sha256="0" * 64)
        assert not (models / LARGE).exists()
        assert put_in_place(str(wheel), sha256=sha256_of(wheel).upper()).name == LARGE

    def test_fetched_from_a_release_page(
        self, trained: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        archive = source_archive_of(trained, tmp_path)
        monkeypatch.setattr(install, "SHA256", sha256_of(archive))
        told: list[tuple[int, int]] = []
        with served(tmp_path, monkeypatch) as address:
            monkeypatch.setattr(install, "RELEASE", f"{address}/{archive.name}")
            done = put_in_place(LARGE, progress=lambda done, total: told.append((done, total)))
        assert (done.path, done.version, done.sha256) == (models / LARGE, "3.8.0", sha256_of(archive))
        assert told[-1] == (archive.stat().st_size, archive.stat().st_size)
        assert [path.name for path in models.iterdir()] == [LARGE]
        assert (models / LARGE / "config.cfg").is_file()
        assert load(LARGE)(TEXTS[0])[2].lemma_ == "spawacz"

    def test_what_was_fetched_and_is_another_file_is_removed(
        self, trained: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put_in_place(str(trained))
        archive = source_archive_of(trained, tmp_path)
        with served(tmp_path, monkeypatch) as address:
            monkeypatch.setattr(install, "RELEASE", f"{address}/{archive.name}")
            with pytest.raises(ModelError, match="SHA-256") as caught:
                put_in_place(LARGE)
        assert install.SHA256 in str(caught.value)
        assert sha256_of(archive) in str(caught.value)
        assert [path.name for path in models.iterdir()] == [LARGE]  # the one that was there

    def test_a_file_with_the_name_of_the_release_must_be_it(
        self, trained: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        archive = source_archive_of(trained, tmp_path)
        with pytest.raises(ModelError, match=install.SHA256):
            put_in_place(str(archive))
        assert archive.exists()  # it is the user's
        assert not models.exists()
        monkeypatch.setattr(install, "SHA256", sha256_of(archive))
        assert put_in_place(str(archive)).path == models / LARGE
        with pytest.raises(ModelError, match="0000"):
            put_in_place(str(archive), sha256="0" * 64)

    def test_a_source_archive_of_another_name_goes_by_what_is_in_it(
        self, trained: Path, models: Path, tmp_path: Path
    ) -> None:
        other = source_archive_of(trained, tmp_path).rename(tmp_path / "model")
        assert put_in_place(str(other)).path == models / LARGE
        assert "ner" in load(LARGE).pipe_names

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"change": "meta.json"}, "Suma kontrolna"),
            ({"extra": "pl_core_news_lg/more.py"}, "nie ma w jego spisie"),
            ({"lang": "de"}, "języka „de”"),
            ({"spacy_version": ">=3.9.0,<3.10.0"}, "Model jest dla spaCy >=3.9"),
            ({"spacy_version": ">=2.0,<2.1"}, "Model jest dla spaCy >=2.0"),
        ],
        ids=lambda value: str(value)[:30],
    )
    def test_what_is_refused_leaves_what_was_there(
        self, trained: Path, models: Path, tmp_path: Path, changes: dict[str, str], message: str
    ) -> None:
        put_in_place(str(trained))
        with pytest.raises(ModelError, match=message) as caught:
            put_in_place(str(wheel_of(trained, tmp_path, **changes)))  # type: ignore[arg-type]
        assert caught.value.remedy
        assert load(LARGE).pipe_names[-1] == "morfeusz"
        assert [path.name for path in models.iterdir()] == [LARGE]

    def test_a_wheel_that_is_cut_off(self, trained: Path, models: Path, tmp_path: Path) -> None:
        wheel = wheel_of(trained, tmp_path)
        wheel.write_bytes(wheel.read_bytes()[:-1000])
        with pytest.raises(ModelError, match="uszkodzony albo niepełny"):
            put_in_place(str(wheel))
        assert not list(models.iterdir())

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
            ("text.whl", "uszkodzony albo niepełny"),
            ("cut.whl", "uszkodzony albo niepełny"),
            ("no_record.whl", "To nie jest plik modelu"),
            ("climbing.whl", "poza swoim folderem"),
            ("other.whl", "brak config.cfg"),
            ("empty_folder", "brak config.cfg"),
            ("bare_folder", "meta.json"),
        ],
    )
    def test_one_message_and_nothing_left_behind(
        self, models: Path, tmp_path: Path, name: str, message: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("text.whl").write_text("to nie jest archiwum", encoding="utf-8")
        Path("cut.whl").write_bytes(b"PK\x03\x04 and no more")
        with zipfile.ZipFile("no_record.whl", "w") as archive:
            archive.writestr("config.cfg", "")
        with zipfile.ZipFile("climbing.whl", "w") as archive:
            archive.writestr("../config.cfg", "")
        with zipfile.ZipFile("other.whl", "w") as archive:  # a wheel of some other package
            archive.writestr("other-1.0.dist-info/RECORD", "")
        Path("empty_folder").mkdir()
        Path("bare_folder").mkdir()
        Path("bare_folder/config.cfg").touch()
        with pytest.raises(ModelError, match=message) as caught:
            put_in_place(name)
        assert caught.value.remedy
        assert not models.exists() or not list(models.iterdir())

    def test_without_a_network_the_steps_to_do_by_hand_are_told(
        self, models: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(install, "RELEASE", "http://127.0.0.1:9/model.tar.gz")
        with pytest.raises(ModelError, match="połączyć") as caught:
            put_in_place(LARGE)
        assert "127.0.0.1:9/model.tar.gz" in caught.value.remedy
        assert f"textmine models install {LARGE}-3.8.0.tar.gz" in caught.value.remedy

    def test_a_folder_that_cannot_be_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "file").touch()
        monkeypatch.setenv("TEXTMINE_MODELS", str(tmp_path / "file" / "models"))
        with pytest.raises(ModelError, match="folderu modeli"):
            put_in_place(LARGE)

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
