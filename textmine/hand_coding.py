"""Hand coding goes out to a spreadsheet and comes back: what changed there becomes decisions of a person.

The sheet holds what the program and people have said so far twice: `codes` is for the researcher to change, `proposed`
stays as it was, so that only what a person really did counts, however often the program was run in between.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.gold import GoldSentence, aligned, codes_in
from textmine.records import Analysis, Decision, Role, Sentence, Status
from textmine.report.tables import harmless

COLUMNS = ("document", "speaker", "group", "sentence", "codes", "checked", "proposed", "sentence_id")
# What may stand in `checked` of a sentence that was looked at and left as it is.
_NO = frozenset({"", "0", "nie", "n", "no", "false"})


@dataclass(frozen=True, slots=True)
class Change:
    """A decision that the sheet asks for."""

    sentence: Sentence
    code: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that was not taken over in whole: `row` is its line in the file, `why` a Polish line."""

    row: int
    document: str
    text: str
    why: str


@dataclass(frozen=True)
class Sheet:
    """What a sheet brings: decisions, sentences that a person looked at, and what could not be taken over."""

    changes: tuple[Change, ...]
    reviewed: tuple[Sentence, ...]
    conflicts: tuple[Conflict, ...]
    not_found: tuple[GoldSentence, ...]
    untouched: int


def coding_sheet(analysis: Analysis) -> str:
    """The respondents' sentences with their codes as CSV, ";" between columns as a Polish spreadsheet expects it."""
    codes = current_codes(analysis)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for sentence in analysis.sentences:
        if sentence.role is Role.MODERATOR or not sentence.tokens:
            continue
        own = ", ".join(sorted(codes.get(sentence.id, ())))
        group = analysis.group_of(sentence) or ""
        # Line breaks within a cell are lost on people who sort.
        text = " ".join(sentence.text.split())
        cells = (sentence.document, sentence.speaker or "", group, text, own, "", own, sentence.id)
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def current_codes(analysis: Analysis) -> dict[str, set[str]]:
    """The codes of each sentence that has any."""
    codes: dict[str, set[str]] = {}
    for coding in analysis.codings:
        codes.setdefault(coding.sentence_id, set()).add(coding.code)
    return codes


def read_sheet(rows: Sequence[GoldSentence], analysis: Analysis, decisions: Iterable[Decision]) -> Sheet:
    """Compare a sheet with the project. A file without `proposed` is hand coding of every sentence that it holds."""
    last = {(decision.sentence_id, decision.code): decision for decision in decisions}
    codes = current_codes(analysis)
    changes: dict[tuple[str, str], Change] = {}
    reviewed: dict[str, Sentence] = {}
    conflicts: list[Conflict] = []
    untouched = 0
    found, lost = _placed(rows, analysis)
    for row, sentence in found:
        proposed = codes_in(row.cells["proposed"]) if "proposed" in row.cells else None
        checked = proposed is None or row.cells.get("checked", "").strip().lower() not in _NO
        if not checked and row.codes == proposed:
            untouched += 1
            continue
        if sentence.role is Role.MODERATOR:
            if row.codes:
                conflicts.append(_conflict(row, "to słowa prowadzącego, a ich się nie koduje"))
            continue
        if sentence.id in reviewed:
            conflicts.append(_conflict(row, "to zdanie stoi w pliku drugi raz; liczy się pierwszy wiersz"))
            continue
        reviewed[sentence.id] = sentence
        now = codes.get(sentence.id, set())
        for code in sorted(row.codes | now | (proposed or set())):
            wanted = code in row.codes
            said = _said(last.get((sentence.id, code)))
            if said is not None and said != wanted and (proposed is None or (code in proposed) != said):
                by = last[sentence.id, code]
                verb = "nadał(a)" if said else "odrzucił(a)"
                conflicts.append(
                    _conflict(row, f"kod {code} {verb} {by.coder} ({by.time[:10]}); tamta decyzja zostaje")
                )
            elif said != wanted and (verdict := _verdict(wanted=wanted, now=code in now)):
                changes[sentence.id, code] = Change(sentence, code, verdict)
    return Sheet(tuple(changes.values()), tuple(reviewed.values()), tuple(conflicts), tuple(lost), untouched)


def taken_back(decisions: Sequence[Decision]) -> list[Decision]:
    """What to append so that the last import or decision is undone: each sentence and code as it was before it."""
    if not decisions:
        return []
    newest = decisions[-1]
    batch = [d for d in decisions if (d.coder, d.time) == (newest.coder, newest.time)]
    before: dict[tuple[str, str], Decision] = {}
    for decision in decisions[: len(decisions) - len(batch)]:
        before[decision.sentence_id, decision.code] = decision
    result = []
    for decision in batch:
        earlier = before.get((decision.sentence_id, decision.code))
        verdict = earlier.verdict if earlier else "undo"
        result.append(Decision(decision.sentence_id, decision.code, verdict, decision.coder, "", "cofnięto"))
    return result


def hand_coded(
    analysis: Analysis, reviewed: Iterable[str], decisions: Iterable[Decision]
) -> Mapping[str, frozenset[str]]:
    """The codes of the sentences that a person looked at or decided about: what `textmine train` learns from."""
    known = set(reviewed) | {decision.sentence_id for decision in decisions if decision.verdict != "undo"}
    codes: dict[str, set[str]] = {sentence: set() for sentence in known if sentence in analysis.by_id}
    whole = set(reviewed)
    for coding in analysis.codings:
        if coding.sentence_id in codes and (coding.status is Status.ACCEPTED or coding.sentence_id in whole):
            codes[coding.sentence_id].add(coding.code)
    return {sentence: frozenset(own) for sentence, own in codes.items()}


def _placed(
    rows: Sequence[GoldSentence], analysis: Analysis
) -> tuple[list[tuple[GoldSentence, Sentence]], list[GoldSentence]]:
    """The sentence of each row: by its id, else by its text."""
    known = [(row, analysis.by_id[row.cells["sentence_id"]]) for row in rows if _has_id(row, analysis)]
    others, lost = aligned([row for row in rows if not _has_id(row, analysis)], analysis)
    return [*known, *((row, sentences[0]) for row, sentences in others)], lost


def _has_id(row: GoldSentence, analysis: Analysis) -> bool:
    return row.cells.get("sentence_id", "") in analysis.by_id


def _said(decision: Decision | None) -> bool | None:
    """Whether a person gave the code; None where nobody said anything that still counts."""
    if decision is None or decision.verdict == "undo":
        return None
    return decision.verdict != "reject"


def _verdict(*, wanted: bool, now: bool) -> str | None:
    if wanted:
        return "accept" if now else "add"
    return "reject" if now else None


def _conflict(row: GoldSentence, why: str) -> Conflict:
    return Conflict(row.row, row.document, row.text, why)
