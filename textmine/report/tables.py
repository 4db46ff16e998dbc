"""Evidence for machines: csv and parquet, English column names.

Parquet holds every text as it is. In csv a text that a spreadsheet would compute gets an apostrophe before it.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from textmine.codebook import Codebook
from textmine.evidence import evidence, evidence_frame
from textmine.records import Analysis

# Texts that begin so are formulas to Excel and LibreOffice, whatever quotes are around them in the file.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(analysis: Analysis, codebook: Codebook, path: Path) -> None:
    """UTF-8, comma, everything quoted but numbers, "\\n"; formulas are made harmless."""
    frame = evidence_frame(evidence(analysis, codebook))
    texts = frame.select_dtypes(exclude="number").columns
    frame[texts] = frame[texts].map(harmless)
    with path.open("w", encoding="utf-8", newline="") as file:
        frame.to_csv(file, index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)


def write_parquet(analysis: Analysis, codebook: Codebook, path: Path) -> None:
    """Parquet with the same columns."""
    evidence_frame(evidence(analysis, codebook)).to_parquet(path, index=False)


def harmless(value: Any) -> Any:
    """The value, with an apostrophe before a text that a spreadsheet would compute."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
