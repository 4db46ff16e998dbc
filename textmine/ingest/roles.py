"""Who moderates: decided per file by what the researcher says, the label, the share of questions and the first turn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.ingest.speakers import is_joint
from textmine.ingest.turns import RawTurn
from textmine.language.labels import AMBIGUOUS, MODERATORS, NEUTRAL, RESPONDENTS, SEVERAL
from textmine.records import Role, SpeakerDecision, Turn

_SENTENCE_END = re.compile(r"[.?!…]+(?:\s|$)")
# "udzielam głosu", "otwieram posiedzenie": what only the chair of a sitting says.
_CHAIRS = re.compile(
    r"otwieram (?:\w+ ){0,2}posiedzenie|udzielam głosu|głos ma |proszę o zabranie głosu|oddaję głos|przystępujemy do"
    r"|zamykam (?:dyskusję|posiedzenie)|kto jest za|stwierdzam, że|wznawiam (?:obrady|posiedzenie)"
    r"|zarządzam (?:przerwę|głosowanie)|przechodzimy do|czy są (?:inne )?(?:uwagi|wnioski)"
    r"|ogłaszam przerwę"
)
# One of these is in all that the pattern finds; to look for a word is quicker than for a pattern.
_CHAIR_WORDS = (
    "posiedzenie", "udzielam głosu", "głos ma ", "zabranie głosu", "oddaję głos", "przystępujemy do", "dyskusję", "kto jest za",
    "stwierdzam, że", "obrady", "zarządzam", "przechodzimy do", "czy są ", "ogłaszam",
)  # fmt: skip
# A chair gives the floor at the beginning or at the end of what he says.
_EDGES = 1000


@dataclass(slots=True)
class _Voice:
    """What one label says in a file."""

    turns: int = 0
    words: int = 0
    questions: int = 0
    chairs: int = 0
    first: bool = False
    asks: bool | None = None

    @property
    def asking(self) -> float:
        """The share of turns that hold a question."""
        return self.questions / max(self.turns, 1)


def decided(
    text: str, raw: Sequence[RawTurn], moderators: Sequence[str] = ()
) -> tuple[tuple[Turn, ...], tuple[SpeakerDecision, ...]]:
    """Give every raw turn its role. `moderators` are labels that the researcher named; they decide alone."""
    voices = _voices(text, raw)
    roles = _roles(voices, moderators)
    turns = []
    for turn in raw:
        role = Role.MODERATOR if turn.asks else roles[turn.label][0] if turn.label else _unnamed(turn)
        words = text[turn.start : turn.end]
        speaker = None if turn.label is None or turn.label.casefold() in SEVERAL else turn.label
        turns.append(
            Turn(
                speaker, role, turn.start, turn.end, words, turn.time, turn.group, turn.section, turn.votes,
                turn.written or turn.label,
                tuple(seam for seam in turn.seams if turn.start < seam.place < turn.end),
            )
        )  # fmt: skip
    total = sum(voice.words for voice in voices.values()) or 1
    decisions = tuple(
        SpeakerDecision(label, *_flat(roles[label][0], voice, total), roles[label][1])
        for label, voice in voices.items()
    )
    return tuple(turns), decisions


def _flat(role: Role, voice: _Voice, total: int) -> tuple[Role, int, int, float, float]:
    return role, voice.turns, voice.words, round(voice.words / total, 4), round(voice.asking, 4)


def _unnamed(turn: RawTurn) -> Role:
    # A note of a workshop is a participant's, though nobody signs it.
    return Role.RESPONDENT if turn.section or turn.group else Role.UNKNOWN


def _voices(text: str, raw: Sequence[RawTurn]) -> dict[str, _Voice]:
    voices: dict[str, _Voice] = {}
    lowered = text.lower()
    chair_words = [word for word in _CHAIR_WORDS if word in lowered]
    for number, turn in enumerate(raw):
        if turn.label is None:
            continue
        voice = voices.setdefault(turn.label, _Voice())
        words = text[turn.start : turn.end]
        voice.turns += 1
        voice.words += len(words.split())
        voice.questions += "?" in words
        if chair_words:
            voice.chairs += _is_a_chairs(words, chair_words)
        voice.first = voice.first or number == 0
        if turn.asks is not None:
            voice.asks = turn.asks
    return voices


def _is_a_chairs(words: str, chair_words: Sequence[str]) -> bool:
    """Whether somebody says what only the chair of a sitting says; `chair_words` are those of the file."""
    edges = (words if len(words) <= 2 * _EDGES else f"{words[:_EDGES]} {words[-_EDGES:]}").lower()
    return any(word in edges for word in chair_words) and _CHAIRS.search(edges) is not None


def _roles(voices: Mapping[str, _Voice], moderators: Sequence[str]) -> dict[str, tuple[Role, str]]:
    named = {label.strip().casefold() for label in moderators}
    several = _together(voices)
    if named & {label.casefold() for label in voices}:
        return {
            label: (Role.MODERATOR, "wskazany przez badacza")
            if label.casefold() in named
            else several.get(label) or _respondent(label, "moderatora wskazał badacz")
            for label in voices
        }
    chair = _chair(voices)
    roles: dict[str, tuple[Role, str]] = {}
    for label, voice in voices.items():
        kind = _kind(label)
        if voice.asks is not None:
            roles[label] = (
                (Role.MODERATOR, "pytania pogrubione albo nagłówki")
                if voice.asks
                else _respondent(label, "odpowiedzi pismem zwykłym")
            )
        elif label == chair:
            roles[label] = (Role.MODERATOR, "otwiera obrady i udziela głosu")
        elif kind == "moderator" and chair and "przewodnicząc" in label.casefold() and not voice.chairs:
            roles[label] = _respondent(label, "zabiera głos, obradom przewodniczy kto inny")
        elif kind == "moderator":
            roles[label] = (Role.MODERATOR, "etykieta prowadzącego")
        elif kind == "several":
            roles[label] = (Role.UNKNOWN, "kilka osób albo nie wiadomo kto")
        else:
            roles[label] = _respondent(
                label, "etykieta rozmówcy" if kind == "respondent" else "nie prowadzi rozmowy"
            )
    roles.update(several)
    if any(role is Role.MODERATOR for role, _ in roles.values()):
        roles.update(_abbreviated(voices, roles))
    else:
        single = {label: voice for label, voice in voices.items() if label not in several}
        asker = _asker(single)
        if asker:
            longest = max(voice.words for label, voice in single.items() if label != asker)
            less = "mówi mniej niż inni" if voices[asker].words < longest else "inni nie pytają"
            reason = f"pytania w {voices[asker].asking:.0%} wypowiedzi, {less}"
            roles[asker] = (Role.MODERATOR, reason)
            roles.update(_also_asking(single, asker))
        elif any(_kind(label) == "respondent" for label in voices):
            for label in voices:
                if voices[label].first and label.casefold() in AMBIGUOUS:
                    roles[label] = (Role.MODERATOR, "etykieta prowadzącego, zaczyna rozmowę z rozmówcami")
    return roles


def _together(voices: Mapping[str, _Voice]) -> dict[str, tuple[Role, str]]:
    """Labels that name several speakers of the file at once: "R1 i R2", "Anna, Jan"."""
    return {label: (Role.UNKNOWN, "kilka osób naraz") for label in voices if is_joint(label, voices)}


def _abbreviated(
    voices: Mapping[str, _Voice], roles: Mapping[str, tuple[Role, str]]
) -> dict[str, tuple[Role, str]]:
    """Where "Moderator" leads, "M" is a short form of it, if it asks and no "K" says that letters are sexes."""
    if any(re.fullmatch(r"k\d{0,2}", label.casefold()) for label in voices):
        return {}
    long = {
        label.casefold()[0]: label for label in voices if roles[label][0] is Role.MODERATOR and len(label) > 2
    }
    return {
        label: (Role.MODERATOR, f"skrót etykiety „{long[label.casefold()]}”")
        for label, voice in voices.items()
        if label.casefold() in AMBIGUOUS and label.casefold() in long and voice.asking >= 0.5
    }


def _also_asking(voices: Mapping[str, _Voice], asker: str) -> dict[str, tuple[Role, str]]:
    """The other moderators of a talk that M1 leads: labels of the same letter that ask as often as not."""
    letter = re.fullmatch(r"([^\W\d_]{1,3})\d{1,2}", asker)
    others = [voice.words for label, voice in voices.items() if letter and not label.startswith(letter[1])]
    if letter is None or not others or letter[1].casefold() in NEUTRAL:
        return {}
    longest = max(others)
    return {
        label: (Role.MODERATOR, f"pytania w {voice.asking:.0%} wypowiedzi, jak „{asker}”")
        for label, voice in voices.items()
        if label != asker
        and re.fullmatch(rf"{re.escape(letter[1])}\d{{1,2}}", label)
        and voice.asking >= 0.5
        and voice.words <= longest
    }


def _respondent(label: str, reason: str) -> tuple[Role, str]:
    if label.casefold() in SEVERAL:
        return Role.UNKNOWN, "kilka osób albo nie wiadomo kto"
    return Role.RESPONDENT, reason


def _kind(label: str) -> str:
    """What a label says by itself: moderator, respondent, several, or unsure (one letter, a name)."""
    lowered = label.casefold()
    first = re.sub(r"\d+$", "", lowered.split()[0].rstrip("."))
    if lowered in SEVERAL:
        return "several"
    if first in AMBIGUOUS and len(lowered) <= 2:  # M or K alone may be a man and a woman
        return "unsure"
    if first in MODERATORS and (first not in AMBIGUOUS or not re.search(r"\d$", lowered)):
        return "moderator"
    if first in RESPONDENTS:
        return "unsure" if first in NEUTRAL or lowered == "k" else "respondent"
    return "unsure"


def _chair(voices: Mapping[str, _Voice]) -> str | None:
    """The one who gives the floor in a sitting of many speakers, None in other talks."""
    if len(voices) < 4:
        return None
    best = max(voices, key=lambda label: (voices[label].chairs, voices[label].turns))
    voice = voices[best]
    most_turns = max(other.turns for other in voices.values())
    return best if voice.chairs >= 2 and voice.turns >= 0.5 * most_turns else None


def _asker(voices: Mapping[str, _Voice]) -> str | None:
    """Among labels that say nothing: the one who asks most, speaks less than half, and mostly begins."""
    if len(voices) < 2:
        return None

    def weight(label: str) -> float:
        voice = voices[label]
        listed = label.casefold().rstrip(".") in MODERATORS
        return voice.asking + 0.25 * voice.first + 0.25 * listed

    open_labels = [label for label in voices if _kind(label) == "unsure"]
    if not open_labels:
        return None
    best = max(open_labels, key=weight)
    others = [voice for label, voice in voices.items() if label != best]
    longest = max(voice.words for voice in others)
    if voices[best].asking >= 0.4 and voices[best].words <= 1.2 * longest:
        return best
    # Nobody else asks: even the beginning of a talk shows who does.
    if voices[best].asking >= 0.6 and voices[best].first and max(voice.asking for voice in others) <= 0.2:
        return best
    return None
