"""`python -m benchmarks [commands] [annotation] [sentences] [komisja] …`: without a name, all of them; one table at the end.

Apart, as they take minutes, much memory or a file: `python -m benchmarks.lemmas FILE.conllu`, `benchmarks.lemma_trials`,
`benchmarks.quotes`.
"""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from benchmarks.annotation import annotation
from benchmarks.coding import coding
from benchmarks.commands import komisja, sample
from benchmarks.encodings import encodings
from benchmarks.hands import hands
from benchmarks.hostile import hostile
from benchmarks.intervals import intervals
from benchmarks.learning import learning_curve, new_codes
from benchmarks.measured import Figure
from benchmarks.public_speech import public_speech
from benchmarks.reading import fuzzing, reading
from benchmarks.reports import reports
from benchmarks.retrieval import retrieval
from benchmarks.sentences import sentences
from benchmarks.topic_views import topic_views
from benchmarks.topics import topics, topics_many

PARTS = {
    "commands": sample,
    "annotation": annotation,
    "sentences": sentences,
    "coding": coding,
    "learning": learning_curve,
    "new_codes": new_codes,
    "hands": hands,
    "public_speech": public_speech,
    "komisja": komisja,
    "retrieval": retrieval,
    "topics": topics,
    "topics_many": topics_many,
    "reports": reports,
    "topic_views": topic_views,
    "intervals": intervals,
    "encodings": encodings,
    "reading": reading,
    "fuzzing": fuzzing,
    "hostile": hostile,
}


def main(names: list[str]) -> int:
    """Measure and print; 1 where a limit is not kept."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    console = Console(width=None if sys.stdout.isatty() else 150)
    figures: list[Figure] = []
    for name in names or PARTS:
        console.print(f"[dim]measuring {name} …[/dim]")
        figures += PARTS[name]()
    table = Table(title="textmine: what was measured", title_justify="left")
    for column, side in (
        ("what", "left"),
        ("measured", "right"),
        ("compared to", "left"),
        ("ratio", "right"),
        ("limit", "left"),
    ):
        table.add_column(column, justify=side)  # type: ignore[arg-type]
    for figure in figures:
        kept = "" if figure.kept is None else " kept" if figure.kept else " NOT KEPT"
        ratio = "" if figure.ratio is None else f"{figure.ratio:.1f}x"
        table.add_row(figure.name, figure.value, figure.compared, ratio, f"{figure.limit}{kept}")
    console.print(table)
    return int(any(figure.kept is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
