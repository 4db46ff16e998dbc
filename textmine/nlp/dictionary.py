"""The SGJP dictionary through Morfeusz 2: what each word form can be. No spaCy here, so that the search starts fast."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

_NAMES = frozenset({"nazwisko", "imię", "patronimicum"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a word form: base form, NKJP tag with its alternatives ("subst:sg:gen.acc:m1"), person's name."""

    lemma: str
    tag: str
    is_name: bool = False

    @property
    def word_class(self) -> str:
        """The NKJP class: the tag up to the first colon."""
        return self.tag.partition(":")[0]


@cache
def _morfeusz() -> Any:
    import morfeusz2

    # "composite": "zrobiłem" is one word, as spaCy's tokenizer leaves it; "isolated": "em" alone is known as well.
    return morfeusz2.Morfeusz(generate=False, praet="composite", aggl="isolated")


@lru_cache(maxsize=200_000)
def readings(word: str) -> tuple[Reading, ...]:
    """All readings of a word form, () where the dictionary does not know it. Homonym marks are left out."""
    edges = _morfeusz().analyse(word)
    if not edges:
        return ()
    end = max(edge[1] for edge in edges)
    whole = [edge[2] for edge in edges if edge[0] == 0 and edge[1] == end]
    if not whole and end > 1:
        whole = _compound(edges, end, word)
    found = dict.fromkeys(
        Reading(lemma.partition(":")[0] or lemma, tag, bool(_NAMES.intersection(kinds)))
        for _, lemma, tag, kinds, _ in whole
        if tag != "ign"
    )
    return tuple(found)


def _compound(edges: list[Any], end: int, word: str) -> list[Any]:
    """The readings of a form of several segments: "żebyśmy" is "żeby", "polsko-niemiecki" ends as its last part."""
    last = [edge[2] for edge in edges if edge[1] == end]
    if any(tag.startswith("aglt") for _, _, tag, _, _ in last):
        return [edge[2] for edge in edges if edge[0] == 0]
    head = word[: len(word) - len(last[0][0])]
    return [
        (form, head + lemma, tag, kinds, labels)
        for form, lemma, tag, kinds, labels in last
        if tag != "interp"
    ]


def is_word(word: str) -> bool:
    """Whether the dictionary knows the form."""
    return bool(readings(word))


@lru_cache(maxsize=20_000)
def base_forms(word: str) -> tuple[str, ...]:
    """All base forms of a word, most common classes first; the word itself where the dictionary does not know it.

    Surnames that look like a form of a common word are left out, unless nothing else remains.
    """
    found = readings(word)
    common = [reading for reading in found if not reading.is_name] or list(found)
    return tuple(dict.fromkeys(reading.lemma for reading in common)) or (word,)
