"""Sentence boundaries: a treebank's written sentences, and 100 hand-marked turns of recorded everyday talk.

The turns are measured as transcribed and as a recogniser writes them. spoken_marks.json holds positions only, no words:
per turn its number in the file, its words, the words after which a sentence ends, and those after which the transcriber
put a full stop for a pause: a boundary there is neither right nor wrong. Marks were set by the file's line breaks and
read through by one person.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from benchmarks.measured import ROOT, Figure
from benchmarks.pauses import MarkedTurn, pauses, plain
from textmine.records import Seam

MARKS = Path(__file__).parent / "spoken_marks.json"
SOURCE = ROOT.parent / "shared" / "data" / "transcripts" / "rozmowy"


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Boundaries that are right, wrong and missed; the words of the longest sentence."""

    right: int
    wrong: int
    missed: int
    longest: int

    @property
    def f1(self) -> float:
        """Of boundaries within turns."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def boundaries(
    turns: list[MarkedTurn],
    seams: Sequence[Sequence[Seam]] | None = None,
    splitter: Callable[[str, Sequence[Seam]], list[tuple[int, int]]] | None = None,
) -> Boundaries:
    """Compare the boundaries of a splitter (`sentence_spans`) with the marks of turns (words, ends, perhaps ends).

    `seams` are those of each turn, in its words joined by spaces.
    """
    from textmine.nlp.sentences import sentence_spans

    spans = splitter or sentence_spans
    right = wrong = missed = longest = 0
    for number, (words, ends, maybe) in enumerate(turns):
        text = " ".join(words)
        found: set[int] = set()
        for _start, end in spans(text, seams[number] if seams else ()):
            found.add(len(text[:end].split()))
        found.discard(len(words))
        edges = [0, *sorted(found), len(words)]
        longest = max(longest, *(b - a for a, b in pairwise(edges)))
        right += len(found & ends)
        wrong += len(found - ends - maybe)
        missed += len(ends - found)
    return Boundaries(right, wrong, missed, longest)


def marked_turns(change: Callable[[str], str]) -> list[MarkedTurn]:
    """The marked turns with every word changed; words that vanish keep their place as a dash of nobody."""
    from textmine.ingest import read

    marks = json.loads(MARKS.read_text(encoding="utf-8"))
    path = SOURCE / marks["file"]
    if hashlib.sha256(path.read_bytes()).hexdigest() != marks["sha256"]:
        raise SystemExit(f"{path} is not the file that was marked")
    turns = read(path).turns
    result = []
    for number, count, ends, maybe in marks["turns"]:
        words = turns[number].text.split()
        assert len(words) == count, f"turn {number}: {len(words)} words, marked were {count}"
        result.append(([change(word) or "y" for word in words], set(ends), set(maybe)))
    return result


def treebank(path: Path, *, together: int = 20) -> Figure:
    """Boundaries of a treebank's sentences, `together` at a time joined by a space: precision, recall, F1."""
    from textmine.nlp.sentences import sentence_spans

    lines = [
        line.removeprefix("# text = ").strip()
        for line in path.read_text(encoding="utf-8").split("\n")
        if line.startswith("# text = ")
    ]
    right = wrong = missed = 0
    for first in range(0, len(lines), together):
        part = lines[first : first + together]
        ends, position = set(), 0
        for line in part:
            position += len(line)
            ends.add(position)
            position += 1
        found = {end for _start, end in sentence_spans(" ".join(part))}
        right += len(found & ends)
        wrong += len(found - ends)
        missed += len(ends - found)
    f1 = 2 * right / max(1, 2 * right + wrong + missed)
    parts = f"precision {right / max(1, right + wrong):.1%}, recall {right / max(1, right + missed):.1%}"
    return Figure(
        f"sentences of {path.name}, {len(lines):,}", f"F1 {f1:.1%}", parts, None, "97 %", f1 >= 0.97
    )


def sentences() -> list[Figure]:
    """Written text of the treebank, and talk as transcribed and as recognised."""
    dev = ROOT.parent / "shared" / "data" / "ud" / "dev.conllu"
    return [*([treebank(dev)] if dev.exists() else []), *spoken(), *pauses()]


def spoken() -> list[Figure]:
    """Both forms of the same turns."""
    if not SOURCE.is_dir():
        return [Figure("sentences of spoken turns", "not measured: ../shared is not here")]
    figures = []
    for name, change in (
        ("as transcribed", str),
        ("without punctuation and capitals", plain),
    ):
        found = boundaries(marked_turns(change))
        figures.append(
            Figure(
                f"sentence boundaries in 100 spoken turns, {name}",
                f"F1 {found.f1:.1%}",
                f"right {found.right}, wrong {found.wrong}, missed {found.missed}; longest {found.longest} words",
                None,
                "60 words",
                found.longest <= 60,
            )
        )
    return figures
