"""Coded evidence, theme summaries and verbatim quotes from Polish interviews and workshop notes.

import textmine

project = textmine.Project.open("my-study")
project.run()
project.evidence()                       # pandas DataFrame
project.quotes("brak pracowników")       # verbatim, with citations
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.errors import TextmineError
    from textmine.project import Project

__all__ = ["Project", "TextmineError", "__version__"]


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: `textmine --help` needs none of it."""
    if name == "Project":
        from textmine.project import Project

        return Project
    if name == "TextmineError":
        from textmine.errors import TextmineError

        return TextmineError
    if name == "__version__":
        from importlib.metadata import version

        return version("textmine")
    raise AttributeError(f"module 'textmine' has no attribute {name!r}")
