"""NKJP tags into Universal Dependencies features (UD Polish, https://universaldependencies.org/pl/)."""

from __future__ import annotations

from functools import lru_cache

from textmine.nlp.candidates import Candidate

_FEATURES = {
    "sg": {"Number": "Sing"},
    "pl": {"Number": "Plur"},
    "nom": {"Case": "Nom"},
    "gen": {"Case": "Gen"},
    "dat": {"Case": "Dat"},
    "acc": {"Case": "Acc"},
    "inst": {"Case": "Ins"},
    "loc": {"Case": "Loc"},
    "voc": {"Case": "Voc"},
    "pri": {"Person": "1"},
    "sec": {"Person": "2"},
    "ter": {"Person": "3"},
    "imperf": {"Aspect": "Imp"},
    "perf": {"Aspect": "Perf"},
    "pos": {"Degree": "Pos"},
    "com": {"Degree": "Cmp"},
    "sup": {"Degree": "Sup"},
    "aff": {"Polarity": "Pos"},
    "neg": {"Polarity": "Neg"},
    "m1": {"Gender": "Masc", "Animacy": "Hum"},
    "m2": {"Gender": "Masc", "Animacy": "Nhum"},
    "m3": {"Gender": "Masc", "Animacy": "Inan"},
    "f": {"Gender": "Fem"},
    "n": {"Gender": "Neut"},
    "pt": {"Number": "Ptan"},
    "pun": {"Abbr": "Yes"},
    "npun": {"Abbr": "Yes"},
}
_ACTIVE = {"VerbForm": "Fin", "Voice": "Act"}
_CLASSES = {
    "fin": {**_ACTIVE, "Mood": "Ind", "Tense": "Pres"},
    "bedzie": {**_ACTIVE, "Mood": "Ind", "Tense": "Fut"},
    "praet": {**_ACTIVE, "Mood": "Ind", "Tense": "Past"},
    "winien": {**_ACTIVE, "Mood": "Ind", "Tense": "Pres"},
    "cond": {**_ACTIVE, "Mood": "Cnd"},
    "impt": {**_ACTIVE, "Mood": "Imp"},
    "imps": {**_ACTIVE, "Mood": "Ind", "Tense": "Past", "Person": "0"},
    "inf": {"VerbForm": "Inf", "Voice": "Act"},
    "pcon": {"VerbForm": "Conv", "Tense": "Pres", "Voice": "Act"},
    "pant": {"VerbForm": "Conv", "Tense": "Past", "Voice": "Act"},
    "pact": {"VerbForm": "Part", "Voice": "Act"},
    "ppas": {"VerbForm": "Part", "Voice": "Pass"},
    "ger": {"VerbForm": "Vnoun"},
    "prep": {"AdpType": "Prep"},
    "siebie": {"PronType": "Prs", "Reflex": "Yes"},
    "ppron12": {"PronType": "Prs"},
    "ppron3": {"PronType": "Prs"},
}


def morph_of(candidate: Candidate) -> dict[str, str]:
    """The features of a chosen reading: what its tag says for certain, number and case as its label chose."""
    found = _features_of(candidate.tag, candidate.label)
    if candidate.label == "part" and candidate.lemma == "nie":
        return {**found, "Polarity": "Neg"}
    return found


@lru_cache(maxsize=20_000)
def _features_of(tag: str, label: str) -> dict[str, str]:
    word_class, *fields = tag.split(":")
    found = dict(_CLASSES.get(word_class, {}))
    for field in fields:
        values = [_FEATURES.get(value, {}) for value in field.split(".")]
        # What all alternatives share is certain: m1, m2 and m3 are all masculine.
        shared = values[0].items()
        found.update({name: value for name, value in shared if all(o.get(name) == value for o in values)})
    plural_only = found.get("Number") == "Ptan"
    for value in label.split(":")[1:]:
        found.update(_FEATURES.get(value, {}))
    if plural_only:
        found["Number"] = "Ptan"
    return found
