"""Tokens a second from raw text to lemmas, tags and sentences, beside a spaCy pipeline of the published architecture."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from spacy.language import Language

from benchmarks.measured import ROOT, Figure


def texts_of(folder: Path) -> list[str]:
    """The turns of all transcripts of a project."""
    from textmine.ingest import read
    from textmine.project import Project

    return [
        turn.text
        for _, path in Project.open(folder).files()
        for turn in read(path).turns
        if turn.text.strip()
    ]


def speed(nlp: Language, texts: Sequence[str]) -> float:
    """Tokens a second in one process on the second half of the texts, after a first half that warms the caches."""
    half = len(texts) // 2
    for _ in nlp.pipe(texts[:half]):
        pass
    started = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(texts[half:]))
    return tokens / (time.perf_counter() - started)


def annotation() -> list[Figure]:
    """Whole pipelines on the sample corpus, and the component alone."""
    from benchmarks.spacy_architecture import random_pipeline
    from textmine.nlp import load

    texts = texts_of(ROOT)
    nlp = load("embedded")
    ours = speed(nlp, texts)
    component = _component(load("embedded"), texts)
    other = random_pipeline(list(nlp.pipe(texts[:300])))
    theirs = speed(other, texts[: len(texts) // 2])
    ratio = ours / theirs
    return [
        Figure(
            "annotation, raw text to lemmas and sentences",
            f"{ours:,.0f} tokens/s",
            f"pl_core_news_sm architecture: {theirs:,.0f} tokens/s",
            ratio,
            "4 times (issue 2)",
            ratio >= 4,
        ),
        Figure(
            "component morfeusz alone",
            f"{component:,.0f} tokens/s",
            "60,000 tokens/s (issue 3)",
            component / 60_000,
        ),
    ]


def _component(nlp: Language, texts: Sequence[str]) -> float:
    component = nlp.get_pipe("morfeusz")
    docs = [nlp.get_pipe("textmine_sentences")(nlp.make_doc(text)) for text in texts]
    half = len(docs) // 2
    for _ in component.pipe(docs[:half]):
        pass
    started = time.perf_counter()
    tokens = sum(len(doc) for doc in component.pipe(docs[half:]))
    return tokens / (time.perf_counter() - started)
