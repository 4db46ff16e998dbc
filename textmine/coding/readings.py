"""What the reader says of sentences, code by code, as the combiner and the coder take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.coding.machine import theme_order
from textmine.coding.regression import Floats

# Logits are divided by this, so that they are about as large as the machine's scores.
SCALE = 4.0
# A sentence of which nothing is said: as if it clearly spoke of nothing.
FAR = -1.5


@dataclass(frozen=True)
class Readings:
    """Of n sentences: `code` and `theme` (n, codes), and whether the reader does not know a code, 0 or 1 (n, codes)."""

    code: Floats
    theme: Floats
    unread: Floats


def readings_of(logits: Floats | None, known: Sequence[str], codes: Sequence[str], count: int) -> Readings:
    """Of `count` sentences for `codes`; `logits` (n, known + their themes) are the reader's, None without one.

    A code that the reader does not know is as likely as its theme. Without a reader all is 0, so that nothing is learned of it.
    """
    if logits is None:
        nothing = np.zeros((count, len(codes)), np.float32)
        return Readings(nothing, nothing, nothing)
    code = np.full((count, len(codes)), FAR, np.float32)
    theme, unread = code.copy(), np.ones_like(code)
    column = {name: place for place, name in enumerate([*known, *theme_order(known)])}
    for place, name in enumerate(codes):
        own = name.partition(".")[0]
        if own in column:
            theme[:, place] = code[:, place] = logits[:, column[own]] / SCALE
        if name in column:
            code[:, place] = logits[:, column[name]] / SCALE
            unread[:, place] = 0
    return Readings(code, theme, unread)
