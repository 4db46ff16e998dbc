"""Train the chooser: python -m textmine.nlp.train TRAIN.conllu --out models/pl_embedded/chooser.xz

The same treebank gives the same file: sentences are shuffled with a fixed seed, and nothing depends on hashing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.nlp.candidates import labels
from textmine.nlp.chooser import BITS, Chooser, Knowledge, Weights, laid_out
from textmine.nlp.descent import Floats, Settings, descended
from textmine.nlp.hashing import number_of
from textmine.nlp.knowledge import learn
from textmine.nlp.lexicon import Choice, Ids, Lexicon, Rule
from textmine.nlp.scoring import Options, Pairs, best_choices, first_places, second_places, static_places
from textmine.nlp.templates import Template
from textmine.nlp.treebank import GoldSentence, GoldToken, as_written, read_conllu

FOLDS = 4
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

    @property
    def everything(self) -> NDArray[np.bool_]:
        """All sentences, to be learned from."""
        return np.ones(int(self.sentence.max()) + 1, bool)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a chooser is trained: settings, templates and rules beside the general ones, the scale of frequencies.

    So many of 100 rare words are `hidden`: guessed in training as if the dictionary did not know them, as there are few
    to learn guessing from.
    """

    settings: Settings = field(default_factory=Settings)
    templates: tuple[Template, ...] = ()
    rules: tuple[Rule, ...] = ()
    steps: int = 1
    hidden: int = 0
    passes: int = 1


DEFAULT = Recipe()
"""What `make model` uses."""


@dataclass(frozen=True, slots=True)
class FirstRound:
    """What the first round learned, and all that the second one needs of it."""

    knowledge: Knowledge
    lexicon: Lexicon
    examples: Examples
    static: NDArray[np.uint32]
    weights: Floats
    chosen: NDArray[np.int64]


def train(
    sentences: Sequence[GoldSentence],
    *,
    frequencies: dict[str, int] | None = None,
    recipe: Recipe = DEFAULT,
    seed: int = 1,
) -> Chooser:
    """Learn the weights from gold sentences; `frequencies` maps "lemma|class" to counts of a large corpus."""
    knowledge = learn(sentences, frequencies or {}, recipe.steps)
    return second_round(first_round(sentences, knowledge, recipe, seed), recipe, seed)


def first_round(
    sentences: Sequence[GoldSentence], knowledge: Knowledge, recipe: Recipe, seed: int = 1
) -> FirstRound:
    """Learn to choose by the words around; templates of places and pairs do not count here."""
    tokens = [sentence.tokens for sentence in sentences]
    tokens += [as_written(sentence) for sentence in sentences if sentence.merged]
    hidden = _hidden(tokens, knowledge, recipe.hidden) if recipe.hidden else frozenset[str]()
    lexicon = knowledge.lexicon(recipe.rules, hidden)
    examples = laid_out_examples(tokens, lexicon)
    static = _static(examples.pairs, lexicon, recipe.templates)
    places = _stacked(static, first_places(examples.rows, examples.pairs, lexicon, BITS))
    # The choices that the second round learns from need not be the best ones: one run is enough.
    chosen = _crossed(examples, places, lexicon, replace(recipe.settings, seeds=1), seed)
    weights = learned(places, examples, examples.everything, recipe.settings, seed)
    return FirstRound(knowledge, lexicon, examples, static, weights, chosen)


def second_round(first: FirstRound, recipe: Recipe, seed: int = 1) -> Chooser:
    """Learn to choose by what the first round chose around."""
    examples = first.examples
    columns = second_places(
        examples.rows, examples.pairs, first.lexicon, BITS, first.chosen, recipe.templates
    )
    places = _stacked(first.static, columns)
    second = learned(places, examples, examples.everything, recipe.settings, seed)
    weights = quantised(first.weights), quantised(second)
    return Chooser(first.knowledge, *weights, recipe.templates, recipe.rules, recipe.passes)


def _hidden(tokens: Sequence[Sequence[GoldToken]], knowledge: Knowledge, per_cent: int) -> frozenset[str]:
    """Some words that occur once and whose base forms are not common either."""
    times = Counter(token.form for sentence in tokens for token in sentence)
    rare = {
        token.form
        for sentence in tokens
        for token in sentence
        if times[token.form] == 1 and f"{token.lemma}|{token.tag.partition(':')[0]}" not in knowledge.counts
    }
    return frozenset(word for word in rare if word.isalpha() and number_of(word) % 100 < per_cent)


def _static(pairs: Pairs, lexicon: Lexicon, templates: Sequence[Template]) -> NDArray[np.uint32]:
    columns = static_places(lexicon, slice(None), slice(None), BITS, templates)
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
    examples: Examples, places: NDArray[np.uint32], lexicon: Lexicon, settings: Settings, seed: int
) -> NDArray[np.int64]:
    """First-round choices of every sentence by weights that have not seen it."""
    total = int(examples.sentence.max()) + 1
    fold = np.arange(total) % FOLDS
    scores = np.zeros(len(examples.right), np.float32)
    for number in range(FOLDS):
        weights = learned(places, examples, fold != number, settings, seed)
        mine = fold[examples.sentence[examples.pairs.owner]] == number
        scores[mine] = weights[places[mine]].sum(axis=1)
    chosen = lexicon.start[examples.rows].astype(np.int64)
    chosen[examples.pairs.place] = best_choices(examples.pairs, scores)
    return chosen


def learned(
    places: NDArray[np.uint32],
    examples: Examples,
    wanted: NDArray[np.bool_],
    settings: Settings,
    seed: int,
) -> Floats:
    """Weights that make right choices likely in the sentences `wanted`."""
    pairs = examples.pairs
    known = np.logical_or.reduceat(examples.right, pairs.first) & wanted[examples.sentence]
    known &= ~np.logical_and.reduceat(examples.right, pairs.first)
    use = np.flatnonzero(known)
    return descended(places, examples.right, pairs.first, use, 1 << BITS, settings, seed)


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
