"""Captions without punctuation in a project: a run that skips reading gives the same sentences."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from small_project import make_project

from textmine.store import documents
from textmine.store.database import Database

CUES = (
    (1.0, 3.0, "szukamy spawaczy od roku"),
    (4.0, 6.0, "nikt się nie zgłasza do"),
    (7.5, 8.0, "pracy"),
    (9.0, 11.0, "szkoła daje nam uczniów"),
)


def test_pauses_are_there_when_reading_is_skipped(tmp_path: Path) -> None:
    project = make_project(tmp_path / "badanie")
    blocks = (
        f"{number}\n00:00:{start:06.3f} --> 00:00:{end:06.3f}\n{words}\n"
        for number, (start, end, words) in enumerate(CUES, 1)
    )
    (project.paths.corpus / "rozmowa.srt").write_text("\n".join(blocks), encoding="utf-8")
    project.run()
    with Database(project.paths.database) as db:
        before = documents.load_sentences(db, documents.load_documents(db, ["rozmowa.srt"]))
    assert [sentence.text for sentence in before] == [
        "szukamy spawaczy od roku",
        "nikt się nie zgłasza do pracy",
        "szkoła daje nam uczniów",
    ]
    # As after a change of what annotates, which leaves what was read.
    with sqlite3.connect(project.paths.database) as connection:
        connection.execute("UPDATE document SET annotated_key = NULL")
        connection.execute("DELETE FROM sentence")
        connection.execute("DELETE FROM stage WHERE name = 'annotate'")
    result = project.run()
    assert "read" in result.skipped
    assert "annotate" not in result.skipped
    with Database(project.paths.database) as db:
        assert documents.load_sentences(db, documents.load_documents(db, ["rozmowa.srt"])) == before
