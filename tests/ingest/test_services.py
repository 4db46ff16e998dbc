# ruff: noqa: E501 (files are shown line by line, as services write them)
"""Every form of ../shared/TRANSCRIPTS.md's table: the file as the service writes it, and how it is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from textmine import ingest
from textmine.ingest.machine import without_machine_lines
from textmine.ingest.turns import RawTurn
from textmine.records import Document, Role

TURN = tuple[str | None, str, float | None]


def read(tmp_path: Path, raw: str | bytes, name: str) -> Document:
    path = tmp_path / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    document = ingest.read(path)
    for turn in document.turns:
        assert document.text[turn.start : turn.end] == turn.text == turn.text.strip()
    assert document.conservation is not None
    assert document.conservation.missing in {0, None}, document.conservation
    return document


def said(document: Document) -> list[TURN]:
    return [(turn.speaker, turn.text, turn.time) for turn in document.turns]


TEAMS_VTT = (
    "\ufeffWEBVTT\r\n\r\n"
    "0f2a8c1e-1111-4222-8333-abcdefabcdef/12-0\r\n00:00:03.100 --> 00:00:05.200\r\n<v Kowalska, Anna>Dzień dobry, od czego\r\n"
    "zaczniemy?</v>\r\n\r\n"
    "0f2a8c1e-1111-4222-8333-abcdefabcdef/17-0\r\n00:00:06.000 --> 00:00:08.000\r\n<v Nowak, Jan>Od kuźni. Mamy w niej</v>\r\n\r\n"
    "0f2a8c1e-1111-4222-8333-abcdefabcdef/17-1\r\n00:00:08.000 --> 00:00:09.500\r\n<v Nowak, Jan>najwięcej do zrobienia.</v>\r\n"
)
STYLED_VTT = (
    "WEBVTT - rozmowa\nKind: captions\n\nSTYLE\n::cue {\n  color: red;\n}\n\nREGION\nid:a\n\nNOTE próba mikrofonu\n\n"
    "00:01.000 --> 00:02.000 align:start\n<v.loud Ewa>Jak &amp; gdzie?\n\n00:03.000 --> 00:04.000\n<v Jan><i>Tu</i>.\n"
)
ZOOM_VTT = (
    "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nEwa Lis: Jak idzie?\n\n2\n00:00:03.000 --> 00:00:04.000\nJan Wilk: Powoli.\n\n"
    "3\n00:00:05.000 --> 00:00:06.000\nBardzo powoli, o 10:30 staje prasa.\n\n4\n00:00:07.000 --> 00:00:08.000\nEwa Lis: Aha.\n"
)
NOSCRIBE_VTT = (
    "WEBVTT\n\nNOTE\nTranscribed with noScribe vers. 0.5\n\n00:00:01.000 --> 00:00:04.000\n<v S01>Pracujemy (..) //S02: mhm. // "
    "na trzy zmiany.</v>\n\n00:00:05.000 --> 00:00:06.000\n<v S02>Aha.</v>\n"
)
SRT = (
    "1\n00:00:01,500 --> 00:00:02,000\nM: Kto zaczyna?\n\n2\n00:00:03,000 --> 00:00:04,000\n- Ja.\n- A ja kończę.\n\n"
    "3\n00:00:09,000 --> 00:00:10,000\nM: Dobrze?\n"
)
ROLLING_VTT = "WEBVTT\n\n" + "".join(
    f"00:00:0{i}.000 --> 00:00:0{i + 1}.000\n{before}{now}\n\n"
    for i, (before, now) in enumerate(
        [("", "mamy trzy prasy"), ("mamy trzy prasy\n", "i jedną hartownię"), ("i jedną hartownię\n", "a ludzi brak"),
         ("a ludzi brak\n", "od dawna.")]
    )
)  # fmt: skip

WHISPER = {
    "text": " Mamy trzy prasy. Dziękuję za uwagę. Brak ludzi.",
    "segments": [
        {"id": 0, "start": 0.0, "end": 2.5, "text": " Mamy trzy", "tokens": [1], "no_speech_prob": 0.01},
        {"id": 1, "start": 2.5, "end": 4.0, "text": " prasy."},
        {"id": 2, "start": 4.0, "end": 30.0, "text": " Dziękuję za uwagę."},
        {"id": 3, "start": 30.0, "end": 31.0, "text": " Brak ludzi."},
    ],
    "language": "pl",
}
WHISPERX = {
    "segments": [
        {"start": 0.5, "end": 2.0, "text": " Ilu was jest?", "speaker": "SPEAKER_00"},
        {"start": 2.0, "end": 5.0, "text": " Trzech. Tylko trzech?", "speaker": "SPEAKER_01", "words": [
            {"word": "Trzech.", "start": 2.0, "end": 2.5, "speaker": "SPEAKER_01"},
            {"word": "Tylko", "start": 3.0, "end": 3.5, "speaker": "SPEAKER_00"},
            {"word": "trzech?", "start": 3.5, "end": 4.0}]},
        {"start": 6.0, "end": 7.0, "text": " Tak jest.", "speaker": "SPEAKER_01"},
    ],
    "word_segments": [{"word": "Ilu", "start": 0.5}],
}  # fmt: skip
WHISPER_CPP = {
    "systeminfo": "AVX = 1",
    "result": {"language": "pl"},
    "transcription": [
        {"timestamps": {"from": "00:00:01,200", "to": "00:00:02,000"}, "offsets": {"from": 1200, "to": 2000}, "text": " Mamy"},
        {"timestamps": {"from": "00:00:02,000", "to": "00:00:03,000"}, "offsets": {"from": 2000, "to": 3000}, "text": " prasy."},
    ],
}  # fmt: skip
PODCAST = {
    "version": "1.0.0",
    "segments": [
        {"speaker": "Ewa", "startTime": 0.5, "endTime": 1, "body": "Jak"},
        {"speaker": "Ewa", "startTime": 1.0, "endTime": 2, "body": "idzie?"},
        {"speaker": "Jan", "startTime": 2.5, "endTime": 3, "body": "Powoli."},
    ],
}
OTR = {
    "text": '<p><span class="timestamp" data-timestamp="3.5">0:03</span> <b>M:</b> Od kiedy&nbsp;firma?<br></p>'
    '<p><span class="timestamp" data-timestamp="65.25">1:05</span> <b>R:</b> Od <i>dawna</i>.</p><p>I dobrze.</p>',
    "media": "wywiad.mp3",
    "media-time": 70.1,
}
EAF = """<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT><TIME_ORDER>
<TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2"/><TIME_SLOT TIME_SLOT_ID="ts3"/>
<TIME_SLOT TIME_SLOT_ID="ts4" TIME_VALUE="7000"/></TIME_ORDER>
<TIER TIER_ID="A_tekst" PARTICIPANT="Ewa"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1"
 TIME_SLOT_REF2="ts2"><ANNOTATION_VALUE>Jak idzie?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="Jan"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3">
<ANNOTATION_VALUE>Powoli &amp; źle.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="tłumaczenie" PARENT_REF="Jan"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a2">
<ANNOTATION_VALUE>slowly</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>"""
WHISPER_LOG = (
    "Detected language: Polish\n[00:43.810 --> 00:47.850]  Mamy trzy\n[00:47.850 --> 00:49.000]  prasy.\n"
    "[00:55.000 --> 00:57.000]  Ludzi brak.\n"
)

EWA_JAN = [("Ewa", "Jak idzie?", 0.5), ("Jan", "Powoli.", 2.5)]
STRUCTURED: list[tuple[str, str | bytes, str, str, list[TURN]]] = [
    ("Teams vtt", TEAMS_VTT, "a.vtt", "vtt",
     [("Kowalska, Anna", "Dzień dobry, od czego zaczniemy?", 3.1), ("Nowak, Jan", "Od kuźni. Mamy w niej najwięcej do zrobienia.", 6.0)]),
    ("vtt with blocks and marks", STYLED_VTT, "a.vtt", "vtt", [("Ewa", "Jak & gdzie?", 1.0), ("Jan", "Tu.", 3.0)]),
    ("Zoom vtt", ZOOM_VTT, "a.vtt", "vtt",
     [("Ewa Lis", "Jak idzie?", 1.0), ("Jan Wilk", "Powoli. Bardzo powoli, o 10:30 staje prasa.", 3.0), ("Ewa Lis", "Aha.", 7.0)]),
    ("noScribe vtt", NOSCRIBE_VTT, "a.vtt", "vtt",
     [("S01", "Pracujemy (..)", 1.0), ("S02", "mhm.", 1.0), ("S01", "na trzy zmiany.", 1.0), ("S02", "Aha.", 5.0)]),
    ("srt: prefix and two dashes", SRT, "a.srt", "srt",
     [("M", "Kto zaczyna?", 1.5), (None, "Ja.", 3.0), (None, "A ja kończę.", 3.0), ("M", "Dobrze?", 9.0)]),
    ("captions that roll up", ROLLING_VTT, "a.vtt", "vtt",
     [(None, "mamy trzy prasy i jedną hartownię a ludzi brak od dawna.", 0.0)]),
    ("Whisper json", json.dumps(WHISPER), "a.json", "json", [(None, "Mamy trzy prasy.", 0.0), (None, "Brak ludzi.", 30.0)]),
    ("WhisperX json", json.dumps(WHISPERX), "a.json", "json",
     [("SPEAKER_00", "Ilu was jest?", 0.5), ("SPEAKER_01", "Trzech.", 2.0), ("SPEAKER_00", "Tylko trzech?", 3.0),
      ("SPEAKER_01", "Tak jest.", 6.0)]),
    ("whisper.cpp json", json.dumps(WHISPER_CPP), "a.json", "json", [(None, "Mamy prasy.", 1.2)]),
    ("podcast json", json.dumps(PODCAST, ensure_ascii=False), "a.txt", "json", EWA_JAN),
    ("oTranscribe", json.dumps(OTR), "a.otr", "otr", [("M", "Od kiedy firma?", 3.5), ("R", "Od dawna.\nI dobrze.", 65.25)]),
    ("ELAN", EAF, "a.eaf", "eaf", [("Ewa", "Jak idzie?", 1.0), ("Jan", "Powoli & źle.", 3.0)]),
    ("Whisper's log", WHISPER_LOG, "a.txt", "whisper", [(None, "Mamy trzy prasy.", 43.81), (None, "Ludzi brak.", 55.0)]),
    ("oral history csv", 'Time;Speaker;Text\n0:01;Ewa;"Co dalej, panie Janie?"\n0:05;Jan;Budujemy halę.\n;;A potem drugą.\n',
     "a.csv", "csv", [("Ewa", "Co dalej, panie Janie?", 1.0), ("Jan", "Budujemy halę.", 5.0), ("Jan", "A potem drugą.", None)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "name", "form", "turns"), [row[1:] for row in STRUCTURED], ids=[row[0] for row in STRUCTURED]
)
def test_structured(tmp_path: Path, raw: str | bytes, name: str, form: str, turns: list[TURN]) -> None:
    document = read(tmp_path, raw, name)
    assert document.format == form
    assert said(document) == turns


TEAMS = (
    "Spotkanie kwartalne-20250312_100000-Nagranie ze spotkania\n12 marca 2025, 09:00AM\n27m 42s\n\n"
    "Anna Kowalska rozpoczęła transkrypcję\n\nAnna Kowalska   0:03\nOd czego zaczniemy?\n\nJan Łoś   0:09\nOd kuźni.\nMamy czas.\n\n"
    "Anna Kowalska   1:09\nDlaczego?\n\nAnna Kowalska zatrzymała transkrypcję\n"
)
WORD_TRANSCRIBE = (
    "Plik audio\nwywiad.mp3\nTranskrypcja\n00:00:03 Osoba mówiąca 1\nOd czego zaczniemy?\n00:00:09 Osoba mówiąca 2\nOd kuźni.\nMamy czas.\n"
    "00:01:09 Osoba mówiąca 1\nDlaczego?\n"
)
MEET = (
    "Spotkanie (12 mar 2025) – Transkrypcja\nUczestnicy\nAnna Kowalska, Jan Łoś\nTranskrypcja\n00:00:00\nAnna Kowalska: Od czego zaczniemy?\n"
    "Jan Łoś: Od kuźni.\n00:05:00\nJan Łoś: Mamy czas.\nAnna Kowalska: Dlaczego?\nTranskrypcja zakończyła się po 00:07:21\n"
    "Ta edytowalna transkrypcja została wygenerowana komputerowo i może zawierać błędy.\n"
)
OTTER = (
    "Anna Kowalska  0:03\nOd czego zaczniemy?\n\nJan Łoś  0:09\nOd kuźni.\nMamy czas.\n\nAnna Kowalska  1:09\nDlaczego?\n\n"
    "Transcribed by https://otter.ai\n"
)
MAXQDA = "00:00:03.1Anna: Od czego zaczniemy?\n00:00:09.0Zack: Od kuźni.\n00:01:09.5Anna: Dlaczego?\n"
F4 = "A: Od czego zaczniemy? #00:00:03-4#\n\nB: Od kuźni. \nMamy czas. #00:00:09-0#\n\nA: Dlaczego? #00:01:09-5#\n"
INQSCRIBE = "[00:00:03.12] Anna: Od czego zaczniemy?\n\n[00:00:09.00] Jan: Od kuźni.\n\n[00:01:09.00] Anna: Dlaczego?\n"
SONIX = "Rozmowa\n\nSpeaker1: [00:00:03] Od czego zaczniemy?\n\nSpeaker2: [00:00:09] Od kuźni.\n\nSpeaker1: [00:01:09] Dlaczego?\n"
TRINT = "[00:00:03] Speaker 1: Od czego zaczniemy? [00:00:08]\n\n[00:00:09] Speaker 2: Od kuźni.\n\n[00:01:09] Speaker 1: Dlaczego?\n"
TRINT_LINES = "Speaker 1 [00:00:03]\nOd czego zaczniemy?\n\nSpeaker 2 [00:00:09]\nOd kuźni.\n\nSpeaker 1 [00:01:09]\nDlaczego?\n"
GOOD_TAPE = "[00:00:03 - 00:00:08] Speaker 1: Od czego zaczniemy?\n[00:00:09 - 00:01:08] Speaker 2: Od kuźni.\n[00:01:09 - 00:01:12] Speaker 1: Dlaczego?\n"
DESCRIPT = "[00:00:03] **Anna:** Od czego zaczniemy?\n\n[00:00:09] **Jan:** Od kuźni.\n\n[00:01:09] **Anna:** Dlaczego?\n"
NOSCRIBE = (
    "Transcribed with noScribe vers. 0.5\nAudio source: C:/nagrania/w1.mp3\n\nS01: Od czego //S02: mhm.// zaczniemy?\n\nS02: Od kuźni.\n\n"
    "S01: Dlaczego?\n"
)
FIRST, SECOND, THIRD = "Od czego zaczniemy?", "Od kuźni.", "Dlaczego?"


def talk(
    one: str, two: str, times: tuple[float | None, ...] = (3.0, 9.0, 69.0), second: str = SECOND
) -> list[TURN]:
    return [(one, FIRST, times[0]), (two, second, times[1]), (one, THIRD, times[2])]


LAYOUTS: list[tuple[str, str, list[TURN]]] = [
    ("Teams", TEAMS, talk("Anna Kowalska", "Jan Łoś", second="Od kuźni.\nMamy czas.")),
    ("Word Transcribe", WORD_TRANSCRIBE, talk("Osoba mówiąca 1", "Osoba mówiąca 2", second="Od kuźni.\nMamy czas.")),
    ("Google Meet", MEET, [("Anna Kowalska", FIRST, 0.0), ("Jan Łoś", SECOND, None), ("Jan Łoś", "Mamy czas.", 300.0),
                           ("Anna Kowalska", THIRD, None)]),
    ("Otter", OTTER, talk("Anna Kowalska", "Jan Łoś", second="Od kuźni.\nMamy czas.")),
    ("MAXQDA", MAXQDA, talk("Anna", "Zack", (3.1, 9.0, 69.5))),
    ("f4", F4, talk("A", "B", (0.0, 3.4, 9.0), second="Od kuźni. \nMamy czas.")),
    ("InqScribe, Express Scribe", INQSCRIBE, talk("Anna", "Jan", (3.12, 9.0, 69.0))),
    ("Sonix", SONIX, talk("Speaker1", "Speaker2")),
    ("Trint", TRINT, [("Speaker 1", "Od czego zaczniemy? [00:00:08]", 3.0), *talk("Speaker 1", "Speaker 2")[1:]]),
    ("Trint, names above", TRINT_LINES, talk("Speaker 1", "Speaker 2")),
    ("Good Tape", GOOD_TAPE, talk("Speaker 1", "Speaker 2")),
    ("Descript", DESCRIPT, talk("Anna", "Jan")),
    ("noScribe", NOSCRIBE, [("S01", "Od czego", None), ("S02", "mhm.", None), ("S01", "zaczniemy?", None),
                            ("S02", SECOND, None), ("S01", THIRD, None)]),
    ("times without names", "[00:00:03] Od czego zaczniemy?\n[00:00:09] Od kuźni.\n[00:01:09] Dlaczego?\n",
     [(None, FIRST, 3.0), (None, SECOND, 9.0), (None, THIRD, 69.0)]),
    ("labels in brackets", "[M] Od czego zaczniemy?\n[R] Od kuźni.\n[M] Dlaczego?\n[R] Bo tak.\n",
     [("M", FIRST, None), ("R", SECOND, None), ("M", THIRD, None), ("R", "Bo tak.", None)]),
    ("labels before a tab", "M\tOd czego zaczniemy?\nR\tOd kuźni.\nM\tDlaczego?\nR\tBo tak.\n",
     [("M", FIRST, None), ("R", SECOND, None), ("M", THIRD, None), ("R", "Bo tak.", None)]),
    ("numbered turns", "1. M: Od czego zaczniemy?\n2. R: Od kuźni.\n3. M: Dlaczego?\n4. R: Bo tak.\n",
     [("M", FIRST, None), ("R", SECOND, None), ("M", THIRD, None), ("R", "Bo tak.", None)]),
    ("question and answer", "Pytanie: Od czego zaczniemy?\nOdpowiedź: Od kuźni.\nPytanie: Dlaczego?\nOdpowiedź: Bo tak.\n",
     [("Pytanie", FIRST, None), ("Odpowiedź", SECOND, None), ("Pytanie", THIRD, None), ("Odpowiedź", "Bo tak.", None)]),
    ("labels with a dash", "M - Od czego zaczniemy?\nR - Od kuźni.\nM - Dlaczego?\nR - Bo tak.\n",
     [("M", FIRST, None), ("R", SECOND, None), ("M", THIRD, None), ("R", "Bo tak.", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "turns"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_layouts(tmp_path: Path, text: str, turns: list[TURN], ends: str) -> None:
    assert said(read(tmp_path, text.replace("\n", ends), "a.txt")) == turns


def test_moderators_of_services_are_found_by_who_asks(tmp_path: Path) -> None:
    for text in (TEAMS, OTTER, F4, SONIX, NOSCRIBE):
        document = read(tmp_path, text, "a.txt")
        asking = {turn.speaker for turn in document.turns if turn.role is Role.MODERATOR}
        assert asking == {document.turns[0].speaker}


FOOTERS = [
    (TEAMS, ["Anna Kowalska rozpoczęła transkrypcję", "Anna Kowalska zatrzymała transkrypcję"]),
    (OTTER, ["Transcribed by https://otter.ai"]),
    (NOSCRIBE, ["Transcribed with noScribe vers. 0.5", "Audio source: C:/nagrania/w1.mp3"]),
    ("M: Ile?\nR: Sto.\nM: Tak?\nR: Tak.\nNapisy stworzone przez społeczność Amara.org\n", ["Napisy stworzone przez społeczność Amara.org"]),
    ("Zaczynamy pracę o szóstej.\nDziękuję za uwagę.\n", ["Dziękuję za uwagę."]),
    ("M: Ile?\nR: Sto.\nM: Dziękuję za uwagę.\nR: I ja.\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), FOOTERS)
def test_lines_of_services_are_no_speech_and_are_named(tmp_path: Path, text: str, lines: list[str]) -> None:
    document = read(tmp_path, text, "a.txt")
    assert [line.removeprefix("dopisek programu: ") for line in document.aside] == lines
    for line in lines:
        assert not any(line in turn.text for turn in document.turns)


def test_what_structured_files_hold_beside_speech_is_kept_aside(tmp_path: Path) -> None:
    assert read(tmp_path, EAF, "a.eaf").aside == ("warstwa tłumaczenie: slowly",)
    assert read(tmp_path, STYLED_VTT, "a.vtt").aside == ("notatka w napisach: próba mikrofonu",)
    assert read(tmp_path, json.dumps(WHISPER), "a.json").aside == ("dopisek programu: Dziękuję za uwagę.",)
    assert read(tmp_path, json.dumps(OTR), "a.otr").metadata["nagranie"] == "wywiad.mp3"


def test_words_between_cues_are_not_lost(tmp_path: Path) -> None:
    raw = "WEBVTT\n\n00:01.000 --> 00:02.000\nPierwsze zdanie.\n\nDrugie zdanie.\n\n00:03.000 --> 00:04.000\nTrzecie.\n\nCzwarte."
    assert (
        " ".join(turn.text for turn in read(tmp_path, raw, "a.vtt").turns)
        == "Pierwsze zdanie. Drugie zdanie. Trzecie. Czwarte."
    )


def test_segments_that_lack_words_of_the_whole_text_say_so(tmp_path: Path) -> None:
    short = WHISPER | {"segments": WHISPER["segments"][:2]}  # type: ignore[index]
    assert any("pole „text”" in warning for warning in read(tmp_path, json.dumps(short), "a.json").warnings)


def test_a_long_line_of_words_of_services_is_looked_at_once() -> None:
    """2 million of them in one line: to look back to its beginning from each would take hours."""
    text = "start: " * 2_000_000
    turns, found = without_machine_lines(text, [RawTurn("R", 0, len(text) - 1)])
    assert len(turns) == 1 and found == []
