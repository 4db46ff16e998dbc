"""Codes that the trained coder does not know, in a theme that it knows: told by a few examples.

The coder says whether a sentence speaks of the theme ("something hinders") and how well the theme's known codes explain
it; likeness to the examples says whether it is about the new code's matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from textmine.coding.regression import Floats

if TYPE_CHECKING:
    from textmine.coding.machine import Scores

# A logistic regression over (theme, mean likeness to the examples in standard deviations, theme minus the best known
# code) and its intercept. Fitted by leaving out each code of the shipped codebook in turn, three examples drawn from the
# bank, on sentences coded by hand: `python -m benchmarks new_codes` measures it.
WEIGHTS = (-1.24, 1.04, 6.23)
INTERCEPT = -4.68
# From here on a code is given: two thirds of such codings would be wrong below.
BAR = 0.3


def probabilities(scores: Scores, codes: Sequence[str], theme: str, nearness: Floats) -> Floats:
    """How sure a new code of a theme is for n sentences (n,); `codes` are those of `scores`, `nearness` (n,) is z.

    Raises ValueError for a theme that the coder does not know.
    """
    own = [place for place, code in enumerate(codes) if code.partition(".")[0] == theme]
    if not own:
        raise ValueError(theme)
    about, best = scores.theme[:, own[0]], scores.code[:, own].max(axis=1)
    logits = WEIGHTS[0] * about + WEIGHTS[1] * nearness + WEIGHTS[2] * (about - best) + INTERCEPT
    result: Floats = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
    return result
