"""Quality of coding on sentences that nothing was trained or tuned on: hand-coded transcripts, and contrast pairs.

contrast_pairs.txt holds nearly the same words twice, once with a code and once without any. A pair is right when the first
sentence, alone, has its code and the second has none.
"""

from __future__ import annotations

import csv
import shutil
import tempfile
import time
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from benchmarks.measured import ROOT, Figure
from textmine.coding import Coder
from textmine.records import Document, Role, Sentence, Turn

PAIRS = Path(__file__).parent / "contrast_pairs.txt"
CODED = ROOT.parent / "shared" / "data" / "coded"


def coding() -> list[Figure]:
    """The sample's measuring half, other interviews where they are, contrast pairs, and speed."""
    return [*_transcripts(), *_pairs(), *_speed()]


def _transcripts() -> list[Figure]:
    figures = []
    for name, learned in (("rules alone", False), ("rules and what was learned", True)):
        with tempfile.TemporaryDirectory() as folder:
            sample = _copy(ROOT / "corpus", Path(folder) / "sample", semantic=learned)
            figures += _agreement(sample, ROOT / "corpus" / "gold.csv", "measuring", f"sample, {name}")
            if CODED.is_dir():
                other = _coded(Path(folder) / "coded", semantic=learned)
                figures += _agreement(other, CODED / "gold.csv", None, f"other interviews, {name}")
    return figures


def _copy(corpus: Path, target: Path, *, semantic: bool) -> Path:
    """A project of these transcripts; without `semantic` nothing but rules codes."""
    target.mkdir(parents=True)
    shutil.copytree(corpus, target / "corpus")
    flag = "true" if semantic else "false"
    (target / "textmine.toml").write_text(f"[coding]\nsemantic = {flag}\n[report]\nformats = ['csv']\n")
    return target


def _coded(target: Path, *, semantic: bool) -> Path:
    project = _copy(CODED, target, semantic=semantic)
    for stray in (project / "corpus").glob("*.md"):
        stray.unlink()
    with (CODED / "gold.csv").open(encoding="utf-8", newline="") as file:
        groups = {row["document"]: row["group"] for row in csv.DictReader(file) if row["group"]}
    rows = "".join(f"{name},{group}\n" for name, group in sorted(groups.items()) if not name.endswith("xlsx"))
    (project / "corpus" / "corpus.csv").write_text(f"file,group\n{rows}", encoding="utf-8")
    return project


def _agreement(folder: Path, gold: Path, split: str | None, name: str) -> list[Figure]:
    from textmine.project import Project

    project = Project.open(folder)
    project.run()
    found = project.evaluate(gold, split=split)
    figures = []
    for what, counts, interval, bar in (
        ("themes", found.micro_theme, found.theme_interval, 0.75),
        ("codes", found.micro_code, found.code_interval, 0.65),
    ):
        low, high = interval
        figures.append(
            Figure(
                f"{name}: {what}, {found.sentences} sentences",
                f"F1 {counts.f1:.2f} ({low:.2f}–{high:.2f})",
                f"precision {counts.precision:.2f}, recall {counts.recall:.2f}; moderators coded {found.moderators_coded}",
                None,
                f"{bar:.2f} (issue 5)",
                counts.f1 >= bar if "learned" in name else None,
            )
        )
    return figures


def _pairs() -> list[Figure]:
    lines = [line for line in PAIRS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = [[part.strip() for part in line.split("|")] for line in lines]
    given = _codes([text for _code, *texts in pairs for text in texts])
    with_code = [code in given[2 * number] for number, (code, *_texts) in enumerate(pairs)]
    themes = [
        any(own.startswith(code.split(".")[0]) for own in given[2 * number])
        for number, (code, *_texts) in enumerate(pairs)
    ]
    without = [not given[2 * number + 1] for number in range(len(pairs))]
    both = sum(a and b for a, b in zip(with_code, without, strict=True))
    share = both / len(pairs)
    return [
        Figure(
            f"{len(pairs)} contrast pairs",
            f"{share:.0%} right",
            f"the code found {sum(with_code)}, its theme {sum(themes)}, left without {sum(without)}",
            None,
            "95 % (issue 5)",
            share >= 0.95,
        )
    ]


@cache
def _coder() -> tuple[Coder, object]:
    from textmine.codebook import default_codebook
    from textmine.coding.learned import load_learned, shipped_model
    from textmine.embed import MemoryCache, embed, load_encoder

    encode = partial(embed, encoder=load_encoder(), cache=MemoryCache())
    return Coder(default_codebook(), encode=encode, learned=load_learned(shipped_model())), encode


def _sentences(texts: Sequence[str]) -> list[Sentence]:
    """Each text as a talk of its own."""
    from textmine.nlp import load
    from textmine.nlp.annotate import annotate

    nlp = load("embedded")
    found: list[Sentence] = []
    for number, text in enumerate(texts):
        turn = Turn("R", Role.RESPONDENT, 0, len(text), text)
        found += annotate(Document(str(number), text, (turn,), "txt", None, ""), nlp)
    return found


def _codes(texts: Sequence[str]) -> list[set[str]]:
    coder, encode = _coder()
    given: list[set[str]] = [set() for _ in texts]
    found = _sentences(texts)
    place = {sentence.id: int(sentence.document) for sentence in found}
    for number in range(len(texts)):
        own = [sentence for sentence in found if place[sentence.id] == number]
        vectors = encode([sentence.clean for sentence in own])  # type: ignore[operator]
        for coding in coder.code(own, vectors):
            given[number].add(coding.code)
    return given


def _speed() -> list[Figure]:
    """Sentences a second, after annotation and embedding."""
    from benchmarks.annotation import large_texts

    coder, encode = _coder()
    name, texts = large_texts()
    found = [sentence for sentence in _sentences(texts) if sentence.tokens]
    few = encode([sentence.clean for sentence in found[:200]])  # type: ignore[operator]
    # Speed does not depend on what the vectors say.
    vectors = few[[number % len(few) for number in range(len(found))]]
    started = time.perf_counter()
    coder.code(found, vectors)
    rate = len(found) / (time.perf_counter() - started)
    figure = f"{rate:,.0f} sentences/s"
    return [
        Figure(
            f"coding of {name}, {len(found):,} sentences", figure, "", rate / 5000, "5,000/s", rate >= 5000
        )
    ]
