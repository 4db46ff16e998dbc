"""Train the chooser: python -m textmine.nlp.train TRAIN.conllu --out models/pl_embedded/chooser.json.gz

The same treebank gives the same file: sentences are shuffled with a fixed seed, and nothing depends on hashing.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.nlp.candidates import Candidate, labels
from textmine.nlp.chooser import Chooser, Weights, features, lemma_features, sentence_candidates

SMALLEST_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class GoldToken:
    """A word of a treebank."""

    form: str
    lemma: str
    upos: str
    tag: str


def read_conllu(path: Path) -> Iterator[list[GoldToken]]:
    """The sentences of a CoNLL-U file; multi-word lines are passed over."""
    sentence: list[GoldToken] = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) < 5:
                if not line.strip() and sentence:
                    yield sentence
                    sentence = []
            elif fields[0].isdigit():
                sentence.append(GoldToken(fields[1], fields[2], fields[3], fields[4]))
    if sentence:
        yield sentence


class _Averaged:
    """A table of weights whose averages over all updates are what counts in the end."""

    def __init__(self) -> None:
        self.weights: Weights = defaultdict(dict)
        self._totals: dict[tuple[str, str], float] = defaultdict(float)
        self._stamps: dict[tuple[str, str], int] = defaultdict(int)
        self.step = 0

    def add(self, key: str, label: str, amount: float) -> None:
        pair = (key, label)
        table = self.weights[key]
        now = table.get(label, 0.0)
        self._totals[pair] += (self.step - self._stamps[pair]) * now
        self._stamps[pair] = self.step
        table[label] = now + amount

    def averaged(self) -> Weights:
        result: Weights = {}
        for key, table in self.weights.items():
            kept = {}
            for label, weight in table.items():
                pair = (key, label)
                mean = (self._totals[pair] + (self.step - self._stamps[pair]) * weight) / max(self.step, 1)
                if abs(mean) >= SMALLEST_WEIGHT:
                    kept[label] = round(mean, 2)
            if kept:
                result[key] = kept
        return result


def train(sentences: Sequence[Sequence[GoldToken]], *, epochs: int = 6, seed: int = 1) -> Chooser:
    """Learn the weights from gold sentences."""
    context, lemmas = _Averaged(), _Averaged()
    prepared = [_prepared(sentence) for sentence in sentences]
    order = list(range(len(prepared)))
    shuffler = random.Random(seed)  # noqa: S311
    for _ in range(epochs):
        shuffler.shuffle(order)
        for number in order:
            _learn(prepared[number], context, lemmas)
    return Chooser(context.averaged(), lemmas.averaged().get("", {}), _parts_of_speech(sentences))


@dataclass(frozen=True, slots=True)
class _Prepared:
    words: list[str]
    lowered: list[str]
    options: list[tuple[Candidate, ...]]
    gold: list[frozenset[int]]


def _prepared(sentence: Sequence[GoldToken]) -> _Prepared:
    words = [token.form for token in sentence]
    options = sentence_candidates(words)
    gold = [_right(token, choice) for token, choice in zip(sentence, options, strict=True)]
    return _Prepared(words, [word.lower() for word in words], options, gold)


def _right(token: GoldToken, choice: Sequence[Candidate]) -> frozenset[int]:
    """The candidates that the treebank agrees with: lemma and label; else the lemma alone."""
    wanted = set(labels(token.tag))
    both = {i for i, c in enumerate(choice) if c.lemma == token.lemma and c.label in wanted}
    return frozenset(both or {i for i, c in enumerate(choice) if c.lemma == token.lemma})


def _learn(sentence: _Prepared, context: _Averaged, lemmas: _Averaged) -> None:
    before = last = "^"
    for place, choice in enumerate(sentence.options):
        right = sentence.gold[place]
        chosen = 0
        if len(choice) > 1 and right:
            keys = features(sentence.words, sentence.lowered, sentence.options, place, last, before)
            tables = [table for table in map(context.weights.get, keys) if table]
            word = sentence.lowered[place]
            own = lemmas.weights[""]
            scores = [
                sum(table.get(c.label, 0.0) for table in tables)
                + sum(own.get(key, 0.0) for key in lemma_features(c, word))
                for c in choice
            ]
            context.step += 1
            lemmas.step += 1
            chosen = max(range(len(choice)), key=scores.__getitem__)
            if chosen not in right:
                best = max(sorted(right), key=scores.__getitem__)
                for index, amount in ((best, 1.0), (chosen, -1.0)):
                    for key in keys:
                        context.add(key, choice[index].label, amount)
                    for key in lemma_features(choice[index], word):
                        lemmas.add("", key, amount)
                chosen = best
        # The gold label is the context of what follows: learning from own mistakes made it no better.
        before, last = last, choice[chosen].label


def _parts_of_speech(sentences: Sequence[Sequence[GoldToken]]) -> dict[str, str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for token in sentence:
            word_class = token.tag.partition(":")[0]
            counts[word_class][token.upos] += 1
            counts[f"{token.lemma}|{word_class}"][token.upos] += 1
    general = {key: max(sorted(c), key=c.__getitem__) for key, c in counts.items() if "|" not in key}
    result = dict(general)
    for key, counter in counts.items():
        if "|" in key:
            best = max(sorted(counter), key=counter.__getitem__)
            word_class = key.rpartition("|")[2]
            expected = "PROPN" if word_class == "subst" and key[:1].isupper() else general[word_class]
            if best != expected:
                result[key] = best
    return result


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    arguments = parser.parse_args()
    sentences = list(read_conllu(arguments.treebank))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    train(sentences, epochs=arguments.epochs).save(arguments.out)


if __name__ == "__main__":
    main()
