"""textmine explain"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.app import command, console, plain, print_json

if TYPE_CHECKING:
    from textmine.explain import Explained


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("explain", epilog='Przykład: textmine explain "Młodych to my tu nie uświadczymy."')(explain)


@command
def explain(
    text: Annotated[str, typer.Argument(help="Zdanie w cudzysłowie.", metavar="ZDANIE")],
    group: Annotated[str | None, typer.Option("--group", help="Grupa rozmówcy, np. edukacja.")] = None,
    section: Annotated[str | None, typer.Option("--section", help="Nagłówek stolika warsztatu.")] = None,
    folder: Annotated[Path, typer.Option("--project", "-p", help="Folder projektu.")] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="Wynik dla programów.")] = False,
) -> None:
    """Pokaż, dlaczego zdanie dostaje kody albo ich nie dostaje."""
    from textmine.project import Project

    found = Project(folder).explain(text, group=group, section=section)
    if as_json:
        print_json([_record(item) for item in found])
        return
    for item in found:
        _show(item)


def _record(item: Explained) -> dict[str, object]:
    return {
        "sentence": item.sentence.text,
        "lemmas": [token.lemma for token in item.sentence.tokens],
        "rules": [
            {"code": f.code, "rule": f.rule, "cue": f.cue, "domain": f.domain, "blocked": f.blocked}
            for f in item.findings
        ],
        "codes": [
            {"code": c.code, "confidence": round(c.confidence, 3), "given": c.given, "reason": c.why}
            for c in item.considered
        ],
    }


def _show(item: Explained) -> None:
    out = console()
    out.print(f"[bold]„{plain(item.sentence.text)}”[/]", soft_wrap=True)
    out.print(f"[dim]{plain(' '.join(token.lemma for token in item.sentence.tokens))}[/]", soft_wrap=True)
    for finding in item.findings:
        words = f"„{finding.cue}” + „{finding.domain}”" if finding.domain else f"„{finding.cue}”"
        if finding.blocked:
            why = f"[yellow]nie liczy się: {plain(finding.blocked)}[/]"
            out.print(f"  [yellow]– {finding.code}[/] reguła {plain(words)} {why}", soft_wrap=True)
        else:
            out.print(f"  [green]+ {finding.code}[/] reguła {plain(words)}", soft_wrap=True)
    for code in item.considered:
        mark, colour = ("✓", "green") if code.given else ("·", "dim")
        out.print(
            f"  [{colour}]{mark} {code.code} {code.confidence:.0%}[/] {plain(code.why)}", soft_wrap=True
        )
    if not any(code.given for code in item.considered):
        seen = item.findings or item.considered
        out.print(
            "  bez kodu" if seen else "  bez kodu: żadna reguła nie pasuje, model nie widzi podobnych zdań"
        )
