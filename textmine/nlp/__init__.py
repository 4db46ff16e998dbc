"""Pipelines for Polish. Only modules that need spaCy import it."""

from textmine.nlp.pipelines import load

__all__ = ["load"]
