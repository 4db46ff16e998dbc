"""Codings, what people decided about them, and topics in the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from typing import Any

from textmine.records import (
    Coding,
    Decision,
    Method,
    Sentence,
    Status,
    Topic,
    TopicCount,
    TopicModel,
    TopicPassage,
)
from textmine.store.database import Database


def save_codings(db: Database, codings: Iterable[Coding]) -> None:
    """Replace what the program coded. What people decided is another table and stays."""
    with db.transaction() as connection:
        connection.execute("DELETE FROM coding")
        connection.executemany(
            "INSERT INTO coding VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (c.sentence_id, c.code, c.confidence, c.method, c.start, c.end, c.rule, c.reason)
                for c in codings
            ),
        )


def load_codings(db: Database) -> tuple[Coding, ...]:
    """What the program coded, before people's decisions."""
    return tuple(
        Coding(sentence, code, confidence, Method(method), start, stop, rule, reason)
        for sentence, code, confidence, method, start, stop, rule, reason in _rows(
            db, "SELECT sentence, code, confidence, method, start, stop, rule, reason FROM coding"
        )
    )


def append_decision(db: Database, decision: Decision, sentence: Sentence) -> None:
    """Add a line to the log of what people decided; there is no way to change or delete one."""
    append_decisions(db, [(decision, sentence)])


def append_decisions(
    db: Database,
    decisions: Iterable[tuple[Decision, Sentence]],
    reviewed: Iterable[tuple[Sentence, str, str]] = (),
) -> None:
    """Add lines to the log, and sentences that a person looked at as (sentence, coder, time): all of them or none."""
    with db.transaction() as connection:
        connection.executemany(
            "INSERT INTO decision (sentence, document, quote, code, verdict, coder, time, note)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (d.sentence_id, s.document, s.text, d.code, d.verdict, d.coder, d.time, d.note)
                for d, s in decisions
            ),
        )
        connection.executemany(
            "INSERT INTO review (sentence, document, quote, coder, time) VALUES (?, ?, ?, ?, ?)",
            ((s.id, s.document, s.text, coder, time) for s, coder, time in reviewed),
        )


def load_reviewed(db: Database) -> frozenset[str]:
    """The ids of the sentences that a person looked at."""
    return frozenset(row[0] for row in _rows(db, "SELECT DISTINCT sentence FROM review"))


def load_decisions(db: Database) -> tuple[Decision, ...]:
    """The log, oldest first."""
    return tuple(
        Decision(*row)
        for row in _rows(
            db, "SELECT sentence, code, verdict, coder, time, note FROM decision ORDER BY number"
        )
    )


def decision_count(db: Database) -> int:
    """How many decisions there are: changes with every new one, as none is ever deleted."""
    return int(_rows(db, "SELECT count(*) FROM decision")[0][0])


def decided(
    codings: Sequence[Coding], decisions: Sequence[Decision], sentences: Sequence[Sentence]
) -> tuple[Coding, ...]:
    """The codings after people's decisions: the last word on each sentence and code counts.

    Rejected codings go, accepted ones are marked, added ones appear with the whole sentence as their span. Decisions
    about sentences that are gone change nothing. Order: by sentence as in `sentences`, then by code.
    """
    last: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        last[decision.sentence_id, decision.code] = decision
    known = {sentence.id: (place, sentence) for place, sentence in enumerate(sentences)}
    result: dict[tuple[str, str], Coding] = {
        (c.sentence_id, c.code): c for c in codings if c.sentence_id in known
    }
    for key, decision in last.items():
        if key[0] not in known or decision.verdict == "undo":
            continue
        if decision.verdict == "reject":
            result.pop(key, None)
        elif key in result:
            result[key] = replace(result[key], status=Status.ACCEPTED)
        else:
            result[key] = _added(decision, known[key[0]][1])
    return tuple(result[key] for key in sorted(result, key=lambda key: (known[key[0]][0], key[1])))


def _added(decision: Decision, sentence: Sentence) -> Coding:
    reason = f"kod nadany ręcznie: {decision.coder}, {decision.time[:10]}"
    return Coding(
        sentence.id,
        decision.code,
        1.0,
        Method.HUMAN,
        sentence.start,
        sentence.end,
        "human",
        reason + (f" ({decision.note})" if decision.note else ""),
        Status.ACCEPTED,
    )


def save_topics(db: Database, model: TopicModel, *, fingerprint: str) -> None:
    """Replace the topics of one engine."""
    with db.transaction() as connection:
        connection.execute("DELETE FROM topic_model WHERE engine = ?", (model.engine,))
        connection.execute(
            "INSERT INTO topic_model VALUES (?, ?, ?, ?, ?)",
            (
                model.engine,
                fingerprint,
                model.unassigned,
                model.passages,
                json.dumps(model.notes, ensure_ascii=False),
            ),
        )
        connection.executemany(
            "INSERT INTO topic VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    model.engine,
                    topic.id,
                    topic.label,
                    json.dumps(topic.terms, ensure_ascii=False),
                    topic.size,
                    topic.share,
                    json.dumps(topic.examples),
                )
                for topic in model.topics
            ),
        )
        connection.executemany(
            "INSERT INTO topic_weight VALUES (?, ?, ?, ?)",
            (
                (model.engine, sentence, topic, weight)
                for sentence, weights in model.weights.items()
                for topic, weight in weights.items()
            ),
        )
        _save_details(connection, model)


def _save_details(connection: sqlite3.Connection, model: TopicModel) -> None:
    connection.execute(
        "INSERT INTO topic_detail VALUES (?, ?, ?, ?, ?)",
        (
            model.engine,
            json.dumps([astuple(count) for count in model.choice]),
            model.reason,
            json.dumps(model.distances),
            json.dumps({topic.id: topic.typical for topic in model.topics}),
        ),
    )
    connection.executemany(
        "INSERT INTO topic_passage VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                model.engine,
                number,
                json.dumps(unit.sentences),
                json.dumps(list(unit.weights.items())),
                unit.x,
                unit.y,
            )
            for number, unit in enumerate(model.units)
        ),
    )


def delete_topics(db: Database, engine: str) -> None:
    """Forget the topics of one engine: they no longer belong to the material."""
    with db.transaction() as connection:
        connection.execute("DELETE FROM topic_model WHERE engine = ?", (engine,))


def topic_fingerprint(db: Database, engine: str) -> str | None:
    """The fingerprint under which the topics of `engine` were made, None where there are none."""
    rows = _rows(db, "SELECT fingerprint FROM topic_model WHERE engine = ?", engine)
    return rows[0][0] if rows else None


def load_topics(db: Database, engine: str) -> TopicModel | None:
    """The topics of `engine`, None where there are none."""
    found = _rows(db, "SELECT unassigned, passages, notes FROM topic_model WHERE engine = ?", engine)
    if not found:
        return None
    unassigned, passages, notes = found[0]
    weights: dict[str, dict[int, float]] = {}
    for sentence, topic, weight in _rows(
        db, "SELECT sentence, topic, weight FROM topic_weight WHERE engine = ?", engine
    ):
        weights.setdefault(sentence, {})[topic] = weight
    choice, reason, distances, typical = _details(db, engine)
    topics = tuple(
        Topic(
            identity,
            label,
            tuple((word, weight) for word, weight in json.loads(terms)),
            size,
            share,
            tuple(json.loads(examples)),
            tuple(typical.get(str(identity), ())),
        )
        for identity, label, terms, size, share, examples in _rows(
            db,
            "SELECT id, label, terms, size, share, examples FROM topic WHERE engine = ? ORDER BY id",
            engine,
        )
    )
    notes = tuple(json.loads(notes))
    units = _topic_passages(db, engine)
    return TopicModel(engine, topics, weights, unassigned, passages, notes, units, choice, reason, distances)


def _topic_passages(db: Database, engine: str) -> tuple[TopicPassage, ...]:
    return tuple(
        TopicPassage(tuple(json.loads(sentences)), dict(json.loads(weights)), x, y)
        for sentences, weights, x, y in _rows(
            db,
            "SELECT sentences, weights, x, y FROM topic_passage WHERE engine = ? ORDER BY number",
            engine,
        )
    )


def _details(
    db: Database, engine: str
) -> tuple[tuple[TopicCount, ...], str, tuple[tuple[float, ...], ...], dict[str, list[int]]]:
    """How the number was chosen and how far topics are apart; nothing for topics of an older version."""
    found = _rows(db, "SELECT choice, reason, distances, typical FROM topic_detail WHERE engine = ?", engine)
    if not found:
        return (), "", (), {}
    choice, reason, distances, typical = found[0]
    counts = tuple(TopicCount(*row) for row in json.loads(choice))
    return counts, reason, tuple(tuple(row) for row in json.loads(distances)), json.loads(typical)


def _rows(db: Database, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    return db.rows(sql, parameters)
