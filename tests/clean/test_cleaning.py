"""Cleaning, by the table of conventions of Polish transcripts; and the map back to the verbatim text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.clean import clean

# The conventions of Polish transcripts that concern cleaning, in the order of TRANSCRIPTS.md; every form of it has a
# line. Labels of speakers, headers and services' lines are the readers' (tests/ingest). Where nothing is left out, the
# analysed text is the same.
CONVENTIONS = {
    "timestamps": [
        ("[00:12:33] Mówię", "Mówię"),
        ("(12:33) Mówię", "Mówię"),
        ("{00:12} Mówię", "Mówię"),
        ("#00:12:33-7# Mówię", "Mówię"),
        ("<00:12:33> Mówię", "Mówię"),
        ("Mówię [00:12:33.5] dalej", "Mówię dalej"),
        ("Mówię [0:03] dalej", "Mówię dalej"),
        ("przyszedł o 10:30 do pracy", "przyszedł o 10:30 do pracy"),
    ],
    "unintelligible": [
        ("To (niezrozumiałe) jest", "To jest"),
        ("To [niezrozumiałe] jest", "To jest"),
        ("To [niezrozumiałe 00:13:12] jest", "To jest"),
        ("To [niewyraźne 00:13:12] jest", "To jest"),
        ("To (nieczyt.) jest", "To jest"),
        ("To (nz) jest", "To jest"),
        ("To [???] jest", "To jest"),
        ("To (?) jest", "To jest"),
        ("To <[?]> jest", "To jest"),
        ("To xxx jest", "To jest"),
        ("[BLANK_AUDIO]", ""),
    ],
    "uncertain: the word stays, its mark does not": [
        ("W szkole [?] tak", "W szkole tak"),
        ("W szkole(?) tak", "W szkole tak"),
        ("W [chyba: szkole] tak", "W szkole tak"),
        ("W (szkole?) tak", "W szkole tak"),
    ],
    "non-verbal": [
        ("To jest [śmiech] trudne", "To jest trudne"),
        ("To jest (śmieje się) trudne", "To jest trudne"),
        ("/śmiech/ no", "no"),
        ("*śmiech* no", "no"),
        ("((westchnienie)) no", "no"),
        ("[płacz] no", "no"),
        ("[kaszel] no", "no"),
        ("(uśmiech) no", "no"),
        ("[dzwoni telefon] no", "no"),
        ("[oklaski]", ""),
        ("(gest) no", "no"),
    ],
    "pause, silence": [
        ("No wie pan...", "No wie pan..."),
        ("No wie pan… różnie", "No wie pan… różnie"),
        ("Tak (.) jest", "Tak jest"),
        ("Pauza (..) i dalej", "Pauza i dalej"),
        ("Tak (3) jest", "Tak jest"),
        ("Tak (3s) jest", "Tak jest"),
        ("[cisza] no", "no"),
        ("(cisza) no", "no"),
        ("/pauza/ no", "no"),
        ("(dłuższa pauza) tak", "tak"),
        ("Tak [3 sek.] jest", "Tak jest"),
        ("(12 sekund przerwy) dalej", "dalej"),
    ],
    "omission by the transcriber": [
        ("Mówił (…) i poszedł", "Mówił i poszedł"),
        ("(...) i dalej", "i dalej"),
        ("[...] i dalej", "i dalej"),
        ("[.....] i", "i"),
        ("<ciach> i", "i"),
    ],
    "overlap, interruption": [
        ("tak // dalej", "tak dalej"),
        ("=no= dobrze", "no dobrze"),
        ("[równocześnie] tak", "tak"),
        ("[przerywa] tak", "tak"),
        ("[wchodzi w słowo] tak", "tak"),
        ("//S02: mhm. // dalej", "dalej"),
        ("spawacze i/lub tokarze", "spawacze i/lub tokarze"),
    ],
    "cut-off word": [
        ("poszłam do szko- szkoły", "poszłam do szkoły"),
        ("szko– szkoły", "szkoły"),
        ("nie- nie wiem", "nie wiem"),
        ("polsko-niemiecki projekt", "polsko-niemiecki projekt"),
        ("polsko- i niemieckojęzyczny", "polsko- i niemieckojęzyczny"),
    ],
    "repetition": [
        ("no no no właśnie", "no właśnie"),
        ("to, to, to był problem", "to był problem"),
        ("ja ja myślę", "ja myślę"),
        ("To to był błąd", "to był błąd"),
        ("Ta firma, ta firma upadła", "ta firma upadła"),
        ("tak, tak", "tak, tak"),
        ("nie, nie chcemy", "nie, nie chcemy"),
        ("bardzo, bardzo dobrze", "bardzo, bardzo dobrze"),
    ],
    "fillers, sound": [
        ("No i wtedy, yyy, poszliśmy do firmy.", "No i wtedy, poszliśmy do firmy."),
        ("Eee, nie wiem.", "nie wiem."),
        ("e-e, nie", "nie"),
        ("mmm, nie", "nie"),
        ("Hmm, no tak.", "no tak."),
        ("yhm, mhm, aha, ach, uh, um, dobrze", "dobrze"),
        ("To było trudne, yyy.", "To było trudne."),
        ("To jest... yyy... trudne", "To jest... trudne"),
        ("Mhm.", ""),
        ("Yhm, aha.", ""),
        ("nie-e, tego nie robimy", "nie-e, tego nie robimy"),
        ("Aharon i Emma mają ummę", "Aharon i Emma mają ummę"),
        ("blacha 5 mm, nie 6 mm", "blacha 5 mm, nie 6 mm"),
    ],
    "fillers, lexical: they carry meaning at times": [
        (said, said)
        for said in (
            "no więc wie pan, jakby to powiedzieć",
            "to znaczy chodzi o ludzi",
            "w sumie, powiedzmy, po prostu nie ma, prawda?",
        )
    ],
    "emphasis": [("To BARDZO ważne", "To BARDZO ważne"), ("b a r d z o ważne", "b a r d z o ważne")],
    "anonymisation": [
        (said, said)
        for said in (
            "w [nazwa szkoły] pracuje [imię] z [miasto]",
            "Pani [X] i XXX",
            "[...]{anonim} mówił",
            "[Warszawa] jest daleko",
        )
    ],
    "quotes": [
        ("Mówił „nie wiem” i 'tak', »no« oraz ‚to’", "Mówił „nie wiem” i 'tak', »no« oraz ‚to’"),
        ("mówił, że (jak wiadomo) nie ma ludzi", "mówił, że (jak wiadomo) nie ma ludzi"),
    ],
    "editorial": [("[przyp. transkr.: wychodzi] tak", "tak"), ("[dop. AK] tak", "tak")],
}


@pytest.mark.parametrize(
    ("verbatim", "analysed"),
    [pytest.param(*row, id=f"{name}: {row[0][:25]}") for name, rows in CONVENTIONS.items() for row in rows],
)
def test_conventions(verbatim: str, analysed: str) -> None:
    assert clean(verbatim).text == analysed


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
