"""Where sentences end in speech without punctuation, as some recognisers write it: learned from words and word classes.

A logistic regression over hashed features decides between every two words, left to right, knowing how long ago the
last sentence ended and whether it has had a finite verb since. It is learned from talk whose line breaks are sentence
ends, and from treebank sentences joined, without their punctuation and capitals (`python -m benchmarks.spoken_training`).
"""

from __future__ import annotations

import json
import lzma
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.errors import ModelError
from textmine.nlp.dictionary import readings
from textmine.nlp.places import embedded_folder
from textmine.nlp.treebank import read_conllu

FORMAT = "textmine unpunctuated 1"
BOUNDARIES_FILE = "boundaries.xz"
BITS = 15
SCALE = 24.0
EPOCHS, RATE, DECAY = 10, 0.05, 1e-4
# Sentences of the treebank that are joined, and how much one of its places counts beside one of talk.
TOGETHER = 5
WRITTEN = 0.1
# In units of the weights: the score from which a place is an end. By cross-validation over talk F1 grows a little more
# below it, but two of three ends would be wrong.
LEAST = -20
# No sentence ends after these, nor between two numerals.
_GOES_ON = frozenset({"prep", "conj", "comp"})

_FINITE = frozenset({"fin", "praet", "bedzie", "impt", "imps", "winien", "pred", "cond"})
_EDGE = "^"
_MARK = re.compile(r"[^\w'-]")
_FAR = (1, 2, 3, 4, 5, 7, 10, 14, 20, 30)

Talk = tuple[list[str], set[int]]
"""Words of a turn as a recogniser writes them, and the numbers of words after which a sentence ends."""


def plain(word: str) -> str:
    """A word as recognisers without punctuation write it."""
    return _MARK.sub("", word).lower()


@lru_cache(maxsize=50_000)
def _classes(word: str) -> tuple[str, bool]:
    """The classes that a word may have, as one string, and whether it is more likely a finite verb than not."""
    found = [reading.word_class for reading in readings(word) if "r" not in reading.kinds]
    kinds = sorted(set(found))
    return "/".join(kinds[:4]), bool(found) and 2 * sum(kind in _FINITE for kind in found) >= len(found)


def _belong(left: str, right: str) -> bool:
    """Whether no sentence can end between two words: after a preposition or conjunction, inside a number."""
    before = set(_classes(left)[0].split("/"))
    return before <= _GOES_ON or (
        _is_number(left, before) and _is_number(right, set(_classes(right)[0].split("/")))
    )


def _is_number(word: str, classes: set[str]) -> bool:
    return word.isdigit() or "num" in classes


def _around(words: Sequence[str]) -> list[list[int]]:
    """Per place between words what can be said without knowing the other ends: hashes that are not placed yet."""
    padded = [_EDGE, _EDGE, *words, _EDGE, _EDGE, _EDGE]
    kinds = [_classes(word)[0] if word != _EDGE else _EDGE for word in padded]
    result = []
    for place in range(1, len(words)):
        q, p, n, m, o = range(place, place + 5)
        result.append(
            [
                zlib.crc32(text.encode("utf-8", "surrogatepass"))
                for text in (
                    f"p {padded[p]}",
                    f"n {padded[n]}",
                    f"m {padded[m]}",
                    f"q {padded[q]}",
                    f"pn {padded[p]} {padded[n]}",
                    f"nm {padded[n]} {padded[m]}",
                    f"qp {padded[q]} {padded[p]}",
                    f"kp {kinds[p]}",
                    f"kn {kinds[n]}",
                    f"km {kinds[m]}",
                    f"kpn {kinds[p]} {kinds[n]}",
                    f"knm {kinds[n]} {kinds[m]}",
                    f"kqp {kinds[q]} {kinds[p]}",
                    f"kpnm {kinds[p]} {kinds[n]} {kinds[m]}",
                    f"wpk {padded[p]} {kinds[n]}",
                    f"kwn {kinds[p]} {padded[n]}",
                    f"wnk {padded[n]} {kinds[m]}",
                    f"knmo {kinds[n]} {kinds[m]} {kinds[o]}",
                    f"sp {padded[p][-3:]}",
                    f"sn {padded[n][-3:]}",
                )
            ]
        )
    return result


def _verbs(words: Sequence[str]) -> list[int]:
    """How many finite verbs there are before each place, from 0 to the number of words."""
    return list(accumulate((_classes(word)[1] for word in words), initial=0))


def _since(words: Sequence[str], verbs: Sequence[int], begin: int, place: int) -> list[int]:
    """What the other ends say of a place: how far the last one is, finite verbs since, the words that are left."""
    passed = min(2, verbs[place] - verbs[begin])
    coming = min(2, verbs[min(place + 6, len(words))] - verbs[place])
    far = bisect_right(_FAR, place - begin)
    left = min(5, bisect_right(_FAR, len(words) - place))
    following = words[place]
    texts = (
        f"far {far}",
        f"verbs {passed}",
        f"fv {far} {passed}",
        f"vc {passed} {coming}",
        f"left {left}",
        f"vn {passed} {following}",
        f"vk {passed} {coming} {_classes(following)[0]}",
        f"fn {far} {following}",
    )
    return [zlib.crc32(text.encode("utf-8", "surrogatepass")) for text in texts]


_SPREAD = 0x9E3779B97F4A7C15


def _place(number: int) -> int:
    return (number * _SPREAD & 0xFFFF_FFFF_FFFF_FFFF) >> (64 - BITS)


def _placed(numbers: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """`_place` of many."""
    spread = np.array(numbers, np.uint64) * np.uint64(_SPREAD)
    return (spread >> np.uint64(64 - BITS)).astype(np.int64)


class Boundaries:
    """The learned weights. `least` is the score from which a place is an end."""

    def __init__(self, weights: NDArray[np.int8], bias: int, least: int) -> None:
        self.weights = weights
        self._listed: list[int] = weights.tolist()
        self.bias = bias
        self.least = least

    def ends(self, words: Sequence[str]) -> list[int]:
        """The numbers of words (as `plain` gives them) after which a sentence ends, the last word's left out."""
        if len(words) < 2:
            return []
        # What does not depend on other ends at once; the few that do one by one, in plain numbers.
        scores = self.weights[_placed(_around(words))].sum(axis=1, dtype=np.int64).tolist()
        verbs = _verbs(words)
        found = []
        begin = 0
        for place, score in enumerate(scores, 1):
            if _belong(words[place - 1], words[place]):
                continue
            since = _since(words, verbs, begin, place)
            if score + self.bias + sum(self._listed[_place(number)] for number in since) >= self.least:
                found.append(place)
                begin = place
        return found

    def to_bytes(self) -> bytes:
        """The weights as a file."""
        head = json.dumps({"format": FORMAT, "bias": self.bias, "least": self.least}).encode()
        return lzma.compress(head + b"\n" + self.weights.tobytes(), preset=6)

    @classmethod
    def load(cls, path: Path) -> Boundaries:
        """Read the weights. Raises ModelError for a missing or damaged file."""
        remedy = "Zainstaluj textmine jeszcze raz."
        try:
            head, _, rest = lzma.decompress(path.read_bytes()).partition(b"\n")
            meta = json.loads(head)
            weights = np.frombuffer(rest, np.int8)
            if meta["format"] != FORMAT or len(weights) != 1 << BITS:
                raise ValueError(meta["format"])
            return cls(weights, int(meta["bias"]), int(meta["least"]))
        except FileNotFoundError as error:
            raise ModelError("Brak pliku modelu językowego.", where=path, remedy=remedy) from error
        except (OSError, EOFError, ValueError, KeyError, TypeError, lzma.LZMAError) as error:
            raise ModelError(
                "Plik modelu językowego jest uszkodzony albo z innej wersji.", where=path, remedy=remedy
            ) from error


@cache
def shipped() -> Boundaries:
    """The weights that come with the program."""
    return Boundaries.load(embedded_folder() / BOUNDARIES_FILE)


def learned(talks: Sequence[Talk], weights_of: Sequence[float], *, seed: int = 1) -> Boundaries:
    """Learn from turns with known ends; `weights_of` says how much each turn counts."""
    rows, right, weight = [], [], []
    for (words, ends), one in zip(talks, weights_of, strict=True):
        begin = 0
        verbs = _verbs(words)
        for place, around in enumerate(_around(words), 1):
            rows.append(around + _since(words, verbs, begin, place))
            right.append(place in ends)
            weight.append(one)
            if place in ends:
                begin = place
    table, target, worth = _placed(rows), np.array(right, np.float64), np.array(weight)
    weights = np.zeros(1 << BITS)
    squares = np.full(1 << BITS, 1e-2)
    bias, bias_squares = -2.0, 1.0
    shuffler = np.random.default_rng(seed)
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS)
        order = shuffler.permutation(len(table))
        for batch in np.array_split(order, max(1, len(order) // 50)):
            where = table[batch]
            wrong = worth[batch] * (1 / (1 + np.exp(-(weights[where].sum(axis=1) + bias))) - target[batch])
            touched, inverse = np.unique(where, return_inverse=True)
            slope = np.bincount(inverse.ravel(), np.repeat(wrong, where.shape[1])) + DECAY * weights[touched]
            squares[touched] += slope * slope
            weights[touched] -= rate * slope / np.sqrt(squares[touched])
            bias_squares += float(wrong.sum()) ** 2
            bias -= rate * float(wrong.sum()) / bias_squares**0.5
    whole = np.clip(np.rint(weights * SCALE), -127, 127).astype(np.int8)
    return Boundaries(whole, round(bias * SCALE), LEAST)


def joined_sentences(path: Path) -> Iterator[Talk]:
    """The sentences of a treebank, some at a time, without punctuation and capitals."""
    words: list[str] = []
    ends: set[int] = set()
    for number, sentence in enumerate(read_conllu(path), 1):
        words += [word for word in map(plain, sentence.text.split()) if word]
        ends.add(len(words))
        if number % TOGETHER == 0:
            yield words, ends - {len(words)}
            words, ends = [], set()


def talk_of(text: str) -> Talk:
    """A turn whose line breaks are sentence ends."""
    words: list[str] = []
    ends: set[int] = set()
    for line in text.split("\n"):
        words += [word for word in map(plain, line.split()) if word]
        ends.add(len(words))
    return words, ends - {0, len(words)}
