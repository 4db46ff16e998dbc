"""Shares and differences of shares with intervals that are right for small numbers of speakers.

Groups of five or ten people are the rule here: the interval of the textbooks (share ± 1.96 standard errors) is
empty at 0 and 100 % and far too narrow below thirty. All intervals are two-sided, 95 % by default.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Z95 = 1.959963984540054
"""The 97.5th percentile of the normal distribution: 95 % two-sided."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two shares, -1 to 1, with its interval. `clear` where the interval leaves out zero."""

    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def wilson(successes: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """The score interval of a share, (0, 0) for no trials.

    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212.
    Raises ValueError unless 0 <= successes <= trials.
    """
    _check(successes, trials)
    if trials == 0:
        return 0.0, 0.0
    p = successes / trials
    centre = p + z * z / (2 * trials)
    spread = z * math.sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    # At the ends the formula gives 0 and 1 but for rounding.
    low = 0.0 if successes == 0 else (centre - spread) / scale
    high = 1.0 if successes == trials else (centre + spread) / scale
    return low, high


def newcombe(
    first: int, first_trials: int, second: int, second_trials: int, z: float = Z95
) -> Difference | None:
    """The difference of two independent shares, first minus second; None where one has no trials.

    The hybrid score interval: Newcombe, R. G. (1998). Interval estimation for the difference between independent
    proportions: comparison of eleven methods. Statistics in Medicine 17, 873-890, method 10.
    Raises ValueError unless 0 <= successes <= trials in both.
    """
    low1, high1 = wilson(first, first_trials, z)
    low2, high2 = wilson(second, second_trials, z)
    if first_trials == 0 or second_trials == 0:
        return None
    p1, p2 = first / first_trials, second / second_trials
    value = p1 - p2
    return Difference(
        value,
        max(-1.0, value - math.hypot(p1 - low1, high2 - p2)),
        min(1.0, value + math.hypot(high1 - p1, p2 - low2)),
    )


def _check(successes: int, trials: int) -> None:
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials} is no share")
