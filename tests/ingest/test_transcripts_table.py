# ruff: noqa: E501 (files are shown line by line, as services write them)
"""The tables of ../shared/TRANSCRIPTS.md row by row: a file of each row, made here, and what is to be read in it.

Other tests go deeper (test_services, test_word_features, test_encodings, tests/clean); here every row stands in its order.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import test_services as services
from doc_files import doc
from ingest_files import W_NS, docx, ods, odt, paragraph, run, table, xlsx
from pdf_files import lines, pdf
from test_reading_formats import NUMBERING

from textmine import ingest
from textmine.clean import clean
from textmine.records import Document, Role

SAID = list[tuple[str | None, str, float | None]]
LETTERS = {Role.MODERATOR: "m", Role.RESPONDENT: "r", Role.UNKNOWN: "?"}
ASK, ANSWER, AGAIN, END = "Od czego zaczniemy?", "Od kuźni.", "Dlaczego?", "Bo tak."


def read(tmp_path: Path, raw: str | bytes, name: str) -> Document:
    path = tmp_path / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    document = ingest.read(path)
    assert document.conservation is not None and document.conservation.missing in {0, None}
    for turn in document.turns:
        assert document.text[turn.start : turn.end] == turn.text == turn.text.strip()
    return document


def said(document: Document) -> SAID:
    return [(turn.speaker, turn.text, turn.time) for turn in document.turns]


def talk(*speakers: str | None, times: tuple[float | None, ...] = (None,) * 4) -> SAID:
    return list(zip(speakers, (ASK, ANSWER, AGAIN, END), times, strict=False))


def numbered(words: str) -> str:
    return paragraph(words, properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>')


M_R = talk("M", "R", "M", "R")
LINES = [f"{label}: {words}" for label, words, _ in M_R]
TIMES = ("0:03", "0:09", "1:09", "1:12")
SECONDS = (3.0, 9.0, 69.0, 72.0)
TIMED = talk("M", "R", "M", "R", times=SECONDS)
ROWS = [
    ("Mówca", "Wypowiedź", "Czas"),
    *((label, words, time) for (label, words, _), time in zip(M_R, TIMES, strict=True)),
]
TEAMS = [
    paragraph(run(f"{name}   {time}"), "<w:r><w:br/></w:r>", run(words))
    for name, time, words in zip(("Anna Lis", "Jan Łoś") * 2, TIMES, (ASK, ANSWER, AGAIN, END), strict=True)
]
NAMES = talk("Anna Lis", "Jan Łoś", "Anna Lis", "Jan Łoś", times=SECONDS)
TRANSCRIBE = [
    line
    for time, who, (_, words, _) in zip(TIMES, (1, 2, 1, 2), M_R, strict=True)
    for line in (f"00:0{time} Osoba mówiąca {who}", words)
]
F4 = r"{\rtf1\ansi\ansicpg1250 A: Od czego zaczniemy? #00:00:03-4#\par B: Od ku\'9fni. #00:00:09-0#\par A: Dlaczego? #00:01:09-5#\par}"
SPARSE = [("Time", "Speaker", "Text"), ("0:03", "Ewa", ASK), ("0:09", "Jan", ANSWER), ("", "", AGAIN)]
MIRO = [
    ("Treść", "Ramka", "Autor"),
    ("brak spawaczy od lat", "Bariery", "Gość"),
    ("wspólne targi w Hanowerze", "Potrzeby", "Gość"),
]
MENTIMETER = [
    ("Co najbardziej utrudnia współpracę?",),
    ("brak spawaczy od lat",),
    ("wspólne targi w Hanowerze",),
]
NOTES: SAID = [(None, "brak spawaczy od lat", None), (None, "wspólne targi w Hanowerze", None)]

# (row, file, name, turns): the family of the first column, one line a variant of it.
FORMATS: list[tuple[str, str | bytes, str, SAID]] = [
    ("Word, a paragraph a turn", docx(*LINES), "a.docx", M_R),
    ("Word, bold labels", docx(*(paragraph(run(f"{a}: ", bold=True), run(b)) for a, b, _ in M_R)), "a.docx", M_R),
    ("Word, table of two columns", docx(table(*(row[:2] for row in ROWS))), "a.docx", M_R),
    ("Word, table of three columns", docx(table(*ROWS)), "a.docx", TIMED),
    ("Word, numbered labels", docx("M: " + ASK, numbered(ANSWER), "M: " + AGAIN, numbered(END), numbering=NUMBERING), "a.docx", talk("M", "R1", "M", "R2")),
    ("Teams vtt", services.TEAMS_VTT, "a.vtt", [("Kowalska, Anna", "Dzień dobry, od czego zaczniemy?", 3.1), ("Nowak, Jan", "Od kuźni. Mamy w niej najwięcej do zrobienia.", 6.0)]),
    ("Teams docx", docx("Spotkanie", "12 marca 2025", "27m 42s", "Anna Lis rozpoczęła transkrypcję", *TEAMS), "a.docx", NAMES),
    ("Word Transcribe", docx("Plik audio", "w1.mp3", "Transkrypcja", *TRANSCRIBE), "a.docx", talk("Osoba mówiąca 1", "Osoba mówiąca 2", "Osoba mówiąca 1", "Osoba mówiąca 2", times=SECONDS)),
    ("Zoom vtt", services.ZOOM_VTT, "a.vtt", [("Ewa Lis", "Jak idzie?", 1.0), ("Jan Wilk", "Powoli. Bardzo powoli, o 10:30 staje prasa.", 3.0), ("Ewa Lis", "Aha.", 7.0)]),
    ("Google Meet", services.MEET, "a.txt", [("Anna Kowalska", ASK, 0.0), ("Jan Łoś", ANSWER, None), ("Jan Łoś", "Mamy czas.", 300.0), ("Anna Kowalska", AGAIN, None)]),
    ("srt", services.SRT, "a.srt", [("M", "Kto zaczyna?", 1.5), (None, "Ja.", 3.0), (None, "A ja kończę.", 3.0), ("M", "Dobrze?", 9.0)]),
    ("Whisper", json.dumps(services.WHISPER), "a.json", [(None, "Mamy trzy prasy.", 0.0), (None, "Brak ludzi.", 30.0)]),
    ("WhisperX", json.dumps(services.WHISPERX), "a.json", [("SPEAKER_00", "Ilu was jest?", 0.5), ("SPEAKER_01", "Trzech.", 2.0), ("SPEAKER_00", "Tylko trzech?", 3.0), ("SPEAKER_01", "Tak jest.", 6.0)]),
    ("whisper.cpp", json.dumps(services.WHISPER_CPP), "a.json", [(None, "Mamy prasy.", 1.2)]),
    ("Whisper log", services.WHISPER_LOG, "a.txt", [(None, "Mamy trzy prasy.", 43.81), (None, "Ludzi brak.", 55.0)]),
    ("oTranscribe", json.dumps(services.OTR), "a.otr", [("M", "Od kiedy firma?", 3.5), ("R", "Od dawna.\nI dobrze.", 65.25)]),
    ("f4 rtf", F4, "a.rtf", talk("A", "B", "A", times=(0.0, 3.4, 9.0))),
    ("MAXQDA", services.MAXQDA, "a.txt", talk("Anna", "Zack", "Anna", times=(3.1, 9.0, 69.5))),
    ("ELAN", services.EAF, "a.eaf", [("Ewa", "Jak idzie?", 1.0), ("Jan", "Powoli & źle.", 3.0)]),
    ("noScribe", services.NOSCRIBE_VTT, "a.vtt", [("S01", "Pracujemy (..)", 1.0), ("S02", "mhm.", 1.0), ("S01", "na trzy zmiany.", 1.0), ("S02", "Aha.", 5.0)]),
    ("Otter", services.OTTER, "a.txt", services.talk("Anna Kowalska", "Jan Łoś", second="Od kuźni.\nMamy czas.")),
    ("oral history csv", "\n".join(",".join(row) for row in SPARSE), "a.csv", [("Ewa", ASK, 3.0), ("Jan", ANSWER, 9.0), ("Jan", AGAIN, None)]),
    ("oral history ods", ods(SPARSE), "a.ods", [("Ewa", ASK, 3.0), ("Jan", ANSWER, 9.0), ("Jan", AGAIN, None)]),
    ("InqScribe", services.INQSCRIBE, "a.txt", talk("Anna", "Jan", "Anna", times=(3.12, 9.0, 69.0))),
    ("Express Scribe", "00:00:03 M: " + "\n00:00:09 R: ".join((ASK, ANSWER)) + f"\n00:01:09 M: {AGAIN}\n00:01:12 R: {END}\n", "a.txt", TIMED),
    ("Sonix", services.SONIX, "a.txt", services.talk("Speaker1", "Speaker2")),
    ("Trint", services.TRINT_LINES, "a.txt", services.talk("Speaker 1", "Speaker 2")),
    ("Good Tape", services.GOOD_TAPE, "a.txt", services.talk("Speaker 1", "Speaker 2")),
    ("Descript", services.DESCRIPT, "a.txt", services.talk("Anna", "Jan")),
    ("podcast", json.dumps(services.PODCAST), "a.json", [("Ewa", "Jak idzie?", 0.5), ("Jan", "Powoli.", 2.5)]),
    ("Miro", xlsx(A=MIRO), "a.xlsx", [("Gość", words, None) for _, words, _ in NOTES]),
    ("Mural", xlsx(A=[("ID", "Text", "Area"), ("1", NOTES[0][1], "B"), ("2", NOTES[1][1], "B")]), "a.xlsx", NOTES),
    ("Mentimeter", xlsx(A=MENTIMETER), "a.xlsx", NOTES),
    ("Slido", xlsx(A=[("Question", "Author", "Votes"), (ASK, "Anonymous", "3"), (AGAIN, "Jan", "1")]), "a.xlsx", [("Anonymous", ASK, None), ("Jan", AGAIN, None)]),
    ("MS Forms", xlsx(A=[("Identyfikator", "Godzina rozpoczęcia", "Co utrudnia współpracę?"), ("1", "3.12.2025 10:00", NOTES[0][1]), ("2", "3.12.2025 10:01", NOTES[1][1])]), "a.xlsx", NOTES),
    ("Google Forms", f"Sygnatura czasowa,Co utrudnia współpracę?\n2025-03-12 10:00,{NOTES[0][1]}\n2025-03-12 10:01,{NOTES[1][1]}\n", "a.csv", NOTES),
    ("txt", "\n".join(LINES), "a.txt", M_R),
    ("md", "\n\n".join(f"**{a}:** {b}" for a, b, _ in M_R), "a.md", M_R),
    ("html", "<html><body>" + "".join(f"<p>{line}</p>" for line in LINES), "a.html", M_R),
    ("odt", odt("".join(f"<text:p>{line}</text:p>" for line in LINES)), "a.odt", M_R),
    ("pdf", pdf(lines(LINES)), "a.pdf", M_R),
    ("a .doc that is Word 97", doc([("\r".join(LINES) + "\r", None)]), "a.doc", M_R),
    ("a .doc that is WordML", f'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>{"".join(paragraph(line) for line in LINES)}</w:body></w:wordDocument>', "a.doc", M_R),
    ("a .doc that is RTF", r"{\rtf1\ansi\ansicpg1250 " + r"\par ".join(LINES).replace("ź", r"\'9f") + r"\par}", "a.doc", M_R),
    ("a .doc that is HTML", "<html><body>" + "".join(f"<p>{line}</p>" for line in LINES), "a.doc", M_R),
]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "name", "turns"), [row[1:] for row in FORMATS], ids=[row[0] for row in FORMATS]
)
def test_formats(tmp_path: Path, raw: str | bytes, name: str, turns: SAID) -> None:
    notes = any(mark in name for mark in (".xlsx", ".csv"))
    found = said(read(tmp_path, raw, name))
    if notes:  # headings of boards and questions of forms stand between the notes
        found = [one for one in found if one in turns or one[0] is not None]
    assert found == turns


# What libraries lose: (row, file, name, words that have to be read, what is kept aside).
BOX = "<w:r><w:pict><w:txbxContent>" + paragraph("ramka") + "</w:txbxContent></w:pict></w:r>"
LOSING = paragraph(
    "R: ", '<w:ins w:id="1">' + run("wstawka ") + "</w:ins>", '<w:moveTo w:id="2">' + run("przeniesione ") + "</w:moveTo>",
    "<w:sdt><w:sdtContent>" + run("kontrolka ") + "</w:sdtContent></w:sdt>", BOX,
)  # fmt: skip
LOST: list[tuple[str, str | bytes, str, list[str], list[str]]] = [
    ("docx", docx("M: Co?", LOSING, table(("komórka", "x")), footnotes=f'<w:footnotes xmlns:w="{W_NS}">{paragraph("przypis")}</w:footnotes>'), "a.docx",
     ["wstawka", "przeniesione", "kontrolka", "ramka", "komórka"], ["przypis"]),
    ("rtf", r"{\rtf1\ansi\ansicpg1250 M: Co\'9c?\par R: \'8cwie\'bfo {\deleted stare} {\v tajne} \u-10179?\u-8704?\par}", "a.rtf", ["Coś", "Świeżo", "😀"], ["stare", "tajne"]),
    ("odt", odt("<text:tracked-changes><text:changed-region><text:deletion><text:p>stare</text:p></text:deletion></text:changed-region></text:tracked-changes>"
                "<text:p>M: Co?</text:p><text:p>R: Nic.</text:p>"), "a.odt", ["Co?", "Nic."], ["stare"]),
    ("txt in ISO-8859-2", "M: Coś źle?\nR: Ależ skąd, śruby są.\n".encode("iso-8859-2"), "a.txt", ["Coś źle?", "Ależ skąd, śruby są."], []),
    ("mojibake of 1252", "M: Jak siê pan nazywa³?\nR: Wcale, bo ¿yjê.\n", "a.txt", ["Jak się pan nazywał?", "Wcale, bo żyję."], []),
    ("mojibake of UTF-8", "M: Jak siÄ™ pan nazywaĹ‚?\nR: Wcale, bo ĹĽyjÄ™.\n", "a.txt", ["Jak się pan nazywał?", "Wcale, bo żyję."], []),
    ("quotes are not straightened", "M: „Co” tam?\nR: »Nic«, ‚nic’.\n", "a.txt", ["„Co” tam?", "»Nic«, ‚nic’."], []),
    ("vtt, two speakers of a cue", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ewa>Co?</v>\n<v Jan>Nic.</v>\n", "a.vtt", ["Co?", "Nic."], []),
    ("srt, two speakers of a cue", "1\n00:00:01,000 --> 00:00:02,000\n- Co?\n- Nic.\n", "a.srt", ["Co?", "Nic."], []),
    ("xlsx, text that begins like a formula", xlsx(A=[("mówca", "wypowiedź"), ("M", "Ile?"), ("R", "–5 procent_x000D_rocznie")]), "a.xlsx", ["Ile?", "–5 procent\nrocznie"], []),
    ("eaf without times of all slots", services.EAF, "a.eaf", ["Jak idzie?", "Powoli & źle."], ["slowly"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "name", "words", "aside"), [row[1:] for row in LOST], ids=[row[0] for row in LOST]
)
def test_what_libraries_lose(
    tmp_path: Path, raw: str | bytes, name: str, words: list[str], aside: list[str]
) -> None:
    document = read(tmp_path, raw, name)
    spoken = "\n".join(turn.text for turn in document.turns)
    assert [one for one in words if one not in spoken] == []
    assert [one for one in aside if one in spoken or one not in "\n".join(document.aside)] == []


def lines_of(ask: str, *answer: str) -> str:
    asked = ("Od kiedy działa firma?", "A ilu ludzi pracuje?", "Czego brakuje?")
    return "".join(
        f"{ask} {question}\n" + "".join(f"{one} No więc od dawna i dobrze.\n" for one in answer)
        for question in asked
    )


def roles(document: Document) -> list[str]:
    return [f"{LETTERS[one.role]} {one.speaker}" for one in document.speakers]


ASKING = "M: MOD: Mod. B: b: A: Badacz: Badaczka: Moderator: Moderatorka: Prowadząca: Prowadzący: Ankieter: Ankieterka: Wywiadowca: INT: I: T:"
ANSWERING = "R: R1: Respondent: Respondentka: Rozmówca: Rozmówczyni: Uczestnik: Uczestniczka: U3: N: U: BP: OB: AK: Jan: SPEAKER_00: S01: [id1]:"


@pytest.mark.parametrize("label", ASKING.split())
def test_interviewer_labels(tmp_path: Path, label: str) -> None:
    asking = label if label.endswith(":") else label + ":"
    assert roles(read(tmp_path, lines_of(asking, "R:"), "a.txt")) == [f"m {asking.rstrip(':.')}", "r R"]


@pytest.mark.parametrize("label", [*ANSWERING.split(), "R 1:", "R1 (K, 34):", "Respondentka 2:", "Uczestniczka 3:", "Pan Jan:", "Pani Anna:", "Osoba 1:", "Mówca 2:"])  # fmt: skip
def test_respondent_labels(tmp_path: Path, label: str) -> None:
    document = read(tmp_path, lines_of("Moderator:", label), "a.txt")
    assert [one.role for one in document.speakers] == [Role.MODERATOR, Role.RESPONDENT]
    assert {turn.written for turn in document.turns if turn.role is Role.RESPONDENT} == {label.rstrip(":")}


def test_sexes_with_numbers(tmp_path: Path) -> None:
    assert roles(read(tmp_path, lines_of("Moderator:", "K1:", "K2:", "M1:", "M2:"), "a.txt")) == [
        "m Moderator",
        "r K1",
        "r K2",
        "r M1",
        "r M2",
    ]


@pytest.mark.parametrize(
    "label", ["Wszyscy:", "Razem:", "Kilka osób:", "?:", "R?:", "X:", "Głos z sali:", "(kobieta):"]
)
def test_several_or_unknown(tmp_path: Path, label: str) -> None:
    document = read(tmp_path, lines_of("M:", "R:") + f"{label} Właśnie tak.\nM: Tak?\n", "a.txt")
    assert (document.turns[-2].speaker, document.turns[-2].role) == (None, Role.UNKNOWN)


MORE: list[tuple[str, Callable[[], tuple[str | bytes, str]], list[str], str]] = [
    ("bold moderator", lambda: (docx(*(paragraph(run(words, bold=label == "M")) for label, words, _ in M_R)), "a.docx"), ["m", "r", "m", "r"], ASK),
    ("bold words are emphasis", lambda: (docx(*(paragraph(run(f"{label}: "), run("To", bold=True), run(" jest tak")) for label in "MRMR")), "a.docx"), ["m", "r", "m", "r"], "To jest tak"),
    ("dialogue dashes", lambda: ("".join(f"– {words}\n" for words in ("Od kiedy?", "Od dawna, panie, od bardzo dawna – zamyśla się – to było.", "A dalej?", "Dalej już było z górki i tak do dziś.")), "a.txt"), ["m", "r", "m", "r"], "Od kiedy?"),
    ("labels that are none", lambda: (lines_of("M:", "R:") + "Uwaga: ważne.\nNp.: śruby.\ngodz. 10:30: zebranie.\n", "a.txt"), ["m", "r"] * 3, "Od kiedy działa firma?"),
    ("header lines", lambda: ("Data: 3.02.2025\nMiejsce: Zabrze\nCzas trwania: 45 min\nRespondent: (K, 45 l.)\nKod: IDI_07\n" + lines_of("M:", "R:"), "a.txt"), ["m", "r"] * 3, "Od kiedy działa firma?"),
    ("machine text", lambda: (lines_of("M:", "R:") + "Napisy stworzone przez społeczność Amara.org\nTranscribed by https://otter.ai\n", "a.txt"), ["m", "r"] * 3, "Od kiedy działa firma?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("make", "letters", "first"), [row[1:] for row in MORE], ids=[row[0] for row in MORE]
)
def test_other_conventions(
    tmp_path: Path, make: Callable[[], tuple[str | bytes, str]], letters: list[str], first: str
) -> None:
    document = read(tmp_path, *make())
    assert [LETTERS[turn.role] for turn in document.turns] == letters
    assert document.turns[0].text == first


@pytest.mark.parametrize(
    "time",
    ["[00:12:33]", "(12:33)", "00:12:33", "12'33\"", "00:12:33.5", "#00:12:33-7#", "{12:33}", "<00:12:33>"],
)
def test_times(tmp_path: Path, time: str) -> None:
    document = read(tmp_path, f"M: {ASK}\n{time} R: {ANSWER} O 10:30 staje.\nM: {AGAIN}\nR: {END}\n", "a.txt")
    assert (document.turns[1].text, int(document.turns[1].time or 0)) == (f"{ANSWER} O 10:30 staje.", 753)


# What the cleaner leaves out of what it analyses, a form of every class; all forms are in tests/clean.
CLEANED = [
    ("unintelligible", "To (niezrozumiałe) jest <[?]> źle [niewyraźne 00:13:12]", "To jest źle"),
    ("uncertain", "W szkole(?) i [chyba: w gminie]", "W szkole i w gminie"),
    ("non-verbal", "Tak [śmiech] (kaszel) /śmiech/ ((westchnienie)) jest", "Tak jest"),
    ("pause", "Tak (..) (3) [cisza] (12 sekund przerwy) jest", "Tak jest"),
    ("omission", "Tak (…) <ciach> [...] jest", "Tak jest"),
    ("overlap", "Tak //S02: mhm. // [wchodzi w słowo] jest", "Tak jest"),
    ("cut-off word", "poszłam do szko- szkoły", "poszłam do szkoły"),
    ("repetition", "no no no, tak, tak, ja ja", "no, tak, tak, ja"),
    ("fillers", "yyy no eee tak", "no tak"),
    ("emphasis", "BARDZO b a r d z o", "BARDZO b a r d z o"),
    ("anonymisation", "Pani [X] z [nazwa szkoły] i XXX", "Pani [X] z [nazwa szkoły] i XXX"),
    ("quotes", "„tak” ”nie” » « ‚a’", "„tak” ”nie” » « ‚a’"),
    ("editorial", "Tak [przyp. transkr.: wychodzi] jest [dop. AK]", "Tak jest"),
]


@pytest.mark.parametrize(
    ("verbatim", "analysed"), [row[1:] for row in CLEANED], ids=[row[0] for row in CLEANED]
)
def test_cleaning(verbatim: str, analysed: str) -> None:
    assert clean(verbatim).text == analysed
