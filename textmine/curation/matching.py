"""Finding the topic that a person meant in what another run found: by passages, not by numbers or names."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

# At least half of what the topic had must be in one topic, and be at least half of that: so no two topics can
# both be meant but in a tie, and no small topic gives its name to a large one.
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """`topic` is None where no topic is the same, and `why` then says in Polish what became of it.

    `overlap` is the Jaccard index of the sentences, 0 to 1; those of documents that came later are not counted.
    """

    topic: int | None
    overlap: float = 0.0
    why: str = ""


def match(
    sentences: AbstractSet[str],
    topics: Mapping[int, AbstractSet[str]],
    *,
    present: AbstractSet[str],
    comparable: AbstractSet[str],
) -> Match:
    """The topic of `topics` (id to its sentences) that has the passages of a remembered one.

    `present` are all sentences of the material as it is, `comparable` those of documents that were there then.
    """
    left = sentences & present
    if not left:
        return Match(None, 0.0, "jego fragmentów nie ma już w materiale")
    found = {topic: len(left & own) for topic, own in topics.items()}
    found = {topic: count for topic, count in found.items() if count}
    if not found:
        return Match(None, 0.0, "jego fragmenty nie należą teraz do żadnego tematu")
    best = max(found, key=lambda topic: (found[topic], -topic))
    rivals = topics[best] & comparable
    kept, filled = found[best] / len(left), found[best] / max(len(rivals), 1)
    if kept >= SAME and filled >= SAME:
        return Match(best, found[best] / len(left | rivals))
    if kept >= SAME:
        return Match(None, 0.0, f"jest teraz tylko częścią większego tematu ({best})")
    spread = sorted(found, key=lambda topic: (-found[topic], topic))[:3]
    shares = ", ".join(f"{topic} ({found[topic] / len(left):.0%})" for topic in spread)
    return Match(None, 0.0, f"jego fragmenty rozeszły się po tematach {shares}")
