"""Why a sentence would or would not get codes: what fired, what was blocked, and what the trained coder thinks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.codebook import Codebook
from textmine.config import Settings
from textmine.errors import QueryError
from textmine.records import Document, Role, Sentence, Turn

if TYPE_CHECKING:
    from textmine.coding.coder import Considered
    from textmine.coding.rules import Finding

# Codes that the trained coder finds less likely than this are not worth a line.
LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence, what the rules found in it (blocked findings too), and the codes that the trained coder considered."""

    sentence: Sentence
    findings: tuple[Finding, ...]
    considered: tuple[Considered, ...]


def explain(
    text: str,
    codebook: Codebook,
    settings: Settings,
    outputs: Path,
    *,
    group: str | None = None,
    section: str | None = None,
) -> tuple[Explained, ...]:
    """Explain each sentence of a text as a respondent's words. Raises QueryError for a text without words."""
    from textmine.coder_model import learned_coder
    from textmine.coding import Coder
    from textmine.embed import MemoryCache, embed, load_encoder
    from textmine.nlp import load
    from textmine.nlp.annotate import annotate

    text = " ".join(text.split())
    turn = Turn(None, Role.RESPONDENT, 0, len(text), text, section=section)
    document = Document("zdanie", text, (turn,), "txt", None, "")
    nlp = load(settings.annotation.pipeline, lemmas=settings.annotation.lemmas)
    sentences = [s for s in annotate(document, nlp) if s.tokens]
    if not sentences:
        raise QueryError("W tekście nie ma słów.", remedy="Podaj zdanie w cudzysłowie.")
    encoder = load_encoder(settings.embedding.encoder)
    encode = partial(embed, encoder=encoder, cache=MemoryCache())
    learned, _problems = learned_coder(outputs, encoder.name)
    coder = Coder(codebook, encode=encode, threshold=settings.coding.threshold, learned=learned)
    vectors = encode([sentence.clean for sentence in sentences])
    considered = coder.consider(sentences, vectors, group=group, least=LEAST)
    return tuple(
        Explained(sentence, tuple(coder.explain(sentence)), tuple(codes))
        for sentence, codes in zip(sentences, considered, strict=True)
    )
