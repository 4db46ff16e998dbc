"""Base forms in one way: the treebanks differ in what they call the base form of a gerund or a participle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textmine.nlp.candidates import labels
from textmine.nlp.dictionary import readings
from textmine.nlp.treebank import GoldSentence, GoldToken

_OF_VERBS = frozenset({"ger", "ppas", "pact", "imps"})


def in_one_way(sentences: Iterable[GoldSentence]) -> list[GoldSentence]:
    """The sentences with the verb as base form of what is tagged as a gerund or a participle, as UD_Polish-PDB has it.

    UD Polish-SZ has the noun or the adjective ("uruchomienie", "wprowadzony" for "uruchomić", "wprowadzić"), and
    UD_Polish-LFG calls the verb of "nie ma" a form of "być".
    """
    return [replace(sentence, tokens=tuple(map(_changed, sentence.tokens))) for sentence in sentences]


def _changed(token: GoldToken) -> GoldToken:
    word_class = token.tag.partition(":")[0]
    if token.lemma == "być" and token.form.lower() == "ma":
        return replace(token, lemma="mieć")
    if word_class not in _OF_VERBS:
        return token
    known = [reading for reading in readings(token.form.lower()) if reading.word_class == word_class]
    if any(reading.lemma == token.lemma for reading in known):
        return token
    wanted = set(labels(token.tag))
    fitting = [reading for reading in known if not wanted.isdisjoint(labels(reading.tag))]
    return replace(token, lemma=fitting[0].lemma) if fitting else token
