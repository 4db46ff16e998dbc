"""Codings and their context as evidence rows: verbatim, cited, explained."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textmine.codebook import Codebook
from textmine.errors import ExportError
from textmine.language.plurals import VOTES, counted
from textmine.records import Analysis, Document, Evidence, Sentence

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = tuple(field.name for field in dataclasses.fields(Evidence))

# How a citation names the default groups: one person speaks, so the singular.
_SINGULAR = {
    "przedsiebiorstwa": "przedsiębiorstwo",
    "iob": "instytucja otoczenia biznesu",
    "edukacja": "edukacja i nauka",
    "samorzad": "samorząd",
    "eksperci": "ekspert",
}


def evidence(analysis: Analysis, codebook: Codebook) -> tuple[Evidence, ...]:
    """The evidence rows in corpus order: one a sentence and code.

    Raises ExportError where a quote is not the verbatim slice of its document.
    """
    names = short_names([document.name for document in analysis.documents])
    place = {sentence.id: number for number, sentence in enumerate(analysis.sentences)}
    rows = []
    for coding in sorted(analysis.codings, key=lambda c: (place.get(c.sentence_id, -1), c.code)):
        if coding.sentence_id not in place:
            continue
        number = place[coding.sentence_id]
        sentence = analysis.sentences[number]
        document = analysis.document_by_name[sentence.document]
        case = analysis.cases.get(sentence.document)
        group = analysis.group_of(sentence)
        topic = analysis.topics.topic_of(sentence.id) if analysis.topics else None
        known = codebook.has_code(coding.code)
        rows.append(
            Evidence(
                evidence_id=f"{sentence.id}:{coding.code}",
                document=sentence.document,
                title=case.title if case else "",
                date=case.date if case else "",
                kind=case.kind if case else "",
                group=group or "",
                speaker=sentence.speaker or "",
                time=clock(sentence.time),
                sentence_id=sentence.id,
                start=sentence.start,
                end=sentence.end,
                quote=verbatim(document, sentence),
                before=_neighbour(analysis, number, -1),
                after=_neighbour(analysis, number, 1),
                theme=coding.theme,
                code=coding.code,
                code_label=codebook.code(coding.code).label if known else coding.code,
                confidence=coding.confidence,
                method=str(coding.method),
                reason=coding.reason,
                status=str(coding.status),
                topic=topic.id if topic else None,
                topic_label=topic.label if topic else "",
                factor=";".join(factor.id for factor in codebook.factor_of(coding.code)),
                citation=citation(sentence, names, group, analysis.groups),
            )
        )
    return tuple(rows)


def evidence_frame(rows: Sequence[Evidence]) -> pd.DataFrame:
    """The rows as a table with the columns COLUMNS; `topic` is a nullable integer."""
    import pandas as pd

    frame = pd.DataFrame([dataclasses.asdict(row) for row in rows], columns=list(COLUMNS))
    return frame.astype({"start": "int64", "end": "int64", "confidence": "float64", "topic": "Int64"})


def citation(
    sentence: Sentence, names: Mapping[str, str], group: str | None, groups: Mapping[str, str]
) -> str:
    """Where a quote is from: "[W03, przedsiębiorstwo, R1, 00:12:33]"; what is not known is left out.

    A note of a workshop says how many voted for it: "[W11, samorząd, 5 głosów]".
    """
    parts = [names.get(sentence.document, sentence.document)]
    if group:
        parts.append(_SINGULAR.get(group, groups.get(group, group)))
    if sentence.speaker:
        parts.append(sentence.speaker)
    if sentence.time is not None:
        parts.append(clock(sentence.time))
    if sentence.votes is not None:
        parts.append(counted(sentence.votes, VOTES))
    return f"[{', '.join(parts)}]"


def short_names(documents: Sequence[str]) -> dict[str, str]:
    """What citations call documents: "W03" of "W03_ocynkownia.docx", the whole stem, or the whole name.

    The shortest of them that names no other document.
    """
    stems = {name: re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name) for name in documents}
    heads = {name: re.split(r"[_ ]", stem, maxsplit=1)[0] for name, stem in stems.items()}
    counts = Counter(heads.values())
    short = {
        name: heads[name] if counts[heads[name]] == 1 and len(heads[name]) > 1 else stems[name]
        for name in stems
    }
    while len(set(short.values())) < len(short):
        used = Counter(short.values())
        short = {name: name if used[shown] > 1 else shown for name, shown in short.items()}
    return short


def clock(seconds: float | None) -> str:
    """hh:mm:ss, "" for None."""
    if seconds is None:
        return ""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def verbatim(document: Document, sentence: Sentence) -> str:
    """The sentence, cut out of its document anew. Raises ExportError where that is not what the sentence says."""
    found = document.text[sentence.start : sentence.end]
    if found != sentence.text:
        raise ExportError(
            f"Cytat nie zgadza się z tekstem źródłowym (znaki {sentence.start}–{sentence.end}).",
            where=document.name,
            remedy="Nic nie zapisano. Uruchom „textmine run”; jeśli to wróci, zgłoś błąd.",
        )
    return found


def _neighbour(analysis: Analysis, number: int, step: int) -> str:
    other, sentences = number + step, analysis.sentences
    if 0 <= other < len(sentences) and sentences[other].document == sentences[number].document:
        return verbatim(analysis.document_by_name[sentences[other].document], sentences[other])
    return ""
