"""Coding: barriers, needs and cooperation in each sentence, with a reason."""

from textmine.coding.coder import Coder

__all__ = ["Coder"]
