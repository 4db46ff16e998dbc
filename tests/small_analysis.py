"""Small analyses made by hand: what a report shows must not depend on how the coder works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.codebook import default_codebook
from textmine.records import (
    Analysis,
    Case,
    Coding,
    Document,
    Method,
    Role,
    RunInfo,
    Sentence,
    Topic,
    TopicModel,
    TopicPassage,
    Turn,
)

CODEBOOK = default_codebook()


@dataclass(frozen=True)
class Said:
    """One sentence of somebody, and the codes that it carries."""

    text: str
    codes: tuple[str, ...] = ()
    speaker: str | None = "R"
    document: str = "W01_firma.txt"
    group: str | None = "przedsiebiorstwa"
    role: Role = Role.RESPONDENT
    time: float | None = None
    confidence: float = 0.8


def make_analysis(
    said: Sequence[Said], *, title: str = "Wywiad", topic: str = "", project: str = "Próba"
) -> Analysis:
    """An analysis in which each line is a turn of one sentence; `topic` labels a topic that holds them all."""
    documents, sentences, codings = [], [], []
    cases: dict[str, Case] = {}
    for name in sorted({line.document for line in said}):
        turns: list[Turn] = []
        text = ""
        for line in (line for line in said if line.document == name):
            start, end = len(text), len(text) + len(line.text)
            text += line.text + "\n"
            identity = f"{name}-{len(turns)}"
            turns.append(Turn(line.speaker, line.role, start, end, line.text, line.time))
            sentences.append(
                Sentence(
                    identity,
                    name,
                    len(turns) - 1,
                    len(turns) - 1,
                    start,
                    end,
                    line.text,
                    line.text,
                    line.speaker,
                    line.role,
                    line.time,
                )
            )
            codings += [
                Coding(identity, code, line.confidence, Method.RULE, start, end, "próba", f"„{line.text}”")
                for code in sorted(line.codes)
            ]
            cases[name] = Case(name, line.group, "2025-03-12", title, "wywiad")
        documents.append(Document(name, text, tuple(turns), "txt", "utf-8", "0" * 64))
    ids = tuple(sentence.id for sentence in sentences)
    topics = None
    if topic:
        found = Topic(1, topic, (("spawacz", 0.5), (topic, 0.2)), len(ids), 1.0, ids[:2])
        weights = {identity: {1: 1.0} for identity in ids}
        units = tuple(TopicPassage((identity,), {1: 1.0}, 0.1 * n, 0.0) for n, identity in enumerate(ids))
        topics = TopicModel("nmf", (found,), weights, 0, len(ids), units=units, distances=((0.0,),))
    run = RunInfo(project, "próbny", "brak", "nmf", "2025-03-20T12:00:00+01:00")
    return Analysis(
        tuple(documents), cases, tuple(sentences), tuple(codings), topics, dict(CODEBOOK.groups), run
    )
