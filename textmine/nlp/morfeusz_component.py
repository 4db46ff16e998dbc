"""The spaCy component "morfeusz": lemmas, NKJP tags, morphology and parts of speech from SGJP and the chooser.

Below a trained pipeline it leaves tags and morphology alone and takes the base form that agrees with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from spacy.attrs import LEMMA, MORPH, ORTH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.symbols import NAMES
from spacy.tokens import Doc

from textmine.nlp.agreement import fitting_lemma
from textmine.nlp.chooser import Chooser
from textmine.nlp.features import morph_of
from textmine.nlp.lexicon import OPENING, Choice
from textmine.nlp.places import embedded_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHOOSER_FILE = "chooser.xz"
_SPACE = -1
_ATTRIBUTES = [LEMMA, POS, TAG, MORPH]

if TYPE_CHECKING:
    _Decided = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


@Language.factory(
    "morfeusz",
    assigns=["token.lemma", "token.pos", "token.tag", "token.morph"],
    default_config={"agree": True, "keep_lemmas": False, "batch_size": 256},
)
def make_morfeusz(
    nlp: Language, name: str, agree: bool, keep_lemmas: bool, batch_size: int
) -> MorfeuszComponent:
    """`agree`: follow the tags of a trained pipeline where there are some. `batch_size`: Docs scored at once.

    `keep_lemmas`: its base forms as well; only words that it gave none get one.
    """
    return MorfeuszComponent(nlp, name, agree=agree, keep_lemmas=keep_lemmas, batch_size=batch_size)


class MorfeuszComponent:
    """Sets lemma_, pos_, tag_ and morph of every token of a Doc, sentence by sentence."""

    def __init__(
        self,
        nlp: Language,
        name: str = "morfeusz",
        *,
        agree: bool = True,
        keep_lemmas: bool = False,
        batch_size: int = 256,
    ) -> None:
        self.name = name
        self.agree = agree
        self.keep_lemmas = keep_lemmas
        self.batch_size = batch_size
        self._vocab = nlp.vocab
        self._chooser: Chooser | None = None
        self._forget()

    def _forget(self) -> None:
        # Lexicon rows by orth, for words inside and at the beginning of a sentence.
        self._inside: dict[int, int] = {}
        self._first: dict[int, int] = {}
        self._openers = {self._vocab.strings.add(mark) for mark in OPENING}
        # One row of lemma, pos, tag, morph for each choice of the lexicon.
        self._values: NDArray[np.uint64] = np.zeros((0, 4), np.uint64)
        self._valued: NDArray[np.bool_] = np.zeros(0, bool)
        # Part of speech, tag and features of a choice: what of its values is not its own.
        self._tagged: dict[tuple[str, str, str, bool], tuple[int, int, int]] = {}
        self._agreed: dict[tuple[int, int, int, int], int] = {}

    def __getstate__(self) -> dict[str, Any]:
        """For another process: the weights go along, what was computed from them does not."""
        return {
            "name": self.name,
            "agree": self.agree,
            "keep_lemmas": self.keep_lemmas,
            "batch_size": self.batch_size,
            "_vocab": self._vocab,
            "weights": self.chooser.to_bytes(),
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        weights = state.pop("weights")
        self.__dict__.update(state)
        self._chooser = Chooser.from_bytes(weights)
        self._forget()

    @property
    def chooser(self) -> Chooser:
        """The trained weights: those of the pipeline on disk, else those that are shipped."""
        if self._chooser is None:
            self._chooser = Chooser.load(embedded_folder() / CHOOSER_FILE)
        return self._chooser

    def __call__(self, doc: Doc) -> Doc:
        """Analyse one Doc."""
        self._analyse([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int | None = None) -> Iterator[Doc]:
        """Analyse many Docs, a batch at a time. The batch size changes the speed, never the result."""
        del batch_size  # nlp.pipe hands on its own, which suits neural networks
        source = iter(stream)
        while batch := list(islice(source, self.batch_size)):
            self._analyse(batch)
            yield from batch

    def _analyse(self, docs: Sequence[Doc]) -> None:
        if self.chooser.trim():
            self._forget()
        tables = [cast(Any, doc.to_array([ORTH, SENT_START])) for doc in docs]
        for doc, (orths, words, rows, mine) in zip(docs, self._decided(tables), strict=True):
            # Not `doc.has_annotation`, which looks at token after token.
            if self.agree and len(doc) and doc.to_array([TAG, POS]).any():
                self._follow(doc, words, rows, mine)
            elif len(doc):
                doc.from_array(_ATTRIBUTES, cast(Any, self._values_of(orths, words, mine)))

    def analysed(self, tables: Sequence[NDArray[np.uint64]]) -> list[NDArray[np.uint64]]:
        """The same without Docs: columns LEMMA, POS, TAG, MORPH for columns ORTH and SENT_START of some Docs."""
        if self.chooser.trim():
            self._forget()
        return [self._values_of(orths, words, mine) for orths, words, _, mine in self._decided(tables)]

    def _decided(self, tables: Sequence[NDArray[np.uint64]]) -> Iterator[_Decided]:
        """Per Doc its words, which of them are no white space, their rows of the lexicon, and what was chosen."""
        sentences: list[list[int]] = []
        kept = [self._rows(table, sentences) for table in tables]
        chosen = self.chooser.decide(sentences)
        self._fill(chosen)
        position = 0
        for table, rows in zip(tables, kept, strict=True):
            words = np.flatnonzero(rows != _SPACE)
            yield table[:, 0], words, rows, chosen[position : position + len(words)]
            position += len(words)

    def _rows(self, table: NDArray[np.uint64], sentences: list[list[int]]) -> NDArray[np.int64]:
        """The lexicon's rows of a Doc's tokens; adds its sentences without white space to `sentences`."""
        orths = table[:, 0].tolist()
        inside = self._inside
        rows = [inside.get(orth) for orth in orths]
        if None in rows:
            rows = [self._row(orth) if row is None else row for orth, row in zip(orths, rows, strict=True)]
        starts = np.flatnonzero(table[:, 1] == 1).tolist()
        edges = [0, *(start for start in starts if start), len(orths)]
        for begin, end in pairwise(edges):
            for index in range(begin, end):
                if rows[index] != _SPACE and orths[index] not in self._openers:
                    rows[index] = self._first_row(orths[index])
                    break
            words = rows[begin:end]
            if _SPACE in words:
                words = [row for row in words if row != _SPACE]
            if words:
                sentences.append(words)  # type: ignore[arg-type]
        return np.array(rows, np.int64)

    def _row(self, orth: int) -> int:
        word = self._vocab.strings[orth]
        row = _SPACE if word.isspace() or not word else self.chooser.lexicon.id_of(word, False)
        self._inside[orth] = row
        return row

    def _first_row(self, orth: int) -> int:
        row = self._first.get(orth)
        if row is None:
            row = self.chooser.lexicon.id_of(self._vocab.strings[orth], True)
            self._first[orth] = row
        return row

    def _fill(self, chosen: NDArray[np.int64]) -> None:
        """Make the values of choices that were not chosen before."""
        lexicon = self.chooser.lexicon
        missing = lexicon.size - len(self._valued)
        if missing:
            self._values = np.concatenate([self._values, np.zeros((missing, 4), np.uint64)])
            self._valued = np.concatenate([self._valued, np.zeros(missing, bool)])
        for index in np.unique(chosen[~self._valued[chosen]]).tolist():
            self._values[index] = self._value(lexicon.choice(index))
            self._valued[index] = True

    def _value(self, choice: Choice) -> tuple[int, int, int, int]:
        candidate = choice.candidate
        key = candidate.tag, candidate.label, choice.upos, candidate.lemma == "nie"
        known = self._tagged.get(key)
        if known is None:
            tag = self._vocab.strings.add(candidate.label.partition(":")[0])
            morph: Any = self._vocab.morphology.add(morph_of(candidate))
            known = self._tagged[key] = NAMES.index(choice.upos), tag, int(morph)
        return self._vocab.strings.add(candidate.lemma), *known

    def _values_of(
        self, orths: NDArray[np.uint64], words: NDArray[np.int64], chosen: NDArray[np.int64]
    ) -> NDArray[np.uint64]:
        """The columns `_ATTRIBUTES` of a Doc: its `words` as chosen, white space as spaCy has it."""
        if len(words) == len(orths):
            return self._values[chosen]
        values = np.zeros((len(orths), 4), np.uint64)
        values[:, 0] = orths
        values[:, 1], values[:, 2] = NAMES.index("SPACE"), self._vocab.strings.add("_SP")
        values[words] = self._values[chosen]
        return values

    def _follow(
        self, doc: Doc, words: NDArray[np.int64], rows: NDArray[np.int64], chosen: NDArray[np.int64]
    ) -> None:
        """Keep what the trained pipeline says; take the base form of the reading that fits it best."""
        lexicon = self.chooser.lexicon
        for index, own in zip(words.tolist(), chosen.tolist(), strict=True):
            token = doc[index]
            if self.keep_lemmas and token.lemma:
                continue
            key = own, token.tag, token.pos, token.morph.key
            lemma = self._agreed.get(key)
            if lemma is None:
                options = lexicon.choices_of(int(rows[index]))
                text = fitting_lemma(options, lexicon.choice(own), token)
                lemma = self._agreed[key] = self._vocab.strings.add(text) if text else 0
            if lemma:
                token.lemma = lemma
            elif not token.lemma:
                token.lemma = self._values[own, 0]

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:  # noqa: ARG002 (spaCy's own signature)
        """Write the weights into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        self.chooser.save(folder / CHOOSER_FILE)

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> MorfeuszComponent:  # noqa: ARG002 (spaCy's own signature)
        """Read the weights from a folder. Raises ModelError where they are missing or damaged."""
        self._chooser = Chooser.load(Path(path) / CHOOSER_FILE)
        self._forget()
        return self

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:  # noqa: ARG002 (spaCy's own signature)
        """The weights."""
        return self.chooser.to_bytes()

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> MorfeuszComponent:  # noqa: ARG002 (spaCy's own signature)
        """Read the weights from `to_bytes`."""
        self._chooser = Chooser.from_bytes(data)
        self._forget()
        return self
