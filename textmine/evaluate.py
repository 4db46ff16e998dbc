"""How the coding agrees with a hand-coded file.

Hand coders split sentences in their own way, so gold sentences are found by their place in the document's text, and
compared with all sentences of the project that share a good part with them.
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

from textmine.agreement import Counts, bootstrap_interval, cohen_kappa, counts, krippendorff_alpha
from textmine.codebook import Codebook
from textmine.errors import DamagedFile, GoldError
from textmine.ingest.encoding import decode
from textmine.records import Analysis, Document, Role, Sentence

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


@dataclass(frozen=True, slots=True)
class Confusion:
    """A sentence on which the codings differ."""

    row: int
    document: str
    text: str
    missed: tuple[str, ...]
    extra: tuple[str, ...]


@dataclass(frozen=True)
class Evaluation:
    """Agreement per code, per theme and in all; intervals are of the micro-averaged F1."""

    sentences: int
    codes: Mapping[str, Counts]
    themes: Mapping[str, Counts]
    kappa: Mapping[str, float]
    alpha: Mapping[str, float]
    code_interval: tuple[float, float]
    theme_interval: tuple[float, float]
    confusions: tuple[Confusion, ...]
    not_found: tuple[int, ...]
    moderators_coded: int

    @property
    def micro_code(self) -> Counts:
        """All codes together."""
        return sum(self.codes.values(), Counts(0, 0, 0))

    @property
    def micro_theme(self) -> Counts:
        """All themes together."""
        return sum(self.themes.values(), Counts(0, 0, 0))


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


def evaluate(
    gold: Sequence[GoldSentence], analysis: Analysis, codebook: Codebook, *, split: str | None = None
) -> Evaluation:
    """Compare the project's codings with hand coding. `split` looks at the rows of one part only.

    Raises GoldError where no gold sentence is in the project.
    """
    rows = [row for row in gold if split is None or row.split == split]
    if split is not None and not rows:
        known = ", ".join(sorted({row.split for row in gold if row.split}))
        raise GoldError(
            f"W pliku nie ma zdań z części „{split}”.",
            remedy=f"Są części: {known}." if known else "Plik nie ma kolumny „split”; pomiń --split.",
        )
    found, not_found = aligned(rows, analysis)
    if not found:
        raise GoldError(
            "Żadnego ze zdań nie ma w projekcie.",
            remedy="Kolumna „document” ma zawierać nazwy plików z folderu corpus, „sentence” ich zdania.",
        )
    given: dict[str, set[str]] = {}
    for coding in analysis.codings:
        given.setdefault(coding.sentence_id, set()).add(coding.code)
    pairs: list[tuple[GoldSentence, frozenset[str], frozenset[str]]] = []
    moderators = 0
    for row, sentences in found:
        tested = frozenset(code for sentence in sentences for code in given.get(sentence.id, ()))
        if row.role == Role.MODERATOR:
            moderators += bool(tested)
            continue
        pairs.append((row, row.codes, tested))
    codes = {code.id: _counts(pairs, frozenset({code.id})) for code in codebook.codes}
    members = {theme.id: frozenset(code.id for code in theme.codes) for theme in codebook.themes}
    themes = {theme: _counts(pairs, own) for theme, own in members.items()}
    values = {code: [(code in a, code in b) for _, a, b in pairs] for code in codes}
    return Evaluation(
        sentences=len(pairs),
        codes=codes,
        themes=themes,
        kappa={code: cohen_kappa([a for a, _ in v], [b for _, b in v]) for code, v in values.items() if v},
        alpha={code: krippendorff_alpha(v) for code, v in values.items() if v},
        code_interval=_interval(pairs, [frozenset({code}) for code in codes]),
        theme_interval=_interval(pairs, list(members.values())),
        confusions=tuple(
            Confusion(row.row, row.document, row.text, tuple(sorted(a - b)), tuple(sorted(b - a)))
            for row, a, b in pairs
            if a != b
        ),
        not_found=tuple(row.row for row in not_found),
        moderators_coded=moderators,
    )


Pairs = Sequence[tuple[GoldSentence, frozenset[str], frozenset[str]]]


def _counts(pairs: Pairs, codes: frozenset[str]) -> Counts:
    return counts([bool(a & codes) for _, a, _ in pairs], [bool(b & codes) for _, _, b in pairs])


def _interval(pairs: Pairs, sets: Sequence[frozenset[str]]) -> tuple[float, float]:
    """The bootstrap interval of the micro-averaged F1 over code sets, resampling sentences."""
    each = []
    for _, a, b in pairs:
        hits = [(bool(a & codes), bool(b & codes)) for codes in sets]
        each.append((sum(x and y for x, y in hits), sum(x != y for x, y in hits)))

    def f1(chosen: Sequence[int]) -> float:
        both = sum(each[i][0] for i in chosen)
        wrong = sum(each[i][1] for i in chosen)
        return 2 * both / (2 * both + wrong) if both or wrong else 1.0

    return bootstrap_interval(len(each), f1) if each else (0.0, 0.0)


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
        letters = "".join(_folded(character) for character in text if character.isalnum())
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
