"""Which codes are given, by how sure each is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.coding.regression import Floats


def decided(sure: Floats, codes: Sequence[str], bar: float) -> NDArray[np.bool_]:
    """Whether each of n sentences is given each code (n, codes), for probabilities (n, codes).

    A code that is as sure as the bar is given. Where a theme is as sure and none of its codes, its likeliest code is
    given: that the sentence tells of a barrier is known, only which one is in doubt. A theme holds when one of its codes
    does; how sure it is, is reckoned as if codes were independent.
    """
    given: NDArray[np.bool_] = sure >= bar
    for theme in dict.fromkeys(code.partition(".")[0] for code in codes):
        own = np.array([place for place, code in enumerate(codes) if code.partition(".")[0] == theme])
        if len(own) == 1:
            continue
        probable = 1 - np.prod(1 - sure[:, own], axis=1) >= bar
        rows = np.flatnonzero(probable & ~given[:, own].any(axis=1))
        given[rows, own[sure[np.ix_(rows, own)].argmax(axis=1)]] = True
    return given
