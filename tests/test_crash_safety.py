"""Real processes that are killed, stopped, out of space or without rights: one message, and the next run finishes."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from small_project import make_project

from textmine.project import Project

STAGES = ("read", "annotate", "embed", "topics", "code", "index", "report")
# Linux: PR_CAPBSET_DROP; CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH let root write where nobody may.
_DROP, _ROOTS_RIGHTS = 24, (1, 2)


def textmine(*arguments: str | Path, before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """`textmine ...` in a process of its own; `before` runs in it first."""

    def prepared() -> None:
        # A shell starts what runs in the background deaf to Ctrl-C, and all that it starts inherits that.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if before is not None:
            before()

    return subprocess.Popen(
        [sys.executable, "-m", "textmine.cli.main", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=prepared,  # noqa: PLW1509 - no threads here
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and what was said to the user."""
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def one_message(said: str) -> str:
    """The one error that was told. No traceback."""
    assert "Traceback" not in said
    told = [line for line in said.splitlines() if "Błąd:" in line]
    assert len(told) == 1, said
    return told[0]


def finished_stages(project: Project) -> set[str]:
    """What a run has finished so far, seen from outside."""
    try:
        with sqlite3.connect(f"{project.paths.database.absolute().as_uri()}?mode=ro", uri=True) as connection:
            return {row[0] for row in connection.execute("SELECT name FROM stage")}
    except sqlite3.Error:
        return set()


def wait_for(process: subprocess.Popen[str], project: Project, stage: str) -> None:
    """Until the run finished `stage`, or ended."""
    while process.poll() is None and stage not in finished_stages(project):
        time.sleep(0.002)


def state(project: Project) -> tuple[pd.DataFrame, list[object]]:
    """What a project knows: the evidence, and everything that was analysed, without times and numbers."""
    analysis = project.analysis(tokens=True)
    quotes = [
        (quote.text, quote.citation, quote.codes, round(quote.score, 6))
        for query in ("spawacz", "decyzja szkolenie", "urząd")
        for quote in project.quotes(query, n=20)
    ]
    return project.evidence(), [
        analysis.documents,
        analysis.sentences,
        analysis.codings,
        analysis.topics,
        quotes,
    ]


def assert_same(project: Project, other: Project) -> None:
    """The same results, in the database and in the files."""
    (evidence, rest), (expected, others) = state(project), state(other)
    pd.testing.assert_frame_equal(evidence, expected)
    assert rest == others
    assert project.paths.export("csv").read_bytes() == other.paths.export("csv").read_bytes()
    for form in ("parquet", "xlsx", "html"):
        assert project.paths.export(form).stat().st_size > 500


def assert_sound(project: Project) -> None:
    """The database is whole and holds no half-written document."""
    with sqlite3.connect(project.paths.database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert not connection.execute(
            "SELECT name FROM document WHERE annotated_key IS NOT NULL"
            " AND name NOT IN (SELECT document FROM sentence)"
        ).fetchall()


def leftovers(project: Project) -> list[str]:
    """Temporary files of tables and reports."""
    return [path.name for path in project.paths.outputs.glob(".*") if path.name != ".lock"]


@pytest.mark.slow
def test_killed_after_every_stage_and_finished_by_the_next_run(project: Project, finished: Project) -> None:
    killed = 0
    for stage in STAGES[:-1]:
        process = textmine("run", project.paths.root)
        wait_for(process, project, stage)
        process.kill()
        killed += ended(process)[0] == -signal.SIGKILL
        if project.paths.database.exists():
            assert_sound(project)
    assert killed >= 3
    assert ended(textmine("run", project.paths.root))[0] == 0
    assert_sound(project)
    assert_same(project, finished)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [1.0, 2.0])
def test_killed_at_any_moment(project: Project, finished: Project, seconds: float) -> None:
    process = textmine("run", project.paths.root)
    time.sleep(seconds)
    process.kill()
    ended(process)
    if project.paths.database.exists():
        assert_sound(project)
    project.run()
    assert_sound(project)
    assert_same(project, finished)


@pytest.mark.parametrize("stage", ["read", "annotate", "code"])
def test_killed_after_an_edit_that_is_taken_back(finished: Project, tmp_path: Path, stage: str) -> None:
    # The fingerprints of the first run fit again, but its sentences and codings are gone.
    project = copied(finished, tmp_path)
    file = project.paths.corpus / "W01_firma.txt"
    original = file.read_bytes()
    file.write_bytes(original.replace(b"Brakuje nam", b"Nie ma"))

    class Killed(BaseException):
        pass

    def listener(event: object) -> None:
        if type(event).__name__ == "StageFinished" and getattr(event, "stage", "") == stage:
            raise Killed

    with pytest.raises(Killed):
        project.run(progress=listener)
    file.write_bytes(original)
    project.run()
    assert_same(project, finished)


def copied(project: Project, folder: Path) -> Project:
    """The same project elsewhere, under the same name."""
    return Project.open(shutil.copytree(project.paths.root, folder / "kopia" / project.paths.root.name))


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["annotate", "code"])
def test_ctrl_c_says_what_was_kept(project: Project, finished: Project, stage: str) -> None:
    process = textmine("run", project.paths.root)
    wait_for(process, project, stage)
    process.send_signal(signal.SIGINT)
    code, said = ended(process)
    assert "Traceback" not in said
    assert code == 130, said
    assert said.count("Przerwano.") == 1
    assert leftovers(project) == []
    assert_sound(project)
    project.run()
    assert_same(project, finished)


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.15, 0.4])
def test_ctrl_c_while_the_program_starts(project: Project, seconds: float) -> None:
    process = textmine("run", project.paths.root)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    code, said = ended(process)
    # Before Python has read our first line, nobody can catch it.
    assert code in {130, -signal.SIGINT}
    assert code != 130 or "Traceback" not in said


@pytest.mark.slow
@pytest.mark.parametrize("bytes_left", [8_000, 170_000])
def test_a_disk_that_is_full(project: Project, finished: Project, bytes_left: int) -> None:
    limit = (bytes_left, bytes_left)
    process = textmine(
        "run", project.paths.root, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    code, said = ended(process)
    assert code == 1
    message = one_message(said)
    assert "brakuje miejsca" in message
    assert "Zwolnij miejsce" in message
    project.run()
    assert_sound(project)
    assert_same(project, finished)


def test_a_disk_that_is_full_when_the_report_is_written(finished: Project, tmp_path: Path) -> None:
    project = copied(finished, tmp_path)
    project.paths.export("html").unlink()
    old = project.paths.export("csv").read_bytes()
    # Enough for the database's notes of the stages, too little for the report.
    limit = (40_000, 40_000)
    process = textmine(
        "run", project.paths.root, before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    code, said = ended(process)
    assert code == 1
    message = one_message(said)
    assert "report.html" in message
    assert "brakuje miejsca" in message
    assert leftovers(project) == []
    assert project.paths.export("csv").read_bytes() == old
    project.run()
    assert_same(project, finished)


def without_roots_rights() -> None:
    """Root is held to the rights of files, as everybody else is."""
    if os.geteuid() == 0:
        for right in _ROOTS_RIGHTS:
            if ctypes.CDLL(None).prctl(_DROP, right, 0, 0, 0) != 0:
                os._exit(77)


@pytest.mark.parametrize(
    ("place", "mode", "named", "words"),
    [
        (".", 0o555, "outputs", "Nie można zapisać (brak uprawnień)"),
        ("outputs", 0o555, "outputs", "Nie można zapis"),
        ("outputs", 0o000, "outputs", "brak uprawnień"),
        ("corpus", 0o000, "corpus", "Nie można odczytać folderu"),
        ("textmine.toml", 0o000, "textmine.toml", "Nie można odczytać ustawień"),
        ("codebook.yaml", 0o000, "codebook.yaml", "Nie można odczytać"),
    ],
)
def test_a_place_without_rights(project: Project, place: str, mode: int, named: str, words: str) -> None:
    path = project.paths.root / place
    if place == "outputs":
        path.mkdir()
    path.chmod(mode)
    code, said = ended(textmine("run", project.paths.root, before=without_roots_rights))
    path.chmod(0o755)
    if code == 77:
        pytest.skip("root's rights cannot be dropped here")
    assert code == 1
    message = one_message(said)
    assert str(project.paths.root / named) in message
    assert words in message


def test_results_can_be_read_where_nothing_can_be_written(finished: Project, tmp_path: Path) -> None:
    project = copied(finished, tmp_path)
    project.paths.outputs.chmod(0o555)
    script = (
        "import sys; from textmine.project import Project; project = Project.open(sys.argv[1]);"
        "print(len(project.evidence()), project.quotes('spawacz', semantic=False)[0].citation)"
    )
    process = subprocess.run(
        [sys.executable, "-c", script, str(project.paths.root)],
        capture_output=True,
        check=False,
        text=True,
        preexec_fn=without_roots_rights,
    )
    project.paths.outputs.chmod(0o755)
    if process.returncode == 77:
        pytest.skip("root's rights cannot be dropped here")
    assert process.stdout.strip() == f"{len(finished.evidence())} [W01, przedsiębiorstwo, R]", process.stderr


@pytest.mark.slow
def test_two_runs_at_once(project: Project, finished: Project) -> None:
    first, second = textmine("run", project.paths.root), textmine("run", project.paths.root)
    results = sorted([ended(first), ended(second)])
    codes = [code for code, _ in results]
    assert codes == [0, 1], "one works, the other is told"
    message = one_message(results[1][1])
    assert "pracuje już inne" in message
    assert "Poczekaj" in message
    assert_sound(project)
    assert_same(project, finished)


@pytest.mark.slow
def test_results_are_read_while_a_run_works(finished: Project, tmp_path: Path) -> None:
    project = copied(finished, tmp_path)
    (project.paths.corpus / "W03.txt").write_text(
        "M: Jak?\nR: Brakuje nam spawaczy.\n" * 10, encoding="utf-8"
    )
    process = textmine("run", project.paths.root)
    seen = 0
    while process.poll() is None:
        quotes = project.quotes("spawacz", semantic=False)
        texts = {document.name: document.text for document in project.analysis().documents}
        assert all(quote.text in texts[quote.sentence.document] for quote in quotes)
        seen += 1
    assert ended(process)[0] == 0
    assert seen >= 1
    assert len(project.analysis().documents) == 3


def test_a_damaged_database_is_named_and_left_alone(finished: Project, tmp_path: Path) -> None:
    project = copied(finished, tmp_path)
    project.paths.database.write_bytes(b"to nie jest baza danych" * 500)
    code, said = ended(textmine("run", project.paths.root))
    assert code == 1
    assert str(project.paths.database) in one_message(said)
    assert project.paths.database.read_bytes().startswith(b"to nie jest")
    project.paths.database.rename(project.paths.outputs / "stara.sqlite")
    project.run()
    assert_same(project, finished)


def test_a_name_that_is_no_text_is_told_and_the_others_go_on(project: Project) -> None:
    try:
        with open(os.fsencode(project.paths.corpus) + b"/wywiad_\xb3.txt", "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write("M: Jak?\nR: Dobrze.\n")
    except OSError:
        pytest.skip("this system has no such names")
    result = project.run()
    assert any("Zmień nazwę pliku" in str(problem) for problem in result.problems)
    assert len(project.analysis().documents) == 2
    assert project.run().problems
    assert make_project(project.paths.root).paths == project.paths
