"""textmine topics rename, merge, split, drop, undo"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import command, console, plain
from textmine.cli.topics import Folder, Number, app, listed, opened, tell_lost

if TYPE_CHECKING:
    from textmine.curation import Curation

# The commands of `topics` with these added.
__all__ = ["app"]

Coder = Annotated[str, typer.Option("--coder", help="Kto decyduje, np. inicjały.")]
Name = Annotated[str, typer.Option("--name", help="Nazwa nowego tematu.")]


@app.command("rename", epilog='Przykład: textmine topics rename 3 "kadry i szkoły" --coder AK')
@command
def rename(
    context: typer.Context,
    topic: Number,
    name: Annotated[str, typer.Argument(help="Nowa nazwa, w cudzysłowie.", metavar="NAZWA")],
    coder: Coder = "",
    folder: Folder = None,
) -> None:
    """Nazwij temat. Nazwa zostaje po następnym uruchomieniu i jest we wszystkich tabelach."""
    _told(opened(context, folder).rename_topic(topic, name, coder=coder))


@app.command("merge", epilog='Przykład: textmine topics merge 2 5 7 --name "energia"')
@command
def merge(
    context: typer.Context,
    topics: Annotated[list[str], typer.Argument(help="Numery dwóch lub więcej tematów.", metavar="TEMATY…")],
    name: Name = "",
    coder: Coder = "",
    folder: Folder = None,
) -> None:
    """Połącz tematy w jeden, pod najmniejszym z ich numerów."""
    _told(opened(context, folder).merge_topics(topics, label=name, coder=coder))


@app.command(
    "split",
    epilog=(
        'Przykład: textmine topics split 3 --words "staż praktyka"; textmine topics split 3 --query "staże w firmach";'
        " textmine topics split 3"
    ),
)
@command
def split(
    context: typer.Context,
    topic: Number,
    words: Annotated[
        str | None,
        typer.Option("--words", help="Oddziel fragmenty z którymś z tych słów, w każdej odmianie."),
    ] = None,
    query: Annotated[
        str | None, typer.Option("--query", help="Oddziel fragmenty, które mówią o tym, co pytanie.")
    ] = None,
    sentences: Annotated[
        list[str] | None,
        typer.Option("--sentence", help="Oddziel fragment z tym zdaniem (identyfikator z topics show)."),
    ] = None,
    name: Name = "",
    coder: Coder = "",
    folder: Folder = None,
) -> None:
    """Podziel temat: bez opcji na dwie części, które różnią się najbardziej."""
    made = opened(context, folder).split_topic(
        topic,
        words=None if words is None else words.replace(",", " ").split(),
        query=query,
        sentences=sentences or None,
        label=name,
        coder=coder,
    )
    _told(made)


@app.command("drop", epilog="Przykład: textmine topics drop 4")
@command
def drop(context: typer.Context, topic: Number, coder: Coder = "", folder: Folder = None) -> None:
    """Odłóż temat, który nic nie mówi; jego fragmenty zostają w materiale, bez tematu."""
    _told(opened(context, folder).drop_topic(topic, coder=coder))


@app.command("undo", epilog="Przykład: textmine topics undo; wcześniejszą decyzję: textmine topics undo 3")
@command
def undo(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(help="Numer decyzji z topics log; bez podania ostatnia.", metavar="[NR]")
    ] = None,
    coder: Coder = "",
    folder: Folder = None,
) -> None:
    """Cofnij decyzję o tematach; dziennik pamięta ją i cofnięcie."""
    project = opened(context, folder)
    taken_back = project.undo_topic(number, coder=coder)
    console().print(f"Cofnięto: {plain(taken_back.told)}.", soft_wrap=True)
    _told(project.curation())


def _told(curation: Curation) -> None:
    listed(curation.model)
    console().print("[dim]Cofnięcie: textmine topics undo. Tabele i raport odświeży: textmine run[/]")
    tell_lost(curation)
