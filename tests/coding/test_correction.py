"""What a researcher's own coding changes: what is like it moves, the rest stays, and new codes are learned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from textmine import own_coder
from textmine.codebook import Codebook, default_codebook, parse_codebook
from textmine.coder_model import learned_coder, spoken_vectors
from textmine.coding import Coder, model_file
from textmine.coding.correction import log_odds, mode
from textmine.coding.learned import Learned, load_learned, shipped_model
from textmine.embed import MemoryCache, embed, load_encoder
from textmine.errors import GoldError, ModelError
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
    [considered] = coder.consider([sentence], vectors_of([sentence.clean]), least=0)
    return {c.code: c.confidence for c in considered}.get(code, 0.0)


# --- the fit -----------------------------------------------------------------------------------------------------


@given(
    size=st.integers(1, 40),
    repeated=st.integers(1, 20),
    seed=st.integers(0, 999),
    weight=st.sampled_from([0.1, 1.0, 6.0]),
    before=st.floats(-9.2, 9.2),
    share=st.floats(0, 1),
)
@settings(deadline=None)
def test_at_the_mode_weights_are_what_is_left_of_the_labels(
    size: int, repeated: int, seed: int, weight: float, before: float, share: float
) -> None:
    """The condition of the likeliest values: weights = labels - probabilities (Rasmussen & Williams 2006, equation 3.17).

    Whole steps of Newton's method never get there where many equal sentences are labelled against high odds.
    """
    chooser = np.random.default_rng(seed)
    points = np.repeat(chooser.normal(size=(-(-size // repeated), 4)), repeated, axis=0)[:size]
    kernel = weight * (points @ points.T) + 0.1
    labels = chooser.random(size) < share
    weights = mode(kernel, np.full(size, before), labels)
    sure = 1 / (1 + np.exp(-(before + kernel @ weights)))
    np.testing.assert_allclose(weights, labels - sure, atol=5e-3)


def test_equal_short_answers_are_learned_against_a_coder_that_is_sure() -> None:
    kernel = np.full((65, 65), 0.5) + 20 * np.eye(65)
    kernel[:5, :5] = 21
    labels = np.arange(65) < 5
    weights = mode(kernel, np.full(65, -9.0), labels)
    assert (kernel @ weights - 9.0)[0] > 1


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
    near, far = (
        say("Nie ma u nas gdzie zaparkować."),
        say("Na imieninach szefa był tort z trzema sprężynami."),
    )
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
    corrected = model_file.load(own)
    assert isinstance(corrected, model_file.Corrected)
    again = tmp_path / "again.npz"
    model_file.save_correction(corrected, again)
    assert again.read_bytes() == own.read_bytes()


def test_a_code_that_is_not_in_the_codebook_stays_as_it_was(say: Say, shipped: Learned, own: Path) -> None:
    found = model_file.load(own)
    assert isinstance(found, model_file.Corrected)
    column = found.correction.codes.index("bariery.kadry")
    regression = found.correction.regression
    assert not regression.words[:, column].any() and not regression.slope[:, column].any()
    sentence, book = say("Brakuje nam spawaczy."), default_codebook()
    same = sure_of(shipped, book, sentence, "bariery.kadry")
    assert sure_of(load_learned(own), book, sentence, "bariery.kadry") == pytest.approx(same, abs=2e-3)


def test_nobody_learns_from_moderators(say: Say, tmp_path: Path) -> None:
    sentences = [replace(say(text, role=Role.MODERATOR), id=f"m{n}") for n, text in enumerate(PLAIN * 2)]
    coded = {sentence.id: frozenset[str]() for sentence in sentences}
    with pytest.raises(GoldError, match="Ręcznie zakodowano 0 zdań"):
        train_own(
            analysis_of(sentences), coded, BOOK, vectors_of, ENCODER.name, MEMORY, tmp_path / "coder.npz"
        )


def test_a_changed_byte_of_a_file_is_told(own: Path, tmp_path: Path) -> None:
    whole = own.read_bytes()
    damaged = tmp_path / "damaged.npz"
    for place in range(200, len(whole), max(1, len(whole) // 150)):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with suppress(ModelError):
            model_file.load(damaged)


def test_with_another_encoder_a_coder_is_trained_anew(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a part of the bank: whole scenes from all of it."""
    monkeypatch.setattr(own_coder, "MOST_OF_BANK", 400)
    said = [(text, frozenset({"bariery.kadry"})) for text in HOUSING]
    said += [(text, frozenset[str]()) for text in PLAIN + PARKING]
    sentences = [replace(say(text), id=f"s{n}", turn=n) for n, (text, _) in enumerate(said)]
    coded = {f"s{n}": codes for n, (_, codes) in enumerate(said)}
    chooser = np.random.default_rng(0)
    path = tmp_path / "coder.npz"

    def encode(texts: Sequence[str]) -> Vectors:
        found = chooser.normal(size=(len(texts), 8)).astype(np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    trained = train_own(analysis_of(sentences), coded, default_codebook(), encode, "inny", MEMORY, path)
    assert trained.own == len(said) and 200 < trained.bank < 500
    learned = load_learned(path)
    assert learned.encoder == "inny" and learned.correction is None


def test_what_was_learned_for_another_coder_is_told_and_passed_over(
    say: Say, shipped: Learned, own: Path
) -> None:
    found = model_file.load(own)
    assert isinstance(found, model_file.Corrected)
    model_file.save_correction(replace(found, base="inny"), own)
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
