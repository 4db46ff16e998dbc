"""What tests share: a small project, and the shared data where it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings
from small_project import make_project

from textmine.project import Project

# In CI the examples are the same on every run, so that a landing never fails by the luck of the draw; everywhere else they
# are new, and what they find becomes an @example.
# A busy machine is slow at times: how long an example takes is no property.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", derandomize=True, print_blob=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project that was not run."""
    return make_project(tmp_path / "badanie")


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that was run once; tests only read it."""
    project = make_project(tmp_path_factory.mktemp("finished") / "badanie")
    project.run()
    return project


@pytest.fixture
def shared() -> Path:
    """The folder with real data, which is not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED
