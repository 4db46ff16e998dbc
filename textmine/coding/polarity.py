"""Whether a cue holds: denied, solved, asked, or only imagined cues give no code."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.coding.patterns import Line, PatternSet
from textmine.records import Token

# What may stand after the mark of a question.
_CLOSING = frozenset("”\"’'»)]")
# A denial reaches this far to its right within a clause.
NEGATION_REACH = 3


class Polarity:
    """The ways in which a cue is taken back."""

    def __init__(self, negation: Sequence[str], solved: Sequence[str], hypothetical: Sequence[str]) -> None:
        self._negation = frozenset(negation)
        self._solved = PatternSet(solved)
        self._hypothetical = PatternSet(hypothetical)

    def sentence_blocker(self, tokens: Sequence[Token], line: Line) -> str | None:
        """Why nothing in a sentence counts, as a Polish word; None where it may."""
        if is_question(tokens):
            return "pytanie"
        if self._solved.find(line):
            return "rozwiązane"
        if self._hypothetical.find(line):
            return "gdybanie"
        return None

    def is_denied(self, first: int, last: int, tokens: Sequence[Token], line: Line) -> bool:
        """Whether the cue on tokens first..last is denied in its clause; a cue that holds "nie" itself is not.

        Two denials make a statement ("nie ma firmy bez tego problemu").
        """
        own = {token.lemma.lower() for token in tokens[first : last + 1]}
        if "nie" in own:
            return False
        clause = line.clauses[first]
        before = [
            place
            for place in range(max(0, first - NEGATION_REACH), first)
            if line.clauses[place] == clause and tokens[place].lemma.lower() in self._negation
        ]
        if len(before) >= 2 and not _one_denial(before, tokens):
            return False
        return bool(before)


def is_question(tokens: Sequence[Token]) -> bool:
    """Whether a sentence asks; an outcry ("Kto ma za to zapłacić?!") does not."""
    last = next((token.text for token in reversed(tokens) if token.text not in _CLOSING), "")
    return last.endswith("?")


def _one_denial(places: Sequence[int], tokens: Sequence[Token]) -> bool:
    """Polish doubles a denial without taking it back: "nie mamy żadnych problemów"."""
    words = {tokens[place].lemma.lower() for place in places}
    return "nie" in words and bool(words & {"żaden", "nigdy", "ani"})
