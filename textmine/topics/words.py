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


def with_adjective(noun: str, adjective: str, *, before: bool, plural: bool = False) -> str:
    """The pair in the nominative: the adjective in the noun's gender and number, before or after it."""
    name, gender, number = _nominative_noun(noun, plural)
    form = _adjective(adjective, gender, number)
    return f"{form} {name}" if before else f"{name} {form}"


def with_noun(noun: str, genitive: str, *, plural: bool = False) -> str:
    """A noun in the nominative before another in its genitive, which is given as it was said."""
    return f"{_nominative_noun(noun, plural)[0]} {genitive}"


@cache
def only_adjective(word: str) -> bool:
    """Whether a word can be an adjective and no noun; two words are a term."""
    if " " in word:
        return False
    classes = {tag.split(":")[0] for _, _, tag, *_ in _generator().generate(word)}
    # Participles are under their verb only.
    return "subst" not in classes and ("adj" in classes or word.endswith(("ny", "ty", "ący")))


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
def _nominative_noun(noun: str, plural: bool) -> tuple[str, str, str]:
    """The form, gender and number of a noun; its only number where it has one ("drzwi"), as it is where unknown."""
    found: dict[str, tuple[str, str, str]] = {}
    for form, _, tag, *_ in _generator().generate(noun):
        fields = tag.split(":")
        if fields[0] == "subst" and "nom" in fields[2].split("."):
            number = fields[1].split(".")[0]
            one = (str(form), fields[3].split(".")[0], number)
            # Of "koszta" and "koszty" the second is what people say.
            if number == "pl" and found.get(number, one)[0].endswith("a") and one[1].startswith("m"):
                found[number] = one
            elif number == "pl" or form == noun:
                found.setdefault(number, one)
    wanted = found.get("pl" if plural else "sg") or found.get("sg") or found.get("pl")
    return wanted or (noun, "n" if noun.endswith("ie") else "m3", "sg")


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
    return _participle(lemma, gender, number)


def _participle(word: str, gender: str, number: str) -> str:
    """SGJP has participles under their verb only; their endings are regular."""
    if not word.endswith(("ny", "ty", "ący")):
        return word
    if number == "sg":
        return word[:-1] + {"f": "a", "n": "e"}.get(gender, "y")
    if gender != "m1":
        return word[:-1] + "e"
    for ending, other in (("ony", "eni"), ("ny", "ni"), ("ty", "ci")):
        if word.endswith(ending):
            return word.removesuffix(ending) + other
    return word
