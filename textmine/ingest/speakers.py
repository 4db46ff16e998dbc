"""Which words before a colon or a time are a speaker: what a label says by its form, by its words and by recurring."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from textmine.ingest.times import BARE, BRACKETED
from textmine.language.labels import METADATA, MODERATORS, NOT_SPEAKERS, RESPONDENTS, SEVERAL, TITLES

_TIME = re.compile(rf"{BRACKETED.pattern}|{BARE.pattern}".replace("?P<clock>", ""))
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
_LETTER_NUMBER = re.compile(r"^([^\W\d_]{1,2})\.? ?(\d{1,2})$")
# Zoom's chat: "From Anna Kowal to Everyone".
_CHAT = re.compile(
    r"(?:From|Od)\s+(.{2,60}?)\s+(?:to|do)\s+(?:Everyone|Wszyscy|Wszystkich|Me|Mnie)\b.{0,30}", re.IGNORECASE
)
_INITIALS = re.compile(r"[^\W\d_](?:\.\s?[^\W\d_])+")
# What joins the labels of people who speak at once: "R1 i R2", "Anna, Jan".
_JOINS = re.compile(r"\s+i\s+|\s+oraz\s+|[,+&]")
_LETTERS_NUMBER = re.compile(r"[^\W\d_]{1,3}\d{1,2}")
_NUMBERED = re.compile(r"(?:r|u|k|m|n|bp|ob|s|id|p|speaker[ _]?)\d{1,2}")
# "Sekretarz Stanu w Ministerstwie Rodziny i Polityki Społecznej Stanisław Szwed" is a title and a name.
_WORDS, _TITLE_WORDS = 9, 18
# Word classes of NKJP that a label may begin with: nouns, adjectives, participles, abbreviations, numerals.
_NAMING = frozenset("subst depr adj adja ger pact ppas brev num numcomp xxx ign".split())  # noqa: SIM905
_NO_LABEL = re.compile(r"[?!;„”\"/=]|\d{3}|\.\.|…|(?<=[^\W\d_]{5})\. ")


def canonical_label(label: str) -> str:
    """The speaker of a label: without markup, time, and what stands in brackets ("R1 (K, 34)" -> "R1")."""
    label = label.strip(" *_\t")
    if found := _CHAT.fullmatch(label):
        label = found[1]
    if found := re.fullmatch(r"\[(\w{1,20})\]", label):
        label = found[1]
    label = _IN_BRACKETS.sub(" ", label)
    label = _TIME.sub(" ", label)
    label = re.sub(r"\s+", " ", label).strip(" .,-–()[]\u00a0")
    if _INITIALS.fullmatch(label):
        return re.sub(r"\s", "", label) + "."
    found = _LETTER_NUMBER.match(label)
    return f"{found[1]}{found[2]}" if found else label


@lru_cache(maxsize=10_000)
def speaker_of(raw: str) -> str | None:
    """The canonical label of the words before a colon; None where they cannot be a speaker."""
    label = canonical_label(raw)
    if not label:
        bare = raw.strip(" .*_()[]")  # "?:", "(kobieta):"
        return bare if bare.casefold() in SEVERAL else None
    lowered = label.casefold()
    if lowered in SEVERAL:
        return label
    words = lowered.split()
    if words[0].rstrip(".") in NOT_SPEAKERS or ".".join(words[:2]) in NOT_SPEAKERS:
        return None
    if len(words) > _TITLE_WORDS or _NO_LABEL.search(label) or not re.search(r"[^\W\d_]", label):
        return None
    if words[0].rstrip(".") not in TITLES and _is_clause(words[0].rstrip(".")):
        return None
    if len(words) > _WORDS and not is_person(label):
        return None
    # A clause before a colon ("powiem tak:") begins with a small letter unless it is a known label.
    titled = len(words) > 1 and words[0].rstrip(".") in TITLES and label.split()[-1][0].isupper()
    if label[0].islower() and not (
        titled
        or _NUMBERED.fullmatch(lowered)
        or _stem(words[0]) in MODERATORS | RESPONDENTS
        or lowered in SEVERAL
    ):
        return None
    return label


def _is_clause(word: str) -> bool:
    """Whether a first word begins a sentence and names nobody: a verb, "tak", "więc". Unknown words may be names."""
    from textmine.nlp.dictionary import readings

    if len(word) < 3 or not word.isalpha() or word in MODERATORS | RESPONDENTS:
        return False
    classes = {reading.word_class for form in (word, word.capitalize()) for reading in readings(form)}
    return bool(classes) and not classes & _NAMING


def _stem(word: str) -> str:
    return re.sub(r"\d+$", "", word.rstrip("."))


def is_listed(label: str) -> bool:
    """Whether a label is a word for those who ask or answer, and no more."""
    return label[0].isupper() and label.casefold() in (MODERATORS | RESPONDENTS) - METADATA


def is_known(label: str, *, short: bool) -> bool:
    """Whether a label that occurs once is surely a speaker. `short`: the whole text is a few lines."""
    lowered = label.casefold()
    stem = _stem(lowered.split()[0])
    if lowered in SEVERAL or _NUMBERED.fullmatch(lowered):
        return True
    known = stem in RESPONDENTS or stem in MODERATORS
    return known and (short or len(label.split()) >= 3 or bool(re.search(r"\s\d{1,2}$", label)))


def is_person(label: str) -> bool:
    """Whether a label ends with a first name and a surname, maybe below a title ("Rzecznik Praw Dziecka Ewa Lis")."""
    from textmine.nlp.dictionary import readings

    words = label.replace(",", " ").split()
    names = []
    for word in reversed(words):
        if not re.fullmatch(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", word) or not word[0].isupper() or word.isupper():
            break
        names.append(word)
    # The surname is last; a first name stands before it, or is all that there is.
    given = names if len(words) == 1 else names[1:4]
    return any("i" in reading.kinds for word in given for reading in readings(word))


def is_joint(label: str, others: Collection[str]) -> bool:
    """Whether a label names several speakers at once, given the other labels of the file: "R1 i R2", "Anna, Jan".

    At least one part is such a label; of letters and numbers ("M2, K1") the rest may occur nowhere else.
    """
    parts = [canonical_label(part) for part in _JOINS.split(label)]
    if len(parts) < 2:
        return False
    known = [part for part in parts if part in others]
    numbered = any(_LETTERS_NUMBER.fullmatch(part) for part in known)
    return bool(known) and all(
        part in others or (numbered and _LETTERS_NUMBER.fullmatch(part)) for part in parts
    )


def accepted(
    labels: Iterable[str], known: Iterable[str], *, lines: int, marked: Collection[str] = ()
) -> dict[str, str]:
    """The labels of a file that are speakers, each with the spelling that stands for it.

    `labels` are those of all lines in order, `known` those that the researcher named, `marked` those that a time or
    bold type sets apart. A label is a speaker when it recurs, when the researcher or a list of label words knows it,
    when others recur and it is marked or a person's name, or when it joins the labels of several speakers.
    "MODERATOR" and "Moderator" are one; so are a name and its single mistyped letter.
    """
    counts = Counter(labels)
    spelling = _one_spelling(counts)
    totals: Counter[str] = Counter()
    for label, count in counts.items():
        totals[spelling[label]] += count
    named = {name.casefold() for name in known}
    recurring = any(count > 1 for count in totals.values()) or _are_people(totals)
    speakers = {
        label
        for label, count in totals.items()
        if count > 1
        or label.casefold() in named
        or is_known(label, short=lines <= 6)
        or (recurring and (label in marked or is_listed(label) or is_person(label)))
    }
    speakers |= {label for label in totals if is_joint(label, speakers)}
    if sum(totals[label] for label in speakers) == 1 and {label.casefold() for label in speakers} <= SEVERAL:
        return {}  # "?:" once is no talk
    found = {label: spelling[label] for label in counts if spelling[label] in speakers}
    for label in counts:
        meant = _mistyped(spelling[label], totals)
        if meant in speakers:
            found[label] = meant
    return found


def _is_word_for_one(word: str) -> bool:
    return word.casefold() in MODERATORS | RESPONDENTS


def _are_people(labels: Iterable[str]) -> bool:
    """Whether two labels or more are full names: a short talk in which everybody speaks but once."""
    return sum(len(label.split()) > 1 and is_person(label) for label in labels) > 1


def _one_spelling(counts: Mapping[str, int]) -> dict[str, str]:
    """Each label's most frequent spelling among those that differ by capitals alone."""
    best: dict[str, str] = {}
    for label, count in counts.items():
        key = label.casefold()
        if key not in best or count > counts[best[key]]:
            best[key] = label
    return {label: best[label.casefold()] for label in counts}


def _mistyped(label: str, totals: Mapping[str, int]) -> str:
    """The frequent label of which this one is a slip of one letter, "" where there is none.

    The slip is inside of a long word: "Kowalski" and "Kowalska", "R1" and "R2" are two people.
    """
    if totals[label] > 1 or len(label) < 6:
        return ""
    from rapidfuzz.distance import DamerauLevenshtein

    words = label.split()
    for other, count in totals.items():
        pairs = list(zip(words, other.split(), strict=False))
        changed = [(a, b) for a, b in pairs if a != b]
        if count < 3 or len(other.split()) != len(words) or len(changed) != 1:
            continue
        a, b = changed[0]
        # A slip at the end may be another's name, unless a word for those who ask or answer is meant.
        same_ends = (a[-1] == b[-1] or _is_word_for_one(b)) and a[0] == b[0] and (a + b).isalpha()
        if same_ends and min(len(a), len(b)) >= 6 and DamerauLevenshtein.distance(a, b) == 1:
            return other
    return ""
