"""What the choices of a word are apart from its base forms: words that are inflected alike share it, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.candidates import Entries
from textmine.nlp.hashing import Hashes, number_of

Masks = NDArray[np.uint16]

_CASE_BITS = {"nom": 1, "gen": 2, "dat": 4, "acc": 8, "inst": 16, "loc": 32, "voc": 64}
_NUMBER_BITS = {"sg": 128, "pl": 256}
_GENDER_BITS = {"m1": 512, "m2": 1024, "m3": 2048, "f": 4096, "n": 8192}
BITS = {**_CASE_BITS, **_NUMBER_BITS, **_GENDER_BITS}


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Choices as (number of the base form, label, tag, kinds, part of speech), and their columns.

    `numbers` has a row a choice: label, class with part of speech and name, class alone, kinds. `pairs` are the base
    forms with their classes, `pair` says which one a choice has. `union` is all masks together, `full` and `coarse`
    are numbers for the labels and the classes of the word.
    """

    choices: tuple[tuple[int, str, str, str, str], ...]
    pairs: tuple[tuple[int, str], ...]
    pair: NDArray[np.int64]
    numbers: Hashes
    masks: Masks
    union: int
    full: int
    coarse: int


def frame_of(
    entries: Entries,
    pairs: tuple[tuple[int, str], ...],
    parts: Sequence[tuple[str, ...]],
    capitals: Sequence[bool],
) -> Frame:
    """The frame of words with these entries; `parts` are the universal parts of speech of `pairs`.

    `capitals` says which base forms begin with one.
    """
    index = {pair: number for number, pair in enumerate(pairs)}
    choices, own, numbers, masks = [], [], [], []
    for base, label, tag, kinds in entries:
        pair = index[base, word_class_of(label)]
        for upos in parts[pair]:
            choices.append((base, label, tag, kinds, upos))
            own.append(pair)
            numbers.append(_label_numbers(label, upos, kinds, capitals[base]))
            masks.append(_mask(label, tag))
    full, coarse = _label_sets({label for _, label, _, _ in entries})
    return Frame(
        tuple(choices),
        pairs,
        np.array(own, np.int64),
        np.array(numbers, np.uint32),
        np.array(masks, np.uint16),
        int(np.bitwise_or.reduce(masks)),
        full,
        coarse,
    )


@lru_cache(maxsize=4_000)
def word_class_of(label: str) -> str:
    """The NKJP class of a label or tag."""
    return label.partition(":")[0]


def _label_numbers(label: str, upos: str, kinds: str, capital: bool) -> tuple[int, int, int, int]:
    word_class = word_class_of(label)
    name = "C" if capital else ""
    return (
        number_of(f"L {label} {upos}"),
        number_of(f"C {word_class} {upos} {name}"),
        number_of(f"c {word_class}"),
        number_of(f"k {kinds}{name}"),
    )


def _label_sets(found: set[str]) -> tuple[int, int]:
    """Numbers for the labels of a word (as many as tell words apart) and for their classes."""
    full = "/".join(sorted(found)[:8])
    coarse = "/".join(sorted({word_class_of(label) for label in found}))
    return number_of(full), number_of(coarse)


def _mask(label: str, tag: str) -> int:
    """Case and number of the label, genders of the tag, as bits."""
    result = 0
    for value in label.split(":")[1:]:
        result |= BITS.get(value, 0)
    for field in tag.split(":")[1:]:
        for value in field.split("."):
            result |= _GENDER_BITS.get(value, 0)
    return result
