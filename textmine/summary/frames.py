"""Summaries as tables for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.codebook import Codebook
from textmine.summary.counts import Summary
from textmine.summary.units import Unit

if TYPE_CHECKING:
    import pandas as pd


def summary_frame(table: Summary, codebook: Codebook) -> pd.DataFrame:
    """The summary as a table, one row a unit and theme ("code" is empty) or code; a factor has its own codes only.

    Shares and differences are of speakers, 0 to 1 and -1 to 1, with 95 % intervals; a difference is to the speakers
    of all other groups and empty where there is nothing to compare. `together` names codes of the same sentences.
    """
    import pandas as pd

    rows = []
    for unit in table.units:
        for theme in codebook.themes:
            codes = [code for code in theme.codes if table.covers(unit.id, code.id)]
            if codes:
                items = [(theme.id, theme.label), *((code.id, code.label) for code in codes)]
                rows += [_row(table, unit, theme.id, item, label) for item, label in items]
    return pd.DataFrame(rows)


def _row(table: Summary, unit: Unit, theme: str, item: str, label: str) -> dict[str, object]:
    cell = table.cell(unit.id, item)
    difference = table.difference(unit.id, item)
    return {
        table.by: unit.id,
        "label": unit.label,
        "theme": theme,
        "code": item if item != theme else "",
        "code_label": label,
        "sentences": cell.sentences,
        "speakers": cell.speakers,
        "documents": cell.documents,
        "speaker_share": round(cell.share, 4),
        "share_low": round(cell.low, 4),
        "share_high": round(cell.high, 4),
        "difference": round(difference.value, 4) if difference else None,
        "difference_low": round(difference.low, 4) if difference else None,
        "difference_high": round(difference.high, 4) if difference else None,
        "unit_sentences": unit.sentences,
        "unit_speakers": unit.speakers,
        "together": ";".join(f"{code}:{count}" for code, count in table.beside(unit.id, item)),
        "quotes": ";".join(cell.quotes),
    }
