"""The registry: formats are found by themselves, have one name each, and leave no doubt which one reads."""

from __future__ import annotations

import pytest

from textmine.ingest.formats import Sample, Sure, formats
from textmine.ingest.turns import Reading


def test_names_are_unique_and_formats_have_titles() -> None:
    names = [one.name for one in formats()]
    assert len(names) == len(set(names))
    assert {"docx", "odt", "txt", "md", "html", "vtt", "srt", "csv", "xlsx", "ods"} <= set(names)
    assert all(one.title for one in formats())


@pytest.mark.parametrize("form", formats(), ids=lambda form: form.name)
def test_every_format_answers_for_any_bytes(form) -> None:  # type: ignore[no-untyped-def]
    for raw in (b"", b"x", b"M: Kto?\n", b"\xff\xfeM\0"):
        assert form.recognise(Sample(raw, "", "a")) in set(Sure)
    assert form.read.__annotations__["return"] == Reading.__name__
