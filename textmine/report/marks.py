"""Drawings that answer to mouse and keyboard: named parts become links with titles, without a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# How a part of a figure is named (`gid` of matplotlib) so that its name survives in the SVG.
PREFIX = "mark-"
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a drawing: what is told of it, and the place on the page to go to ("" for none).

    `each` are the titles of its single dots, in the order in which they were drawn.
    """

    title: str
    target: str = ""
    each: tuple[str, ...] = ()


def interactive(svg: str, marks: Mapping[str, Mark]) -> str:
    """The <svg> with its named parts as links, or as groups with titles; `marks` is by the part's name."""
    from lxml import etree

    if not marks:
        return svg
    root = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    for group in list(root.iter(f"{_SVG}g")):
        mark = marks.get(group.get("id", "").removeprefix(PREFIX)) if group.get("id") else None
        if mark is None:
            continue
        del group.attrib["id"]
        for dot, title in zip(group.iter(f"{_SVG}use"), mark.each, strict=False):
            etree.SubElement(dot, f"{_SVG}title").text = title
        if mark.target:
            group.tag = f"{_SVG}a"
            group.set("href", f"#{mark.target}")
            group.set("aria-label", mark.title)
            group.set("class", "mark")
            group.set("data-to", mark.target)
        title = etree.Element(f"{_SVG}title")
        title.text = mark.title
        group.insert(0, title)
    return str(etree.tostring(root, encoding="unicode"))
