"""What the reader is given: a sentence that stands alone as it is, one that leans behind what it leans on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.coding.leaning import BAR, MOST_CHARACTERS, as_read, leans
from textmine.nlp import load
from textmine.nlp.annotate import annotate
from textmine.records import Document, Role, Sentence, Turn

Say = Callable[..., Sentence]
LONG = "Na decyzję środowiskową czekaliśmy w tamtym urzędzie prawie dwa lata"


def talk(*said: tuple[str, str], section: str | None = None) -> list[Sentence]:
    """The analysed sentences of turns of (speaker, words); "M" leads the talk."""
    turns: list[Turn] = []
    text = ""
    for speaker, words in said:
        role = Role.MODERATOR if speaker == "M" else Role.RESPONDENT
        turns.append(Turn(speaker, role, len(text), len(text) + len(words), words, section=section))
        text += words + "\n"
    return annotate(Document("W01.txt", text, tuple(turns), "txt", "utf-8", ""), load("embedded"))


def read(*said: tuple[str, str], section: str | None = None) -> list[str]:
    return as_read(talk(*said, section=section))


@pytest.mark.parametrize(
    "text",
    ["Spawacze.", "No i tak od marca.", "I to nas zjada od dwóch lat, dzień w dzień, bez przerwy.",
     "Tokarka, frezarka, dwie szlifierki i stara prasa z osiemdziesiątego roku.",
     "Wtedy tam przyjechali jeszcze raz i wszystko zmierzyli od nowa.",
     "Ale rozmawialiśmy z nimi o tym przez całą zeszłą jesień."],
)  # fmt: skip
def test_what_leans(say: Say, text: str) -> None:
    assert leans(say(text))


@pytest.mark.parametrize(
    "text", [LONG + ".", "Kupiliśmy w zeszłym roku dwie nowe frezarki od sąsiada z Kielc."]
)
def test_what_stands_alone(say: Say, text: str) -> None:
    assert not leans(say(text))


def test_an_answer_is_read_behind_its_question() -> None:
    assert read(("M", "Czego najbardziej brakuje dziś w państwa firmie na hali?"), ("R1", "Spawaczy.")) == [
        "Czego najbardziej brakuje dziś w państwa firmie na hali?",
        "Czego najbardziej brakuje dziś w państwa firmie na hali? | Spawaczy.",
    ]


def test_what_is_leaned_on_may_lean_itself() -> None:
    last = read(
        ("M", "Jak wygląda dziś u państwa współpraca z urzędem?"), ("R1", f"{LONG}. I nic. Do dziś.")
    )[-1]
    assert last == f"{LONG}. I nic. | Do dziś."


def test_a_sentence_that_stands_alone_is_read_alone() -> None:
    assert read(("M", "Co przeszkadza?"), ("R1", f"{LONG}."))[-1] == f"{LONG}."


def test_a_note_is_read_behind_its_heading() -> None:
    notes = read(("S1", "współrzędnościówka na godziny"), ("S2", "prąd"), section="Czego potrzebujemy")
    assert notes == [
        "Czego potrzebujemy | współrzędnościówka na godziny",
        "Czego potrzebujemy | prąd",
    ]


def test_a_speaker_does_not_answer_himself() -> None:
    """As in the pairs of the bank: the same speaker in two turns says two things."""
    assert read(("R1", "Ludzi nam brakuje."), ("R1", "Ludzi nam nie brakuje.")) == [
        "Ludzi nam brakuje.",
        "Ludzi nam nie brakuje.",
    ]
    assert read(("R1", "Ludzi nam brakuje."), ("R2", "Nam nie."))[-1] == "Ludzi nam brakuje. | Nam nie."


def test_another_document_is_nothing_to_lean_on() -> None:
    first, second = talk(("R1", f"{LONG}.")), talk(("R2", "I tyle."))
    moved = [replace(one, document="W02.txt") for one in second]
    assert as_read([*first, *moved])[-1] == "I tyle."


def test_of_a_long_question_the_end_is_read() -> None:
    question, answer = talk(("M", "Czego brakuje?"), ("R1", "Spawaczy."))
    long = "Czego, " * 100 + "brakuje?"
    said, _, own = as_read([replace(question, clean=long), answer])[-1].rpartition(BAR)
    assert own == "Spawaczy." and len(said) == MOST_CHARACTERS and long.endswith(said)


_WORDS = st.lists(
    st.sampled_from(["nie", "ma", "spawaczy", "to", "i", "urząd", "czeka", "prąd", ",", "."]),
    min_size=1,
    max_size=14,
)


@given(turns=st.lists(st.tuples(st.sampled_from(["M", "R1", "R2"]), _WORDS), min_size=1, max_size=8))
def test_every_text_ends_with_its_sentence(turns: Sequence[tuple[str, list[str]]]) -> None:
    sentences = talk(*((speaker, " ".join(words)) for speaker, words in turns))
    texts = as_read(sentences)
    assert len(texts) == len(sentences)
    for sentence, text in zip(sentences, texts, strict=True):
        assert text == sentence.clean or text.endswith(BAR + sentence.clean)
        assert leans(sentence) or text == sentence.clean
