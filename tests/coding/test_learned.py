"""The trained coder: what it learned from, its file, and sentences that no list of cues finds."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from textmine.codebook import default_codebook, parse_codebook
from textmine.coding import Coder, few_shot, model_file
from textmine.coding.bank import COLUMNS, analysed, read_bank
from textmine.coding.combined import Combiner, train_combiner
from textmine.coding.features import contexts, features, neighbours
from textmine.coding.learned import Heard, Learned, load_learned, shipped_model
from textmine.coding.machine import Machine, kinship, theme_order
from textmine.coding.readings import readings_of
from textmine.coding.regression import CURVE, SLOPE, Bends, Vocabulary, centred, kernel, vector_kernel
from textmine.coding.rules import Rules, asked_themes
from textmine.coding.teach import CodedSentences, examples_of, of_bank, teach, trial_of
from textmine.coding.training import RIDGE, Examples, train
from textmine.coding.trial import NEVER, held_back, in_rounds
from textmine.coding.tune import FOLDERS
from textmine.embed import MemoryCache, embed, load_encoder
from textmine.errors import GoldError, ModelError
from textmine.nlp import load
from textmine.records import Coding, Method, Role, Sentence

Say = Callable[..., Sentence]
CODEBOOK = default_codebook()
CODES = {code.id for code in CODEBOOK.codes}
REPOSITORY = Path(__file__).parents[2]
BANK = REPOSITORY / "models" / "coder" / "bank"


@pytest.fixture(scope="module")
def encode() -> Callable[[Sequence[str]], NDArray[np.float32]]:
    encoder, cache = load_encoder(), MemoryCache()
    return lambda texts: embed(texts, encoder, cache)


@pytest.fixture(scope="module")
def learned() -> Learned:
    return load_learned(shipped_model())


@pytest.fixture(scope="module")
def code_all(
    learned: Learned, encode: Callable[[Sequence[str]], NDArray[np.float32]]
) -> Callable[..., list[Coding]]:
    coder = Coder(CODEBOOK, learned=learned)

    def coded(sentences: Sequence[Sentence]) -> list[Coding]:
        return coder.code(sentences, encode([sentence.clean for sentence in sentences]))

    return coded


@pytest.fixture(scope="module")
def small() -> Examples:
    """A few scenes of the bank, with vectors that are made up: training must not care where they come from."""
    rows = [row for row in read_bank(BANK, CODES) if row.scene.startswith("a0")]
    chooser = np.random.default_rng(0)
    by_text: dict[str, NDArray[np.float32]] = {}

    def vectors(texts: Sequence[str]) -> NDArray[np.float32]:
        for text in texts:
            vector = chooser.normal(size=16).astype(np.float32)
            by_text.setdefault(text, vector / np.linalg.norm(vector))
        return np.stack([by_text[text] for text in texts])

    return examples_of([of_bank(rows, analysed(rows, load("embedded")))], CODEBOOK, vectors)


# --- the bank ----------------------------------------------------------------------------------------------------


def test_the_bank_is_broad() -> None:
    rows = [row for row in read_bank(BANK, CODES) if row.role is Role.RESPONDENT]
    given = Counter(code for row in rows for code in row.codes)
    assert len(rows) >= 3000
    assert set(given) == CODES and min(given.values()) >= 80, given
    uncoded = [row for row in rows if not row.codes]
    assert len(uncoded) >= 0.45 * len(rows)
    texts = Counter(row.text for row in rows if len(row.text) > 25)
    assert [text for text, times in texts.items() if times > 1] == []


def test_nothing_is_learned_from_what_is_measured() -> None:
    import csv

    with (REPOSITORY / "corpus" / "gold.csv").open(encoding="utf-8", newline="") as file:
        measured = {row["sentence"].strip() for row in csv.DictReader(file) if row["split"] == "measuring"}
    long = {text for text in measured if len(text) > 25}
    assert len(long) > 500
    bank = {row.text for name in FOLDERS for row in read_bank(BANK.parent / name, CODES)}
    assert not long & bank
    pairs = REPOSITORY / "benchmarks" / "contrast_pairs.txt"
    if pairs.exists():
        lines = pairs.read_text(encoding="utf-8").splitlines()
        assert not bank & {part.strip() for line in lines if line[:1] != "#" for part in line.split("|")[1:]}


def test_the_bank_has_the_sample_as_it_is_coded_now() -> None:
    import csv

    with (REPOSITORY / "corpus" / "gold.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "tuning"]
    times = Counter((row["document"], row["sentence"]) for row in rows)
    coded = {
        (row["document"], row["sentence"]): frozenset(filter(None, row["codes"].split(";")))
        for row in rows
        if times[row["document"], row["sentence"]] == 1
    }
    documents = {document for document, _ in coded}
    bank = [row for row in read_bank(BANK, CODES) if row.scene in documents and row.role is Role.RESPONDENT]
    same = [coded[row.scene, row.text] == row.codes for row in bank if (row.scene, row.text) in coded]
    # A few rows hold two sentences of the file.
    assert len(same) > 850 and all(same)


def test_the_sentences_of_a_pair_do_not_follow_each_other(tmp_path: Path) -> None:
    lines = [
        ",".join(COLUMNS),
        "p1,1,respondent,,,Brakuje nam ludzi.,bariery.kadry,direct",
        "p1,2,respondent,,,Ludzi nam nie brakuje.,,denied",
        "s1,1,respondent,,,Raz.,,plain",
        "s1,2,respondent,,,Dwa.,,plain",
        "s1,3,respondent,,,Trzy.,,plain",
    ]
    (tmp_path / "x.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sentences = analysed(read_bank(tmp_path, CODES), load("embedded"))
    assert neighbours(sentences) == [(-1, -1), (-1, -1), (-1, 3), (2, 4), (3, -1)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("s,1,respondent,iob,,Brakuje ludzi.,bariery.kadra,", "Nieznany kod „bariery.kadra”"),
        ("s,1,moderator,iob,,Czego brakuje?,bariery.kadry,", "Słowa prowadzącego mają kod"),
        ("s,1,gość,iob,,Brakuje ludzi.,,", "Nieznana rola „gość”"),
        ("s,1,respondent,iob,, ,,", "Wiersz nie ma zdania"),
    ],
)
def test_a_bad_row_of_the_bank_is_named(tmp_path: Path, row: str, said: str) -> None:
    file = tmp_path / "x.csv"
    good = "s,0,respondent,iob,,Dobrze.,,plain"
    file.write_text("\n".join([",".join(COLUMNS), good, row]) + "\n", encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        read_bank(tmp_path, CODES)
    assert said in str(caught.value) and f"{file}, wiersz 3" in str(caught.value)


def trained(examples: Examples) -> tuple[Machine, Combiner]:
    """A machine and a combiner, without a reader."""
    machine, unseen = train(examples, "próbny")
    return machine, train_combiner(trial_of(examples, unseen, None, MemoryCache()))


# --- training ----------------------------------------------------------------------------------------------------


def test_training_again_gives_the_same_coder(small: Examples, tmp_path: Path) -> None:
    contents = []
    for name in ("one.npz", "two.npz"):
        machine, combiner = trained(small)
        model_file.save(machine, combiner, tmp_path / name)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]


def test_scores_of_what_was_held_back_are_those_of_a_machine_that_never_saw_it(small: Examples) -> None:
    back = small.rounds != NEVER
    assert 0 < back.sum() < len(back)
    machine, unseen = train(small, "próbny")
    assert unseen.code.shape == (back.sum(), len(small.codes))
    # Words and the centre are those of all examples: they may differ by what is said there, not by the labels.
    turned = replace(small, labels=small.labels.copy())
    turned.labels[back] = ~turned.labels[back]
    turned_machine, again = train(turned, "próbny")
    for before, after in ((unseen.code, again.code), (unseen.domain, again.domain)):
        np.testing.assert_allclose(after, before, atol=1e-3)
    features = [small.features[row] for row in np.flatnonzero(back)]
    seen, seen_turned = (one.scores(features, small.vectors[back]).code for one in (machine, turned_machine))
    assert np.abs(seen_turned - seen).max() > 0.1


def test_held_back_is_solved_as_if_the_rest_were_all(small: Examples) -> None:
    """The corner of the Cholesky factor gives what solving the rest alone gives, in every round and with any weights."""
    weights = np.random.default_rng(2).choice(np.float32([1, 3]), len(small.rounds))
    examples = replace(small, rounds=in_rounds(len(small.rounds)), weights=weights)
    words = Vocabulary.of(small.features).matrix(small.features)
    alike = kernel(words, centred(small.vectors, small.vectors.mean(axis=0))).astype(np.float64) + 1
    _, unseen = train(examples, "próbny")
    assert len(unseen.code) == len(alike)
    for number in range(5):
        back = np.flatnonzero(examples.rounds == number)
        rest = np.flatnonzero(examples.rounds != number)
        ridge = np.diag(RIDGE / weights[rest])
        dual = np.linalg.solve(alike[np.ix_(rest, rest)] + ridge, small.targets[rest])
        expected = alike[np.ix_(back, rest)] @ dual
        np.testing.assert_allclose(unseen.code[back], expected[:, : len(small.codes)], atol=1e-3)


def test_a_trial_has_the_neighbours_and_labels_of_its_sentences(small: Examples) -> None:
    rows = np.flatnonzero(small.rounds != NEVER)
    _, unseen = train(small, "próbny")
    trial = trial_of(small, unseen, None, MemoryCache())
    assert trial.scenes == [small.scenes[row] for row in rows]
    assert np.array_equal(trial.labels, small.labels[rows])
    followed = 0
    for place, (before, _) in enumerate(trial.neighbours):
        expected, _ = small.neighbours[rows[place]]
        assert (rows[before] == expected) if before >= 0 else expected == -1
        followed += before >= 0
    assert followed > 10


def test_a_researchers_own_theme_is_tried_though_one_interview_has_it(
    say: Say, encode: Callable[[Sequence[str]], NDArray[np.float32]]
) -> None:
    """No scene of the bank has the theme, and the interview is a single document."""
    text = "themes:\n  mieszkanie:\n    label: Mieszkanie\n    codes:\n      brak: {definition: Nie ma gdzie mieszkać.}"
    homes = [
        "Młodzi nie mają tu gdzie mieszkać.",
        "Mieszkań na wynajem nie ma.",
        "Na mieszkanie czeka się latami.",
    ]
    others = ["Firma robi schody.", "Zaczynałem w garażu.", "W piątki gramy w siatkówkę."]
    talk = [replace(say(one), id=f"w{n}", document="W") for n, one in enumerate((homes + others) * 5)]
    codes = [frozenset({"mieszkanie.brak"} if one.text in homes else set()) for one in talk]
    own = CodedSentences(talk, codes, [None] * len(talk), own=True)
    taught = teach([own], parse_codebook(text, where="k"), encode, "próbny")
    assert len(taught.trial.scenes) == len(talk)
    trial = taught.trial
    sure = taught.learned.combiner.probabilities(
        trial.scores, trial.readings, trial.features, trial.neighbours
    )[:, 0]
    assert sure[trial.labels[:, 0]].mean() > 0.5 > sure[~trial.labels[:, 0]].mean()


def test_whole_scenes_are_held_back_whatever_else_there_is() -> None:
    scenes = [f"s{number // 3}" for number in range(900)]
    back = held_back(scenes)
    assert 0.12 < back.mean() < 0.28
    by_scene = dict(zip(scenes, back, strict=True))
    assert back.tolist() == [by_scene[scene] for scene in scenes]
    assert held_back(scenes[:90]).tolist() == back[:90].tolist()
    natural = held_back(scenes, {"s1", "s7"})
    assert natural[[3, 4, 5, 21]].all() and natural[back].all()


def test_weights_say_what_the_kernel_says(small: Examples) -> None:
    """With as many directions as dimensions a bend is the whole quadratic form."""
    vectors = small.vectors
    dual = np.random.default_rng(1).normal(size=(len(vectors), 3)).astype(np.float32)
    bends = Bends.of(vectors, np.float32(CURVE) * dual)
    assert bends.directions.shape == (3, 16, 16)
    others = -vectors[:7] + vectors[7:14]
    cosines = (others @ vectors.T).astype(np.float32)
    expected = vector_kernel(cosines) @ dual
    found = np.float32(SLOPE) * (others @ (vectors.T @ dual)) + bends(others)
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3)


def test_word_weights_and_dual_weights_say_the_same(small: Examples) -> None:
    examples = small
    machine, _ = train(examples, "próbny")
    scores = machine.scores(examples.features[:5], examples.vectors[:5])
    code = machine.codes[0]
    weights = [sum(machine.word_weights(names, code).values()) for names in examples.features[:5]]
    assert np.isfinite(weights).all() and scores.code.shape == (5, len(machine.codes))
    # Trained examples with a code score above those without.
    every = machine.scores(examples.features, examples.vectors)
    assert every.code[examples.labels].mean() > every.code[~examples.labels].mean() + 0.3


# --- the file ----------------------------------------------------------------------------------------------------


def test_a_saved_coder_says_the_same(small: Examples, tmp_path: Path) -> None:
    examples = small
    machine, combiner = trained(examples)
    model_file.save(machine, combiner, tmp_path / "coder.npz")
    read = Learned(*model_file.load(tmp_path / "coder.npz"))
    before, after = (
        one.probabilities(
            Heard(
                examples.features,
                examples.vectors,
                one.machine.scores(examples.features, examples.vectors),
                readings_of(None, (), examples.codes, len(examples.features)),
                examples.neighbours,
            )
        )
        for one in (Learned(machine, combiner), read)
    )
    assert read.codes == examples.codes and read.encoder == "próbny"
    assert np.abs(before - after).max() < 0.03
    assert set(read.combiner.weights) == set(theme_order(examples.codes))


@pytest.mark.parametrize("damage", ["nothing", "text", "half", "foreign", "directory"])
def test_a_damaged_file_is_told(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "coder.npz"
    whole = shipped_model().read_bytes()
    match damage:
        case "text":
            path.write_text("to nie jest model")
        case "half":
            path.write_bytes(whole[: len(whole) // 2])
        case "foreign":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("a.txt", "b")
        case "directory":
            path.mkdir()
    with pytest.raises(ModelError) as caught:
        model_file.load(path)
    assert str(path) in str(caught.value) and caught.value.remedy


# --- at work -----------------------------------------------------------------------------------------------------

INDIRECT = [
    ("Na ogłoszenie przez kwartał zgłosił się jeden chętny, i to pan po siedemdziesiątce.", "bariery.kadry"),
    ("Na pozwolenie czekamy już drugi rok, a teczka krąży między wydziałami.", "bariery.prawo"),
    (
        "Przydałby się ktoś, kto by te wszystkie spotkania zwoływał i pilnował ustaleń.",
        "potrzeby.koordynacja",
    ),
    ("Od trzech lat przyjmujemy chłopaków z technikum na praktyki.", "wspolpraca.szkoly"),
]
PLAIN = [
    "Firmę założył dziadek w latach siedemdziesiątych.",
    "Parking mamy za budynkiem.",
    "Dzień dobry, proszę usiąść.",
]


@pytest.mark.parametrize(("text", "code"), INDIRECT)
def test_what_is_said_indirectly_is_coded_with_its_words(
    say: Say, code_all: Callable[..., list[Coding]], text: str, code: str
) -> None:
    sentence = say(text)
    found = {coding.code: coding for coding in code_all([sentence])}
    assert code in found
    coding = found[code]
    assert coding.method in (Method.LEARNED, Method.RULE)
    assert sentence.start <= coding.start < coding.end <= sentence.end
    assert " ".join(text[coding.start : coding.end].split()) in coding.reason
    assert "\n" not in coding.reason and 0.4 <= coding.confidence < 1


@pytest.mark.parametrize("text", PLAIN)
def test_plain_talk_has_no_codes(say: Say, code_all: Callable[..., list[Coding]], text: str) -> None:
    assert code_all([say(text)]) == []


def test_moderators_are_heard_but_never_coded(say: Say, code_all: Callable[..., list[Coding]]) -> None:
    asked = [
        replace(say(text, role=Role.MODERATOR), id=f"m{place}") for place, (text, _) in enumerate(INDIRECT)
    ]
    assert code_all(asked) == []


def test_the_model_and_an_own_pattern_never_give_a_code_twice(
    say: Say, learned: Learned, encode: Callable[[Sequence[str]], NDArray[np.float32]]
) -> None:
    book = parse_codebook(
        'themes: {bariery: {label: Bariery, codes: {kadry: {label: Kadry, patterns: ["brakować ~3 spawacz"]}}}}',
        where="k",
    )
    sentence = say("Brakuje nam spawaczy i nie ma skąd ich wziąć.")
    [coding] = Coder(book, learned=learned).code([sentence], encode([sentence.clean]))
    assert coding.code == "bariery.kadry" and coding.confidence >= 0.8
    # An own pattern counts even where the model would say nothing.
    odd = parse_codebook(
        'themes: {bariery: {label: Bariery, codes: {kadry: {label: Kadry, patterns: ["parking"]}}}}',
        where="k",
    )
    sentence = say("Parking mamy za budynkiem.")
    assert [c.code for c in Coder(odd, learned=learned).code([sentence], encode([sentence.clean]))] == [
        "bariery.kadry"
    ]


def fixed(learned: Learned, monkeypatch: pytest.MonkeyPatch, sure: dict[str, float]) -> Learned:
    """The shipped coder, but as sure of the codes of every sentence as it is told to be."""
    one = Learned(learned.machine, learned.combiner, learned.reader)
    row = np.array([sure.get(code, 0.0) for code in one.codes], dtype=np.float32)
    monkeypatch.setattr(one, "probabilities", lambda heard: np.tile(row, (len(heard.features), 1)))
    return one


def test_what_is_considered_is_what_a_run_gives(
    say: Say,
    learned: Learned,
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unsure = fixed(learned, monkeypatch, {"bariery.kadry": 0.3, "bariery.prawo": 0.45, "bariery.rynek": 0.05})
    sentence = say("Parking mamy za budynkiem.")
    vectors = encode([sentence.clean])
    coder = Coder(CODEBOOK, learned=unsure)
    [coding] = coder.code([sentence], vectors)
    assert (coding.code, coding.confidence) == ("bariery.prawo", 0.45)
    [considered] = coder.consider([sentence], vectors)
    assert [(c.code, c.given) for c in considered] == [("bariery.prawo", True), ("bariery.kadry", False)]
    assert considered[0].why == coding.reason
    moderator = replace(sentence, role=Role.MODERATOR)
    assert coder.code([moderator], vectors) == [] and coder.consider([moderator], vectors) == [[]]


FOREIGN = [
    "Artykuł trzeci otrzymuje brzmienie, które państwo mają przed sobą.",
    "Trybunał orzeka o zgodności ustaw z konstytucją.",
    "Sejm powołuje sędziów na wniosek prezydium albo pięćdziesięciu posłów.",
    "Prezydent podpisuje ustawę w ciągu dwudziestu jeden dni.",
    "Wolność sumienia i religii należy do praw człowieka.",
    "Kadencja senatu trwa cztery lata i kończy się z kadencją sejmu.",
]


def test_foreign_talk_is_coded_where_a_rule_agrees(
    say: Say, learned: Learned, encode: Callable[[Sequence[str]], NDArray[np.float32]]
) -> None:
    debate = [replace(say(text), id=f"d{n}") for n in range(6) for text in FOREIGN]
    barrier = "Brakuje nam spawaczy."
    indirect = "Bank zażądał hipoteki na domu teściów i na tym się skończyło."
    said = [*debate, replace(say(barrier), id="b1"), replace(say(indirect), id="b2")]
    coder = Coder(CODEBOOK, learned=learned)
    vectors = encode([sentence.clean for sentence in said])
    assert coder.foreign_documents(said, vectors) == {"W01.txt"}
    found = {coding.sentence_id: coding for coding in coder.code(said, vectors)}
    assert set(found) == {"b1"} and found["b1"].method is Method.RULE
    # The same in talk that the coder knows, and in talk too short to say.
    few = said[-2:]
    assert coder.foreign_documents(few, vectors[-2:]) == frozenset()
    assert {coding.sentence_id for coding in coder.code(few, vectors[-2:])} == {"b1", "b2"}
    known = [replace(say(INDIRECT[n % 4][0]), id=f"k{n}") for n in range(40)]
    assert coder.foreign_documents(known, encode([sentence.clean for sentence in known])) == frozenset()


def test_what_is_most_like_a_sentence_is_a_coded_example(
    small: Examples,
) -> None:
    examples = small
    machine, _ = train(examples, "próbny")
    kept = machine.exemplars
    # A kept example is the most like itself; nothing is more like it than the mean of itself and four others.
    own = kinship(kept.vectors[:3], kept.vectors)
    others = kinship(-kept.vectors[:3], kept.vectors)
    assert (own > others).all() and (own <= 1.001).all() and own.shape == (3,)
    assert -1 <= machine.least_kinship < 1
    assert kinship(own[:, None], np.zeros((0, 1), np.float32)).tolist() == [0, 0, 0]
    code = examples.codes[int(kept.labels[0].argmax())]
    text, cosine = kept.most_like(kept.vectors[0], code)
    assert text == kept.texts[0] and cosine == pytest.approx(1, abs=1e-3)
    assert kept.most_like(kept.vectors[0], "bariery.inna") == ("", -1.0)
    moved = centred(examples.vectors[[examples.texts.index(text)]], machine.regression.centre)
    np.testing.assert_allclose(moved[0], kept.vectors[0], atol=1e-5)


def test_context_is_the_last_question_and_the_turn(say: Say) -> None:
    question = replace(say("Jakie bariery kadrowe widzicie?", role=Role.MODERATOR), turn=0)
    first, second = (replace(say(text), turn=1) for text in ("Są takie.", "I to nas zjada."))
    other = replace(say("Dobrze."), document="W02.txt")
    sentences = [question, first, second, other]
    around = contexts(sentences, lambda _: "iob")
    assert "bariera" in around[1].question and around[2].question == around[1].question
    assert around[3].question == frozenset()
    assert neighbours(sentences) == [(-1, -1), (-1, 2), (1, -1), (-1, -1)]
    evidence = Rules(CODEBOOK).look(second)
    names = features(second, evidence.line, evidence, around[2])
    assert {"w:zjadać", "m:short", "m:pointing", "q:bariera", "a:bariery", "g:iob"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("question", "themes"),
    [
        ("Co najbardziej utrudnia państwu rozwój?", ("bariery",)),
        ("Czego by pan oczekiwał od urzędu?", ("potrzeby",)),
        ("Z kim robią państwo coś wspólnie?", ("wspolpraca",)),
        ("Jakie są kłopoty we współpracy ze szkołami?", ("bariery", "wspolpraca")),
        ("Od kiedy istnieje firma?", ()),
    ],
)
def test_what_a_question_asks_for(question: str, themes: tuple[str, ...]) -> None:
    assert asked_themes(question) == themes


HOUSING = """
      mieszkania:
        label: Mieszkania
        examples:
          - Młodzi nie mają tu gdzie mieszkać i wyjeżdżają.
          - Na mieszkanie z gminy czeka się latami.
          - Wynajem kosztuje tyle, że pracownik rezygnuje.
"""


def test_a_new_code_works_with_three_examples(
    say: Say, learned: Learned, encode: Callable[[Sequence[str]], NDArray[np.float32]]
) -> None:
    text = "themes:\n  bariery:\n    label: Bariery\n    codes:\n      kadry: {definition: x}" + HOUSING
    coder = Coder(parse_codebook(text, where="k"), encode=encode, learned=learned)
    talk = [text for text, _ in INDIRECT] + PLAIN + FOREIGN
    said = [replace(say(one), id=f"s{n}", document=f"W{n}") for n, one in enumerate(talk * 3)]
    housing = replace(
        say("Nowi ludzie nie mają tu gdzie mieszkać, a na lokal z gminy czeka się latami."), id="m"
    )
    owned = replace(say("Mieszkanie mam po babci, w kamienicy przy rynku."), id="o", document="W9")
    sentences = [*said, housing, owned]
    codings = coder.code(sentences, encode([sentence.clean for sentence in sentences]))
    found = {c.sentence_id: c for c in codings if c.code == "bariery.mieszkania"}
    assert set(found) == {"m"}
    assert found["m"].method is Method.SEMANTIC and "Mieszkania" in found["m"].reason


def test_few_examples_say_nothing_of_an_unknown_theme(learned: Learned) -> None:
    vectors = np.eye(3, len(learned.machine.regression.centre), dtype=np.float32)
    scores = learned.machine.scores([[]] * 3, vectors)
    near = np.array([-1.0, 0.0, 3.0], dtype=np.float32)
    sure = few_shot.probabilities(scores, learned.codes, "bariery", near)
    assert sure.shape == (3,) and ((sure > 0) & (sure < 1)).all()
    with pytest.raises(ValueError, match="atuty"):
        few_shot.probabilities(scores, learned.codes, "atuty", near)
