"""Captions and segments joined to turns keep where one went on with the next, and the silence between them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.ingest import read
from textmine.ingest.captions import _cleaned
from textmine.ingest.cues import Cue, turns_of_cues
from textmine.ingest.turns import assembled
from textmine.ingest.word_times import timed_words
from textmine.nlp import load
from textmine.nlp.annotate import annotate
from textmine.records import Document

# (start, end, words): no gap, a gap of 0.2 s, pauses of 0.9 s (within "od dwóch lat") and 1.5 s.
CUES = (
    (0.0, 1.8, "no to może zacznę od tego"),
    (1.8, 3.5, "że brakuje nam spawaczy"),
    (3.7, 5.0, "i szukamy ich już od"),
    (5.9, 7.0, "dwóch lat"),
    (8.5, 10.0, "potem była rozmowa w szkole"),
    (10.0, 11.5, "z dyrektorem technikum"),
)
SENTENCES = [
    "no to może zacznę od tego że brakuje nam spawaczy i szukamy ich już od dwóch lat",
    "potem była rozmowa w szkole z dyrektorem technikum",
]
PAUSES = [0.0, 0.2, 0.9, 1.5, 0.0]
PUNCTUATED = ("No to może zacznę od tego,", "że brakuje nam spawaczy.", "I szukamy ich już od", "dwóch lat.")


def clock(seconds: float, point: str) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{point}{thousandths:03}"


def srt(cues: tuple[tuple[float, float, str], ...]) -> str:
    blocks = (
        f"{n}\n{clock(a, ',')} --> {clock(b, ',')}\n{words}\n" for n, (a, b, words) in enumerate(cues, 1)
    )
    return "\n".join(blocks)


def vtt(cues: tuple[tuple[float, float, str], ...]) -> str:
    blocks = (f"{clock(a, '.')} --> {clock(b, '.')}\n<v Anna>{words}</v>\n" for a, b, words in cues)
    return "WEBVTT\n\n" + "\n".join(blocks)


def log(cues: tuple[tuple[float, float, str], ...]) -> str:
    return "\n".join(f"[{clock(a, '.')} --> {clock(b, '.')}]  {words}" for a, b, words in cues)


def segments(cues: tuple[tuple[float, float, str], ...]) -> str:
    return json.dumps({"segments": [{"start": a, "end": b, "text": f" {words}"} for a, b, words in cues]})


def whisper_cpp(cues: tuple[tuple[float, float, str], ...]) -> str:
    rows = [{"offsets": {"from": int(a * 1000), "to": int(b * 1000)}, "text": words} for a, b, words in cues]
    return json.dumps({"transcription": rows})


def words_in_segments(cues: tuple[tuple[float, float, str], ...]) -> str:
    """One segment without a gap, whose words have the times."""
    listed = []
    for start, end, words in cues:
        count = len(words.split())
        for number, word in enumerate(words.split()):
            times = (start + (end - start) * part / count for part in (number, number + 1))
            listed.append(dict(zip(("start", "end"), times, strict=True), word=f" {word}"))
    text = " ".join(words for _, _, words in cues)
    return json.dumps({"segments": [{"start": 0.0, "end": 12.0, "text": text, "words": listed}]})


def single_words(cues: tuple[tuple[float, float, str], ...]) -> str:
    """Words alone, as some recognisers give them."""
    listed = json.loads(words_in_segments(cues))["segments"][0]["words"]
    return json.dumps({"words": [{**word, "text": word["word"]} for word in listed]})


def eaf(cues: tuple[tuple[float, float, str], ...]) -> str:
    slots, rows = [], []
    for n, (a, b, words) in enumerate(cues):
        slots += [
            f'<TIME_SLOT TIME_SLOT_ID="t{n}{k}" TIME_VALUE="{round(t * 1000)}"/>'
            for k, t in enumerate((a, b))
        ]
        rows.append(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}" TIME_SLOT_REF1="t{n}0" TIME_SLOT_REF2="t{n}1">'
            f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        )
    order, tier = "".join(slots), "".join(rows)
    return (
        f"<ANNOTATION_DOCUMENT><TIME_ORDER>{order}</TIME_ORDER>"
        f'<TIER TIER_ID="Anna" PARTICIPANT="Anna">{tier}</TIER></ANNOTATION_DOCUMENT>'
    )


FORMS = [(srt, "srt"), (vtt, "vtt"), (log, "txt"), (segments, "json"), (whisper_cpp, "json"), (eaf, "eaf")]
BY_WORD = [(words_in_segments, "json"), (single_words, "json")]


def document(form: object, extension: str, folder: Path, cues: object = CUES) -> Document:
    path = folder / f"rozmowa.{extension}"
    path.write_text(form(cues), encoding="utf-8")  # type: ignore[operator]
    return read(path)


@pytest.mark.parametrize(("form", "extension"), FORMS, ids=lambda value: getattr(value, "__name__", value))
def test_seams_of_captions_and_segments(form: object, extension: str, tmp_path: Path) -> None:
    found = document(form, extension, tmp_path)
    (turn,) = found.turns
    assert turn.text == " ".join(words for _, _, words in CUES)
    assert [found.text[seam.place : turn.end] for seam in turn.seams] == [
        " ".join(words for _, _, words in CUES[number:]) for number in range(1, len(CUES))
    ]
    assert [seam.pause for seam in turn.seams] == pytest.approx(PAUSES)


@pytest.mark.parametrize(("form", "extension"), BY_WORD, ids=lambda value: getattr(value, "__name__", value))
def test_seams_of_words_are_their_pauses(form: object, extension: str, tmp_path: Path) -> None:
    found = document(form, extension, tmp_path)
    seams = [seam for turn in found.turns for seam in turn.seams if (seam.pause or 0) >= 0.3]
    assert [found.text[seam.place :].split()[0] for seam in seams] == ["dwóch", "potem"]
    assert [seam.pause for seam in seams] == pytest.approx([0.9, 1.5])


@pytest.mark.parametrize(
    ("form", "extension"), FORMS + BY_WORD, ids=lambda value: getattr(value, "__name__", value)
)
def test_sentences_of_speech_without_punctuation(form: object, extension: str, tmp_path: Path) -> None:
    found = document(form, extension, tmp_path)
    sentences = annotate(found, load("embedded"))
    assert [sentence.text for sentence in sentences] == SENTENCES
    for sentence in sentences:
        assert found.text[sentence.start : sentence.end] == sentence.text
        assert all(found.text[token.start : token.end] == token.text for token in sentence.tokens)


@pytest.mark.parametrize(("form", "extension"), FORMS, ids=lambda value: getattr(value, "__name__", value))
def test_punctuated_captions_end_where_their_points_are(form: object, extension: str, tmp_path: Path) -> None:
    cues = tuple((start, end, words) for (start, end, _), words in zip(CUES, PUNCTUATED, strict=False))
    found = document(form, extension, tmp_path, cues)
    assert [sentence.text for sentence in annotate(found, load("embedded"))] == [
        "No to może zacznę od tego, że brakuje nam spawaczy.",
        "I szukamy ich już od dwóch lat.",
    ]


ROLLING = """WEBVTT

00:00:00.160 --> 00:00:03.000 align:start position:0%
~
brakuje<00:00:00.560><c> nam</c><00:00:00.800><c> spawaczy</c>

00:00:03.000 --> 00:00:03.010 align:start position:0%
brakuje nam spawaczy
~

00:00:03.010 --> 00:00:07.000 align:start position:0%
brakuje nam spawaczy
szukamy<00:00:03.400><c> ich</c><00:00:03.700><c> od</c><00:00:05.700><c> dwóch</c><00:00:06.000><c> lat</c>

00:00:07.000 --> 00:00:07.010 align:start position:0%
szukamy ich od dwóch lat
~

00:00:07.010 --> 00:00:12.000 align:start position:0%
szukamy ich od dwóch lat
mamy<00:00:07.200><c> umowę</c><00:00:09.700><c> szkoła</c><00:00:10.200><c> daje</c><00:00:10.600><c> uczniów</c>

00:00:12.000 --> 00:00:12.010 align:start position:0%
mamy umowę szkoła daje uczniów
~
""".replace("~", " ")


def test_captions_that_roll_up_tell_when_words_begin(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(ROLLING, encoding="utf-8")
    found = read(path)
    (turn,) = found.turns
    # A pause is what is left of the time to the next word when the word before it was spoken slowly.
    assert [(found.text[seam.place :].split()[0], seam.pause) for seam in turn.seams] == [
        ("szukamy", 1.25),
        ("dwóch", 1.76),
        ("mamy", 0.65),
        ("szkoła", 1.9),
    ]
    assert [sentence.text for sentence in annotate(found, load("embedded"))] == [
        "brakuje nam spawaczy",
        "szukamy ich od dwóch lat mamy umowę",
        "szkoła daje uczniów",
    ]


@pytest.mark.parametrize(
    ("marked", "start", "pauses", "end"),
    [
        ("tak", 1.0, (), None),
        ("", 1.0, (), None),
        ("<00:00:05.000>tak", 1.0, (), 5.36),
        ("no <00:00:05.000><c>tak</c>", 1.0, ((3, 3.76),), 5.36),
        ("no <00:00:05.000><c>tak</c>", None, (), 5.36),
        ("zaraz<00:00:01.300> idę<00:00:02.000>", 1.0, (), 1.66),
        ("nie<00:00:05.000>dobrze i<00:00:09.000> źle", 1.0, ((12, 6.72),), 9.36),
        ("a&amp;b<00:00:05.000> <b>tak</b>", 1.0, ((4, 3.64),), 5.36),
    ],
)
def test_times_of_words_in_a_caption(
    marked: str, start: float | None, pauses: tuple[tuple[int, float], ...], end: float | None
) -> None:
    found, last = timed_words(marked, start, _cleaned)
    assert (tuple((seam.place, seam.pause) for seam in found), last) == (pauses, end)


def test_times_that_overlap_tell_no_pause() -> None:
    (turn,) = turns_of_cues(
        [Cue("A", "no tak", 0.0, 5.0), Cue("A", "nie", 2.0, 6.0), Cue("A", "może", None, None)]
    )
    assert [(seam.place, seam.pause) for seam in turn.seams] == [(7, None), (11, None)]


def test_speakers_within_a_segment_keep_the_pauses_of_their_words(tmp_path: Path) -> None:
    words = [
        ("tak", 0.0, 0.4, "A"),
        ("szukamy", 1.5, 2.0, "A"),
        ("kogo", 2.1, 2.4, "B"),
        ("teraz", 3.4, 3.9, "B"),
    ]
    listed = [{"word": w, "start": a, "end": b, "speaker": who} for w, a, b, who in words]
    text = "  tak szukamy kogo teraz"
    (tmp_path / "a.json").write_text(
        json.dumps({"segments": [{"start": 0, "end": 4, "text": text, "words": listed}]})
    )
    found = read(tmp_path / "a.json")
    assert [(turn.speaker, turn.text) for turn in found.turns] == [("A", "tak szukamy"), ("B", "kogo teraz")]
    assert [
        [(found.text[seam.place : turn.end], seam.pause) for seam in turn.seams] for turn in found.turns
    ] == [[("szukamy", 1.1)], [("teraz", 1.0)]]


def test_a_monologue_without_points_is_parted_where_somebody_is_silent() -> None:
    cues = [Cue(None, "słowo " * 6, 3.0 * n, 3.0 * n + (1.0 if n == 16 else 2.9)) for n in range(30)]
    turns = turns_of_cues(cues)
    assert [len(turn.text.split()) for turn in turns] == [17 * 6, 13 * 6]


def test_captions_with_two_speakers_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text(
        srt(((0.0, 2.0, "-Macie spawaczy? -Nie."), (2.1, 3.0, "Czekamy od roku."))), encoding="utf-8"
    )
    found = read(path)
    assert [turn.text for turn in found.turns] == ["Macie spawaczy?", "Nie.", "Czekamy od roku."]
    assert found.conservation is not None
    assert found.conservation.missing == 0


TEXTS = st.text(alphabet=" ab,.ąŁ😀\u0301-", max_size=12)
TIMES = st.one_of(st.none(), st.floats(0, 1e4))


@given(st.lists(st.builds(Cue, st.sampled_from([None, "A", "B"]), TEXTS, TIMES, TIMES), max_size=12))
@settings(max_examples=200, deadline=None)
def test_every_seam_is_where_a_caption_begins(cues: list[Cue]) -> None:
    text, turns = assembled(turns_of_cues(cues))
    for turn in turns:
        for seam in turn.seams:
            assert seam.pause is None or seam.pause >= 0
            if turn.start < seam.place < turn.end:
                assert text[seam.place - 1] == " "
                assert any(text.startswith(cue.text.strip(), seam.place) for cue in cues)
