"""The pattern language over base forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.codebook import default_codebook
from textmine.coding.patterns import PatternError, PatternSet, compiled, line_of
from textmine.coding.rules import shipped_cues
from textmine.records import Token


def tokens(words: str) -> list[Token]:
    """Tokens of "lemma" or "lemma:class" words; marks are marks."""
    result = []
    place = 0
    for word in words.split():
        lemma, _, tag = (word, "", "") if word in {":", "…"} else word.partition(":")
        mark = not any(character.isalnum() for character in lemma)
        pos, tag = ("PUNCT", "interp") if mark else ("X", tag or "subst")
        result.append(Token(lemma, lemma, pos, tag, "", place, place + len(lemma)))
        place += len(lemma) + 1
    return result


def found(pattern: str, words: str) -> list[str]:
    """What a pattern matches, as the words from its first to its last token."""
    given = tokens(words)
    return [
        " ".join(token.text for token in given[match.first : match.last + 1])
        for match in PatternSet([pattern]).find(line_of(given))
    ]


@pytest.mark.parametrize(
    ("pattern", "words", "expected"),
    [
        ("brakować", "my brakować spawacz", ["brakować"]),
        ("brak", "my brakować spawacz", []),
        ("rak", "brak spawacz", []),
        ("kadra|załoga", "kadra i załoga", ["kadra", "załoga"]),
        ("spawacz*", "spawacz i spawaczka być", ["spawacz", "spawaczka"]),
        ("@cond", "przydać:cond się szkolenie", ["przydać"]),
        ("@con", "przydać:cond się", []),
        ("@cond|@fin praca", "szukać:fin praca", ["szukać praca"]),
        ("nie _ ufać", "nie bardzo ufać", ["nie bardzo ufać"]),
        ("nie _ ufać", "nie ufać", []),
        ("nie ~2 ufać", "nie ufać", ["nie ufać"]),
        ("nie ~2 ufać", "nie zawsze im ufać", ["nie zawsze im ufać"]),
        ("nie ~2 ufać", "nie zawsze im wszyscy ufać", []),
        ("zwolnić się? z", "zwolnić z praca", ["zwolnić z"]),
        ("zwolnić się? z", "zwolnić się z praca", ["zwolnić się z"]),
        ("brak ludzie", "brak , ludzie odejść", []),
        ("brak ~3 ludzie", "brak maszyna , a ludzie odejść", []),
        ("brak ~3 ludzie", "brak : ludzie", []),
        ("brak _ ludzie", "brak … ludzie", []),
        ("brak ~10 ludzie", "brak a b c d e f g h i j ludzie", ["brak a b c d e f g h i j ludzie"]),
        ("Brak Ludzie", "Brak ludzie", ["Brak ludzie"]),
        ("politechnika śląski", "Politechnika Śląski", ["Politechnika Śląski"]),
        ("praca", "praca praca praca", ["praca"] * 3),
        ("e-mail", "pisać e-mail", ["e-mail"]),
        ("tys.", "tys. złoty", ["tys."]),
        ("tys.", "tysi złoty", []),
        ("brak", "", []),
    ],
)
def test_what_a_pattern_matches(pattern: str, words: str, expected: list[str]) -> None:
    assert found(pattern, words) == expected


def test_a_gap_takes_as_little_as_it_can() -> None:
    assert found("nie ~3 mieć", "nie mieć i nie mieć") == ["nie mieć", "nie mieć"]


def test_a_match_carries_its_pattern() -> None:
    matches = PatternSet(["brak", "wysoki cena", "brak"]).find(line_of(tokens("wysoki cena i brak")))
    assert [(match.pattern, match.first, match.last) for match in matches] == [
        ("wysoki cena", 0, 1),
        ("brak", 3, 3),
    ]


def test_no_patterns_match_nothing() -> None:
    assert PatternSet([]).find(line_of(tokens("brak ludzie"))) == []


def test_clauses_are_counted_by_marks_and_conjunctions() -> None:
    line = line_of(tokens("być drogo , ale dobrze bo blisko"))
    assert list(line.clauses) == [0, 0, 1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "żadnego słowa"),
        ("   ", "żadnego słowa"),
        ("~3", "żadnego słowa"),
        ("się?", "żadnego słowa"),
        ("się? ~2", "żadnego słowa"),
        ("brak ~0 ludzie", "„~0”: po „~” ma być liczba od 1 do 10"),
        ("brak ~11 ludzie", "„~11”"),
        ("brak ~² ludzie", "„~²”"),
        ("brak ~ ludzie", "„~”"),
        ("brak ~-1 ludzie", "„~-1”"),
        ("kadra||załoga", "puste słowo przy „|”"),
        ("|kadra", "puste słowo przy „|”"),
        ("kadra|", "puste słowo przy „|”"),
        ("brak ?", "puste słowo"),
        ("(brak)", "„(brak)”: niedozwolony znak"),
        ("brak, ludzie", "„brak,”"),
        ("spaw*cz", "gwiazdka nie na końcu"),
        ("*", "„*”"),
        ("@", "„@”"),
        ("@co:nd", "„@co:nd”"),
        ("a¦b", "„a¦b”"),
    ],
)
def test_what_is_no_pattern(pattern: str, said: str) -> None:
    with pytest.raises(PatternError) as caught:
        compiled(pattern)
    assert said in str(caught.value)


@given(st.text(max_size=20))
def test_every_text_is_a_pattern_or_told_to_be_none(text: str) -> None:
    try:
        expression = compiled(text)
    except PatternError as error:
        assert str(error)
    else:
        assert not expression.search("")


WORDS = st.lists(
    st.sampled_from(["nie", "mieć", "brak", "ludzie", ",", "ale", ".", "„", "x:cond"]), max_size=12
)


@given(
    WORDS, st.sampled_from(["nie ~3 mieć", "brak|nie", "@cond ~2 brak", "mieć _ ludzie", "nie ludzie? brak"])
)
def test_matches_lie_inside_the_sentence_apart_from_each_other(words: list[str], pattern: str) -> None:
    line = line_of(given := tokens(" ".join(words)))
    end = -1
    for match in PatternSet([pattern]).find(line):
        assert end < match.first <= match.last < len(given)
        assert not {token.text for token in given[match.first : match.last + 1]} & {",", ".", "„"}
        end = match.last


@given(WORDS)
def test_places_in_a_line_lead_back_to_their_tokens(words: list[str]) -> None:
    line = line_of(tokens(" ".join(words)))
    assert [line.token_at(start) for start in line.starts] == list(range(len(words)))


def _shipped() -> list[str]:
    data = shipped_cues()
    return [
        *data["blockers"]["solved"],
        *data["blockers"]["hypothetical"],
        *(cue for theme in data["themes"].values() for cue in theme["cues"]),
        *(own["domain"] for own in data["codes"].values()),
        *(pattern for own in data["codes"].values() for pattern in own.get("direct", ())),
    ]


def test_all_patterns_that_ship_can_be_read() -> None:
    assert len(_shipped()) > 150
    for pattern in _shipped():
        assert compiled(pattern)


def test_cues_and_rules_that_ship_are_of_the_codebook_that_ships() -> None:
    data, book = shipped_cues(), default_codebook()
    assert set(data["themes"]) == {theme.id for theme in book.themes}
    assert set(data["codes"]) == {code.id for code in book.codes}
