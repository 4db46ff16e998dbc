"""How a file was read, for a person or a program, before anything is run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textmine.records import Document, Role, Turn


def inspection(document: Document) -> dict[str, Any]:
    """What `textmine inspect --json` prints: positions are code points in "text", times seconds or null.

    A turn has "label" where the file writes its speaker otherwise, and "group", "section" and "votes" where it is a note.
    """
    return {
        "file": document.name,
        "format": document.format,
        "encoding": document.encoding,
        "text": document.text,
        "turns": [_turn(turn) for turn in document.turns],
        "warnings": list(document.warnings),
    }


def _turn(turn: Turn) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "speaker": turn.speaker,
        "role": str(turn.role),
        "start": turn.start,
        "end": turn.end,
        "time": turn.time,
    }
    further = {"group": turn.group, "section": turn.section, "votes": turn.votes}
    if turn.written and turn.written != turn.speaker:
        further["label"] = turn.written
    return shown | {name: value for name, value in further.items() if value is not None}


def spellings(document: Document) -> dict[str, list[str]]:
    """How the file writes each speaker's label, where that is not the canonical one; most frequent first."""
    found: dict[str, Counter[str]] = {}
    for turn in document.turns:
        if turn.speaker and turn.written and turn.written != turn.speaker:
            found.setdefault(turn.speaker, Counter())[turn.written] += 1
    return {speaker: [label for label, _ in counts.most_common()] for speaker, counts in found.items()}


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to look at, and what to do about it; `remedy` is "" where nothing has to be done."""

    what: str
    remedy: str


# The beginning of a reader's warning, and what to do about it.
_REMEDIES = (
    ("nie znaleziono etykiet", "Dopisz przed wypowiedziami etykiety, np. „M:” i „R1:”."),
    ("wypowiedzi zaczynają się od", "Dopisz etykiety mówiących, jeśli mają być rozróżniani."),
    ("napisy nie nazywają", "Wyeksportuj napisy z nazwami mówiących albo dopisz je („Imię: …”)."),
    ("segmenty nie nazywają", "Uruchom rozpoznawanie z podziałem na mówiących albo dopisz etykiety."),
    (
        "rozmówców rozróżniono po kolejności",
        "Sprawdź pierwsze wypowiedzi; pewniejsze są etykiety „M:” i „R:”.",
    ),
    ("wiersze zaczynają się od", "Jeśli to mówiący, zmień etykietę w pliku na prostszą, np. „R3:”."),
    ("pytania rozpoznano", "Sprawdź pierwsze wypowiedzi; pewniejsze są etykiety „M:” i „R:”."),
    ("pod rozmową stoi tekst", "Jeśli to wypowiedź, dopisz przed nią etykietę."),
    ("tekst przed pierwszą etykietą", "Jeśli to wypowiedź, dopisz przed nią etykietę."),
    ("etykietę „", "Popraw etykietę w pliku, jeśli to dwie różne osoby."),
    ("pominięto arkusz", "Nazwij kolumny arkusza, np. „mówca” i „wypowiedź”, jeśli ma być czytany."),
    ("nie odczytano kolumn", "Zmień nazwę kolumny, jeśli są w niej wypowiedzi."),
)
_OTHER = "Porównaj pierwsze wypowiedzi z plikiem."


def advice(document: Document) -> list[Advice]:
    """What a researcher should look at before a run: the reader's warnings, and a talk that nobody leads."""
    found = [Advice(warning, _remedy(warning)) for warning in document.warnings]
    speakers = [one for one in document.speakers if one.role is not Role.UNKNOWN]
    if len(speakers) > 1 and not any(one.role is Role.MODERATOR for one in speakers):
        labels = ", ".join(f"„{one.speaker}”" for one in speakers[:4])
        found.append(
            Advice(
                f"nikogo nie rozpoznano jako prowadzącego ({labels}); pytania liczą się jak wypowiedzi rozmówców",
                "Wpisz jego etykietę w kolumnie „moderator” w corpus.csv.",
            )
        )
    return found


def _remedy(warning: str) -> str:
    return next((remedy for begin, remedy in _REMEDIES if warning.startswith(begin)), _OTHER)


def shared_advice(documents: Sequence[Document]) -> list[tuple[Advice, list[str]]]:
    """The advice on several files, each once with the names of its files; that on most files first."""
    found: dict[Advice, list[str]] = {}
    for document in documents:
        for one in advice(document):
            found.setdefault(one, []).append(document.name)
    return sorted(found.items(), key=lambda pair: -len(pair[1]))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a workshop: its notes, their votes (None where there are none), the groups that wrote them."""

    name: str
    notes: int
    votes: int | None
    groups: tuple[str, ...]


def sections(document: Document) -> list[Section]:
    """The sections of a document's notes, in order; [] for talks."""
    notes: dict[str, list[Turn]] = {}
    for turn in document.turns:
        if turn.section is not None:
            below = notes.setdefault(turn.section, [])
            if turn.role is not Role.MODERATOR:
                below.append(turn)
    found = []
    for name, turns in notes.items():
        votes = [turn.votes for turn in turns if turn.votes is not None]
        groups = dict.fromkeys(turn.group for turn in turns if turn.group)
        found.append(Section(name, len(turns), sum(votes) if votes else None, tuple(groups)))
    return found


@dataclass(frozen=True, slots=True)
class Glance:
    """A file in a row of a table: `notes` is the number of sections of a workshop, 0 for a talk."""

    turns: int
    speakers: int
    notes: int
    leads: tuple[str, ...]
    timed: bool


def glance(document: Document) -> Glance:
    """The numbers of a file."""
    return Glance(
        len(document.turns),
        len(document.speakers),
        len(sections(document)),
        tuple(one.speaker for one in document.speakers if one.role is Role.MODERATOR),
        any(turn.time is not None for turn in document.turns),
    )
