"""Topics are named as a Pole would name them."""

from __future__ import annotations

import pytest

from textmine.records import Role, Sentence, Token
from textmine.topics.labels import label, terms
from textmine.topics.phrases import Phrases

KINDS = {"adj": "ADJ", "subst": "NOUN", "fin": "VERB", "ppas": "ADJ"}


def said(words: str) -> Sentence:
    """A sentence of "lemma:class" words; "+" after the class: in the plural; "form/lemma:gen": a noun in its genitive."""
    tokens = []
    for word in words.split():
        written, _, kind = word.partition(":")
        form, _, lemma = written.partition("/")
        tag = "subst" if kind.startswith("gen") or not kind.strip("+") else kind.strip("+")
        morph = "Case=Gen" if kind.startswith("gen") else "Case=Nom"
        morph += "|Number=Plur" if kind.endswith("+") else "|Number=Sing"
        tokens.append(Token(form, lemma or form, KINDS[tag], tag, morph, 0, 1))
    return Sentence("s", "d", 0, 0, 0, 1, "t", "t", "R", Role.RESPONDENT, tokens=tuple(tokens))


@pytest.mark.parametrize(
    ("keywords", "sentences", "expected"),
    [
        (["klasa", "patronacki"], ["klasa patronacki:adj"] * 3, ["klasa patronacka"]),
        (["patronacki", "uczeń"], ["klasa patronacki:adj"] * 3, ["klasa patronacka", "uczeń"]),
        (["klasa", "duży"], ["duży:adj klasa"] * 3, ["duża klasa"]),
        (["klasa", "patronacki"], ["klasa patronacki:adj"] * 2, ["klasa", "patronacki"]),  # too seldom
        # Plural where it is mostly said so; agreement with men and with things.
        (["pracownik"], ["wykwalifikowany:adj pracownik:+"] * 3, ["wykwalifikowani pracownicy"]),
        (["pracownik"], ["wykwalifikowany:adj pracownik"] * 3, ["wykwalifikowany pracownik"]),
        (["fundusz"], ["fundusz:+ unijny:adj"] * 4 + ["fundusz unijny:adj"], ["fundusze unijne"]),
        (["dotacja"], ["dotacja unijny:adj"] * 3, ["dotacja unijna"]),
        (["park"], ["park technologiczny:adj"] * 3, ["park technologiczny"]),
        (["drzwi"], ["drzwi:+ stalowy:adj"] * 3, ["drzwi stalowe"]),
        (["targi"], ["targi:+ międzynarodowy:adj"] * 3, ["targi międzynarodowe"]),
        (["konstrukcja"], ["spawać:ppas konstrukcja"] * 3, ["spawana konstrukcja"]),
        # A noun with another: as it was said.
        (["rynek"], ["rynek pracy/praca:gen"] * 3, ["rynek pracy"]),
        (["energia"], ["koszt:+ energii/energia:gen"] * 3, ["koszty energii"]),
        (["sprawa"], ["sprawa pracy/praca:gen"] * 3, ["sprawa"]),  # says nothing
        # A small part of the uses of both.
        (
            ["klasa", "patronacki"],
            ["klasa patronacki:adj"] * 3 + ["klasa"] * 8 + ["patronacki:adj"] * 8,
            ["klasa", "patronacki"],
        ),
        (["klasa", "patronacki"], ["klasa Kowalski:adj"] * 5, ["klasa", "patronacki"]),  # a name
        (["klasa", "patronacki"], ["klasa uczyć:fin"] * 5, ["klasa", "patronacki"]),
        (["klasa"], ["klasa patronacki:adj"] * 3 + ["nowy:adj klasa"] * 4, ["nowa klasa"]),
        # Each word in one term only.
        (
            ["droga", "lokalny", "inwestycja"],
            ["droga lokalny:adj"] * 4 + ["inwestycja lokalny:adj"] * 3,
            ["droga lokalna", "inwestycja"],
        ),
        # A word alone gives its place to a term.
        (
            ["wspólny", "oferta", "zakup"],
            ["wspólny:adj zakup"] * 3
            + [f"wspólny:adj {other}" for other in ["dom", "cel", "los", "gość"]] * 2,
            ["wspólny zakup", "oferta"],
        ),
        (["wniosek"], ["wniosek złożyć:ppas"] * 3, ["wniosek"]),
        (["klasa", "patronacki"], [], ["klasa", "patronacki"]),
        ([], [], []),
    ],
)
def test_words_join_those_that_they_are_said_with(
    keywords: list[str], sentences: list[str], expected: list[str]
) -> None:
    weighed = [(word, 1 / (place + 2)) for place, word in enumerate(keywords)]
    assert [term for term, _ in terms(weighed, [said(words) for words in sentences])] == expected


def test_an_adjective_of_everything_joins_nothing() -> None:
    own = [said("armia polski:adj")] * 4
    others = [said("sprawa polski:adj")] * 60
    assert terms([("armia", 0.5)], own, Phrases(own + others)) == (("armia", 0.5),)
    assert terms([("armia", 0.5)], own, Phrases(own)) == (("armia polska", 0.5),)


def test_as_many_terms_as_are_wanted_with_their_weights() -> None:
    keywords = [(f"słowo{number}", 1 / (number + 3)) for number in range(10)]
    assert terms(keywords, [], count=2) == (("słowo0", 0.3333), ("słowo1", 0.25))
    assert len(terms(keywords, [])) == 8


@pytest.mark.parametrize(
    ("words", "taken", "expected"),
    [
        ("prąd piec gaz cena", [], "prąd, piec, gaz"),
        ("prąd piec gaz cena", ["prąd, piec, gaz"], "prąd, piec, gaz, cena"),
        ("prąd piec", ["prąd, piec"], "prąd, piec"),  # nothing else is there
        ("gospodarczy prąd unijny piec gaz", [], "prąd, piec, gaz"),  # a lone adjective names nothing
        ("gospodarczy prąd unijny", [], "prąd, gospodarczy, unijny"),
        ("", [], ""),
    ],
)
def test_what_a_topic_is_called(words: str, taken: list[str], expected: str) -> None:
    assert label([(word, 0.1) for word in words.split()], taken) == expected
