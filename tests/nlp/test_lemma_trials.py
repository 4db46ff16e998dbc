"""What is tried against wrong base forms: conventions, templates, rules, kinds, and the command's machinery."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.lemma_context import clauses, head_noun, in_clause
from benchmarks.lemma_conventions import in_one_way
from benchmarks.lemma_kinds import DEGREE, FORM, MODAL, NAME, OTHER, PLURAL, PRONOUN, kind_of
from benchmarks.lemma_remedies import TRIALS, Trial, plural_marked
from benchmarks.lemma_trials import Folds, Outcome, compared, rows
from textmine.nlp.candidates import Candidate
from textmine.nlp.chooser import Chooser, laid_out
from textmine.nlp.descent import Settings, descended
from textmine.nlp.places import embedded_folder
from textmine.nlp.scoring import Options
from textmine.nlp.templates import View, class_numbers
from textmine.nlp.train import Recipe, train
from textmine.nlp.treebank import GoldSentence, GoldToken

SMALL = [
    [("Mam", "mieć", "VERB", "fin:sg:pri:imperf"), ("psa", "pies", "NOUN", "subst:sg:acc:m2")],
    [("To", "ten", "DET", "adj:sg:nom:n:pos"), ("dziecko", "dziecko", "NOUN", "subst:sg:nom:n")],
    [("To", "to", "PRON", "subst:sg:nom:n"), ("działa", "działać", "VERB", "fin:sg:ter:imperf")],
    [("Może", "może", "PART", "part"), ("przyjdzie", "przyjść", "VERB", "fin:sg:ter:perf")],
    [
        ("plan", "plan", "NOUN", "subst:sg:nom:m3"),
        ("uruchomienia", "uruchomić", "VERB", "ger:sg:gen:n:perf:aff"),
    ],
]


@pytest.fixture(scope="module")
def sentences() -> list[GoldSentence]:
    stop = GoldToken(".", ".", "PUNCT", "interp")
    return [GoldSentence((*(GoldToken(*word) for word in words), stop), "PUD") for words in SMALL] * 8


@pytest.mark.parametrize(
    ("form", "lemma", "tag", "wanted"),
    [
        ("uruchomienia", "uruchomienie", "ger:sg:gen:n:perf:aff", "uruchomić"),
        ("Niedopuszczenie", "dopuszczenie", "ger:sg:nom:n:perf:neg", "dopuścić"),
        ("wprowadzone", "wprowadzony", "ppas:sg:nom:n:perf:aff", "wprowadzić"),
        ("rosnącej", "rosnący", "pact:sg:gen:f:imperf:aff", "rosnąć"),
        ("serwowano", "serwowany", "imps:imperf", "serwować"),
        ("ma", "być", "fin:sg:ter:imperf", "mieć"),
        # As they are: a noun, an adjective, a verb that has its base form, a word that nobody knows.
        ("działania", "działanie", "subst:sg:gen:n", "działanie"),
        ("dany", "dany", "adj:sg:nom:m1:pos", "dany"),
        ("zrobione", "zrobić", "ppas:sg:nom:n:perf:aff", "zrobić"),
        ("brzdrylone", "brzdrylony", "ppas:sg:nom:n:perf:aff", "brzdrylony"),
        ("jest", "być", "fin:sg:ter:imperf", "być"),
    ],
)
def test_treebanks_are_brought_to_one_way(form: str, lemma: str, tag: str, wanted: str) -> None:
    sentence = GoldSentence((GoldToken(form, lemma, "X", tag),), "SZ")
    (changed,) = in_one_way([sentence])
    assert changed.tokens[0].lemma == wanted
    assert changed.source == "SZ"
    assert in_one_way([changed]) == [changed]


@pytest.mark.parametrize(
    ("kind", "form", "lemma", "word_class", "gold", "tag"),
    [
        (PRONOUN, "to", "to", "subst", "ten", "adj:sg:nom:n:pos"),
        (PRONOUN, "im", "on", "ppron3", "im", "comp"),
        (PLURAL, "warunki", "warunek", "subst", "warunki", "subst:pl:nom:n:pt"),
        (PLURAL, "warunki", "warunki", "subst", "warunek", "subst:pl:nom:m3"),
        (PLURAL, "wszyscy", "wszystek", "adj", "wszyscy", "subst:pl:nom:m1"),
        (PLURAL, "Niemiec", "Niemiec", "subst", "Niemcy", "subst:pl:gen:n"),
        (MODAL, "może", "móc", "fin", "może", "part"),
        (FORM, "działania", "działanie", "subst", "działać", "ger:sg:gen:n"),
        (FORM, "ubrany", "ubrany", "adj", "ubrać", "ppas:sg:nom:m1"),
        (DEGREE, "więcej", "więcej", "num", "dużo", "adv:com"),
        (DEGREE, "razem", "raz", "subst", "razem", "adv"),
        (NAME, "Las", "las", "subst", "Las", "subst:sg:nom:m3"),
        (NAME, "im", "on", "ppron3", "imię", "brev:pun"),
        (NAME, "Presa", "Pres", "subst", "Presa", "subst:sg:nom:f"),
        (OTHER, "liście", "liść", "subst", "lista", "subst:sg:loc:f"),
    ],
)
def test_errors_have_kinds(kind: str, form: str, lemma: str, word_class: str, gold: str, tag: str) -> None:
    assert kind_of(lemma, word_class, GoldToken(form, gold, "X", tag)) == kind


def test_nouns_of_the_plural_only_are_marked_beside_their_like() -> None:
    own = Candidate("warunki", "subst:pl:nom", "subst:pl:nom:n:pt")
    other = Candidate("warunek", "subst:pl:nom", "subst:pl:nom:m3")
    assert [c.kinds for c in plural_marked("warunki", False, (own, other))] == ["p", "q"]
    assert plural_marked("domy", False, (other,)) == (other,)


@pytest.fixture(scope="module")
def chooser() -> Chooser:
    return Chooser.load(embedded_folder() / "chooser.xz")


def view_of(chooser: Chooser, *texts: str) -> View:
    """Sentences with what the shipped chooser chose, all words to be decided."""
    words = [text.split() for text in texts]
    ids = [chooser.lexicon.ids(one) for one in words]
    decided = chooser.decide(ids)
    rows, inside = laid_out(ids)
    chosen = chooser.lexicon.start[rows].astype(np.int64)
    chosen[inside] = decided
    pairs = Options.all_of(chooser.lexicon).pairs(rows, inside)
    return View(rows, pairs.place, pairs.owner, pairs.choice, chooser.lexicon, chosen)


def test_a_clause_ends_at_marks_and_sentences(chooser: Chooser) -> None:
    view = view_of(chooser, "Może przyjdzie , ale nie wiem", "Mamy psa")
    verbs = np.isin(view.classes, class_numbers(["fin"]))
    assert in_clause(view, verbs).tolist() == [1, 0, 1, 1, 1, 0, 0, 1]
    assert len(set(clauses(view)[view.place].tolist())) == 3


def test_the_noun_of_a_phrase_is_found_over_its_adjectives(chooser: Chooser) -> None:
    view = view_of(chooser, "to nowe dziecko śpi dobrze")
    assert (head_noun(view) - view.place).tolist() == [2, 1, 0, 0, 0]


@pytest.mark.slow
def test_every_trial_gets_a_row(sentences: list[GoldSentence]) -> None:
    wanted = [
        t for t in TRIALS if t.name in {"baseline", "one-way", "head-agrees", "plural-marked", "clause"}
    ]
    found = list(rows(Folds(sentences, {}, 2, block=5), wanted))
    assert [row[0] for row in found] == [trial.name for trial in wanted]
    assert all(len(row) == len(found[0]) for row in found)
    assert found[0][-3:-1] == ("+0 -0", "1.000")
    # Every sentence has its like in the other part.
    assert int(found[0][2]) <= len(sentences) // 10


def test_names_of_trials_are_their_own() -> None:
    names = [trial.name for trial in TRIALS]
    assert len(set(names)) == len(names)
    assert TRIALS[0] == Trial("baseline")


def test_words_mended_and_broken_are_counted_apart() -> None:
    before, now = Outcome([True, True, False, False, False]), Outcome([True, False, True, True, False])
    assert compared(now, before)[:2] == (2, 1)
    assert compared(before, before) == (0, 0, 1.0)


def test_weights_prefer_what_is_right() -> None:
    places = np.array([[0, 2], [1, 2], [0, 3], [1, 3]], np.uint32)
    right, first = np.array([True, False, True, False]), np.array([0, 2])
    for settings in (Settings(), Settings(seeds=2), Settings(batch_pairs=1)):
        weights = descended(places, right, first, np.array([0, 1]), 8, settings, 1)
        assert weights[0] > 0 > weights[1]
        assert not weights[4:].any()
        assert (weights == descended(places, right, first, np.array([0, 1]), 8, settings, 1)).all()


@pytest.mark.slow
def test_a_model_names_its_templates(sentences: list[GoldSentence], tmp_path: Path) -> None:
    recipe = next(trial.recipe for trial in TRIALS if trial.name == "clause")
    chooser = train(sentences, recipe=recipe)
    assert chooser.templates == recipe.templates
    chooser.save(tmp_path / "chooser.xz")
    with pytest.raises(Exception, match=r"chooser\.xz"):
        Chooser.load(tmp_path / "chooser.xz")
    assert train(sentences, recipe=Recipe(hidden=100)).choose([["Mam", "psa"]])
