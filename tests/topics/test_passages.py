"""Passages: nothing is lost, nobody's words are mixed with another's, and sizes stay within bounds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.records import Role, Sentence, Token
from textmine.topics.passages import passages
from textmine.topics.words import only_adjective, shown, with_adjective

Spoken = tuple[str, int, str | None, Role]


def sentence(
    place: int, speaker: str, words: int, section: str | None = None, role: Role = Role.RESPONDENT
) -> Sentence:
    """A sentence of so many words and a point."""
    tokens = [Token("stal", "stal", "NOUN", "subst", "", n * 5, n * 5 + 4) for n in range(words)]
    if words:
        tokens.append(Token(".", ".", "PUNCT", "interp", "", words * 5, words * 5 + 1))
    text = "stal " * words
    return Sentence(
        f"s{place}",
        "W01.txt",
        0,
        place,
        0,
        len(text),
        text,
        text,
        speaker,
        role,
        section=section,
        tokens=tuple(tokens),
    )


def joined(*spoken: tuple[str, int], smallest: int = 40, largest: int = 120) -> list[tuple[int, ...]]:
    """The places of passages of ("R1", words) sentences; "M" moderates."""
    sentences = [
        sentence(place, who, words, role=Role.MODERATOR if who == "M" else Role.RESPONDENT)
        for place, (who, words) in enumerate(spoken)
    ]
    return [passage.places for passage in passages(sentences, min_words=smallest, max_words=largest)]


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ([("R", 20), ("R", 20), ("R", 20), ("R", 20)], [(0, 1), (2, 3)]),
        ([("R", 50), ("R", 50)], [(0,), (1,)]),
        ([("R", 200)], [(0,)]),
        ([("R", 30), ("R", 100)], [(0,), (1,)]),  # 130 words would be too many
        ([("R", 30), ("M", 9), ("R", 20)], [(0, 2)]),  # a question does not part what is said on both sides
        ([("R1", 30), ("R2", 30), ("R1", 30)], [(0,), (1,), (2,)]),
        ([("R", 45), ("R", 10)], [(0, 1)]),  # the rest goes to what was before it
        ([("R", 115), ("R", 10)], [(0,), (1,)]),  # but not where that is full
        ([("R", 45), ("R", 25)], [(0,), (1,)]),
        ([("R1", 45), ("R2", 10)], [(0,), (1,)]),  # nor to another's words
        ([("R", 0), ("R", 30), ("R", 0)], [(1,)]),
        ([("M", 30)], []),
        ([], []),
    ],
)
def test_how_sentences_are_joined(spoken: list[tuple[str, int]], expected: list[tuple[int, ...]]) -> None:
    assert joined(*spoken) == expected


def test_notes_are_joined_within_their_section() -> None:
    notes = [
        sentence(place, "", 5, section) for place, section in enumerate(["Bariery", "Bariery", "Potrzeby"])
    ]
    assert [passage.places for passage in passages(notes)] == [(0, 1), (2,)]


SENTENCES = st.lists(
    st.tuples(
        st.sampled_from(["R1", "R2"]),
        st.integers(0, 60),
        st.sampled_from([None, "Stolik 1"]),
        st.sampled_from([Role.RESPONDENT, Role.RESPONDENT, Role.MODERATOR, Role.UNKNOWN]),
    ),
    max_size=30,
)


@given(SENTENCES, st.integers(5, 60), st.integers(0, 100))
def test_nothing_is_lost_or_mixed(spoken: list[Spoken], smallest: int, more: int) -> None:
    sentences = [
        sentence(place, who, words, section, role) for place, (who, words, section, role) in enumerate(spoken)
    ]
    made = passages(sentences, min_words=smallest, max_words=smallest + more)
    places = [place for passage in made for place in passage.places]
    assert places == [
        place for place, one in enumerate(sentences) if one.role is not Role.MODERATOR and one.tokens
    ]
    for passage in made:
        own = [sentences[place] for place in passage.places]
        assert len({(one.document, one.speaker, one.section) for one in own}) == 1
        assert passage.words == sum(spoken[place][1] for place in passage.places)
        assert passage.words <= smallest + more or len(own) == 1
        assert passage.lemmas == ("stal",) * passage.words
    for before, after in pairwise(made):
        same = sentences[before.places[-1]].speaker == sentences[after.places[0]].speaker
        section = sentences[before.places[-1]].section == sentences[after.places[0]].section
        if same and section and after.words < smallest // 2:
            assert before.words + after.words > smallest + more


def token(text: str, lemma: str, pos: str = "NOUN", tag: str = "subst") -> Token:
    return Token(text, lemma, pos, tag, "", 0, len(text))


def test_what_a_passage_is_named_by() -> None:
    tokens = (
        token("maszyny", "maszyna"),
        token("stare", "przestarzały", "ADJ", "adj"),
        token("kupujemy", "kupować", "VERB", "fin"),
        token("spawania", "spawać", "NOUN", "ger"),
        token("Warszawie", "Warszawa", "PROPN"),
        token("sprawy", "sprawa"),  # says nothing
        token("PKB", "PKB"),
        token("e-usługi", "e-usługa"),
        token("K2", "k2"),
        token("UE", "ue"),
    )
    [passage] = passages([Sentence("s", "d", 0, 0, 0, 9, "t", "t", "R", Role.RESPONDENT, tokens=tokens)])
    assert passage.lemmas == ("maszyna", "przestarzały", "spawanie", "e-usługa")


@pytest.mark.parametrize(
    ("lemma", "tag", "word"),
    [
        ("szkolić", "ger", "szkolenie"),
        ("spawać", "ger", "spawanie"),
        ("zamknąć", "ppas", "zamknięty"),
        ("pracować", "pact", "pracujący"),
        ("maszyna", "subst", "maszyna"),
        ("Kraków", "subst", "kraków"),
        ("nieznaneszczyć", "ger", "nieznaneszczyć"),
    ],
)
def test_words_as_they_are_shown(lemma: str, tag: str, word: str) -> None:
    assert shown(token(lemma, lemma, "NOUN", tag)) == word


@pytest.mark.parametrize(
    ("noun", "adjective", "before", "expected"),
    [
        ("maszyna", "stary", True, "stara maszyna"),
        ("laboratorium", "wspólny", True, "wspólne laboratorium"),
        ("klasa", "patronacki", False, "klasa patronacka"),
        ("targi", "międzynarodowy", False, "targi międzynarodowe"),
        ("inżynier", "młody", True, "młody inżynier"),
        ("spawanie", "ręczny", False, "spawanie ręczne"),
        ("drzwi", "stalowy", False, "drzwi stalowe"),
        ("xyzka", "nowy", True, "nowy xyzka"),
        ("maszyna", "xyzowy", True, "xyzowy maszyna"),
        ("konstrukcja", "spawany", True, "spawana konstrukcja"),
        ("pole", "zamknięty", False, "pole zamknięte"),
        ("dział", "produkujący", True, "produkujący dział"),
    ],
)
def test_adjectives_agree_with_their_noun(noun: str, adjective: str, before: bool, expected: str) -> None:
    assert with_adjective(noun, adjective, before=before) == expected


@pytest.mark.parametrize(
    ("noun", "adjective", "expected"),
    [
        ("pracownik", "wykwalifikowany", "wykwalifikowani pracownicy"),
        ("człowiek", "zatrudniony", "zatrudnieni ludzie"),
        ("klient", "zajęty", "zajęci klienci"),
        ("osoba", "pracujący", "pracujące osoby"),
        ("uczeń", "zdolny", "zdolni uczniowie"),
        ("koszt", "stały", "stałe koszty"),
    ],
)
def test_many_of_them(noun: str, adjective: str, expected: str) -> None:
    assert with_adjective(noun, adjective, before=True, plural=True) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("unijny", True), ("spawany", True), ("przewodniczący", False), ("prąd", False)]
)
def test_words_that_are_adjectives_only(word: str, expected: bool) -> None:
    assert only_adjective(word) is expected
