"""What the clause, the phrase and the words beside a word say of its choices: columns for templates that were tried."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.hashing import Hashes, mixed
from textmine.nlp.templates import View, class_numbers, numbers

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


def head_agrees(view: View) -> Hashes:
    head = head_noun(view)
    other = view.lexicon.mask[view.chosen[head]]
    other[head == view.place] = 0
    shared = view.lexicon.mask[view.choice] & other[view.owner]
    agreeing = flags((shared & CASES) != 0, (shared & NUMBERS) != 0, (shared & GENDERS) != 0)
    distance = np.minimum(head - view.place, 4).astype(np.uint32)[view.owner]
    return mixed(view.lexicon.choice_hash[view.choice, 3], agreeing + np.uint32(8) * distance)


def head_agrees_by_lemma(view: View) -> Hashes:
    return mixed(head_agrees(view), view.lexicon.choice_hash[view.choice, 2])


def that_or_copula(view: View) -> Hashes:
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


def predicate(view: View) -> Hashes:
    finite = np.minimum(in_clause(view, np.isin(view.classes, FINITE)), 2)
    return mixed(view.words[view.place], finite.astype(np.uint32))


MODALS = numbers(
    ["może", "bądź", "niech", "widać", "znaczy", "można", "wiadomo", "powinien", "wolno", "słychać"]
)


def modal(view: View) -> Hashes:
    return np.where(np.isin(view.words[view.place], MODALS), predicate(view), np.uint32(0))


def after_preposition(view: View) -> Hashes:
    facts = flags(
        np.isin(view.classes[view.place - 1], PREPOSITION),
        np.isin(view.classes[view.place + 1], VERBS),
        np.isin(view.classes[view.place + 1], NOUNS),
        np.isin(view.classes[view.place + 1], BEFORE_NOUNS),
    )
    return mixed(view.own[view.place], facts)


COMPARED = numbers(["iej", "zej", "żej", "cej", "dej", "szy", "sza", "sze"])


def comparative_follows(view: View) -> Hashes:
    ends = np.isin(view.lexicon.word_hash[view.rows, 1], COMPARED)
    facts = flags(ends[view.place + 1], ends[view.place + 2], ends[view.place - 1], ends[view.place])
    return mixed(view.words[view.place], facts)


def clause(view: View) -> Hashes:
    finite = np.minimum(in_clause(view, np.isin(view.classes, FINITE)), 2).astype(np.uint32)
    infinitive = np.minimum(in_clause(view, np.isin(view.classes, INFINITIVE)), 1).astype(np.uint32)
    initial = view.rows[view.place - 1] == EDGE_ROW
    return mixed(
        view.own[view.place], finite + np.uint32(3) * infinitive + np.uint32(6) * initial.astype(np.uint32)
    )


def clause_by_word(view: View) -> Hashes:
    return mixed(clause(view), view.words[view.place])


def genitive_follows(view: View) -> Hashes:
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


def passive(view: View) -> Hashes:
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


def than(view: View) -> Hashes:
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
