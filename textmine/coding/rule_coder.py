"""Codings that rules alone give: what they found, weighed by how like the codebook's texts a sentence is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textmine.codebook import Codebook
from textmine.coding import reasons
from textmine.coding.rules import Evidence, Finding
from textmine.records import Coding, Method, Sentence

# What a likeness of one standard deviation adds to or takes from a rule's confidence.
SEMANTIC_WEIGHT = 0.06
# Codes that say something else of the same partner: from abroad, within the cluster (ZASADY 8).
_BESIDE = frozenset({"wspolpraca.zagranica", "wspolpraca.klaster"})
# Who a partner is when the partner is a firm: the speaker's own kind (ZASADY 8: the code names the kind of partner).
_OWN_KIND = {
    "edukacja": ("wspolpraca.szkoly", "wspolpraca.nauka"),
    "iob": ("wspolpraca.otoczenie",),
    "samorzad": ("wspolpraca.samorzad",),
}


class RuleCoder:
    """Turns what rules found into codings."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook

    def codings(
        self, sentence: Sentence, evidence: Evidence, likeness: Mapping[str, float], group: str | None
    ) -> list[Coding]:
        """The codings of a sentence, sure or not; `likeness` is by code in standard deviations, {} where unknown."""
        findings = [finding for finding in evidence.findings if finding.blocked is None]
        findings = self._for_speaker(findings, group)
        return _without_weak_rivals([self._from_rule(finding, sentence, likeness) for finding in findings])

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

    def _from_rule(self, finding: Finding, sentence: Sentence, likeness: Mapping[str, float]) -> Coding:
        beyond = max(-2.0, min(3.0, likeness.get(finding.code, 0.0)))
        confidence = max(0.0, min(0.99, finding.confidence + SEMANTIC_WEIGHT * beyond))
        start, end = reasons.span(sentence, (finding.first, finding.last))
        reason = reasons.by_rule(self._codebook, finding, sentence)
        return Coding(
            sentence.id, finding.code, round(confidence, 3), Method.RULE, start, end, finding.rule, reason
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
