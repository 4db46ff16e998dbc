"""What was done and with what: the part of a report that lets it be defended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textmine.codebook import Codebook
from textmine.language.plurals import TOPICS, counted
from textmine.records import Analysis, Role

LIMITS = (
    "Kody nadają reguły języka polskiego (wzorce na formach podstawowych, zaprzeczenia) i podobieństwo do definicji; "
    "są to propozycje, które badacz przegląda i poprawia.",
    "Wypowiedzi prowadzących nie są kodowane.",
    "Ironii, aluzji i odniesień do odległych zdań program zwykle nie rozpoznaje.",
    "Przy kilku rozmówcach w grupie udziały mają szerokie przedziały i nie należy ich porównywać.",
    "Tematy modelowane są podpowiedzią, o czym się mówi; nie zastępują lektury.",
)


def day(moment: str) -> str:
    """An ISO moment as people write it: "25.11.2026, 09:44"; what is no moment stays as it is."""
    try:
        return datetime.fromisoformat(moment).strftime("%d.%m.%Y, %H:%M")
    except ValueError:
        return moment


def method_rows(analysis: Analysis, codebook: Codebook) -> list[Sequence[object]]:
    """(what, value) rows: material, tools, settings, problems, limits."""
    run = analysis.run
    spoken = [s for s in analysis.sentences if s.role is not Role.MODERATOR]
    coded = {coding.sentence_id for coding in analysis.codings}
    topics = analysis.topics
    rows: list[Sequence[object]] = [
        ("Projekt", run.project),
        ("Stan z", day(run.finished)),
        ("Dokumenty", len(analysis.documents)),
        ("Zdania rozmówców", len(spoken)),
        ("Zdania prowadzących (niekodowane)", len(analysis.sentences) - len(spoken)),
        ("Zdania z kodem", len(coded)),
        ("Nadane kody", len(analysis.codings)),
        ("Kody w książce kodów", len(codebook.codes)),
        ("Analiza językowa", run.pipeline),
        ("Wektory zdań", run.encoder),
        ("Tematy modelowane", f"{run.engine}: {counted(len(topics.topics), TOPICS)}" if topics else "brak"),
    ]
    if topics:
        rows.append(("Fragmenty bez tematu", f"{topics.unassigned} z {topics.passages}"))
        rows.extend(("Uwaga do tematów", note) for note in topics.notes)
    rows.extend(run.settings)
    rows.extend((f"Wersja: {name}", version) for name, version in run.versions)
    rows.extend(("Problem z materiałem", problem) for problem in run.problems)
    rows.extend(("Ograniczenie", limit) for limit in LIMITS)
    return rows
