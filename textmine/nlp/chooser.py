"""Choosing among the readings of words by their neighbours: two rounds of a log-linear model with hashed features.

The first round looks at the words around and what they may be, the second at what the first one chose for them
(stacked learning, Cohen & Carvalho 2005). Whole batches are scored at once, so the batch never changes a result.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import ModelError
from textmine.nlp.guesser import Guesser
from textmine.nlp.lexicon import Choice, Ids, Lexicon
from textmine.nlp.scoring import EDGE, best_choices, first_places, pairs_of, second_places

FORMAT = "textmine chooser 2"
BITS = 22
# Rows of word forms that are kept; past that the lexicon starts anew, so that memory stays bounded.
MOST_WORDS = 250_000

Weights = NDArray[np.int8]


@dataclass(frozen=True)
class Knowledge:
    """What is learned beside the weights: parts of speech, frequencies, rules for unknown words."""

    upos: dict[str, list[str]]
    counts: dict[str, int]
    rules: dict[str, list[tuple[int, str, str]]]

    def lexicon(self) -> Lexicon:
        """An empty lexicon over this knowledge."""
        return Lexicon(self.upos, self.counts, Guesser(self.rules))


class Chooser:
    """The trained weights and the lexicon that they belong to."""

    def __init__(self, knowledge: Knowledge, first: Weights, second: Weights) -> None:
        self.knowledge = knowledge
        self.first = first
        self.second = second
        self._data: bytes | None = None
        self.lexicon = knowledge.lexicon()

    def choose(self, sentences: Iterable[Sequence[str]]) -> list[list[Choice]]:
        """The choice for each word of each sentence."""
        listed = list(sentences)
        chosen = self.decide([self.lexicon.ids(words) for words in listed])
        choices = self.lexicon.choices
        result = []
        position = 0
        for words in listed:
            result.append([choices[index] for index in chosen[position : position + len(words)].tolist()])
            position += len(words)
        return result

    def decide(self, sentences: Sequence[list[int]]) -> NDArray[np.int64]:
        """Rows of the lexicon's choices for rows of its words, one after another without edges."""
        self.lexicon.freeze()
        rows, inside = laid_out(sentences)
        return self._decided(rows)[inside]

    def _decided(self, rows: Ids) -> NDArray[np.int64]:
        lexicon = self.lexicon
        pairs = pairs_of(rows, lexicon)
        if not len(pairs.place):
            return lexicon.start[rows].astype(np.int64)
        chosen = best_choices(
            rows, pairs, summed(self.first, first_places(rows, pairs, lexicon, BITS)), lexicon
        )
        scores = summed(self.second, second_places(rows, pairs, lexicon, BITS, chosen))
        return best_choices(rows, pairs, scores, lexicon)

    def trim(self) -> bool:
        """Forget the word forms if there are very many. True if ids that were handed out are void now."""
        if len(self.lexicon.words) <= MOST_WORDS:
            return False
        self.lexicon = self.knowledge.lexicon()
        return True

    def to_bytes(self) -> bytes:
        """The weights as a file: the same weights give the same bytes."""
        if self._data is not None:
            return self._data
        head: dict[str, Any] = {
            "format": FORMAT,
            "upos": self.knowledge.upos,
            "counts": self.knowledge.counts,
            "rules": self.knowledge.rules,
        }
        text = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        data = len(text).to_bytes(8, "little") + text + self.first.tobytes() + self.second.tobytes()
        self._data = lzma.compress(data, preset=6)
        return self._data

    @classmethod
    def from_bytes(cls, data: bytes) -> Chooser:
        """Read the weights. Raises ValueError, KeyError, LZMAError or EOFError for damaged ones."""
        content = lzma.decompress(data)
        length = int.from_bytes(content[:8], "little")
        head = json.loads(content[8 : 8 + length])
        if head["format"] != FORMAT:
            raise ValueError(head["format"])
        weights = np.frombuffer(content, np.int8, offset=8 + length)
        if len(weights) != 2 << BITS:
            raise ValueError(len(weights))
        knowledge = Knowledge(head["upos"], head["counts"], head["rules"])
        chooser = cls(knowledge, weights[: 1 << BITS], weights[1 << BITS :])
        chooser._data = data
        return chooser

    def save(self, path: Path) -> None:
        """Write the weights."""
        path.write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: Path) -> Chooser:
        """Read the weights. Raises ModelError for a missing or damaged file."""
        remedy = "Zainstaluj textmine jeszcze raz."
        try:
            return cls.from_bytes(path.read_bytes())
        except FileNotFoundError as error:
            raise ModelError("Brak pliku modelu językowego.", where=path, remedy=remedy) from error
        except (OSError, EOFError, ValueError, KeyError, TypeError, lzma.LZMAError) as error:
            raise ModelError(
                "Plik modelu językowego jest uszkodzony albo z innej wersji.", where=path, remedy=remedy
            ) from error


def laid_out(sentences: Sequence[list[int]]) -> tuple[Ids, NDArray[np.int64]]:
    """Sentences in one array with edges around them, and the places of their words in it."""
    edge = [0] * EDGE
    flat = list(edge)
    for sentence in sentences:
        flat += sentence
        flat += edge
    rows = np.array(flat, np.int32)
    return rows, np.flatnonzero(rows)


def summed(weights: Weights, places: NDArray[np.uint32]) -> NDArray[np.float32]:
    """The score of every pair. Whole numbers, so that the order of adding changes nothing."""
    result: NDArray[np.float32] = weights[places].sum(axis=1, dtype=np.int32).astype(np.float32)
    return result
