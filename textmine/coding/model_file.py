"""The file of a trained coder: numpy arrays without pickle, so that a file can hold nothing but numbers and text.

Vectors are kept in 8 bits, weights in 16: the probabilities move by less than a hundredth. A coder that ships with the
program is a machine and a combiner; what a researcher's own coding changes in it is a correction, which says on top of
which file it was learned.
"""

from __future__ import annotations

import json
import os
import tokenize
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.coding.combined import Combiner
from textmine.coding.correction import Correction
from textmine.coding.machine import Exemplars, Machine
from textmine.coding.regression import Bends, Floats, Regression, Vocabulary
from textmine.errors import ModelError

FORMAT = "textmine coder 5"
OWN_FORMAT = "textmine own coder 1"
# What reading arrays of a damaged file can raise: numpy reads the heads of arrays as Python.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, tokenize.TokenError, SyntaxError, ValueError, KeyError, IndexError, TypeError,
    EOFError, AttributeError, NotImplementedError, MemoryError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True)
class Corrected:
    """A correction, and the digest of the file that it corrects."""

    correction: Correction
    base: str


def save(machine: Machine, combiner: Combiner, path: Path) -> None:
    """Write a trained coder beside the old one and move it into its place."""
    about = {
        "format": FORMAT,
        "codes": machine.codes,
        "encoder": machine.encoder,
        "themes": list(combiner.weights),
        "reader": combiner.reader,
        "least_kinship": machine.least_kinship,
        **_names(machine.regression, machine.exemplars),
    }
    weights = {f"theme_{theme}": weights for theme, weights in combiner.weights.items()}
    _write(path, about, {**_arrays(machine.regression, machine.exemplars), **weights})


def save_correction(corrected: Corrected, path: Path) -> None:
    """Write a correction beside the old file and move it into its place."""
    correction = corrected.correction
    about = {
        "format": OWN_FORMAT,
        "base": corrected.base,
        "known": correction.known,
        "new": correction.new,
        **_names(correction.regression, correction.exemplars),
    }
    arrays = _arrays(correction.regression, correction.exemplars)
    _write(path, about, {**arrays, "aside": correction.aside, **_packed("seen", correction.seen)})


def load(path: Path) -> tuple[Machine, Combiner] | Corrected:
    """Read a trained coder. Raises ModelError for a file that is missing, damaged or of another version."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            if about["format"] not in (FORMAT, OWN_FORMAT):
                raise _unusable(path, "jest z innej wersji programu")
            content = {name: arrays[name] for name in arrays.files}
        return _parts(about, content) if about["format"] == FORMAT else _corrected(about, content)
    except OSError as error:
        raise _unusable(path, "nie można go odczytać") from error
    except DAMAGED as error:
        raise _unusable(path, "plik jest uszkodzony") from error


def _names(regression: Regression, examples: Exemplars) -> dict[str, Any]:
    return {"features": list(regression.vocabulary.places), "texts": examples.texts}


def _arrays(regression: Regression, examples: Exemplars) -> dict[str, NDArray[Any]]:
    return {
        "scale": regression.vocabulary.scale.astype(np.float32),
        "words": regression.words.astype(np.float16),
        "centre": regression.centre.astype(np.float32),
        "slope": regression.slope.astype(np.float16),
        "directions": regression.bends.directions.astype(np.float16),
        "signs": regression.bends.signs.astype(np.int8),
        "offset": regression.offset.astype(np.float32),
        **_packed("examples", examples.vectors),
        "labels": examples.labels,
    }


def _packed(name: str, vectors: Floats) -> dict[str, NDArray[Any]]:
    """Vectors in 8 bits, each with the length of its steps."""
    largest = np.abs(vectors).max(axis=1, initial=0)
    steps = np.where(largest > 0, largest, 1).astype(np.float32) / 127
    return {name: np.rint(vectors / steps[:, None]).astype(np.int8), f"{name}_steps": steps}


def _unpacked(name: str, arrays: dict[str, NDArray[Any]]) -> Floats:
    return _floats(arrays[name]) * _floats(arrays[f"{name}_steps"])[:, None]


def _write(path: Path, about: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
    text = json.dumps(about, ensure_ascii=False).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        np.savez_compressed(file, about=np.frombuffer(text, dtype=np.uint8), **arrays)  # type: ignore[arg-type]
    os.replace(beside, path)  # noqa: PTH105


def _parts(about: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> tuple[Machine, Combiner]:
    codes = tuple(map(str, about["codes"]))
    regression, examples = _learned(about, arrays, codes, 2 * len(codes) + len(about["themes"]))
    machine = Machine(codes, str(about["encoder"]), regression, examples, float(about["least_kinship"]))
    weights = {theme: _floats(arrays[f"theme_{theme}"]) for theme in about["themes"]}
    return machine, Combiner(codes, weights, str(about["reader"]))


def _corrected(about: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Corrected:
    known, new = (tuple(map(str, about[name])) for name in ("known", "new"))
    codes = (*known, *new)
    regression, examples = _learned(about, arrays, codes, len(codes))
    aside, seen = _floats(arrays["aside"]), _unpacked("seen", arrays)
    if aside.shape != (len(new), 2) or seen.shape[1:] != regression.centre.shape:
        raise ValueError("shapes")
    return Corrected(Correction(known, new, regression, aside, examples, seen), str(about["base"]))


def _learned(
    about: dict[str, Any], arrays: dict[str, NDArray[Any]], codes: tuple[str, ...], outputs: int
) -> tuple[Regression, Exemplars]:
    """The regression and the exemplars of a file, the sizes of their arrays compared with each other."""
    scale, words, slope, offset, centre = (
        _floats(arrays[name]) for name in ("scale", "words", "slope", "offset", "centre")
    )
    bends = Bends(_floats(arrays["directions"]), _floats(arrays["signs"]))
    vectors = _unpacked("examples", arrays)
    labels, texts = arrays["labels"].astype(np.bool_), tuple(about["texts"])
    if (
        words.shape != (len(about["features"]), outputs)
        or scale.shape != (len(about["features"]),)
        or slope.shape != (len(centre), outputs)
        or bends.directions.shape != (*bends.signs.shape, len(centre))
        or len(bends.signs) != outputs
        or offset.shape != (outputs,)
        or vectors.shape != (len(texts), len(centre))
        or labels.shape != (len(texts), len(codes))
    ):
        raise ValueError("shapes")
    places = {str(name): place for place, name in enumerate(about["features"])}
    regression = Regression(Vocabulary(places, scale), words, centre, slope, bends, offset)
    return regression, Exemplars(codes, vectors, texts, labels)


def _floats(values: NDArray[Any]) -> Floats:
    return values.astype(np.float32)


def _unusable(path: Path, why: str) -> ModelError:
    return ModelError(
        f"Wyuczony model kodów jest nie do użycia: {why}.",
        where=path,
        remedy="Uruchom „textmine train”; model dołączony do programu przywróci ponowna instalacja.",
    )
