"""Projects in temporary folders, made from a folder of transcripts."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from benchmarks.measured import ROOT

KOMISJA = ROOT.parent / "shared" / "data" / "transcripts" / "komisja"


def transcripts_komisja() -> Path | None:
    """The sittings of a parliamentary committee: TEXTMINE_KOMISJA, or the shared folder beside the project."""
    folder = Path(os.environ.get("TEXTMINE_KOMISJA", KOMISJA))
    return folder if folder.is_dir() else None


def project_of(transcripts: Path, target: Path) -> Path:
    """A project with a copy of these transcripts."""
    from textmine.project import Project

    Project.create(target)
    corpus = target / "corpus"
    shutil.rmtree(corpus)
    shutil.copytree(transcripts, corpus)
    return target


def copy_of_sample(target: Path) -> Path:
    """The sample project, without its results."""
    target.mkdir(parents=True)
    shutil.copytree(ROOT / "corpus", target / "corpus")
    for name in ("textmine.toml", "codebook.yaml"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, target / name)
    return target


def words_of(folder: Path) -> int:
    """Words of all documents of a folder, as the pipeline reads them."""
    from textmine.ingest import read
    from textmine.project import Project

    project = Project.open(folder)
    return sum(len(turn.text.split()) for _, path in project.files() for turn in read(path).turns)
