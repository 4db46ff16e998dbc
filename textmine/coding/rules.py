"""Coding by rules: a theme cue that holds in the sentence, about a domain."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from textmine.codebook import Code, Codebook
from textmine.coding.patterns import Line, Match, PatternSet, WordSet, line_of
from textmine.coding.polarity import Polarity
from textmine.records import Sentence, Token

DIRECT = 0.8
SAME_CLAUSE = 0.44
SAME_SENTENCE = 0.32
NOTE = 0.6
BY_HEADING = "nagłówek stolika"
# Tokens between a cue and a domain word of another clause.
FARTHEST = 12
# Tokens between a domain word and a cue that says little alone ("nie ma").
NEAR = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A code that a rule found: on tokens first..last, with the words that say the theme and the domain."""

    code: str
    confidence: float
    first: int
    last: int
    rule: str
    cue: str
    domain: str
    blocked: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the rules see in a sentence.

    `cues` holds (theme, whether one holds, whether one is denied); `domains` the codes that are named; `blocked` why
    nothing in the sentence counts.
    """

    line: Line
    findings: tuple[Finding, ...] = ()
    cues: tuple[tuple[str, bool, bool], ...] = ()
    domains: tuple[str, ...] = ()
    blocked: str | None = None


@dataclass(frozen=True, slots=True)
class _CodeRules:
    code: str
    theme: str
    own: PatternSet
    direct: PatternSet


class Rules:
    """The shipped cues and the codebook's own patterns, ready to run."""

    def __init__(self, codebook: Codebook) -> None:
        data = shipped_cues()
        self._polarity = Polarity(**data["blockers"])
        self._cues = {
            theme.id: PatternSet([*theme.cues, *_cues_of(data["themes"].get(theme.id, {}))])
            for theme in codebook.themes
        }
        self._near = {pattern for theme in data["themes"].values() for pattern in theme.get("near", ())}
        known = data["codes"]
        self._codes = [self._rules(code, known.get(code.id, {})) for code in codebook.codes]
        self._by_word, self._always = _by_word(self._codes)
        self._domains = WordSet(
            {
                code.id: "|".join([*code.domains, *filter(None, [known.get(code.id, {}).get("domain")])])
                for code in codebook.codes
            }
        )

    @staticmethod
    def _rules(code: Code, own: Mapping[str, Any]) -> _CodeRules:
        return _CodeRules(code.id, code.theme, PatternSet(code.patterns), PatternSet(own.get("direct", ())))

    def find(self, sentence: Sentence) -> list[Finding]:
        """What the rules find in a sentence, blocked findings included; at most one finding a code."""
        return list(self.look(sentence).findings)

    def look(self, sentence: Sentence) -> Evidence:
        """Findings, and the cues and domain words that they are made of."""
        tokens = sentence.tokens
        line = line_of(tokens)
        if not tokens:
            return Evidence(line)
        blocked = self._polarity.sentence_blocker(tokens, line)
        cues = {
            theme: self._held(patterns.find(line), tokens, line) for theme, patterns in self._cues.items()
        }
        domains = self._domains.find(tokens)
        heading = heading_theme(sentence.section)
        found = [
            finding
            for rules in self._worth_asking(domains, line)
            if (
                finding := self._finding(
                    rules, domains.get(rules.code, ()), cues[rules.theme], heading, tokens, line
                )
            )
        ]
        found = _one_by_heading(found)
        return Evidence(
            line,
            tuple(_blocked(finding, blocked) for finding in found) if blocked else tuple(found),
            tuple(
                (theme, any(not denied for _, denied in held), any(denied for _, denied in held))
                for theme, held in cues.items()
            ),
            tuple(domains),
            blocked,
        )

    def _worth_asking(self, domains: Collection[str], line: Line) -> list[_CodeRules]:
        """The codes of which a sentence has a domain word or a word of a pattern: few of all codes."""
        places = set(self._always)
        for lemma in self._by_word.keys() & line.lemmas:
            places.update(self._by_word[lemma])
        return [rules for place, rules in enumerate(self._codes) if place in places or rules.code in domains]

    def _held(
        self, matches: Sequence[Match], tokens: Sequence[Token], line: Line
    ) -> list[tuple[Match, bool]]:
        return [(match, self._polarity.is_denied(match.first, match.last, tokens, line)) for match in matches]

    def _finding(
        self,
        rules: _CodeRules,
        domains: Sequence[Match],
        cues: Sequence[tuple[Match, bool]],
        heading: str | None,
        tokens: Sequence[Token],
        line: Line,
    ) -> Finding | None:
        direct = self._direct(rules, tokens, line)
        if direct:
            return direct
        best = _cue_and_domain(rules.code, domains, cues, tokens, line, self._near)
        if best is None and domains and heading == rules.theme and len(tokens) <= 25:
            named = domains[0]
            words = _words(tokens, named.first, named.last)
            best = Finding(rules.code, NOTE, named.first, named.last, BY_HEADING, "nagłówek", words)
        return best

    def _direct(self, rules: _CodeRules, tokens: Sequence[Token], line: Line) -> Finding | None:
        """The first pattern that says the code all alone and holds, else the first that is denied.

        The codebook's own patterns are asked before those that ship.
        """
        taken_back: Finding | None = None
        for match in (*rules.own.find(line), *rules.direct.find(line)):
            denied = self._polarity.is_denied(match.first, match.last, tokens, line)
            words = _words(tokens, match.first, match.last)
            finding = Finding(
                rules.code, DIRECT, match.first, match.last, f"wprost: {match.pattern}", words, ""
            )
            if not denied:
                return finding
            taken_back = taken_back or _blocked(finding, "zaprzeczone")
        return taken_back


def _by_word(codes: Sequence[_CodeRules]) -> tuple[dict[str, list[int]], list[int]]:
    """The places of the codes whose patterns need each base form, and of those with a pattern that needs none."""
    by_word: dict[str, list[int]] = {}
    always = []
    for place, rules in enumerate(codes):
        own, direct = rules.own.words, rules.direct.words
        if own is None or direct is None:
            always.append(place)
        else:
            for word in own | direct:
                by_word.setdefault(word, []).append(place)
    return by_word, always


def _cues_of(theme: Mapping[str, Sequence[str]]) -> list[str]:
    return [*theme.get("cues", ()), *theme.get("near", ())]


def _cue_and_domain(
    code: str,
    domains: Sequence[Match],
    cues: Sequence[tuple[Match, bool]],
    tokens: Sequence[Token],
    line: Line,
    near: Collection[str],
) -> Finding | None:
    """The best pair of a cue and a domain word; cues in `near` must stand beside it.

    A cue does not reach into a clause that has its own, denied one ("Brakuje ludzi, nie brakuje pieniędzy").
    """
    places = [(line.clauses[cue.first], denied) for cue, denied in cues]
    refused = {clause for clause, denied in places if denied} - {c for c, denied in places if not denied}
    best: Finding | None = None
    for domain in domains:
        own = line.clauses[domain.first]
        for cue, denied in cues:
            same = line.clauses[cue.first] == own
            first, last = min(cue.first, domain.first), max(cue.last, domain.last)
            if not same and (last - first > FARTHEST or (own in refused and not denied)):
                continue
            between = max(cue.first, domain.first) - min(cue.last, domain.last) - 1
            if cue.pattern in near and (not same or between > NEAR):
                continue
            finding = Finding(
                code,
                SAME_CLAUSE if same else SAME_SENTENCE,
                first,
                last,
                f"wskaźnik: {cue.pattern}",
                _words(tokens, cue.first, cue.last),
                _words(tokens, domain.first, domain.last),
                "zaprzeczone" if denied else None,
            )
            if best is None or _rank(finding) > _rank(best):
                best = finding
    return best


def _one_by_heading(findings: Sequence[Finding]) -> list[Finding]:
    """A card says one thing: what only the heading makes a finding gives way to a real cue, or to the first of its kind."""
    spoken = [finding for finding in findings if finding.rule != BY_HEADING]
    said = {finding.code.partition(".")[0] for finding in spoken if finding.blocked is None}
    cards = [finding for finding in findings if finding.rule == BY_HEADING]
    cards = [finding for finding in cards if finding.code.partition(".")[0] not in said]
    return sorted([*spoken, *sorted(cards, key=lambda f: f.first)[:1]], key=lambda f: f.code)


def _rank(finding: Finding) -> tuple[bool, float, int]:
    return finding.blocked is None, finding.confidence, finding.first - finding.last


def _blocked(finding: Finding, why: str) -> Finding:
    return Finding(
        finding.code,
        finding.confidence,
        finding.first,
        finding.last,
        finding.rule,
        finding.cue,
        finding.domain,
        finding.blocked or why,
    )


def _words(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(token.text for token in tokens[first : last + 1])


# What a workshop table asks: the theme of notes that have no predicate of their own.
_HEADINGS = (
    ("bariery", ("barier", "hamuje", "przeszkadza", "problem", "boli", "trudno", "uwiera")),
    ("potrzeby", ("potrzeb", "trzeba", "przyda", "oczekiw", "postulat", "czego nam")),
    ("wspolpraca", ("współpra", "z kim", "razem", "partner", "robimy", "kooperac")),
)


@cache
def heading_theme(section: str | None) -> str | None:
    """The theme that a workshop table's heading asks for."""
    lowered = (section or "").lower()
    return next((theme for theme, words in _HEADINGS if any(word in lowered for word in words)), None)


# What a moderator asks for, by the words of the question.
_QUESTIONS = (
    ("bariery", ("barier", "hamuj", "przeszk", "problem", "utrudn", "boli", "trudn", "kłopot", "blokuj", "najgorsz", "ogranicz",
                 "zniechęc", "nie pozwala", "stoi na drodze", "najbardziej przeszk", "czego brak", "doskwier", "narzek")),
    ("potrzeby", ("potrzeb", "przyda", "oczekiw", "pomogł", "życz", "marzy", "powinn", "chciał", "czego by", "co by", "postulat",
                  "trzeba", "zmienił", "rozwiąza")),
    ("wspolpraca", ("współpra", "z kim", "razem", "partner", "kontakt", "relacj", "wspóln", "kooper", "łączy", "współdział")),
)  # fmt: skip


def asked_themes(question: str) -> tuple[str, ...]:
    """The themes that a moderator's question asks for."""
    lowered = question.lower()
    return tuple(theme for theme, words in _QUESTIONS if any(word in lowered for word in words))


@cache
def shipped_cues() -> dict[str, Any]:
    """The patterns that ship with the program."""
    import yaml

    path = Path(__file__).parent.parent / "language" / "cues_pl.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    return data
