"""Any talk, written as any timed format, comes back the same: speakers, words and times; and any damage is told or read."""
# ruff: noqa: E501 (renderers are shown as the formats are)

from __future__ import annotations

import json
import random
from collections.abc import Callable
from html import escape
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_services import LAYOUTS, STRUCTURED

from textmine import ingest
from textmine.errors import ReadError

Talk = list[tuple[str, str]]
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORD = st.text("abcdefghijklmnoprstuwyzóąćęłńśźż„”–'&<>", min_size=1, max_size=8).filter(
    lambda word: any(map(str.isalpha, word))
)
WORDS = st.lists(WORD, min_size=1, max_size=12).map(lambda words: "Oto " + " ".join(words) + ".")
NAMES = st.sampled_from(["Anna Łoś", "Jan Świder", "Żaneta Ćwik"])


def no_neighbours(talk: Talk) -> bool:
    return all(before[0] != after[0] for before, after in pairwise(talk))


TALKS = st.lists(st.tuples(NAMES, WORDS), min_size=2, max_size=8).filter(no_neighbours)


def clock(second: int, mark: str = ".") -> str:
    return f"{second // 3600:02}:{second % 3600 // 60:02}:{second % 60:02}{mark}250"


def vtt(talk: Talk) -> str:
    cues = "".join(
        f"{i}\n{clock(7 * i)} --> {clock(7 * i + 5)}\n<v {name}>{escape(words, quote=False)}</v>\n\n"
        for i, (name, words) in enumerate(talk)
    )
    return "WEBVTT\n\n" + cues


def zoom(talk: Talk) -> str:
    return "WEBVTT\n\n" + "".join(
        f"{i}\n{clock(7 * i)} --> {clock(7 * i + 5)}\n{name}: {escape(words, quote=False)}\n\n"
        for i, (name, words) in enumerate(talk)
    )


def srt(talk: Talk) -> str:
    return "".join(
        f"{i + 1}\n{clock(7 * i, ',')} --> {clock(7 * i + 5, ',')}\n{name}: {escape(words, quote=False)}\n\n"
        for i, (name, words) in enumerate(talk)
    )


def whisperx(talk: Talk) -> str:
    return json.dumps(
        {
            "segments": [
                {"start": 7 * i + 0.25, "end": 7 * i + 5, "text": f" {w}", "speaker": n}
                for i, (n, w) in enumerate(talk)
            ]
        }
    )


def podcast(talk: Talk) -> str:
    return json.dumps(
        {
            "version": "1.0.0",
            "segments": [
                {"startTime": 7 * i + 0.25, "body": w, "speaker": n} for i, (n, w) in enumerate(talk)
            ],
        }
    )


def otr(talk: Talk) -> str:
    lines = "".join(
        f'<p><span class="timestamp" data-timestamp="{7 * i}.25">0:0</span> <b>{n}:</b> {escape(w, quote=False)}</p>'
        for i, (n, w) in enumerate(talk)
    )
    return json.dumps({"text": lines, "media-time": 1})


def eaf(talk: Talk) -> str:
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="s{i}" TIME_VALUE="{7000 * i + 250}"/>' for i in range(len(talk) + 1)
    )
    tiers = "".join(
        f'<TIER TIER_ID="t{i}" PARTICIPANT="{n}"><ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1="s{i}" TIME_SLOT_REF2="s{i + 1}">'
        f"<ANNOTATION_VALUE>{escape(w, quote=False)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"
        for i, (n, w) in enumerate(talk)
    )
    return f'<?xml version="1.0"?><ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>'


def teams(talk: Talk) -> str:
    return "".join(f"{name}   {clock(7 * i)}\n{words}\n\n" for i, (name, words) in enumerate(talk))


def labelled(talk: Talk) -> str:
    return "".join(f"[{clock(7 * i)}] {name}: {words}\n" for i, (name, words) in enumerate(talk))


FORMS: dict[str, tuple[Callable[[Talk], str], str]] = {
    "vtt": (vtt, "a.vtt"), "zoom": (zoom, "a.vtt"), "srt": (srt, "a.srt"), "whisperx": (whisperx, "a.json"), "podcast": (podcast, "a.json"),
    "otr": (otr, "a.otr"), "eaf": (eaf, "a.eaf"), "teams": (teams, "a.txt"), "labelled": (labelled, "a.txt"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@FEW
@given(talk=TALKS)
@example(talk=[("Anna Łoś", "Oto a."), ("Jan Świder", "Oto a.")] * 2)
def test_a_talk_comes_back(tmp_path: Path, form: str, talk: Talk) -> None:
    render, name = FORMS[form]
    path = tmp_path / name
    path.write_text(render(talk), encoding="utf-8")
    document = ingest.read(path)
    assert [(turn.speaker, turn.text) for turn in document.turns] == talk
    assert [turn.time for turn in document.turns] == [7 * i + 0.25 for i in range(len(talk))]
    assert document.conservation is not None and document.conservation.missing == 0


PIECES = [b"\n", b":", b"-->", b"<v ", b">", b"//", b"[", b"]", b"{", b'"', b"00:01", b"#00:00:01-0#", b"- ", b"\xc4", b"\0", b"M: ",
          b" " * 50, b"1" * 30, b"null", b"NOTE\n", b"\xff", b"&amp;", b"Infinity", b"-5", b"1e400"]  # fmt: skip
FILES = [(raw if isinstance(raw, bytes) else raw.encode(), name) for _, raw, name, *_ in STRUCTURED]
FILES += [(text.encode(), "a.txt") for _, text, _ in LAYOUTS]


def damaged(raw: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(data) + 1)
        kind = chance.random()
        if kind < 0.4:
            data[place:place] = chance.choice(PIECES)
        elif kind < 0.7:
            del data[place : place + chance.randint(1, 20)]
        elif kind < 0.85:
            data[place : place + 1] = bytes([chance.randrange(256)])
        else:
            other = chance.randrange(len(data) + 1)
            data[place:place] = data[min(place, other) : max(place, other)][:200]
    return bytes(data)


@pytest.mark.parametrize("number", range(len(FILES)))
def test_damaged_files_are_read_evenly_or_refused(tmp_path: Path, number: int) -> None:
    raw, name = FILES[number]
    chance = random.Random(number)
    for _ in range(15):
        path = tmp_path / name
        path.write_bytes(damaged(raw, chance))
        try:
            document = ingest.read(path)
        except ReadError as error:
            assert not error.what.startswith("Nie udało się odczytać pliku ("), error
            continue
        assert all(document.text[turn.start : turn.end] == turn.text for turn in document.turns)
        assert document.conservation is not None and document.conservation.missing in {0, None}
