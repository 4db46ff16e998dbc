"""What processes tell each other of Docs: arrays of numbers, and the strings among them that the other does not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import LEMMA, MORPH, ORTH, POS, SENT_START, SPACY, TAG
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.vocab import Vocab

Numbers = NDArray[np.uint64]

_GIVEN = [ORTH, SPACY, SENT_START]
_FOUND = [LEMMA, POS, TAG, MORPH, SENT_START]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of numbers for the tokens of some Docs, with the strings among them that the other side does not know."""

    rows: Numbers
    lengths: tuple[int, ...]
    strings: tuple[str, ...]
    morphs: tuple[str, ...] = ()


@dataclass(slots=True)
class Told:
    """Numbers of strings (columns `of`) that were told to the other side once."""

    of: tuple[int, ...]
    known: set[int] = field(default_factory=set)

    def new(self, rows: Numbers) -> list[int]:
        """Numbers that occur in the columns for the first time."""
        fresh = {key for column in self.of for key in np.unique(rows[:, column]).tolist()} - self.known
        self.known |= fresh
        return sorted(fresh - {0})


def words_told() -> Told:
    """Nothing told yet of the words of `given`."""
    return Told((0,))


def strings_told() -> Told:
    """Nothing told yet of the base forms and tags of `found`."""
    return Told((0, 2))


def morphs_told() -> Told:
    """Nothing told yet of the features of `found`."""
    return Told((3,))


def given(docs: Sequence[Doc], told: Told, vocab: Vocab) -> Table:
    """What a worker needs of Docs: words, spaces between them, boundaries that are set."""
    rows = _joined(docs, _GIVEN)
    return Table(rows, tuple(len(doc) for doc in docs), tuple(vocab.strings[key] for key in told.new(rows)))


def received(table: Table, words: dict[int, str], vocab: Vocab) -> list[Numbers]:
    """The columns of `given`, Doc by Doc; `words` gets what was told of their words."""
    for text in table.strings:
        words[vocab.strings.add(text)] = text
    return np.split(table.rows, np.cumsum(table.lengths)[:-1])


def found(rows: Numbers, strings: Told, morphs: Told, vocab: Vocab) -> Table:
    """What analysis found for tokens, as columns LEMMA, POS, TAG, MORPH, SENT_START."""
    return Table(
        rows,
        (),
        tuple(vocab.strings[key] for key in strings.new(rows)),
        tuple(vocab.strings[key] for key in morphs.new(rows)),
    )


def put(table: Table, docs: Sequence[Doc], vocab: Vocab) -> None:
    """Set in Docs what `found` tells of their likes."""
    for text in table.strings:
        vocab.strings.add(text)
    for features in table.morphs:
        vocab.morphology.add(features)
    position = 0
    for doc in docs:
        rows = table.rows[position : position + len(doc)]
        position += len(doc)
        if len(doc):
            doc.from_array(_FOUND, cast(Any, rows))


def _joined(docs: Sequence[Doc], attributes: list[Any]) -> Numbers:
    arrays = [doc.to_array(attributes) for doc in docs if len(doc)]
    return np.concatenate(arrays) if arrays else np.zeros((0, len(attributes)), np.uint64)
