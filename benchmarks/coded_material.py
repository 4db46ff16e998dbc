"""Hand-coded material that nothing was trained or tuned on: the sample's measuring half, and other interviews."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.measured import ROOT
from textmine.codebook import Codebook
from textmine.evaluate import Evaluation, evaluate
from textmine.gold import GoldSentence, aligned, read_gold
from textmine.records import Analysis, Coding

CODED = ROOT.parent / "shared" / "data" / "coded"
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Material:
    """Analysed transcripts with the vectors of their sentences (zeros for moderators) and hand coding."""

    name: str
    analysis: Analysis
    vectors: Floats
    gold: Sequence[GoldSentence]
    codebook: Codebook

    def evaluated(self, codings: Sequence[Coding]) -> Evaluation:
        """How these codings agree with the hand coding."""
        return evaluate(self.gold, replace(self.analysis, codings=tuple(codings)), self.codebook)

    def coded(self) -> dict[str, frozenset[str]]:
        """The codes of each sentence that was coded by hand, by its id."""
        found, _ = aligned(self.gold, self.analysis)
        return {own[0].id: row.codes for row, own in found if len(own) == 1 and row.role != "moderator"}


@cache
def materials() -> tuple[Material, ...]:
    """What there is: the other interviews are beside the repository or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        sample = _copy(ROOT / "corpus", Path(folder) / "sample")
        found = [_material("sample, measuring half", sample, ROOT / "corpus" / "gold.csv", "measuring")]
        if CODED.is_dir():
            other = _coded(Path(folder) / "coded")
            found.append(_material("other interviews", other, CODED / "gold.csv", None))
    return tuple(found)


def _material(name: str, folder: Path, gold: Path, split: str | None) -> Material:
    from textmine.coder_model import spoken_vectors
    from textmine.embed import MemoryCache, embed, load_encoder
    from textmine.project import Project

    project = Project.open(folder)
    project.run()
    analysis, encoder, cache_ = project.analysis(tokens=True), load_encoder(), MemoryCache()
    vectors = spoken_vectors(
        analysis.sentences, lambda texts: embed(texts, encoder, cache_), encoder.dimension
    )
    rows = [row for row in read_gold(gold, project.codebook) if split is None or row.split == split]
    return Material(name, analysis, vectors, rows, project.codebook)


def _copy(corpus: Path, target: Path) -> Path:
    """A project of these transcripts that only reads and annotates well: coding is done by who measures."""
    target.mkdir(parents=True)
    shutil.copytree(corpus, target / "corpus")
    settings = "[coding]\nsemantic = false\n[topics]\nengine = 'nmf'\n[report]\nformats = ['csv']\n"
    (target / "textmine.toml").write_text(settings, encoding="utf-8")
    return target


def _coded(target: Path) -> Path:
    project = _copy(CODED, target)
    for stray in (project / "corpus").glob("*.md"):
        stray.unlink()
    with (CODED / "gold.csv").open(encoding="utf-8", newline="") as file:
        groups = {row["document"]: row["group"] for row in csv.DictReader(file) if row["group"]}
    rows = "".join(f"{name},{group}\n" for name, group in sorted(groups.items()) if not name.endswith("xlsx"))
    (project / "corpus" / "corpus.csv").write_text(f"file,group\n{rows}", encoding="utf-8")
    return project
