"""The three engines on a small text of four subjects: the subjects are found, and the same ones every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from textmine.embed import MemoryCache, embed, load_encoder
from textmine.errors import TopicError
from textmine.nlp import load
from textmine.nlp.annotate import annotate
from textmine.records import Document, Role, Sentence, Token, TopicModel, Turn
from textmine.topics import TOPIC_ENGINES, fit

SUBJECTS = {
    "szkoła": """
Technikum w powiecie otworzyło klasę patronacką i uczniowie mają u nas praktyki.
Nauczyciel zawodu zarabia tak mało, że żaden inżynier nie pójdzie uczyć do szkoły.
Uczniowie przychodzą na praktyki do zakładu dwa razy w tygodniu, a szkoła płaci za ubezpieczenie.
Pracownia w szkole jest stara, uczniowie uczą się na tokarkach po dziadkach.
Klasa patronacka liczy osiemnastu uczniów, a nauczyciel zawodu jest jeden.
Dyrektor szkoły prosi o tokarki do pracowni, bo uczniowie nie mają na czym ćwiczyć.
Praktyki uczniów kończą się egzaminem, a egzamin zdają u nas w pracowni.
Zamknięto zawodówkę i szkoła straciła pracownię, a zakład praktyki.
Rodzice wolą liceum, więc klasa patronacka w technikum zbiera uczniów z trudem.
Egzamin z zawodu zdało dziesięciu uczniów, nauczyciel był dumny z klasy.
""",
    "prąd": """
Rachunek za prąd wzrósł trzy razy, a energia to połowa kosztów odlewni.
Piec w odlewni bierze tyle prądu co całe osiedle, więc taryfa nocna ratuje nam koszty.
Fotowoltaika na dachu odlewni daje energię w południe, a piec grzejemy nocą.
Energia drożeje, taryfa się zmienia, a cena odlewu stoi w miejscu.
Magazyn energii kosztuje więcej niż piec, choć rachunek za prąd by zmalał.
Operator sieci odmówił mocy dla pieca, fotowoltaika też czeka na przyłącze.
Gaz i prąd to dwie trzecie kosztów, taryfa na gaz skończyła się w marcu.
Przy tej cenie energii odlewnia grzeje piec tylko w nocy.
Koszty energii zjadają zysk z odlewu, rachunek przychodzi co miesiąc wyższy.
Taryfa nocna jest tańsza, więc piec i odlewnia pracują po ciemku.
""",
    "droga": """
Obwodnica miasta kończy się w polu, a ciężarówki jadą przez rynek.
Most na rzece ma nośność piętnastu ton, więc ciężarówki z konstrukcją jadą objazdem.
Gmina łata drogę do strefy, ale ciężarówki robią w niej dziury po każdej zimie.
Autobus do strefy jeździ o szóstej, następny autobus jest po południu.
Objazd przez wieś to dwadzieścia kilometrów drogi i zły humor mieszkańców.
Mieszkańcy skarżą się na ciężarówki, a gmina stawia znak zamiast obwodnicy.
Droga powiatowa do strefy jest wąska, dwie ciężarówki się na niej nie miną.
Most miał być remontowany, ale gmina i powiat kłócą się o objazd.
Bez obwodnicy strefa stoi pusta, bo droga kończy się przy moście.
Autobus nie zatrzymuje się przy strefie, mieszkańcy idą drogą pieszo.
""",
    "targi": """
Na targi w Hanowerze pojechaliśmy ze wspólnym stoiskiem i katalogiem.
Stoisko na targach kosztuje tyle, że mała firma sama nie pokaże się klientom z eksportu.
Handlowiec rozdał na targach sto katalogów i przywiózł jednego klienta z Danii.
Eksport do Szwecji zaczął się od rozmowy na stoisku, klient wziął katalog.
Marka regionu na targach przyciąga klientów, sam katalog już nie.
Klient z eksportu pyta o certyfikat, a handlowiec o język niemiecki.
Katalog wspólny mamy w trzech językach, stoisko też robimy z klastrem.
Misja handlowa do Danii dała nam klienta i większy eksport niż targi.
Handlowiec od eksportu jeździ na targi cztery razy do roku.
Nasza marka w Szwecji to jeden klient, którego handlowiec poznał na stoisku.
""",
}
Material = tuple[list[Sentence], NDArray[np.float32]]
# BERTopic compiles its libraries when it is first used.
ENGINES = [pytest.param("bertopic", marks=pytest.mark.slow), "lda", "nmf"]
SIZES = {"min_words": 18, "max_words": 40}


@pytest.fixture(scope="module")
def material() -> Material:
    """Every two sentences of a subject are somebody's answer to a question."""
    nlp = load("embedded")
    sentences: list[Sentence] = []
    for subject, text in SUBJECTS.items():
        lines = text.strip().split("\n")
        said = ["Proszę powiedzieć o tym więcej.", *(" ".join(lines[n : n + 2]) for n in range(0, 10, 2))]
        full = "\n".join(said)
        turns, place = [], 0
        for number, part in enumerate(said):
            role = Role.RESPONDENT if number else Role.MODERATOR
            turns.append(Turn(f"R{number}", role, place, place + len(part), part))
            place += len(part) + 1
        sentences += annotate(Document(f"{subject}.txt", full, tuple(turns), "txt", "utf-8", ""), nlp)
    return sentences, embed([sentence.clean for sentence in sentences], load_encoder(), MemoryCache())


@pytest.fixture(scope="module", params=ENGINES)
def model(request: pytest.FixtureRequest, material: Material) -> TopicModel:
    """What each engine finds when asked for four topics."""
    return fit(*material, engine=request.param, topics=4, **SIZES)


def spoken(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Without the questions."""
    return [sentence for sentence in sentences if sentence.role is not Role.MODERATOR]


def test_numbers_add_up(model: TopicModel, material: Material) -> None:
    assert model.passages == 20
    assert sum(topic.size for topic in model.topics) + model.unassigned == model.passages
    assert [topic.id for topic in model.topics] == list(range(1, len(model.topics) + 1))
    sizes = [topic.size for topic in model.topics]
    assert sizes == sorted(sizes, reverse=True) and 0 not in sizes
    for topic in model.topics:
        assert topic.share == pytest.approx(topic.size / model.passages, abs=1e-4)


def test_passages_can_be_drawn(model: TopicModel, material: Material) -> None:
    assert len(model.units) == model.passages
    assert all(-1 <= unit.x <= 1 and -1 <= unit.y <= 1 for unit in model.units)
    assert [identity for unit in model.units for identity in unit.sentences] == [
        sentence.id for sentence in spoken(material[0])
    ]
    for unit in model.units:
        assert all(model.weights.get(identity, {}) == unit.weights for identity in unit.sentences)
    for topic, row in zip(model.topics, model.distances, strict=True):
        assert len(row) == len(model.topics) and row[topic.id - 1] == 0 and all(0 <= gap <= 2 for gap in row)
        assert 1 <= len(topic.typical) <= 3 and len(topic.typical) == len(topic.examples)
        for place, example in zip(topic.typical, topic.examples, strict=True):
            assert example in model.units[place].sentences


def test_weights_are_of_known_topics_and_sum_to_one(model: TopicModel, material: Material) -> None:
    known = {topic.id for topic in model.topics}
    assert set(model.weights) <= {sentence.id for sentence in spoken(material[0])}
    for weights in model.weights.values():
        assert set(weights) <= known and sum(weights.values()) == pytest.approx(1.0)
        assert all(weight > 0 for weight in weights.values())


def test_terms_are_polish_words_in_their_base_form(model: TopicModel) -> None:
    for topic in model.topics:
        words = [word for word, _ in topic.terms]
        assert 3 <= len(words) == len(set(words)) <= 8
        assert topic.label == ", ".join(words[:3])
        weights = [weight for _, weight in topic.terms]
        assert weights == sorted(weights, reverse=True)
    named = {word for topic in model.topics for term, _ in topic.terms for word in term.split()}
    assert {"klient", "uczeń", "ciężarówka"} <= named
    assert not named & {"uczniowie", "ciężarówki", "się", "być", "proszę"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_word_that_one_passage_says_again_and_again_names_no_topic(material: Material, engine: str) -> None:
    sentences, vectors = material
    stork = Token("bocian", "bocian", "NOUN", "subst", "", 0, 1)
    odd = [
        replace(sentence, tokens=(*sentence.tokens, *(stork,) * (5 if place == 1 else 0)))
        for place, sentence in enumerate(sentences)
    ]
    model = fit(odd, vectors, engine=engine, topics=4, **SIZES)
    assert "bocian" not in {word for topic in model.topics for word, _ in topic.terms}


def test_examples_are_sentences_of_their_topic(model: TopicModel, material: Material) -> None:
    said = {sentence.id: sentence for sentence in material[0]}
    for topic in model.topics:
        assert 1 <= len(topic.examples) <= 3 and len(set(topic.examples)) == len(topic.examples)
        for example in topic.examples:
            assert said[example].role is not Role.MODERATOR
            assert model.topic_of(example) == topic


def test_the_same_topics_every_time(model: TopicModel, material: Material) -> None:
    assert fit(*material, engine=model.engine, topics=4, **SIZES) == model


def test_subjects_are_told_apart(model: TopicModel, material: Material) -> None:
    found: dict[int, Counter[str]] = {}
    for sentence in spoken(material[0]):
        topic = model.topic_of(sentence.id)
        if topic:
            found.setdefault(topic.id, Counter())[sentence.document] += 1
    right = sum(subjects.most_common(1)[0][1] for subjects in found.values())
    assert right >= {"bertopic": 36, "lda": 24, "nmf": 36}[model.engine]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_engine_may_choose_their_number(material: Material, engine: str) -> None:
    model = fit(*material, engine=engine, **SIZES)
    assert len(model.topics) == 4 or (engine == "lda" and 2 <= len(model.topics) <= 4)
    assert model == fit(*material, engine=engine, **SIZES)
    assert all("\n" not in note for note in model.notes)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("topics", [1, 200])
def test_numbers_that_do_not_suit_the_material(material: Material, engine: str, topics: int) -> None:
    model = fit(*material, engine=engine, topics=topics, **SIZES)
    assert 1 <= len(model.topics) <= min(topics, model.passages)
    assert sum(topic.size for topic in model.topics) + model.unassigned == model.passages


def test_progress_ends_with_all(material: Material) -> None:
    told: list[tuple[int, int]] = []
    fit(*material, engine="nmf", topics=3, **SIZES, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (0, 10) and told[-1] == (10, 10) and told == sorted(told)


def test_too_little_material(material: Material) -> None:
    sentences, vectors = material
    with pytest.raises(
        TopicError, match="Za mało materiału na tematy: 5 fragmentów, potrzeba co najmniej 12"
    ):
        fit(sentences[:11], vectors[:11], **SIZES)
    with pytest.raises(TopicError, match="0 fragmentów"):
        fit([], vectors[:0])


def test_files_that_repeat_each_other(material: Material) -> None:
    sentences, vectors = material
    copies = [
        replace(sentence, id=f"{number}-{sentence.id}", document=f"{number}.txt")
        for number in range(10)
        for sentence in sentences[:5]
    ]
    with pytest.raises(TopicError, match="prawie jednakowe"):
        fit(copies, np.tile(vectors[:5], (10, 1)), **SIZES)


def test_all_engines_are_tested() -> None:
    assert TOPIC_ENGINES == ("bertopic", "lda", "nmf")


def test_an_engine_that_does_not_exist(material: Material) -> None:
    with pytest.raises(TopicError, match="Wybierz: bertopic, lda, nmf"):
        fit(*material, engine="top2vec", **SIZES)


def test_how_the_people_of_a_document_talk_is_no_topic() -> None:
    from textmine.topics.features import without_own_voice
    from textmine.topics.passages import Passage

    rng = np.random.default_rng(0)
    subjects, voices = rng.normal(size=(2, 32)), 1.5 * rng.normal(size=(6, 32))
    units = [Passage((n,), 40, ("a",), f"{n % 6}.txt") for n in range(120)]
    vectors = np.stack([subjects[n // 60] + voices[n % 6] + 0.1 * rng.normal(size=32) for n in range(120)])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cleared = without_own_voice(units, vectors.astype(np.float32))
    likeness = cleared @ cleared.T
    same = np.equal.outer(np.arange(120) // 60, np.arange(120) // 60)
    assert likeness[same].min() > likeness[~same].max()
    before = vectors @ vectors.T
    assert before[same].min() < before[~same].max()


# Material that is hard: the answer is of use, or says that there is too little.


@pytest.mark.parametrize("engine", ENGINES)
def test_one_speaker_only(material: Material, engine: str) -> None:
    sentences = [replace(one, document="W01.txt", speaker="R") for one in spoken(material[0])]
    places = [place for place, one in enumerate(material[0]) if one.role is not Role.MODERATOR]
    model = fit(sentences, material[1][places], engine=engine, **SIZES)
    assert len(model.topics) >= 2 and model.unassigned == 0
    assert len({topic.label for topic in model.topics}) == len(model.topics)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("passages", [12, 15])
def test_few_passages(material: Material, engine: str, passages: int) -> None:
    places = [place for place, one in enumerate(material[0]) if one.role is not Role.MODERATOR]
    few = places[: 2 * passages]
    model = fit([material[0][place] for place in few], material[1][few], engine=engine, **SIZES)
    assert model.passages == passages
    assert 2 <= len(model.topics) <= 3 and all(topic.label and topic.examples for topic in model.topics)
    assert model.choice and model.reason


@pytest.mark.parametrize("engine", ENGINES)
def test_passages_without_a_noun_have_no_topic_and_are_counted(material: Material, engine: str) -> None:
    sentences, vectors = material
    yes = Token("tak", "tak", "PART", "part", "", 0, 3)
    silent = {place for place, one in enumerate(sentences) if one.document == "prąd.txt"}
    odd = [
        replace(one, tokens=(yes,) * 20) if place in silent else one for place, one in enumerate(sentences)
    ]
    model = fit(odd, vectors, engine=engine, topics=3, **SIZES)
    lost = [one for one in odd if one.document == "prąd.txt" and one.role is not Role.MODERATOR]
    assert model.unassigned == len([unit for unit in model.units if not unit.weights]) >= 5
    assert all(model.topic_of(one.id) is None for one in lost)
    assert sum(topic.size for topic in model.topics) + model.unassigned == model.passages


@pytest.mark.parametrize("engine", ["bertopic", "nmf"])
def test_two_topics_only(material: Material, engine: str) -> None:
    model = fit(*material, engine=engine, topics=2, **SIZES)
    assert len(model.topics) == 2 and not model.choice
    assert len(model.distances) == 2 and model.distances[0][1] > 0


def test_the_number_is_chosen_and_the_reason_told(material: Material) -> None:
    model = fit(*material, engine="nmf", **SIZES)
    assert [row.topics for row in model.choice if row.chosen] == [len(model.topics)]
    assert model.reason.startswith(f"{len(model.topics)} temat")


@pytest.mark.slow
def test_nothing_is_printed(material: Material, capfd: pytest.CaptureFixture[str]) -> None:
    fit(*material, engine="bertopic", **SIZES)
    assert capfd.readouterr() == ("", "")
