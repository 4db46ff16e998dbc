"""The trained coder at work: sentences with their evidence and vectors in, probabilities and words that carry them out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from textmine.coding import model_file
from textmine.coding.combined import Combiner
from textmine.coding.correction import Correction, Said, said_by
from textmine.coding.features import contexts, features, neighbours, token_features
from textmine.coding.leaning import as_read
from textmine.coding.machine import Machine, Scores, kinship
from textmine.coding.patterns import line_of
from textmine.coding.reader import FILE_NAME, Reader, load_reader
from textmine.coding.readings import Readings, readings_of
from textmine.coding.regression import Floats, centred
from textmine.coding.rules import Evidence
from textmine.coding.trial import Neighbours
from textmine.embed import VectorCache, embed
from textmine.errors import ModelError
from textmine.records import Sentence

# Sentences of a document that are looked at to say what it is about.
SAMPLED = 100
# Words that are named in a reason.
MOST_WORDS = 3
# A word carries a code when it has this part of the weight of the strongest one.
CARRIES = 0.35
# A correction speaks in log odds, the machine in shares of one: about so much of the one is as much as the other.
OWN_SHARE = 0.15
# Words that a person would not name as a reason.
_SMALL_WORDS = frozenset({"ADP", "CCONJ", "SCONJ", "PUNCT", "PRON", "DET"})
_PLACES = (Path(__file__).parents[1] / "_models", Path(__file__).parents[2] / "models")


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why the machine gives a code: the tokens that carry it, strongest first, and the example that it is most like."""

    tokens: tuple[int, ...]
    example: str


@dataclass(frozen=True)
class Heard:
    """What is known of n respondents' sentences before they are coded."""

    features: Sequence[Sequence[str]]
    vectors: Floats
    scores: Scores
    readings: Readings
    neighbours: Neighbours


class Learned:
    """A machine, the combiner that was trained on it, the reader that had its say in that, and a researcher's correction."""

    def __init__(
        self,
        machine: Machine,
        combiner: Combiner,
        reader: Reader | None = None,
        correction: Correction | None = None,
    ) -> None:
        self.machine = machine
        self.combiner = combiner
        self.reader = reader
        self.correction = correction

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that it knows, those that only the correction knows last."""
        return self.correction.codes if self.correction else self.machine.codes

    @property
    def encoder(self) -> str:
        """The encoder whose vectors it was trained on."""
        return self.machine.encoder

    def corrected(self, correction: Correction) -> Learned:
        """The same with a correction."""
        return Learned(self.machine, self.combiner, self.reader, correction)

    def hear(
        self,
        sentences: Sequence[Sentence],
        spoken: Sequence[int],
        evidence: Sequence[Evidence],
        vectors: Floats,
        group_of: Callable[[Sentence], str | None] | None,
        memory: VectorCache,
    ) -> Heard:
        """What there is to know of the sentences at the places `spoken` of whole documents, whose rules' evidence this is.

        `vectors` (len(sentences), d) are unit vectors; `memory` keeps what the reader says.
        """
        around = contexts(sentences, group_of)
        names = [
            features(sentences[place], own.line, own, around[place])
            for place, own in zip(spoken, evidence, strict=True)
        ]
        row_of = {place: row for row, place in enumerate(spoken)}
        beside = neighbours(sentences)
        near = [(row_of.get(beside[place][0], -1), row_of.get(beside[place][1], -1)) for place in spoken]
        own_vectors = vectors[list(spoken)]
        texts = as_read(sentences)
        readings = self.readings([texts[place] for place in spoken], memory)
        return Heard(names, own_vectors, self.machine.scores(names, own_vectors), readings, near)

    def readings(self, texts: Sequence[str], memory: VectorCache) -> Readings:
        """What the reader says of sentences, which are given as it reads them; `memory` keeps it."""
        logits = embed(texts, self.reader, memory) if self.reader else None
        known = self.reader.codes if self.reader else ()
        return readings_of(logits, known, self.machine.codes, len(texts))

    def probabilities(self, heard: Heard) -> Floats:
        """Probabilities (n, codes) of sentences."""
        if not heard.features:
            return np.zeros((0, len(self.codes)), np.float32)
        sure = self.combiner.probabilities(heard.scores, heard.readings, heard.features, heard.neighbours)
        if self.correction is None:
            return sure
        said = self.said(heard, sure, self.correction.new)
        return self.correction.probabilities(said, heard.features, heard.vectors)

    def said(self, heard: Heard, sure: Floats, new: Sequence[str]) -> Said:
        """What a correction with `new` codes is learned from, and applied to."""
        return said_by(sure, heard.scores, heard.readings, self.machine.codes, new)

    def is_foreign(self, vectors: Floats) -> bool:
        """Whether talk with these vectors (n, d) is unlike all that the coder learned from: about other things."""
        chosen = np.linspace(0, len(vectors) - 1, min(len(vectors), SAMPLED)).astype(int)
        kept = self.machine.exemplars.vectors
        if self.correction:
            kept = np.concatenate([kept, self.correction.seen])
        moved = centred(vectors[chosen], self.machine.regression.centre)
        return bool(kinship(moved, kept).mean() < self.machine.least_kinship)

    def grounds(self, sentence: Sentence, features: Sequence[str], vector: Floats, code: str) -> Grounds:
        """What in a sentence speaks for a code."""
        weights = self._weights(features, code)
        tokens = sentence.tokens
        carried = [
            (sum(weights.get(name, 0.0) for name in names), place)
            for place, names in enumerate(token_features(line_of(tokens)))
            if tokens[place].pos not in _SMALL_WORDS
        ]
        carried.sort(key=lambda pair: (-pair[0], pair[1]))
        strongest = carried[0][0] if carried else 0.0
        chosen = [place for weight, place in carried[:MOST_WORDS] if 0 < CARRIES * strongest <= weight]
        return Grounds(tuple(chosen), self._most_like(vector, code))

    def _weights(self, features: Sequence[str], code: str) -> dict[str, float]:
        own = self.machine.word_weights(features, code) if code in self.machine.codes else {}
        if self.correction:
            for name, value in self.correction.word_weights(features, code).items():
                own[name] = own.get(name, 0.0) + OWN_SHARE * value
        return own

    def _most_like(self, vector: Floats, code: str) -> str:
        [moved] = centred(vector[None], self.machine.regression.centre)
        found = [self.machine.exemplars.most_like(moved, code)]
        if self.correction:
            found.append(self.correction.exemplars.most_like(moved, code))
        return max(found, key=lambda pair: pair[1])[0]


def shipped_model() -> Path:
    """The file of the coder that comes with the program: in the wheel or beside the package."""
    known = [place / "coder" / "coder.npz" for place in _PLACES]
    return next((path for path in known if path.exists()), known[-1])


def load_learned(path: Path) -> Learned:
    """A trained coder; files are read once. Raises ModelError.

    A file of a researcher's own coding is a correction of the coder that ships.
    """
    return _load(path, _changed(path), base_key())


def base_key() -> str:
    """The digest of what a correction is made for: the files of the coder and the reader that ship."""
    return _digest(tuple((path, _changed(path)) for path in (shipped_model(), shipped_reader())))


@cache
def _digest(files: tuple[tuple[Path, int], ...]) -> str:
    found = hashlib.blake2b(digest_size=16)
    for path, _ in files:
        found.update(path.read_bytes() if path.exists() else b"-")
    return found.hexdigest()


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def shipped_reader() -> Path:
    """The file of the reader that comes with the program."""
    return shipped_model().parent / FILE_NAME


@cache
def _load(path: Path, _changed: int, base: str) -> Learned:
    found = model_file.load(path)
    if isinstance(found, model_file.Corrected):
        if found.base != base:
            raise _of_another_version(path)
        return load_learned(shipped_model()).corrected(found.correction)
    machine, combiner = found
    if not combiner.reader:
        return Learned(machine, combiner)
    reader = load_reader(shipped_reader())
    if reader.name != combiner.reader:
        raise _of_another_version(path)
    return Learned(machine, combiner, reader)


def _of_another_version(path: Path) -> ModelError:
    return ModelError(
        "Wyuczony model kodów powstał z inną wersją programu.",
        where=path,
        remedy="Uruchom „textmine train”, aby nauczyć go jeszcze raz.",
    )
