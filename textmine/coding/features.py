"""What the learned coder sees of a sentence: names of features, made of its words, their grammar, rules and context.

Kinds of names: `w` a base form, `b` two neighbours, `n` a denied word, `s` the stem of a word, `m` grammar, `r` what a
rule says, `d` a domain that is named, `c` a cue, `q` a word of the moderator's last question, `a` a theme that it asks for,
`h` a table's heading, `g` the speaker's group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from textmine.coding.leaning import SHORT
from textmine.coding.patterns import Line
from textmine.coding.polarity import NEGATION_REACH, is_question
from textmine.coding.rules import Evidence, asked_themes, heading_theme
from textmine.coding.words import DENIALS, POINTING, words_of
from textmine.records import Role, Sentence, Token

_FIRST = frozenset(
    {"a", "i", "ale", "bo", "więc", "no", "też", "tylko", "również", "podobnie", "dlatego", "czyli"}
)
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN", "ADV"})


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence follows: the words of the last question and what it asks for, the heading of a table; and the group."""

    question: frozenset[str] = frozenset()
    heading: str | None = None
    group: str | None = None
    asked: tuple[str, ...] = ()


def features(sentence: Sentence, line: Line, evidence: Evidence, context: Context) -> list[str]:
    """The names of a sentence's features, each once, in a fixed order."""
    names = dict.fromkeys(chain.from_iterable(token_features(line)))
    names.update(dict.fromkeys(_grammar(sentence.tokens, line)))
    names.update(dict.fromkeys(_rules(evidence, context)))
    names.update(dict.fromkeys([f"q:{word}" for word in sorted(context.question)]))
    return list(names)


def content_words(tokens: Sequence[Token]) -> frozenset[str]:
    """Base forms of the words that carry meaning."""
    return frozenset(
        word.name for word, token in zip(words_of(tokens), tokens, strict=True) if token.pos in _CONTENT
    )


def token_features(line: Line) -> list[list[str]]:
    """The features that each token gives, [] for punctuation."""
    found: list[list[str]] = []
    before = "^"
    denied = clause = -1
    latest: list[str] = []
    for place, word in enumerate(line.words):
        if line.clauses[place] != clause:
            clause, denied = line.clauses[place], -1
        if word.mark:
            found.append([])
            continue
        name = word.name
        latest = [*word.names, f"b:{before}_{name}"]
        if name in DENIALS:
            denied = place
        elif denied >= 0 and place - denied <= NEGATION_REACH:
            latest.append(f"n:{name}")
        found.append(latest)
        before = name
    latest.append(f"b:{before}_$")
    return found


def _grammar(tokens: Sequence[Token], line: Line) -> list[str]:
    words = [word for word in line.words if not word.mark]
    names = [f"m:length{min(len(words), 40) // 5}"]
    if is_question(tokens):
        names.append("m:question")
    if len(words) < SHORT:
        names.append("m:short")
    for word in words:
        names += word.grammar
    if not any(word.verb for word in words):
        names.append("m:no verb")
    if words and words[0].lemma in _FIRST:
        names.append(f"m:first {words[0].lemma}")
    if any(word.lemma in POINTING for word in words[:3]):
        names.append("m:pointing")
    return names


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
