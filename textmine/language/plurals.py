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
ROWS: Forms = ("wiersz", "wiersze", "wierszy")
REMARKS: Forms = ("inna uwaga", "inne uwagi", "innych uwag")
FILES: Forms = ("plik", "pliki", "plików")
SECTIONS: Forms = ("sekcja", "sekcje", "sekcji")
VOTES: Forms = ("głos", "głosy", "głosów")
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


def said_by(number: int, total: int) -> str:
    """Who of a group pointed to something, with the verb that goes with it; "rozmówca" is masculine.

    "7 z 9 rozmówców wskazało", "1 z 9 rozmówców wskazał", "wszyscy rozmówcy (9) wskazali"; one alone is the only one.
    """
    if total == 1:
        return "jedyny rozmówca wskazał" if number else "jedyny rozmówca nie wskazał"
    if number == total:
        return f"wszyscy rozmówcy ({total}) wskazali"
    if number == 0:
        return f"żaden z {total} rozmówców nie wskazał"
    return f"{number} z {total} rozmówców {'wskazał' if number == 1 else 'wskazało'}"


def of_speakers(number: int, total: int) -> str:
    """A part of a group without a verb: "7 z 9 rozmówców", "1 z 1 rozmówcy"."""
    return f"{number} z {total} {'rozmówcy' if total == 1 else 'rozmówców'}"


def share(value: float) -> str:
    """A share as people write it: "33%", "<1%", ">99%": none and all are said only where they are meant."""
    if 0 < value < 0.01:
        return "<1%"
    if 0.995 <= value < 1:
        return ">99%"
    return f"{value:.0%}"


def points(value: float) -> str:
    """A difference of shares in percentage points, signed: "+53 pkt proc.", "−8 pkt proc.", "0 pkt proc."."""
    return f"{signed(value)} pkt proc."


def signed(value: float) -> str:
    """A difference of shares, times 100, with its sign and a real minus: "+53", "−8", "0"."""
    number = round(100 * value)
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"
