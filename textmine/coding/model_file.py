"""The file of a trained coder: numpy arrays without pickle, so that a file can hold nothing but numbers and text.

Vectors are kept in 8 bits, weights in 16: the probabilities move by less than a hundredth.
"""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.coding.combined import Combiner
from textmine.coding.machine import Floats, Machine, Vocabulary
from textmine.errors import ModelError

FORMAT = "textmine coder 4"


def save(machine: Machine, combiner: Combiner, path: Path) -> None:
    """Write a trained coder beside the old one and move it into its place."""
    largest = np.abs(machine.support).max(axis=1)
    steps = np.where(largest > 0, largest, 1).astype(np.float32) / 127
    about = {
        "format": FORMAT,
        "codes": machine.codes,
        "encoder": machine.encoder,
        "features": list(machine.vocabulary.places),
        "texts": machine.texts,
        "themes": list(combiner.weights),
        "reader": combiner.reader,
        "least_kinship": machine.least_kinship,
    }
    arrays = {
        "about": np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8),
        "scale": machine.vocabulary.scale.astype(np.float32),
        "words": machine.words.astype(np.float16),
        "centre": machine.centre.astype(np.float32),
        "support": np.rint(machine.support / steps[:, None]).astype(np.int8),
        "steps": steps,
        "dual": machine.dual.astype(np.float16),
        "offset": machine.offset.astype(np.float32),
        "coded": machine.coded,
        **{f"theme_{theme}": weights for theme, weights in combiner.weights.items()},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    os.replace(beside, path)  # noqa: PTH105


def load(path: Path) -> tuple[Machine, Combiner]:
    """Read a trained coder. Raises ModelError for a file that is missing, damaged or of another version."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return _parts({name: arrays[name] for name in arrays.files})
    except OSError as error:
        raise _unusable(path, "nie można go odczytać") from error
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, EOFError, AttributeError) as error:
        raise _unusable(path, "plik jest uszkodzony albo z innej wersji programu") from error


def _parts(arrays: dict[str, NDArray[np.generic]]) -> tuple[Machine, Combiner]:
    about = json.loads(arrays["about"].tobytes())
    if about["format"] != FORMAT:
        raise ValueError(about["format"])
    codes = tuple(map(str, about["codes"]))
    scale, words = _floats(arrays["scale"]), _floats(arrays["words"])
    support = _floats(arrays["support"]) * _floats(arrays["steps"])[:, None]
    dual, offset = _floats(arrays["dual"]), _floats(arrays["offset"])
    outputs = 2 * len(codes) + len(about["themes"])
    if (
        words.shape != (len(about["features"]), outputs)
        or scale.shape != (len(about["features"]),)
        or dual.shape != (len(about["texts"]), outputs)
        or support.shape != (len(about["texts"]), len(arrays["centre"]))
        or offset.shape != (outputs,)
        or arrays["coded"].shape != (len(about["texts"]),)
    ):
        raise ValueError("shapes")
    machine = Machine(
        codes=codes,
        encoder=str(about["encoder"]),
        vocabulary=Vocabulary({name: place for place, name in enumerate(about["features"])}, scale),
        words=words,
        centre=_floats(arrays["centre"]),
        support=support,
        dual=dual,
        offset=offset,
        texts=tuple(about["texts"]),
        coded=arrays["coded"].astype(np.bool_),
        least_kinship=float(about["least_kinship"]),
    )
    weights = {theme: _floats(arrays[f"theme_{theme}"]) for theme in about["themes"]}
    return machine, Combiner(codes, weights, str(about["reader"]))


def _floats(values: NDArray[np.generic]) -> Floats:
    return values.astype(np.float32)


def _unusable(path: Path, why: str) -> ModelError:
    return ModelError(
        f"Wyuczony model kodów jest nie do użycia: {why}.",
        where=path,
        remedy="Usuń ten plik i uruchom „textmine train”; model dołączony do programu przywróci ponowna instalacja.",
    )
