"""The one line that says why a code was given by what was learned."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from textmine.codebook import default_codebook
from textmine.coding.reasons import by_words
from textmine.records import Sentence

SAID = "Spawaczy to my szukamy od roku."


@pytest.mark.parametrize(
    ("example", "ending"),
    [
        ("Tokarza szukam drugi rok.", "podobne do przykładu: „Tokarza szukam drugi rok.”"),
        ("Spawaczy to my szukamy od roku!", "to zdanie jest wśród przykładów kodu"),
        ("", "szukamy«"),
    ],
    ids=["another", "the sentence itself", "none"],
)
def test_an_example_that_is_the_sentence_itself_is_not_its_likeness(
    say: Callable[[str], Sentence], example: str, ending: str
) -> None:
    sentence = say(SAID)
    why = by_words(default_codebook(), "bariery.kadry", sentence, (0, 3), example)
    assert why.startswith("bariery + kadry i kwalifikacje: „Spawaczy”, „szukamy” w: »Spawaczy to my szukamy«")
    assert why.endswith(ending)
