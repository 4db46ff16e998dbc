"""What capitals, endings, frequency and kinds say of a word's choices: columns for templates that were tried."""

from __future__ import annotations

import numpy as np

from benchmarks.lemma_context import CASES, EDGE_ROW, GENDERS, NUMBERS, flags
from textmine.nlp.hashing import Hashes, mixed
from textmine.nlp.templates import View, numbers

CAPITALS = numbers(["Xx", "Xx^", "X", "X^", "A", "A^"])
ALL_CAPITALS = numbers(["X", "X^"])


def capitals(view: View) -> Hashes:
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


def beside_a_name(view: View) -> Hashes:
    table = view.lexicon.choice_hash
    return mixed(
        mixed(table[view.choice, 1], table[view.choice, 4]),
        mixed(
            mixed(table[view.chosen, 4][view.place - 1], table[view.chosen, 4][view.place + 1])[view.owner],
            view.lexicon.word_hash[view.rows[view.place], 5][view.owner],
        ),
    )


def abbreviation(view: View) -> Hashes:
    shape = view.lexicon.word_hash[view.rows, 5]
    point = np.isin(view.words[view.place + 1], numbers(["."]))
    after = np.where(point, shape[view.place + 2], shape[view.place + 1])
    return mixed(view.words[view.place], mixed(mixed(shape[view.place - 1], after), flags(point)))


def prior_by_class(words: Hashes, choices: Hashes) -> Hashes:
    return mixed(choices[:, 7], mixed(choices[:, 1], words[:, 4]))


def prior_by_number(words: Hashes, choices: Hashes) -> Hashes:  # noqa: ARG001 (a template's signature)
    return mixed(choices[:, 7], mixed(choices[:, 0], choices[:, 4]))


def own_prior(words: Hashes, choices: Hashes) -> Hashes:
    return mixed(mixed(choices[:, 6], choices[:, 7]), mixed(choices[:, 1], words[:, 3]))


def marked_in_context(view: View) -> Hashes:
    kinds = view.lexicon.choice_hash[view.choice, 4]
    around = mixed(view.classes[view.place - 1], view.classes[view.place + 1])
    return mixed(mixed(kinds, view.lexicon.choice_hash[view.choice, 0]), around[view.owner])


def further_agreement(view: View) -> Hashes:
    mask, own = view.lexicon.mask, view.lexicon.mask[view.choice]
    result = view.lexicon.choice_hash[view.choice, 3]
    for step in (-3, 3):
        at = (view.place + step)[view.owner]
        other = mask[view.chosen[at]]
        shared = own & other
        agreeing = flags((shared & CASES) != 0, (shared & NUMBERS) != 0, (shared & GENDERS) != 0, other != 0)
        result = mixed(result, mixed(view.classes[at], agreeing))
    return result


def endings(view: View) -> Hashes:
    end, shape = view.lexicon.word_hash[view.rows, 1], view.lexicon.word_hash[view.rows, 5]
    before, after = view.place - 1, view.place + 1
    return mixed(mixed(end[before], shape[view.place]), mixed(end[view.place], end[after]))


def ending_and_case(view: View) -> Hashes:
    table, end = view.lexicon.choice_hash, view.lexicon.word_hash[view.rows, 6]
    return mixed(mixed(end[view.place], table[view.chosen, 0][view.place - 1]), view.classes[view.place + 1])


def guess_in_context(view: View) -> Hashes:
    table = view.lexicon.choice_hash
    own = mixed(table[view.choice, 4], mixed(table[view.choice, 5], table[view.choice, 8]))
    return mixed(own, table[view.chosen, 0][view.place - 1][view.owner])


def lemma_before(view: View) -> Hashes:
    table = view.lexicon.choice_hash
    return mixed(table[view.choice, 2], table[view.chosen, 0][view.place - 1][view.owner])


def lemma_after(view: View) -> Hashes:
    table = view.lexicon.choice_hash
    return mixed(table[view.choice, 2], table[view.chosen, 0][view.place + 1][view.owner])
