"""RTF as Word, f4 and others write it: code pages, escapes, what is deleted or hidden, tables, notes, labels of lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from textmine import ingest
from textmine.errors import ReadError
from textmine.ingest.conservation import size
from textmine.records import Document

HEAD = (
    r"{\rtf1\ansi\ansicpg1250\deff0{\fonttbl{\f0\fnil\fcharset0 Arial;}{\f1\fnil\fcharset238 Arial CE;}"
    r"{\f2\fnil\fcharset2 Symbol;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}}{\info{\author Ktoś}{\title Tytuł}}"
)


def escaped(text: str) -> str:
    """Text as \\u escapes with a question mark for old programs."""
    parts = []
    for character in text:
        if character in "\\{}":
            parts.append("\\" + character)
        elif character == "\n":
            parts.append("\\par\n")
        elif ord(character) < 128:
            parts.append(character)
        else:
            units = character.encode("utf-16-le")
            for at in range(0, len(units), 2):
                unit = int.from_bytes(units[at : at + 2], "little")
                parts.append(f"\\u{unit - 0x10000 if unit > 0x7FFF else unit}?")
    return "".join(parts)


def hexed(text: str, page: str = "cp1250") -> str:
    """Text as \\'xx escapes of a code page."""
    return "".join(chr(byte) if byte < 128 else f"\\'{byte:02x}" for byte in text.encode(page))


def read(folder: Path, body: str, head: str = HEAD, tail: str = "}") -> Document:
    path = folder / "a.rtf"
    path.write_bytes((head + body + tail).encode("latin-1", "replace"))
    return ingest.read(path)


TEXT = "Źle się dzieje: „żółć”, gęśle – ćma…"
TALK = "M: Kto? \\par R: {} \\par M: Co? \\par"
CASES = [
    ("escapes of Unicode", escaped(TEXT), TEXT),
    ("escapes of cp1250", hexed(TEXT), TEXT),
    ("a font of Eastern Europe", r"{\f1 " + hexed(TEXT) + "}", TEXT),
    ("a letter outside of the first plane", escaped("tak 😀 nie"), "tak 😀 nie"),
    ("no character for old programs", r"{\uc0\u380\u243\u322w}", "żółw"),
    ("two characters for old programs", r"{\uc2\u380\'bf?aba}", "żaba"),
    ("a minus", r"\u-3913?x", "\uf0b7x"),
    ("signs", r"{\ldblquote}a{\rdblquote} \emdash b\~c\_d \{e\} \\", "“a” —b\u00a0c‑d {e} \\"),
    ("deleted", r"a {\deleted skreślone }b", "a b"),
    ("hidden", r"a {\v ukryte }b", "a b"),
    ("hidden and shown again", r"a \v ukryte \v0 b", "a b"),
    ("a note", r"a{\footnote przypis} b", "a b"),
    ("a comment", r"a{\*\annotation uwaga} b", "a b"),
    ("a field", r'a {\field{\*\fldinst HYPERLINK "http://x.pl"}{\fldrslt odsy\'b3acz}} b', "a odsyłacz b"),
    ("a picture", r"a {\pict\pngblip 89504e47} b", "a  b"),
    ("binary", r"a {\pict\bin4 }}}}} b", "a  b"),
    ("an unknown destination", r"a {\*\nieznane coś} b", "a  b"),
    ("a text box", r"a {\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt ramka}}{\shprslt ramka}}", "a ramka"),
    ("two branches", r"a {\upr{?}{\*\ud\u380?}}", "a ż"),
    ("a line end", r"a\line b", "a\nb"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "text"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_text(tmp_path: Path, body: str, text: str) -> None:
    document = read(tmp_path, TALK.replace("{}", body))
    assert [turn.speaker for turn in document.turns] == ["M", "R", "M"]
    assert document.turns[1].text.split() == text.split()
    assert document.conservation is not None
    assert document.conservation.missing == 0


def test_what_is_not_spoken_is_kept_aside(tmp_path: Path) -> None:
    body = (
        r"{\header nag\'b3\'f3wek\par}{\footer stopka}M: Kto?\par R: Ja{\footnote przypis}, {\deleted stare}"
        r"{\v ukryte}nowe{\*\annotation uwaga}.\par M: Co?\par"
    )
    document = read(tmp_path, body)
    assert sorted(document.aside) == [
        "komentarz: uwaga",
        "nagłówek strony: nagłówek",
        "przypis: przypis",
        "stopka strony: stopka",
        "tekst ukryty: ukryte",
        "usunięte w rejestrze zmian: stare",
    ]
    assert document.turns[1].text == "Ja, nowe."


def test_labels_of_lists_are_read_and_numbers_left_out(tmp_path: Path) -> None:
    body = r"{\listtext R1:\tab}Ja.\par{\listtext R2:\tab}Ty.\par{\listtext R1:\tab}{\listtext 1.\tab}On.\par"
    document = read(tmp_path, body)
    assert [(turn.speaker, turn.text) for turn in document.turns] == [
        ("R1", "Ja."),
        ("R2", "Ty."),
        ("R1", "On."),
    ]
    assert [(one.kind, one.characters) for one in document.conservation.dropped] == [("numery list", 2)]  # type: ignore[union-attr]


def test_a_table(tmp_path: Path) -> None:
    row = r"\trowd\intbl {}\cell\intbl {}\cell\row "
    talk = [("kto", "tekst"), ("M", "Kto zaczyna?"), ("R", "Ja mogę zacząć."), ("M", "No to słucham.")]
    body = "".join(row.replace("{}", hexed(a), 1).replace("{}", hexed(b), 1) for a, b in talk)
    assert [(turn.speaker, turn.text) for turn in read(tmp_path, body + r"\pard").turns] == talk[1:]


def test_bold_asks_and_headings_do_not(tmp_path: Path) -> None:
    body = r"\pard\plain\s1\b Wywiad drugi\par\pard\plain\b Co robicie?\par\b0 Odkuwki.\par{\b A dla kogo?}\par Dla kolei.\par"
    document = read(tmp_path, body)
    assert [(turn.role, turn.text) for turn in document.turns] == [
        ("moderator", "Co robicie?"),
        ("respondent", "Odkuwki."),
        ("moderator", "A dla kogo?"),
        ("respondent", "Dla kolei."),
    ]


def test_the_marks_of_f4_are_times(tmp_path: Path) -> None:
    body = r"B: Kto? #00:00:03-4#\par\par R: Ja. #00:00:09-8#\par\par B: Co? #00:00:12-0#\par"
    document = read(tmp_path, body)
    assert [turn.text for turn in document.turns] == ["Kto?", "Ja.", "Co?"]
    assert [turn.time for turn in document.turns] == [0.0, 3.4, 9.8]


def test_a_wrong_code_page_is_mended(tmp_path: Path) -> None:
    text = (
        "Myślę, że źródło kłopotów leży w sposobie zarządzania, bo każdą decyzję podejmują dłużej niż trzeba."
    )
    document = read(tmp_path, TALK.replace("{}", hexed(text)), head=r"{\rtf1\ansi\ansicpg1252 ")
    assert document.turns[1].text == text
    assert document.repairs


def test_a_file_that_breaks_off_is_read_with_a_warning(tmp_path: Path) -> None:
    document = read(tmp_path, "M: Kto? \\par R: Ja {\\b jestem", tail="")
    assert document.turns[-1].text == "Ja jestem"
    assert any("urywa się" in warning for warning in document.warnings)


LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp", "Cf", "Mn", "Mc"]),
    min_size=1,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=LETTERS)
@example(words="#")
@example(words="# a")
@example(words="?::")
def test_any_text_comes_back(tmp_path: Path, words: str) -> None:
    assert read(tmp_path, escaped(f"Ala\n{words}")).text == ingest_form(f"Ala\n{words}\n")


def ingest_form(text: str) -> str:
    from textmine.ingest.encoding import canonical

    return canonical(text)[0]


PIECES = st.sampled_from(
    [r"{", r"}", r"\par", r"\'b3", r"\'", r"\u380?", r"\u-99999", r"\uc9", r"\bin9999999", r"\bin-1", r"\cell", r"\row",
     r"{\footnote ", r"{\*\x ", r"\v", r"\deleted", r"{\fonttbl{\f0\fcharset999 X;}}", r"\f0", r"\ansicpg99", "\\", "R: tak ",
     r"{\listtext ", r"\intbl", r"{\upr", r"{\shptxt"]
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30).map("".join))
@example(body="{" * 3000)
@example(body="}" * 50 + "R: tak")
def test_any_rtf_is_read_or_refused(tmp_path: Path, body: str) -> None:
    try:
        document = read(tmp_path, body)
    except ReadError as error:
        assert not error.what.startswith("Nie udało się odczytać pliku (")
        return
    assert size(document.text) >= sum(size(turn.text) for turn in document.turns)
