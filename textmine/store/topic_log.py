"""The log of what people decided about topics: append-only, as triggers see to."""

from __future__ import annotations

import json
from typing import Any

from textmine.curation import Act, Part, Remembered, TopicDecision
from textmine.store.database import Database


def append_topic_decision(db: Database, decision: TopicDecision) -> int:
    """Add a line to the log and give back its number; there is no way to change or delete one."""
    content = {
        "topics": [[topic.label, topic.sentences] for topic in decision.topics],
        "parts": [[part.sentences, part.terms, part.examples] for part in decision.parts],
        "apart": decision.apart,
        "documents": decision.documents,
    }
    with db.transaction() as connection:
        added = connection.execute(
            "INSERT INTO topic_decision (act, label, content, undone, engine, coder, time)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                decision.act,
                decision.label,
                json.dumps(content, ensure_ascii=False),
                decision.undone or None,
                decision.engine,
                decision.coder,
                decision.time,
            ),
        )
    return int(added.lastrowid or 0)


def load_topic_decisions(db: Database) -> tuple[TopicDecision, ...]:
    """The log, oldest first."""
    rows: list[tuple[Any, ...]] = db.rows(
        "SELECT number, act, label, content, undone, engine, coder, time FROM topic_decision ORDER BY number"
    )
    return tuple(
        TopicDecision(
            act=Act(act),
            topics=tuple(Remembered(name, tuple(sentences)) for name, sentences in known["topics"]),
            label=label,
            parts=tuple(
                Part(tuple(sentences), tuple((word, weight) for word, weight in terms), tuple(examples))
                for sentences, terms, examples in known["parts"]
            ),
            apart=known["apart"],
            documents=tuple(known["documents"]),
            undone=undone or 0,
            engine=engine,
            coder=coder,
            time=time,
            number=number,
        )
        for number, act, label, content, undone, engine, coder, time in rows
        for known in [json.loads(content)]
    )


def topic_decision_count(db: Database) -> int:
    """How many lines there are: changes with every new one, as none is ever deleted."""
    rows: list[tuple[Any, ...]] = db.rows("SELECT count(*) FROM topic_decision")
    return int(rows[0][0])


def documents_of_sentences(db: Database) -> dict[str, str]:
    """The document of every sentence, by the sentence's id."""
    rows: list[tuple[Any, ...]] = db.rows("SELECT id, document FROM sentence")
    return dict(rows)
