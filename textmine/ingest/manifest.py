"""corpus.csv: which file belongs to which group, when it was recorded, what it is called.

Written by researchers, mostly in a spreadsheet: comma, semicolon or tab; UTF-8 or CP1250. What is wrong in it never
stops a run: each problem is one CorpusError in `Manifest.problems`, and everything else is used.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from textmine.errors import CorpusError
from textmine.records import Case

FILE_NAME = "corpus.csv"
COLUMNS = ("file", "group", "date", "title", "kind", "moderator")
REQUIRED = ("file", "group")
# What Polish researchers type for them.
SYNONYMS = {
    "plik": "file",
    "nazwa pliku": "file",
    "grupa": "group",
    "data": "date",
    "tytuł": "title",
    "tytul": "title",
    "rodzaj": "kind",
    "typ": "kind",
    "moderatorzy": "moderator",
    "prowadzący": "moderator",
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The cases by file name, and what was wrong."""

    cases: dict[str, Case]
    problems: tuple[CorpusError, ...]


def read_manifest(
    path: Path, files: Sequence[str], *, group_id: Callable[[str], str | None], groups: Sequence[str] = ()
) -> Manifest:
    """Read corpus.csv for the corpus `files` (names below the corpus folder).

    `group_id` maps what stands in the column to a group id of the codebook, or None; `groups` are the known ids, for
    the message. Files that the table does not name get an empty case, and a problem says so.
    """
    problems: list[CorpusError] = []
    cases: dict[str, Case] = {}
    if path.exists():
        try:
            rows = list(_rows(path, problems))
        except CorpusError as error:
            rows = []
            problems.append(error)
        for number, row in rows:
            case = _case(row, files, f"{path}, wiersz {number}", group_id, groups, problems)
            if case and case.file in cases:
                problems.append(
                    CorpusError(
                        f"Plik „{case.file}” jest wpisany drugi raz; liczy się pierwszy wpis.",
                        where=f"{path}, wiersz {number}",
                        remedy="Usuń jeden z wierszy.",
                    )
                )
            elif case:
                cases[case.file] = case
    missing = [name for name in files if name not in cases]
    if missing:
        problems.append(_unlisted(path, missing))
    for name in missing:
        cases[name] = Case(file=name)
    return Manifest(cases, tuple(problems))


def _unlisted(path: Path, missing: Sequence[str]) -> CorpusError:
    shown = ", ".join(missing[:5]) + (f" i {len(missing) - 5} innych" if len(missing) > 5 else "")
    what = "Brak pliku corpus.csv" if not path.exists() else "W tabeli nie ma plików"
    return CorpusError(
        f"{what}; bez grupy rozmówców pozostają: {shown}.",
        where=path,
        remedy="Dopisz wiersze „file,group,date,title,kind”.",
    )


def _rows(path: Path, problems: list[CorpusError]) -> Iterator[tuple[int, dict[str, str]]]:
    text = _decoded(path)
    header, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=header.count)
    try:
        table = [
            (number, row) for number, row in _numbered(text, delimiter) if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise CorpusError(
            f"To nie jest poprawna tabela CSV ({error}).",
            where=path,
            remedy="Zapisz ją z arkusza jako CSV UTF-8.",
        ) from error
    if not table:
        raise CorpusError(
            "Tabela jest pusta.", where=path, remedy="Dopisz wiersze „file,group,date,title,kind”."
        )
    names = [_column(cell, path, problems) for cell in table[0][1]]
    for column in REQUIRED:
        if column not in names:
            problems.append(
                CorpusError(
                    f"Brak kolumny „{column}”.",
                    where=f"{path}, wiersz 1",
                    remedy=f"Nagłówek powinien brzmieć: {','.join(COLUMNS[:5])}.",
                )
            )
    if "file" not in names:
        return
    for number, row in table[1:]:
        yield number, {name: cell.strip() for name, cell in zip(names, row, strict=False) if name}


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    start = 1
    for row in reader:
        yield start, row
        start = reader.line_num + 1


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CorpusError(
            "Nie można odczytać tabeli.", where=path, remedy=f"Sprawdź uprawnienia ({error.strerror})."
        ) from error
    for encoding in ("utf-8-sig", "cp1250"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        except UnicodeDecodeError:
            continue
    raise CorpusError("Nieznane kodowanie znaków.", where=path, remedy="Zapisz tabelę jako CSV UTF-8.")


def _column(cell: str, path: Path, problems: list[CorpusError]) -> str:
    name = cell.strip().casefold()
    name = SYNONYMS.get(name, name)
    if name and name not in COLUMNS:
        near = difflib.get_close_matches(name, COLUMNS, n=1, cutoff=0.6)
        hint = f"Czy chodziło o „{near[0]}”?" if near else f"Znane kolumny: {', '.join(COLUMNS)}."
        problems.append(
            CorpusError(f"Nieznana kolumna „{cell.strip()}”.", where=f"{path}, wiersz 1", remedy=hint)
        )
        return ""
    return name


def _case(
    row: dict[str, str],
    files: Sequence[str],
    where: str,
    group_id: Callable[[str], str | None],
    groups: Sequence[str],
    problems: list[CorpusError],
) -> Case | None:
    name = row.get("file", "").replace("\\", "/")
    if name not in files:
        near = difflib.get_close_matches(name, files, n=1, cutoff=0.7)
        hint = f"Czy chodziło o „{near[0]}”?" if near else "Popraw nazwę albo dołóż plik."
        problems.append(CorpusError(f"W folderze corpus nie ma pliku „{name}”.", where=where, remedy=hint))
        return None
    written = row.get("group", "")
    group = group_id(written) if written else None
    if written and group is None:
        near = difflib.get_close_matches(written.casefold(), groups, n=1, cutoff=0.5)
        hint = f"Czy chodziło o „{near[0]}”?" if near else f"Grupy w książce kodów: {', '.join(groups)}."
        problems.append(CorpusError(f"Nieznana grupa „{written}”.", where=where, remedy=hint))
    moderators = tuple(label.strip() for label in row.get("moderator", "").split("|") if label.strip())
    return Case(name, group, row.get("date", ""), row.get("title", ""), row.get("kind", ""), moderators)
