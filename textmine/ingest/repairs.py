"""Repairs that can be taken back: each change knows its place in the text that came out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from textmine.ingest.encoding import canonical
from textmine.records import Change

_SOFT_HYPHEN = re.compile("\u00ad+")


def mended(
    text: str, pattern: re.Pattern[str], repair: Callable[[re.Match[str]], str | None], reason: str
) -> tuple[str, tuple[Change, ...]]:
    """Replace matches of a pattern by what `repair` gives (None: leave it), and log each change."""
    parts: list[str] = []
    changes: list[Change] = []
    position = length = 0
    for match in pattern.finditer(text):
        after = repair(match)
        if after is None or after == match[0]:
            continue
        length += match.start() - position
        parts.extend((text[position : match.start()], after))
        changes.append(Change(length, match[0], after, reason))
        length += len(after)
        position = match.end()
    parts.append(text[position:])
    return "".join(parts), tuple(changes)


def without_soft_hyphens(text: str) -> tuple[str, tuple[Change, ...]]:
    """The canonical text without the hyphens that show only at the end of a line."""
    text, _ = canonical(text)
    if "\u00ad" not in text:
        return text, ()
    return mended(text, _SOFT_HYPHEN, lambda _: "", "usunięto miękkie łączniki")


def taken_back(text: str, changes: Iterable[Change]) -> str:
    """The text before the changes. Raises ValueError where the text is not what they left."""
    for change in sorted(changes, key=lambda one: one.start, reverse=True):
        end = change.start + len(change.after)
        if text[change.start : end] != change.after:
            raise ValueError(f"no {change.after!r} at {change.start}")
        text = text[: change.start] + change.before + text[end:]
    return text


def moved(changes: Iterable[Change], offset: int) -> tuple[Change, ...]:
    """The changes of a piece of text that begins at `offset` of a longer one."""
    return tuple(replace(change, start=change.start + offset) for change in changes)


def summary(changes: Sequence[Change]) -> tuple[str, ...]:
    """A Polish line a kind of repair, with how often and the first examples."""
    lines = []
    for reason, count in Counter(change.reason for change in changes).items():
        visible = [one for one in changes if one.reason == reason and one.before.isprintable()]
        shown = [f"„{one.before}” → „{one.after}”" for one in visible]
        examples = ", ".join(dict.fromkeys(shown[:3]))
        lines.append(f"{reason}: {count} ({examples})" if examples else f"{reason}: {count}")
    return tuple(lines)
