"""Speech without punctuation: pauses, ends of captions and words on either side decide where a clause ends."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.nlp.phrases import is_one_phrase
from textmine.nlp.sentences import MAX_WORDS, sentence_spans
from textmine.nlp.unpunctuated import is_bare, parts_clause
from textmine.records import Seam

SIGN = re.compile(r"\s*<([\d.]*)>(\|?)\s*")


def marked(text: str) -> tuple[str, list[Seam], list[str]]:
    """Text, seams and sentences of "tak jest <0.9>| nikt <> nie": seconds of a pause or none; "|" is a boundary."""
    plain, position = "", 0
    seams, cuts = [], [0]
    for sign in SIGN.finditer(text):
        plain += text[position : sign.start()] + " "
        seams.append(Seam(len(plain), float(sign[1]) if sign[1] else None))
        if sign[2]:
            cuts.append(len(plain))
        position = sign.end()
    plain += text[position:]
    return plain, seams, [plain[a:b].strip() for a, b in zip(cuts, [*cuts[1:], len(plain)], strict=True)]


@pytest.mark.parametrize(
    "text",
    [
        "szukamy spawaczy od roku <0.9>| nikt się nie zgłasza",
        "szukamy spawaczy od roku <0.3> nikt się nie zgłasza",
        "szukamy spawaczy od roku <> nikt się nie zgłasza",
        # Looking for a word is no end: after prepositions, conjunctions, before "że", between words of a phrase.
        "szukamy spawaczy od <1.2> dwóch lat",
        "mówili nam w urzędzie <1.2> że nie ma pieniędzy",
        "mówili nam w urzędzie że <1.2> nie ma pieniędzy",
        "kupiliśmy sześć <1.5> nowych maszyn",
        "kupiliśmy sześć nowych <1.5> maszyn z dotacji",
        "to kosztuje 20 <0.8> tysięcy złotych",
        "rosną nam koszty <1.1> prądu i gazu",
        "tak się nie <0.8> da pracować",
        "oni starają <0.8> się o dotację",
        # What is said between pauses may be one word.
        "tak <1.5>| szukamy ludzi",
        "szukamy ludzi do pracy <1.5>| tak",
        "szukamy ludzi do pracy <1.5> [śmiech] <0.9>| takich z uprawnieniami",
        "szukamy ludzi do pracy <1.5> … <0.9> takich z uprawnieniami",
        # Every pause counts, however short the turn.
        "przyszedł do nas młody chłopak <0.8>| pokazał papiery <2.0>| i już go nie ma",
        # A caption that ends counts before a word that opens a clause, or a capital that no name explains.
        "rozmawiamy ze szkołą o praktykach dla uczniów <>| bo bez tego za rok nie będzie kim robić",
        "rozmawiamy ze szkołą od roku o praktykach <>| dlatego bez tego za rok nie będzie kim robić tych zamówień",
        "rozmawiamy ze szkołą od roku o praktykach <> i bez tego za rok nie będzie kim robić tych zamówień",
        "rozmawiamy ze szkołą od roku o praktykach <>| Szukamy też ludzi po kursach i takich do przyuczenia",
        "rozmawiamy ze szkołą od roku o praktykach <> Wróblewski szuka też ludzi po kursach i takich do przyuczenia",
        "rozmawiamy ze szkołą od roku o praktykach z <> Politechnika też szuka ludzi po kursach do przyuczenia",
        # Punctuated text is cut where its punctuation says.
        "Szukamy spawaczy od roku <1.5> i nikt się nie zgłasza, bo płacimy mało.",
        "Mówili nam w urzędzie <2.0> tydzień temu, że nie ma pieniędzy",
    ],
    ids=lambda text: text[:40],
)  # fmt: skip
def test_boundaries(text: str) -> None:
    plain, seams, expected = marked(text)
    assert [plain[start:end] for start, end in sentence_spans(plain, seams)] == expected


def test_a_long_clause_is_cut_at_a_break_that_parts_no_phrase() -> None:
    words = [f"słowo{number}" for number in range(75)]
    words[29], words[36] = "od", "nowych"
    text = " ".join(words)
    places = [text.index(words[number]) for number in (30, 33, 37)]
    spans = sentence_spans(text, [Seam(place, 0.0) for place in places])
    assert [start for start, _ in spans] == [0, places[1]]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("szukamy spawaczy od roku", True),
        ("to kosztuje 3,5 mln złotych", True),
        ("Szukamy spawaczy od roku.", False),
        ("tak, szukamy", False),
        ("słowo " * 60 + "koniec.", True),
        ("słowo " * 12 + "koniec.", False),
        ("Powiedział: „nie ma” i wyszedł", False),
        ("", True),
    ],
)
def test_what_is_bare(text: str, bare: bool) -> None:
    assert is_bare(text) is bare


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("nowych", "maszyn", True),
        ("nową", "maszynami", False),
        ("rady", "gminne", True),
        ("rada", "gminnej", False),
        ("koszty", "prądu", True),
        ("koszty", "prądem", False),
        ("pięć", "osób", True),
        ("5", "osób", True),
        ("20", "tysięcy", True),
        ("20", "szukamy", False),
        ("nowych", "szukamy", False),
        ("szukamy", "ludzi", False),
        ("ludzi", "szukamy", False),
        ("brzdrylq", "ludzi", False),
        ("", "", False),
    ],
)
def test_phrases(first: str, second: str, one: bool) -> None:
    assert is_one_phrase(first, second) is one


def test_marks_at_words_do_not_hide_them() -> None:
    text = "mówili (że) nie"
    assert not parts_clause(text, (0, 6), (7, 11))


SPOKEN = st.lists(
    st.sampled_from(
        ["tak", "no", "ale", "że", "w", "nowych", "maszyn", "5", "tys.", "Nie", "[śmiech]", "i", "Kowalski", "-", "…"]
    ),
    max_size=150,
)  # fmt: skip


@given(SPOKEN, st.data())
@settings(max_examples=150, deadline=None)
def test_any_seams_keep_all_words_in_order_and_no_sentence_too_long(
    words: list[str], data: st.DataObject
) -> None:
    text = " ".join(words)
    # Anything a file may tell, also places within words.
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=20)))
    pauses = st.one_of(st.none(), st.floats(0, 5))
    spans = sentence_spans(text, [Seam(place, data.draw(pauses)) for place in places])
    assert " ".join(text[start:end] for start, end in spans).split() == words
    assert all(len(text[start:end].split()) <= MAX_WORDS for start, end in spans)
    starts = {match.start() for match in re.finditer(r"\S+", text)}
    assert all(start in starts for start, _ in spans)
