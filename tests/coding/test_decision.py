"""Which codes are given: the sure ones, and the likeliest one of a theme that is sure while none of its codes is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from textmine.coding.decision import decided

CODES = ("bariery.kadry", "bariery.prawo", "bariery.rynek", "potrzeby.szkolenia")


@pytest.mark.parametrize(
    ("sure", "expected"),
    [
        ((0.9, 0.1, 0.0, 0.0), {"bariery.kadry"}),
        ((0.4, 0.4, 0.0, 0.4), {"bariery.kadry", "bariery.prawo", "potrzeby.szkolenia"}),
        # 1 - 0.7 * 0.65 is 0.55: a barrier, and rather this one.
        ((0.3, 0.35, 0.0, 0.0), {"bariery.prawo"}),
        ((0.2, 0.1, 0.1, 0.39), set()),
        # Surely a barrier, but none that could be named: 1 - 0.81**3 is 0.47.
        ((0.19, 0.19, 0.19, 0.0), set()),
        # A theme that has its code gets no other.
        ((0.5, 0.35, 0.3, 0.0), {"bariery.kadry"}),
    ],
)
def test_what_is_given(sure: tuple[float, ...], expected: set[str]) -> None:
    [row] = decided(np.array([sure], np.float32), CODES, 0.4)
    assert {code for code, one in zip(CODES, row, strict=True) if one} == expected


def test_nothing_of_nothing() -> None:
    assert decided(np.zeros((0, 4), np.float32), CODES, 0.4).shape == (0, 4)


@given(arrays(np.float32, (5, 4), elements=st.floats(0, 1, width=32)), st.floats(0.125, 0.875, width=32))
def test_sure_codes_are_given_and_a_theme_gets_one_more_at_most(sure: np.ndarray, bar: float) -> None:
    chosen = decided(sure, CODES, bar)
    assert (chosen >= (sure >= bar)).all()
    more = chosen & (sure < bar)
    assert (sure[more] >= bar / 2 - 1e-6).all()
    assert (more[:, :3].sum(axis=1) <= 1).all()
    assert not (more[:, :3].any(axis=1) & (sure[:, :3] >= bar).any(axis=1)).any()
    # A theme of one code is as sure as that code.
    assert not more[:, 3].any()
