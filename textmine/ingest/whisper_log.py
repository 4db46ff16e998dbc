"""What Whisper prints while it works: "[00:43.810 --> 00:47.850]  words", a line a segment."""

from __future__ import annotations

import re

from textmine.ingest.conservation import size
from textmine.ingest.cues import Cue, turns_of_cues, without_machine_cues
from textmine.ingest.encoding import decode
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.ledger import Ledger
from textmine.ingest.speakers import canonical_label
from textmine.ingest.times import seconds
from textmine.ingest.turns import Reading, assembled

_CLOCK = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_LINE = re.compile(
    rf"^\s*\[({_CLOCK})\s*-->\s*({_CLOCK})\]\s*(?:[\[(]?(SPEAKER[_ ]\d+|\(speaker \d+\))[\])]?:?\s*)?(.*)$",
    re.IGNORECASE,
)
_MARK = re.compile(
    rb"(?m)^\s*\[(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\]"
)


def read_log(source: Source) -> Reading:
    """Read the log; lines without a time go on with the segment above, those above the first are messages."""
    decoded = decode(source.raw, where=source.where)
    ledger = Ledger()
    cues: list[Cue] = []
    notes: list[str] = []
    for line in decoded.text.split("\n"):
        found = _LINE.match(line)
        if found:
            ledger.keep("czasy segmentów", line[: found.start(4)])
            label = canonical_label(found[3]) if found[3] else None
            cues.append(Cue(label, found[4].strip(), seconds(found[1]), seconds(found[2])))
        elif line.strip() and cues:
            last = cues[-1]
            cues[-1] = Cue(last.label, f"{last.text} {line.strip()}", last.start, last.end)
        elif line.strip():
            notes.append(line.strip())
    spoken, machine = without_machine_cues(cue for cue in cues if cue.text)
    turns = turns_of_cues(spoken)
    text, raw_turns = assembled(turns)
    return Reading(
        text,
        raw_turns,
        source.form,
        decoded.encoding,
        () if any(turn.label for turn in turns) else ("segmenty nie nazywają mówiących",),
        (*decoded.repairs, f"połączono {len(cues)} segmentów w {len(turns)} wypowiedzi"),
        (
            *(f"komunikat programu: {note}" for note in notes),
            *(f"dopisek programu: {line}" for line in machine),
        ),
        source=size(decoded.text),
        kept=ledger.kept,
        labelled=True,
    )


def _is_log(sample: Sample) -> Sure:
    return Sure.STRUCTURE if len(_MARK.findall(sample.head)) >= 2 else Sure.NO


FORMATS = (Format("whisper", "wydruk Whispera", _is_log, read_log),)
