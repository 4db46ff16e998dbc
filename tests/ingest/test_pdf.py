"""PDF: paragraphs out of printed lines, running heads aside, split words and lost letters repaired and logged."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_files import Text, grid, lines, pdf

from textmine import ingest
from textmine.errors import DamagedFile, EncryptedFile, UnknownFormat
from textmine.ingest.limited import limited
from textmine.ingest.pdf import whole
from textmine.ingest.pdf_fonts import has_lost_letters, with_lost_letters
from textmine.ingest.repairs import taken_back
from textmine.records import Document

LONG = "R: Zaczynaliśmy w garażu z jedną tokarką, a dziś mamy trzy hale i stu ludzi, którzy"


@pytest.fixture(autouse=True)
def _tasks_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def read(folder: Path, raw: bytes) -> Document:
    path = folder / "a.pdf"
    path.write_bytes(raw)
    document = ingest.read(path)
    assert document.conservation is not None
    assert document.conservation.missing == 0
    return document


# The same with a password: keys that no empty password opens.
LOCKED = pdf(lines(["R: Tak."])).replace(
    b"/Root 1 0 R",
    b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
    % (b"11" * 32, b"22" * 32),
)


def test_wrapped_lines_are_paragraphs_and_turns(tmp_path: Path) -> None:
    page = lines(["M: Jak to się zaczęło?", LONG, "robią śruby dla kolei.", "M: A dalej?", "R: Powoli."])
    assert [(turn.speaker, turn.text) for turn in read(tmp_path, pdf(page)).turns] == [
        ("M", "Jak to się zaczęło?"),
        ("R", LONG[3:] + " robią śruby dla kolei."),
        ("M", "A dalej?"),
        ("R", "Powoli."),
    ]


def test_running_heads_and_page_numbers_are_kept_aside(tmp_path: Path) -> None:
    pages = [
        [Text(70, 40, f"Wywiad IDI {number}, poufne"), *lines([f"M: Pytanie {number}?", f"R: Odpowiedź {number}."]),
         Text(290, 815, f"- {number} -")]
        for number in (1, 2, 3)
    ]  # fmt: skip
    document = read(tmp_path, pdf(*pages))
    assert [turn.text for turn in document.turns] == [
        f"{kind} {n}{end}" for n in (1, 2, 3) for kind, end in (("Pytanie", "?"), ("Odpowiedź", "."))
    ]
    assert document.aside[:2] == ("nagłówek strony: Wywiad IDI 1, poufne", "numer strony: - 1 -")
    assert len(document.aside) == 6


def test_a_speaker_at_the_top_of_every_page_is_no_running_head(tmp_path: Path) -> None:
    talk = [
        "Anna Lis   0:0{}",
        "Mówię coś ważnego o hali.",
        "Jan Wilk   0:0{}",
        "Słucham z uwagą, proszę pani.",
    ]
    pages = [lines([line.format(page) for line in talk * 4], top=60) for page in range(1, 4)]
    document = read(tmp_path, pdf(*pages))
    assert {turn.speaker for turn in document.turns} == {"Anna Lis", "Jan Wilk"}
    assert len(document.turns) == 24


def test_a_sentence_goes_on_across_pages(tmp_path: Path) -> None:
    document = read(
        tmp_path, pdf(lines(["M: Kto?", LONG], top=700), lines(["pracują u nas od lat.", "M: Aha?"], top=120))
    )
    assert document.turns[1].text == LONG[3:] + " pracują u nas od lat."


def test_a_word_split_by_a_line_is_joined_and_the_repair_can_be_taken_back(tmp_path: Path) -> None:
    page = lines(
        ["M: Kto?", LONG[:-8] + " współ-", "pracują z nami, i polsko-", "niemiecki kapitał.", "M: Aha?"]
    )
    document = read(tmp_path, pdf(page))
    assert "współpracują" in document.turns[1].text
    assert "polsko-niemiecki" in document.turns[1].text
    assert [(one.before, one.after) for one in document.changes] == [
        ("współ-\npracują", "współpracują"),
        ("polsko-\nniemiecki", "polsko-niemiecki"),
    ]
    assert "współ-\npracują" in taken_back(document.text, document.changes)


BROKEN = [
    ("innowacyjnośd", "innowacyjność"),
    ("obliczyd", "obliczyć"),
    ("Paostwo", "Państwo"),
    ("koocow", None),
    ("koocowy", "końcowy"),
    ("prąd", None),
    ("zakład", None),
    ("od", None),
    ("robid", "robić"),
]


@pytest.mark.parametrize(("word", "repaired"), BROKEN)
def test_lost_letters(word: str, repaired: str | None) -> None:
    assert with_lost_letters(word) == repaired


def test_a_sound_font_is_left_alone() -> None:
    assert not has_lost_letters("Chcę robić obliczyd obliczyd swoje, bo końcowy etap.")
    assert not has_lost_letters("Zakład ma prąd i sąd.")


def test_lost_letters_are_put_back_and_logged(tmp_path: Path) -> None:
    page = lines(
        ["M: Co chcecie robid?", "R: Musimy obliczyd koszty, Paostwo to wie.", "M: A potem sprzedawad?"]
    )
    document = read(tmp_path, pdf(page))
    assert [turn.text for turn in document.turns] == [
        "Co chcecie robić?",
        "Musimy obliczyć koszty, Państwo to wie.",
        "A potem sprzedawać?",
    ]
    assert any("czcionk" in repair and "„robid” → „robić”" in repair for repair in document.repairs)
    assert "obliczyd" in taken_back(document.text, document.changes)


def test_short_lines_are_not_wrapped(tmp_path: Path) -> None:
    words = [
        "Moderator",
        "Jak szkoły?",
        "Respondent 1",
        "Słabo.",
        "Moderator",
        "Dlaczego tak?",
        "Respondent 1",
        "Bo tak",
    ]
    document = read(tmp_path, pdf(lines(words, step=24)))
    assert [(turn.speaker, turn.text) for turn in document.turns] == [
        ("Moderator", "Jak szkoły?"),
        ("Respondent 1", "Słabo."),
        ("Moderator", "Dlaczego tak?"),
        ("Respondent 1", "Bo tak"),
    ]


def test_bold_questions(tmp_path: Path) -> None:
    page = [
        *lines(["Co produkujecie w tej hali?"], top=120, bold=True),
        *lines(["Odkuwki."], top=140),
        *lines(["A dla kogo są te odkuwki?"], top=160, bold=True),
        *lines(["Dla kolei."], top=180),
    ]
    assert [(turn.role, turn.text) for turn in read(tmp_path, pdf(page)).turns] == [
        ("moderator", "Co produkujecie w tej hali?"),
        ("respondent", "Odkuwki."),
        ("moderator", "A dla kogo są te odkuwki?"),
        ("respondent", "Dla kolei."),
    ]


def test_a_row_that_the_page_splits_is_one_turn(tmp_path: Path) -> None:
    head = ("czas", "kto", "wypowiedź")
    first = grid(
        [head, ("0:01", "M", "Jak to wszystko się zaczęło?"), ("0:05", "R", "Najpierw była jedna hala")]
    )
    second = grid(
        [head, ("", "", "i dwóch ludzi przy tokarce."), ("0:20", "M", "A kiedy przyszli następni?")]
    )
    document = read(tmp_path, pdf(first, second))
    assert [(turn.speaker, turn.text, turn.time) for turn in document.turns] == [
        ("M", "Jak to wszystko się zaczęło?", 1.0),
        ("R", "Najpierw była jedna hala i dwóch ludzi przy tokarce.", 5.0),
        ("M", "A kiedy przyszli następni?", 20.0),
    ]


@pytest.mark.parametrize(
    ("raw", "kind", "says"),
    [
        (pdf([], picture=True), UnknownFormat, "skan"),
        (pdf([]), UnknownFormat, "nie zawiera tekstu"),
        (b"%PDF-1.7\n%\xe2\xe3", DamagedFile, "uszkodzony"),
        (b"%PDF-1.4\n" + b"<<" * 5000, DamagedFile, "uszkodzony"),
        (LOCKED, EncryptedFile, "hasłem"),
        (pdf(lines(["R: Tak."]))[:300], DamagedFile, "uszkodzony"),
    ],
    ids=["scan", "empty page", "head only", "nested", "password", "truncated"],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, raw: bytes, kind: type[Exception], says: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(raw)
    with pytest.raises(kind, match=says):
        ingest.read(path)


@pytest.mark.parametrize(
    ("word", "joined"),
    [("współ-\npraca", "współpraca"), ("pra\u00adca", "praca"), ("czarno-\nbiały", "czarno-biały")],
)
def test_whole_words(word: str, joined: str) -> None:
    assert whole(word) == joined


def test_a_task_that_does_not_end_is_stopped() -> None:
    with pytest.raises(DamagedFile, match="przerwane"):
        limited("limited_tasks:forever", b"x", where="a.pdf", seconds=2)


def test_a_task_that_eats_memory_is_stopped() -> None:
    with pytest.raises(DamagedFile, match="1 GB"):
        limited("limited_tasks:greedy", b"x", where="a.pdf")


def test_a_task_that_dies_is_an_error_of_the_file() -> None:
    with pytest.raises(DamagedFile, match="uszkodzony"):
        limited("limited_tasks:dies", b"x", where="a.pdf")
