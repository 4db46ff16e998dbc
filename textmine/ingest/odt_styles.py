"""What the styles of an OpenDocument text say: bold, italics, hidden, and the labels of its lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT = f"{{{_NS}text:1.0}}"
STYLE = f"{{{_NS}style:1.0}}"
FO = f"{{{_NS}xsl-fo-compatible:1.0}}"
LEVELS = 10


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks; None where nothing is said of it. `lists` is the list style of a paragraph style."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    lists: str = ""

    def over(self, below: Look) -> Look:
        """This look where it says something, the other one elsewhere."""
        return Look(
            below.bold if self.bold is None else self.bold,
            below.italic if self.italic is None else self.italic,
            below.hidden if self.hidden is None else self.hidden,
            self.lists or below.lists,
        )


PLAIN = Look()


class Styles:
    """The styles of a document. `roots` are content.xml and styles.xml; what the first one says counts."""

    def __init__(self, *roots: Any) -> None:
        self._looks: dict[tuple[str, str], Look] = {}
        self._parents: dict[tuple[str, str], str] = {}
        self._levels: dict[tuple[str, int], tuple[str, str, int] | None] = {}
        for root in roots:
            for style in () if root is None else root.iter(f"{STYLE}style"):
                self._add_style(style)
            for style in () if root is None else root.iter(f"{TEXT}list-style"):
                self._add_list(style)

    def _add_style(self, style: Any) -> None:
        key = (style.get(f"{STYLE}family") or "text", style.get(f"{STYLE}name") or "")
        if key in self._looks:
            return
        lists = style.get(f"{STYLE}list-style-name") or ""
        self._parents[key] = style.get(f"{STYLE}parent-style-name") or ""
        properties = style.find(f"{STYLE}text-properties")
        if properties is None:
            self._looks[key] = Look(lists=lists)
            return
        weight, slant = properties.get(f"{FO}font-weight"), properties.get(f"{FO}font-style")
        shown = properties.get(f"{TEXT}display")
        self._looks[key] = Look(
            None if weight is None else weight == "bold" or (weight.isdecimal() and int(weight[:4]) >= 600),
            None if slant is None else slant in {"italic", "oblique"},
            None if shown is None else shown == "none",
            lists,
        )

    def _add_list(self, style: Any) -> None:
        name = style.get(f"{STYLE}name") or ""
        for level in style:
            number = _number(level.get(f"{TEXT}level"), 1)
            if level.tag == f"{TEXT}list-level-style-number":
                before, after = level.get(f"{STYLE}num-prefix") or "", level.get(f"{STYLE}num-suffix") or ""
                start = _number(level.get(f"{TEXT}start-value"), 1)
                self._levels.setdefault((name, number), (before, after, start))
            elif level.tag == f"{TEXT}list-level-style-bullet":
                self._levels.setdefault((name, number), None)

    def look(self, family: str, name: str | None) -> Look:
        """The look of a style with those that it is based on."""
        look = PLAIN
        seen: set[str] = set()
        while name and name not in seen and (family, name) in self._looks:
            seen.add(name)
            look = look.over(self._looks[family, name])
            name = self._parents[family, name]
        return look

    def label(self, lists: str, level: int, count: int) -> str:
        """The label of the item `count` (from 0) of a list, with a space after it; "" for numbers only."""
        key = (lists, min(level, LEVELS))
        if key not in self._levels:
            return ""
        found = self._levels[key]
        if found is None:
            return "• "
        before, after, start = found
        if not re.search(r"[^\W\d_]|:", before + after):
            return ""
        return f"{before}{start + count}{after}".strip() + " "


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default
