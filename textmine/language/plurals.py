"""Polish nouns after numbers, and shares in words."""

from __future__ import annotations

Forms = tuple[str, str, str]

SENTENCES: Forms = ("wypowiedź", "wypowiedzi", "wypowiedzi")
TEXT_SENTENCES: Forms = ("zdanie", "zdania", "zdań")
SPEAKERS: Forms = ("rozmówca", "rozmówców", "rozmówców")
DOCUMENTS: Forms = ("dokument", "dokumenty", "dokumentów")
CODES: Forms = ("kod", "kody", "kodów")
GIVEN_CODES: Forms = ("nadany kod", "nadane kody", "nadanych kodów")
QUOTES: Forms = ("cytat", "cytaty", "cytatów")
PASSAGES: Forms = ("fragment", "fragmenty", "fragmentów")
TOPICS: Forms = ("temat", "tematy", "tematów")
MODELLED: Forms = ("temat modelowany", "tematy modelowane", "tematów modelowanych")
WORDS: Forms = ("słowo", "słowa", "słów")
REMARKS: Forms = ("inna uwaga", "inne uwagi", "innych uwag")
SECONDS: Forms = ("sekunda", "sekundy", "sekund")


def form(number: int, forms: Forms) -> str:
    """The form that goes with a number: 1 wypowiedź, 2 wypowiedzi, 5 wypowiedzi, 12, 22, 112."""
    if number == 1:
        return forms[0]
    if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}:
        return forms[1]
    return forms[2]


def counted(number: int, forms: Forms) -> str:
    """The number with its noun: "5 dokumentów"."""
    return f"{number} {form(number, forms)}"


def pointed(number: int) -> str:
    """The verb of "N z M rozmówców wskaz…": 1 wskazał(a), 2-4 wskazało, too, as "z rozmówców" is neuter."""
    return "wskazał(a)" if number == 1 else "wskazało"


def share(value: float) -> str:
    """A share as people write it: "33%", "<1%", ">99%": none and all are said only where they are meant."""
    if 0 < value < 0.01:
        return "<1%"
    if 0.995 <= value < 1:
        return ">99%"
    return f"{value:.0%}"
