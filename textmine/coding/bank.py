"""The bank of coded example sentences that the shipped coder learns from: csv files, read, checked and analysed.

A row is a sentence as somebody says it. A scene is an excerpt of an interview or a board of a workshop, its rows in
order, so that a sentence that leans on the one before it can be learned as such. A scene of two rows is a pair for
contrast: nearly the same words with a code and without, neither of which follows the other.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import GoldError
from textmine.records import Document, Role, Sentence, Turn

if TYPE_CHECKING:
    from spacy.language import Language

PAIR = 2
NATURAL = "sample_tuning.csv"
COLUMNS = ("scene", "n", "role", "group", "section", "sentence", "codes", "kind")


@dataclass(frozen=True, slots=True)
class BankRow:
    """A sentence of the bank. `kind` says in a word how it carries its codes, or what it is that carries none."""

    scene: str
    role: Role
    group: str | None
    section: str | None
    text: str
    codes: frozenset[str]
    kind: str


def read_bank(folder: Path, codes: Collection[str]) -> list[BankRow]:
    """The rows of all csv files of a folder, by file name.

    Raises GoldError with file and line: missing columns, an unknown code or role, a coded moderator, no sentence.
    """
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise GoldError("Nie ma banku przykładów.", where=folder, remedy="Zainstaluj textmine jeszcze raz.")
    return [row for file in files for row in _read(file, codes)]


def natural_scenes(folder: Path, codes: Collection[str]) -> frozenset[str]:
    """The scenes that were not written to teach: whole interviews of the sample corpus, its tuning part."""
    file = folder / NATURAL
    return frozenset(row.scene for row in _read(file, codes)) if file.exists() else frozenset()


def _read(file: Path, codes: Collection[str]) -> Iterator[BankRow]:
    text = unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise GoldError("Złe kolumny.", where=f"{file}, wiersz 1", remedy=f"Mają być: {', '.join(COLUMNS)}.")
    for cells in reader:
        where = f"{file}, wiersz {reader.line_num}"
        given = frozenset(code.strip() for code in (cells["codes"] or "").split(";") if code.strip())
        if unknown := sorted(given - set(codes)):
            raise GoldError(f"Nieznany kod „{unknown[0]}”.", where=where, remedy="Popraw go.")
        if cells["role"] not in (Role.MODERATOR, Role.RESPONDENT):
            raise GoldError(
                f"Nieznana rola „{cells['role']}”.", where=where, remedy="Wpisz moderator lub respondent."
            )
        if not (cells["sentence"] or "").strip():
            raise GoldError("Wiersz nie ma zdania.", where=where, remedy="Wpisz je lub usuń wiersz.")
        role = Role(cells["role"])
        if role is Role.MODERATOR and given:
            raise GoldError("Słowa prowadzącego mają kod.", where=where, remedy="Usuń kod albo popraw rolę.")
        yield BankRow(
            scene=cells["scene"],
            role=role,
            group=cells["group"] or None,
            section=cells["section"] or None,
            text=" ".join(cells["sentence"].split()),
            codes=given,
            kind=cells["kind"] or "",
        )


def analysed(rows: Sequence[BankRow], nlp: Language) -> list[Sentence]:
    """The rows as analysed sentences, a document a scene; neighbours of one speaker are in one turn, notes are not."""
    result: list[Sentence] = []
    for scene, group in groupby(rows, key=lambda row: row.scene):
        result.extend(_scene(scene, list(group), nlp))
    return result


def _scene(scene: str, rows: Sequence[BankRow], nlp: Language) -> Iterator[Sentence]:
    from textmine.nlp.annotate import annotate

    turns: list[Turn] = []
    text = ""
    for row in rows:
        turns.append(
            Turn(
                row.role,
                row.role,
                len(text),
                len(text) + len(row.text),
                row.text,
                None,
                row.group,
                row.section,
            )
        )
        text += row.text + "\n"
    parts: dict[int, list[Sentence]] = {}
    for sentence in annotate(Document(scene, text, tuple(turns), "csv", "utf-8", ""), nlp):
        parts.setdefault(sentence.turn, []).append(sentence)
    number = -1
    for place, (row, turn) in enumerate(zip(rows, turns, strict=True)):
        if place == 0 or len(rows) == PAIR or row.section or row.role is not rows[place - 1].role:
            number += 1
        yield _joined(parts.get(place, []), turn, f"{scene}-{place}", scene, number, place)


def _joined(
    parts: Sequence[Sentence], turn: Turn, identity: str, scene: str, number: int, place: int
) -> Sentence:
    """One sentence of what the analysis may have split."""
    whole = Sentence(
        identity, scene, number, place, turn.start, turn.end, turn.text, turn.text, turn.speaker, turn.role,
        None, turn.group, turn.section,
    )  # fmt: skip
    return replace(
        whole,
        clean=" ".join(part.clean for part in parts if part.clean),
        tokens=tuple(token for part in parts for token in part.tokens),
    )
