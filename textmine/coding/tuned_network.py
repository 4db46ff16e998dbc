"""The encoder while its upper layers are tuned: torch, which the program itself never loads (see tune.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from textmine.embed.packed import BLOCK, Floats, PackedModel

# Layers below this stay as they are.
LOWER = 6
# Texts that run through the network together where nothing is learned.
BATCH = 32
DROPOUT = 0.1
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")
_NORMS = ("aln", "oln")


class Network:
    """The encoder: lower layers as they are, upper layers and a linear head that learn."""

    def __init__(self, model: PackedModel, outputs: int) -> None:
        import torch

        self.shape = model.shape
        self._lower = {
            name: torch.tensor(values)
            for layer in range(LOWER)
            for name, values in _layer_tensors(model, layer).items()
        }
        self.upper = {
            name: torch.tensor(values).requires_grad_()
            for layer in range(LOWER, model.shape.layers)
            for name, values in _layer_tensors(model, layer).items()
        }
        width = model.shape.width
        self._embeddings = {
            name: torch.tensor(model.tensor(f"emb.{name}").reshape(-1, width)) for name in ("word", "pos")
        }
        self._beside = {name: torch.tensor(model.tensor(f"emb.{name}")) for name in ("type", "ln.w", "ln.b")}
        self.head = torch.zeros(outputs, width, requires_grad=True)
        self.bias = torch.full((outputs,), -3.0, requires_grad=True)
        self._centre, self._scale = torch.zeros(width), 1.0
        self._rounding: dict[str, Any] = {}

    def lower_outputs(self, pieces: Sequence[Sequence[int]]) -> list[Any]:
        """What the lower layers make of each text (pieces, width), in half precision."""
        import torch
        from torch.nn import functional

        found: list[Any] = [None] * len(pieces)
        order = sorted(range(len(pieces)), key=lambda row: len(pieces[row]))
        width = self.shape.width
        with torch.no_grad():
            for first in range(0, len(order), BATCH):
                rows = order[first : first + BATCH]
                longest = len(pieces[rows[-1]])
                words = torch.ones(len(rows), longest, dtype=torch.int64)
                mask = torch.zeros(len(rows), longest, dtype=torch.bool)
                for place, row in enumerate(rows):
                    words[place, : len(pieces[row])] = torch.tensor(pieces[row])
                    mask[place, : len(pieces[row])] = True
                states = self._embeddings["word"][words] + self._embeddings["pos"][:longest]
                states = functional.layer_norm(
                    states + self._beside["type"][:width],
                    (width,), self._beside["ln.w"], self._beside["ln.b"], self.shape.epsilon,
                )  # fmt: skip
                for layer in range(LOWER):
                    states = self._layer(states, mask, layer, self._lower, dropout=0.0)
                for place, row in enumerate(rows):
                    found[row] = states[place, : len(pieces[row])].bfloat16().clone()
        return found

    def centre_on(self, lower: Sequence[Any]) -> None:
        """Let the head see vectors from the centre of some texts, about as long as what it learns from."""
        import torch

        with torch.no_grad():
            self.round()
            vectors = torch.cat(
                [
                    self._vectors(lower[first : first + BATCH], dropout=0.0)
                    for first in range(0, len(lower), BATCH)
                ]
            )
            self._centre = vectors.mean(0)
            self._scale = float(20**0.5 / (vectors - self._centre).norm(dim=1).mean())

    def round(self) -> None:
        """What rounding to four bits adds to each matrix now."""
        import torch

        with torch.no_grad():
            for name, weights in self.upper.items():
                if _is_matrix(name):
                    self._rounding[name] = _rounded(weights) - weights

    def forward(self, lower: Sequence[Any], *, training: bool) -> Any:
        """The logits (n, outputs) of texts."""
        vectors = self._vectors(lower, dropout=DROPOUT if training else 0.0)
        return (vectors - self._centre) * self._scale @ self.head.T + self.bias

    def logits(self, lower: Sequence[Any]) -> Floats:
        """The logits (n, outputs) of texts, without learning."""
        import torch

        with torch.no_grad():
            found = [
                self.forward(lower[first : first + BATCH], training=False)
                for first in range(0, len(lower), BATCH)
            ]
        return (
            np.concatenate([one.numpy() for one in found])
            if found
            else np.zeros((0, len(self.bias)), np.float32)
        )

    def result(self) -> tuple[dict[str, Floats], Floats, Floats]:
        """The tensors of the upper layers, and the head over unit vectors that were not moved."""
        import torch

        with torch.no_grad():
            head = self.head * self._scale
            bias = self.bias - head @ self._centre
            return {name: t.detach().numpy() for name, t in self.upper.items()}, head.numpy(), bias.numpy()

    def _vectors(self, lower: Sequence[Any], *, dropout: float) -> Any:
        import torch
        from torch.nn import functional

        states = torch.nn.utils.rnn.pad_sequence(list(lower), batch_first=True).float()
        lengths = torch.tensor([len(one) for one in lower])
        mask = torch.arange(states.shape[1])[None] < lengths[:, None]
        weights = {
            name: tensor + self._rounding[name] if name in self._rounding else tensor
            for name, tensor in self.upper.items()
        }
        for layer in range(LOWER, self.shape.layers):
            states = self._layer(states, mask, layer, weights, dropout=dropout)
        means = (states * mask[..., None]).sum(1) / lengths[:, None]
        return functional.normalize(means, dim=1)

    def _layer(self, states: Any, mask: Any, layer: int, weights: dict[str, Any], *, dropout: float) -> Any:
        """One layer of BERT (Devlin et al. 2019), products of matrices in bfloat16."""
        import torch
        from torch.nn import functional

        count, longest, width = states.shape
        heads, epsilon = self.shape.heads, self.shape.epsilon

        def linear(name: str, values: Any) -> Any:
            matrix = weights[f"l{layer}.{name}.w"].view(-1, values.shape[-1])
            return functional.linear(values, matrix, weights[f"l{layer}.{name}.b"])

        def norm(name: str, values: Any) -> Any:
            own = weights[f"l{layer}.{name}.w"], weights[f"l{layer}.{name}.b"]
            return functional.layer_norm(values.float(), (width,), *own, epsilon)

        def split(values: Any) -> Any:
            return values.view(count, longest, heads, width // heads).transpose(1, 2)

        with torch.autocast("cpu", dtype=torch.bfloat16):
            query, key, value = (split(linear(name, states)) for name in ("q", "k", "v"))
            seen = functional.scaled_dot_product_attention(
                query, key, value, attn_mask=mask[:, None, None, :], dropout_p=dropout
            )
            seen = linear("ao", seen.transpose(1, 2).reshape(count, longest, width))
            states = norm("aln", states + functional.dropout(seen, dropout, dropout > 0))
            between = linear("fo", functional.gelu(linear("fi", states)))
            return norm("oln", states + functional.dropout(between, dropout, dropout > 0))


def _layer_tensors(model: PackedModel, layer: int) -> dict[str, Floats]:
    names = [f"l{layer}.{name}.{kind}" for name in (*_MATRICES, *_NORMS) for kind in ("w", "b")]
    return {name: model.tensor(name) for name in names}


def _is_matrix(name: str) -> bool:
    return name.split(".")[1] in _MATRICES and name.endswith(".w")


def _rounded(weights: Any) -> Any:
    """What is left of weights in blocks of four bits (see packed.py)."""
    import torch

    blocks = weights.view(-1, BLOCK)
    farthest = blocks.abs().argmax(dim=1, keepdim=True)
    steps = (blocks.gather(1, farthest) / -8).half().float()
    inverse = torch.where(steps != 0, 1 / steps, torch.zeros_like(steps))
    levels = torch.clamp(torch.floor(blocks * inverse + 8.5), 0, 15)
    return ((levels - 8) * steps).view(-1)
