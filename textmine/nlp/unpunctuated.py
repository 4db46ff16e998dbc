"""Speech as recognisers write it without punctuation: cut where somebody paused and before words that open a clause.

Three signs, strongest first. A pause ends a clause unless a word on either side of it asks for more, as it does when
somebody looks for a word. Before words such as "no" and "ale" a clause begins. That a caption ends is a weak sign:
captions end where the line is full; it counts before more of such words, and before a capital that no name explains.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from textmine.language.clauses import ASKS_FOR_MORE, BELONGS_BEFORE, OPENS_AT_A_BREAK
from textmine.nlp.dictionary import is_word, readings
from textmine.nlp.phrases import is_one_phrase
from textmine.records import Seam

Span = tuple[int, int]

# Words that open a clause in speech, and the fewest words on either side of them: where nothing is punctuated, more than
# every other "no" and "a" begins a sentence (counted on turns of `rozmowy` that benchmarks/sentences.py does not measure).
_OPENS = re.compile(
    r"\s(?=(?:no|a|ale|czyli|zresztą|więc|natomiast|tylko że|a potem|i potem|później|znaczy)\s)",
    re.IGNORECASE,
)
BARE = 14
FEWEST_BARE = 4
# Seconds. Silent pauses are counted from a quarter of a second on (Goldman-Eisler 1968); the longer one is, the likelier a
# clause has ended, and the times of recognisers are off by some tenths.
PAUSE = 0.7
# Punctuated Polish has a mark every seven words or so, recognisers without punctuation at most points in numbers.
_WORDS_A_MARK = 25

_MARK = re.compile(r"[,;:.!?…–](?=\s|[\"”’»)\]]|$)")
_INNER_MARK = re.compile(r"[,;:.!?…–]\S*\s")
_WORD = re.compile(r"\S+")


def is_bare(text: str) -> bool:
    """Whether the words of a turn are written with hardly any punctuation."""
    marks = len(_MARK.findall(text))
    return not marks or len(text.split()) >= _WORDS_A_MARK * marks


def clauses(text: str, span: Span, seams: Sequence[Seam] = ()) -> list[Span]:
    """Cut text[span], in which no sentence is seen to end, into clauses: in order, covering it, at white space.

    `seams` lie in `text`, in order; they are those of a turn for which `is_bare` holds.
    """
    start, end = span
    # Cheap questions first: most stretches have a comma, and most turns no seams.
    seams = seams_within(seams, span)
    opens = end - start >= 2 * BARE - 1 and not _INNER_MARK.search(text, start, end)
    if not seams and not opens:
        return [span]
    words = [match.span() for match in _WORD.finditer(text, start, end)]
    numbers = {first: number for number, (first, _) in enumerate(words)}
    at_seams = {numbers[seam.place]: seam for seam in seams if numbers.get(seam.place)}
    cuts = _paused(text, words, at_seams)
    if opens:
        weak = {numbers.get(match.end(), 0) for match in _OPENS.finditer(text, start, end)}
        weak.update(number for number in at_seams if _opens_at_break(text, words, number))
        cuts = _with_weak(cuts, sorted(weak), len(words))
    edges = [0, *cuts, len(words)]
    return [(words[first][0], words[after - 1][1]) for first, after in pairwise(edges)]


def parts_clause(text: str, before: Span, after: Span) -> bool:
    """Whether a clause may end between two neighbouring words of `text`."""
    last, following = (text[start:end].strip('.,;:!?…"”„()[]').lower() for start, end in (before, after))
    remark = text[after[0]] in "[("  # a transcriber's, on what was said before it
    if remark or not last or not following or last in ASKS_FOR_MORE or following in BELONGS_BEFORE:
        return False
    return not is_one_phrase(last, following)


def seams_within(seams: Sequence[Seam], span: Span) -> Sequence[Seam]:
    """Those of `seams`, which are in order, that lie between the edges of a span."""
    if not seams:
        return seams
    first = bisect_left(seams, span[0] + 1, key=lambda seam: seam.place)
    return seams[first : bisect_left(seams, span[1], key=lambda seam: seam.place)]


def _paused(text: str, words: Sequence[Span], at_seams: dict[int, Seam]) -> list[int]:
    """The numbers of the words before which somebody paused at the end of a clause."""
    return [
        number
        for number, seam in sorted(at_seams.items())
        if (seam.pause or 0.0) >= PAUSE and parts_clause(text, words[number - 1], words[number])
    ]


def _with_weak(cuts: Sequence[int], weak: Sequence[int], count: int) -> list[int]:
    """The cuts, and in stretches of BARE words between them those of `weak` with FEWEST_BARE words on either side."""
    result: list[int] = []
    for first, after in pairwise([0, *cuts, count]):
        if first:
            result.append(first)
        last = first
        within = weak[bisect_left(weak, first) : bisect_left(weak, after)] if after - first >= BARE else ()
        for number in within:
            if number - last >= FEWEST_BARE and after - number >= FEWEST_BARE:
                result.append(number)
                last = number
    return result


def _opens_at_break(text: str, words: Sequence[Span], number: int) -> bool:
    """Whether the word with which a caption begins tells that a clause does."""
    word = text[slice(*words[number])]
    if not parts_clause(text, words[number - 1], words[number]):
        return False
    low = word.lower()
    if low in OPENS_AT_A_BREAK:
        return True
    # A capital of a word that is no name: some recognisers write one at the beginning of what they hear as a sentence.
    capital = word[:1].isupper() and not word.isupper() and is_word(low)
    return capital and not any(reading.lemma[:1].isupper() for reading in readings(word))
