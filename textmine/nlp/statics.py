"""Features of choices that are the same in every sentence."""

from __future__ import annotations

import numpy as np

from textmine.nlp.hashing import Hashes, mixed, number_of, scattered

STATICS = 10
"""How many there are."""


def choice_features(words: Hashes, choices: Hashes) -> Hashes:
    """Features of choices alone: how common each is, whether a name, and its own identity; one row a choice."""
    word, end, shape, longer_end = (words[:, field] for field in (0, 1, 5, 6))
    label, kind, lemma, _, kinds, lemma_end, often, behind, length, same = choices.T
    columns = (
        mixed(lemma, kind),
        mixed(word, lemma),
        mixed(word, label),
        mixed(mixed(kinds, shape), kind),
        mixed(kinds, end),
        behind,
        mixed(mixed(often, kind), kinds),
        mixed(mixed(longer_end, lemma_end), mixed(kind, kinds)),
        mixed(length, mixed(kind, kinds)),
        mixed(same, mixed(label, kinds)),
    )
    return np.stack(
        [mixed(column, _ROLES[index : index + 1]) for index, column in enumerate(columns)], axis=1
    )


_ROLES = scattered(np.array([number_of(f"static {index}") for index in range(STATICS)], np.uint32))
