"""What a researcher names by hand, found in the codebook or among the topics; what is not there gets the nearest name."""

from __future__ import annotations

import difflib

from textmine.codebook import Codebook
from textmine.errors import QueryError
from textmine.records import Topic, TopicModel


def known_group(codebook: Codebook, text: str | None) -> str | None:
    """A group's id by its id or label. Raises QueryError with the nearest one."""
    if text is None:
        return None
    found = codebook.group_id(text)
    if found is None:
        raise _unknown("grupy", text, tuple(codebook.groups))
    return found


def known_code(codebook: Codebook, text: str | None) -> str | None:
    """A code by its full id, or by its own part where that is unique. Raises QueryError."""
    if text is None or codebook.has_code(text):
        return text
    ids = [code.id for code in codebook.codes]
    found = [identity for identity in ids if identity.partition(".")[2] == text]
    if len(found) != 1:
        raise _unknown("kodu", text, tuple(found or ids))
    return found[0]


def known_factor(codebook: Codebook, text: str | None) -> tuple[str, ...]:
    """The codes of a factor by its id or label; () for None. Raises QueryError."""
    if text is None:
        return ()
    wanted = text.strip().casefold()
    for factor in codebook.factors:
        if wanted in (factor.id.casefold(), factor.label.casefold()):
            return factor.codes
    raise _unknown("czynnika", text, tuple(factor.id for factor in codebook.factors))


def known_topic(model: TopicModel | None, text: str | int | None) -> Topic | None:
    """A modelled topic by its number, its label or the beginning of that. Raises QueryError."""
    if text is None:
        return None
    topics = model.topics if model else ()
    wanted = str(text).strip().casefold()
    found = [topic for topic in topics if str(topic.id) == wanted]
    found = found or [topic for topic in topics if topic.label.casefold() == wanted]
    found = found or [topic for topic in topics if topic.label.casefold().startswith(wanted)]
    if not wanted or len(found) != 1:
        names = ", ".join(f"{topic.id} ({topic.label})" for topic in found or topics)
        raise QueryError(
            f"Nie ma jednego tematu „{text}”.",
            remedy=f"Podaj numer: {names}." if names else "Tematy wypisze polecenie: textmine topics",
        )
    return found[0]


def known_theme(codebook: Codebook, text: str | None) -> str | None:
    """A theme by its id. Raises QueryError."""
    themes = tuple(theme.id for theme in codebook.themes)
    if text is not None and text not in themes:
        raise _unknown("tematu", text, themes)
    return text


def _unknown(what: str, text: str, known: tuple[str, ...]) -> QueryError:
    near = difflib.get_close_matches(text, known, n=1, cutoff=0.5)
    hint = f"Czy chodziło o „{near[0]}”?" if near else f"Do wyboru: {', '.join(known)}."
    return QueryError(f"Nie ma {what} „{text}”.", remedy=hint)
