"""The remedies for wrong base forms that `benchmarks.lemma_trials` tries, each aimed at one kind of error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks import lemma_context as context
from benchmarks import lemma_words as words
from benchmarks.lemma_conventions import in_one_way
from benchmarks.lemma_kinds import DEGREE, FORM, MODAL, NAME, PLURAL, PRONOUN
from textmine.nlp.candidates import Candidate
from textmine.nlp.descent import Settings
from textmine.nlp.hashing import Hashes
from textmine.nlp.knowledge import MODEL_SOURCE
from textmine.nlp.templates import ChoiceTemplate, PairTemplate, PlaceTemplate, Template, View
from textmine.nlp.train import DEFAULT, Recipe
from textmine.nlp.treebank import GoldSentence

ALL = "all kinds"
Gold = Callable[[Sequence[GoldSentence]], Sequence[GoldSentence]]


def as_it_is(sentences: Sequence[GoldSentence]) -> Sequence[GoldSentence]:
    """The gold sentences unchanged."""
    return sentences


@dataclass(frozen=True)
class Trial:
    """One thing changed: the recipe of training, or the gold sentences that are trained on."""

    name: str
    kind: str = ALL
    recipe: Recipe = DEFAULT
    gold: Gold = as_it_is


def model_treebank_twice(sentences: Sequence[GoldSentence]) -> Sequence[GoldSentence]:
    """The sentences with those of the model treebank counted twice."""
    return [*sentences, *(sentence for sentence in sentences if sentence.source == MODEL_SOURCE)]


def plural_marked(word: str, first: bool, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:  # noqa: ARG001 (a rule's signature)
    """Nouns in the plural get "p" where the dictionary says plural only, "q" where another choice is its own plural."""
    own = {c.lemma for c in found if c.label.startswith("subst:pl") and ":pt" in c.tag}
    if not own:
        return found
    return tuple(
        c._replace(kinds=c.kinds + ("p" if c.lemma in own else "q")) if c.label.startswith("subst:pl") else c
        for c in found
    )


def _with(*templates: Template) -> Recipe:
    return Recipe(templates=templates)


def _place(name: str, kind: str, column: Callable[[View], Hashes]) -> Trial:
    return Trial(name, kind, _with(PlaceTemplate(name, column)))


_BETTER = Settings(start=1.0, seeds=4)
_NUMBER = ChoiceTemplate("prior-by-number", words.prior_by_number)
_HEAD = PairTemplate("head-agrees", context.head_agrees)
_MODAL = PlaceTemplate("modal", context.modal)

TRIALS: tuple[Trial, ...] = (
    Trial("baseline"),
    Trial("one-way", FORM, gold=in_one_way),
    Trial("head-agrees", PRONOUN, _with(PairTemplate("head-agrees", context.head_agrees))),
    Trial(
        "head-agrees-lemma", PRONOUN, _with(PairTemplate("head-agrees-lemma", context.head_agrees_by_lemma))
    ),
    _place("that-or-copula", PRONOUN, context.that_or_copula),
    _place("after-preposition", PRONOUN, context.after_preposition),
    _place("comparative-follows", PRONOUN, context.comparative_follows),
    Trial("plural-marked", PLURAL, Recipe(rules=(plural_marked,))),
    Trial(
        "plural-in-context",
        PLURAL,
        Recipe(
            rules=(plural_marked,), templates=(PairTemplate("plural-in-context", words.marked_in_context),)
        ),
    ),
    Trial("prior-by-number", PLURAL, _with(ChoiceTemplate("prior-by-number", words.prior_by_number))),
    _place("predicate", MODAL, context.predicate),
    _place("modal", MODAL, context.modal),
    _place("clause", MODAL, context.clause),
    _place("clause-word", MODAL, context.clause_by_word),
    Trial("prior-by-class", FORM, _with(ChoiceTemplate("prior-by-class", words.prior_by_class))),
    Trial("own-prior", FORM, _with(ChoiceTemplate("own-prior", words.own_prior))),
    _place("genitive-follows", FORM, context.genitive_follows),
    _place("passive", FORM, context.passive),
    _place("than", DEGREE, context.than),
    _place("capitals", NAME, words.capitals),
    Trial("beside-a-name", NAME, _with(PairTemplate("beside-a-name", words.beside_a_name))),
    _place("abbreviation", NAME, words.abbreviation),
    Trial("hidden-30", NAME, Recipe(hidden=30)),
    Trial("hidden-70", NAME, Recipe(hidden=70)),
    Trial("guess-in-context", NAME, _with(PairTemplate("guess-in-context", words.guess_in_context))),
    _place("endings", NAME, words.endings),
    _place("ending-and-case", NAME, words.ending_and_case),
    Trial("further-agreement", ALL, _with(PairTemplate("further-agreement", words.further_agreement))),
    Trial(
        "lemma-and-labels",
        ALL,
        _with(
            PairTemplate("lemma-before", words.lemma_before), PairTemplate("lemma-after", words.lemma_after)
        ),
    ),
    Trial("third-round", ALL, Recipe(passes=2)),
    Trial("model-treebank-twice", ALL, gold=model_treebank_twice),
    Trial("finer-frequencies", ALL, Recipe(steps=2)),
    Trial("start-1", ALL, Recipe(Settings(start=1.0))),
    Trial("start-3", ALL, Recipe(Settings(start=3.0))),
    Trial("seeds-4", ALL, Recipe(Settings(seeds=4))),
    Trial("start-1-seeds-4", ALL, Recipe(Settings(start=1.0, seeds=4))),
    Trial("start-1-epochs-16", ALL, Recipe(Settings(start=1.0, epochs=16))),
    Trial("joint-prior", ALL, Recipe(_BETTER, (_NUMBER,)), in_one_way),
    Trial("joint-prior-modal", ALL, Recipe(_BETTER, (_NUMBER, _MODAL)), in_one_way),
    Trial("joint-prior-modal-head", ALL, Recipe(_BETTER, (_NUMBER, _MODAL, _HEAD)), in_one_way),
)
