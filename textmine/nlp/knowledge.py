"""What is counted before the weights are learned: parts of speech, how common words are, endings of unknown words."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from textmine.nlp.chooser import Knowledge
from textmine.nlp.guesser import learn_rules
from textmine.nlp.treebank import GoldSentence

# The treebank whose conventions are followed where they differ: it was made by the authors of UD_Polish-PDB.
MODEL_SOURCE = "PUD"
# Calls participles verbs and abbreviations X.
OTHER_WAYS = frozenset({"SZ"})


def learn(sentences: Sequence[GoldSentence], frequencies: Mapping[str, int], steps: int = 1) -> Knowledge:
    """Count over gold sentences; `frequencies` adds the counts of a larger corpus, `steps` is their scale."""
    counts = Counter(dict(frequencies))
    for sentence in sentences:
        for token in sentence.tokens:
            counts[f"{token.lemma}|{_class(token.tag)}"] += 1
    classes = {key: frequency_class(count, steps) for key, count in sorted(counts.items()) if count > 2}
    return Knowledge(_parts_of_speech(sentences), classes, learn_rules(_forms(counts)))


def frequency_class(count: int, steps: int = 1) -> int:
    """A count on a scale of so many steps a doubling."""
    return int(steps * math.log2(count + 1))


def _class(tag: str) -> str:
    word_class = tag.partition(":")[0]
    return "part" if word_class == "qub" else word_class


def _parts_of_speech(sentences: Sequence[GoldSentence]) -> dict[str, list[str]]:
    """The universal parts of speech of classes, and of base forms that differ from their class."""
    all_counts: dict[str, Counter[str]] = defaultdict(Counter)
    model_counts: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        if sentence.source in OTHER_WAYS:
            continue
        for token in sentence.tokens:
            for key in (_class(token.tag), f"{token.lemma}|{_class(token.tag)}"):
                all_counts[key][token.upos] += 1
                if sentence.source == MODEL_SOURCE:
                    model_counts[key][token.upos] += 1
    general = {
        key: _common(model_counts.get(key) or counter)[0]
        for key, counter in all_counts.items()
        if "|" not in key
    }
    result = {key: [value] for key, value in sorted(general.items())}
    result["cond"] = ["VERB"]
    for key, counter in sorted(all_counts.items()):
        if "|" not in key:
            continue
        own = model_counts.get(key)
        best = _common(own if own and own.total() >= 2 else counter)
        lemma, _, word_class = key.rpartition("|")
        expected = "PROPN" if word_class == "subst" and lemma[:1].isupper() else general[word_class]
        if best != [expected]:
            result[key] = best
    result["być|cond"] = ["AUX", "VERB"]
    return result


def _common(counter: Counter[str]) -> list[str]:
    """The values that are not exceptions, most frequent first."""
    total = counter.total()
    ranked = sorted(counter, key=lambda value: (-counter[value], value))
    return [ranked[0], *(value for value in ranked[1:] if counter[value] >= max(2, 0.05 * total))]


def _forms(counts: Mapping[str, int]) -> Iterator[tuple[str, str, str]]:
    """The forms of common nouns, names, adjectives and verbs, as the dictionary inflects them."""
    import morfeusz2

    generator = morfeusz2.Morfeusz(analyse=False)
    wanted = {"subst", "adj", "ger", "fin", "praet", "ppas", "inf"}
    for key, count in sorted(counts.items()):
        lemma, _, word_class = key.rpartition("|")
        if word_class not in wanted or count < 3 or not lemma.isalpha() or len(lemma) < 4:
            continue
        for form, _, tag, _, _ in generator.generate(lemma):
            kind = tag.partition(":")[0]
            if (kind in {"subst", "adj"} and (kind == word_class)) or (
                kind in {"fin", "praet", "inf", "ger"} and word_class in {"fin", "praet", "inf", "ger"}
            ):
                yield form, lemma, tag
