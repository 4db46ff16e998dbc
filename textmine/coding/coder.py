"""Codings of sentences: what was learned, the rules and the codebook's own patterns and examples, with a reason each.

Codes that the trained model knows are given by its probability, in which the rules have their say. In documents about
other things than it learned from ("foreign": a debate on a constitution) a pattern must have said the code outright. A
pattern of the researcher's own always counts, and codes that only the researcher knows are given by patterns and
examples. Without a model or vectors the rules code alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.codebook import Codebook
from textmine.coding import few_shot, reasons
from textmine.coding.polarity import is_question
from textmine.coding.rule_coder import RuleCoder
from textmine.coding.rules import Evidence, Finding, Rules, shipped_cues
from textmine.coding.semantic import Encode, Prototypes
from textmine.embed import MemoryCache, VectorCache
from textmine.records import Coding, Method, Progress, Role, Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.coding.learned import Heard, Learned

GroupOf = Callable[[Sentence], str | None]

# A code without rules is given from here on by its examples alone (standard deviations), see benchmarks/README.md.
SEMANTIC_BAR = 2.6
# Too little material to say what stands out.
FEWEST_SENTENCES = 30
_PROGRESS_EVERY = 500


@dataclass(frozen=True, slots=True)
class Considered:
    """A code that was considered for a sentence, given or not: `why` is its reason, or what spoke against it."""

    code: str
    confidence: float
    given: bool
    why: str
    start: int
    end: int


class Coder:
    """Codes sentences by a codebook.

    With `encode` (texts to unit vectors) the codebook's definitions and examples are evidence; with `learned` the codes
    that the model knows are given by what it learned. `memory` keeps what its reader said of sentences.
    """

    def __init__(
        self,
        codebook: Codebook,
        *,
        encode: Encode | None = None,
        threshold: float = 0.4,
        learned: Learned | None = None,
        memory: VectorCache | None = None,
    ) -> None:
        self._codebook = codebook
        self._rules = Rules(codebook)
        self._by_rules = RuleCoder(codebook)
        self._prototypes = Prototypes(codebook, encode) if encode else None
        self._threshold = threshold
        self._learned = learned
        self._memory = MemoryCache() if memory is None else memory
        known = shipped_cues()["codes"]
        themes = {code.partition(".")[0] for code in learned.machine.codes} if learned else set()
        taught = set(learned.codes) if learned else set()
        self._taught = [code.id for code in codebook.codes if code.id in taught]
        self._by_example = [
            code.id
            for code in codebook.codes
            if code.id not in known and code.id not in taught and not code.patterns
        ]
        # Told by their examples within a theme that the model knows; the others by their examples alone.
        self._in_known_theme = [code for code in self._by_example if code.partition(".")[0] in themes]
        self._own_patterns = {
            f"wprost: {pattern}" for code in codebook.codes for pattern in code.patterns if code.id in taught
        }

    def code(
        self,
        sentences: Sequence[Sentence],
        vectors: NDArray[np.float32] | None = None,
        *,
        group_of: GroupOf | None = None,
        progress: Progress | None = None,
    ) -> list[Coding]:
        """The codings of the respondents' sentences, in order.

        `sentences` are whole documents, moderators' words included: they are never coded, but what was asked says what
        an answer is about. `vectors` (n, d) are the sentences' unit vectors; rows of moderators are not looked at.
        """
        spoken = [place for place, s in enumerate(sentences) if s.role is not Role.MODERATOR and s.tokens]
        evidence = self._evidence(sentences, spoken, progress)
        likeness = self._likeness(spoken, vectors)
        given = self._probable(sentences, spoken, evidence, vectors, group_of)
        codings: list[Coding] = []
        for row, place in enumerate(spoken):
            sentence = sentences[place]
            scores = (
                {} if likeness is None else dict(zip(self._codes, map(float, likeness[row]), strict=True))
            )
            group = group_of(sentence) if group_of else None
            found = {} if given is None else {coding.code: coding for coding in given[row]}
            for coding in self._ruled(sentence, evidence[row], scores, group, learned=given is not None):
                if coding.code not in found or coding.confidence > found[coding.code].confidence:
                    found[coding.code] = coding
            codings.extend(found[code] for code in sorted(found))
        if progress:
            progress(len(sentences), len(sentences))
        return codings

    def foreign_documents(
        self, sentences: Sequence[Sentence], vectors: NDArray[np.float32] | None
    ) -> frozenset[str]:
        """The documents about other things than the model learned from: there it codes only what a pattern says outright.

        Of short documents nothing is said.
        """
        if self._learned is None or vectors is None:
            return frozenset()
        places: dict[str, list[int]] = {}
        for place, sentence in enumerate(sentences):
            if sentence.role is not Role.MODERATOR and sentence.tokens:
                places.setdefault(sentence.document, []).append(place)
        return frozenset(
            document
            for document, own in places.items()
            if len(own) >= FEWEST_SENTENCES and self._learned.is_foreign(vectors[own])
        )

    @property
    def _codes(self) -> list[str]:
        return [code.id for code in self._codebook.codes]

    def explain(self, sentence: Sentence) -> list[Finding]:
        """What the rules found in a sentence, what was blocked and why."""
        return self._rules.find(sentence)

    def consider(
        self,
        sentences: Sequence[Sentence],
        vectors: NDArray[np.float32],
        *,
        group: str | None = None,
        least: float = 0.1,
    ) -> list[list[Considered]]:
        """The learned codes of each sentence of a document that are at least `least` sure, the surest first."""
        found: list[list[Considered]] = [[] for _ in sentences]
        spoken = [place for place, s in enumerate(sentences) if s.role is not Role.MODERATOR and s.tokens]
        if self._learned is None or not spoken:
            return found
        evidence = [self._rules.look(sentences[place]) for place in spoken]
        heard = self._learned.hear(sentences, spoken, evidence, vectors, lambda _: group, self._memory)
        sure = self._sure(heard)
        for row, place in enumerate(spoken):
            for column in (sure[row] >= least).nonzero()[0]:
                value = float(sure[row, column])
                coding = self._coding(
                    sentences[place], self._taught[column], heard, row, evidence[row], value
                )
                given = value >= self._threshold
                found[place].append(
                    Considered(coding.code, value, given, coding.reason, coding.start, coding.end)
                )
            found[place].sort(key=lambda item: -item.confidence)
        return found

    def _sure(self, heard: Heard) -> NDArray[np.float32]:
        """How sure each code of the codebook is that the model knows (n, codes)."""
        assert self._learned is not None
        column = {code: place for place, code in enumerate(self._learned.codes)}
        return self._learned.probabilities(heard)[:, [column[code] for code in self._taught]]

    def _evidence(
        self, sentences: Sequence[Sentence], spoken: Sequence[int], progress: Progress | None
    ) -> list[Evidence]:
        result = []
        for row, place in enumerate(spoken):
            if progress and row % _PROGRESS_EVERY == 0:
                progress(place, len(sentences))
            result.append(self._rules.look(sentences[place]))
        return result

    def _likeness(
        self, spoken: Sequence[int], vectors: NDArray[np.float32] | None
    ) -> NDArray[np.float32] | None:
        """How like the codebook's texts each spoken sentence is; None where there is nothing to compare."""
        if self._prototypes is None or vectors is None or len(spoken) < FEWEST_SENTENCES:
            return None
        return self._prototypes.z_scores(vectors[list(spoken)])

    def _probable(
        self,
        sentences: Sequence[Sentence],
        spoken: Sequence[int],
        evidence: Sequence[Evidence],
        vectors: NDArray[np.float32] | None,
        group_of: GroupOf | None,
    ) -> list[list[Coding]] | None:
        """The codings that the model gives to each spoken sentence; None without a model or vectors."""
        if self._learned is None or vectors is None:
            return None
        heard = self._learned.hear(sentences, spoken, evidence, vectors, group_of, self._memory)
        sure = self._sure(heard)
        likely = self._by_few_examples(heard)
        foreign = self.foreign_documents(sentences, vectors)
        result = []
        for row, place in enumerate(spoken):
            sentence, known = sentences[place], evidence[row]
            given = [
                self._coding(sentence, self._taught[column], heard, row, known, float(sure[row, column]))
                for column in (sure[row] >= self._threshold).nonzero()[0]
                if sentence.document not in foreign or _said_outright(known, self._taught[column])
            ]
            for code, values in likely.items():
                if values[row] >= few_shot.BAR and sentences[place].document not in foreign:
                    given.append(self._from_examples(code, sentences[place], float(values[row])))
            result.append(given)
        return result

    def _by_few_examples(self, heard: Heard) -> dict[str, NDArray[np.float32]]:
        """How sure codes are (n,) that the model does not know in a theme that it knows; {} where too little is said."""
        if not self._in_known_theme or self._prototypes is None or len(heard.vectors) < FEWEST_SENTENCES:
            return {}
        assert self._learned is not None
        nearness = dict(zip(self._codes, self._prototypes.nearness(heard.vectors).T, strict=True))
        return {
            code: few_shot.probabilities(
                heard.scores, self._learned.machine.codes, code.partition(".")[0], nearness[code]
            )
            for code in self._in_known_theme
        }

    def _coding(
        self, sentence: Sentence, code: str, heard: Heard, row: int, evidence: Evidence, sure: float
    ) -> Coding:
        """A coding of the model, for a row of what was heard; a rule that found the same says why."""
        finding = next((f for f in evidence.findings if f.code == code and f.blocked is None), None)
        value = round(min(sure, 0.99), 3)
        if finding is not None:
            start, end = reasons.span(sentence, (finding.first, finding.last))
            why = reasons.by_rule(self._codebook, finding, sentence)
            return Coding(sentence.id, code, value, Method.RULE, start, end, finding.rule, why)
        assert self._learned is not None
        grounds = self._learned.grounds(sentence, heard.features[row], heard.vectors[row], code)
        start, end = reasons.span(sentence, grounds.tokens)
        why = reasons.by_words(self._codebook, code, sentence, grounds.tokens, grounds.example)
        return Coding(sentence.id, code, value, Method.LEARNED, start, end, "wyuczone", why)

    def _ruled(
        self,
        sentence: Sentence,
        evidence: Evidence,
        likeness: Mapping[str, float],
        group: str | None,
        *,
        learned: bool,
    ) -> list[Coding]:
        """The codings of rules and examples; where the model codes, for codes that it does not know."""
        result = self._by_rules.codings(sentence, evidence, likeness, group)
        if learned:
            result = [c for c in result if c.code not in self._taught or c.rule in self._own_patterns]
        result = [coding for coding in result if coding.confidence >= self._threshold]
        if not is_question(sentence.tokens):
            for code in self._by_example:
                if (code not in self._in_known_theme or not learned) and likeness.get(
                    code, 0.0
                ) >= SEMANTIC_BAR:
                    sure = min(0.95, 0.5 + 0.12 * (likeness[code] - SEMANTIC_BAR))
                    result.append(self._from_examples(code, sentence, sure))
        return result

    def _from_examples(self, code: str, sentence: Sentence, sure: float) -> Coding:
        reason = reasons.by_example(self._codebook, code)
        start, end = sentence.start, sentence.end
        return Coding(sentence.id, code, round(sure, 3), Method.SEMANTIC, start, end, "przykłady", reason)


def _said_outright(evidence: Evidence, code: str) -> bool:
    """Whether a pattern that says a code all alone found it, and nothing took it back."""
    return any(
        finding.code == code and finding.blocked is None and not finding.domain
        for finding in evidence.findings
    )
