"""Choosing among the readings of words by their neighbours: two rounds of a log-linear model with hashed features.

The first round looks at the words around and what they may be, the second at what the first one chose for them
(stacked learning, Cohen & Carvalho 2005). Whole batches are scored at once, so the batch never changes a result.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.guesser import Guesser
from textmine.nlp.lexicon import Choice, Ids, Lexicon, Rule
from textmine.nlp.places import readable
from textmine.nlp.scoring import (
    EDGE,
    Options,
    Places,
    best_choices,
    first_places,
    second_places,
    static_places,
    uncertain,
)
from textmine.nlp.templates import SHIPPED, Template

FORMAT = "textmine chooser 2"
BITS = 22
# Rows of word forms that are kept; past that the lexicon starts anew, so that memory stays bounded.
MOST_WORDS = 250_000

# Words that are scored at once.
PART = 4_000
# In units of the weights: with a lead of so much the first round decides, and a choice that is so far behind in what
# does not depend on the sentence never wins.
MARGIN = 60
HOPELESS = 100

Weights = NDArray[np.int8]
Scores = NDArray[np.int32]


@dataclass(frozen=True)
class Knowledge:
    """What is learned beside the weights: parts of speech, frequencies, rules for unknown words."""

    upos: dict[str, list[str]]
    counts: dict[str, int]
    rules: dict[str, list[tuple[int, str, str]]]

    def lexicon(self, rules: Sequence[Rule] = (), hidden: Container[str] = ()) -> Lexicon:
        """An empty lexicon over this knowledge; `rules` change the choices of words, `hidden` ones are guessed."""
        return Lexicon(self.upos, self.counts, Guesser(self.rules), rules, hidden)


class Chooser:
    """The trained weights and the lexicon that they belong to; `templates` and `rules` as they were learned with.

    `passes` are the times of the second round: another one sees what the one before it chose.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        first: Weights,
        second: Weights,
        templates: Sequence[Template] = (),
        rules: Sequence[Rule] = (),
        passes: int = 1,
    ) -> None:
        self.knowledge = knowledge
        self.first = first
        self.second = second
        self.templates = tuple(templates)
        self.rules = tuple(rules)
        self.passes = passes
        self._data: bytes | None = None
        self._forget()

    def _forget(self) -> None:
        self.lexicon = self.knowledge.lexicon(self.rules)
        # The part of every choice's score that is the same in every sentence, and the choices that are worth a look.
        self._static_first: Scores = np.zeros(0, np.int32)
        self._static_second: Scores = np.zeros(0, np.int32)
        self._options = Options(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))

    def choose(self, sentences: Iterable[Sequence[str]]) -> list[list[Choice]]:
        """The choice for each word of each sentence."""
        listed = list(sentences)
        chosen = self.decide([self.lexicon.ids(words) for words in listed])
        choice = self.lexicon.choice
        result = []
        position = 0
        for words in listed:
            result.append([choice(index) for index in chosen[position : position + len(words)].tolist()])
            position += len(words)
        return result

    def decide(self, sentences: Sequence[list[int]]) -> Places:
        """Rows of the lexicon's choices for rows of its words, one after another without edges."""
        self._prepare()
        found = [self._decided(part) for part in _parts(sentences)]
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _decided(self, sentences: Sequence[list[int]]) -> Places:
        rows, inside = laid_out(sentences)
        chosen = self._options.only(rows)
        pairs = self._options.pairs(rows)
        if len(pairs.place):
            scores = summed(
                self.first, self._static_first[pairs.choice], first_places(rows, pairs, self.lexicon, BITS)
            )
            chosen[pairs.place] = best_choices(pairs, scores)
            pairs = self._options.pairs(rows, uncertain(pairs, scores, MARGIN))
        for _ in range(self.passes if len(pairs.place) else 0):
            scores = summed(
                self.second,
                self._static_second[pairs.choice],
                second_places(rows, pairs, self.lexicon, BITS, chosen, self.templates),
            )
            chosen[pairs.place] = best_choices(pairs, scores)
        return chosen[inside]

    def _prepare(self) -> None:
        """Bring what is known of words and choices up to date with the lexicon."""
        lexicon = self.lexicon
        lexicon.freeze()
        words = slice(len(self._options.start), len(lexicon.start))
        choices = slice(len(self._static_first), lexicon.size)
        if words.start == words.stop:
            return
        nothing = np.zeros(choices.stop - choices.start, np.int32)
        columns = list(static_places(lexicon, words, choices, BITS, self.templates))
        first, second = (summed(weights, nothing, columns) for weights in (self.first, self.second))
        start = lexicon.start[words]
        best = np.repeat(np.maximum.reduceat(first, start - choices.start), lexicon.count[words])
        hopeless = first < best - HOPELESS
        owner = np.repeat(np.arange(len(start)), lexicon.count[words])
        order = np.lexsort((hopeless, owner)) + choices.start
        count = np.add.reduceat(~hopeless, start - choices.start, dtype=np.int32)
        self._static_first = np.concatenate([self._static_first, first])
        self._static_second = np.concatenate([self._static_second, second])
        self._options = Options(
            lexicon.start,
            np.concatenate([self._options.count, count]),
            np.concatenate([self._options.order, order]),
        )

    def trim(self) -> bool:
        """Forget the word forms if there are very many. True if ids that were handed out are void now."""
        if len(self.lexicon.words) <= MOST_WORDS:
            return False
        self._forget()
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
        if self.templates:
            head["templates"] = [template.name for template in self.templates]
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
        templates = [SHIPPED[name] for name in head.get("templates", ())]
        chooser = cls(knowledge, weights[: 1 << BITS], weights[1 << BITS :], templates)
        chooser._data = data
        return chooser

    def save(self, path: Path) -> None:
        """Write the weights."""
        path.write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: Path) -> Chooser:
        """Read the weights. Raises ModelError for a missing or damaged file."""
        with readable(path):
            return cls.from_bytes(path.read_bytes())


def laid_out(sentences: Sequence[list[int]]) -> tuple[Ids, Places]:
    """Sentences in one array with edges around them, and the places of their words in it."""
    edge = [0] * EDGE
    flat = list(edge)
    for sentence in sentences:
        flat += sentence
        flat += edge
    rows = np.array(flat, np.int32)
    return rows, np.flatnonzero(rows)


def _parts(sentences: Sequence[list[int]]) -> Iterator[Sequence[list[int]]]:
    """Neighbouring sentences of about PART words together: arrays of that size stay in the processor's cache."""
    begin = size = 0
    for index, sentence in enumerate(sentences):
        size += len(sentence)
        if size >= PART:
            yield sentences[begin : index + 1]
            begin, size = index + 1, 0
    if begin < len(sentences):
        yield sentences[begin:]


def summed(weights: Weights, static: Scores, columns: Iterable[NDArray[np.uint32]]) -> Scores:
    """The score of every pair. Whole numbers, so that the order of adding changes nothing."""
    result = static.copy()
    for column in columns:
        # `take` needs half the time of an index here.
        result += weights.take(column)
    return result
