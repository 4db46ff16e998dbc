"""What the search is asked, and what it gives back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from textmine.records import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Filters:
    """Which sentences are looked at; what is None or empty lets all of them through.

    `code` is a code id, `theme` a theme id, `factor` the codes of a factor (one of them is enough), `topic` the ids of
    a topic's sentences, `document` a name or its beginning. `confidence` is the least confidence, 0 to
    1, of the code that is asked for, or of any code where none is; a code that a person gave has 1.
    """

    group: str | None = None
    code: str | None = None
    theme: str | None = None
    speaker: str | None = None
    document: str | None = None
    factor: tuple[str, ...] = ()
    topic: frozenset[str] | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A found sentence by its number in the index; ranks start at 1, None where that half did not find it."""

    number: int
    score: float
    lexical: int | None
    semantic: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A found sentence with what a report needs. `matches` are spans of Document.text within the sentence.

    `similar` are the citations of sentences that say nearly the same in the same words and were folded into this one.
    """

    sentence: Sentence
    citation: str
    group: str | None
    codes: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    matches: tuple[tuple[int, int], ...]
    score: float
    similar: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The verbatim quote."""
        return self.sentence.text


@dataclass(frozen=True, slots=True)
class Nearest:
    """Sentences by number with their cosines, best first; `mean` and `deviation` are of the cosines of all `count`."""

    numbers: tuple[int, ...]
    cosines: tuple[float, ...]
    mean: float
    deviation: float
    count: int


class QuoteIndex(Protocol):
    """What the store offers to the search. Numbers identify sentences within one state of the index."""

    def lexical(self, match: str, filters: Filters, limit: int) -> list[int]:
        """Sentences that satisfy the FTS5 expression, best first."""

    def codes(self, numbers: Sequence[int]) -> dict[int, frozenset[str]]:
        """The codes of those sentences that carry any."""

    def nearest(self, vector: NDArray[np.float32], filters: Filters, limit: int) -> Nearest:
        """The sentences nearest in meaning to a unit vector, best first."""

    def texts(self, numbers: Sequence[int]) -> dict[int, str]:
        """The verbatim texts of sentences."""
