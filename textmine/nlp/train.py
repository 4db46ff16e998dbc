"""Train the chooser: python -m textmine.nlp.train TRAIN.conllu --out models/pl_embedded/chooser.xz

The same treebank gives the same file: sentences are shuffled with a fixed seed, and nothing depends on hashing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.candidates import labels
from textmine.nlp.chooser import BITS, Chooser, Weights, laid_out
from textmine.nlp.knowledge import learn
from textmine.nlp.lexicon import Choice, Ids, Lexicon
from textmine.nlp.scoring import Options, Pairs, best_choices, first_places, second_places, static_places
from textmine.nlp.treebank import GoldSentence, GoldToken, as_written, read_conllu

FOLDS = 4
EPOCHS = 8
RATE = 0.05
BATCH_PAIRS = 400
DECAY = 1e-5
# Weights below this part of the largest one are left out of the file.
SCALE = 24.0


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences laid out for learning: `right` marks the pairs that the treebank agrees with, `weight` the words."""

    rows: Ids
    inside: NDArray[np.int64]
    pairs: Pairs
    right: NDArray[np.bool_]
    sentence: NDArray[np.int64]


def train(
    sentences: Sequence[GoldSentence], *, frequencies: dict[str, int] | None = None, seed: int = 1
) -> Chooser:
    """Learn the weights from gold sentences; `frequencies` maps "lemma|class" to counts of a large corpus."""
    knowledge = learn(sentences, frequencies or {})
    lexicon = knowledge.lexicon()
    tokens = [sentence.tokens for sentence in sentences]
    tokens += [as_written(sentence) for sentence in sentences if sentence.merged]
    examples = laid_out_examples(tokens, lexicon)
    static = _static(examples.pairs, lexicon)
    before = _stacked(static, first_places(examples.rows, examples.pairs, lexicon, BITS))
    chosen = _crossed(examples, before, lexicon, seed)
    first = learned(before, examples, np.ones(len(tokens), bool), seed)
    after = _stacked(static, second_places(examples.rows, examples.pairs, lexicon, BITS, chosen))
    second = learned(after, examples, np.ones(len(tokens), bool), seed)
    return Chooser(knowledge, quantised(first), quantised(second))


def _static(pairs: Pairs, lexicon: Lexicon) -> NDArray[np.uint32]:
    columns = static_places(lexicon, slice(None), slice(None), BITS)
    return np.stack(list(columns), axis=1)[pairs.choice]


def _stacked(static: NDArray[np.uint32], columns: Iterable[NDArray[np.uint32]]) -> NDArray[np.uint32]:
    """One row a pair: the places of all its weights."""
    return np.concatenate([static, np.stack(list(columns), axis=1)], axis=1)


def laid_out_examples(tokens: Sequence[Sequence[GoldToken]], lexicon: Lexicon) -> Examples:
    """The words of gold sentences with their choices and which of these are right."""
    ids = [lexicon.ids([token.form for token in sentence]) for sentence in tokens]
    lexicon.freeze()
    rows, inside = laid_out(ids)
    flat = [token for sentence in tokens for token in sentence]
    gold = dict(zip(inside.tolist(), flat, strict=True))
    pairs = Options.all_of(lexicon).pairs(rows)
    right = np.zeros(len(pairs.owner), bool)
    for number, place in enumerate(pairs.place.tolist()):
        begin = int(pairs.first[number])
        row = int(rows[place])
        for index in _right(gold[place], lexicon.choices_of(row)):
            right[begin + index] = True
    sentence = np.repeat(np.arange(len(ids)), [len(one) for one in ids])
    owner = np.zeros(len(rows), np.int64)
    owner[inside] = sentence
    return Examples(rows, inside, pairs, right, owner[pairs.place])


def _right(token: GoldToken, choices: Sequence[Choice]) -> list[int]:
    """The choices that the treebank agrees with, as closely as it does with any."""
    wanted = set(labels(token.tag))
    word_class = labels(token.tag)[0].partition(":")[0]

    def class_of(choice: Choice) -> str:
        return choice.candidate.label.partition(":")[0]

    tests: tuple[Callable[[Choice], bool], ...] = (
        lambda c: c.candidate.lemma == token.lemma and c.candidate.label in wanted and c.upos == token.upos,
        lambda c: c.candidate.lemma == token.lemma and c.candidate.label in wanted,
        lambda c: c.candidate.lemma == token.lemma and class_of(c) == word_class and c.upos == token.upos,
        lambda c: c.candidate.lemma == token.lemma and c.upos == token.upos,
        lambda c: c.candidate.lemma == token.lemma,
        lambda c: c.candidate.label in wanted and c.upos == token.upos and "?" not in c.candidate.kinds,
    )
    for test in tests:
        found = [index for index, choice in enumerate(choices) if test(choice)]
        if found:
            return found
    return []


def _crossed(
    examples: Examples, places: NDArray[np.uint32], lexicon: Lexicon, seed: int
) -> NDArray[np.int64]:
    """First-round choices of every sentence by weights that have not seen it."""
    total = int(examples.sentence.max()) + 1
    fold = np.arange(total) % FOLDS
    scores = np.zeros(len(examples.right), np.float32)
    for number in range(FOLDS):
        weights = learned(places, examples, fold != number, seed)
        mine = fold[examples.sentence[examples.pairs.owner]] == number
        scores[mine] = weights[places[mine]].sum(axis=1)
    chosen = lexicon.start[examples.rows].astype(np.int64)
    chosen[examples.pairs.place] = best_choices(examples.pairs, scores)
    return chosen


def learned(
    places: NDArray[np.uint32], examples: Examples, wanted: NDArray[np.bool_], seed: int
) -> NDArray[np.float32]:
    """Weights that make right choices likely: AdaGrad (Duchi et al. 2011) on the log-linear loss."""
    weights = np.zeros(1 << BITS, np.float32)
    squares = np.full(1 << BITS, 1e-2, np.float32)
    slope = np.zeros(1 << BITS, np.float32)
    pairs = examples.pairs
    known = np.logical_or.reduceat(examples.right, pairs.first) & wanted[examples.sentence]
    known &= ~np.logical_and.reduceat(examples.right, pairs.first)
    use = np.flatnonzero(known)
    sizes = np.diff(np.append(pairs.first, len(pairs.owner)))
    shuffler = np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS) + 0.01
        order = shuffler.permutation(use)
        ends = np.cumsum(sizes[order])
        cuts = np.searchsorted(ends, np.arange(BATCH_PAIRS, ends[-1] + BATCH_PAIRS, BATCH_PAIRS))
        for batch in np.split(order, np.unique(cuts)):
            if len(batch):
                _step(weights, squares, slope, places, examples, batch, sizes, rate)
    return weights


def _step(
    weights: NDArray[np.float32],
    squares: NDArray[np.float32],
    slope: NDArray[np.float32],
    places: NDArray[np.uint32],
    examples: Examples,
    batch: NDArray[np.int64],
    sizes: NDArray[np.int64],
    rate: float,
) -> None:
    """One step on the words `batch`."""
    count = sizes[batch]
    owner = np.repeat(np.arange(len(batch)), count)
    first = np.cumsum(count) - count
    rows = np.arange(len(owner)) - first[owner] + examples.pairs.first[batch][owner]
    where = places[rows]
    scores = weights[where].sum(axis=1)
    right = examples.right[rows]
    scores -= np.maximum.reduceat(scores, first)[owner]
    raised = np.exp(scores)
    good = np.where(right, raised, 0)
    wrong = raised / np.add.reduceat(raised, first)[owner]
    wrong -= good / np.maximum(np.add.reduceat(good, first), 1e-12)[owner]
    flat = where.ravel()
    np.add.at(slope, flat, np.repeat(wrong.astype(np.float32), where.shape[1]))
    touched = slope[flat] + DECAY * weights[flat]
    grown = squares[flat] + touched * touched
    moved = weights[flat] - rate * touched / np.sqrt(grown)
    weights[flat] = moved
    squares[flat] = grown
    slope[flat] = 0


def quantised(weights: NDArray[np.float32]) -> Weights:
    """Whole numbers of 8 bits; what is near 0 becomes 0."""
    whole: Weights = np.clip(np.rint(weights * SCALE), -127, 127).astype(np.int8)
    return whole


def read_frequencies(path: Path) -> dict[str, int]:
    """A table of count, base form and class, separated by tabs."""
    result: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        count, lemma, word_class = line.split("\t")[:3]
        result[f"{lemma}|{word_class}"] = int(count)
    return result


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--frequencies", type=Path)
    arguments = parser.parse_args()
    sentences = list(read_conllu(arguments.treebank))
    frequencies = read_frequencies(arguments.frequencies) if arguments.frequencies else None
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    train(sentences, frequencies=frequencies).save(arguments.out)


if __name__ == "__main__":
    main()
