"""What the reader is given of a sentence: itself, and before it what it leans on where it does not stand alone.

"No i tak od marca." says nothing alone. A sentence leans on what was said before it when it is short, has no verb, begins
with a joining word or points back; what it leans on may lean itself, and an answer leans on its question.
"""

from __future__ import annotations

from collections.abc import Sequence

from textmine.coding.polarity import is_question
from textmine.coding.words import POINTING, words_of
from textmine.records import Sentence

# A sentence of fewer words is short.
SHORT = 8
MOST_SENTENCES = 3
MOST_WORDS = 40
MOST_CHARACTERS = 300
# Between what is leaned on and the sentence itself.
BAR = " | "
_JOINING = frozenset(
    {
        "a", "i", "ale", "albo", "ani", "bo", "czyli", "dlatego", "natomiast", "nawet", "no", "podobnie", "również",
        "szczególnie", "też", "tylko", "więc", "zwłaszcza",
    }
)  # fmt: skip
_POINTS_WITHIN = 3


def leans(sentence: Sentence) -> bool:
    """Whether a sentence does not stand alone."""
    words = [word for word in words_of(sentence.tokens) if not word.mark]
    if len(words) < SHORT or not any(word.verb for word in words):
        return True
    return words[0].lemma in _JOINING or any(word.lemma in POINTING for word in words[:_POINTS_WITHIN])


def as_read(sentences: Sequence[Sentence]) -> list[str]:
    """The text of each sentence of whole documents, in order, as the reader is given it."""
    leaning = [leans(sentence) for sentence in sentences]
    return [
        _leaned(sentences, leaning, place) if leaning[place] else sentence.clean
        for place, sentence in enumerate(sentences)
    ]


def _leaned(sentences: Sequence[Sentence], leaning: Sequence[bool], place: int) -> str:
    """A sentence behind what it leans on, the nearest of it where that is long."""
    parts: list[str] = []
    words = 0
    here = place
    while len(parts) < MOST_SENTENCES:
        sentence, before = sentences[here], here - 1
        new_turn = before < 0 or _turn(sentences[before]) != _turn(sentence)
        answers = before >= 0 and (not new_turn or _answers(sentences[before], sentence))
        if new_turn and sentence.section and not (answers and is_question(sentences[before].tokens)):
            # A note in a workshop leans on the heading that it stands under.
            if here == place:
                parts.append(sentence.section)
            break
        if not answers:
            break
        words += len(sentences[before].clean.split())
        if parts and words > MOST_WORDS:
            break
        if sentences[before].clean:
            parts.append(sentences[before].clean)
        if not leaning[before]:
            break
        here = before
    said = " ".join(reversed(parts))[-MOST_CHARACTERS:]
    return f"{said}{BAR}{sentences[place].clean}" if said else sentences[place].clean


def _turn(sentence: Sentence) -> tuple[str, int]:
    return sentence.document, sentence.turn


def _answers(before: Sentence, sentence: Sentence) -> bool:
    """Whether the first sentence of a turn may go on with what somebody else said."""
    there, here = (before.speaker, before.role), (sentence.speaker, sentence.role)
    return before.document == sentence.document and there != here
