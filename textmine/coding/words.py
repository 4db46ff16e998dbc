"""What coding needs to know of a word, worked out once for all places where the same word stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from textmine.records import Token

# In a pattern's line a mark that ends a clause stands for itself, so that gaps stop there.
CLAUSE_END = "¦"
# A word that is not longer than this is its own stem.
STEM = 5
# Words that take back what follows.
DENIALS = frozenset({"nie", "bez", "żaden", "ani"})
# Words that point to what was said before.
POINTING = frozenset({"to", "ten", "on", "ona", "ono", "oni", "tamten", "taki", "tak", "tam", "tu", "tyle"})
_CLAUSE_MARKS = frozenset(',;:.!?…–—()„”"')
_CLAUSE_WORDS = frozenset({"ale", "lecz", "natomiast", "bo", "ponieważ", "więc", "jednak"})
_IF = frozenset({"by", "żeby", "aby", "gdyby"})
_VERBS = frozenset({"VERB", "AUX"})
_CASE = re.compile(r"(?:^|\|)Case=(\w+)")
_PERSON = re.compile(r"Person=(\d)")
_NUMBER = re.compile(r"Number=(\w)")
_TENSE = re.compile(r"Tense=(\w+)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence.

    `lemma` is its base form in small letters, `key` that as patterns write it, `written` the word and a blank in the
    line that patterns run over. `clause` says whether a clause begins with it, `mark` whether it is punctuation.
    `name` is the base form as a feature, numbers all alike; `names` the features of the word alone, `grammar` those
    that its form gives to its sentence.
    """

    lemma: str
    key: str
    written: str
    clause: bool
    mark: bool
    verb: bool
    name: str
    names: tuple[str, ...]
    grammar: tuple[str, ...]


def words_of(tokens: Sequence[Token]) -> list[Word]:
    """The words of a sentence, one for each token."""
    return [_word(token.text, token.lemma, token.pos, token.tag, token.morph) for token in tokens]


@lru_cache(maxsize=65536)
def _word(text: str, lemma: str, pos: str, tag: str, morph: str) -> Word:
    small = lemma.lower()
    key = small.replace(" ", "_").replace(":", "_")
    ends = text in _CLAUSE_MARKS
    case = _CASE.search(morph)
    written = CLAUSE_END if ends else f"{key}:{tag}:{case[1].lower() if case else ''}"
    number = pos == "NUM" or text[:1].isdigit()
    name = "#" if number else small
    verb = pos in _VERBS
    return Word(
        lemma=small,
        key=key,
        written=f"{written} ",
        clause=ends or key in _CLAUSE_WORDS,
        mark=pos == "PUNCT",
        verb=verb,
        name=name,
        names=(f"w:{name}", f"s:{name[:STEM]}") if len(name) > STEM else (f"w:{name}",),
        grammar=tuple(_grammar(morph, verb=verb, number=number, if_word=small in _IF)),
    )


def _grammar(morph: str, *, verb: bool, number: bool, if_word: bool) -> list[str]:
    """What the form of a word says of its sentence."""
    found = []
    if verb:
        person, many = _PERSON.search(morph), _NUMBER.search(morph)
        if person and many:
            found.append(f"m:person{person[1]}{many[1]}")
        tense = _TENSE.search(morph)
        if tense:
            found.append(f"m:{tense[1]}")
    if if_word or "Mood=Cnd" in morph:
        found.append("m:conditional")
    if "Degree=Cmp" in morph:
        found.append("m:comparative")
    if number:
        found.append("m:number")
    return found
