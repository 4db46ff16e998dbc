"""PDF: talks whose columns are told by white space alone are read row by row; prose is not taken for columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pdf_files import Text, lines, pdf

from textmine import ingest
from textmine.ingest.pdf_pages import _parts
from textmine.records import Document


@pytest.fixture(autouse=True)
def _tasks_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def read(folder: Path, *pages: Sequence[Text]) -> Document:
    path = folder / "a.pdf"
    path.write_bytes(pdf(*pages))
    document = ingest.read(path)
    assert document.conservation is not None
    assert document.conservation.missing == 0
    return document


def turns(document: Document) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in document.turns]


def columns(
    rows: Sequence[Sequence[Sequence[str]]], starts: Sequence[float], *, top: float = 120
) -> list[Text]:
    """Rows of cells, a cell being its lines, without anything drawn."""
    texts: list[Text] = []
    for row in rows:
        for start, cell in zip(starts, row, strict=True):
            texts += [Text(start, top + 14 * number, words) for number, words in enumerate(cell) if words]
        top += 14 * max(map(len, row)) + 4
    return texts


TALK = [
    (["Anna", "Kowalska"], ["Jak to się zaczęło, jeśli dobrze pamiętam, w garażu u teścia, z jedną", "tokarką po wojsku?"]),
    (["Jan", "Wilk"], ["Z jedną, a właściwie z połową, bo silnik kupiliśmy dopiero po trzech", "miesiącach, na raty."]),
    (["Anna", "Kowalska"], ["A dzisiaj ile jest maszyn na hali i kto przy nich staje, skoro", "młodych brakuje?"]),
    (["Jan", "Wilk"], ["Czternaście. Staje ten, kto rano przyjdzie, proszę pani, taka jest", "prawda o tej branży."]),
]  # fmt: skip
WHOLE = [(" ".join(who), " ".join(words)) for who, words in TALK]


def test_names_that_wrap_beside_words_that_wrap(tmp_path: Path) -> None:
    document = read(tmp_path, columns(TALK, (70, 150)))
    assert turns(document) == WHOLE


def test_a_title_above_and_a_note_below_belong_to_no_column(tmp_path: Path) -> None:
    title = [Text(70, 70, "Wywiad pogłębiony z właścicielem zakładu obróbki skrawaniem, 12 maja")]
    end = [Text(70, 300, "Transkrypcję sporządzono z nagrania cyfrowego i sprawdzono z zapisem dźwięku.")]
    document = read(tmp_path, [*title, *columns(TALK, (70, 150)), *end])
    assert turns(document)[:4] == WHOLE


def test_times_speakers_and_words(tmp_path: Path) -> None:
    rows = [
        (["00:01"], ["Badacz"], ["Dzień dobry, zacznijmy od tego, czym się państwo", "zajmują na co dzień?"]),
        (
            ["00:09"],
            ["Prezes"],
            ["Robimy przekładnie, głównie na eksport, trzy czwarte", "idzie do Niemiec."],
        ),
        (["00:31"], ["Badacz"], ["A kto je projektuje?"]),
        (["00:34"], ["Prezes"], ["Dwóch konstruktorów, obaj po sześćdziesiątce, i to jest", "nasz kłopot."]),
    ]
    document = read(tmp_path, columns(rows, (70, 120, 180)))
    assert turns(document) == [(who[0], " ".join(words)) for _, who, words in rows]
    assert [turn.time for turn in document.turns] == [1, 9, 31, 34]


def test_a_row_that_goes_on_upon_the_next_page(tmp_path: Path) -> None:
    first = columns(TALK[:3], (70, 150))
    rest = columns(
        [([""], ["Czternaście, a przy każdej stał kiedyś ktoś inny, dziś", "już nie."])], (70, 150), top=60
    )
    started = columns(
        [(["Jan", "Wilk"], ["Zaraz policzę, bo to się u nas zmienia z miesiąca na miesiąc,"])],
        (70, 150),
        top=250,
    )
    document = read(tmp_path, [*first, *started], [*rest, *columns(TALK[2:], (70, 150), top=120)])
    speaker, words = turns(document)[3]
    assert speaker == "Jan Wilk"
    assert words.startswith(
        "Zaraz policzę, bo to się u nas zmienia z miesiąca na miesiąc, Czternaście, a przy"
    )
    assert words.endswith("ktoś inny, dziś już nie.")
    assert turns(document)[4:] == WHOLE[2:]


PROSE = ["Zaczynaliśmy w garażu", "z jedną tokarką,", "a dziś mamy trzy hale", "i stu ludzi, którzy"]
LEFT = [
    "Rynek obróbki jest",
    "rozdrobniony i mały",
    "zakład nie ma siły",
    "przetargowej wobec",
    "hut i odlewni.",
]
RIGHT = [
    "Ceny stali wzrosły",
    "w tym roku o jedną",
    "trzecią, co odbiło",
    "się na wszystkich",
    "zamówieniach.",
]


@pytest.mark.parametrize(
    "page",
    [
        lines([" ".join(PROSE), "robią śruby dla kolei i dla hut, a jak trzeba, to i dla", "rolników."] * 4),
        [Text(70 + 25 * (n % 3 == 0), 120 + 14 * n, " ".join(PROSE[:3])) for n in range(12)],
        [text for n, pair in enumerate(zip(LEFT * 3, RIGHT * 3, strict=True))
         for text in (Text(70, 120 + 14 * n, pair[0]), Text(310, 120 + 14 * n, pair[1]))],
        columns([([f"{n}."], ["Rysunek wykonuje konstruktor, a sprawdza go kierownik zmiany,", "zawsze na papierze."])
                 for n in range(1, 7)], (70, 95)),
        columns([(["•"], ["Rysunek wykonuje konstruktor, a sprawdza go kierownik,", "zawsze na papierze."])] * 5, (70, 95)),
    ],
    ids=["prose", "indented paragraphs", "a newspaper's columns", "a numbered list", "bullets"],
)  # fmt: skip
def test_other_pages_are_read_as_before(
    tmp_path: Path, page: list[Text], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = read(tmp_path, page)
    monkeypatch.setattr("textmine.ingest.pdf.with_columns", lambda pages: None)
    assert turns(found) == turns(read(tmp_path, page))


def test_labels_with_a_colon_and_a_hanging_indent(tmp_path: Path) -> None:
    rows = [([f"{who[0][0]}:"], words) for who, words in TALK]
    document = read(tmp_path, columns(rows, (70, 100)))
    assert turns(document) == [(label[0].rstrip(":"), " ".join(words)) for label, words in rows]


def test_a_ligature_is_read_once() -> None:
    """pdfplumber lists a char of two letters twice when it puts lines together."""
    chars = [
        {"text": text, "x0": start, "x1": start + 6.0, "size": 11.0}
        for text, start in (("s", 70.0), ("fi", 76.0), ("fi", 76.0), ("a", 82.0), ("M", 130.0))
    ]
    assert [part["text"] for part in _parts(chars)] == ["sfia", "M"]
