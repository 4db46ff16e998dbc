"""Which codes are given, by how sure each is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.coding.regression import Floats

# A code that is given for its theme's sake is this part of the bar sure.
LEAST_SHARE = 0.5


def decided(sure: Floats, codes: Sequence[str], bar: float) -> NDArray[np.bool_]:
    """Whether each of n sentences is given each code (n, codes), for probabilities (n, codes).

    A code that is as sure as the bar is given. Where a theme is as sure and none of its codes, its likeliest code is
    given if it is half as sure: that the sentence tells of a barrier is known, only which one is in doubt. A theme holds
    when one of its codes does; how sure it is, is reckoned as if codes were independent.
    """
    given: NDArray[np.bool_] = sure >= bar
    for theme in dict.fromkeys(code.partition(".")[0] for code in codes):
        own = np.array([place for place, code in enumerate(codes) if code.partition(".")[0] == theme])
        within = sure[:, own].astype(np.float64)
        probable = 1 - np.prod(1 - within, axis=1) >= bar
        best = within.argmax(axis=1)
        best_sure = within.max(axis=1)
        # A code alone is as sure as its theme, but for what rounding does.
        alone = np.count_nonzero(within, axis=1) == 1
        rows = np.flatnonzero(probable & (best_sure >= LEAST_SHARE * bar) & (best_sure < bar) & ~alone)
        given[rows, own[best[rows]]] = True
    return given
