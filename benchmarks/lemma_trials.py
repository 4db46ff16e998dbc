"""`python -m benchmarks.lemma_trials TRAIN.conllu [--frequencies FREQ.tsv] [--folds 5] [--only NAME]`: what was tried.

Cross-validation over the part that is trained on: each trial changes one thing of how the chooser is trained, and gets
a row: wrong base forms and parts of speech in all and by kind, and which words it mended and which it broke against
the baseline (with the p of a sign test). Gold base forms of gerunds and participles are compared in one way.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from scipy.stats import binomtest

from benchmarks.lemma_conventions import in_one_way
from benchmarks.lemma_kinds import KINDS, kind_of
from benchmarks.lemma_remedies import TRIALS, Trial
from textmine.nlp.chooser import Knowledge
from textmine.nlp.common_forms import FORMS_FILE, use
from textmine.nlp.knowledge import learn
from textmine.nlp.places import embedded_folder
from textmine.nlp.templates import ChoiceTemplate
from textmine.nlp.train import DEFAULT, FirstRound, Recipe, first_round, read_frequencies, second_round
from textmine.nlp.treebank import GoldSentence, as_written, read_conllu

# Neighbouring sentences stay together: they are of one text.
BLOCK = 25


@dataclass
class Outcome:
    """Whether each held-out word got its base form, what was wrong by kind, and how many parts of speech were."""

    right: list[bool] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    upos: int = 0
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return self.right.count(False)


class Folds:
    """Sentences in parts, each held out once."""

    def __init__(
        self,
        sentences: Sequence[GoldSentence],
        frequencies: dict[str, int],
        count: int = 5,
        block: int = BLOCK,
    ) -> None:
        self.sentences = list(sentences)
        self.frequencies = frequencies
        self.fold = np.arange(len(self.sentences)) // block % count
        self._known: dict[tuple[object, ...], Knowledge] = {}
        self._rounds: dict[tuple[object, ...], tuple[Recipe, FirstRound]] = {}

    def outcome(self, trial: Trial) -> Outcome:
        """Train on all parts but one, choose for that one, for each of them."""
        result = Outcome()
        gold = in_one_way(self.sentences)
        for number in range(int(self.fold.max()) + 1):
            held = [s for s, fold in zip(gold, self.fold, strict=True) if fold == number]
            self._add(trial, number, held, result)
        return result

    def _add(self, trial: Trial, number: int, held: Sequence[GoldSentence], result: Outcome) -> None:
        rest = [s for s, fold in zip(self.sentences, self.fold, strict=True) if fold != number]
        learning = trial.gold(rest)
        chooser = second_round(self._first(trial, number, learning), trial.recipe)
        tokens = [as_written(sentence) for sentence in held]
        found = chooser.choose([[token.form for token in sentence] for sentence in tokens])
        for sentence, choices in zip(tokens, found, strict=True):
            for token, choice in zip(sentence, choices, strict=True):
                lemma, label = choice.candidate.lemma, choice.candidate.label
                result.right.append(lemma == token.lemma)
                result.upos += choice.upos != token.upos
                if lemma != token.lemma:
                    kind = kind_of(lemma, label.partition(":")[0], token)
                    result.kinds[kind] += 1
                    result.errors.append((kind, token.form, lemma, token.lemma))

    def _first(self, trial: Trial, number: int, learning: Sequence[GoldSentence]) -> FirstRound:
        """The first round of a trial, kept for the others that only change the second."""
        recipe = replace(
            trial.recipe,
            templates=tuple(one for one in trial.recipe.templates if isinstance(one, ChoiceTemplate)),
            passes=1,
        )
        key = number, trial.gold
        known = self._rounds.get(key)
        if known and known[0] == recipe:
            return known[1]
        counted = (*key, recipe.steps)
        if counted not in self._known:
            self._known[counted] = learn(learning, self.frequencies, recipe.steps)
        found = first_round(learning, self._known[counted], recipe)
        if recipe == DEFAULT or not known:
            self._rounds[key] = recipe, found
        return found


def compared(outcome: Outcome, baseline: Outcome) -> tuple[int, int, float]:
    """Words mended, words broken, and the chance of so uneven a split among words that merely changed."""
    now, before = np.array(outcome.right), np.array(baseline.right)
    mended, broken = int((now & ~before).sum()), int((~now & before).sum())
    if mended + broken == 0:
        return 0, 0, 1.0
    return mended, broken, float(binomtest(mended, mended + broken).pvalue)


def rows(folds: Folds, trials: Sequence[Trial]) -> Iterator[tuple[str, ...]]:
    """A row a trial, the first one being the baseline that the others are compared with."""
    baseline: Outcome | None = None
    for trial in trials:
        started = time.perf_counter()
        outcome = folds.outcome(trial)
        baseline = baseline or outcome
        mended, broken, chance = compared(outcome, baseline)
        yield (
            trial.name,
            trial.kind,
            str(outcome.wrong),
            str(outcome.upos),
            *(str(outcome.kinds[kind]) for kind in KINDS),
            f"+{mended} -{broken}",
            f"{chance:.3f}",
            f"{time.perf_counter() - started:.0f} s",
        )


def main() -> None:
    """Print a row for every trial as it is done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--frequencies", type=Path, help='counts of "lemma, class" in a large corpus')
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", action="append", metavar="NAME", help="this trial (may be repeated)")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.only or ()) - {trial.name for trial in TRIALS})
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(trial.name for trial in TRIALS)}")
    wanted = [t for t in TRIALS[1:] if not arguments.only or t.name in arguments.only]
    frequencies = read_frequencies(arguments.frequencies) if arguments.frequencies else {}
    use(embedded_folder() / FORMS_FILE)
    folds = Folds(list(read_conllu(arguments.treebank)), frequencies, arguments.folds)
    head = (
        "trial",
        "lemma",
        "UPOS",
        *KINDS,
        "words",
        "p",
        "time",
    )
    print("\t".join(head))
    for row in rows(folds, [TRIALS[0], *wanted]):
        print("\t".join(row), flush=True)


if __name__ == "__main__":
    main()
