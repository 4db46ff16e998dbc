"""`python -m benchmarks.spoken_training`: learn where sentences end in speech without punctuation, into models/pl_embedded.

From the turns of `rozmowy` that `sentences.py` does not measure, and the treebank's train part. `--check` prints F1 by
cross-validation over these turns instead: what the settings of `unpunctuated.py` were chosen by.
"""

from __future__ import annotations

import argparse
import json

from benchmarks.measured import ROOT
from benchmarks.sentences import MARKS, SOURCE
from textmine.ingest import read
from textmine.nlp.places import embedded_folder
from textmine.nlp.unpunctuated import (
    BOUNDARIES_FILE,
    WRITTEN,
    Boundaries,
    Talk,
    joined_sentences,
    learned,
    talk_of,
)

TREEBANK = ROOT.parent / "shared" / "data" / "ud" / "train.conllu"
FOLDS = 4
# As long as what is measured.
LONG = 14


def unmeasured_talk() -> list[Talk]:
    """The turns that are not among the hand-marked ones."""
    marks = json.loads(MARKS.read_text(encoding="utf-8"))
    marked = {number for number, *_ in marks["turns"]}
    turns = read(SOURCE / marks["file"]).turns
    talks = [talk_of(turn.text) for number, turn in enumerate(turns) if number not in marked]
    return [talk for talk in talks if len(talk[0]) > 1]


def trained(talks: list[Talk]) -> Boundaries:
    """Learned from talk and the treebank."""
    written = list(joined_sentences(TREEBANK))
    return learned([*talks, *written], [1.0] * len(talks) + [WRITTEN] * len(written))


def crossed(talks: list[Talk]) -> tuple[int, int, int]:
    """Ends that are right, wrong and missed, each turn by weights that have not seen it."""
    fold = [number * FOLDS // len(talks) for number in range(len(talks))]
    right = wrong = missed = 0
    for part in range(FOLDS):
        model = trained([talk for talk, own in zip(talks, fold, strict=True) if own != part])
        for (words, ends), own in zip(talks, fold, strict=True):
            if own == part and len(words) >= LONG:
                found = set(model.ends(words))
                right, wrong, missed = (
                    right + len(found & ends),
                    wrong + len(found - ends),
                    missed + len(ends - found),
                )
    return right, wrong, missed


def main() -> None:
    """Learn, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="print F1 by cross-validation, write nothing")
    if parser.parse_args().check:
        right, wrong, missed = crossed(unmeasured_talk())
        f1 = 2 * right / (2 * right + wrong + missed)
        print(f"F1 {f1:.1%}: right {right}, wrong {wrong}, missed {missed}")
    else:
        (embedded_folder() / BOUNDARIES_FILE).write_bytes(trained(unmeasured_talk()).to_bytes())


if __name__ == "__main__":
    main()
