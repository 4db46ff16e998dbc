"""ELAN's .eaf: the tiers that people speak on, merged by time."""

from __future__ import annotations

from typing import Any

from textmine.ingest.archive import parse_xml
from textmine.ingest.conservation import size
from textmine.ingest.cues import Cue, turns_of_cues
from textmine.ingest.encoding import canonical
from textmine.ingest.formats import Format, Sample, Source, Sure
from textmine.ingest.speakers import canonical_label
from textmine.ingest.turns import Reading, assembled


def read_eaf(source: Source) -> Reading:
    """Read an .eaf. Tiers that depend on another (translations, gestures) are kept aside. Raises DamagedFile."""
    root = parse_xml(source.raw, where=source.where)
    slots = _slots(root)
    cues: list[Cue] = []
    written: dict[str, str] = {}
    aside: list[str] = []
    counted = 0
    for tier in root.iter("TIER"):
        name = tier.get("TIER_ID") or ""
        spelt = canonical(tier.get("PARTICIPANT") or name)[0].strip()
        label = canonical_label(spelt) or None
        written.setdefault(label or "", spelt)
        for annotation in tier.iter("ALIGNABLE_ANNOTATION", "REF_ANNOTATION"):
            value = canonical("".join(annotation.xpath("ANNOTATION_VALUE//text()")))[0]
            text = " ".join(value.split())
            counted += size(text)
            if tier.get("PARENT_REF") or annotation.tag == "REF_ANNOTATION":
                aside.extend([f"warstwa {canonical(name)[0].replace(': ', ' ')}: {text}"] if text else [])
            elif text:
                start, end = (slots.get(annotation.get(f"TIME_SLOT_REF{number}")) for number in (1, 2))
                cues.append(Cue(label, text, start, end))
    cues.sort(key=lambda cue: -1.0 if cue.start is None else cue.start)
    turns = turns_of_cues(cues, written)
    text, raw_turns = assembled(turns)
    repairs = (
        (f"połączono {len(cues)} adnotacji w {len(turns)} wypowiedzi",) if len(turns) < len(cues) else ()
    )
    return Reading(
        text,
        raw_turns,
        source.form,
        None,
        (),
        repairs,
        tuple(aside),
        source=counted,
        labelled=True,
    )


def _slots(root: Any) -> dict[str, float]:
    """The seconds of each time slot; those without a value stand evenly between their neighbours."""
    order = [
        (slot.get("TIME_SLOT_ID") or "", _milliseconds(slot.get("TIME_VALUE")))
        for slot in root.iter("TIME_SLOT")
    ]
    times: dict[str, float] = {}
    known = [(number, value) for number, (_, value) in enumerate(order) if value is not None]
    position = 0
    for number, (name, value) in enumerate(order):
        while position < len(known) and known[position][0] <= number:
            position += 1
        if value is not None:
            times[name] = value
        elif known:
            before = known[position - 1] if position else known[0]
            after = known[position] if position < len(known) else before
            width = after[0] - before[0]
            share = (number - before[0]) / width if width else 0.0
            times[name] = round(before[1] + share * (after[1] - before[1]), 3)
    return times


def _milliseconds(value: str | None) -> float | None:
    return int(value) / 1000 if value and value.isascii() and value.isdigit() else None


def _is_eaf(sample: Sample) -> Sure:
    return Sure.SIGNATURE if b"<ANNOTATION_DOCUMENT" in sample.head[:3000] else Sure.NO


FORMATS = (Format("eaf", "ELAN", _is_eaf, read_eaf),)
