"""Teaching: coded sentences become the examples of training, and training a coder with what can be said of it.

`python -m textmine.coding.teach` makes the coder that ships from models/coder/bank (`make coder`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.codebook import Codebook, default_codebook
from textmine.coding import model_file
from textmine.coding.bank import BankRow, analysed, natural_scenes, read_bank
from textmine.coding.combined import calibrated, train_combiner, unseen_probabilities
from textmine.coding.features import contexts, features, neighbours
from textmine.coding.leaning import as_read
from textmine.coding.learned import Learned
from textmine.coding.machine import Scores
from textmine.coding.reader import FILE_NAME, Reader, load_reader, unseen_readings
from textmine.coding.readings import readings_of
from textmine.coding.regression import Floats
from textmine.coding.rules import Rules
from textmine.coding.training import Examples, train
from textmine.coding.trial import NEVER, Trial, held_back, in_rounds
from textmine.embed import MemoryCache, VectorCache
from textmine.records import Role, Sentence

Embed = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True)
class CodedSentences:
    """Sentences of whole documents in order with the codes of each; None where nobody coded it. `weight` is a row's.

    `own` ones are a researcher's: no reader has seen them, and all are tried.
    """

    sentences: Sequence[Sentence]
    codes: Sequence[frozenset[str] | None]
    groups: Sequence[str | None]
    weight: float = 1.0
    own: bool = False


@dataclass(frozen=True)
class Taught:
    """A trained coder, the sentences that were held back for its trial, and probabilities (n, codes) that others like it,

    whose combiners did not learn from their fold, give them.
    """

    learned: Learned
    trial: Trial
    unseen: Floats


def of_bank(rows: Sequence[BankRow], sentences: Sequence[Sentence]) -> CodedSentences:
    """The bank as coded sentences."""
    return CodedSentences(sentences, [row.codes for row in rows], [row.group for row in rows])


def teach(
    material: Sequence[CodedSentences],
    codebook: Codebook,
    embed: Embed,
    encoder: str,
    reader: Reader | None = None,
    memory: VectorCache | None = None,
    natural: Collection[str] = (),
) -> Taught:
    """Train on coded sentences; `embed` gives unit vectors of texts, `memory` keeps what `reader` says.

    `natural` are the scenes where people talk as they do: on them probabilities are calibrated.
    """
    examples = examples_of(material, codebook, embed, natural)
    machine, unseen = train(examples, encoder)
    trial = trial_of(examples, unseen, reader, memory or MemoryCache())
    combiner = replace(train_combiner(trial), reader=reader.name if reader else "")
    given = unseen_probabilities(trial)
    rows = np.flatnonzero([scene in natural for scene in trial.scenes])
    if len(rows):
        combiner = calibrated(combiner, given[rows], trial.labels[rows])
    return Taught(Learned(machine, combiner, reader), trial, given)


def examples_of(
    material: Sequence[CodedSentences],
    codebook: Codebook,
    embed: Embed,
    natural: Collection[str] = (),
) -> Examples:
    """What is learned from: coded respondents' sentences with words and vectors."""
    rules = Rules(codebook)
    codes = tuple(code.id for code in codebook.codes)
    names: list[list[str]] = []
    kept: list[Sentence] = []
    read: list[str] = []
    labels: list[list[bool]] = []
    weights: list[float] = []
    beside: list[tuple[int, int]] = []
    scenes: list[str] = []
    rounds: list[NDArray[np.int64]] = []
    for part in material:
        group = {id(s): g for s, g in zip(part.sentences, part.groups, strict=True)}
        around = contexts(part.sentences, lambda s, group=group: group[id(s)])  # type: ignore[misc]
        texts = as_read(part.sentences)
        row_of: dict[int, int] = {}
        for place, (sentence, given) in enumerate(zip(part.sentences, part.codes, strict=True)):
            if given is None or sentence.role is Role.MODERATOR or not sentence.tokens:
                continue
            row_of[place] = len(kept)
            evidence = rules.look(sentence)
            names.append(features(sentence, evidence.line, evidence, around[place]))
            kept.append(sentence)
            read.append(texts[place])
            labels.append([code in given for code in codes])
            weights.append(part.weight)
        pairs = neighbours(part.sentences)
        own = slice(len(scenes), len(kept))
        scenes += [sentence.document for sentence in kept[own]]
        rounds.append(
            in_rounds(len(scenes[own])) if part.own else np.where(held_back(scenes[own], natural), 0, NEVER)
        )
        beside += [(row_of.get(pairs[place][0], -1), row_of.get(pairs[place][1], -1)) for place in row_of]
    return Examples(
        codes=codes,
        features=names,
        vectors=embed([sentence.clean for sentence in kept]),
        labels=np.array(labels, dtype=bool).reshape(len(kept), len(codes)),
        scenes=scenes,
        neighbours=beside,
        texts=[sentence.text for sentence in kept],
        read=read,
        weights=np.array(weights, dtype=np.float32),
        rounds=np.concatenate(rounds).astype(np.int64),
    )


def trial_of(examples: Examples, unseen: Scores, reader: Reader | None, memory: VectorCache) -> Trial:
    """The sentences that were held back, with what machine and reader said of them."""
    rows = np.flatnonzero(examples.rounds != NEVER).tolist()
    place = {row: number for number, row in enumerate(rows)}
    logits = unseen_readings([examples.read[row] for row in rows], reader, memory) if reader else None
    return Trial(
        codes=examples.codes,
        features=[examples.features[row] for row in rows],
        scores=unseen,
        readings=readings_of(logits, reader.codes if reader else (), examples.codes, len(rows)),
        neighbours=[
            (place.get(before, -1), place.get(after, -1))
            for before, after in (examples.neighbours[row] for row in rows)
        ],
        labels=examples.labels[rows],
        scenes=[examples.scenes[row] for row in rows],
        weights=examples.weights[rows],
    )


def _not_held_back(material: CodedSentences, reader: Reader, natural: Collection[str]) -> int:
    """How many sentences of the trial the reader has learned from, as after a change of the bank."""
    scenes = [sentence.document for sentence in material.sentences]
    return sum(
        back and sentence.role is not Role.MODERATOR and bool(sentence.tokens) and reader.unseen(text) is None
        for sentence, text, back in zip(
            material.sentences, as_read(material.sentences), held_back(scenes, natural), strict=True
        )
    )


def main(arguments: Sequence[str]) -> int:
    """Train the coder that ships: FOLDER holds bank/*.csv, coder.npz is written beside them."""
    from textmine.embed import embed, load_encoder
    from textmine.nlp import load

    folder = Path(arguments[0] if arguments else "models/coder")
    codebook = default_codebook()
    codes = {code.id for code in codebook.codes}
    rows = read_bank(folder / "bank", codes)
    encoder, cache = load_encoder(), MemoryCache()
    material = of_bank(rows, analysed(rows, load("embedded")))
    reader = load_reader(folder / FILE_NAME)
    natural = natural_scenes(folder / "bank", codes)
    if count := _not_held_back(material, reader, natural):
        print(
            f"{count} sentences were not held back when the reader was tuned: run make reader.",
            file=sys.stderr,
        )
        return 2
    taught = teach(
        [material],
        codebook,
        lambda texts: embed(texts, encoder, cache),
        encoder.name,
        reader,
        cache,
        natural,
    )
    path = folder / "coder.npz"
    model_file.save(taught.learned.machine, taught.learned.combiner, path)
    print(
        f"{path}: {len(rows)} rows, {len(taught.trial.scenes)} held back, {path.stat().st_size / 1e6:.1f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
