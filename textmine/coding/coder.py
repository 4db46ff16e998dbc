"""Rules and semantic evidence joined: codings with a confidence and one line of plain Polish that says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textmine.codebook import Codebook
from textmine.coding.polarity import is_question
from textmine.coding.rules import Finding, Rules, shipped_cues
from textmine.coding.semantic import Encode, Prototypes
from textmine.records import Coding, Method, Progress, Role, Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

GroupOf = Callable[[Sentence], str | None]

# What a likeness of one standard deviation adds to or takes from a rule's confidence.
SEMANTIC_WEIGHT = 0.06
# A code without rules is given from here on by its examples alone (standard deviations), see benchmarks/README.md.
SEMANTIC_BAR = 2.6
# Too little material to say what stands out.
FEWEST_SENTENCES = 30
_PROGRESS_EVERY = 500
# Codes that say something else of the same partner: from abroad, within the cluster (ZASADY 8).
_BESIDE = frozenset({"wspolpraca.zagranica", "wspolpraca.klaster"})
# Who a partner is when the partner is a firm: the speaker's own kind (ZASADY 8: the code names the kind of partner).
_OWN_KIND = {
    "edukacja": ("wspolpraca.szkoly", "wspolpraca.nauka"),
    "iob": ("wspolpraca.otoczenie",),
    "samorzad": ("wspolpraca.samorzad",),
}


class Coder:
    """Codes sentences by a codebook. With `encode` (texts to unit vectors), semantic evidence joins the rules."""

    def __init__(self, codebook: Codebook, *, encode: Encode | None = None, threshold: float = 0.5) -> None:
        self._codebook = codebook
        self._rules = Rules(codebook)
        self._prototypes = Prototypes(codebook, encode) if encode else None
        self._threshold = threshold
        known = shipped_cues()["codes"]
        self._by_example = [code.id for code in codebook.codes if code.id not in known and not code.patterns]

    def code(
        self,
        sentences: Sequence[Sentence],
        vectors: NDArray[np.float32] | None = None,
        *,
        group_of: GroupOf | None = None,
        progress: Progress | None = None,
    ) -> list[Coding]:
        """The codings of the respondents' sentences, in order; `vectors` (n, d) are the sentences' unit vectors."""
        likeness = None
        if self._prototypes is not None and vectors is not None and len(sentences) >= FEWEST_SENTENCES:
            likeness = self._prototypes.z_scores(vectors)
        codings: list[Coding] = []
        for place, sentence in enumerate(sentences):
            if progress and place % _PROGRESS_EVERY == 0:
                progress(place, len(sentences))
            if sentence.role is Role.MODERATOR or not sentence.tokens:
                continue
            scores = (
                {} if likeness is None else dict(zip(self._codes, map(float, likeness[place]), strict=True))
            )
            group = group_of(sentence) if group_of else None
            codings.extend(self._coded(sentence, scores, group))
        if progress:
            progress(len(sentences), len(sentences))
        return codings

    @property
    def _codes(self) -> list[str]:
        return [code.id for code in self._codebook.codes]

    def explain(self, sentence: Sentence) -> list[Finding]:
        """What the rules found in a sentence, what was blocked and why."""
        return self._rules.find(sentence)

    def _coded(self, sentence: Sentence, scores: dict[str, float], group: str | None) -> list[Coding]:
        findings = [finding for finding in self._rules.find(sentence) if finding.blocked is None]
        findings = self._for_speaker(findings, group)
        result = [self._from_rule(finding, sentence, scores) for finding in findings]
        result = _without_weak_rivals(result)
        for code in () if is_question(sentence.tokens) else self._by_example:
            if scores.get(code, 0.0) >= SEMANTIC_BAR:
                result.append(self._from_example(code, sentence, scores[code]))
        return [coding for coding in result if coding.confidence >= self._threshold]

    def _for_speaker(self, findings: list[Finding], group: str | None) -> list[Finding]:
        """A school, institution or office that speaks of firms cooperates as what it is itself."""
        own = _OWN_KIND.get(group or "")
        if not own or not self._codebook.has_code(own[0]):
            return findings
        found = {finding.code for finding in findings}
        result = []
        for finding in findings:
            if finding.code != "wspolpraca.firmy":
                result.append(finding)
            elif not found.intersection(own):
                result.append(replace(finding, code=own[0]))
        return result

    def _from_rule(self, finding: Finding, sentence: Sentence, scores: dict[str, float]) -> Coding:
        likeness = max(-2.0, min(3.0, scores.get(finding.code, 0.0)))
        confidence = max(0.0, min(0.99, finding.confidence + SEMANTIC_WEIGHT * likeness))
        start, end = sentence.tokens[finding.first].start, sentence.tokens[finding.last].end
        theme = self._codebook.theme(finding.code.partition(".")[0]).label.lower()
        label = self._codebook.code(finding.code).label.lower()
        about = f"„{finding.cue}” + „{finding.domain}”" if finding.domain else f"„{finding.cue}”"
        quote = " ".join(sentence.text[start - sentence.start : end - sentence.start].split())
        reason = f"{theme} + {label}: {about} w: »{quote}«"
        return Coding(
            sentence.id, finding.code, round(confidence, 3), Method.RULE, start, end, finding.rule, reason
        )

    def _from_example(self, code: str, sentence: Sentence, likeness: float) -> Coding:
        confidence = min(0.95, 0.5 + 0.12 * (likeness - SEMANTIC_BAR))
        reason = f"podobne do definicji i przykładów kodu „{self._codebook.code(code).label}”"
        return Coding(
            sentence.id,
            code,
            round(confidence, 3),
            Method.SEMANTIC,
            sentence.start,
            sentence.end,
            "przykłady",
            reason,
        )


def _without_weak_rivals(codings: list[Coding]) -> list[Coding]:
    """Of codes of one theme that share their words, the surest stays: one cue speaks of one domain."""
    result: list[Coding] = []
    for coding in sorted(codings, key=lambda c: (-c.confidence, c.code)):
        rivals = [
            c
            for c in result
            if c.theme == coding.theme
            and c.start < coding.end
            and coding.start < c.end
            and not _BESIDE.intersection((c.code, coding.code))
        ]
        if not rivals or coding.confidence >= max(c.confidence for c in rivals) - 0.02:
            result.append(coding)
    return sorted(result, key=lambda c: c.code)
