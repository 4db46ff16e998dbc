"""The topics that count: what the last run found, with what people decided about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textmine.curation import Curation, curated
from textmine.errors import TopicError
from textmine.store import results
from textmine.store.database import Database
from textmine.store.topic_log import documents_of_sentences, load_topic_decisions
from textmine.store.vectors import vectors_of_sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def load_curated(db: Database, engine: str) -> Curation | None:
    """The topics of `engine` as people left them; None where there are none."""
    model = results.load_topics(db, engine)
    if model is None:
        return None
    decisions = load_topic_decisions(db)
    # Topics of an older version have no passages to decide about.
    if not decisions or not model.units:
        return Curation(model)
    return curated(model, decisions, documents_of_sentences(db), partial(_vectors, db))


def lost_decisions(db: Database, engine: str) -> tuple[TopicError, ...]:
    """The decisions about topics that fit nothing in the last run, as problems to be told."""
    found = load_curated(db, engine)
    return tuple(
        TopicError(
            lost.told, remedy="Dziennik decyzji: textmine topics log; cofnięcie: textmine topics undo."
        )
        for lost in (found.lost if found else ())
    )


def _vectors(db: Database, sentences: Sequence[str]) -> NDArray[np.float32]:
    return vectors_of_sentences(db, sentences)
