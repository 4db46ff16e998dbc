"""What one lexicon tells another is what the other would have found out by itself."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.nlp.chooser import Chooser
from textmine.nlp.lexicon import Lexicon
from textmine.nlp.places import embedded_folder
from textmine.nlp.told_words import Exchange

_SAID = (
    "Mamy spawaczy i tokarzy , Kowalskiego z Kuźnicy nie-e 20-letni tys GROM-ie brzdrylq Zjednoczonych mają mam "
    "może środki może Może to tym „ 12,5 XIV WE Ala"
)
WORDS = _SAID.split(" ")
SENTENCES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def chooser() -> Chooser:
    return Chooser.load(embedded_folder() / "chooser.xz")


def content(lexicon: Lexicon) -> dict[tuple[str, bool], object]:
    """All that is known of words and their choices, without the order in which they came."""
    lexicon.freeze()
    found = {}
    for row, word in enumerate(lexicon.words):
        choices = slice(int(lexicon.start[row]), int(lexicon.start[row] + lexicon.count[row]))
        found[word, lexicon.is_first(row)] = (
            lexicon.word_hash[row].tolist(),
            lexicon.choice_hash[choices].tolist(),
            lexicon.statics[choices].tolist(),
            lexicon.mask[choices].tolist(),
            int(lexicon.union[row]),
            lexicon.choices_of(row),
            [lexicon.choice(index) for index in range(choices.start, choices.stop)],
        )
    return found


@given(turns=st.lists(st.tuples(st.booleans(), SENTENCES), max_size=6), alike=SENTENCES | st.none())
def test_two_ends_know_the_same(
    chooser: Chooser, turns: list[tuple[bool, list[list[str]]]], alike: list[list[str]] | None
) -> None:
    """Whoever meets words first, and whatever both knew before, both have the same in the end."""
    ends = [chooser.knowledge.lexicon(), chooser.knowledge.lexicon()]
    for words in alike or ():
        for lexicon in ends:
            lexicon.ids(words)
    exchanges = [Exchange(lambda: ends[0], alike=bool(alike)), Exchange(lambda: ends[1], alike=bool(alike))]
    alone = chooser.knowledge.lexicon()
    for words in alike or ():
        alone.ids(words)
    for asked, sentences in turns:
        for words in sentences:
            ends[asked].ids(words)
            alone.ids(words)
        exchanges[not asked].take(pickle.loads(pickle.dumps(exchanges[asked].news())))
    # What the last news crossed on its way.
    for asked in (0, 1):
        exchanges[not asked].take(exchanges[asked].news())
    assert content(ends[0]) == content(ends[1]) == content(alone)


def test_nothing_is_told_back(chooser: Chooser) -> None:
    one, two = chooser.knowledge.lexicon(), chooser.knowledge.lexicon()
    there, here = Exchange(lambda: one, alike=False), Exchange(lambda: two, alike=False)
    one.ids(WORDS[:5])
    here.take(there.news())
    two.ids(WORDS[3:8])
    assert [word for rows in here.news().rows for word in rows.words] == WORDS[5:8]
    assert here.news().rows == ()


@pytest.mark.parametrize("full", [0, 1])
def test_a_lexicon_that_was_full_begins_anew(chooser: Chooser, full: int) -> None:
    ends = [chooser.knowledge.lexicon(), chooser.knowledge.lexicon()]
    exchanges = [Exchange(lambda: ends[0], alike=False), Exchange(lambda: ends[1], alike=False)]
    ends[0].ids(WORDS[:9])
    exchanges[1].take(exchanges[0].news())
    ends[full] = chooser.knowledge.lexicon()
    ends[full].ids(WORDS[12:14])
    ends[0].ids(WORDS[9:16])
    exchanges[1].take(exchanges[0].news())
    exchanges[0].take(exchanges[1].news())
    alone = chooser.knowledge.lexicon()
    for words in (WORDS[:9], WORDS[12:14], WORDS[9:16]):
        alone.ids(words)
    for lexicon in ends:
        assert content(lexicon).items() <= content(alone).items()
        assert {word for word, _ in content(lexicon)} >= set(WORDS[9:16])
