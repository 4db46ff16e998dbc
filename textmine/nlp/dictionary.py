"""The SGJP dictionary through Morfeusz 2: what each word form can be. No spaCy here, so that the search starts fast."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any, NamedTuple

_PERSONS_NAME = frozenset({"nazwisko", "imię", "patronimicum"})
_KINDS = (("imię", "i"), ("nazwisko", "s"), ("patronimicum", "s"), ("nazwa_geograficzna", "g"))
_RARE = ("rzad.", "daw.", "arch.", "gwar.", "przest.", "pot.,środ.", "środ.")
# "Price’a", "Kennedy'ego": the ending of a foreign name stands behind an apostrophe.
_APOSTROPHE = re.compile(r"(\w{2,})[’'](?:a|owi|em|ie|ego|emu|m|s|u|y|ów|om|ami|ach)")
_LONGEST_ABBREVIATION = 7
_VOWELS = frozenset("aeiouyąęóAEIOUYĄĘÓ")
# "GROM-ie", "MSZ-u", "PKB-em": an acronym and its ending.
_ACRONYM = re.compile(r"([A-ZĄĆĘŁŃÓŚŹŻ]{2,})-(?:[a-ząęó]{1,4})")


class Reading(NamedTuple):
    """One reading of a word form: base form and NKJP tag with its alternatives ("subst:sg:gen.acc:m1").

    `kinds` holds "i" for a first name, "s" for a surname, "g" for a place, "r" for a rare or dated word.
    """

    lemma: str
    tag: str
    kinds: str = ""

    @property
    def word_class(self) -> str:
        """The NKJP class: the tag up to the first colon."""
        return self.tag.partition(":")[0]

    @property
    def is_name(self) -> bool:
        """Whether this is a person's name."""
        return "s" in self.kinds or "i" in self.kinds


_SYMBOLS = {
    "%": (Reading("procent", "brev:npun"),),
    "‰": (Reading("promil", "brev:npun"),),
    "°C": (Reading("stopień_Celsjusza", "brev:npun"),),
    "§": (Reading("paragraf", "brev:npun"),),
    "$": (Reading("dolar", "brev:npun"),),
    "€": (Reading("euro", "brev:npun"),),
}


class _Edge(NamedTuple):
    """A reading of a part of a word, from node `start` to node `end` of the dictionary's graph."""

    start: int
    end: int
    form: str
    lemma: str
    tag: str
    kinds: str


@cache
def _morfeusz() -> Any:
    import morfeusz2

    # "composite": "zrobiłem" is one word, as spaCy's tokenizer leaves it; "isolated": "em" alone is known as well.
    # The object below the wrapper: it hands out tags and labels as numbers, which halves the time of a word.
    return morfeusz2.Morfeusz(generate=False, praet="composite", aggl="isolated")._morfeusz_obj


# Tag and kinds by the dictionary's numbers for tag, name and labels.
_meanings: dict[tuple[int, int, int], tuple[str, str]] = {}


def _edges(text: str) -> list[_Edge]:
    found = []
    for one in _morfeusz().analyse(text):
        key = one.tagId, one.nameId, one.labelsId
        meaning = _meanings.get(key)
        if meaning is None:
            resolver = _morfeusz()
            kinds = _kinds_of(one.getName(resolver), one.getLabels(resolver))
            meaning = _meanings[key] = one.getTag(resolver), kinds
        # What `orth` and `lemma` of the wrapper return, without its calls.
        found.append(_Edge(one.startNode, one.endNode, one._orth, one._lemma, *meaning))
    return found


def identity() -> str:
    """Which dictionary this is, as it calls itself."""
    import morfeusz2

    return f"{morfeusz2.__version__} {_morfeusz().getDictID()}"


# Tables of common forms that are asked before the dictionary, which says the same, slower: none or one.
_tables: list[Callable[[str], tuple[Reading, ...] | None]] = []


def look_first(table: Callable[[str], tuple[Reading, ...] | None] | None) -> None:
    """Ask a table before the dictionary, None for none."""
    _tables[:] = [] if table is None else [table]


@lru_cache(maxsize=200_000)
def readings(word: str) -> tuple[Reading, ...]:
    """All readings of a word form, () where the dictionary does not know it. Homonym marks are left out."""
    for table in _tables:
        common = table(word)
        if common is not None:
            return common
    return _analysed(word)


def _analysed(word: str) -> tuple[Reading, ...]:
    name = _APOSTROPHE.fullmatch(word)
    if name:
        return (Reading(name[1], "subst:sg:nom.gen.dat.acc.inst.loc:m1", "s"),)
    acronym = _ACRONYM.fullmatch(word)
    if acronym:
        return (Reading(acronym[1], "subst:sg:gen.dat.acc.inst.loc:m3"),)
    edges = _edges(word)
    if not edges:
        return _SYMBOLS.get(word, ())
    end = edges[-1].end if len(edges) == 1 else max(edge.end for edge in edges)
    whole = [edge for edge in edges if edge.start == 0 and edge.end == end]
    if not whole and end > 1:
        whole = _compound(edges, end, word)
    if _may_be_cut_short(word):
        whole += _abbreviation(word)
    found = dict.fromkeys(
        Reading(edge.lemma.partition(":")[0] or edge.lemma, edge.tag, edge.kinds)
        for edge in whole
        if edge.tag not in {"ign", "interp"}
    )
    return tuple(found) or _SYMBOLS.get(word, ())


def _may_be_cut_short(word: str) -> bool:
    """Whether a word may be an abbreviation: these break off before a vowel, or are a single letter."""
    return (
        len(word) <= _LONGEST_ABBREVIATION
        and word[-1:].isalpha()
        and (len(word) == 1 or word[-1] not in _VOWELS)
    )


def _abbreviation(word: str) -> list[_Edge]:
    """What a word means with a point after it: the dictionary knows "tys." and "np.", tokens come without it."""
    return [
        edge
        for edge in _edges(word + ".")
        if edge.tag == "brev:pun" and edge.start == 0 and edge.end == 1 and edge.form == word
    ]


def _kinds_of(kinds: list[str], labels: list[str]) -> str:
    found = [letter for kind, letter in _KINDS if kind in kinds]
    if any(mark in label for label in labels for mark in _RARE):
        found.append("r")
    return "".join(dict.fromkeys(found))


def _compound(edges: list[_Edge], end: int, word: str) -> list[_Edge]:
    """The readings of a form of several segments: "żebyśmy" is "żeby", "polsko-niemiecki" ends as its last part."""
    last = [edge for edge in edges if edge.end == end]
    if any(edge.tag.startswith("aglt") for edge in last):
        return [edge for edge in edges if edge.start == 0]
    if not any(character.isalpha() for character in word):
        return []
    tail = last[0].form
    head = word[: len(word) - len(tail)]
    if not head.endswith("-"):
        return []
    if word[0].isupper() and tail[:1].islower() and len(tail) <= 3:
        return []
    if word[0].isupper() and tail[:1].isupper():
        return _double_name(edges, end, last)
    return [
        edge._replace(lemma=head + edge.lemma)
        for edge in last
        if edge.tag.split(":")[0] in {"subst", "adj", "adv", "ger", "depr"}
    ]


def _double_name(edges: list[_Edge], end: int, last: list[_Edge]) -> list[_Edge]:
    """A surname or place of two parts, both in their base forms: "Kowalskiej-Nowak" is "Kowalska-Nowak"."""
    heads: dict[str, str] = {}
    for edge in edges:
        if edge.start == 0 and edge.end < end and edge.tag.startswith(("subst", "adj")):
            heads.setdefault(edge.tag, edge.lemma.partition(":")[0])
    result = []
    for edge in last:
        if not edge.tag.startswith(("subst", "adj")):
            continue
        base = heads.get(edge.tag) or next(iter(heads.values()), None)
        if base is not None:
            result.append(edge._replace(lemma=f"{base}-{edge.lemma.partition(':')[0]}"))
    return result


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
