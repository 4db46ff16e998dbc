"""The tables that end a run: material, themes, top codes with a quote, topics."""

from __future__ import annotations

from textmine.cli.app import console, plain, table
from textmine.project import Project
from textmine.summary import Summary, typical

TOP_CODES = 8
SHOWN_TOPICS = 10


def show_overview(project: Project) -> None:
    """Print what a run found."""
    from textmine.evidence import citation, short_names

    out = console()
    analysis = project.analysis()
    codebook = project.codebook
    summary = project.summarise()
    out.print(material_table(summary))
    out.print(theme_table(summary, project))
    codings = {code.id: [c for c in analysis.codings if c.code == code.id] for code in codebook.codes}
    names = short_names([document.name for document in analysis.documents])
    out.print("[bold]Najczęstsze kody[/]")
    quoted: list[str] = []
    for code in sorted(codebook.codes, key=lambda c: (-len(codings[c.id]), c.id))[:TOP_CODES]:
        best = typical(codings[code.id], analysis.by_id, 1, quoted=quoted)
        if not best:
            continue
        quoted.extend(best)
        sentence = analysis.by_id[best[0]]
        source = citation(sentence, names, analysis.group_of(sentence), analysis.groups)
        theme = codebook.theme(code.theme).label
        out.print(f"[bold]{plain(theme)}: {plain(code.label)}[/] ({len(codings[code.id])})")
        out.print(f"  „{plain(' '.join(sentence.text.split()))}” [dim]{plain(source)}[/]")
    if analysis.topics:
        rows = [
            (t.id, t.label, ", ".join(word for word, _ in t.terms[:6]), t.size, f"{t.share:.0%}")
            for t in analysis.topics.topics[:SHOWN_TOPICS]
        ]
        out.print(
            table(
                f"Tematy z modelu ({analysis.topics.engine})",
                ("Nr", "Temat", "Słowa", "Fragmenty", "Udział"),
                rows,
                numbers=(0, 3, 4),
            )
        )
    out.print(f"[dim]Analiza językowa: {plain(analysis.run.pipeline)}[/]")


def material_table(summary: Summary) -> object:
    """Documents, speakers and sentences per group."""
    rows = [(u.label, u.documents, u.speakers, u.sentences) for u in summary.units]
    return table("Materiał", ("Grupa", "Dokumenty", "Rozmówcy", "Zdania"), rows, numbers=(1, 2, 3))


def theme_table(summary: Summary, project: Project) -> object:
    """Themes x groups: sentences, and speakers who spoke of it."""
    rows = []
    for unit in summary.units:
        row: list[object] = [unit.label]
        for theme in project.codebook.themes:
            cell = summary.cell(unit.id, theme.id)
            row.append(
                f"{cell.sentences} ({cell.speakers} z {unit.speakers})" if unit.speakers else cell.sentences
            )
        rows.append(row)
    columns = ("Grupa", *(theme.label for theme in project.codebook.themes))
    return table("Kategorie: zdania (i ilu rozmówców)", columns, rows, numbers=range(1, len(columns)))
