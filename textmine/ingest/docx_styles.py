"""What the styles of a Word document say of its text: bold, italics, hidden, headings, lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADINGS = ("heading", "nagwek", "nagłówek", "title", "tytu", "subtitle", "podtytu")


@dataclass(frozen=True, slots=True)
class Look:
    """How text of a style looks; None where the style says nothing. `number` is (list, level)."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    heading: bool = False
    number: tuple[str, int] | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, the other one elsewhere."""
        return Look(
            below.bold if self.bold is None else self.bold,
            below.italic if self.italic is None else self.italic,
            below.hidden if self.hidden is None else self.hidden,
            self.heading or below.heading,
            self.number or below.number,
        )


PLAIN = Look()


class Styles:
    """The styles of a document by their id. `root` is styles.xml or None."""

    def __init__(self, root: Any) -> None:
        self._looks: dict[str, Look] = {}
        self._parents: dict[str, str] = {}
        self._default = ""
        for style in () if root is None else root.iter(f"{W}style"):
            name = style.get(f"{W}styleId") or ""
            look = look_of(style.find(f"{W}rPr")).over(paragraph_look(style.find(f"{W}pPr")))
            shown = style.find(f"{W}name")
            titled = "" if shown is None else (shown.get(f"{W}val") or "").casefold()
            self._looks[name] = replace(look, heading=titled.startswith(HEADINGS))
            parent = style.find(f"{W}basedOn")
            if parent is not None:
                self._parents[name] = parent.get(f"{W}val") or ""
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
                self._default = name

    def look(self, properties: Any, reference: str) -> Look:
        """The look of the style that properties refer to by `reference` ("pStyle", "rStyle")."""
        link = None if properties is None else properties.find(f"{W}{reference}")
        name = self._default if link is None else link.get(f"{W}val") or ""
        if link is None and reference != "pStyle":
            return PLAIN
        if name not in self._looks:
            return Look(heading=name.casefold().startswith(HEADINGS))
        look = PLAIN
        seen: set[str] = set()
        while name in self._looks and name not in seen:
            seen.add(name)
            look = look.over(self._looks[name])
            name = self._parents.get(name, "")
        return look


def look_of(properties: Any) -> Look:
    """What properties of a run say by themselves."""
    if properties is None:
        return PLAIN
    return Look(flag(properties, "b"), flag(properties, "i"), flag(properties, "vanish"))


def paragraph_look(properties: Any) -> Look:
    """What properties of a paragraph say by themselves: its list."""
    link = None if properties is None else properties.find(f"{W}numPr")
    if link is None:
        return PLAIN
    number, level = link.find(f"{W}numId"), link.find(f"{W}ilvl")
    deep = "0" if level is None else level.get(f"{W}val") or "0"
    return Look(
        number=("" if number is None else number.get(f"{W}val") or "", int(deep) if deep.isdecimal() else 0)
    )


def flag(properties: Any, name: str) -> bool | None:
    """A property that is on or off, None where it is not there."""
    found = properties.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val", "true") not in {"0", "false", "off"}
