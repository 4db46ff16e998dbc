"""How far two codings of the same sentences agree. Every coefficient is computed over all sentences, uncoded ones too."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """How often both, only the tested, only the gold coding has a code; and neither."""

    both: int
    extra: int
    missed: int
    neither: int = 0

    @property
    def precision(self) -> float:
        """The share of the tested codes that gold has, 1.0 where nothing was coded."""
        return self.both / (self.both + self.extra) if self.both + self.extra else 1.0

    @property
    def recall(self) -> float:
        """The share of gold's codes that were found, 1.0 where gold has none."""
        return self.both / (self.both + self.missed) if self.both + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 1.0 where neither coding has anything."""
        total = 2 * self.both + self.extra + self.missed
        return 2 * self.both / total if total else 1.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.both + other.both,
            self.extra + other.extra,
            self.missed + other.missed,
            self.neither + other.neither,
        )


def counts(gold: Sequence[bool], tested: Sequence[bool]) -> Counts:
    """Compare two codings of one code, sentence by sentence."""
    pairs = Counter(zip(gold, tested, strict=True))
    return Counts(pairs[True, True], pairs[False, True], pairs[True, False], pairs[False, False])


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Cohen (1960), "A coefficient of agreement for nominal scales"; 1.0 where both know one value only."""
    size = len(first)
    if size == 0:
        raise ValueError("no units")
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / size
    left, right = Counter(first), Counter(second)
    expected = sum(left[value] * right[value] for value in left) / size**2
    return 1.0 if expected == 1.0 else (observed - expected) / (1.0 - expected)


def krippendorff_alpha(units: Sequence[Sequence[Hashable | None]]) -> float:
    """Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", nominal data.

    `units` holds the values that the coders gave to each unit, None = missing; units with fewer than two values do
    not count. 1.0 where all values are alike.
    """
    coincidences: Counter[tuple[Hashable, Hashable]] = Counter()
    for unit in units:
        values = [value for value in unit if value is not None]
        if len(values) < 2:
            continue
        found = Counter(values)
        for one in found:
            for other in found:
                pairs = found[one] * (found[other] - (one == other))
                coincidences[one, other] += pairs / (len(values) - 1)  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (one, _), number in coincidences.items():
        totals[one] += number
    size = sum(totals.values())
    if size == 0:
        raise ValueError("no unit has two values")
    observed = sum(number for (one, other), number in coincidences.items() if one != other)
    expected = sum(totals[a] * totals[b] for a in totals for b in totals if a != b) / (size - 1)
    return 1.0 if expected == 0 else 1.0 - observed / expected


def bootstrap_interval(
    size: int, statistic: Callable[[Sequence[int]], float], *, rounds: int = 500, seed: int = 0
) -> tuple[float, float]:
    """The 95 % percentile interval (Efron 1979) of a statistic of resampled unit indices, seeded."""
    chooser = random.Random(seed)  # noqa: S311
    values = sorted(statistic(chooser.choices(range(size), k=size)) for _ in range(rounds))
    return values[int(0.025 * rounds)], values[min(rounds - 1, int(0.975 * rounds))]


def f1_intervals(
    codings: Mapping[str, Sequence[Sequence[tuple[bool, bool]]]], *, rounds: int = 1000, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """The 95 % percentile intervals (Efron 1979) of F1, resampling sentences, seeded.

    `codings` holds for each name the lists over which its F1 is micro-averaged: (gold, tested) of every sentence. All
    names are resampled together. (0, 1) where there are no sentences.
    """
    import numpy as np

    size = len(next(iter(codings.values()))[0]) if codings else 0
    if not size:
        return dict.fromkeys(codings, (0.0, 1.0))
    names = list(codings)
    tables = {name: np.array(codings[name], dtype=bool) for name in names}
    both = np.column_stack([(tables[name][..., 0] & tables[name][..., 1]).sum(axis=0) for name in names])
    wrong = np.column_stack([(tables[name][..., 0] ^ tables[name][..., 1]).sum(axis=0) for name in names])
    chooser = np.random.default_rng(seed)
    values = np.empty((rounds, len(names)))
    for number in range(rounds):
        times = np.bincount(chooser.integers(size, size=size), minlength=size)
        right, errors = times @ both, times @ wrong
        total = 2 * right + errors
        values[number] = np.where(total > 0, 2 * right / np.maximum(total, 1), 1.0)
    low, high = np.percentile(values, [2.5, 97.5], axis=0)
    return {name: (float(low[place]), float(high[place])) for place, name in enumerate(names)}
