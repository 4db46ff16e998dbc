"""Evidence for machines: csv and parquet, English column names, quotes as they are."""

from __future__ import annotations

import csv
from pathlib import Path

from textmine.codebook import Codebook
from textmine.evidence import evidence, evidence_frame
from textmine.records import Analysis


def write_csv(analysis: Analysis, codebook: Codebook, path: Path) -> None:
    """UTF-8, comma, everything quoted but numbers, "\\n"."""
    frame = evidence_frame(evidence(analysis, codebook))
    with path.open("w", encoding="utf-8", newline="") as file:
        frame.to_csv(file, index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)


def write_parquet(analysis: Analysis, codebook: Codebook, path: Path) -> None:
    """Parquet with the same columns."""
    evidence_frame(evidence(analysis, codebook)).to_parquet(path, index=False)
