"""Sentences of speech without punctuation where a file tells pauses: simulated, for there is no timed Polish talk here.

Words without punctuation and capitals are laid into captions of at most 7 words and 42 letters. After a word that ends a
sentence somebody pauses with one probability, after any other with another; a pause ends a caption. Real pauses are not
drawn like that: people also stop where they look for a word, and rarely within a phrase. What is measured is what the
rules make of such pauses, not how people speak. Nothing was learned from this material: words that forbid an end were
written from the grammar and tried on the treebank's train part and on Sejm speeches.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.measured import ROOT, Figure
from textmine.records import Seam

MOST_WORDS, MOST_LETTERS = 7, 42
# (probability of a pause between sentences, within a sentence)
CHANCES = ((0.0, 0.0), (0.3, 0.02), (0.6, 0.02), (0.6, 0.05), (0.9, 0.05), (0.6, 0.10))
# Sentences of the treebank in one turn, which has about a hundred words then.
TOGETHER = 8
MarkedTurn = tuple[list[str], set[int], set[int]]


def plain(word: str) -> str:
    """A word as recognisers without punctuation write it."""
    return re.sub(r"[^\w'-]", "", word).lower()


def captions(
    words: list[str], ends: set[int], chances: tuple[float, float], rng: random.Random
) -> list[Seam]:
    """The seams of a turn: where captions end because somebody paused, or because they are full."""
    seams: list[Seam] = []
    place = count = letters = 0
    for number, word in enumerate(words):
        if number and rng.random() < chances[0 if number in ends else 1]:
            seams.append(Seam(place, round(rng.uniform(0.7, 1.8), 2)))
            count = letters = 0
        elif count >= MOST_WORDS or letters + len(word) > MOST_LETTERS:
            seams.append(Seam(place, 0.0))
            count = letters = 0
        count += 1
        letters += len(word) + 1
        place += len(word) + 1
    return seams


def treebank_turns(path: Path) -> list[MarkedTurn]:
    """Sentences of a treebank, some in a turn: words without punctuation, the numbers of words before which one begins."""
    lines = [
        line.removeprefix("# text = ").strip()
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.startswith("# text = ")
    ]
    turns: list[MarkedTurn] = []
    for first in range(0, len(lines), TOGETHER):
        words: list[str] = []
        ends: set[int] = set()
        for line in lines[first : first + TOGETHER]:
            words += [bare for word in line.split() if (bare := plain(word))]
            ends.add(len(words))
        turns.append((words, ends - {0, len(words)}, set()))
    return turns


def every_pause(text: str, seams: Sequence[Seam]) -> list[tuple[int, int]]:
    """What the rules are compared to: whoever pauses ends a sentence."""
    starts = [0, *(seam.place for seam in seams if seam.pause)]
    return list(pairwise([*starts, len(text)]))


def row(name: str, turns: list[MarkedTurn], chances: tuple[float, float] | None) -> Figure:
    """Boundaries found with pauses of these chances, or without captions."""
    from benchmarks.sentences import boundaries

    rng = random.Random(1)
    seams = [captions(words, ends, chances, rng) if chances else [] for words, ends, _ in turns]
    found = boundaries(turns, seams)
    alone = boundaries(turns, seams, every_pause)
    told = (
        f"pauses at {chances[0]:.0%} of sentence ends, {chances[1]:.0%} of other words"
        if chances
        else "no captions"
    )
    shares = (
        f"precision {found.right / max(1, found.right + found.wrong):.1%}, "
        f"recall {found.right / max(1, found.right + found.missed):.1%}; longest {found.longest} words; "
        f"every pause as an end and no other sign: F1 {alone.f1:.1%}"
    )
    return Figure(
        f"{name}, {told} (simulated)", f"F1 {found.f1:.1%}", shares, None, "60 words", found.longest <= 60
    )


def pauses() -> list[Figure]:
    """The hand-marked turns of `rozmowy` and dev, without punctuation, with simulated captions and pauses."""
    from benchmarks.sentences import SOURCE, marked_turns

    dev = ROOT.parent / "shared" / "data" / "ud" / "dev.conllu"
    if not SOURCE.is_dir() or not dev.exists():
        return [Figure("sentences from pauses", "not measured: ../shared is not here")]
    material = (("rozmowy", marked_turns(plain)), ("dev", treebank_turns(dev)))
    return [row(name, turns, chances) for name, turns in material for chances in (None, *CHANCES)]
