"""Words as they are shown: base forms that a person would look up, and adjectives that agree with their noun.

SGJP takes gerunds and participles to the infinitive ("stosowanie" -> "stosować"); in a topic they are nouns and
adjectives, so they are brought back to their own nominative.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from textmine.records import Token

_OWN_NOMINATIVE = frozenset({"ger", "ppas", "pact"})


def shown(token: Token) -> str:
    """The word of a token as a topic shows it, in lower case."""
    if token.tag in _OWN_NOMINATIVE:
        return _nominative(token.lemma, token.tag).lower()
    return token.lemma.lower()


def with_adjective(noun: str, adjective: str, *, before: bool) -> str:
    """The pair in the nominative: the adjective in the noun's gender and number, before or after it."""
    gender, number = _gender(noun)
    form = _adjective(adjective, gender, number)
    return f"{form} {noun}" if before else f"{noun} {form}"


@cache
def _generator() -> Any:
    import morfeusz2

    return morfeusz2.Morfeusz(analyse=False, generate=True)


@cache
def _nominative(lemma: str, word_class: str) -> str:
    for form, _, tag, *_ in _generator().generate(lemma):
        fields = tag.split(":")
        if fields[0] != word_class or "sg" not in fields[1].split(".") or "nom" not in fields[2].split("."):
            continue
        if "neg" in fields or (word_class != "ger" and "m3" not in fields[3].split(".")):
            continue
        return str(form)
    return lemma


@cache
def _gender(noun: str) -> tuple[str, str]:
    for form, _, tag, *_ in _generator().generate(noun):
        fields = tag.split(":")
        if fields[0] == "subst" and form == noun and "nom" in fields[2].split("."):
            return fields[3].split(".")[0], fields[1].split(".")[0]
    return ("n", "sg") if noun.endswith("ie") else ("m3", "sg")


@cache
def _adjective(lemma: str, gender: str, number: str) -> str:
    for form, _, tag, *_ in _generator().generate(lemma):
        fields = tag.split(":")
        if (
            fields[0] == "adj"
            and fields[-1] == "pos"
            and number in fields[1].split(".")
            and "nom" in fields[2].split(".")
            and gender in fields[3].split(".")
        ):
            return str(form)
    return lemma
