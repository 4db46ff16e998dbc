"""Ends of sentences where a recogniser wrote no punctuation."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.errors import ModelError
from textmine.nlp.sentences import MAX_WORDS, sentence_spans
from textmine.nlp.unpunctuated import Boundaries, learned, plain, shipped, talk_of

# "|" marks ends that must be found; others are left to the weights.
EXAMPLES = [
    "ja pracuję tu od dwudziestu lat mamy trzy maszyny| ludzie odchodzą do miasta| nie ma kto robić| a szkoła zawodowa "
    "została zamknięta",
    "proszę powiedzieć jak to wygląda u państwa| czy są jakieś problemy z kredytami| tak są bank nie chce rozmawiać "
    "z małą firmą",
    "no i potem dzwonię do urzędu i pytam kiedy będzie decyzja| a oni mówią że nie wiedzą| bo pani od tego jest na "
    "urlopie| no to czekamy dalej",
]


@pytest.mark.parametrize("marked", EXAMPLES, ids=lambda text: text[:25])
def test_clauses_stay_whole(marked: str) -> None:
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        part.strip() for part in marked.split("|")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ja pracuję tu od dwudziestu lat, mamy trzy maszyny ludzie odchodzą do miasta nie ma kto robić.",
        "Ludzie z trzech gmin przyjechali wczoraj do urzędu w sprawie nowej drogi przez las i łąki nad rzeką.",
        "krótko bez kropki mówię tak",
    ],
)
def test_what_somebody_punctuated_and_what_is_short_is_left_alone(text: str) -> None:
    assert sentence_spans(text) == [(0, len(text))]


SMALL = ["no", "i", "a", "ale", "że", "w", "na", "do", "z", "bez", "dla", "ja", "ty"]
OTHERS = [
    "mamy",
    "robimy",
    "było",
    "jest",
    "dwadzieścia",
    "pięć",
    "tysięcy",
    "złotych",
    "25",
    "firma",
    "ludzi",
]
WORDS = st.sampled_from(SMALL + OTHERS)


@given(st.lists(WORDS, min_size=1, max_size=150))
@settings(max_examples=150, deadline=None)
def test_no_end_after_a_preposition_or_inside_a_number(words: list[str]) -> None:
    ends = shipped().ends(words)
    assert ends == sorted(set(ends))
    assert all(0 < end < len(words) for end in ends)
    assert not {words[end - 1] for end in ends} & {"w", "na", "do", "z", "bez", "dla", "że", "i"}
    numbers = {"dwadzieścia", "pięć", "25"}
    assert not any(words[end - 1] in numbers and words[end] in numbers for end in ends)


@given(st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=150).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_spans_hold_all_words_and_at_most_sixty(text: str) -> None:
    spans = sentence_spans(text)
    assert " ".join(text[start:end] for start, end in spans).split() == text.split()
    assert all(len(text[start:end].split()) <= MAX_WORDS for start, end in spans)


def test_a_turn_of_lines_is_talk_with_ends() -> None:
    assert talk_of("Nie ma, „ludzi”.\nSzukamy!\n–") == (["nie", "ma", "ludzi", "szukamy"], {3})
    assert plain("„Co?”") == "co"


def test_learning_again_gives_the_same_and_learns() -> None:
    talks = [(["nie", "ma", "ludzi", "no", "szukamy", "dalej", "no", "trudno"], {3, 6})] * 60
    model = learned(talks, [1.0] * len(talks))
    assert model.ends(talks[0][0]) == [3, 6]
    assert model.to_bytes() == learned(talks, [1.0] * len(talks)).to_bytes()


def test_weights_survive_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "boundaries.xz"
    path.write_bytes(shipped().to_bytes())
    words = EXAMPLES[0].replace("|", "").split()
    assert Boundaries.load(path).ends(words) == shipped().ends(words)


@pytest.mark.parametrize(
    "data", [b"", b"zle", lzma.compress(b'{"format": "inny"}\n'), lzma.compress(b"[]\nx")]
)
def test_damaged_weights_give_a_clear_message(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "boundaries.xz"
    path.write_bytes(data)
    with pytest.raises(ModelError, match="uszkodzony"):
        Boundaries.load(path)
    with pytest.raises(ModelError, match="Brak pliku"):
        Boundaries.load(tmp_path / "nie ma")
