"""Quality of coding on sentences that nothing was trained or tuned on: hand-coded transcripts, and contrast pairs.

contrast_pairs.txt holds nearly the same words twice, once with a code and once without any. A pair is right when the first
sentence, alone, has its code and the second has none.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from benchmarks.coded_material import Material, materials
from benchmarks.measured import Figure
from textmine.coding import Coder
from textmine.coding.coder import SEMANTIC_BAR
from textmine.coding.features import contexts, features
from textmine.coding.leaning import as_read
from textmine.coding.learned import Learned, load_learned, shipped_model
from textmine.coding.rules import Rules
from textmine.coding.semantic import Encode, Prototypes
from textmine.embed import MemoryCache, vector_key
from textmine.evaluate import Evaluation
from textmine.records import Coding, Document, Method, Role, Sentence, Turn

PAIRS = Path(__file__).parent / "contrast_pairs.txt"
# Half of what a coded sentence is trained to: the regression shrinks towards 0.
MACHINE_BAR = 0.4


def coding() -> list[Figure]:
    """Each method on each material, calibration, contrast pairs, and speed."""
    return [*_methods(), *_pairs(), *_speed()]


def _methods() -> list[Figure]:
    figures = []
    for material in materials():
        for method, code in METHODS.items():
            found = material.evaluated(code(material))
            figures += _agreement(found, f"{material.name}: {method}", limits=method == COMBINED)
            if method == COMBINED:
                figures += _calibration(found, material.name)
    return figures


def _agreement(found: Evaluation, name: str, *, limits: bool) -> list[Figure]:
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
                f"{bar:.2f} (issue 5)" if limits else "",
                counts.f1 >= bar if limits else None,
            )
        )
    if limits:
        share = ", ".join(f"{theme} {counts.f1:.2f}" for theme, counts in found.themes.items())
        figures.append(Figure(f"{name}: F1 by theme", share, ""))
    return figures


def _calibration(found: Evaluation, name: str) -> list[Figure]:
    return [
        Figure(
            f"{name}: codings {row.low:.2f}–{row.high:.2f} sure",
            f"{row.share:.0%} right ({row.interval[0]:.0%}–{row.interval[1]:.0%})",
            f"{row.codings} codings, on average {row.mean:.0%} sure",
        )
        for row in found.calibration
    ]


def _by_rules(material: Material) -> list[Coding]:
    return Coder(material.codebook).code(material.analysis.sentences, group_of=material.analysis.group_of)


def _by_meaning(material: Material) -> list[Coding]:
    """Codes whose definition and examples are nearest by far: likeness alone."""
    _, encode = _coder()
    spoken = [
        (place, sentence)
        for place, sentence in enumerate(material.analysis.sentences)
        if sentence.role is not Role.MODERATOR and sentence.tokens
    ]
    prototypes = Prototypes(material.codebook, encode)
    scores = prototypes.z_scores(material.vectors[[place for place, _ in spoken]])
    return [
        Coding(sentence.id, code, 0.5, Method.SEMANTIC, sentence.start, sentence.end, "z", "z")
        for (_, sentence), row in zip(spoken, scores, strict=True)
        for code, value in zip(prototypes.codes, row, strict=True)
        if value >= SEMANTIC_BAR
    ]


def _by_machine(material: Material) -> list[Coding]:
    """The regression's own scores, a sentence at a time: without rules' last word, neighbours and calibration."""
    machine = _learned().machine
    sentences = material.analysis.sentences
    around = contexts(sentences, material.analysis.group_of)
    spoken = [p for p, s in enumerate(sentences) if s.role is not Role.MODERATOR and s.tokens]
    rules = Rules(material.codebook)
    names = []
    for place in spoken:
        evidence = rules.look(sentences[place])
        names.append(features(sentences[place], evidence.line, evidence, around[place]))
    scores = machine.scores(names, material.vectors[spoken])
    return [
        Coding(sentences[p].id, code, 0.5, Method.LEARNED, sentences[p].start, sentences[p].end, "m", "m")
        for row, p in enumerate(spoken)
        for column, code in enumerate(machine.codes)
        if scores.code[row, column] >= MACHINE_BAR
    ]


def _by_reader(material: Material) -> list[Coding]:
    """What the tuned layers of the encoder find likelier than not, a sentence at a time with what it leans on."""
    sentences = material.analysis.sentences
    spoken = [
        (sentence, text)
        for sentence, text in zip(sentences, as_read(sentences), strict=True)
        if sentence.role is not Role.MODERATOR and sentence.tokens
    ]
    readings = _learned().readings([text for _, text in spoken], MEMORY)
    return [
        Coding(sentence.id, code, 0.5, Method.LEARNED, sentence.start, sentence.end, "r", "r")
        for row, (sentence, _) in enumerate(spoken)
        for column, code in enumerate(_learned().codes)
        if readings.code[row, column] > 0
    ]


def _combined(material: Material) -> list[Coding]:
    coder, _ = _coder()
    return coder.code(material.analysis.sentences, material.vectors, group_of=material.analysis.group_of)


COMBINED = "all combined"
MEMORY = MemoryCache()
METHODS = {
    "rules alone": _by_rules,
    "likeness alone": _by_meaning,
    "regression alone": _by_machine,
    "reader alone": _by_reader,
    COMBINED: _combined,
}


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
def _learned() -> Learned:
    return load_learned(shipped_model())


@cache
def _coder() -> tuple[Coder, Encode]:
    from textmine.codebook import default_codebook
    from textmine.embed import embed, load_encoder

    encode = partial(embed, encoder=load_encoder(), cache=MEMORY)
    return Coder(default_codebook(), encode=encode, learned=_learned(), memory=MEMORY), encode


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
        vectors = encode([sentence.clean for sentence in own])
        for coding in coder.code(own, vectors):
            given[number].add(coding.code)
    return given


def _speed() -> list[Figure]:
    """Sentences a second, after annotation and embedding."""
    from benchmarks.annotation import large_texts

    coder, encode = _coder()
    name, texts = large_texts()
    found = [sentence for sentence in _sentences(texts) if sentence.tokens]
    few = encode([sentence.clean for sentence in found[:200]])
    # Speed does not depend on what the vectors and the reader say.
    vectors = few[[number % len(few) for number in range(len(found))]]
    reader = _learned().reader
    assert reader is not None
    read = as_read(found)
    said = reader.passages(read[:50])
    MEMORY.put({vector_key(reader.name, text): said[n % 50] for n, text in enumerate(read)})
    started = time.perf_counter()
    coder.code(found, vectors)
    rate = len(found) / (time.perf_counter() - started)
    figure = f"{rate:,.0f} sentences/s"
    return [
        Figure(
            f"coding of {name}, {len(found):,} sentences", figure, "", rate / 5000, "5,000/s", rate >= 5000
        )
    ]
