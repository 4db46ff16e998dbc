"""The house: imports run one way, inner rooms know nothing of disk commands or terminals, start-up is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import textmine
from textmine import ingest, nlp

PACKAGE = Path(textmine.__file__).parent
LEVELS = (
    {"errors", "records", "config", "language"},
    {"ingest", "clean", "nlp", "embed", "codebook"},
    {"coding", "topics", "curation", "agreement", "proportions"},
    {"evidence", "summary", "search", "gold", "evaluate"},
    {"store", "report"},
    {
        "pipeline",
        "coder_model",
        "hand_coding",
        "own_coder",
        "explain",
        "stages",
        "folder",
        "named",
        "study",
        "topic_curation",
        "topic_study",
        "project",
    },
    {"cli", "web"},
)
RANK = {room: rank for rank, level in enumerate(LEVELS) for room in level}
# The codebook checks its patterns with the room that runs them.
ALLOWED = {("codebook", "coding")}
HEAVY = (
    "spacy",
    "bertopic",
    "gensim",
    "numba",
    "umap",
    "hdbscan",
    "pandas",
    "sklearn",
    "matplotlib",
    "scipy",
    "pyarrow",
)


def _imports(path: Path, *, top_level: bool = False) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level else list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    room = _room(path)
    if room == "__init__":
        return
    for name in _imports(path):
        if name.startswith("textmine."):
            other = name.split(".")[1]
            assert (room, other) in ALLOWED or RANK[other] <= RANK[room], f"{room} imports {name}"


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_commands_know_the_terminal(path: Path) -> None:
    if _room(path) != "cli":
        assert not {"rich", "typer"} & {name.split(".")[0] for name in _imports(path)}


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_nlp_room_imports_spacy(path: Path) -> None:
    if _room(path) != "nlp":
        runtime = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(runtime):
            if isinstance(node, ast.Import):
                assert not any(alias.name.split(".")[0] == "spacy" for alias in node.names)


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_store_knows_sql(path: Path) -> None:
    if _room(path) != "store":
        assert "sqlite3" not in set(_imports(path))


def test_help_imports_nothing_heavy() -> None:
    code = f"import sys; import textmine.cli.main; print(sorted(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names() -> None:
    assert textmine.__all__ == ["Project", "TextmineError", "__version__"]
    assert all(getattr(textmine, name) for name in textmine.__all__)
    assert ingest.__all__ == ["read"]
    assert nlp.__all__ == ["load"]
    methods = {name for name in dir(textmine.Project) if not name.startswith("_")}
    assert {
        "open",
        "create",
        "run",
        "evidence",
        "summary",
        "quotes",
        "topics",
        "export",
        "evaluate",
    } <= methods
