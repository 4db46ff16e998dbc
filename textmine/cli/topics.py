"""textmine topics: list, show, how the number was chosen, engines side by side, the log of decisions"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import command, console, messages, plain, print_json, show_problem, table

if TYPE_CHECKING:
    from textmine.curation import Curation
    from textmine.project import Project
    from textmine.records import Progress as ProgressOf
    from textmine.records import Topic, TopicModel

app = typer.Typer(
    name="topics",
    help="Tematy modelowane: o czym się mówi, niezależnie od książki kodów. Można je nazwać, połączyć, podzielić, odłożyć.",
    epilog='Przykład: textmine topics; potem textmine topics show 3, textmine topics rename 3 "kadry i szkoły"',
    invoke_without_command=True,
)
PASSAGES = 3

Folder = Annotated[Path | None, typer.Option("--project", "-p", help="Folder projektu.")]
AsJson = Annotated[bool, typer.Option("--json", help="Wynik dla programów.")]
Number = Annotated[str, typer.Argument(help="Numer tematu albo początek jego nazwy.", metavar="TEMAT")]


@app.callback()
@command
def topics(
    context: typer.Context,
    engine: Annotated[str | None, typer.Option("--engine", help="bertopic, lda albo nmf.")] = None,
    number: Annotated[
        int | None, typer.Option("--show", help="Pokaż temat o tym numerze; to samo co topics show.")
    ] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Tematy modelowane: o czym się mówi, niezależnie od książki kodów."""
    context.obj = folder
    if context.invoked_subcommand is not None:
        return
    project = opened(context, folder)
    model = _modelled(project, engine)
    if number is not None:
        _show(project, model, str(number), PASSAGES, as_json=as_json)
    elif as_json:
        print_json([_as_json(topic) for topic in model.topics])
    else:
        listed(model)
        if model.engine == project.settings.topics.engine:
            tell_lost(project.curation())


@app.command("show", epilog="Przykład: textmine topics show 3 --passages 10")
@command
def show(
    context: typer.Context,
    topic: Number,
    passages: Annotated[
        int, typer.Option("--passages", "-n", help="Ile typowych fragmentów.", min=0)
    ] = PASSAGES,
    engine: Annotated[str | None, typer.Option("--engine", help="bertopic, lda albo nmf.")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Pokaż temat: słowa, grupy, kody i typowe fragmenty z identyfikatorami zdań."""
    project = opened(context, folder)
    _show(project, _modelled(project, engine), topic, passages, as_json=as_json)


@app.command("number", epilog="Przykład: textmine topics number")
@command
def number(context: typer.Context, folder: Folder = None, as_json: AsJson = False) -> None:
    """Jak dobrano liczbę tematów: próby, ich miary i powód wyboru."""
    project = opened(context, folder)
    model = project.topics()
    if as_json:
        tried = [dataclasses.asdict(row) for row in model.choice]
        print_json({"topics": len(model.topics), "reason": model.reason, "tried": tried})
        return
    out = console()
    rows = [
        (
            "→" if row.chosen else "",
            row.topics,
            *map(_polish, (row.npmi, row.cv, row.diversity, row.stability, row.score)),
        )
        for row in model.choice
    ]
    if rows:
        headings = ("", "Tematów", "NPMI", "C_v", "Różnorodność", "Stabilność", "Ocena")
        out.print(table("Liczba tematów: próby", headings, rows, numbers=range(1, 7)))
    fixed = "Liczbę tematów podano w textmine.toml; prób nie było." if project.settings.topics.topics else ""
    out.print(plain(model.reason or fixed or "Prób nie zapisano: uruchom textmine run."), soft_wrap=True)
    out.print("[dim]Inna liczba: topics = 12 w sekcji \\[topics] pliku textmine.toml, potem textmine run[/]")


@app.command("compare", epilog="Przykład: textmine topics compare")
@command
def compare(context: typer.Context, folder: Folder = None, as_json: AsJson = False) -> None:
    """Porównaj silniki na tym samym materiale: spójność słów, różnorodność, stabilność, czas. Niczego nie zmienia."""
    project = opened(context, folder)
    with _bar("Porównuję silniki") as progress:
        found = project.compare_topics(progress=progress)
    if as_json:
        print_json([dataclasses.asdict(one) for one in found])
        return
    rows = [
        (one.engine, "–", *[""] * 6)
        if one.failed
        else (
            f"{one.engine} ←" if one.engine == project.settings.topics.engine else one.engine,
            one.topics,
            *map(_polish, (one.npmi, one.cv, one.diversity, one.stability)),
            f"{one.unassigned:.0%}",
            f"{one.seconds:.1f} s".replace(".", ","),
        )
        for one in found
    ]
    headings = ("Silnik", "Tematów", "NPMI", "C_v", "Różnorodność", "Stabilność", "Bez tematu", "Czas")
    out = console()
    out.print(table("Silniki na tym samym materiale", headings, rows, numbers=range(1, 8)))
    for one in found:
        if one.failed:
            out.print(f"{one.engine}: {plain(one.failed)}", soft_wrap=True)
    out.print(
        "[dim]NPMI (od −1 do 1) i C_v (od 0 do 1): czy słowa tematu padają razem. Stabilność (do 1): zgodność podziału "
        'trzech uruchomień. ← silnik tego projektu; inny: engine = "nmf" w sekcji \\[topics] pliku textmine.toml.[/]',
        soft_wrap=True,
    )


@app.command("log", epilog="Przykład: textmine topics log")
@command
def log(context: typer.Context, folder: Folder = None, as_json: AsJson = False) -> None:
    """Wypisz decyzje o tematach, także cofnięte i te, które nie mają teraz zastosowania."""
    from textmine.curation import active

    project = opened(context, folder)
    decisions = project.topic_log()
    counting = {decision.number for decision in active(decisions)}
    lost = {lost.decision.number: lost.why for lost in project.curation().lost}
    states = [
        "" if decision.act == "undo" else "cofnięta" if decision.number not in counting
        else f"nie ma zastosowania: {lost[decision.number]}" if decision.number in lost else "działa"
        for decision in decisions
    ]  # fmt: skip
    if as_json:
        print_json(
            [
                {
                    "number": decision.number,
                    "act": decision.act,
                    "told": decision.told,
                    "coder": decision.coder,
                    "time": decision.time,
                    "state": state,
                }
                for decision, state in zip(decisions, states, strict=True)
            ]
        )
        return
    if not decisions:
        console().print("Nie ma jeszcze decyzji o tematach.")
        return
    rows = [
        (d.number, d.time[:16].replace("T", " "), d.coder, d.told, state)
        for d, state in zip(decisions, states, strict=True)
    ]
    console().print(table("Decyzje o tematach", ("Nr", "Kiedy", "Kto", "Co", "Stan"), rows, numbers=(0,)))


def opened(context: typer.Context, folder: Path | None) -> Project:
    """The project of the option that stands after the command, or before it, or of the current folder."""
    from textmine.project import Project

    return Project.open(folder or context.obj or Path())


def tell_lost(curation: Curation) -> None:
    """What people decided and fits nothing now, on stderr."""
    from textmine.errors import TopicError

    for lost in curation.lost:
        show_problem(TopicError(lost.told, remedy="Opis: textmine topics log"), colour="yellow", word="Uwaga")


def listed(model: TopicModel) -> None:
    """A line a topic."""
    out = console()
    rows = [(t.id, t.label, ", ".join(w for w, _ in t.terms), t.size, f"{t.share:.0%}") for t in model.topics]
    headings = ("Nr", "Temat", "Słowa", "Fragmenty", "Udział")
    if rows:
        out.print(table(f"Tematy ({model.engine})", headings, rows, numbers=(0, 3, 4)))
    else:
        out.print("Wszystkie tematy odłożono albo żaden fragment nie ma tematu.")
    out.print(f"Bez tematu: {model.unassigned} z {model.passages} fragmentów.")
    for note in model.notes:
        out.print(f"[dim]{plain(note)}[/]", soft_wrap=True)


def _modelled(project: Project, engine: str | None) -> TopicModel:
    """The topics of an engine, with a bar where they are modelled now."""
    from textmine.errors import TopicError
    from textmine.topics import TOPIC_ENGINES

    if engine is not None and engine not in TOPIC_ENGINES:
        raise TopicError(
            f"Nieznany silnik tematów „{engine}”.", remedy=f"Wybierz: {', '.join(TOPIC_ENGINES)}."
        )
    with _bar("Wyróżniam tematy") as progress:
        return project.topics(engine, progress=progress)


@contextmanager
def _bar(what: str) -> Iterator[ProgressOf]:
    """A bar that is seen from the first step on, and gone at the end."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(what), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=messages(), transient=True) as progress:
        task = progress.add_task("", total=None, visible=False)
        yield lambda done, total: progress.update(task, completed=done, total=total, visible=True)


def _show(project: Project, model: TopicModel, wanted: str, passages: int, *, as_json: bool) -> None:
    from textmine.errors import QueryError
    from textmine.named import known_topic
    from textmine.summary.crossing import crossing, typical_passages

    if wanted.lstrip("-").isdigit() and int(wanted) not in {topic.id for topic in model.topics}:
        numbers = ", ".join(str(topic.id) for topic in sorted(model.topics, key=lambda topic: topic.id))
        raise QueryError(f"Nie ma tematu {wanted}.", remedy=f"Numery: {numbers or 'brak'}.")
    topic = known_topic(model, wanted)
    assert topic is not None
    analysis = dataclasses.replace(project.analysis(), topics=model)
    crossed = crossing(analysis, project.codebook)
    units = typical_passages(model, topic.id)[:passages]
    quotes = [[analysis.by_id[s] for s in unit.sentences if s in analysis.by_id] for unit in units]
    if as_json:
        print_json(
            {
                **_as_json(topic),
                "groups": [
                    {**dataclasses.asdict(cell), "remark": cell.remark}
                    for cell in (crossed.cells.values() if crossed else ())
                    if cell.topic == topic.id
                ],
                "codes": dataclasses.asdict(crossed.codes[topic.id]) if crossed else None,
                "passages": [
                    {"document": own[0].document, "sentences": [[s.id, s.text] for s in own]}
                    for own in quotes
                    if own
                ],
            }
        )
        return
    from textmine.cli.topic_page import show_topic

    show_topic(analysis, project.codebook, topic, crossed, quotes)


def _as_json(topic: Topic) -> dict[str, object]:
    return {name: getattr(topic, name) for name in ("id", "label", "terms", "size", "share", "examples")}


def _polish(value: float) -> str:
    return f"{value:.2f}".replace(".", ",").replace("-", "−")
