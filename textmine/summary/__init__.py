"""Evidence in numbers and in words: what every group, speaker, document or factor says of themes and codes."""

from textmine.summary.counts import BY, FEW_SPEAKERS, UNITS, By, Cell, Summary, summary
from textmine.summary.frames import summary_frame
from textmine.summary.prose import comparison_note, sentences_of, shown_difference, shown_share
from textmine.summary.typical import typical
from textmine.summary.units import NO_GROUP, Unit, voice

__all__ = [
    "BY",
    "FEW_SPEAKERS",
    "NO_GROUP",
    "UNITS",
    "By",
    "Cell",
    "Summary",
    "Unit",
    "comparison_note",
    "sentences_of",
    "shown_difference",
    "shown_share",
    "summary",
    "summary_frame",
    "typical",
    "voice",
]
