"""Cleaning, by the table of conventions of Polish transcripts; and the map back to the verbatim text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.clean import clean

LEFT_OUT = {
    "fillers, sound": [
        ("No i wtedy, yyy, poszliśmy do firmy.", "No i wtedy, poszliśmy do firmy."),
        ("Eee, nie wiem.", "nie wiem."),
        ("Hmm, no tak.", "no tak."),
        ("aha, ach, uh, um, dobrze", "dobrze"),
        ("e-e, nie", "nie"),
        ("To było trudne, yyy.", "To było trudne."),
        ("To jest... yyy... trudne", "To jest... trudne"),
        ("Mhm.", ""),
        ("Yhm, aha.", ""),
    ],
    "repetition": [
        ("to, to, to był problem", "to był problem"),
        ("no no no właśnie", "no właśnie"),
        ("ja ja myślę", "ja myślę"),
        ("To to był błąd", "to był błąd"),
        ("Ta firma, ta firma upadła", "ta firma upadła"),
    ],
    "cut-off word": [
        ("poszłam do szko- szkoły", "poszłam do szkoły"),
        ("szko– szkoły", "szkoły"),
        ("nie- nie wiem", "nie wiem"),
    ],
    "unintelligible": [
        ("To (niezrozumiałe) jest", "To jest"),
        ("To [niezrozumiałe 00:13:12] jest", "To jest"),
        ("To [niewyraźne] jest", "To jest"),
        ("To (nieczyt.) jest", "To jest"),
        ("To (nz) jest", "To jest"),
        ("To [???] jest", "To jest"),
        ("To <[?]> jest", "To jest"),
        ("To xxx jest", "To jest"),
        ("[BLANK_AUDIO]", ""),
    ],
    "non-verbal": [
        ("To jest [śmiech] trudne", "To jest trudne"),
        ("To jest (śmieje się) trudne", "To jest trudne"),
        ("/śmiech/ no", "no"),
        ("*śmiech* no", "no"),
        ("((westchnienie)) no", "no"),
        ("[dzwoni telefon] no", "no"),
        ("(kaszel) no", "no"),
        ("[oklaski]", ""),
        ("(gest) no", "no"),
    ],
    "pause": [
        ("Pauza (..) i dalej", "Pauza i dalej"),
        ("Tak (.) jest", "Tak jest"),
        ("Tak (3) jest", "Tak jest"),
        ("Tak (3s) jest", "Tak jest"),
        ("Tak [3 sek.] jest", "Tak jest"),
        ("(12 sekund przerwy) dalej", "dalej"),
        ("[cisza] no", "no"),
        ("/pauza/ no", "no"),
        ("(dłuższa pauza) tak", "tak"),
    ],
    "omission": [
        ("Mówił (…) i poszedł", "Mówił i poszedł"),
        ("(...) i dalej", "i dalej"),
        ("[.....] i", "i"),
        ("<ciach> i", "i"),
    ],
    "overlap": [
        ("[równocześnie] tak", "tak"),
        ("[wchodzi w słowo] tak", "tak"),
        ("//S02: mhm. // dalej", "dalej"),
        ("=no= dobrze", "no dobrze"),
    ],
    "timestamps": [
        ("[00:12:33] Mówię", "Mówię"),
        ("(12:33) Mówię", "Mówię"),
        ("{00:12} Mówię", "Mówię"),
        ("#00:12:33-7# Mówię", "Mówię"),
        ("<00:12:33> Mówię", "Mówię"),
        ("Mówię [00:12:33.5] dalej", "Mówię dalej"),
    ],
    "editorial": [("[przyp. transkr.: wychodzi] tak", "tak"), ("[dop. AK] tak", "tak")],
    "uncertain words, without their mark": [
        ("W szkole(?) tak", "W szkole tak"),
        ("W szkole [?] tak", "W szkole tak"),
        ("W (szkole?) tak", "W szkole tak"),
        ("W [chyba: szkole] tak", "W szkole tak"),
    ],
}

KEPT = {
    "a no is no filler": "nie-e, tego nie robimy",
    "agreement": "tak, tak",
    "emphasis by repetition": "bardzo, bardzo dobrze",
    "a denial said twice": "nie, nie chcemy",
    "compound": "polsko-niemiecki projekt",
    "time in speech": "przyszedł o 10:30 do pracy",
    "hidden names": "w [nazwa szkoły] pracuje [imię] z [miasto]",
    "hidden names, marks": "Pani [X] i XXX",
    "hidden names, tagged": "[...]{anonim} mówił",
    "a name that was put in": "[Warszawa] jest daleko",
    "emphasis": "To BARDZO ważne",
    "spaced letters": "b a r d z o ważne",
    "quotes": "Mówił „nie wiem” i 'tak', »no«",
    "slash": "spawacze i/lub tokarze",
    "brackets that are speech": "mówił, że (jak wiadomo) nie ma ludzi",
    "trailing off": "No wie pan...",
    "lexical fillers carry meaning at times": "no więc wie pan, jakby to powiedzieć",
    "words that only begin like fillers": "Aharon i Emma mają ummę",
}


@pytest.mark.parametrize(
    ("verbatim", "analysed"), [row for rows in LEFT_OUT.values() for row in rows], ids=lambda text: text[:30]
)
def test_what_is_left_out(verbatim: str, analysed: str) -> None:
    assert clean(verbatim).text == analysed


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_what_stays(text: str) -> None:
    assert clean(text).text == text


SPEECH = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "no",
                "to",
                "yyy",
                "eee",
                "mhm",
                "szko-",
                "szkoły",
                "[śmiech]",
                "(..)",
                "[nazwa",
                "firmy]",
                "(szkole?)",
                "tak,",
                "tak,",
                "nie",
                "nie-e",
                ",",
                ".",
                "…",
                "„",
                "”",
                "[00:12]",
                "#0:01#",
                "//",
                "=",
                "xxx",
                "{a}",
                "(niezrozumiałe)",
                "\n",
                "Ż",
                "😀",
                "to,",
                "to",
                "(",
                "[",
                "*",
                "/",
                "ty-",
                "tydzień",
                "á",
            ]
        ),
        st.text(max_size=4),
    ),
    max_size=14,
).map(" ".join)


@given(SPEECH)
@settings(max_examples=400, deadline=None)
def test_every_character_of_the_clean_text_is_at_its_verbatim_place(text: str) -> None:
    cleaned = clean(text)
    places = [cleaned.source(position) for position in range(len(cleaned.text))]
    assert [text[place] for place in places] == list(cleaned.text)
    assert places == sorted(set(places))


@given(SPEECH, st.data())
@settings(max_examples=300, deadline=None)
def test_a_clean_span_lies_inside_its_verbatim_span(text: str, data: st.DataObject) -> None:
    cleaned = clean(text)
    if not cleaned.text:
        return
    start = data.draw(st.integers(0, len(cleaned.text) - 1))
    end = data.draw(st.integers(start + 1, len(cleaned.text)))
    first, last = cleaned.source_span(start, end)
    assert 0 <= first < last <= len(text)
    assert text[first] == cleaned.text[start]
    assert text[last - 1] == cleaned.text[end - 1]


@given(SPEECH)
@settings(max_examples=200, deadline=None)
def test_no_white_space_at_the_end_and_none_doubled_by_cleaning(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text == cleaned.text.rstrip()
