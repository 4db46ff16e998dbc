"""What the learned coder sees of a sentence: names of features, made of its words, their grammar, rules and context.

Kinds of names: `w` a base form, `b` two neighbours, `n` a denied word, `s` the stem of a word, `m` grammar, `r` what a
rule says, `d` a domain that is named, `c` a cue, `q` a word of the moderator's last question, `a` a theme that it asks for,
`h` a table's heading, `g` the speaker's group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from textmine.coding.patterns import Line
from textmine.coding.polarity import is_question
from textmine.coding.rules import Evidence, asked_themes, heading_theme
from textmine.records import Role, Sentence, Token

# A word that is shorter than this is its own stem.
STEM = 5
NEGATION_REACH = 3
# Words of a sentence that leans on the one before it.
SHORT = 8
# Words that point to what was said before.
_POINTING = frozenset({"to", "ten", "on", "ona", "ono", "oni", "tamten", "taki", "tak", "tam", "tu", "tyle"})
_FIRST = frozenset(
    {"a", "i", "ale", "bo", "więc", "no", "też", "tylko", "również", "podobnie", "dlatego", "czyli"}
)
_DENIALS = frozenset({"nie", "bez", "żaden", "ani"})
_IF = frozenset({"by", "żeby", "aby", "gdyby"})
_PERSON = re.compile(r"Person=(\d)")
_NUMBER = re.compile(r"Number=(\w)")
_TENSE = re.compile(r"Tense=(\w+)")


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence follows: the words of the last question and what it asks for, the heading of a table; and the group."""

    question: frozenset[str] = frozenset()
    heading: str | None = None
    group: str | None = None
    asked: tuple[str, ...] = ()


def features(sentence: Sentence, line: Line, evidence: Evidence, context: Context) -> list[str]:
    """The names of a sentence's features, each once, in a fixed order."""
    tokens = sentence.tokens
    names = dict.fromkeys(_words(tokens, line))
    names.update(dict.fromkeys(_grammar(tokens)))
    names.update(dict.fromkeys(_rules(evidence, context)))
    names.update(dict.fromkeys(f"q:{word}" for word in sorted(context.question)))
    return list(names)


def word_of(token: Token) -> str:
    """The base form as a feature: numbers are all alike."""
    if token.pos == "NUM" or token.text[:1].isdigit():
        return "#"
    return token.lemma.lower()


def content_words(tokens: Sequence[Token]) -> frozenset[str]:
    """Base forms of the words that carry meaning."""
    return frozenset(
        word_of(token) for token in tokens if token.pos in {"NOUN", "VERB", "ADJ", "PROPN", "ADV"}
    )


def _words(tokens: Sequence[Token], line: Line) -> Iterator[str]:
    for names in token_features(tokens, line):
        yield from names


def token_features(tokens: Sequence[Token], line: Line) -> Iterator[list[str]]:
    """The features that each token gives, [] for punctuation."""
    before = "^"
    denied = clause = -1
    last = max((place for place, token in enumerate(tokens) if token.pos != "PUNCT"), default=-1)
    for place, token in enumerate(tokens):
        if line.clauses[place] != clause:
            clause, denied = line.clauses[place], -1
        if token.pos == "PUNCT":
            yield []
            continue
        word = word_of(token)
        own, stem = _own_names(word)
        names = [own, f"b:{before}_{word}", *stem]
        if word in _DENIALS:
            denied = place
        elif denied >= 0 and place - denied <= NEGATION_REACH:
            names.append(f"n:{word}")
        if place == last:
            names.append(f"b:{word}_$")
        yield names
        before = word


@lru_cache(maxsize=65536)
def _own_names(word: str) -> tuple[str, tuple[str, ...]]:
    """The features of a word alone, itself and its stem: the same words come again and again."""
    return f"w:{word}", (f"s:{word[:STEM]}",) if len(word) > STEM else ()


def _grammar(tokens: Sequence[Token]) -> Iterator[str]:
    words = [token for token in tokens if token.pos != "PUNCT"]
    if is_question(tokens):
        yield "m:question"
    yield f"m:length{min(len(words), 40) // 5}"
    if len(words) < SHORT:
        yield "m:short"
    verbs = False
    for token in words:
        verb = token.pos in {"VERB", "AUX"}
        verbs = verbs or verb
        yield from _inflection(token.morph, verb)
        if token.lemma.lower() in _IF:
            yield "m:conditional"
        if word_of(token) == "#":
            yield "m:number"
    if not verbs:
        yield "m:no verb"
    if words:
        first = words[0].lemma.lower()
        if first in _FIRST:
            yield f"m:first {first}"
        if any(token.lemma.lower() in _POINTING for token in words[:3]):
            yield "m:pointing"


@lru_cache(maxsize=8192)
def _inflection(morph: str, verb: bool) -> tuple[str, ...]:
    """What the form of a word says of its sentence."""
    found = []
    if verb:
        person, number = _PERSON.search(morph), _NUMBER.search(morph)
        if person and number:
            found.append(f"m:person{person[1]}{number[1]}")
        tense = _TENSE.search(morph)
        if tense:
            found.append(f"m:{tense[1]}")
    if "Mood=Cnd" in morph:
        found.append("m:conditional")
    if "Degree=Cmp" in morph:
        found.append("m:comparative")
    return tuple(found)


def _rules(evidence: Evidence, context: Context) -> Iterator[str]:
    for theme, held, denied in evidence.cues:
        if held:
            yield f"c:{theme}"
        if denied:
            yield f"c:not {theme}"
    for code in evidence.domains:
        yield f"d:{code}"
        if context.group and code.startswith("wspolpraca"):
            yield f"d:{code}&{context.group}"
        for theme, held, _ in evidence.cues:
            if held and code.startswith(theme):
                yield f"d:{code}&cue"
    for finding in evidence.findings:
        state = finding.blocked or ("direct" if not finding.domain else "cue")
        yield f"r:{finding.code}:{state}"
    if evidence.blocked:
        yield f"m:{evidence.blocked}"
    if context.heading:
        yield f"h:{heading_theme(context.heading) or 'other'}"
    if context.group:
        yield f"g:{context.group}"
    for theme in context.asked:
        yield f"a:{theme}"


def contexts(
    sentences: Sequence[Sentence], group_of: Callable[[Sentence], str | None] | None = None
) -> list[Context]:
    """The context of each sentence of documents in order, moderators' sentences included."""
    result = []
    asked: set[str] = set()
    question: frozenset[str] = frozenset()
    document, turn = "", -1
    text = ""
    themes: tuple[str, ...] = ()
    for sentence in sentences:
        if sentence.document != document:
            document, turn, question, text, themes = sentence.document, -1, frozenset(), "", ()
        if sentence.role is Role.MODERATOR:
            if sentence.turn != turn:
                asked, text = set(), ""
            asked |= content_words(sentence.tokens)
            question = frozenset(asked)
            text = f"{text} {sentence.clean}"
            themes = asked_themes(text)
        group = group_of(sentence) if group_of else None
        result.append(Context(question, sentence.section, group, themes))
        turn = sentence.turn
    return result


def neighbours(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """The places of the sentence before and after each in the same turn, -1 where there is none.

    A question leans on neither: "Kawy?" after a complaint goes on with nothing.
    """
    keys = [(sentence.document, sentence.turn) for sentence in sentences]
    last = len(keys) - 1
    return [
        (-1, -1)
        if is_question(sentences[place].tokens)
        else (
            place - 1 if place > 0 and keys[place - 1] == key else -1,
            place + 1 if place < last and keys[place + 1] == key else -1,
        )
        for place, key in enumerate(keys)
    ]
