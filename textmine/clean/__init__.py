"""Clean text for analysis, with a map back to the verbatim text."""

from textmine.clean.cleaning import Cleaned, clean

__all__ = ["Cleaned", "clean"]
