"""Codings: who is coded, where the words are, and the line that says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from textmine.codebook import default_codebook, parse_codebook
from textmine.coding import Coder
from textmine.coding.coder import FEWEST_SENTENCES
from textmine.coding.semantic import UNLIKE, Prototypes
from textmine.embed import MemoryCache, embed, load_encoder
from textmine.records import Coding, Method, Role, Sentence

Say = Callable[..., Sentence]
SPOKEN = [
    "Brakuje nam, yyy, spawaczy i tokarzy, młodzi nie chcą się uczyć zawodu.",
    "Z politechniką [śmiech] prowadzimy wspólne badania powłok.",
    "Przydałoby się szkolenie dla operatorów.",
    "Firmy czekają pół roku na decyzję środowiskową.",
    "Kredyt jest drogi, a bank żąda zabezpieczenia.",
    "Gdyby ktoś to wreszcie pozbierał do kupy!",
    "Nie  mamy\nlaboratorium.",
    "Za prąd płacimy trzy razy tyle, co w zeszłym roku.",
    "Konkurencja z Chin bije nas ceną.",
    "W klastrze kupujemy razem stal.",
    "No pięknie, kontrola za kontrolą.",
]


def codes(codings: Sequence[Coding]) -> list[str]:
    """The codes alone."""
    return [coding.code for coding in codings]


def numbered(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The same sentences with ids of their own."""
    return [replace(sentence, id=f"s{place}") for place, sentence in enumerate(sentences)]


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(default_codebook())


@pytest.mark.parametrize("text", SPOKEN)
def test_every_coding_shows_words_of_its_sentence(say: Say, coder: Coder, text: str) -> None:
    sentence = say(text)
    codings = coder.code([sentence])
    assert codings
    for coding in codings:
        assert sentence.start <= coding.start < coding.end <= sentence.end
        assert coding.sentence_id == sentence.id
        assert coding.method is Method.RULE and coding.rule
        assert 0.4 <= coding.confidence <= 1.0
        assert "\n" not in coding.reason
        trigger = re.search(r"»(.+)«$", coding.reason)
        assert trigger and trigger[1] == " ".join(text[coding.start : coding.end].split())


@pytest.mark.parametrize("text", SPOKEN)
def test_moderators_are_never_coded(say: Say, coder: Coder, text: str) -> None:
    assert coder.code([say(text, role=Role.MODERATOR)]) == []
    assert coder.code([say(text, role=Role.UNKNOWN)])


def test_a_sentence_without_words_has_no_codes(say: Say, coder: Coder) -> None:
    assert coder.code([say("Yyy...")]) == []
    assert coder.code([]) == []


def test_the_reason_is_a_line_that_a_person_can_read(say: Say, coder: Coder) -> None:
    [coding] = coder.code([say("Firmy czekają pół roku na decyzję środowiskową.")])
    assert coding.reason == (
        "bariery + prawo i biurokracja: „czekają pół roku na decyzję” w: »czekają pół roku na decyzję«"
    )
    [coding] = coder.code([say("Przydałoby się szkolenie dla operatorów.")])
    assert coding.reason == (
        "potrzeby + szkolenia i kształcenie: „Przydałoby się” + „szkolenie” w: »Przydałoby się szkolenie«"
    )


def test_codings_come_in_the_order_of_sentences_and_the_same_every_time(say: Say, coder: Coder) -> None:
    sentences = numbered([say(text) for text in SPOKEN])
    codings = coder.code(sentences)
    places = [int(coding.sentence_id[1:]) for coding in codings]
    assert places == sorted(places)
    assert codings == coder.code(sentences) == Coder(default_codebook()).code(sentences)
    keys = [(coding.sentence_id, coding.code) for coding in codings]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (None, "wspolpraca.firmy"),
        ("przedsiebiorstwa", "wspolpraca.firmy"),
        ("edukacja", "wspolpraca.szkoly"),
        ("iob", "wspolpraca.otoczenie"),
        ("samorzad", "wspolpraca.samorzad"),
    ],
)
def test_who_cooperates_with_firms_is_coded_as_what_it_is(
    say: Say, coder: Coder, group: str | None, expected: str
) -> None:
    sentence = say("Współpracujemy z każdym zakładem w okolicy.")
    assert codes(coder.code([sentence], group_of=lambda _: group)) == [expected]


def test_the_threshold_drops_what_is_less_sure(say: Say) -> None:
    sentences = [say(text) for text in SPOKEN]
    sizes = []
    for threshold in (0.0, 0.5, 0.7, 0.99):
        codings = Coder(default_codebook(), threshold=threshold).code(sentences)
        assert all(coding.confidence >= threshold for coding in codings)
        sizes.append(len(codings))
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > sizes[-1] == 0


def test_patterns_of_ones_own_codebook(say: Say) -> None:
    book = parse_codebook(
        'themes: {atuty: {codes: {ludzie: {label: Zespół, patterns: ["Złoty|świetny człowiek|ekipa"]}}}}',
        where="k",
    )
    coder = Coder(book)
    sentences = [
        say("Mam tu naprawdę złotych ludzi."),
        say("Świetną ekipę zebraliśmy."),
        say("Nie mamy świetnej ekipy."),
        say("Czy to świetna ekipa?"),
        say("Brakuje nam ludzi."),
    ]
    assert codes(coder.code(sentences[:2])) == ["atuty.ludzie"] * 2
    assert coder.code(sentences[2:]) == []


def test_what_was_blocked_is_explained(say: Say, coder: Coder) -> None:
    [finding] = coder.explain(say("Nie brakuje nam pracowników."))
    assert (finding.code, finding.blocked) == ("bariery.kadry", "zaprzeczone")


def test_progress_ends_with_all(say: Say, coder: Coder) -> None:
    told: list[tuple[int, int]] = []
    coder.code([say("Brakuje ludzi.")] * 3, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (3, 3)]


# --- semantic evidence -------------------------------------------------------------------------------------------

EXAMPLES = parse_codebook(
    """
themes:
  tlo:
    codes:
      pogoda:
        label: Pogoda
        definition: Rozmówca mówi o pogodzie.
        examples: [Od rana leje deszcz., Jutro ma padać śnieg., Słońce grzeje jak w lipcu.]
""",
    where="k",
)
SMALL_TALK = [f"W hali numer {number} stoi linia do wyrobu śrub." for number in range(FEWEST_SENTENCES)]


@pytest.fixture(scope="module")
def encode() -> Callable[[Sequence[str]], NDArray[np.float32]]:
    encoder, cache = load_encoder(), MemoryCache()
    return lambda texts: embed(texts, encoder, cache)


def test_a_code_by_examples_alone(say: Say, encode: Callable[[Sequence[str]], NDArray[np.float32]]) -> None:
    weather, question = (
        "Wczoraj cały dzień padał deszcz ze śniegiem.",
        "Czy wczoraj padał deszcz ze śniegiem?",
    )
    sentences = numbered([say(text) for text in [*SMALL_TALK, weather, question]])
    vectors = encode([sentence.clean for sentence in sentences])
    codings = Coder(EXAMPLES, encode=encode).code(sentences, vectors)
    assert [(coding.sentence_id, coding.code) for coding in codings] == [
        (f"s{len(SMALL_TALK)}", "tlo.pogoda")
    ]
    [coding] = codings
    assert coding.method is Method.SEMANTIC
    assert (coding.start, coding.end) == (sentences[-2].start, sentences[-2].end)
    assert coding.reason == "podobne do definicji i przykładów kodu „Pogoda”"
    assert 0.5 <= coding.confidence <= 0.95


def test_too_few_sentences_have_no_semantic_codes(
    say: Say, encode: Callable[[Sequence[str]], NDArray[np.float32]]
) -> None:
    sentences = numbered([say(text) for text in [*SMALL_TALK[:5], "Wczoraj cały dzień padał deszcz."]])
    assert Coder(EXAMPLES, encode=encode).code(sentences, encode([s.clean for s in sentences])) == []


def test_counter_examples_keep_their_like_away(
    say: Say, encode: Callable[[Sequence[str]], NDArray[np.float32]]
) -> None:
    text = "Wczoraj cały dzień padał deszcz ze śniegiem."
    against = parse_codebook(
        f"themes: {{tlo: {{codes: {{pogoda: {{examples: [Od rana leje.], counter_examples: ['{text}']}}}}}}}}",
        where="k",
    )
    sentences = numbered([say(spoken) for spoken in [*SMALL_TALK, text]])
    assert Coder(against, encode=encode).code(sentences, encode([s.clean for s in sentences])) == []


def test_vectors_that_are_all_alike_change_nothing(say: Say) -> None:
    def flat(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts), 4), dtype=np.float32) / 2

    sentences = numbered([say(text) for text in SPOKEN * 3])
    with_vectors = Coder(default_codebook(), encode=flat).code(sentences, flat(SPOKEN * 3))
    assert with_vectors == Coder(default_codebook()).code(sentences)


OWN_WORDS = parse_codebook(
    """
themes:
  bariery:
    label: Bariery
    codes:
      mieszkania: {label: Mieszkania, domains: ["mieszkanie|lokum", "czynsz*"]}
  atuty:
    label: Atuty
    cues: ["chwalić|złoty", "mieć ~2 doskonały"]
    codes:
      zaloga: {label: Załoga, domains: [załoga|zespół]}
""",
    where="k",
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Brakuje tu mieszkań.", ["bariery.mieszkania"]),
        ("Mieszkań tu nie brakuje.", []),
        ("Problemem są czynsze.", ["bariery.mieszkania"]),
        ("Kupiłem mieszkanie.", []),
        ("Mamy doskonały zespół.", ["atuty.zaloga"]),
        ("Mamy zespół w powiecie.", []),
        ("Brakuje załogi.", []),
    ],
)
def test_own_cues_and_words_of_a_codebook(say: Say, text: str, codes: list[str]) -> None:
    assert [coding.code for coding in Coder(OWN_WORDS).code([say(text)])] == codes


def test_a_counter_example_takes_back_likeness_and_spoils_no_other() -> None:
    axes = {"kadry: x": 0, "Brak ludzi.": 0, "Ludzi nie brak.": 1}
    text = "themes: {t: {codes: {kadry: {label: kadry, definition: x, examples: [Brak ludzi.]%s}}}}"

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.eye(8, dtype=np.float32)[[axes[text] for text in texts]]

    chooser = np.random.default_rng(0)
    spoken = np.abs(chooser.normal(size=(60, 8))).astype(np.float32)
    spoken[:20, 1] += 3
    spoken[20:25, 0] += 3
    spoken /= np.linalg.norm(spoken, axis=1, keepdims=True)
    plain = Prototypes(parse_codebook(text % "", where="k"), encode).z_scores(spoken)[:, 0]
    against = parse_codebook(text % ", counter_examples: [Ludzi nie brak.]", where="k")
    found = Prototypes(against, encode).z_scores(spoken)[:, 0]
    assert (found[:20] <= UNLIKE).all() and (found[20:25] > 1.5).all()
    assert np.array_equal(found[20:25], plain[20:25])
