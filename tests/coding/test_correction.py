"""What a researcher's own coding changes: what is like it moves, the rest stays, and new codes are learned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from textmine.codebook import Codebook, default_codebook, parse_codebook
from textmine.coder_model import learned_coder, spoken_vectors
from textmine.coding import Coder, model_file
from textmine.coding.correction import log_odds, mode
from textmine.coding.learned import Learned, load_learned, shipped_model
from textmine.embed import MemoryCache, embed, load_encoder
from textmine.errors import ModelError
from textmine.own_coder import FEWEST_SENTENCES, train_own
from textmine.records import Analysis, Role, RunInfo, Sentence

Say = Callable[..., Sentence]
Vectors = NDArray[np.float32]
ENCODER = load_encoder()
MEMORY = MemoryCache()

# Sentences of one study whose researcher calls a lack of flats a barrier of its own, and parking a matter of infrastructure.
HOUSING = [
    "Młodzi nie mają gdzie mieszkać, więc wyjeżdżają.",
    "Na mieszkanie z gminy czeka się u nas dziesięć lat.",
    "Ślusarz chciał przyjść, ale nie znalazł mieszkania.",
    "Wynajęcie kawalerki kosztuje tyle, co pół wypłaty.",
    "Bloków nikt nie stawia, ludzie mieszkają u teściów.",
    "Kto się żeni, ten ucieka, bo nie ma mieszkań.",
]
PARKING = [
    "Samochody stoją na trawniku, bo parking jest na dziesięć aut.",
    "Klient krąży i nie ma gdzie zaparkować.",
    "Parkingu pod halą nie ma wcale.",
    "Tiry parkują na poboczu, bo placu nie ma.",
    "Gdzie ja mam postawić auto, jak parkingu nie ma?",
]
PLAIN = [
    "Firmę założył dziadek w sześćdziesiątym drugim.",
    "Robimy sprężyny do materacy.",
    "W hali jest ciepło.",
    "Pan Zenek śpiewa w chórze.",
    "Mamy trzy tokarki i jedną frezarkę.",
    "Obiady wozi nam bar z rynku.",
    "Syn studiuje w Poznaniu.",
    "Mieszkanie mam po babci, w kamienicy.",
    "Na dachu jest gniazdo bociana.",
    "W piątki kończymy o drugiej.",
    "Brat gra na akordeonie.",
    "Parking odśnieża pan Józek.",
]
TEXT = "themes:\n  bariery:\n    label: Bariery\n    codes:\n      infrastruktura: {definition: Drogi i place.}\n"
BOOK = parse_codebook(TEXT + "      mieszkania: {definition: Gdzie mieszkać.}\n", where="k")


def vectors_of(texts: Sequence[str]) -> Vectors:
    return embed(texts, ENCODER, MEMORY)


def analysis_of(sentences: Sequence[Sentence]) -> Analysis:
    return Analysis((), {}, tuple(sentences), (), None, {}, RunInfo("próba", "", "", "", ""))


@pytest.fixture(scope="module")
def shipped() -> Learned:
    return load_learned(shipped_model())


@pytest.fixture
def own(say: Say, tmp_path: Path) -> Path:
    """What was learned from the study."""
    said = [
        *((text, frozenset({"bariery.mieszkania"})) for text in HOUSING),
        *((text, frozenset({"bariery.infrastruktura"})) for text in PARKING),
        *((text, frozenset[str]()) for text in PLAIN),
    ]
    assert len(said) >= FEWEST_SENTENCES
    sentences = [replace(say(text), id=f"s{n}", turn=n) for n, (text, _) in enumerate(said)]
    coded = {f"s{n}": codes for n, (_, codes) in enumerate(said)}
    path = tmp_path / "coder.npz"
    trained = train_own(analysis_of(sentences), coded, BOOK, vectors_of, ENCODER.name, MEMORY, path)
    assert (trained.own, trained.bank, trained.left_out) == (len(said), 0, ())
    return path


def sure_of(learned: Learned, book: Codebook, sentence: Sentence, code: str) -> float:
    coder = Coder(book, learned=learned, memory=MEMORY)
    [vector] = vectors_of([sentence.clean])
    return {c.code: c.confidence for c in coder.consider(sentence, vector, least=0)}.get(code, 0.0)


# --- the fit -----------------------------------------------------------------------------------------------------


@given(st.integers(1, 12), st.integers(0, 99), st.floats(-3, 3))
def test_at_the_mode_weights_are_what_is_left_of_the_labels(size: int, seed: int, before: float) -> None:
    """The condition of the likeliest values: weights = labels - probabilities (Rasmussen & Williams 2006, equation 3.17)."""
    chooser = np.random.default_rng(seed)
    points = chooser.normal(size=(size, 4))
    kernel = points @ points.T + 0.1
    labels = chooser.random(size) < 0.5
    weights = mode(kernel, np.full(size, before), labels)
    sure = 1 / (1 + np.exp(-(before + kernel @ weights)))
    np.testing.assert_allclose(weights, labels - sure, atol=2e-3)


def test_log_odds_are_kept_from_the_ends() -> None:
    found = log_odds(np.array([0.0, 0.5, 1.0], np.float32))
    assert np.isfinite(found).all() and found[1] == 0 and found[0] == pytest.approx(-found[2], abs=1e-3)


# --- a study of one's own ----------------------------------------------------------------------------------------


def test_a_code_of_ones_own_is_learned_from_a_few_sentences(say: Say, own: Path) -> None:
    learned = load_learned(own)
    assert learned.codes[-1] == "bariery.mieszkania"
    lack = say("Nowy spawacz zrezygnował, bo nie znalazł tu mieszkania.")
    plain = say("Mieszkanie odziedziczyłem po ciotce.")
    assert sure_of(learned, BOOK, lack, "bariery.mieszkania") > 0.5
    assert sure_of(learned, BOOK, plain, "bariery.mieszkania") < 0.3
    coder = Coder(BOOK, learned=learned, memory=MEMORY)
    [coding] = [c for c in coder.code([lack], vectors_of([lack.clean])) if c.code == "bariery.mieszkania"]
    assert "Ślusarz chciał przyjść" in coding.reason or "„" in coding.reason


def test_a_known_code_moves_where_sentences_are_like_ones_own_and_stays_elsewhere(
    say: Say, shipped: Learned, own: Path
) -> None:
    learned, code, book = load_learned(own), "bariery.infrastruktura", default_codebook()
    near, far = say("Nie ma u nas gdzie zaparkować."), say("Droga do zakładu jest dziurawa jak sito.")
    assert sure_of(learned, book, near, code) > sure_of(shipped, book, near, code)
    assert sure_of(learned, book, far, code) == pytest.approx(sure_of(shipped, book, far, code), abs=0.15)


DEBATE = [
    "Artykuł trzeci otrzymuje brzmienie, które państwo mają przed sobą.",
    "Trybunał orzeka o zgodności ustaw z konstytucją.",
    "Sejm powołuje sędziów na wniosek prezydium albo pięćdziesięciu posłów.",
    "Prezydent podpisuje ustawę w ciągu dwudziestu jeden dni.",
    "Wolność sumienia i religii należy do praw człowieka.",
    "Kadencja senatu trwa cztery lata i kończy się z kadencją sejmu.",
]


def test_talk_that_was_looked_at_is_foreign_no_more(say: Say, shipped: Learned, tmp_path: Path) -> None:
    debate = [replace(say(text), id=f"d{n}", turn=n) for n, text in enumerate(DEBATE * 6)]
    vectors = vectors_of([sentence.clean for sentence in debate])
    assert shipped.is_foreign(vectors)
    path = tmp_path / "coder.npz"
    coded = {sentence.id: frozenset[str]() for sentence in debate}
    train_own(analysis_of(debate), coded, BOOK, vectors_of, ENCODER.name, MEMORY, path)
    assert not load_learned(path).is_foreign(vectors)


def test_learning_again_gives_the_same_file_and_a_saved_one_says_the_same(
    say: Say, own: Path, tmp_path: Path
) -> None:
    correction, base = model_file.load_correction(own)
    again = tmp_path / "again.npz"
    model_file.save_correction(correction, base, again)
    assert again.read_bytes() == own.read_bytes()
    with pytest.raises(ModelError):
        model_file.load(own)
    with pytest.raises(ModelError):
        model_file.load_correction(shipped_model())


def test_what_was_learned_for_another_coder_is_told_and_passed_over(
    say: Say, shipped: Learned, own: Path
) -> None:
    correction, _ = model_file.load_correction(own)
    model_file.save_correction(correction, "inny", own)
    with pytest.raises(ModelError, match="z inną wersją programu") as caught:
        load_learned(own)
    assert "textmine train" in str(caught.value.remedy)
    learned, problems = learned_coder(own.parent, ENCODER.name)
    assert learned is not None and learned.correction is None and len(problems) == 1


def test_vectors_of_moderators_are_not_asked_for(say: Say) -> None:
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return np.ones((len(texts), 3), np.float32)

    sentences = [say("Brakuje ludzi."), replace(say("Kogo brakuje?"), role=Role.MODERATOR)]
    found = spoken_vectors(sentences, encode, 3)
    assert asked == ["Brakuje ludzi."] and found.tolist() == [[1, 1, 1], [0, 0, 0]]
