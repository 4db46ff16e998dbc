"""What was done and with what: the part of a report that lets it be defended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from textmine.codebook import Codebook
from textmine.language.plurals import TOPICS, counted
from textmine.records import Analysis, Method, Role

_PROPOSALS = "To propozycje, które badacz przegląda i poprawia."
_LEARNED = (
    "Kody proponuje model wyuczony na zdaniach zakodowanych ręcznie (z banku programu i przez badacza); waży słowa, "
    f"znaczenie zdania, zdania sąsiednie i to, co mówią reguły (wzorce, zaprzeczenia). {_PROPOSALS}"
)
_RULED = (
    "Kody nadają reguły języka polskiego (wzorce na formach podstawowych, zaprzeczenia) i podobieństwo do definicji. "
    + _PROPOSALS
)
_METHODS = (
    (Method.LEARNED, "model wyuczony"),
    (Method.RULE, "reguły"),
    (Method.SEMANTIC, "podobieństwo do przykładów"),
    (Method.HUMAN, "badacz"),
)
# Where the model codes, a code has a rule as its reason when both found it, or the researcher's own pattern did.
_RULE_BESIDE_MODEL = "uzasadnione regułą"
LIMITS = (
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
        *_by_method(analysis),
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
    rows.extend(("Ograniczenie", limit) for limit in (_LEARNED if _is_learned(analysis) else _RULED, *LIMITS))
    return rows


def _by_method(analysis: Analysis) -> list[Sequence[object]]:
    """How many codings each method gave, those that gave none left out."""
    given = Counter(coding.method for coding in analysis.codings)
    names = {**dict(_METHODS), Method.RULE: _RULE_BESIDE_MODEL} if _is_learned(analysis) else dict(_METHODS)
    return [(f"Nadane kody: {name}", given[method]) for method, name in names.items() if given[method]]


def _is_learned(analysis: Analysis) -> bool:
    return any(coding.method is Method.LEARNED for coding in analysis.codings)
