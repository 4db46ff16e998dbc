"""Sentences as the program sees them, with the analysis that ships."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from textmine.nlp import load
from textmine.nlp.annotate import annotate
from textmine.records import Document, Role, Sentence, Turn

Say = Callable[..., Sentence]


@pytest.fixture(scope="session")
def say() -> Say:
    """Makes the analysed sentence of a text that is one sentence."""
    nlp = load("embedded")

    def made(text: str, role: Role = Role.RESPONDENT, section: str | None = None) -> Sentence:
        turn = Turn("R1", role, 0, len(text), text)
        sentences = annotate(Document("W01.txt", text, (turn,), "txt", "utf-8", ""), nlp)
        assert len(sentences) == 1, [sentence.text for sentence in sentences]
        return replace(sentences[0], section=section)

    return made
