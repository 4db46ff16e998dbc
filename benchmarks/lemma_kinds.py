"""Kinds of wrong base forms, as benchmarks/README.md counts them."""

from __future__ import annotations

from textmine.nlp.dictionary import readings
from textmine.nlp.treebank import GoldToken

PRONOUN = "pronoun, determiner, conjunction"
PLURAL = "plural with a base form of its own"
MODAL = "modal word or verb"
FORM = "noun, adjective, verb of one form"
DEGREE = "degree and adverbs"
NAME = "name, common word, abbreviation"
OTHER = "other"
KINDS = (PRONOUN, PLURAL, MODAL, FORM, DEGREE, NAME, OTHER)

_MODAL = frozenset(
    {"może", "można", "trzeba", "powinien", "warto", "wiadomo", "niech", "bądź", "znaczy", "widać"}
)
_PRONOUNS = frozenset(
    {
        "to",
        "tego",
        "temu",
        "tym",
        "ta",
        "tę",
        "tą",
        "tej",
        "ten",
        "te",
        "tych",
        "tymi",
        "ci",
        "nie",
        "nim",
        "nich",
    }
    | {
        "nimi",
        "im",
        "je",
        "ich",
        "jej",
        "jego",
        "go",
        "co",
        "czego",
        "czemu",
        "czym",
        "kto",
        "kogo",
        "komu",
        "kim",
    }
    | {
        "który",
        "jaki",
        "jak",
        "i",
        "a",
        "ani",
        "albo",
        "więc",
        "że",
        "żeby",
        "by",
        "czy",
        "gdy",
        "bo",
        "iż",
        "lub",
    }
)
_CLASSES = frozenset({"ppron12", "ppron3", "siebie", "conj", "comp"})
_ABBREVIATIONS = frozenset({"brev", "ign", "frag"})
_EVERYBODY = frozenset({"wszyscy", "wszystek", "wszystko"})


def kind_of(lemma: str, word_class: str, gold: GoldToken) -> str:
    """The kind of error of a word that got this base form and class."""
    form, right = gold.form.lower(), gold.tag.partition(":")[0]
    classes = {word_class, right}
    if {lemma, gold.lemma} <= _EVERYBODY:
        return PLURAL
    if classes & _ABBREVIATIONS or lemma[:1].isupper() != gold.lemma[:1].isupper():
        return NAME if not _plural_pair(lemma, gold, classes) else PLURAL
    if form in _MODAL:
        return MODAL
    if form in _PRONOUNS or classes & _CLASSES:
        return PRONOUN
    if _plural_pair(lemma, gold, classes):
        return PLURAL
    if lemma[:1].isupper():
        return NAME
    if "adv" in classes or ":com" in gold.tag or ":sup" in gold.tag:
        return DEGREE
    return FORM if word_class != right else OTHER


def _plural_pair(lemma: str, gold: GoldToken, classes: set[str]) -> bool:
    """Whether two nouns stand for one plural, one of them being its own base form ("Włoch", "Włochy")."""
    return (
        ":pl:" in gold.tag
        and classes == {"subst"}
        and lemma.lower() != gold.lemma.lower()
        and _is_plural(lemma) != _is_plural(gold.lemma)
    )


def _is_plural(lemma: str) -> bool:
    """Whether the dictionary has a base form that is a plural itself."""
    return any(
        reading.lemma == lemma and reading.tag.startswith("subst:pl:nom") for reading in readings(lemma)
    )
