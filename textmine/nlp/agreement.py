"""Which reading of the dictionary agrees with what a trained spaCy pipeline says of a word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textmine.nlp.features import morph_of
from textmine.nlp.lexicon import Choice

if TYPE_CHECKING:
    from spacy.tokens import Token

# Classes that a word with a universal part of speech may have, where it has no tag of its own.
_CLASSES = {
    "NOUN": {"subst", "depr", "ger", "brev"},
    "PROPN": {"subst", "depr", "brev", "adj"},
    "ADJ": {"adj", "adja", "adjp", "adjc", "ppas", "pact"},
    "VERB": {"fin", "praet", "inf", "impt", "imps", "pcon", "pant", "pred", "winien", "bedzie", "cond"},
    "AUX": {"fin", "praet", "inf", "impt", "bedzie", "aglt", "pred", "part", "cond"},
    "ADV": {"adv", "part"},
    "DET": {"adj", "num"},
    "PRON": {"ppron12", "ppron3", "siebie", "subst", "part"},
    "NUM": {"num", "dig", "adj"},
    "ADP": {"prep"},
    "PART": {"part", "conj", "adv"},
    "CCONJ": {"conj"},
    "SCONJ": {"comp", "conj"},
    "INTJ": {"interj"},
    "PUNCT": {"interp"},
    "X": {"brev", "frag", "ign", "adjp", "dig", "romandig"},
}


def fitting_lemma(options: Sequence[Choice], own: Choice, token: Token) -> str | None:
    """The base form of the option that agrees best with the tag and morphology of `token`.

    Among equals `own`, the chooser's option, comes first, then the pipeline's base form. None where the dictionary
    has only a guess, or nothing of the class that the pipeline gives: then the pipeline knows better.
    """
    fitting = [option for option in options if _fits(option, token)]
    if not fitting or all("?" in option.candidate.kinds for option in fitting):
        return None
    features = token.morph.to_dict()

    def rank(option: Choice) -> tuple[int, bool, bool, bool]:
        agreeing = morph_of(option.candidate)
        score = sum(
            (1 if agreeing[name] == value else -1) for name, value in features.items() if name in agreeing
        )
        lemma = option.candidate.lemma
        return score, option.upos == token.pos_, lemma == own.candidate.lemma, lemma == token.lemma_

    return max(fitting, key=rank).candidate.lemma


def _fits(option: Choice, token: Token) -> bool:
    word_class = option.candidate.label.partition(":")[0]
    tag = token.tag_.partition(":")[0].lower()
    if tag:
        return word_class == ("part" if tag == "qub" else tag) or (word_class == "cond" and tag == "praet")
    return word_class in _CLASSES.get(token.pos_, set())
