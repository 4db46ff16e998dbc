"""Semantic evidence: how like the codebook's definition and examples a sentence is, among all sentences.

Vectors of e5 are all alike, so both sides are centred on the corpus; a code's likeness is that of its nearest
prototype, counted in standard deviations above the corpus's mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textmine.codebook import Code, Codebook

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The likeness of a sentence to a code whose counter-example it is nearer to.
UNLIKE = -1.0

Encode = Callable[[Sequence[str]], "NDArray[np.float32]"]


class Prototypes:
    """The vectors of each code's definition, examples and counter-examples."""

    def __init__(self, codebook: Codebook, encode: Encode) -> None:
        self.codes = [code.id for code in codebook.codes]
        texts: list[str] = []
        self._own: list[list[int]] = []
        self._against: list[list[int]] = []
        for code in codebook.codes:
            good = _texts(code)
            self._own.append(list(range(len(texts), len(texts) + len(good))))
            texts.extend(good)
            self._against.append(list(range(len(texts), len(texts) + len(code.counter_examples))))
            texts.extend(code.counter_examples)
        self._vectors = encode(texts)

    def nearness(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The mean likeness (n, codes) of n sentences to the examples of each code, in standard deviations.

        Codes without examples are compared with what the codebook says of them.
        """
        import numpy as np

        centre = vectors.mean(axis=0)
        sentences = _unit(vectors - centre)
        prototypes = _unit(self._vectors - centre)
        means = np.stack(
            [(sentences @ prototypes[own[1:] or own].T).mean(axis=1) for own in self._own], axis=1
        )
        result: NDArray[np.float32] = (
            (means - means.mean(axis=0)) / np.maximum(means.std(axis=0), 1e-6)
        ).astype(np.float32)
        return result

    def z_scores(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Likeness (n, codes) of n sentences: standard deviations above the mean of the corpus."""
        import numpy as np

        centre = vectors.mean(axis=0)
        sentences = _unit(vectors - centre)
        prototypes = _unit(self._vectors - centre)
        cosines = sentences @ prototypes.T
        best = np.stack([cosines[:, own].max(axis=1) for own in self._own], axis=1)
        spread = np.maximum(best.std(axis=0), 1e-6)
        result: NDArray[np.float32] = ((best - best.mean(axis=0)) / spread).astype(np.float32)
        for column, against in enumerate(self._against):
            if against:
                # Not before the spread is known: what a counter-example takes back says nothing of it.
                nearer = cosines[:, against].max(axis=1) > best[:, column]
                result[nearer, column] = np.minimum(result[nearer, column], UNLIKE)
        return result


def _texts(code: Code) -> list[str]:
    return [f"{code.label}: {code.definition}" if code.definition else code.label, *code.examples]


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    result: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return result
