"""Tokens a second from raw text to lemmas, tags and sentences, beside a spaCy pipeline of the published architecture."""

from __future__ import annotations

import subprocess
import sys
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
        *_scaling(texts),
        *_loading(),
    ]


def _scaling(texts: Sequence[str]) -> list[Figure]:
    """One process and two on the same words, enough of them that starting the second weighs little."""
    enough = list(texts) * (1 + 1_500_000 // max(1, sum(map(len, texts))))
    seconds = []
    for processes in (1, 2):
        nlp = _loaded()
        started = time.perf_counter()
        for _doc in nlp.pipe(enough, batch_size=256, n_process=processes):
            pass
        seconds.append(time.perf_counter() - started)
    ratio = seconds[0] / seconds[1]
    return [
        Figure(
            f"two processes, {sum(map(len, enough)) / 1e6:.1f} million characters",
            f"{seconds[1]:.1f} s",
            f"one process: {seconds[0]:.1f} s",
            ratio,
            "1.7 times (issue 3)",
            ratio >= 1.7,
        )
    ]


_LOAD = """
import re, sys, time
from pathlib import Path
import spacy
started = time.perf_counter()
from textmine.nlp import load
nlp = load("embedded")
loaded = time.perf_counter() - started
for line in sys.stdin:
    nlp(line)
# getrusage would tell the peak of the process that started this one.
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(loaded, int(peak[1]) / 1024)
"""


def _loading() -> list[Figure]:
    """Loading the embedded pipeline in a process of its own, and the peak memory after the sample's words."""
    text = "\n".join(" ".join(text.split()) for text in sample_texts())
    run = subprocess.run(
        [sys.executable, "-c", _LOAD], input=text, capture_output=True, text=True, check=True, cwd=ROOT
    )
    seconds, peak = map(float, run.stdout.split())
    return [
        Figure("loading the embedded pipeline", f"{seconds:.2f} s", "", 1 / seconds, "1 s", seconds <= 1),
        Figure(
            "peak memory of annotating the sample", f"{peak:.0f} MB", "", 400 / peak, "400 MB", peak < 400
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
