"""The features of choices in their sentence, for many sentences at once.

Words lie in one long array of lexicon rows with EDGE rows 0 before, between and after the sentences.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.hashing import Hashes, mixed, number_of, places, scattered
from textmine.nlp.lexicon import Ids, Lexicon, Masks

EDGE = 3
"""Rows 0 around every sentence: as far as features look."""

_GENDERS, _CASES, _NUMBERS = np.uint16(0x3E00), np.uint16(0x007F), np.uint16(0x0180)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The choices of the words that have several: row k is choice `choice[k]` of the word at `place[owner[k]]`."""

    place: NDArray[np.int64]
    owner: NDArray[np.int64]
    choice: NDArray[np.int64]
    first: NDArray[np.int64]


def pairs_of(rows: Ids, lexicon: Lexicon) -> Pairs:
    """What there is to choose; `first[i]` is the first row of the i-th word's choices."""
    counts = lexicon.count[rows]
    place = np.flatnonzero(counts > 1)
    return pairs_at(place, rows, lexicon)


def pairs_at(place: NDArray[np.int64], rows: Ids, lexicon: Lexicon) -> Pairs:
    """The choices of the words at some places."""
    sizes = lexicon.count[rows[place]].astype(np.int64)
    first = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(len(place)), sizes)
    choice = np.arange(len(owner)) - first[owner] + lexicon.start[rows[place]].astype(np.int64)[owner]
    return Pairs(place, owner, choice, first)


def _named(*columns: Hashes) -> list[Hashes]:
    """Every column with a number of its own, so that equal values in different roles differ."""
    return [mixed(column, _ROLES[index : index + 1]) for index, column in enumerate(columns)]


_ROLES = scattered(np.array([number_of(f"role {index}") for index in range(128)], np.uint32))


def first_features(place: NDArray[np.int64], rows: Ids, lexicon: Lexicon) -> Hashes:
    """Features of the words around, before anything is chosen: one row for a place."""
    table = lexicon.word_hash[rows]
    w, s, t, a, k, x = (table[:, field] for field in range(6))
    p, q, n, m = place - 1, place - 2, place + 1, place + 2
    r, o = place - 3, place + 3
    word = w[place]
    return np.stack(
        _named(
            np.zeros(len(place), np.uint32),
            word,
            s[place],
            t[place],
            a[place],
            w[p],
            w[n],
            w[q],
            w[m],
            a[p],
            a[n],
            s[p],
            s[n],
            mixed(a[p], a[n]),
            mixed(a[q], a[p]),
            mixed(a[n], a[m]),
            mixed(word, a[p]),
            mixed(word, a[n]),
            mixed(word, w[p]),
            mixed(word, w[n]),
            mixed(x[place], x[p]),
            mixed(x[place], x[n]),
            mixed(x[place], w[p]),
            k[q],
            k[m],
            mixed(s[place], a[p]),
            mixed(s[place], a[n]),
            mixed(a[place], k[p]),
            mixed(a[place], k[n]),
            mixed(mixed(a[place], k[p]), k[n]),
            mixed(k[r], k[q]),
            mixed(k[m], k[o]),
            mixed(word, w[m]),
            mixed(word, w[q]),
        ),
        axis=1,
    )


def second_features(
    place: NDArray[np.int64], rows: Ids, lexicon: Lexicon, chosen: NDArray[np.int64]
) -> Hashes:
    """Features of what was chosen for the words around: `chosen` has a choice for every place."""
    words = lexicon.word_hash[rows]
    table = lexicon.choice_hash[chosen]
    w, a = words[:, 0], words[:, 3]
    label, kind, lemma = table[:, 0], table[:, 1], table[:, 2]
    p, q, n, m = place - 1, place - 2, place + 1, place + 2
    r, o = place - 3, place + 3
    word, own = w[place], a[place]
    return np.stack(
        _named(
            label[p],
            label[n],
            label[q],
            label[m],
            mixed(label[q], label[p]),
            mixed(label[n], label[m]),
            mixed(label[p], label[n]),
            mixed(word, label[p]),
            mixed(word, label[n]),
            mixed(word, mixed(label[p], label[n])),
            mixed(own, label[p]),
            mixed(own, label[n]),
            mixed(own, mixed(label[p], label[n])),
            mixed(own, mixed(label[q], label[p])),
            lemma[p],
            lemma[n],
            mixed(word, lemma[p]),
            mixed(word, lemma[n]),
            kind[r],
            kind[o],
            mixed(kind[q], kind[p]),
            mixed(kind[n], kind[m]),
            mixed(word, kind[m]),
            mixed(word, kind[q]),
            mixed(mixed(kind[p], kind[n]), mixed(kind[q], kind[m])),
            lemma[q],
            lemma[m],
        ),
        axis=1,
    )


def agreement(
    pairs: Pairs, lexicon: Lexicon, masks: Masks, classes: Hashes, distances: tuple[int, ...]
) -> Hashes:
    """How a choice agrees with its neighbours in case, number and gender; `masks` and `classes` are by place."""
    own = lexicon.mask[pairs.choice]
    own_class = lexicon.choice_hash[pairs.choice, 3]
    place = pairs.place[pairs.owner]
    result = []
    for index, distance in enumerate(distances):
        other = masks[place + distance]
        shared = own & other
        bits = (
            ((shared & _CASES) != 0).astype(np.uint32)
            + 2 * ((shared & _NUMBERS) != 0).astype(np.uint32)
            + 4 * ((shared & _GENDERS) != 0).astype(np.uint32)
            + 8 * ((other & _CASES) != 0).astype(np.uint32)
            + np.uint32(16 * index + 16)
        )
        result.append(mixed(mixed(own_class, classes[place + distance]), bits.astype(np.uint32)))
    return np.stack(result, axis=1)


# Columns of the features that speak for a base form as such: the words beside it, the base forms chosen beside it.
LEXICAL_FIRST = [5, 6]
LEXICAL_SECOND = [5, 6, 48, 49]


def feature_places(
    pairs: Pairs, features: Hashes, own: Hashes, lexical: list[int], lexicon: Lexicon, bits: int
) -> Hashes:
    """The places of all weights of every pair: features with the full label, with the class, and `own` features."""
    table = lexicon.choice_hash[pairs.choice]
    spread = features[pairs.owner]
    return np.concatenate(
        [
            places(spread, table[:, 0:1], bits),
            places(spread, table[:, 1:2], bits),
            places(spread[:, lexical], table[:, 2:3], bits),
            places(own, np.zeros((1, 1), np.uint32), bits),
        ],
        axis=1,
    )


def first_places(rows: Ids, pairs: Pairs, lexicon: Lexicon, bits: int) -> Hashes:
    """The weights that count before anything is chosen: one row a pair."""
    own = np.concatenate(
        [
            lexicon.statics[pairs.choice],
            agreement(pairs, lexicon, lexicon.union[rows], lexicon.word_hash[rows, 4], (-1, 1)),
        ],
        axis=1,
    )
    features = first_features(pairs.place, rows, lexicon)
    return feature_places(pairs, features, own, LEXICAL_FIRST, lexicon, bits)


def second_places(rows: Ids, pairs: Pairs, lexicon: Lexicon, bits: int, chosen: NDArray[np.int64]) -> Hashes:
    """The weights that count when there is a first choice for every place (`chosen`)."""
    own = np.concatenate(
        [
            lexicon.statics[pairs.choice],
            agreement(pairs, lexicon, lexicon.mask[chosen], lexicon.choice_hash[chosen, 3], (-2, -1, 1, 2)),
        ],
        axis=1,
    )
    features = np.concatenate(
        [
            first_features(pairs.place, rows, lexicon),
            second_features(pairs.place, rows, lexicon, chosen),
        ],
        axis=1,
    )
    return feature_places(pairs, features, own, LEXICAL_SECOND, lexicon, bits)


def best_choices(rows: Ids, pairs: Pairs, scores: NDArray[np.float32], lexicon: Lexicon) -> NDArray[np.int64]:
    """The best choice for every place; the earlier one of equals."""
    chosen = lexicon.start[rows].astype(np.int64)
    if len(pairs.place):
        top = np.maximum.reduceat(scores, pairs.first)
        hits = np.flatnonzero(scores >= top[pairs.owner])
        owners, where = np.unique(pairs.owner[hits], return_index=True)
        chosen[pairs.place[owners]] = pairs.choice[hits[where]]
    return chosen
