"""Files of hand coding: how they are read, and where their sentences are in a project.

Hand coders split sentences in their own way, so a sentence is found by its place in the document's text, and stands for
all sentences of the project that share a good part with it.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.codebook import Codebook
from textmine.errors import DamagedFile, GoldError
from textmine.ingest.encoding import decode
from textmine.records import Analysis, Document, Sentence

REQUIRED = ("document", "sentence", "codes")
# A project sentence counts for a gold sentence when they share this part of the shorter of the two.
SHARED = 0.5


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A row of hand coding; `row` is its line in the file. `role` and `split` are "" where the file has none."""

    row: int
    document: str
    text: str
    codes: frozenset[str]
    role: str = ""
    split: str = ""
    cells: Mapping[str, str] = field(default_factory=dict, compare=False)
    """All cells of the row by column."""


def read_gold(path: Path, codebook: Codebook) -> list[GoldSentence]:
    """Read hand coding: columns document, sentence, codes (";" between codes), optionally role and split.

    Raises GoldError with the row for a missing column, an empty sentence or an unknown code.
    """
    try:
        # Excel writes csv in the code page of the machine.
        text = decode(path.read_bytes(), where=str(path)).text
    except (OSError, DamagedFile) as error:
        raise GoldError(
            "Nie można odczytać pliku z kodami.", where=path, remedy="Podaj plik CSV zapisany w UTF-8."
        ) from error
    rows = []
    for line, row in _table(unicodedata.normalize("NFC", text), path):
        codes = codes_in(row["codes"])
        for code in sorted(codes):
            if not codebook.has_code(code):
                near = difflib.get_close_matches(code, [c.id for c in codebook.codes], n=1)
                hint = f"Czy chodziło o „{near[0]}”?" if near else "Kody są w codebook.yaml."
                raise GoldError(f"Nieznany kod „{code}”.", where=f"{path}, wiersz {line}", remedy=hint)
        if not row["sentence"]:
            raise GoldError(
                "Wiersz nie ma zdania.",
                where=f"{path}, wiersz {line}",
                remedy="Wpisz zdanie lub usuń wiersz.",
            )
        rows.append(
            GoldSentence(
                line, row["document"], row["sentence"], codes, row.get("role", ""), row.get("split", ""), row
            )
        )
    if not rows:
        raise GoldError("W pliku nie ma zdań.", where=path, remedy="Dopisz wiersze document,sentence,codes.")
    return rows


def codes_in(cell: str) -> frozenset[str]:
    """The codes of a cell, between ";", "," or "|"."""
    return frozenset(code.strip() for code in re.split(r"[;|,]", cell) if code.strip())


def _table(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that are not empty, each with the line where it begins. Raises GoldError."""
    header = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=header.count))
    columns: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            values = [cell.strip() for cell in cells]
            if columns is None:
                columns = [value.lower() for value in values]
                missing = [column for column in REQUIRED if column not in columns]
                if missing:
                    raise GoldError(
                        f"Brak kolumn: {', '.join(missing)}.",
                        where=f"{path}, wiersz 1",
                        remedy=f"Potrzebne są: {', '.join(REQUIRED)}.",
                    )
            elif any(values):
                missed = [""] * (len(columns) - len(values))
                yield line, dict(zip(columns, values + missed, strict=False))
            line = reader.line_num + 1
    except csv.Error as error:
        raise GoldError(
            f"To nie jest poprawny CSV ({error}).",
            where=f"{path}, wiersz {line}",
            remedy="Sprawdź, czy każdy cudzysłów jest zamknięty.",
        ) from error


def aligned(
    rows: Sequence[GoldSentence], analysis: Analysis
) -> tuple[list[tuple[GoldSentence, list[Sentence]]], list[GoldSentence]]:
    """The project sentences of each gold sentence; and the gold sentences that are not in the project."""
    sentences: dict[str, list[Sentence]] = {}
    for sentence in analysis.sentences:
        sentences.setdefault(sentence.document, []).append(sentence)
    texts = {document.name: _Searchable(document) for document in analysis.documents}
    found: list[tuple[GoldSentence, list[Sentence]]] = []
    lost: list[GoldSentence] = []
    for row in rows:
        text = texts.get(row.document)
        span = text.find(row.text) if text else None
        own = (
            [] if span is None else [s for s in sentences.get(row.document, ()) if _share(s, span) >= SHARED]
        )
        if own:
            found.append((row, own))
        else:
            lost.append(row)
    return found, lost


def _share(sentence: Sentence, span: tuple[int, int]) -> float:
    common = min(sentence.end, span[1]) - max(sentence.start, span[0])
    return common / max(1, min(sentence.end - sentence.start, span[1] - span[0]))


class _Searchable:
    """A document's letters and digits alone, with their places: white space, quotes and case do not matter."""

    def __init__(self, document: Document) -> None:
        self._places = [place for place, character in enumerate(document.text) if character.isalnum()]
        self._letters = "".join(_folded(document.text[place]) for place in self._places)
        self._from = 0

    def find(self, text: str) -> tuple[int, int] | None:
        """The span of a sentence: the next one after the last found, else the first in the document."""
        letters = folded(text)
        if not letters:
            return None
        position = self._whole(letters, self._from)
        if position < 0:
            position = self._whole(letters, 0)
        if position < 0:
            return None
        self._from = position + len(letters)
        return self._places[position], self._places[position + len(letters) - 1] + 1

    def _whole(self, letters: str, position: int) -> int:
        """The first place from `position` on that begins and ends with a word ("tak" is not in "także"), else -1."""
        while (position := self._letters.find(letters, position)) >= 0:
            last = position + len(letters) - 1
            if self._parted(position - 1) and self._parted(last):
                return position
            position += 1
        return -1

    def _parted(self, letter: int) -> bool:
        """Whether something stands between a letter and the next."""
        inside = 0 <= letter < len(self._places) - 1
        return not inside or self._places[letter + 1] > self._places[letter] + 1


def _folded(character: str) -> str:
    """Lower case in one character, so that places stay."""
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character


def folded(text: str) -> str:
    """The letters and digits of a text alone, in lower case: what is compared."""
    return "".join(_folded(character) for character in text if character.isalnum())
