"""NKJP tags into Universal Dependencies features (UD Polish, https://universaldependencies.org/pl/)."""

from __future__ import annotations

from textmine.nlp.candidates import Candidate

_FEATURES = {
    "sg": ("Number", "Sing"),
    "pl": ("Number", "Plur"),
    "nom": ("Case", "Nom"),
    "gen": ("Case", "Gen"),
    "dat": ("Case", "Dat"),
    "acc": ("Case", "Acc"),
    "inst": ("Case", "Ins"),
    "loc": ("Case", "Loc"),
    "voc": ("Case", "Voc"),
    "pri": ("Person", "1"),
    "sec": ("Person", "2"),
    "ter": ("Person", "3"),
    "imperf": ("Aspect", "Imp"),
    "perf": ("Aspect", "Perf"),
    "com": ("Degree", "Cmp"),
    "sup": ("Degree", "Sup"),
    "neg": ("Polarity", "Neg"),
    "m1": ("Gender", "Masc"),
    "m2": ("Gender", "Masc"),
    "m3": ("Gender", "Masc"),
    "f": ("Gender", "Fem"),
    "n": ("Gender", "Neut"),
}
_CLASSES = {
    "fin": {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Pres"},
    "bedzie": {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Fut"},
    "praet": {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Past"},
    "cond": {"VerbForm": "Fin", "Mood": "Cnd"},
    "impt": {"VerbForm": "Fin", "Mood": "Imp"},
    "imps": {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Past", "Person": "0"},
    "inf": {"VerbForm": "Inf"},
    "pcon": {"VerbForm": "Conv", "Tense": "Pres"},
    "pant": {"VerbForm": "Conv", "Tense": "Past"},
    "pact": {"VerbForm": "Part", "Voice": "Act"},
    "ppas": {"VerbForm": "Part", "Voice": "Pass"},
    "ger": {"VerbForm": "Vnoun"},
}


def morph_of(candidate: Candidate) -> dict[str, str]:
    """The features of a chosen reading: what its tag says for certain, number and case as its label chose."""
    word_class, *fields = candidate.tag.split(":")
    found = dict(_CLASSES.get(word_class, {}))
    for value in (value for field in fields if "." not in field for value in [field]):
        if value in _FEATURES:
            name, meaning = _FEATURES[value]
            found[name] = meaning
    for value in candidate.label.split(":")[1:]:
        name, meaning = _FEATURES[value]
        found[name] = meaning
    return found
