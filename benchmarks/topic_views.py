"""What is made of topics when they are looked at: decisions replayed, groups and codes crossed, the map drawn."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.measured import Figure, textmine
from benchmarks.projects import copy_of_sample
from benchmarks.reports import TIMES, repeated
from textmine.curation import Act, TopicDecision, curated, remembered
from textmine.records import Analysis, TopicPassage

# As often, the sample has a hundred thousand passages.
MANY = 215
NAMES = 5


def topic_views() -> list[Figure]:
    """The sample's topics eleven and 215 times over; decisions are five names."""
    from textmine.project import Project

    with tempfile.TemporaryDirectory() as temporary:
        folder = copy_of_sample(Path(temporary) / "sample")
        textmine("run", folder, "--quiet")
        project = Project.open(folder)
        sample = project.analysis()
        found = []
        for times in (1, TIMES, MANY):
            found += _measured(_with_topics(sample, times), project)
        return found


def _with_topics(sample: Analysis, times: int) -> Analysis:
    """The study several times over, its topics too."""
    assert sample.topics is not None
    large = repeated(sample, times)
    units = tuple(
        TopicPassage(tuple(f"{n}-{s}" for s in unit.sentences), unit.weights, unit.x, unit.y)
        for n in range(times)
        for unit in sample.topics.units
    )
    topics = tuple(
        replace(t, size=t.size * times, examples=tuple(f"0-{s}" for s in t.examples))
        for t in sample.topics.topics
    )
    weights = {sentence: unit.weights for unit in units for sentence in unit.sentences}
    return replace(
        large,
        topics=replace(sample.topics, topics=topics, units=units, weights=weights, passages=len(units)),
    )


def _measured(analysis: Analysis, project: object) -> list[Figure]:
    from textmine.project import Project
    from textmine.report.topic_map import topic_map
    from textmine.summary.crossing import crossing

    assert isinstance(project, Project) and analysis.topics is not None
    model, codebook = analysis.topics, project.codebook
    documents = {sentence.id: sentence.document for sentence in analysis.sentences}
    names = tuple(document.name for document in analysis.documents)
    log = [
        TopicDecision(Act.RENAME, (remembered(model, topic),), f"nazwa {n}", documents=names, number=n)
        for n, topic in enumerate(model.topics[:NAMES], 1)
    ]

    def drawn() -> int:
        drawing = topic_map(analysis)
        return len(drawing.svg()) if drawing else 0

    what = f"{len(model.units)} passages"
    return [
        _timed(f"topics, {what}: {len(log)} names given again", lambda: curated(model, log, documents)),
        _timed(f"topics, {what}: against groups and codes", lambda: crossing(analysis, codebook)),
        _timed(f"topics, {what}: the map as SVG", drawn),
    ]


def _timed(name: str, act: Callable[[], object]) -> Figure:
    """The best of two runs."""
    best = float("inf")
    made: object = None
    for _ in range(2):
        begun = time.perf_counter()
        made = act()
        best = min(best, time.perf_counter() - begun)
    size = f", {made / 1e6:.1f} MB" if isinstance(made, int) else ""
    return Figure(name, f"{best:.2f} s{size}", "")
