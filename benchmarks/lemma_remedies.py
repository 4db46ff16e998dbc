"""The remedies for wrong base forms that `benchmarks.lemma_trials` tries, each aimed at one kind of error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.lemma_kinds import DEGREE, FORM, MODAL, NAME, PLURAL, PRONOUN
from textmine.nlp.candidates import Candidate
from textmine.nlp.conventions import in_one_way
from textmine.nlp.descent import Settings
from textmine.nlp.hashing import Hashes, mixed
from textmine.nlp.knowledge import MODEL_SOURCE
from textmine.nlp.templates import (
    ChoiceTemplate,
    PairTemplate,
    PlaceTemplate,
    Template,
    View,
    class_numbers,
    numbers,
)
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


FINITE = class_numbers(("fin", "praet", "bedzie", "impt", "imps", "winien", "cond", "pred"))
VERBS = class_numbers(("fin", "praet", "bedzie", "impt", "imps", "winien", "cond", "inf"))
INFINITIVE = class_numbers(("inf",))
NOUNS = class_numbers(("subst", "ger", "depr", "ppron12", "ppron3"))
BEFORE_NOUNS = class_numbers(("adj", "ppas", "pact", "num", "adv", "part", "adja"))
PREPOSITION = class_numbers(("prep",))
BOUNDS = numbers([",", ".", ";", ":", "-", "–", "—", "!", "?", "...", "…", "(", ")", "„", "”", '"'])
EDGE_ROW = 0
CASES, NUMBERS, GENDERS = np.uint16(0x007F), np.uint16(0x0180), np.uint16(0x3E00)
GENITIVE = np.uint16(2)


def flags(*found: NDArray[np.bool_]) -> Hashes:
    """Several yes or no as one number."""
    return np.asarray(sum(one.astype(np.uint32) << bit for bit, one in enumerate(found)), np.uint32)


def clauses(view: View) -> NDArray[np.int64]:
    """A number for the clause of every row: marks and edges begin a new one."""
    return np.cumsum(np.isin(view.words, BOUNDS) | (view.rows == EDGE_ROW))


def in_clause(view: View, hits: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of `hits` the clause of every place to be decided has, itself left out."""
    clause = clauses(view)
    total = np.bincount(clause, weights=hits).astype(np.int64)
    return total[clause[view.place]] - hits[view.place]


def within(view: View, hits: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Whether one of `hits` comes within `reach` words to the right."""
    last = len(view.rows) - 1
    return np.any([hits[np.minimum(view.place + step, last)] for step in range(1, reach + 1)], axis=0)


def head_noun(view: View, reach: int = 4) -> NDArray[np.int64]:
    """The noun that the words from each place on belong to, over adjectives and their like; the place itself if none."""
    noun, open_ = np.isin(view.classes, NOUNS), np.isin(view.classes, BEFORE_NOUNS)
    found, going = view.place.copy(), np.ones(len(view.place), bool)
    last = len(view.rows) - 1
    for step in range(1, reach + 1):
        at = np.minimum(view.place + step, last)
        hit = going & noun[at]
        found[hit] = at[hit]
        going &= open_[at]
    return found


def _head_agrees(view: View) -> Hashes:
    head = head_noun(view)
    other = view.lexicon.mask[view.chosen[head]]
    other[head == view.place] = 0
    shared = view.lexicon.mask[view.choice] & other[view.owner]
    agreeing = flags((shared & CASES) != 0, (shared & NUMBERS) != 0, (shared & GENDERS) != 0)
    distance = np.minimum(head - view.place, 4).astype(np.uint32)[view.owner]
    return mixed(view.lexicon.choice_hash[view.choice, 3], agreeing + np.uint32(8) * distance)


def _head_agrees_by_lemma(view: View) -> Hashes:
    return mixed(_head_agrees(view), view.lexicon.choice_hash[view.choice, 2])


def _that_or_copula(view: View) -> Hashes:
    after = view.words[view.place + 1]
    facts = flags(
        np.isin(after, numbers(["że", "co", "żeby", "iż", "gdzie", "kiedy", "jak", "czego", "kto"])),
        np.isin(after, numbers(["jest", "są", "był", "była", "było", "były", "będzie", "nie"])),
        np.isin(view.classes[view.place + 1], VERBS),
        np.isin(after, BOUNDS),
        np.isin(view.words[view.place - 1], BOUNDS) | (view.rows[view.place - 1] == EDGE_ROW),
        np.isin(view.classes[view.place - 1], VERBS),
    )
    return mixed(view.words[view.place], facts)


def _predicate(view: View) -> Hashes:
    finite = np.minimum(in_clause(view, np.isin(view.classes, FINITE)), 2)
    return mixed(view.words[view.place], finite.astype(np.uint32))


MODALS = numbers(
    ["może", "bądź", "niech", "widać", "znaczy", "można", "wiadomo", "powinien", "wolno", "słychać"]
)


def _modal(view: View) -> Hashes:
    return np.where(np.isin(view.words[view.place], MODALS), _predicate(view), np.uint32(0))


def _after_preposition(view: View) -> Hashes:
    facts = flags(
        np.isin(view.classes[view.place - 1], PREPOSITION),
        np.isin(view.classes[view.place + 1], VERBS),
        np.isin(view.classes[view.place + 1], NOUNS),
        np.isin(view.classes[view.place + 1], BEFORE_NOUNS),
    )
    return mixed(view.own[view.place], facts)


COMPARED = numbers(["iej", "zej", "szy", "sza", "sze", "niej", "ęcej"[-3:], "iej", "żej", "dej", "rzej"[-3:]])


def _comparative_follows(view: View) -> Hashes:
    ends = np.isin(view.lexicon.word_hash[view.rows, 1], COMPARED)
    facts = flags(ends[view.place + 1], ends[view.place + 2], ends[view.place - 1], ends[view.place])
    return mixed(view.words[view.place], facts)


def _clause(view: View) -> Hashes:
    finite = np.minimum(in_clause(view, np.isin(view.classes, FINITE)), 2).astype(np.uint32)
    infinitive = np.minimum(in_clause(view, np.isin(view.classes, INFINITIVE)), 1).astype(np.uint32)
    initial = view.rows[view.place - 1] == EDGE_ROW
    return mixed(
        view.own[view.place], finite + np.uint32(3) * infinitive + np.uint32(6) * initial.astype(np.uint32)
    )


def _clause_by_word(view: View) -> Hashes:
    return mixed(_clause(view), view.words[view.place])


def _genitive_follows(view: View) -> Hashes:
    after = view.lexicon.mask[view.chosen[view.place + 1]]
    second = view.lexicon.mask[view.chosen[view.place + 2]]
    facts = flags(
        (after & GENITIVE) != 0,
        (second & GENITIVE) != 0,
        np.isin(view.classes[view.place + 1], NOUNS),
        np.isin(view.classes[view.place - 1], PREPOSITION),
        np.isin(view.classes[view.place - 1], NOUNS),
        np.isin(view.classes[view.place - 1], class_numbers(("adj",))),
    )
    return mixed(view.own[view.place], facts)


def _passive(view: View) -> Hashes:
    auxiliary = np.isin(
        view.lexicon.choice_hash[view.chosen, 2], numbers(["być", "zostać", "zostawać", "bywać"])
    )
    facts = flags(
        in_clause(view, auxiliary) > 0,
        within(view, np.isin(view.words, numbers(["przez"])), 3),
        within(view, np.isin(view.classes, PREPOSITION), 1),
        np.isin(
            view.words[view.place - 1], numbers(["bardzo", "tak", "coraz", "najbardziej", "zbyt", "dość"])
        ),
        head_noun(view, 1) > view.place,
        np.isin(view.classes[view.place - 1], NOUNS),
    )
    return mixed(view.own[view.place], facts)


def _than(view: View) -> Hashes:
    after = view.lexicon.mask[view.chosen[view.place + 1]]
    facts = flags(
        within(view, np.isin(view.words, numbers(["niż", "od", "z", "ze"])), 1),
        within(view, np.isin(view.words, numbers(["niż"])), 4),
        (after & GENITIVE) != 0,
        np.isin(view.classes[view.place + 1], VERBS),
        np.isin(view.classes[view.place + 1], NOUNS),
        np.isin(view.classes[view.place - 1], VERBS),
    )
    return mixed(view.words[view.place], facts)


CAPITALS = numbers(["Xx", "Xx^", "X", "X^", "A", "A^"])
ALL_CAPITALS = numbers(["X", "X^"])


def _capitals(view: View) -> Hashes:
    shape = view.lexicon.word_hash[view.rows, 5]
    capital, whole = np.isin(shape, CAPITALS), np.isin(shape, ALL_CAPITALS)
    edge = np.cumsum(view.rows == EDGE_ROW)
    size = np.bincount(edge)
    share = (4 * np.bincount(edge, weights=whole) / np.maximum(size, 1)).astype(np.uint32)[edge[view.place]]
    facts = flags(
        capital[view.place - 1],
        capital[view.place + 1],
        capital[view.place - 2],
        capital[view.place + 2],
        view.rows[view.place - 1] == EDGE_ROW,
        np.isin(view.words[view.place - 1], numbers(['"', "„", "''", "“"])),
    )
    return mixed(shape[view.place], facts + np.uint32(64) * share)


def _beside_a_name(view: View) -> Hashes:
    table = view.lexicon.choice_hash
    return mixed(
        mixed(table[view.choice, 1], table[view.choice, 4]),
        mixed(
            mixed(table[view.chosen, 4][view.place - 1], table[view.chosen, 4][view.place + 1])[view.owner],
            view.lexicon.word_hash[view.rows[view.place], 5][view.owner],
        ),
    )


def _abbreviation(view: View) -> Hashes:
    shape = view.lexicon.word_hash[view.rows, 5]
    point = np.isin(view.words[view.place + 1], numbers(["."]))
    after = np.where(point, shape[view.place + 2], shape[view.place + 1])
    return mixed(view.words[view.place], mixed(mixed(shape[view.place - 1], after), flags(point)))


def _prior_by_class(words: Hashes, choices: Hashes) -> Hashes:
    return mixed(choices[:, 7], mixed(choices[:, 1], words[:, 4]))


def _prior_by_number(words: Hashes, choices: Hashes) -> Hashes:  # noqa: ARG001 (a template's signature)
    return mixed(choices[:, 7], mixed(choices[:, 0], choices[:, 4]))


def _own_prior(words: Hashes, choices: Hashes) -> Hashes:
    return mixed(mixed(choices[:, 6], choices[:, 7]), mixed(choices[:, 1], words[:, 3]))


def _marked_in_context(view: View) -> Hashes:
    kinds = view.lexicon.choice_hash[view.choice, 4]
    around = mixed(view.classes[view.place - 1], view.classes[view.place + 1])
    return mixed(mixed(kinds, view.lexicon.choice_hash[view.choice, 0]), around[view.owner])


def _further_agreement(view: View) -> Hashes:
    mask, own = view.lexicon.mask, view.lexicon.mask[view.choice]
    result = view.lexicon.choice_hash[view.choice, 3]
    for step in (-3, 3):
        at = (view.place + step)[view.owner]
        other = mask[view.chosen[at]]
        shared = own & other
        agreeing = flags((shared & CASES) != 0, (shared & NUMBERS) != 0, (shared & GENDERS) != 0, other != 0)
        result = mixed(result, mixed(view.classes[at], agreeing))
    return result


def _endings(view: View) -> Hashes:
    end, shape = view.lexicon.word_hash[view.rows, 1], view.lexicon.word_hash[view.rows, 5]
    before, after = view.place - 1, view.place + 1
    return mixed(mixed(end[before], shape[view.place]), mixed(end[view.place], end[after]))


def _ending_and_case(view: View) -> Hashes:
    table, end = view.lexicon.choice_hash, view.lexicon.word_hash[view.rows, 6]
    return mixed(mixed(end[view.place], table[view.chosen, 0][view.place - 1]), view.classes[view.place + 1])


def _guess_in_context(view: View) -> Hashes:
    table = view.lexicon.choice_hash
    own = mixed(table[view.choice, 4], mixed(table[view.choice, 5], table[view.choice, 8]))
    return mixed(own, table[view.chosen, 0][view.place - 1][view.owner])


def _lemma_before(view: View) -> Hashes:
    table = view.lexicon.choice_hash
    return mixed(table[view.choice, 2], table[view.chosen, 0][view.place - 1][view.owner])


def _lemma_after(view: View) -> Hashes:
    table = view.lexicon.choice_hash
    return mixed(table[view.choice, 2], table[view.chosen, 0][view.place + 1][view.owner])


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
_NUMBER = ChoiceTemplate("prior-by-number", _prior_by_number)
_HEAD = PairTemplate("head-agrees", _head_agrees)
_MODAL = PlaceTemplate("modal", _modal)

TRIALS: tuple[Trial, ...] = (
    Trial("baseline"),
    Trial("one-way", FORM, gold=in_one_way),
    Trial("head-agrees", PRONOUN, _with(PairTemplate("head-agrees", _head_agrees))),
    Trial("head-agrees-lemma", PRONOUN, _with(PairTemplate("head-agrees-lemma", _head_agrees_by_lemma))),
    _place("that-or-copula", PRONOUN, _that_or_copula),
    _place("after-preposition", PRONOUN, _after_preposition),
    _place("comparative-follows", PRONOUN, _comparative_follows),
    Trial("plural-marked", PLURAL, Recipe(rules=(plural_marked,))),
    Trial(
        "plural-in-context",
        PLURAL,
        Recipe(rules=(plural_marked,), templates=(PairTemplate("plural-in-context", _marked_in_context),)),
    ),
    Trial("prior-by-number", PLURAL, _with(ChoiceTemplate("prior-by-number", _prior_by_number))),
    _place("predicate", MODAL, _predicate),
    _place("modal", MODAL, _modal),
    _place("clause", MODAL, _clause),
    _place("clause-word", MODAL, _clause_by_word),
    Trial("prior-by-class", FORM, _with(ChoiceTemplate("prior-by-class", _prior_by_class))),
    Trial("own-prior", FORM, _with(ChoiceTemplate("own-prior", _own_prior))),
    _place("genitive-follows", FORM, _genitive_follows),
    _place("passive", FORM, _passive),
    _place("than", DEGREE, _than),
    _place("capitals", NAME, _capitals),
    Trial("beside-a-name", NAME, _with(PairTemplate("beside-a-name", _beside_a_name))),
    _place("abbreviation", NAME, _abbreviation),
    Trial("hidden-30", NAME, Recipe(hidden=30)),
    Trial("hidden-70", NAME, Recipe(hidden=70)),
    Trial("guess-in-context", NAME, _with(PairTemplate("guess-in-context", _guess_in_context))),
    _place("endings", NAME, _endings),
    _place("ending-and-case", NAME, _ending_and_case),
    Trial("further-agreement", ALL, _with(PairTemplate("further-agreement", _further_agreement))),
    Trial(
        "lemma-and-labels",
        ALL,
        _with(PairTemplate("lemma-before", _lemma_before), PairTemplate("lemma-after", _lemma_after)),
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
