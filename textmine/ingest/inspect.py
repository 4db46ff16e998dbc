"""How a file was read, for a person or a program, before anything is run."""

from __future__ import annotations

from typing import Any

from textmine.records import Document


def inspection(document: Document) -> dict[str, Any]:
    """What `textmine inspect --json` prints: positions are code points in "text", times seconds or null."""
    return {
        "file": document.name,
        "format": document.format,
        "encoding": document.encoding,
        "text": document.text,
        "turns": [
            {
                "speaker": turn.speaker,
                "role": str(turn.role),
                "start": turn.start,
                "end": turn.end,
                "time": turn.time,
            }
            for turn in document.turns
        ],
        "warnings": list(document.warnings),
    }
