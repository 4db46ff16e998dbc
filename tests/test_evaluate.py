"""Hand coding: how it is read, how its sentences are found again, and what is counted."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import pytest

from textmine.agreement import Counts
from textmine.codebook import Codebook, parse_codebook
from textmine.errors import GoldError
from textmine.evaluate import (
    CONFUSION_COLUMNS,
    Confusion,
    calibration,
    compare_coders,
    confusion_csv,
    evaluate,
    taken_for,
)
from textmine.gold import GoldSentence, read_gold
from textmine.records import Analysis, Coding, Document, Method, Role, RunInfo, Sentence, Turn

BOOK = parse_codebook(
    """
themes:
  bariery:
    codes: {kadry: {definition: x}, rynek: {definition: x}}
  potrzeby:
    codes: {szkolenia: {definition: x}}
""",
    where="k",
)
# What is said, and the codes that the program gave.
SPOKEN = [
    ("Także w tym roku brakuje ludzi.", ["bariery.kadry"]),
    ("Tak.", []),
    ("Rynek siadł, a szkoleń brak.", ["bariery.rynek", "bariery.kadry"]),
    ("Przydałby się\nkurs spawania.", []),
    ("Pada deszcz.", ["potrzeby.szkolenia"]),
    ("Jest dobrze.", []),
]
GOLD = """document,sentence,codes,role,split
W01.txt,Także w tym roku brakuje ludzi.,bariery.kadry,respondent,measuring
W01.txt,Tak.,,respondent,measuring
W01.txt,"rynek siadł,  a szkoleń brak",bariery.rynek;potrzeby.szkolenia,respondent,measuring
W01.txt,Przydałby się kurs spawania.,potrzeby.szkolenia,respondent,measuring
W01.txt,Pada deszcz.,,respondent,tuning
W01.txt,Jest dobrze.,,respondent,tuning
"""


def analysis(spoken: list[tuple[str, list[str]]] = SPOKEN) -> Analysis:
    """One document, one sentence a text."""
    text, sentences, codings = "", [], []
    for index, (said, codes) in enumerate(spoken):
        start = len(text) + bool(text)
        text = f"{text} {said}" if text else said
        end = len(text)
        key = f"s{index}"
        sentences.append(Sentence(key, "W01.txt", 0, index, start, end, said, said, "R", Role.RESPONDENT))
        codings += [Coding(key, code, 0.9, Method.RULE, start, end, "r", "r") for code in codes]
    turn = Turn("R", Role.RESPONDENT, 0, len(text), text)
    document = Document("W01.txt", text, (turn,), "txt", "utf-8", "")
    run = RunInfo("p", "p", "e", "t", "")
    return Analysis((document,), {}, tuple(sentences), tuple(codings), None, {}, run)


def gold_file(folder: Path, text: str = GOLD) -> Path:
    file = folder / "gold.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_counts_by_hand(tmp_path: Path) -> None:
    result = evaluate(read_gold(gold_file(tmp_path), BOOK), analysis(), BOOK)
    assert result.sentences == 6 and result.not_found == () and result.moderators_coded == 0
    found = {code: (c.both, c.extra, c.missed, c.neither) for code, c in result.codes.items()}
    assert found == {
        "bariery.kadry": (1, 1, 0, 4),
        "bariery.rynek": (1, 0, 0, 5),
        "potrzeby.szkolenia": (0, 1, 2, 3),
    }
    themes = {theme: (c.both, c.extra, c.missed, c.neither) for theme, c in result.themes.items()}
    assert themes == {"bariery": (2, 0, 0, 4), "potrzeby": (0, 1, 2, 3)}
    # 2 right, 2 too many, 2 missed; with themes 2 right, 1 too many, 2 missed.
    assert result.micro_code.f1 == pytest.approx(0.5)
    assert result.micro_theme.f1 == pytest.approx(4 / 7)
    assert result.code_interval[0] <= 0.5 <= result.code_interval[1]
    # kadry: observed 5/6, expected (1·2 + 5·4) / 36; szkolenia: observed 3/6, expected (2·1 + 4·5) / 36.
    assert result.kappa["bariery.kadry"] == pytest.approx((30 - 22) / (36 - 22))
    assert result.kappa["potrzeby.szkolenia"] == pytest.approx((18 - 22) / (36 - 22))
    # kadry: 3 of 12 values are "yes", 2 coincidences differ: 1 - 2 / (2 · 3 · 9 / 11).
    assert result.alpha["bariery.kadry"] == pytest.approx(1 - 2 * 11 / 54)
    assert [(c.row, c.missed, c.extra) for c in result.confusions] == [
        (4, ("potrzeby.szkolenia",), ("bariery.kadry",)),
        (5, ("potrzeby.szkolenia",), ()),
        (6, (), ("potrzeby.szkolenia",)),
    ]


def test_one_part_only(tmp_path: Path) -> None:
    rows = read_gold(gold_file(tmp_path), BOOK)
    assert evaluate(rows, analysis(), BOOK, split="tuning").sentences == 2
    with pytest.raises(GoldError, match="Są części: measuring, tuning"):
        evaluate(rows, analysis(), BOOK, split="test")


def test_moderators_are_counted_apart() -> None:
    rows = [
        GoldSentence(2, "W01.txt", "Także w tym roku brakuje ludzi.", frozenset(), role="moderator"),
        GoldSentence(3, "W01.txt", "Jest dobrze.", frozenset()),
    ]
    result = evaluate(rows, analysis(), BOOK)
    assert (result.sentences, result.moderators_coded) == (1, 1)
    assert result.micro_code.f1 == 1.0


@pytest.mark.parametrize(
    ("gold", "place"),
    [
        ("Tak.", 1),  # not the beginning of „Także”
        ("ludzi", 0),
        ("Przydałby się kurs spawania", 3),
        ("„Pada deszcz!”", 4),
        ("PADA DESZCZ", 4),
    ],
)
def test_gold_sentences_are_found_by_their_words(gold: str, place: int) -> None:
    spoken = [(said, ["bariery.kadry"] if index == place else []) for index, (said, _) in enumerate(SPOKEN)]
    row = GoldSentence(2, "W01.txt", gold, frozenset({"bariery.kadry"}))
    result = evaluate([row], analysis(spoken), BOOK)
    assert (result.codes["bariery.kadry"].both, result.not_found) == (1, ())


def test_a_gold_sentence_may_span_two_of_ours_or_half_of_one() -> None:
    spoken = [("Brakuje ludzi.", ["bariery.kadry"]), ("I rynku.", ["bariery.rynek"])]
    both = frozenset({"bariery.kadry", "bariery.rynek"})
    assert (
        evaluate(
            [GoldSentence(2, "W01.txt", "Brakuje ludzi. I rynku.", both)], analysis(spoken), BOOK
        ).confusions
        == ()
    )
    one = [("Brakuje ludzi, a rynek siadł.", ["bariery.kadry"])]
    rows = [GoldSentence(2, "W01.txt", "Brakuje ludzi", frozenset({"bariery.kadry"}))]
    assert evaluate(rows, analysis(one), BOOK).confusions == ()


def test_a_sentence_that_is_said_twice_is_taken_in_order() -> None:
    spoken = [("Brakuje ludzi.", ["bariery.kadry"]), ("Aha.", []), ("Brakuje ludzi.", [])]
    rows = [
        GoldSentence(2, "W01.txt", "Brakuje ludzi.", frozenset({"bariery.kadry"})),
        GoldSentence(3, "W01.txt", "Brakuje ludzi.", frozenset()),
    ]
    assert evaluate(rows, analysis(spoken), BOOK).confusions == ()


def test_what_is_not_in_the_project_is_told() -> None:
    here = GoldSentence(2, "W01.txt", "Jest dobrze.", frozenset())
    lost = [
        GoldSentence(3, "W01.txt", "Tego nikt nie powiedział.", frozenset()),
        GoldSentence(4, "W02.txt", "Jest dobrze.", frozenset()),
        GoldSentence(5, "W01.txt", "?!", frozenset()),
    ]
    assert evaluate([here, *lost], analysis(), BOOK).not_found == (3, 4, 5)
    with pytest.raises(GoldError, match="Żadnego ze zdań nie ma w projekcie"):
        evaluate(lost, analysis(), BOOK)


@pytest.mark.parametrize(
    "text",
    [
        GOLD,
        "\ufeff" + GOLD,
        GOLD.replace("\n", "\r\n"),
        unicodedata.normalize("NFD", GOLD),
        GOLD.replace("document,sentence,codes", "Document, sentence ,CODES"),
        GOLD + ",,,,\n\n",
    ],
    ids=["plain", "bom", "crlf", "nfd", "header", "empty rows"],
)
def test_forms_of_the_same_file(tmp_path: Path, text: str) -> None:
    rows = read_gold(gold_file(tmp_path, text), BOOK)
    assert [row.row for row in rows] == [2, 3, 4, 5, 6, 7]
    assert rows[2] == GoldSentence(
        4,
        "W01.txt",
        "rynek siadł,  a szkoleń brak",
        frozenset({"bariery.rynek", "potrzeby.szkolenia"}),
        "respondent",
        "measuring",
    )


@pytest.mark.parametrize(
    "text",
    [
        "document;sentence;codes\nW01.txt;Tak, tak.;bariery.kadry, bariery.rynek\n",
        "document\tsentence\tcodes\nW01.txt\tTak, tak.\tbariery.kadry|bariery.rynek\n",
        'codes,sentence,document\n"bariery.kadry; bariery.rynek","Tak, tak.",W01.txt\n',
    ],
    ids=["semicolons", "tabs", "order"],
)
def test_delimiters(tmp_path: Path, text: str) -> None:
    codes = frozenset({"bariery.kadry", "bariery.rynek"})
    assert read_gold(gold_file(tmp_path, text), BOOK) == [GoldSentence(2, "W01.txt", "Tak, tak.", codes)]


HEAD = "document,sentence,codes\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("document,text,codes\na,b,\n", 1, "Brak kolumn: sentence."),
        (
            HEAD + "a,b,\na,c,bariery.kadra\n",
            3,
            "Nieznany kod „bariery.kadra”. Czy chodziło o „bariery.kadry”?",
        ),
        (HEAD + 'a,"b\nb",\n\na,c,zzz\n', 5, "Nieznany kod „zzz”. Kody są w codebook.yaml."),
        (HEAD + "a,,bariery.kadry\n", 2, "Wiersz nie ma zdania."),
        (HEAD + 'a,b,\na,"' + "c" * 140_000, 3, "To nie jest poprawny CSV"),
    ],
    ids=["column", "code", "line", "sentence", "quote"],
)
def test_complaints_name_the_row(tmp_path: Path, text: str, line: int, said: str) -> None:
    file = gold_file(tmp_path, text)
    with pytest.raises(GoldError) as caught:
        read_gold(file, BOOK)
    assert str(caught.value).startswith(f"{file}, wiersz {line}: ")
    assert said in str(caught.value)


@pytest.mark.parametrize("content", [b"", HEAD.encode(), bytes(range(256)) * 4])
def test_files_that_cannot_be_used(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "gold.csv"
    file.write_bytes(content)
    with pytest.raises(GoldError) as caught:
        read_gold(file, BOOK)
    assert caught.value.remedy


def test_a_missing_file(tmp_path: Path) -> None:
    book: Codebook = BOOK
    with pytest.raises(GoldError, match="Nie można odczytać"):
        read_gold(tmp_path / "brak.csv", book)


def test_a_csv_of_a_polish_excel_is_read(tmp_path: Path) -> None:
    file = tmp_path / "gold.csv"
    file.write_bytes("document;sentence;codes\na;Zażółć gęślą jaźń.;\n".encode("cp1250"))
    [row] = read_gold(file, BOOK)
    assert row.text == "Zażółć gęślą jaźń."


def test_themes_and_codes_have_their_own_coefficients(tmp_path: Path) -> None:
    result = evaluate(read_gold(gold_file(tmp_path), BOOK), analysis(), BOOK)
    assert set(result.kappa) == set(result.alpha) == set(result.intervals) == {
        "bariery", "bariery.kadry", "bariery.rynek", "potrzeby", "potrzeby.szkolenia"
    }  # fmt: skip
    # Both agree on all six sentences whether it speaks of barriers.
    assert result.kappa["bariery"] == result.alpha["bariery"] == 1.0
    # potrzeby.szkolenia: gold says it of two sentences, the program of a third: 3 of 6 alike, 20/36 by chance.
    assert result.kappa["potrzeby.szkolenia"] == pytest.approx((3 / 6 - 22 / 36) / (1 - 22 / 36))
    low, high = result.intervals["bariery.rynek"]
    assert (low, high) == (1.0, 1.0)


def test_the_calibration_table_counts_what_is_right() -> None:
    found = calibration([(0.55, True), (0.58, False), (0.97, True), (1.0, True), (0.5, False)])
    assert [(row.low, row.high, row.codings, row.right) for row in found] == [
        (0.5, 0.6, 3, 1),
        (0.95, 1.0, 2, 2),
    ]
    assert found[0].mean == pytest.approx((0.55 + 0.58 + 0.5) / 3) and found[0].share == pytest.approx(1 / 3)
    assert found[1].interval[0] == pytest.approx(0.342, abs=0.001)


def test_the_program_is_calibrated_on_its_own_codings(tmp_path: Path) -> None:
    result = evaluate(read_gold(gold_file(tmp_path), BOOK), analysis(), BOOK)
    # Four codings of 0.9, two of them as in the file.
    assert [(row.codings, row.right) for row in result.calibration] == [(4, 2)]


SECOND = """document,sentence,codes
W01.txt,Tak.,
W01.txt,"Rynek siadł, a szkoleń brak.",bariery.rynek
W01.txt,Jest dobrze.,bariery.kadry
W01.txt,Tego nikt nie powiedział.,
W01.txt,Także w tym roku BRAKUJE ludzi,bariery.kadry
"""


def test_two_people(tmp_path: Path) -> None:
    first = read_gold(gold_file(tmp_path), BOOK)
    (tmp_path / "b").mkdir()
    second = read_gold(gold_file(tmp_path / "b", SECOND), BOOK)
    result = compare_coders(first, second, BOOK)
    assert result.sentences == 4 and result.not_found == (5, 6) and result.only_second == (5,)
    assert result.micro_code == Counts(2, 1, 1, 8)
    assert [(c.row, c.missed, c.extra) for c in result.confusions] == [
        (4, ("potrzeby.szkolenia",), ()),
        (7, (), ("bariery.kadry",)),
    ]
    assert result.calibration == ()
    back = compare_coders(second, first, BOOK)
    assert (back.kappa, back.micro_code.f1) == (result.kappa, result.micro_code.f1)


def test_two_people_with_nothing_in_common(tmp_path: Path) -> None:
    first = read_gold(gold_file(tmp_path), BOOK)
    other = read_gold(gold_file(tmp_path, "document,sentence,codes\nX.txt,Tak.,\n"), BOOK)
    with pytest.raises(GoldError, match="wspólnych zdań"):
        compare_coders(first, other, BOOK)


def test_sentences_said_twice_are_compared_in_order() -> None:
    twice = [
        GoldSentence(2, "a", "Tak.", frozenset({"bariery.kadry"})),
        GoldSentence(3, "a", "tak", frozenset()),
    ]
    result = compare_coders(twice, twice, BOOK)
    assert result.confusions == () and result.sentences == 2


def test_codes_that_are_taken_for_each_other() -> None:
    def confusion(gold: str, tested: str) -> Confusion:
        return Confusion(1, "a", "x", tuple(gold.split()), tuple(tested.split()))

    found = taken_for(
        [
            confusion("a", "b"),
            confusion("a", "b"),
            confusion("b", "a"),
            confusion("a", ""),
            confusion("a c", "b c"),
        ]
    )
    assert found == [("a", "b", 3), ("b", "a", 1)]


def test_differences_as_csv_are_harmless_to_a_spreadsheet() -> None:
    text = confusion_csv([Confusion(4, "W01.txt", '=1+1; "x"', ("a", "b"), ("b", "c"))])
    header, row = csv.reader(io.StringIO(text))
    assert tuple(header) == CONFUSION_COLUMNS
    assert row == ["4", "W01.txt", '\'=1+1; "x"', "a;b", "b;c", "a", "c"]
