"""Exports: how long they take and how large they are, for the sample and for a study of eleven times its size."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.measured import Figure, textmine
from benchmarks.projects import copy_of_sample
from textmine.codebook import Codebook
from textmine.records import Analysis

FORMATS = ("csv", "parquet", "xlsx", "html", "docx")
# 18 documents eleven times: 198, as many as large studies have.
TIMES = 11
HTML_LIMIT = 5_000_000


def reports() -> list[Figure]:
    """Every export of the sample and of the large study; charts included, libraries imported before."""
    from textmine.project import Project

    with tempfile.TemporaryDirectory() as temporary:
        folder = copy_of_sample(Path(temporary) / "sample")
        textmine("run", folder, "--quiet")
        project = Project.open(folder)
        sample, codebook = project.analysis(), project.codebook
        target = Path(temporary) / "exports"
        target.mkdir()
        list(_measured("warm up", sample, codebook, target))
        return [
            *_measured(_name("sample", sample), sample, codebook, target, limit=HTML_LIMIT),
            *_measured(_name("large study", large := repeated(sample, TIMES)), large, codebook, target),
        ]


def repeated(analysis: Analysis, times: int) -> Analysis:
    """A study of the same documents several times over, each time under other names."""
    parts = range(times)
    return replace(
        analysis,
        documents=tuple(replace(d, name=f"{n}-{d.name}") for n in parts for d in analysis.documents),
        cases={f"{n}-{name}": case for n in parts for name, case in analysis.cases.items()},
        sentences=tuple(
            replace(s, id=f"{n}-{s.id}", document=f"{n}-{s.document}")
            for n in parts
            for s in analysis.sentences
        ),
        codings=tuple(
            replace(c, sentence_id=f"{n}-{c.sentence_id}") for n in parts for c in analysis.codings
        ),
        topics=None,
    )


def _name(what: str, analysis: Analysis) -> str:
    return f"{what} ({len(analysis.documents)} documents, {len(analysis.codings)} codings)"


def _measured(
    what: str, analysis: Analysis, codebook: Codebook, folder: Path, *, limit: int = 0
) -> Iterator[Figure]:
    from textmine.report import write

    for form in FORMATS:
        start = time.perf_counter()
        path = write(form, analysis, codebook, folder / f"report.{form}")
        seconds, size = time.perf_counter() - start, path.stat().st_size
        held = size < limit if limit and form == "html" else None
        yield Figure(
            f"{form}, {what}",
            f"{seconds:.1f} s, {size / 1e6:.1f} MB",
            "",
            None if held is None else limit / size,
            "" if held is None else f"{limit / 1e6:.0f} MB",
            held,
        )
