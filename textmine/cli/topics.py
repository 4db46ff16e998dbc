"""textmine topics"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from textmine.cli.app import command, console, messages, plain, print_json, table


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("topics", epilog="Przykład: textmine topics --engine nmf --show 3")(topics)


@command
def topics(
    engine: Annotated[str | None, typer.Option("--engine", help="bertopic, lda albo nmf.")] = None,
    show: Annotated[
        int | None, typer.Option("--show", help="Pokaż typowe wypowiedzi tematu o tym numerze.")
    ] = None,
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
) -> None:
    """Tematy modelowane: o czym się mówi, niezależnie od książki kodów."""
    import dataclasses

    from textmine.errors import QueryError, TopicError
    from textmine.language.plurals import PASSAGES, counted
    from textmine.project import Project
    from textmine.topics import TOPIC_ENGINES

    project = Project.open(folder)
    if engine is not None and engine not in TOPIC_ENGINES:
        raise TopicError(
            f"Nieznany silnik tematów „{engine}”.", remedy=f"Wybierz: {', '.join(TOPIC_ENGINES)}."
        )
    with messages().status("Wyróżniam tematy…"):
        model = project.topics(engine)
    if as_json:
        print_json([dataclasses.asdict(topic) for topic in model.topics])
        return
    out = console()
    if show is not None:
        topic = next((t for t in model.topics if t.id == show), None)
        if topic is None:
            raise QueryError(f"Nie ma tematu {show}.", remedy=f"Numery: 1–{len(model.topics)}.")
        analysis = project.analysis()
        out.print(
            f"[bold]{topic.id}. {plain(topic.label)}[/] ({counted(topic.size, PASSAGES)}, {topic.share:.0%})"
        )
        out.print(plain(", ".join(f"{word} {weight:.2f}" for word, weight in topic.terms)))
        for identity in topic.examples:
            if identity in analysis.by_id:
                sentence = analysis.by_id[identity]
                out.print(f"  „{plain(sentence.text)}” [dim]\\[{plain(sentence.document)}][/]")
        return
    rows = [(t.id, t.label, ", ".join(w for w, _ in t.terms), t.size, f"{t.share:.0%}") for t in model.topics]
    out.print(
        table(
            f"Tematy ({model.engine})",
            ("Nr", "Temat", "Słowa", "Fragmenty", "Udział"),
            rows,
            numbers=(0, 3, 4),
        )
    )
    out.print(f"Bez tematu: {model.unassigned} z {model.passages} fragmentów.")
    for note in model.notes:
        out.print(f"[dim]{plain(note)}[/]")
