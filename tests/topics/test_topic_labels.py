"""Topics are named as a Pole would name them."""

from __future__ import annotations

import pytest

from textmine.records import Role, Sentence, Token
from textmine.topics.labels import label, terms

KINDS = {"adj": "ADJ", "subst": "NOUN", "fin": "VERB"}


def said(words: str) -> Sentence:
    """A sentence of "lemma:class" words."""
    tokens = []
    for word in words.split():
        lemma, _, tag = word.partition(":")
        tokens.append(Token(lemma, lemma, KINDS[tag or "subst"], tag or "subst", "", 0, 1))
    return Sentence("s", "d", 0, 0, 0, 1, "t", "t", "R", Role.RESPONDENT, tokens=tuple(tokens))


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (["klasa patronacki:adj"] * 3, ("klasa patronacka",)),
        (["duży:adj klasa"] * 3, ("duża klasa",)),
        (["klasa patronacki:adj"] * 2, ("klasa", "patronacki")),  # too seldom
        (
            ["klasa patronacki:adj"] * 3 + ["klasa"] * 8,
            ("klasa", "patronacki"),
        ),  # too small a part of its uses
        (["klasa Kowalski:adj"] * 5, ("klasa", "patronacki")),  # a name
        (["klasa uczyć:fin"] * 5, ("klasa", "patronacki")),
        (["klasa patronacki:adj"] * 3 + ["nowy:adj klasa"] * 4, ("nowa klasa", "patronacki")),
        ([], ("klasa", "patronacki")),
    ],
)
def test_adjectives_join_their_noun(sentences: list[str], expected: tuple[str, ...]) -> None:
    keywords = [("klasa", 0.4), ("patronacki", 0.3)]
    if "duży:adj klasa" in sentences:
        keywords = [("klasa", 0.4), ("duży", 0.3)]
    assert tuple(term for term, _ in terms(keywords, [said(words) for words in sentences])) == expected


def test_as_many_terms_as_are_wanted_with_their_weights() -> None:
    keywords = [(f"słowo{number}", 1 / (number + 3)) for number in range(10)]
    assert terms(keywords, [], count=2) == (("słowo0", 0.3333), ("słowo1", 0.25))
    assert len(terms(keywords, [])) == 8
    assert terms([], []) == ()


def test_a_topic_is_called_by_its_three_best_terms() -> None:
    assert label([("prąd", 0.4), ("piec", 0.3), ("gaz", 0.2), ("cena", 0.1)]) == "prąd, piec, gaz"
    assert label([]) == ""
