"""One table for all formats: the same talk in each gives the same speakers, roles and words, at exact offsets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from ingest_files import docx, ods, odt, paragraph, run, table, word, xlsx

from textmine import ingest
from textmine.ingest.inspect import inspection
from textmine.records import Document, Role

ASK, ANSWER, AGAIN, END = (
    "Od kiedy działa firma?",
    "Od dziesięciu lat. Źle nie jest, choć brak nam ślusarzy.",
    "A co z prądem?",
    "Płacimy „krocie”… więcej niż za stal.",
)
TALK = [("M", ASK), ("R", ANSWER), ("M", AGAIN), ("R", END)]
LINES = "\n".join(f"{label}: {words}" for label, words in TALK) + "\n"
ROWS = [("czas", "mówca", "wypowiedź")] + [
    (f"00:0{minute}:05", label, words) for minute, (label, words) in enumerate(TALK)
]
VTT = "WEBVTT\n\n" + "\n".join(
    f"{minute}\n00:0{minute}:05.000 --> 00:0{minute}:15.000\n<v {label}>{words}</v>\n"
    for minute, (label, words) in enumerate(TALK)
)
SRT = "\n".join(
    f"{minute + 1}\n00:0{minute}:05,000 --> 00:0{minute}:15,500\n{label}: {words}\n"
    for minute, (label, words) in enumerate(TALK)
)
Reader = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def reader(raw: bytes | str, name: str = "rozmowa.txt", **options: object) -> Document:
        path = tmp_path / name
        path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
        document = ingest.read(path, **options)  # type: ignore[arg-type]
        check_offsets(document)
        return document

    return reader


def check_offsets(document: Document) -> None:
    before = 0
    for turn in document.turns:
        assert before <= turn.start < turn.end <= len(document.text)
        assert document.text[turn.start : turn.end] == turn.text == turn.text.strip()
        before = turn.end


def said(document: Document) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in document.turns]


def odt_lines(*lines: str) -> bytes:
    return odt("".join(f"<text:p>{line}</text:p>" for line in lines))


FORMATS = [
    ("txt utf-8", LINES.encode(), "a.txt", "txt", "utf-8"),
    ("txt with bom", LINES.encode("utf-8-sig"), "a.txt", "txt", "utf-8"),
    ("txt cp1250", LINES.encode("cp1250"), "a.txt", "txt", "cp1250"),
    (
        "txt cp852",
        LINES.replace("„", "").replace("”", "").replace("…", "").encode("cp852"),
        "a.txt",
        "txt",
        "cp852",
    ),
    ("txt utf-16", LINES.encode("utf-16"), "a.txt", "txt", "utf-16"),
    ("txt utf-16 without bom", LINES.encode("utf-16-le"), "a.txt", "txt", "utf-16-le"),
    ("txt of Windows", LINES.replace("\n", "\r\n").encode("cp1250"), "a.txt", "txt", "cp1250"),
    ("md", "".join(f"**{label}:** {words}\n\n" for label, words in TALK).encode(), "a.md", "md", "utf-8"),
    (
        "html",
        (
            "<html><body>"
            + "".join(f"<p><b>{label}:</b> {words}</p>" for label, words in TALK)
            + "</body></html>"
        ).encode(),
        "a.html",
        "html",
        "utf-8",
    ),
    (
        "html without html",
        "".join(f"<p><b>{label}:</b> {words}</p>" for label, words in TALK).encode(),
        "a.htm",
        "html",
        "utf-8",
    ),
    ("vtt", VTT.encode(), "a.vtt", "vtt", "utf-8"),
    ("vtt of Teams", b"\xef\xbb\xbf" + VTT.replace("\n", "\r\n").encode(), "a.vtt", "vtt", "utf-8"),
    ("srt", SRT.encode(), "a.srt", "srt", "utf-8"),
    ("srt cp1250", SRT.replace("\n", "\r\n").encode("cp1250"), "a.srt", "srt", "cp1250"),
    ("csv", "\n".join(";".join(row) for row in ROWS).encode(), "a.csv", "csv", "utf-8"),
    ("csv cp1250", "\r\n".join(";".join(row) for row in ROWS).encode("cp1250"), "a.csv", "csv", "cp1250"),
    (
        "csv of Excel",
        ("sep=;\r\n" + "\r\n".join(";".join(row) for row in ROWS)).encode(),
        "a.csv",
        "csv",
        "utf-8",
    ),
    ("tsv", "\n".join("\t".join(row) for row in ROWS).encode(), "a.csv", "csv", "utf-8"),
    ("csv without a heading", "\n".join(";".join(row) for row in ROWS[1:]).encode(), "a.csv", "csv", "utf-8"),
    ("xlsx", xlsx(Arkusz=ROWS), "a.xlsx", "xlsx", None),
    ("xlsx below a sheet of data", xlsx(Info=[("Data", "12.03.2025")], Tekst=ROWS), "a.xlsx", "xlsx", None),
    ("ods", ods(ROWS), "a.ods", "ods", None),
    ("docx", docx(*LINES.splitlines()), "a.docx", "docx", None),
    (
        "docx bold labels",
        docx(*(paragraph(run(f"{a}: ", bold=True), run(b)) for a, b in TALK)),
        "a.docx",
        "docx",
        None,
    ),
    ("docx table", docx(table(*ROWS)), "a.docx", "docx", None),
    ("docx table without a heading", docx(table(*ROWS[1:])), "a.docx", "docx", None),
    (
        "docx below a table of data",
        docx(
            table(("Data", "12.03.2025, środa"), ("Miejsce", "Kuźnica Stara, ul. Hutnicza 4")),
            *LINES.splitlines(),
        ),
        "a.docx",
        "docx",
        None,
    ),
    ("odt", odt_lines(*LINES.splitlines()), "a.odt", "odt", None),
    (
        "odt table",
        odt(
            "<table:table>"
            + "".join(
                "<table:table-row>"
                + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
                + "</table:table-row>"
                for row in ROWS
            )
            + "</table:table>"
        ),
        "a.odt",
        "odt",
        None,
    ),
]


@pytest.mark.parametrize(
    ("raw", "name", "form", "encoding"), [row[1:] for row in FORMATS], ids=[row[0] for row in FORMATS]
)
def test_the_same_talk_in_every_format(
    read: Reader, raw: bytes, name: str, form: str, encoding: str | None
) -> None:
    document = read(raw, name)
    assert (document.format, document.encoding) == (form, encoding)
    lost = str.maketrans("", "", "„”…") if encoding == "cp852" else {}
    assert said(document) == [(label, words.translate(lost)) for label, words in TALK]
    assert [turn.role for turn in document.turns] == [Role.MODERATOR, Role.RESPONDENT] * 2


@pytest.mark.parametrize(
    "row", [row for row in FORMATS if row[3] in {"vtt", "srt", "xlsx", "ods", "csv"}], ids=lambda row: row[0]
)
def test_times_of_formats_that_have_them(read: Reader, row: tuple[str, bytes, str, str, str]) -> None:
    assert [turn.time for turn in read(row[1], row[2]).turns] == [5.0, 65.0, 125.0, 185.0]


@pytest.mark.parametrize(
    ("raw", "name", "form"),
    [
        (docx(*LINES.splitlines()), "a.txt", "docx"),
        (docx(*LINES.splitlines()), "a.doc", "docx"),
        (odt_lines(*LINES.splitlines()), "a.docx", "odt"),
        (xlsx(A=ROWS), "a.csv", "xlsx"),
        (VTT.encode(), "a.txt", "vtt"),
        (SRT.encode(), "a.txt", "srt"),
        (LINES.encode(), "a.docx", "txt"),
        (LINES.encode(), "a", "txt"),
        (LINES.encode(), "a.csv", "txt"),
        ("\n".join(";".join(row) for row in ROWS).encode(), "a.txt", "csv"),
        (
            f"<!DOCTYPE html><html><body><p>{'</p><p>'.join(LINES.splitlines())}</p></body></html>".encode(),
            "a.doc",
            "html",
        ),
        (
            f'<?xml version="1.0"?><html><body><p>{"</p><p>".join(LINES.splitlines())}</p></body></html>'.encode(),
            "a.html",
            "html",
        ),
    ],
)
def test_a_wrong_extension_does_not_mislead(read: Reader, raw: bytes, name: str, form: str) -> None:
    document = read(raw, name)
    assert document.format == form
    assert said(document) == TALK


@pytest.mark.parametrize(
    "text",
    [
        "PKP jeździ co godzinę i to jest dla nas kłopot.",
        "{śmiech} No tak, zaczynajmy.",
        "[00:12] Zaczynamy więc.",
        "<00:12> Zaczynamy więc.",
    ],
)
def test_text_that_begins_like_another_format_is_text(read: Reader, text: str) -> None:
    document = read(text)
    assert document.format == "txt"
    assert "".join(turn.text for turn in document.turns).split()[-1] == text.rsplit(maxsplit=1)[-1]


def test_inspection_is_what_the_command_prints(read: Reader) -> None:
    shown = json.loads(json.dumps(inspection(read(VTT, "a.vtt"))))
    assert list(shown) == ["file", "format", "encoding", "text", "turns", "warnings"]
    assert shown["turns"][1] | {"start": 0, "end": 0} == {
        "speaker": "R", "role": "respondent", "start": 0, "end": 0, "time": 65.0,
    }  # fmt: skip
    assert [shown["text"][turn["start"] : turn["end"]] for turn in shown["turns"]] == [
        words for _, words in TALK
    ]


# Word


NUMBERING = (
    word("")
    .replace("<w:body></w:body>", "")
    .replace("w:document", "w:numbering")
    .replace("></w:numbering>", ">{}</w:numbering>")
    .format(
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:lvlText w:val="R%1:"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    )
)


def test_numbered_labels_of_word_are_read(read: Reader) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
    raw = docx(
        "Moderator: Kto zacznie?",
        paragraph("Ja zacznę.", properties=numbered),
        paragraph("A ja skończę.", properties=numbered),
        "Moderator: Dziękuję.",
        numbering=NUMBERING,
    )
    assert said(read(raw, "a.docx")) == [
        ("Moderator", "Kto zacznie?"),
        ("R1", "Ja zacznę."),
        ("R2", "A ja skończę."),
        ("Moderator", "Dziękuję."),
    ]


INSERTED = '<w:ins w:id="1">' + run("nowego ") + "</w:ins>"
DELETED = '<w:del w:id="2"><w:r><w:delText>starego </w:delText></w:r></w:del>'
CONTROL = "<w:sdt><w:sdtContent>" + run("pieca") + "</w:sdtContent></w:sdt>"
BOX = "<w:r><w:pict><w:txbxContent>" + paragraph("dopisek w ramce") + "</w:txbxContent></w:pict></w:r>"


def test_nothing_of_a_word_document_is_lost(read: Reader) -> None:
    raw = docx(
        "M: Czego brakuje?",
        paragraph("R: Brakuje ", INSERTED, DELETED, CONTROL, run(" sekret", hidden=True), run("."), BOX),
        "<w:sdt><w:sdtContent>" + paragraph("M: Rozumiem?") + "</w:sdtContent></w:sdt>",
        "R: Tak jest.",
        comments=word(paragraph("sprawdzić nazwę")),
        footnotes=word(paragraph("piec hutniczy")),
        header1=word(paragraph("Projekt poufny")),
    )
    document = read(raw, "a.docx")
    assert said(document) == [
        ("M", "Czego brakuje?"),
        ("R", "Brakuje nowego pieca.\ndopisek w ramce"),
        ("M", "Rozumiem?"),
        ("R", "Tak jest."),
    ]
    assert set(document.aside) == {
        "usunięte w rejestrze zmian: starego",
        "tekst ukryty: sekret",
        "komentarz: sprawdzić nazwę",
        "przypis: piec hutniczy",
        "nagłówek strony: Projekt poufny",
    }


def test_bold_paragraphs_ask_and_plain_ones_answer(read: Reader) -> None:
    raw = docx(
        paragraph(run("Co produkujecie?", bold=True)),
        paragraph(run("Odkuwki, "), run("same", bold=True), run(" odkuwki dla kolei.")),
        "I trochę śrub.",
        paragraph(run("A dla kogo?", bold=True)),
        "Dla Niemców.",
    )
    document = read(raw, "a.docx")
    assert [(turn.role, turn.text) for turn in document.turns] == [
        (Role.MODERATOR, "Co produkujecie?"),
        (Role.RESPONDENT, "Odkuwki, same odkuwki dla kolei.\nI trochę śrub."),
        (Role.MODERATOR, "A dla kogo?"),
        (Role.RESPONDENT, "Dla Niemców."),
    ]


def test_a_table_in_the_middle_of_a_talk_stays_in_its_place(read: Reader) -> None:
    raw = docx(
        "M: Jakie macie ceny?",
        "R: Proszę spojrzeć.",
        table(("stal", "4"), ("prąd", "9")),
        "M: Dużo?",
        "R: Dużo.",
    )
    assert said(read(raw, "a.docx")) == [
        ("M", "Jakie macie ceny?"),
        ("R", "Proszę spojrzeć.\nstal\t4\nprąd\t9"),
        ("M", "Dużo?"),
        ("R", "Dużo."),
    ]


def test_a_table_in_a_cell_is_read_once(read: Reader) -> None:
    inner = table(("śruby", "łożyska"))
    rows = [*ROWS[:2], ("00:05:00", "R", "Robimy dwie rzeczy, jak w tabelce:")]
    outer = table(*rows).replace("tabelce:</w:t></w:r></w:p>", "tabelce:</w:t></w:r></w:p>" + inner)
    document = read(docx(outer), "a.docx")
    assert document.text.count("śruby") == document.text.count("łożyska") == 1


def test_a_transcript_of_teams_in_word(read: Reader) -> None:
    raw = docx(
        "Spotkanie-20250312",
        "27m 42s",
        "Anna Kowalska rozpoczęła transkrypcję",
        paragraph(run("Anna Kowalska   0:03"), "<w:r><w:br/></w:r>", run("Dzień dobry, od czego zaczniemy?")),
        paragraph(
            run("Jan Nowak   0:09"),
            "<w:r><w:br/></w:r>",
            run("Od kuźni. Mamy w niej najwięcej do zrobienia."),
        ),
        paragraph(run("Anna Kowalska   1:09"), "<w:r><w:br/></w:r>", run("A dlaczego?")),
        "Anna Kowalska zatrzymała transkrypcję",
    )
    document = read(raw, "a.docx")
    assert [(t.speaker, t.role, t.time) for t in document.turns] == [
        ("Anna Kowalska", Role.MODERATOR, 3.0),
        ("Jan Nowak", Role.RESPONDENT, 9.0),
        ("Anna Kowalska", Role.MODERATOR, 69.0),
    ]
    assert document.turns[-1].text == "A dlaczego?"
    assert document.aside == (
        "dopisek programu: Anna Kowalska rozpoczęła transkrypcję",
        "dopisek programu: Anna Kowalska zatrzymała transkrypcję",
    )


# OpenDocument


def test_deletions_comments_and_notes_of_odt_are_kept_aside(read: Reader) -> None:
    raw = odt(
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Ewa</dc:creator>"
        "</office:change-info><text:p>skreślone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:h>Wywiad</text:h><text:p>M: Ile<text:s text:c="2"/>osób?</text:p>'
        "<text:p>R: Sto<office:annotation><dc:creator>Ewa</dc:creator><text:p>sprawdzić</text:p></office:annotation>"
        "<text:note><text:note-body><text:p>etatów</text:p></text:note-body></text:note>.</text:p>"
        "<text:p>M: A<text:line-break/>teraz?</text:p><text:p>R: Mniej."
        "<draw:text-box><text:p>z boku</text:p></draw:text-box></text:p>"
    )
    document = read(raw, "a.odt")
    assert said(document) == [("M", "Ile  osób?"), ("R", "Sto."), ("M", "A\nteraz?"), ("R", "Mniej.\nz boku")]
    assert set(document.aside) == {
        "usunięte w rejestrze zmian: skreślone",
        "komentarz: sprawdzić",
        "przypis: etatów",
    }
    assert document.metadata == {"tytuł": "Wywiad"}


def test_bold_styles_of_odt_ask(read: Reader) -> None:
    style = "".join(
        f'<style:style style:name="P1" style:family="{family}"><style:text-properties fo:font-weight="bold"/></style:style>'
        for family in ("paragraph", "text")
    )
    raw = odt(
        '<text:p text:style-name="P1">Co dalej?</text:p><text:p>Hartownia i nowa prasa.</text:p>'
        '<text:p><text:span text:style-name="P1">Kiedy?</text:span></text:p><text:p>Za rok, może dwa.</text:p>',
        styles=style,
    )
    assert [turn.role for turn in read(raw, "a.odt").turns] == [Role.MODERATOR, Role.RESPONDENT] * 2


# HTML


def test_words_of_html_blocks_are_not_glued_and_lines_of_the_source_do_not_count(read: Reader) -> None:
    raw = (
        "<html><head><title>Rozmowa</title><style>p {color: red}</style></head><body><div>M: Co<!-- komentarz -->\nnowego?"
        "<p>R: Same<br>dobre\n rzeczy &amp; trochę złych.</p></div><table><tr><td>M:</td><td>Czyli?</td></tr></table>"
        "<p>R: Praca.</p><script>var x = 1;</script></body></html>"
    )
    assert said(read(raw, "a.html")) == [
        ("M", "Co nowego?"),
        ("R", "Same\ndobre rzeczy & trochę złych."),
        ("M", "Czyli?"),
        ("R", "Praca."),
    ]


# Captions


CUE = "00:0{}:00.000 --> 00:0{}:09.000\n{}\n\n"
CAPTIONS = [
    (
        "sentences over cues are joined",
        ["<v Ewa>Jak</v>", "<v Ewa>idzie?</v>", "<v Jan &amp; Syn>Powoli.</v>"],
        [("Ewa", "Jak idzie?", 0.0), ("Jan & Syn", "Powoli.", 120.0)],
    ),
    (
        "all speakers of a cue",
        ["<v Ewa>Jak idzie?</v>\n<v Jan>Powoli.</v>", "<v.loud Ewa>Aha.</v>"],
        [("Ewa", "Jak idzie?", 0.0), ("Jan", "Powoli.", 0.0), ("Ewa", "Aha.", 60.0)],
    ),
    (
        "Zoom: no name means the same one",
        ["Ewa Lis: Jak idzie?", "Jan Wilk: Powoli.", "Bardzo <i>powoli</i>.", "Ewa Lis: Aha.",
         "Jan Wilk: No tak: źle."],
        [("Ewa Lis", "Jak idzie?", 0.0), ("Jan Wilk", "Powoli. Bardzo powoli.", 60.0), ("Ewa Lis", "Aha.", 180.0),
         ("Jan Wilk", "No tak: źle.", 240.0)],
    ),
    (
        "two dashes are two speakers",
        ["- Jak idzie?\n- Powoli."],
        [(None, "Jak idzie?", 0.0), (None, "Powoli.", 0.0)],
    ),
    (
        "noScribe: an inner turn",
        ["<v S01>Pracujemy //S02: mhm.// na trzy zmiany.</v>"],
        [("S01", "Pracujemy", 0.0), ("S02", "mhm.", 0.0), ("S01", "na trzy zmiany.", 0.0)],
    ),
    (
        "an empty name is nobody",
        ["<v >Ktoś mówi.</v>", "<v (nieznany)>I jeszcze.</v>"],
        [(None, "Ktoś mówi.", 0.0), (None, "I jeszcze.", 60.0)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("cues", "turns"), [row[1:] for row in CAPTIONS], ids=[row[0] for row in CAPTIONS])
def test_captions(read: Reader, cues: list[str], turns: list[tuple[str | None, str, float]]) -> None:
    raw = "WEBVTT\n\nNOTE próba\nmikrofonu\n\n" + "".join(CUE.format(i, i, cue) for i, cue in enumerate(cues))
    assert [(turn.speaker, turn.text, turn.time) for turn in read(raw, "a.vtt").turns] == turns


def test_captions_without_blank_lines_and_with_blank_lines_inside(read: Reader) -> None:
    raw = (
        "1\n00:00:01,000 --> 00:00:02,000\nM: Słucham?\n2\n00:00:03,000 --> 00:00:04,000\nR: Tak,\n\nna pewno.\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\nM: Ile?\n\n4\n00:00:07,000 --> 00:00:08,000\nR: 12\n"
    )
    assert said(read(raw, "a.srt")) == [
        ("M", "Słucham?"),
        ("R", "Tak, na pewno."),
        ("M", "Ile?"),
        ("R", "12"),
    ]


def test_captions_that_name_nobody_say_so(read: Reader) -> None:
    document = read("WEBVTT\n\n" + CUE.format(0, 0, "Zaczynamy o ósmej."), "a.vtt")
    assert document.warnings == ("napisy nie nazywają mówiących",)
    assert document.turns[0].role is Role.UNKNOWN


# Tables


def test_notes_of_a_workshop_in_a_table(read: Reader) -> None:
    rows = [
        ("stolik", "grupa", "karteczka", "głosy"),
        ("Stolik 1", "Samorząd", "Brak planu dla terenów po hucie", 3),
        ("", "Firmy", "Za mało praktyk w zawodzie", 12.0),
        ("Stolik 2", "", "Wspólny zakup gazu", ""),
    ]
    document = read(xlsx(Tablica=rows), "a.xlsx")
    assert [(t.text, t.group, t.section, t.role) for t in document.turns] == [
        ("Stolik 1", None, "Stolik 1", Role.MODERATOR),
        ("Brak planu dla terenów po hucie", "Samorząd", "Stolik 1", Role.RESPONDENT),
        ("Za mało praktyk w zawodzie", "Firmy", "Stolik 1", Role.RESPONDENT),
        ("Stolik 2", None, "Stolik 2", Role.MODERATOR),
        ("Wspólny zakup gazu", None, "Stolik 2", Role.RESPONDENT),
    ]  # fmt: skip
    assert [turn.votes for turn in document.turns] == [None, 3, 12, None, None]
    assert document.warnings == ()


def test_a_blank_speaker_is_as_above(read: Reader) -> None:
    raw = 'Time,Speaker,Text\n0:01,Ewa,"Co dalej, panie Janie?"\n0:05,Jan,Budujemy halę.\n,,"A potem ""drugą""."\n'
    assert [(t.speaker, t.text, t.time) for t in read(raw, "a.csv").turns] == [
        ("Ewa", "Co dalej, panie Janie?", 1.0),
        ("Jan", "Budujemy halę.", 5.0),
        ("Jan", 'A potem "drugą".', None),
    ]
