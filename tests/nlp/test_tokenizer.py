"""The quicker tokenizer splits as spaCy's own does."""

import pickle

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from textmine.nlp.tokenizer import quicken

PIECES = [
    "Nie",
    "ma",
    "5km",
    "20-letni",
    "(to)",
    "„tak”",
    "www.firma.pl",
    "a.b@c.pl",
    "tys.",
    "m.in.",
    "10:30",
    "USA's",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=8).map(" ".join)


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.blank("pl")


@pytest.fixture(scope="module")
def quick() -> Language:
    nlp = spacy.blank("pl")
    quicken(nlp)
    return nlp


@given(text=TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_text_is_split_as_before(text: str, plain: Language, quick: Language) -> None:
    assert [token.text for token in quick.make_doc(text)] == [token.text for token in plain.make_doc(text)]


def test_it_is_written_read_and_sent_to_other_processes_like_any_tokenizer(quick: Language) -> None:
    words = ["Mamy", "5", "km", "(", "drogi", ")", "."]
    again = spacy.blank("pl").from_bytes(quick.to_bytes())
    sent = pickle.loads(pickle.dumps(quick.tokenizer))
    assert [token.text for token in again("Mamy 5km (drogi).")] == words
    assert [token.text for token in sent("Mamy 5km (drogi).")] == words
