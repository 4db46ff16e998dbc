"""A project's own coder: the shipped bank and what the researcher coded by hand, learned together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.codebook import Codebook, default_codebook
from textmine.errors import GoldError
from textmine.records import Analysis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.embed import VectorCache

Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]

# A sentence of the researcher's own material says more of it than one of the bank.
OWN_WEIGHT = 3.0
# A code with fewer examples is left to the codebook's patterns and examples.
FEWEST_EXAMPLES = 5
FEWEST_SENTENCES = 20


@dataclass(frozen=True, slots=True)
class Trained:
    """What was learned from: the project's own sentences, those of the bank, and codes with too few examples."""

    path: Path
    own: int
    bank: int
    left_out: tuple[str, ...]


def train_own(
    analysis: Analysis,
    coded: Mapping[str, frozenset[str]],
    codebook: Codebook,
    embed: Embed,
    encoder: str,
    memory: VectorCache,
    path: Path,
) -> Trained:
    """Train on the bank and on hand-coded sentences (codes by sentence id), and write the coder to `path`.

    Raises GoldError where too little was coded by hand.
    """
    from textmine.coding import model_file
    from textmine.coding.bank import analysed, read_bank
    from textmine.coding.learned import shipped_model, shipped_reader
    from textmine.coding.reader import load_reader
    from textmine.coding.teach import CodedSentences, of_bank, teach
    from textmine.nlp import load

    if len(coded) < FEWEST_SENTENCES:
        raise GoldError(
            f"Ręcznie zakodowano {len(coded)} zdań, a uczyć się można od {FEWEST_SENTENCES}.",
            remedy="Zakoduj więcej: textmine code export, potem textmine code import PLIK.",
        )
    known = {code.id for code in codebook.codes}
    shipped = {code.id for code in default_codebook().codes}
    # A code that the researcher took out of the codebook is not learned as "no code".
    rows = [row for row in read_bank(shipped_model().parent / "bank", shipped) if row.codes <= known]
    counts = {code: sum(code in row.codes for row in rows) for code in known}
    for codes in coded.values():
        for code in codes & known:
            counts[code] += 1
    enough = {code for code, count in counts.items() if count >= FEWEST_EXAMPLES}
    own = CodedSentences(
        analysis.sentences,
        [coded[s.id] & enough if s.id in coded else None for s in analysis.sentences],
        [analysis.group_of(s) for s in analysis.sentences],
        OWN_WEIGHT,
    )
    bank = of_bank(rows, analysed(rows, load("embedded")))
    taught = teach([bank, own], codebook.only(enough), embed, encoder, load_reader(shipped_reader()), memory)
    path.parent.mkdir(parents=True, exist_ok=True)
    model_file.save(taught.learned.machine, taught.learned.combiner, path)
    spoken = sum(row.role != "moderator" for row in rows)
    return Trained(path, len(coded), spoken, tuple(sorted(known - enough)))
