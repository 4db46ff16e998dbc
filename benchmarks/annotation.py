"""Tokens a second from raw text to lemmas, tags and sentences, beside a spaCy pipeline of the published architecture."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language

from benchmarks.measured import ROOT, Figure
from benchmarks.projects import transcripts_komisja


def sample_texts() -> list[str]:
    """The turns of the sample corpus."""
    from textmine.project import Project

    return _turns(path for _, path in Project.open(ROOT).files())


def large_texts() -> tuple[str, list[str]]:
    """The turns of the committee's sittings where they are, else of the sample; with a name for the table."""
    folder = transcripts_komisja()
    if folder is None:
        return "sample", sample_texts()
    return "komisja", _turns(sorted(folder.glob("*.txt")))


def _turns(paths: Iterable[Path]) -> list[str]:
    from textmine.ingest import read

    return [turn.text for path in paths for turn in read(path).turns if turn.text.strip()]


def speed(nlp: Language, texts: Sequence[str]) -> float:
    """Tokens a second in one process, one pass, no word seen before."""
    started = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    return tokens / (time.perf_counter() - started)


def annotation() -> list[Figure]:
    """Whole pipelines on raw text, and the component alone."""
    from benchmarks.spacy_architecture import random_pipeline
    from textmine.nlp import load

    name, texts = large_texts()
    ours = speed(_loaded(), texts)
    sample = speed(_loaded(), sample_texts())
    component = _component(load("embedded"), texts)
    other = random_pipeline(list(load("embedded").pipe(texts[:200])))
    part = texts[: max(len(texts) // 4, 1)]
    theirs = speed(other, part)
    ratio = ours / theirs
    return [
        Figure(
            f"annotation of {name}, raw text to lemmas and sentences",
            f"{ours:,.0f} tokens/s",
            f"pl_core_news_sm architecture: {theirs:,.0f} tokens/s",
            ratio,
            "8 times (issue 3)",
            ratio >= 8,
        ),
        Figure(
            "annotation of the sample (25,000 tokens)", f"{sample:,.0f} tokens/s", "the same", sample / theirs
        ),
        Figure(
            f"component morfeusz alone, {name}",
            f"{component:,.0f} tokens/s",
            "",
            component / 60_000,
            "60,000 tokens/s",
            component >= 60_000,
        ),
    ]


def _loaded() -> Language:
    """A pipeline whose files are read, so that loading is not counted as work."""
    from textmine.nlp import load

    nlp = load("embedded")
    nlp("Dzień dobry.")
    return nlp


def _component(nlp: Language, texts: Sequence[str]) -> float:
    component = nlp.get_pipe("morfeusz")
    docs = [nlp.get_pipe("textmine_sentences")(nlp.make_doc(text)) for text in texts]
    started = time.perf_counter()
    tokens = sum(len(doc) for doc in component.pipe(docs))
    return tokens / (time.perf_counter() - started)
