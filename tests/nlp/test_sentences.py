"""Sentences of written and spoken Polish."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.nlp.sentences import MAX_WORDS, sentence_spans

# "|" marks the boundaries.
EXAMPLES = [
    "Nie ma ludzi.| Szukamy od roku.",
    "Naprawdę?| Tak!| No dobrze.",
    "To kosztuje 5 tys. zł miesięcznie.",
    "Wzrost o 20 proc. rocznie, m.in. dlatego, że rynek rośnie.",
    "Na podstawie art. 5 ust. 2 pkt 3 ustawy nic nie zrobimy.",
    "Np. prof. dr hab. Jan Kowalski z ul. Długiej tak mówi.",
    "To mi spędza sen.| Przychodzili już tacy.",
    "Był u nas sen. Nowak i gen. Kowalski z por. Zielińskim.",
    "To jest dobry lek.| Potem kupiliśmy drugi.",
    "Rozmawiałem z A. Kowalskim.| On nie chce.",
    "W 2014 r. Krym był daleko.",
    "Potem 2025 r.| Zobaczymy.",
    "W 2010 r.| Sprzedali maszyny.",
    "Firma powstała w 1997 r.| Zatrudniała wtedy dwie osoby.",
    "Spotkanie o godz. 12.30 w sali.",
    "12.05.2023 r. podpisaliśmy umowę.",
    "Mieszkam na 3. piętrze.| Nie ma windy.",
    "No wie pan...| Różnie bywa.",
    "No wie pan… różnie bywa.",
    "Powiedział: „Nie ma pieniędzy.”| I wyszedł.",
    "– Co pan na to? – zapytał prezes.",
    "Dwie firmy itd.| Reszta nie odpowiedziała.",
    "Jesteśmy zmęczeni. [śmiech]| Ale pracujemy.",
    "Byliśmy tam (w Krakowie).| Nic z tego.",
    "Potrzeby:|\n- szkolenia,|\n- maszyny,|\n- ludzie",
    "Pierwsza linia bez kropki\nale dalej to samo zdanie.",
    "Pierwsza kartka|\nDruga kartka",
    "Koniec.|Nowe zdanie bez spacji.",
    "Strona www.firma.pl działa.",
    "Pan J. K. Nowak przyszedł.| Potem wyszedł.",
    "W XIX w. było inaczej.| Teraz nie.",
    "To był 3. kwartał.| Potem 4. kwartał był gorszy.",
    "Tak...| Nie wiem... może jutro.",
    "(To jest nawias.| Ma dwa zdania.)| Dalej.",
    "„Nie ma.| Nie będzie.”| Tak powiedział.",
    "Zapytałem: „Kiedy?”| Odpowiedział: „Jutro.”",
    "• szkolenia|\n• maszyny",
    "1) szkolenia|\n2) maszyny",
    "1. szkolenia|\n2. maszyny",
    "Firma ABC S.A. działa.| Zysk 5 mln zł.| Tak.",
    "Co?!| Naprawdę?!!| Tak.",
    "tzw. klaster, tj. grupa firm, itd. i tak dalej.",
    "tak jest u nas. potem była przerwa. i koniec",
]


@pytest.mark.parametrize("marked", EXAMPLES[:-1], ids=lambda text: text[:30])
def test_boundaries(marked: str) -> None:
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        part.strip() for part in marked.split("|")
    ]


def test_small_letters_after_a_point_begin_a_sentence_where_a_word_was_ended() -> None:
    text = EXAMPLES[-1]
    assert [text[start:end] for start, end in sentence_spans(text)][-1] == "i koniec"


def test_speech_without_punctuation_is_cut_before_conjunctions() -> None:
    clause = "u nas w firmie brakuje ludzi do pracy przy maszynach i nikt nie chce przyjść na taką stawkę "
    text = (clause * 12).strip()
    pieces = [text[start:end] for start, end in sentence_spans(text)]
    assert len(pieces) > 2
    assert all(len(piece.split()) <= MAX_WORDS for piece in pieces)
    assert all(piece.startswith("i ") for piece in pieces[1:])


TURNS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "tys.",
                "proc.",
                "m.in.",
                "Nie",
                "tak.",
                "Tak?",
                "–",
                "-",
                "„Co?”",
                "…",
                "...",
                "[śmiech]",
                "(..)",
                "2014",
                "r.",
                "A.",
                "Kowalski",
                "\n",
                "\n\n",
                "•",
                "3.",
                "i",
                "ale",
                "że",
                "słowo " * 70,
                "bez przecinka a dalej " * 30,
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=20,
).map(" ".join)


@given(TURNS)
@settings(max_examples=300, deadline=None)
def test_spans_cover_all_words_in_order_and_are_never_too_long(text: str) -> None:
    spans = sentence_spans(text)
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert len(text[start:end].split()) <= MAX_WORDS
        position = end
    assert not text[position:].strip()
