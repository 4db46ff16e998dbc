"""How far two hands agree on the codes of the sample corpus: what the figures of a coder can be held against.

two_hands.csv holds both codings as they were before differences were decided: the document, the number of the sentence
among the document's rows in corpus/gold.csv (from 0), and the codes of either hand; sentences that neither coded are left out.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measured import ROOT, Figure
from textmine.agreement import Counts, bootstrap_interval, cohen_kappa, counts, krippendorff_alpha

HANDS = Path(__file__).parent / "two_hands.csv"
GOLD = ROOT / "corpus" / "gold.csv"
Codes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence of the sample with the codes of both hands, and those decided on (corpus/gold.csv)."""

    document: str
    split: str
    first: Codes
    second: Codes
    decided: Codes


def coded_sentences() -> list[Coded]:
    """Every row of corpus/gold.csv, in its order, with both codings."""
    with HANDS.open(encoding="utf-8", newline="") as file:
        hands = {(row["document"], int(row["number"])): row for row in csv.DictReader(file)}
    sentences, numbers = [], dict[str, int]()
    with GOLD.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            number = numbers.get(row["document"], 0)
            numbers[row["document"]] = number + 1
            both = hands.pop((row["document"], number), {"first": "", "second": ""})
            sentences.append(
                Coded(
                    row["document"],
                    row["split"],
                    _codes(both["first"]),
                    _codes(both["second"]),
                    _codes(row["codes"]),
                )
            )
    if hands:
        raise ValueError(f"{HANDS.name}: no such sentence in {GOLD.name}: {sorted(hands)[:3]}")
    return sentences


def hands() -> list[Figure]:
    """Agreement of both hands for each half: codes and themes over all pairs (micro), then code by code."""
    figures = []
    sentences = coded_sentences()
    for split in ("measuring", "tuning"):
        half = [sentence for sentence in sentences if sentence.split == split]
        pairs = [(sentence.first, sentence.second) for sentence in half]
        name = f"two hands, {split} half, {len(half)} sentences"
        figures += [agreement(f"{name}: codes", pairs), agreement(f"{name}: themes", _themes(pairs))]
        for theme in sorted(_values(_themes(pairs))):
            figures.append(_one(f"{split}: {theme}", theme, _themes(pairs)))
        figures += [_one(f"{split}: {code}", code, pairs) for code in sorted(_values(pairs))]
        for who, own in (("first", [s.first for s in half]), ("second", [s.second for s in half])):
            decided = [(sentence.decided, each) for sentence, each in zip(half, own, strict=True)]
            figures.append(agreement(f"{split}: the {who} hand against what was decided", decided))
    return figures


def _codes(cell: str) -> Codes:
    return frozenset(filter(None, cell.split(";")))


def _values(pairs: Iterable[tuple[Codes, Codes]]) -> set[str]:
    return set().union(*(one | other for one, other in pairs))


def _themes(pairs: Sequence[tuple[Codes, Codes]]) -> list[tuple[Codes, Codes]]:
    def theme(codes: Codes) -> Codes:
        return frozenset(code.split(".")[0] for code in codes)

    return [(theme(one), theme(other)) for one, other in pairs]


def agreement(name: str, pairs: Sequence[tuple[Codes, Codes]]) -> Figure:
    """Micro-F1 with its interval by resampling sentences, kappa and alpha over all pairs of sentence and code."""

    def f1(chosen: Sequence[int]) -> float:
        both = sum(len(pairs[i][0] & pairs[i][1]) for i in chosen)
        every = sum(len(pairs[i][0]) + len(pairs[i][1]) for i in chosen)
        return 2 * both / every if every else 1.0

    low, high = bootstrap_interval(len(pairs), f1)
    values = sorted(_values(pairs))
    one = [value in left for left, _right in pairs for value in values]
    other = [value in right for _left, right in pairs for value in values]
    return Figure(name, f"F1 {f1(range(len(pairs))):.2f} ({low:.2f}–{high:.2f})", _coefficients(one, other))


def _one(name: str, value: str, pairs: Sequence[tuple[Codes, Codes]]) -> Figure:
    one, other = [value in left for left, _ in pairs], [value in right for _, right in pairs]
    return Figure(name, f"F1 {counts(one, other).f1:.2f}", _coefficients(one, other))


def _coefficients(one: Sequence[bool], other: Sequence[bool]) -> str:
    found: Counts = counts(one, other)
    alpha = krippendorff_alpha(list(zip(one, other, strict=True)))
    given = f"codings {sum(one)} and {sum(other)}, both {found.both}"
    return f"{given}; kappa {cohen_kappa(one, other):.2f}, alpha {alpha:.2f}"
