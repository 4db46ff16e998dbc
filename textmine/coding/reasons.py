"""Why a sentence has a code, in one line of plain Polish."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.codebook import Codebook
from textmine.coding.rules import Finding
from textmine.records import Sentence

# Letters of an example that a reason quotes.
LONGEST_EXAMPLE = 90


def by_rule(codebook: Codebook, finding: Finding, sentence: Sentence) -> str:
    """The cue and the domain word that a rule found: "bariery + kadry: „brakuje” + „spawaczy” w: »brakuje nam spawaczy«"."""
    about = f"„{finding.cue}” + „{finding.domain}”" if finding.domain else f"„{finding.cue}”"
    start, end = span(sentence, (finding.first, finding.last))
    return f"{named(codebook, finding.code)}: {about} w: »{quoted(sentence, start, end)}«"


def by_words(codebook: Codebook, code: str, sentence: Sentence, tokens: Sequence[int], example: str) -> str:
    """The words that carry a learned code, and the example that the sentence is like."""
    words = ", ".join(f"„{sentence.tokens[place].text}”" for place in sorted(tokens))
    if example and _letters(example) in (_letters(sentence.text), _letters(sentence.clean)):
        like = "to zdanie jest wśród przykładów kodu"
    else:
        like = f"podobne do przykładu: „{shortened(example)}”" if example else ""
    if not words:
        return f"{named(codebook, code)}: {like or 'sens całego zdania'}"
    start, end = span(sentence, tokens)
    about = f"{named(codebook, code)}: {words} w: »{quoted(sentence, start, end)}«"
    return f"{about}; {like}" if like else about


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def by_example(codebook: Codebook, code: str) -> str:
    """A code that is given by its examples alone."""
    return f"podobne do definicji i przykładów kodu „{codebook.code(code).label}”"


def named(codebook: Codebook, code: str) -> str:
    """Theme and code as a reason names them."""
    theme = codebook.theme(code.partition(".")[0]).label.lower()
    return f"{theme} + {codebook.code(code).label.lower()}"


def span(sentence: Sentence, tokens: Sequence[int]) -> tuple[int, int]:
    """The span from the first to the last of some tokens; the whole sentence where there is none."""
    if not tokens:
        return sentence.start, sentence.end
    return sentence.tokens[min(tokens)].start, sentence.tokens[max(tokens)].end


def quoted(sentence: Sentence, start: int, end: int) -> str:
    """The words of a span on one line."""
    return " ".join(sentence.text[start - sentence.start : end - sentence.start].split())


def shortened(text: str) -> str:
    """A sentence on one line, cut after a word where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_EXAMPLE else line[:LONGEST_EXAMPLE].rsplit(" ", 1)[0] + " …"
