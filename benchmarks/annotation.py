"""Tokens a second from raw text to lemmas, tags and sentences, beside a spaCy pipeline of the published architecture."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

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
    ours = speed(loaded(), texts)
    sample = speed(loaded(), sample_texts())
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
        *_scaling(),
        *_loading(),
    ]


_PASS = """
import sys, time
from benchmarks.annotation import loaded, long_texts
every, first, processes = map(int, sys.argv[1:])
nlp, texts = loaded(), long_texts()[first::every]
print("ready", flush=True)
sys.stdin.readline()
started = time.perf_counter()
for _doc in nlp.pipe(texts, batch_size=256, n_process=processes):
    pass
print(time.perf_counter() - started)
"""
_PASSES = 5


def long_texts() -> list[str]:
    """The turns of twelve sittings of the Sejm where they are, else the large texts over and over."""
    sittings = sorted((ROOT.parent / "shared" / "data" / "transcripts" / "sejm").glob("*.txt"))
    if sittings:
        return _turns(sittings)
    _, texts = large_texts()
    return texts * (1 + 4_000_000 // max(1, sum(map(len, texts))))


def _scaling() -> list[Figure]:
    """`n_process=2` against one process, and against two that know nothing of each other and have half of the words each.

    Every pass is a new process, in which no word was seen; the passes take turns, for the machine's speed moves.
    """
    one, two, halves = [], [], []
    for _ in range(_PASSES):
        one.append(_passes([(1, 0, 1)]))
        two.append(_passes([(1, 0, 2)]))
        halves.append(_passes([(2, 0, 1), (2, 1, 1)]))
    seconds, apart = median(two), median(halves)
    ratio = median(one) / seconds
    size = f"{sum(map(len, long_texts())) / 1e6:.1f} million characters, median of {_PASSES} passes"
    return [
        Figure(
            f"two processes, {size}",
            f"{seconds:.1f} s",
            f"one process: {median(one):.1f} s",
            ratio,
            "1.7 times (issue 3)",
            ratio >= 1.7,
        ),
        Figure(
            "the same in two processes apart, half of the text each",
            f"{apart:.1f} s",
            "what this machine gives: nothing is shared, nothing is put together",
            median(one) / apart,
        ),
    ]


def _passes(parts: Sequence[tuple[int, int, int]]) -> float:
    """Seconds until processes that begin together are done, one a part: every how many texts, from which on, n_process."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _PASS, *map(str, part)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for part in parts
    ]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return max(float(process.communicate()[0]) for process in running)


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


def loaded() -> Language:
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
