"""The features of choices in their sentence, for many sentences at once.

Words lie in one long array of lexicon rows with EDGE rows 0 before, between and after the sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.frames import Masks
from textmine.nlp.hashing import Hashes, mixed, number_of, places, scattered
from textmine.nlp.lexicon import Ids, Lexicon
from textmine.nlp.templates import ChoiceTemplate, PairTemplate, PlaceTemplate, Template, View, named

Places = NDArray[np.int64]

EDGE = 3
"""Rows 0 around every sentence: as far as features look."""

_GENDERS, _CASES, _NUMBERS = np.uint16(0x3E00), np.uint16(0x007F), np.uint16(0x0180)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The choices of the words that have several: row k is choice `choice[k]` of the word at `place[owner[k]]`."""

    place: Places
    owner: Places
    choice: Places
    first: Places


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of every word of a lexicon that are worth a look: `order[start[w] : start[w] + count[w]]`."""

    start: Ids
    count: Ids
    order: Places

    @classmethod
    def all_of(cls, lexicon: Lexicon) -> Options:
        """Every choice of every word."""
        return cls(lexicon.start, lexicon.count, np.arange(lexicon.size))

    def only(self, rows: Ids) -> Places:
        """The first choice for every row: the only one of most words."""
        return self.order[self.start[rows]]

    def pairs(self, rows: Ids, place: Places | None = None) -> Pairs:
        """What there is to choose, at all places or at those given; `first[i]` is the first row of the i-th word."""
        if place is None:
            place = np.flatnonzero(self.count[rows] > 1)
        sizes = self.count[rows[place]].astype(np.int64)
        first = np.cumsum(sizes) - sizes
        owner = np.repeat(np.arange(len(place)), sizes)
        inside = np.arange(len(owner)) - first[owner]
        return Pairs(place, owner, self.order[inside + self.start[rows[place]][owner]], first)


def _named(*columns: Hashes, first: int = 0) -> list[Hashes]:
    """Every column with a number of its own from `first` on, so that equal values in different roles differ."""
    return [mixed(column, _ROLES[index : index + 1]) for index, column in enumerate(columns, first)]


_ROLES = scattered(np.array([number_of(f"role {index}") for index in range(128)], np.uint32))
_WORD_ROLES = 5


def word_features(words: Hashes) -> list[Hashes]:
    """Features of a word alone, columns over rows of `Lexicon.word_hash`: they never change with the sentence."""
    word, end, shape, choices = (words[:, field] for field in range(4))
    return _named(np.zeros(len(words), np.uint32), word, end, shape, choices)


def context_features(place: Places, rows: Ids, lexicon: Lexicon) -> list[Hashes]:
    """Features of the words around, before anything is chosen: columns over places."""
    table = lexicon.word_hash[rows]
    w, s, _, a, k, x = (np.ascontiguousarray(table[:, field]) for field in range(6))
    p, q, n, m = place - 1, place - 2, place + 1, place + 2
    r, o = place - 3, place + 3
    word, own, end, shape = w[place], a[place], s[place], x[place]
    return _named(
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
        mixed(shape, x[p]),
        mixed(shape, x[n]),
        mixed(shape, w[p]),
        k[q],
        k[m],
        mixed(end, a[p]),
        mixed(end, a[n]),
        mixed(own, k[p]),
        mixed(own, k[n]),
        mixed(mixed(own, k[p]), k[n]),
        mixed(k[r], k[q]),
        mixed(k[m], k[o]),
        mixed(word, w[m]),
        mixed(word, w[q]),
        first=_WORD_ROLES,
    )


def chosen_features(place: Places, rows: Ids, lexicon: Lexicon, chosen: Places) -> list[Hashes]:
    """Features of what was chosen for the words around: `chosen` has a choice for every place of `rows`."""
    words = lexicon.word_hash[rows[place]]
    table = lexicon.choice_hash[chosen]
    label, kind, lemma = (np.ascontiguousarray(table[:, field]) for field in range(3))
    p, q, n, m = place - 1, place - 2, place + 1, place + 2
    r, o = place - 3, place + 3
    word, own = words[:, 0], words[:, 3]
    around = mixed(label[p], label[n])
    before = mixed(label[q], label[p])
    return _named(
        label[p],
        label[n],
        label[q],
        label[m],
        before,
        mixed(label[n], label[m]),
        around,
        mixed(word, label[p]),
        mixed(word, label[n]),
        mixed(word, around),
        mixed(own, label[p]),
        mixed(own, label[n]),
        mixed(own, around),
        mixed(own, before),
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
    )


def agreement(
    pairs: Pairs, lexicon: Lexicon, masks: Masks, classes: Hashes, distances: tuple[int, ...]
) -> list[Hashes]:
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
    return result


# Context features that also speak for a base form as such: the words beside it, the base forms chosen beside it.
_LEXICAL_WORDS = (0, 1)
_LEXICAL_CHOSEN = (14, 15)
_NOTHING = np.zeros(1, np.uint32)


def static_places(
    lexicon: Lexicon, words: slice, choices: slice, bits: int, templates: Sequence[Template] = ()
) -> Iterator[Hashes]:
    """The weights that a choice has in every sentence, column by column, for the choices of some words."""
    table = lexicon.choice_hash[choices]
    counts = lexicon.count[words]
    for column in lexicon.statics[choices].T:
        yield places(column, _NOTHING, bits)
    for column in word_features(lexicon.word_hash[words]):
        spread = np.repeat(column, counts)
        yield places(spread, table[:, 0], bits)
        yield places(spread, table[:, 1], bits)
    for template in templates:
        if isinstance(template, ChoiceTemplate):
            owners = np.repeat(lexicon.word_hash[words], counts, axis=0)
            yield places(named(template.name, template.column(owners, table)), _NOTHING, bits)


def first_places(rows: Ids, pairs: Pairs, lexicon: Lexicon, bits: int) -> Iterator[Hashes]:
    """The weights that count before anything is chosen, static ones apart: columns over pairs."""
    yield from _spread(context_features(pairs.place, rows, lexicon), _LEXICAL_WORDS, pairs, lexicon, bits)
    classes = lexicon.word_hash[rows, 4]
    for column in agreement(pairs, lexicon, lexicon.union[rows], classes, (-1, 1)):
        yield places(column, _NOTHING, bits)


def second_places(
    rows: Ids, pairs: Pairs, lexicon: Lexicon, bits: int, chosen: Places, templates: Sequence[Template] = ()
) -> Iterator[Hashes]:
    """The weights that count when there is a first choice for every place (`chosen`), static ones apart."""
    yield from _spread(context_features(pairs.place, rows, lexicon), _LEXICAL_WORDS, pairs, lexicon, bits)
    after = chosen_features(pairs.place, rows, lexicon, chosen)
    yield from _spread(after, _LEXICAL_CHOSEN, pairs, lexicon, bits)
    classes = lexicon.choice_hash[chosen, 3]
    for column in agreement(pairs, lexicon, lexicon.mask[chosen], classes, (-2, -1, 1, 2)):
        yield places(column, _NOTHING, bits)
    view = View(rows, pairs.place, pairs.owner, pairs.choice, lexicon, chosen)
    for template in templates:
        if isinstance(template, PlaceTemplate):
            yield from _spread([named(template.name, template.column(view))], (), pairs, lexicon, bits)
        elif isinstance(template, PairTemplate):
            yield places(named(template.name, template.column(view)), _NOTHING, bits)


def _spread(
    columns: list[Hashes], lexical: tuple[int, ...], pairs: Pairs, lexicon: Lexicon, bits: int
) -> Iterator[Hashes]:
    """Features of places with each of their choices: with its full label, its class, some with its base form."""
    label, kind, lemma = (lexicon.choice_hash[pairs.choice, field] for field in range(3))
    for index, column in enumerate(columns):
        spread = column[pairs.owner]
        yield places(spread, label, bits)
        yield places(spread, kind, bits)
        if index in lexical:
            yield places(spread, lemma, bits)


def best_choices(pairs: Pairs, scores: NDArray[np.generic]) -> Places:
    """The best choice for every place of `pairs`; the earlier one of equals."""
    top = np.maximum.reduceat(scores, pairs.first)
    hits = np.flatnonzero(scores == top[pairs.owner])
    owners = pairs.owner[hits]
    earliest = np.ones(len(hits), bool)
    earliest[1:] = owners[1:] != owners[:-1]
    return pairs.choice[hits[earliest]]


def uncertain(pairs: Pairs, scores: NDArray[np.int32], margin: int) -> Places:
    """The places where a second choice comes within `margin` of the best one."""
    top = np.maximum.reduceat(scores, pairs.first)
    near = np.add.reduceat((scores > top[pairs.owner] - margin).astype(np.int32), pairs.first)
    return pairs.place[near > 1]
