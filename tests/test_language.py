"""Polish data: nouns after numbers, shares, and lists that keep to their own promises."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.clean import clean
from textmine.language import (
    abbreviations,
    fillers,
    function_words,
    labels,
    plurals,
    stopwords,
    transcription,
)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 dokumentów"),
        (1, "1 dokument"),
        (2, "2 dokumenty"),
        (4, "4 dokumenty"),
        (5, "5 dokumentów"),
        (11, "11 dokumentów"),
        (12, "12 dokumentów"),
        (14, "14 dokumentów"),
        (21, "21 dokumentów"),
        (22, "22 dokumenty"),
        (112, "112 dokumentów"),
        (122, "122 dokumenty"),
        (1004, "1004 dokumenty"),
    ],
)
def test_nouns_after_numbers(number: int, said: str) -> None:
    assert plurals.counted(number, plurals.DOCUMENTS) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "0%"), (0.004, "<1%"), (0.01, "1%"), (0.334, "33%"), (0.5, "50%"), (0.996, ">99%"), (1.0, "100%")],
)
def test_shares(value: float, said: str) -> None:
    assert plurals.share(value) == said


@given(st.integers(0, 10**9))
def test_the_form_depends_on_the_last_two_digits_but_for_one(number: int) -> None:
    if number > 1:
        assert plurals.form(number, plurals.CODES) == plurals.form(number % 100 + 100, plurals.CODES)


@pytest.mark.parametrize(
    ("word", "fills"),
    [
        *(
            (word, True)
            for word in ("yyy", "eee", "mmm", "hmm", "yhm", "mhm", "aha", "ach", "e-e", "ehm", "uh")
        ),
        *((word, False) for word in ("nie", "i", "a", "e", "y", "m", "no", "echo", "nie-e", "hmar", "mamy")),
    ],
)
def test_sounds_that_fill_a_pause(word: str, fills: bool) -> None:
    assert bool(re.fullmatch(fillers.SOUND, word)) is fills


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Blacha 5 mm grubości.", "Blacha 5 mm grubości."),
        ("Podajemy to w mm.", "Podajemy to w mm."),
        ("Tak, mm, podajemy.", "Tak, podajemy."),
        ("Mm, podajemy.", "podajemy."),
    ],
)
def test_millimetres_are_no_sound(text: str, cleaned: str) -> None:
    assert clean(text).text == cleaned


def test_lists_are_in_lower_case_and_without_empty_words() -> None:
    for module in (abbreviations, fillers, function_words, labels, stopwords, transcription):
        for name, words in vars(module).items():
            if isinstance(words, frozenset) or name in {"NOT_SPEECH", "HIDDEN", "PERHAPS"}:
                assert words and all(word and word == word.lower() == word.strip() for word in words), name


def test_who_asks_does_not_answer_but_where_a_letter_may_mean_both() -> None:
    assert not labels.MODERATORS & labels.RESPONDENTS
    assert labels.AMBIGUOUS <= labels.MODERATORS


@pytest.mark.parametrize("word", ["kadra", "maszyna", "szkolenie", "kredyt", "klaster", "urząd"])
def test_words_that_matter_are_no_stop_words(word: str) -> None:
    assert word not in stopwords.STOP_LEMMAS


def test_lines_of_services() -> None:
    machine = re.compile("|".join(labels.MACHINE_LINES), re.IGNORECASE)
    assert machine.fullmatch("Napisy stworzone przez społeczność Amara.org")
    assert machine.fullmatch("Transcribed by Whisper")
    assert not machine.fullmatch("Dziękuję za uwagę, mam jeszcze jedno pytanie.")
