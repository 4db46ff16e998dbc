"""Automatic labels of Word: a list whose level text is "R%1:" numbers its paragraphs R1:, R2:, … They are not in the text.

Source of the rules: ECMA-376 part 1, 17.9 (numbering).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    template: str
    form: str
    start: int


@dataclass(slots=True)
class _Counter:
    """Where the lists of one abstract numbering stand; `begun` are the lists that have set their own start."""

    values: dict[int, int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)


class Numbering:
    """The lists of a document; `label` is called for its paragraphs in order. `root` is numbering.xml or None."""

    def __init__(self, root: Any) -> None:
        self._levels: dict[tuple[str, int], _Level] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, _Counter] = {}
        if root is None:
            return
        abstract = {item.get(f"{W}abstractNumId", ""): item for item in root.iter(f"{W}abstractNum")}
        styles = {_value(item, "styleLink"): item for item in abstract.values() if _value(item, "styleLink")}
        for number in root.iter(f"{W}num"):
            name = number.get(f"{W}numId", "")
            item = abstract.get(_value(number, "abstractNumId"))
            if item is None:
                continue
            self._abstract[name] = item.get(f"{W}abstractNumId", "")
            self._read_levels(name, styles.get(_value(item, "numStyleLink"), item))
            for change in number.iter(f"{W}lvlOverride"):
                level = _number(change.get(f"{W}ilvl"), 0)
                start = _value(change, "startOverride")
                self._restarts[name, level] = _number(start, 1) if start else 1
                self._read_levels(name, change)

    def _read_levels(self, name: str, parent: Any) -> None:
        for level in parent.iter(f"{W}lvl"):
            key = (name, _number(level.get(f"{W}ilvl"), 0))
            start = _number(_value(level, "start"), 1)
            self._levels[key] = _Level(_value(level, "lvlText"), _value(level, "numFmt") or "decimal", start)

    def label(self, number: str, level: int) -> str:
        """The label of the next paragraph of a list with a space after it; "" where it only counts ("1.").

        A bullet is "• ". A label that has letters or a colon is given as Word shows it.
        """
        found = self._levels.get((number, level))
        if found is None:
            return ""
        values = self._counted(number, level, found)
        if found.form == "bullet":
            return "• "
        if not re.search(r"[^\W\d_]|:", re.sub(r"%\d", "", found.template)):
            return ""

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            of_level = self._levels.get((number, index), found)
            return _formatted(values.get(index, of_level.start), of_level.form)

        return re.sub(r"%(\d)", shown, found.template).strip() + " "

    def _counted(self, number: str, level: int, found: _Level) -> dict[int, int]:
        counter = self._counters.setdefault(self._abstract[number], _Counter())
        if number not in counter.begun:
            counter.begun.add(number)
            for (name, at), start in self._restarts.items():
                if name == number:
                    counter.values[at] = start - 1
        counter.values[level] = counter.values.get(level, found.start - 1) + 1
        for deeper in range(level + 1, LEVELS):
            counter.values.pop(deeper, None)
        return counter.values


def _value(parent: Any, name: str) -> str:
    child = parent.find(f"{W}{name}")
    return "" if child is None else str(child.get(f"{W}val") or "")


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default


def _formatted(value: int, form: str) -> str:
    """A number as a list shows it: 1, A, a, I, i, 01."""
    if form in {"upperLetter", "lowerLetter"} and value > 0:
        turn, letter = divmod(value - 1, 26)
        letters = chr(ord("A") + letter) * min(turn + 1, 50)
        return letters if form == "upperLetter" else letters.lower()
    if form in {"upperRoman", "lowerRoman"} and 0 < value < 4000:
        roman = ""
        for size, sign in _ROMAN:
            roman += sign * (value // size)
            value %= size
        return roman if form == "upperRoman" else roman.lower()
    return f"{value:02d}" if form == "decimalZero" else str(value)
