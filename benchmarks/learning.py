"""How coding gets better with one's own examples, and how well a code works that the coder has never seen."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import mean

from benchmarks.coded_material import Floats, Material, materials
from benchmarks.measured import Figure
from textmine.agreement import Counts
from textmine.codebook import Code, Codebook, default_codebook
from textmine.coding import Coder
from textmine.coding.bank import BankRow, analysed, read_bank
from textmine.coding.learned import Learned, load_learned, shipped_model
from textmine.coding.teach import CodedSentences, teach
from textmine.embed import MemoryCache, embed, load_encoder
from textmine.nlp import load
from textmine.own_coder import train_own
from textmine.records import Coding, Role, Sentence

OWN = (0, 50, 200, 500)
DRAWS = 10
# Draws of examples of a new code: each trains a coder on the bank.
NEW_DRAWS = 3
# Codes that are left out together: each theme keeps most of its codes.
GROUPS = 4
EXAMPLES = 3
MEMORY = MemoryCache()


class _Encoder:
    """One encoder and one memory for all that is measured here."""

    def __init__(self) -> None:
        self._encoder, self._cache = load_encoder(), MemoryCache()
        self.name = self._encoder.name

    def __call__(self, texts: Sequence[str]) -> Floats:
        return embed(texts, self._encoder, self._cache)


@cache
def _encoder() -> _Encoder:
    return _Encoder()


def learning_curve() -> list[Figure]:
    """The sample's measuring half: `textmine train` on n of its sentences, measured on those never drawn."""
    material = materials()[0]
    coded = material.coded()
    scores: dict[int, list[tuple[float, float]]] = {size: [] for size in OWN}
    for draw in range(DRAWS):
        names = sorted(coded)
        random.Random(draw).shuffle(names)
        kept_out = set(names[max(OWN) :])
        for size in OWN:
            learned = _own(material, {name: coded[name] for name in names[:size]}) if size else _shipped()
            scores[size].append(_measured(material, learned, kept_out))
    tested = len(coded) - max(OWN)
    return [
        Figure(
            f"{size} own sentences",
            f"themes F1 {mean(t for t, _ in found):.3f}, codes F1 {mean(c for _, c in found):.3f}",
            f"mean of {DRAWS} draws, {tested} other sentences of the same transcripts",
        )
        for size, found in scores.items()
    ]


def _shipped() -> Learned:
    return load_learned(shipped_model())


def _own(material: Material, coded: dict[str, frozenset[str]]) -> Learned:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coder.npz"
        train_own(material.analysis, coded, material.codebook, _encoder(), _encoder().name, MEMORY, path)
        return load_learned(path)


def _measured(material: Material, learned: Learned, chosen: set[str]) -> tuple[float, float]:
    """F1 of themes and of codes on the chosen sentences."""
    coder = Coder(material.codebook, encode=_encoder(), learned=learned, memory=MEMORY)
    codings = coder.code(material.analysis.sentences, material.vectors, group_of=material.analysis.group_of)
    coded = material.coded()
    codes, themes = Counts(0, 0, 0), Counts(0, 0, 0)
    given: dict[str, set[str]] = {}
    for coding in codings:
        given.setdefault(coding.sentence_id, set()).add(coding.code)
    for name in chosen:
        wanted, found = set(coded[name]), given.get(name, set())
        codes += _compared(wanted, found)
        themes += _compared({c.split(".")[0] for c in wanted}, {c.split(".")[0] for c in found})
    return themes.f1, codes.f1


def _compared(wanted: set[str], found: set[str]) -> Counts:
    return Counts(len(wanted & found), len(found - wanted), len(wanted - found))


def new_codes() -> list[Figure]:
    """Each shipped code as if it were new: no training, no patterns, three example sentences drawn from the bank."""
    book = default_codebook()
    rows = read_bank(shipped_model().parent / "bank", {code.id for code in book.codes})
    sentences = analysed(rows, load("embedded"))
    by_theme: dict[str, Counts] = {theme.id: Counts(0, 0, 0) for theme in book.themes}
    for group in range(GROUPS):
        left_out = {code.id for code in book.codes[group::GROUPS]}
        learned = _without(left_out, rows, sentences, book)
        for draw in range(NEW_DRAWS):
            novel = _with_examples(book, left_out, rows, random.Random(draw))
            for code, counts in _new_code_counts(novel, left_out, learned):
                by_theme[code.split(".")[0]] += counts
    every = sum(by_theme.values(), Counts(0, 0, 0))
    return [
        Figure(
            f"a code with {EXAMPLES} examples, {name}",
            f"precision {counts.precision:.2f}, recall {counts.recall:.2f}, F1 {counts.f1:.2f}",
            f"{NEW_DRAWS} draws of examples",
        )
        for name, counts in (("all themes", every), *by_theme.items())
    ]


def _without(
    left_out: set[str], rows: Sequence[BankRow], sentences: Sequence[Sentence], book: Codebook
) -> Learned:
    """A coder that learned the bank without the sentences of some codes; without the reader, which was tuned on them too."""
    codes = [None if row.codes & left_out else row.codes for row in rows]
    part = CodedSentences(sentences, codes, [row.group for row in rows])
    known = book.only({code.id for code in book.codes} - left_out)
    return teach([part], known, _encoder(), _encoder().name).learned


def _with_examples(
    book: Codebook, left_out: set[str], rows: Sequence[BankRow], chooser: random.Random
) -> Codebook:
    """The codebook where the codes that were left out have new ids (no shipped rules) and drawn examples only."""
    themes = []
    for theme in book.themes:
        codes = [_renewed(code, rows, chooser) if code.id in left_out else code for code in theme.codes]
        themes.append(replace(theme, codes=tuple(codes)))
    return replace(book, themes=tuple(themes), factors=())


def _renewed(code: Code, rows: Sequence[BankRow], chooser: random.Random) -> Code:
    texts = [row.text for row in rows if code.id in row.codes and row.role is Role.RESPONDENT]
    examples = tuple(chooser.sample(texts, EXAMPLES))
    return replace(code, id=f"{code.id}_nowy", definition="", examples=examples, counter_examples=())


def _new_code_counts(book: Codebook, left_out: set[str], learned: Learned) -> Iterator[tuple[str, Counts]]:
    for material in materials():
        coder = Coder(book, encode=_encoder(), learned=learned, memory=MEMORY)
        codings: list[Coding] = coder.code(
            material.analysis.sentences, material.vectors, group_of=material.analysis.group_of
        )
        coded = material.coded()
        for code in sorted(left_out):
            found = {c.sentence_id for c in codings if c.code == f"{code}_nowy" and c.sentence_id in coded}
            wanted = {name for name, codes in coded.items() if code in codes}
            yield code, _compared(wanted, found)
