"""Choosing among the readings of a word by its neighbours: an averaged perceptron, from left to right.

Collins (2002), "Discriminative Training Methods for Hidden Markov Models", with a greedy search. The weights are
tables from a feature of the context to the labels that it speaks for or against.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from textmine.errors import ModelError
from textmine.nlp.candidates import Candidate, candidates

FORMAT = "textmine chooser 1"
_OPENING = frozenset("„\"'«»(–—-•*…")

Weights = dict[str, dict[str, float]]


class Chooser:
    """The trained weights. `upos` maps "lemma|class" and "class" to the universal part of speech."""

    def __init__(self, weights: Weights, lemmas: dict[str, float], upos: dict[str, str]) -> None:
        self.weights = weights
        self.lemmas = lemmas
        self.upos = upos

    def choose(self, words: Sequence[str]) -> list[Candidate]:
        """The reading of each word of one sentence."""
        options = sentence_candidates(words)
        lowered = [word.lower() for word in words]
        result: list[Candidate] = []
        before = last = "^"
        for place, choice in enumerate(options):
            if len(choice) == 1:
                best = choice[0]
            else:
                tables = [
                    table
                    for table in map(self.weights.get, features(words, lowered, options, place, last, before))
                    if table is not None
                ]
                best = self._best(choice, tables, lowered[place])
            result.append(best)
            before, last = last, best.label
        return result

    def _best(
        self, choice: Sequence[Candidate], tables: Sequence[Mapping[str, float]], word: str
    ) -> Candidate:
        scores: dict[str, float] = {}
        best, top = choice[0], float("-inf")
        for candidate in choice:
            label = candidate.label
            score = scores.get(label)
            if score is None:
                score = 0.0
                for table in tables:
                    if label in table:
                        score += table[label]
                scores[label] = score
            for key in lemma_features(candidate, word):
                score += self.lemmas.get(key, 0.0)
            if score > top:
                best, top = candidate, score
        return best

    def part_of_speech(self, candidate: Candidate) -> str:
        """The universal part of speech of a chosen reading."""
        word_class = candidate.label.partition(":")[0]
        known = self.upos.get(f"{candidate.lemma}|{word_class}")
        if known:
            return known
        if word_class == "subst" and candidate.lemma[:1].isupper():
            return "PROPN"
        return self.upos.get(word_class, "X")

    def save(self, path: Path) -> None:
        """Write the weights; the same weights give the same bytes."""
        content = {"format": FORMAT, "weights": self.weights, "lemmas": self.lemmas, "upos": self.upos}
        data = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        path.write_bytes(gzip.compress(data, compresslevel=9, mtime=0))

    @classmethod
    def load(cls, path: Path) -> Chooser:
        """Read the weights. Raises ModelError for a missing or damaged file."""
        try:
            content = json.loads(gzip.decompress(path.read_bytes()))
            if content["format"] != FORMAT:
                raise ValueError(content["format"])
            return cls(content["weights"], content["lemmas"], content["upos"])
        except FileNotFoundError as error:
            raise ModelError(
                "Brak pliku modelu językowego.", where=path, remedy="Zainstaluj textmine jeszcze raz."
            ) from error
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                "Plik modelu językowego jest uszkodzony albo z innej wersji.",
                where=path,
                remedy="Zainstaluj textmine jeszcze raz.",
            ) from error


def sentence_candidates(words: Sequence[str]) -> list[tuple[Candidate, ...]]:
    """The choices for each word of a sentence."""
    first = True
    options = []
    for word in words:
        options.append(candidates(word, first))
        if word not in _OPENING:
            first = False
    return options


def features(
    words: Sequence[str],
    lowered: Sequence[str],
    options: Sequence[tuple[Candidate, ...]],
    place: int,
    last: str,
    before: str,
) -> list[str]:
    """The context of a word, as keys of the weight table."""
    word = lowered[place]
    previous = lowered[place - 1] if place else "^"
    following = lowered[place + 1] if place + 1 < len(lowered) else "$"
    ahead = _ambiguity(options[place + 1]) if place + 1 < len(options) else "$"
    beyond = _ambiguity(options[place + 2]) if place + 2 < len(options) else "$"
    capital = "C" if words[place][:1].isupper() else "c"
    start = "^" if place == 0 else "."
    return [
        "0",
        f"w {word}",
        f"s {word[-3:]}",
        f"l {last}",
        f"b {before} {last}",
        f"p {previous}",
        f"n {following}",
        f"a {ahead}",
        f"2 {ahead} {beyond}",
        f"la {last} {ahead}",
        f"wl {word} {last}",
        f"wa {word} {ahead}",
        f"wp {word} {previous}",
        f"wn {word} {following}",
        f"c {capital}{start} {word[-2:]}",
    ]


def lemma_features(candidate: Candidate, word: str) -> tuple[str, str, str]:
    """Keys for the base form itself: how good it is for this form, in general, and as a name."""
    word_class = candidate.label.partition(":")[0]
    kind = ("N" if candidate.name else "n") + ("C" if candidate.lemma[:1].isupper() else "c")
    return f"{candidate.lemma}|{word_class}", f"{word}|{candidate.lemma}", f"={kind}{word_class}"


def _ambiguity(options: tuple[Candidate, ...]) -> str:
    key = _AMBIGUITIES.get(options)
    if key is None:
        key = "/".join(sorted({candidate.label for candidate in options})[:6])
        _AMBIGUITIES[options] = key
    return key


_AMBIGUITIES: dict[tuple[Candidate, ...], str] = {}
