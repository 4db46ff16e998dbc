"""One topic on the terminal: what it is about, who talks of it, which codes it has, and how it sounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textmine.cli.app import console, plain, table
from textmine.language.plurals import PASSAGES, counted, share

if TYPE_CHECKING:
    from textmine.codebook import Codebook
    from textmine.records import Analysis, Sentence, Topic
    from textmine.summary.topic_cells import Crossing, Part

SHOWN_CODES = 8


def show_topic(
    analysis: Analysis,
    codebook: Codebook,
    topic: Topic,
    crossed: Crossing | None,
    quotes: Sequence[Sequence[Sentence]],
) -> None:
    """Print a topic; `quotes` are passages as their sentences."""
    from textmine.evidence import citation, short_names

    out = console()
    out.print(
        f"[bold]{topic.id}. {plain(topic.label)}[/] ({counted(topic.size, PASSAGES)}, {topic.share:.0%})"
    )
    out.print(
        plain(", ".join(f"{word} {weight:.2f}".replace(".", ",") for word, weight in topic.terms)),
        soft_wrap=True,
    )
    if crossed:
        _show_groups(topic, crossed)
        _show_codes(codebook, topic, crossed)
    names = short_names([document.name for document in analysis.documents])
    for own in quotes:
        if own:
            source = citation(own[0], names, analysis.group_of(own[0]), analysis.groups)
            text = " ".join(" ".join(sentence.text.split()) for sentence in own)
            out.print(f"  „{plain(text)}” [dim]{plain(source)} {plain(own[0].id)}[/]", soft_wrap=True)


def _show_groups(topic: Topic, crossed: Crossing) -> None:
    rows = []
    for group, label, *_ in crossed.groups:
        cell = crossed.cells[topic.id, group]
        people = f"{cell.speakers.count} z {cell.speakers.total}" if cell.speakers.total else "–"
        more = f"{cell.leaning.count} z {cell.leaning.total}" if cell.leaning.total else "–"
        rows.append((label, _interval(cell.passages), people, more, cell.remark))
    headings = ("Grupa", "Fragmenty (95% PU)", "Osoby", "Więcej niż przeciętnie", "Uwaga")
    console().print(table("Kto o tym mówi", headings, rows, numbers=(1, 2, 3)))


def _show_codes(codebook: Codebook, topic: Topic, crossed: Crossing) -> None:
    found = crossed.codes[topic.id]
    out = console()
    rows = [
        (f"{codebook.theme(codebook.code(code).theme).label}: {codebook.code(code).label}", _interval(part))
        for code, part in found.codes[:SHOWN_CODES]
    ]
    if rows:
        out.print(table("Kody we fragmentach tematu", ("Kod", "Fragmenty (95% PU)"), rows, numbers=(1,)))
    whole = f"w całym materiale {share(crossed.coded.share)}"
    out.print(f"Z jakimkolwiek kodem: {_interval(found.coded)}; {whole}.", soft_wrap=True)
    if found.candidate:
        out.print(
            "[yellow]Książka kodów obejmuje ten temat rzadziej niż inne: kandydat na nowy kod.[/]",
            soft_wrap=True,
        )


def _interval(part: Part) -> str:
    return f"{part.count} z {part.total}, {share(part.share)} ({share(part.low)}–{share(part.high)})"
