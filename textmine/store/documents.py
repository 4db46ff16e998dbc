"""Documents, turns and sentences in the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from textmine.records import (
    Change,
    Conservation,
    Document,
    Portion,
    Role,
    Seam,
    Sentence,
    SpeakerDecision,
    Token,
    Turn,
)
from textmine.store.database import Database


def save_document(db: Database, document: Document, *, read_key: str) -> None:
    """Store a document as read. Its sentences and codings go; what people decided stays."""
    with db.transaction() as connection:
        connection.execute("DELETE FROM document WHERE name = ?", (document.name,))
        connection.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                document.name,
                document.text,
                document.format,
                document.encoding,
                document.sha256,
                _notes(document),
                read_key,
            ),
        )
        connection.executemany(
            "INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    document.name,
                    position,
                    turn.speaker,
                    turn.role,
                    turn.start,
                    turn.end,
                    turn.time,
                    turn.group,
                    turn.section,
                    turn.votes,
                    turn.written,
                    _packed_seams(turn.seams),
                )
                for position, turn in enumerate(document.turns)
            ),
        )


def delete_documents(db: Database, names: Iterable[str]) -> None:
    """Forget documents that are no longer in the corpus. Decisions about their sentences stay."""
    with db.transaction() as connection:
        connection.executemany("DELETE FROM document WHERE name = ?", ((name,) for name in names))


def read_keys(db: Database) -> dict[str, str]:
    """The fingerprint under which each document was read."""
    return dict(db.rows("SELECT name, read_key FROM document"))  # type: ignore[arg-type]


def annotated_keys(db: Database) -> dict[str, str | None]:
    """The fingerprint under which each document was annotated, None where it was not."""
    return dict(db.rows("SELECT name, annotated_key FROM document"))  # type: ignore[arg-type]


def load_documents(db: Database, names: Sequence[str] | None = None) -> tuple[Document, ...]:
    """The documents in corpus order, all or those named."""
    wanted = None if names is None else set(names)
    turns: dict[str, list[tuple[Any, ...]]] = {}
    for name, *turn in db.rows(
        "SELECT document, speaker, role, start, stop, time, note_group, section, votes, written, seams"
        " FROM turn ORDER BY document, position"
    ):
        turns.setdefault(str(name), []).append(tuple(turn))
    return tuple(
        _document(row, turns.get(str(row[0]), ()))
        for row in db.rows("SELECT name, text, format, encoding, sha256, notes FROM document ORDER BY name")
        if wanted is None or row[0] in wanted
    )


def save_sentences(db: Database, document: str, sentences: Sequence[Sentence], *, annotated_key: str) -> None:
    """Replace the sentences of one document."""
    with db.transaction() as connection:
        connection.execute("DELETE FROM sentence WHERE document = ?", (document,))
        connection.executemany(
            "INSERT INTO sentence (id, document, position, turn, start, stop, clean, tokens)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    sentence.id,
                    document,
                    sentence.index,
                    sentence.turn,
                    sentence.start,
                    sentence.end,
                    sentence.clean,
                    _packed(sentence.tokens),
                )
                for sentence in sentences
            ),
        )
        connection.execute("UPDATE document SET annotated_key = ? WHERE name = ?", (annotated_key, document))


def load_sentences(
    db: Database, documents: Sequence[Document], *, tokens: bool = True
) -> tuple[Sentence, ...]:
    """The sentences of `documents` in their order, with their tokens or (quicker) without."""
    column = "tokens" if tokens else "'[]'"
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for name, *row in db.rows(
        f"SELECT document, id, turn, position, start, stop, clean, {column} FROM sentence ORDER BY document, position"  # noqa: S608
    ):
        rows.setdefault(str(name), []).append(tuple(row))
    return tuple(sentence_of(document, *row) for document in documents for row in rows.get(document.name, ()))


def sentence_of(
    document: Document,
    identity: str,
    turn: int,
    position: int,
    start: int,
    stop: int,
    clean: str,
    tokens: str,
) -> Sentence:
    """A sentence from its row; the text is sliced from the document."""
    spoken = document.turns[turn]
    return Sentence(
        id=identity,
        document=document.name,
        turn=turn,
        index=position,
        start=start,
        end=stop,
        text=document.text[start:stop],
        clean=clean,
        speaker=spoken.speaker,
        role=spoken.role,
        time=spoken.time,
        group=spoken.group,
        section=spoken.section,
        votes=spoken.votes,
        tokens=tuple(Token(*fields) for fields in json.loads(tokens)),
    )


def set_stakeholders(db: Database, groups: Mapping[str, str | None]) -> None:
    """Note the group of every sentence, by sentence id, for the filters of the search."""
    with db.transaction() as connection:
        connection.executemany(
            "UPDATE sentence SET stakeholder = ? WHERE id = ?",
            ((group, key) for key, group in groups.items()),
        )


def set_vector_keys(connection: sqlite3.Connection, keys: Iterable[tuple[str, str]]) -> None:
    """Note under which key the vector of each sentence is cached: (key, sentence id) pairs."""
    connection.executemany("UPDATE sentence SET vector = ? WHERE id = ?", keys)


def _packed(tokens: Sequence[Token]) -> str:
    fields = [[t.text, t.lemma, t.pos, t.tag, t.morph, t.start, t.end] for t in tokens]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def _packed_seams(seams: Sequence[Seam]) -> str | None:
    if not seams:
        return None
    return json.dumps([[seam.place, seam.pause] for seam in seams], separators=(",", ":"))


def _seams(packed: str | None) -> tuple[Seam, ...]:
    return tuple(Seam(*fields) for fields in json.loads(packed)) if packed else ()


def _notes(document: Document) -> str:
    notes = {
        "speakers": [
            [s.speaker, s.role, s.turns, s.words, s.share, s.questions, s.reason] for s in document.speakers
        ],
        "warnings": document.warnings,
        "repairs": document.repairs,
        "aside": document.aside,
        "metadata": dict(document.metadata),
        "changes": [[one.start, one.before, one.after, one.reason] for one in document.changes],
        "conservation": None if document.conservation is None else asdict(document.conservation),
    }
    return json.dumps(notes, ensure_ascii=False)


def _document(row: Sequence[Any], turns: Sequence[tuple[Any, ...]]) -> Document:
    name, text, form, encoding, sha256, packed = row
    notes = json.loads(packed)
    return Document(
        name=name,
        text=text,
        turns=tuple(_turn(text, turn) for turn in turns),
        format=form,
        encoding=encoding,
        sha256=sha256,
        speakers=tuple(
            SpeakerDecision(speaker, Role(role), *rest) for speaker, role, *rest in notes["speakers"]
        ),
        warnings=tuple(notes["warnings"]),
        repairs=tuple(notes["repairs"]),
        aside=tuple(notes["aside"]),
        metadata=notes["metadata"],
        changes=tuple(Change(*fields) for fields in notes.get("changes", ())),
        conservation=_conservation(notes.get("conservation")),
    )


def _turn(text: str, row: Sequence[Any]) -> Turn:
    speaker, role, start, stop, time, group, section, votes, written, seams = row
    return Turn(
        speaker,
        Role(role),
        start,
        stop,
        text[start:stop],
        time,
        group,
        section,
        votes,
        written,
        _seams(seams),
    )


def _conservation(packed: Mapping[str, Any] | None) -> Conservation | None:
    if packed is None:
        return None
    aside, dropped, added = (
        tuple(Portion(**one) for one in packed[name]) for name in ("aside", "dropped", "added")
    )
    return Conservation(packed["source"], packed["spoken"], aside, dropped, added)
