"""The trained coder at work: sentences with their evidence and vectors in, probabilities and words that carry them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from textmine.coding import model_file
from textmine.coding.combined import Combiner, Neighbours
from textmine.coding.features import token_features
from textmine.coding.machine import Floats, Machine, Scores
from textmine.coding.patterns import line_of
from textmine.coding.reader import FILE_NAME, Reader, load_reader
from textmine.coding.readings import Readings, readings_of
from textmine.embed import VectorCache, embed
from textmine.errors import ModelError
from textmine.records import Sentence

# Sentences of a document that are looked at to say what it is about.
SAMPLED = 200
# Words that are named in a reason.
MOST_WORDS = 3
# A word carries a code when it has this part of the weight of the strongest one.
CARRIES = 0.35
# Words that a person would not name as a reason.
_SMALL_WORDS = frozenset({"ADP", "CCONJ", "SCONJ", "PUNCT", "PRON", "DET"})
_PLACES = (Path(__file__).parents[1] / "_models", Path(__file__).parents[2] / "models")


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why the machine gives a code: the tokens that carry it, strongest first, and the example that it is most like."""

    tokens: tuple[int, ...]
    example: str


class Learned:
    """A machine, the combiner that was trained on it, and the reader that had its say in that."""

    def __init__(self, machine: Machine, combiner: Combiner, reader: Reader | None = None) -> None:
        self.machine = machine
        self.combiner = combiner
        self.reader = reader

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that it knows."""
        return self.machine.codes

    @property
    def encoder(self) -> str:
        """The encoder whose vectors it was trained on."""
        return self.machine.encoder

    def scores(self, features: Sequence[Sequence[str]], vectors: Floats) -> Scores:
        """What the machine says of sentences with these features and unit vectors (n, d)."""
        return self.machine.scores(features, vectors)

    def readings(self, texts: Sequence[str], memory: VectorCache) -> Readings:
        """What the reader says of sentences; `memory` keeps it."""
        logits = embed(texts, self.reader, memory) if self.reader else None
        return readings_of(logits, self.reader.codes if self.reader else (), self.codes, len(texts))

    def probabilities(
        self, scores: Scores, readings: Readings, features: Sequence[Sequence[str]], neighbours: Neighbours
    ) -> Floats:
        """Probabilities (n, codes) of sentences with these scores, readings, features and neighbours."""
        if not features:
            return np.zeros((0, len(self.codes)), np.float32)
        return self.combiner.probabilities(scores, readings, features, neighbours)

    def is_foreign(self, vectors: Floats) -> bool:
        """Whether talk with these vectors (n, d) is unlike all that the coder learned from: about other things."""
        chosen = np.linspace(0, len(vectors) - 1, min(len(vectors), SAMPLED)).astype(int)
        return bool(self.machine.kinship(vectors[chosen]).mean() < self.machine.least_kinship)

    def grounds(self, sentence: Sentence, features: Sequence[str], vector: Floats, code: str) -> Grounds:
        """What in a sentence speaks for a code."""
        weights = self.machine.word_weights(features, code)
        tokens = sentence.tokens
        carried = [
            (sum(weights.get(name, 0.0) for name in names), place)
            for place, names in enumerate(token_features(line_of(tokens)))
            if tokens[place].pos not in _SMALL_WORDS
        ]
        carried.sort(key=lambda pair: (-pair[0], pair[1]))
        strongest = carried[0][0] if carried else 0.0
        chosen = [place for weight, place in carried[:MOST_WORDS] if 0 < CARRIES * strongest <= weight]
        return Grounds(tuple(chosen), self.machine.most_like(vector, code)[0])


def shipped_model() -> Path:
    """The file of the coder that comes with the program: in the wheel or beside the package."""
    known = [place / "coder" / "coder.npz" for place in _PLACES]
    return next((path for path in known if path.exists()), known[-1])


def load_learned(path: Path) -> Learned:
    """A trained coder; files are read once. Raises ModelError."""
    stat = path.stat() if path.exists() else None
    return _load(path, stat.st_mtime_ns if stat else 0)


def shipped_reader() -> Path:
    """The file of the reader that comes with the program."""
    return shipped_model().parent / FILE_NAME


@cache
def _load(path: Path, _changed: int) -> Learned:
    machine, combiner = model_file.load(path)
    if not combiner.reader:
        return Learned(machine, combiner)
    reader = load_reader(shipped_reader())
    if reader.name != combiner.reader:
        raise ModelError(
            "Wyuczony model kodów powstał z inną wersją programu.",
            where=path,
            remedy="Uruchom „textmine train”, aby nauczyć go jeszcze raz.",
        )
    return Learned(machine, combiner, reader)
