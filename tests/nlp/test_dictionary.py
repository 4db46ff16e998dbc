"""The dictionary: readings and base forms, without spaCy."""

import subprocess
import sys

import pytest

from textmine.nlp.dictionary import base_forms, is_word, readings


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("kadrami", "kadra"),
        ("zrobiłem", "zrobić"),
        ("chcielibyśmy", "chcieć"),
        ("żebyśmy", "żeby"),
        ("pracowanie", "pracować"),
        ("lepszych", "dobry"),
        ("lat", "rok"),
        ("tys", "tysiąc"),
        ("proc", "procent"),
        ("ust", "ustęp"),
        ("%", "procent"),
        ("Price’a", "Price"),
        ("PKB-u", "PKB"),
        ("polsko-niemieckiego", "polsko-niemiecki"),
        ("Warszawie", "Warszawa"),
    ],
)
def test_a_base_form_is_among_the_readings(word: str, lemma: str) -> None:
    assert lemma in {reading.lemma for reading in readings(word)}


def test_base_forms_of_an_unknown_word_are_the_word() -> None:
    assert base_forms("brzdrylq") == ("brzdrylq",)
    assert not is_word("brzdrylq")
    assert not is_word("innowacyjnośd")


def test_the_search_can_use_the_dictionary_without_spacy() -> None:
    code = (
        "import sys; from textmine.nlp.dictionary import base_forms; base_forms('kadrami'); "
        "sys.exit(any(name in sys.modules for name in ('spacy', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
