"""A project's own coder: what the researcher coded by hand, learned on top of the coder that ships with the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.codebook import Codebook, default_codebook
from textmine.errors import GoldError
from textmine.records import Analysis, Progress, Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.coding.bank import BankRow
    from textmine.embed import VectorCache

Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]

# A code with fewer examples is left to the codebook's patterns and examples.
FEWEST_EXAMPLES = 5
FEWEST_SENTENCES = 20
# With another encoder the coder is trained from the beginning: on so much of the bank as a laptop's memory allows, where
# a sentence of the researcher's own material says more than one of the bank.
MOST_OF_BANK = 10_000
OWN_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Trained:
    """What was learned from: sentences of the project and of the program (0 where its coder is built upon); codes left out."""

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
    *,
    progress: Progress | None = None,
) -> Trained:
    """Learn from hand-coded sentences (codes by sentence id), and write what was learned to `path`.

    With the encoder of the coder that ships its word is corrected; with another one a coder is trained anew. Raises
    GoldError where too little was coded by hand. `progress` is told of codes that are learned.
    """
    from textmine.coding.learned import load_learned, shipped_model

    # Who was called a moderator after the coding is nobody to learn from.
    spoken = {s.id for s in analysis.sentences if s.role is not Role.MODERATOR and s.tokens}
    coded = {name: codes for name, codes in coded.items() if name in spoken}
    if len(coded) < FEWEST_SENTENCES:
        raise GoldError(
            f"Ręcznie zakodowano {len(coded)} zdań, a uczyć się można od {FEWEST_SENTENCES}.",
            remedy="Zakoduj więcej: textmine code export, potem textmine code import PLIK.",
        )
    if load_learned(shipped_model()).encoder == encoder:
        return _correct(analysis, coded, codebook, embed, memory, path, progress)
    return _train_anew(analysis, coded, codebook, embed, encoder, memory, path)


def _correct(
    analysis: Analysis,
    coded: Mapping[str, frozenset[str]],
    codebook: Codebook,
    embed: Embed,
    memory: VectorCache,
    path: Path,
    progress: Progress | None,
) -> Trained:
    import numpy as np

    from textmine.coder_model import spoken_vectors
    from textmine.coding import model_file
    from textmine.coding.correction import Own, learn
    from textmine.coding.learned import base_key, load_learned, shipped_model
    from textmine.coding.rules import Rules

    shipped = load_learned(shipped_model())
    known = shipped.machine.codes
    counts = {
        code.id: sum(code.id in codes for codes in coded.values())
        for code in codebook.codes
        if code.id not in known
    }
    new = tuple(code for code, count in counts.items() if count >= FEWEST_EXAMPLES)
    sentences = analysis.sentences
    spoken = [p for p, s in enumerate(sentences) if s.role is not Role.MODERATOR and s.tokens]
    centre = shipped.machine.regression.centre
    vectors = spoken_vectors(sentences, embed, len(centre))
    rules = Rules(codebook)
    evidence = [rules.look(sentences[place]) for place in spoken]
    heard = shipped.hear(sentences, spoken, evidence, vectors, analysis.group_of, memory)
    said = shipped.said(heard, shipped.probabilities(heard), new)
    rows = np.array([row for row, place in enumerate(spoken) if sentences[place].id in coded], dtype=np.int64)
    own = [sentences[spoken[row]] for row in rows]
    labels = [[code in coded[sentence.id] for code in (*known, *new)] for sentence in own]
    learned_from = Own(
        said[rows],
        [heard.features[row] for row in rows],
        heard.vectors[rows],
        np.array(labels, dtype=bool).reshape(len(rows), len(known) + len(new)),
        [sentence.text for sentence in own],
    )
    judged = {code.id for code in codebook.codes}
    regression = shipped.machine.regression
    correction = learn(known, new, regression, learned_from, judged=judged, progress=progress)
    model_file.save_correction(model_file.Corrected(correction, base_key()), path)
    return Trained(path, len(coded), 0, tuple(sorted(set(counts) - set(new))))


def _train_anew(
    analysis: Analysis,
    coded: Mapping[str, frozenset[str]],
    codebook: Codebook,
    embed: Embed,
    encoder: str,
    memory: VectorCache,
    path: Path,
) -> Trained:
    from textmine.coding import model_file
    from textmine.coding.bank import analysed, read_bank
    from textmine.coding.learned import shipped_model, shipped_reader
    from textmine.coding.reader import load_reader
    from textmine.coding.teach import CodedSentences, of_bank, teach
    from textmine.nlp import load

    known = {code.id for code in codebook.codes}
    shipped = {code.id for code in default_codebook().codes}
    rows = _part(read_bank(shipped_model().parent / "bank", shipped))
    # A code that the researcher took out of the codebook is not learned as "no code".
    learned = [row for row in rows if row.codes <= known]
    counts = {code: sum(code in row.codes for row in learned) for code in known}
    for codes in coded.values():
        for code in codes & known:
            counts[code] += 1
    enough = {code for code, count in counts.items() if count >= FEWEST_EXAMPLES}
    own = CodedSentences(
        analysis.sentences,
        [coded[s.id] & enough if s.id in coded else None for s in analysis.sentences],
        [analysis.group_of(s) for s in analysis.sentences],
        OWN_WEIGHT,
        own=True,
    )
    bank = of_bank(rows, analysed(rows, load("embedded")))
    bank = replace(bank, codes=[row.codes if row.codes <= known else None for row in rows])
    taught = teach([bank, own], codebook.only(enough), embed, encoder, load_reader(shipped_reader()), memory)
    model_file.save(taught.learned.machine, taught.learned.combiner, path)
    spoken = sum(row.role is not Role.MODERATOR for row in learned)
    return Trained(path, len(coded), spoken, tuple(sorted(known - enough)))


def _part(rows: Sequence[BankRow]) -> list[BankRow]:
    """Whole scenes, taken evenly from all of the bank, of at most MOST_OF_BANK rows or little more."""
    scenes = list(dict.fromkeys(row.scene for row in rows))
    every = max(1.0, len(rows) / MOST_OF_BANK)
    kept = {scenes[int(place * every)] for place in range(int(len(scenes) / every))}
    return [row for row in rows if row.scene in kept]
