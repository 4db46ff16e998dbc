"""Which trained coder a project uses: its own, made by `textmine train`, else the one that comes with the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import ModelError, TextmineError
from textmine.pipeline import digest, file_sha256
from textmine.records import Role, Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.coding.learned import Learned
    from textmine.coding.reader import Reader

FILE_NAME = "coder.npz"


def own_model(outputs: Path) -> Path:
    """Where a project keeps the coder that it trained."""
    return outputs / FILE_NAME


def model_key(outputs: Path) -> str:
    """Of the files of trained coders as they are now."""
    from textmine.coding.learned import shipped_model

    return digest(*(file_sha256(path) for path in (own_model(outputs), shipped_model()) if path.is_file()))


def reader_key() -> str:
    """Of the reader's file as it is now."""
    from textmine.coding.learned import shipped_reader

    return file_sha256(shipped_reader()) if shipped_reader().is_file() else ""


def reader_for(outputs: Path, encoder: str) -> Reader | None:
    """The reader of the trained coder that a project uses, None where it has none."""
    learned, _ = learned_coder(outputs, encoder)
    return learned.reader if learned else None


def learned_coder(outputs: Path, encoder: str) -> tuple[Learned | None, tuple[TextmineError, ...]]:
    """The trained coder for an encoder's vectors, and what the user should know: one that is damaged or does not fit.

    None where there is none that fits; then the rules code alone.
    """
    from textmine.coding.learned import load_learned, shipped_model

    problems: list[TextmineError] = []
    for path in (own_model(outputs), shipped_model()):
        if path == own_model(outputs) and not path.exists():
            continue
        try:
            learned = load_learned(path)
        except ModelError as error:
            # A fault of the coder that ships is met twice where an own one is built upon it.
            if str(error) not in map(str, problems):
                problems.append(error)
            continue
        if learned.encoder == encoder:
            return learned, tuple(problems)
        problems.append(
            ModelError(
                f"Model kodów zna wektory „{learned.encoder}”, a projekt używa „{encoder}”: kodują same reguły.",
                where=path,
                remedy="Uruchom „textmine train”, aby nauczyć model na tych wektorach.",
            )
        )
    return None, tuple(problems)


def spoken_vectors(
    sentences: Sequence[Sentence], encode: Callable[[Sequence[str]], NDArray[np.float32]], dimension: int
) -> NDArray[np.float32]:
    """Vectors (n, dimension) of the respondents' sentences; zeros for moderators, who have none."""
    import numpy as np

    spoken = [place for place, s in enumerate(sentences) if s.role is not Role.MODERATOR and s.clean]
    vectors = np.zeros((len(sentences), dimension), dtype=np.float32)
    if spoken:
        vectors[spoken] = encode([sentences[place].clean for place in spoken])
    return vectors
