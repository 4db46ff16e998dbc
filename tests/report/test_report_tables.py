"""The exports are read back with other libraries and hold the rows of the evidence table."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.codebook import parse_codebook
from textmine.errors import ExportError
from textmine.evidence import COLUMNS, evidence, evidence_frame
from textmine.project import Project
from textmine.records import Analysis
from textmine.report import write
from textmine.report.tables import harmless

SHEETS = [
    "Dowody",
    "Tematy x grupy",
    "Kody x grupy",
    "Podsumowania",
    "Tematy modelowane",
    "Czynniki",
    "Kody",
    "Metoda",
]
FORMULAS = [
    '=HYPERLINK("http://zly.example","spawacze")',
    "+48 600 100 200 to nasz numer.",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9) nam nie pomoże.",
    "{=A1}",
    "=1+1",
]
TRICKY = [
    'Cudzysłów „polski” i "prosty", przecinek; średnik.',
    "Dwa\nwiersze jednej wypowiedzi.",
    "NA",
    "null",
    "007",
    "1e5",
    "Zażółć gęślą jaźń 😀.",
    "https://przyklad.pl/strona",
    "<b>nie gruby</b> & zwykły",
]


def read_csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, dtype={c: str for c in COLUMNS if c not in NUMBERS})


NUMBERS = ("start", "end", "confidence", "topic")


def read_sheet(path: Path, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)


def quoting(*texts: str) -> Analysis:
    return make_analysis([Said(text, ("bariery.kadry",)) for text in texts])


def test_csv_holds_the_evidence(finished: Project, tmp_path: Path) -> None:
    path = finished.export("csv", tmp_path / "dowody.csv")
    read, rows = read_csv(path), finished.evidence()
    assert tuple(read.columns) == COLUMNS
    for column in COLUMNS:
        if column != "topic":
            assert list(read[column]) == list(rows[column]), column
    assert b"\r" not in path.read_bytes()
    assert path.read_bytes().startswith(b'"evidence_id","document",')


def test_parquet_holds_the_evidence(finished: Project, tmp_path: Path) -> None:
    read = pd.read_parquet(finished.export("parquet", tmp_path / "dowody.parquet"))
    pd.testing.assert_frame_equal(read, finished.evidence())
    assert str(read["topic"].dtype) == "Int64"


def test_the_workbook_holds_the_evidence(finished: Project, tmp_path: Path) -> None:
    path = finished.export("xlsx", tmp_path / "dowody.xlsx")
    heading, *cells = read_sheet(path, "Dowody")
    rows = finished.evidence()
    found = pd.DataFrame(cells, columns=heading)
    for polish, column in [
        ("Cytat", "quote"),
        ("Kod", "code_label"),
        ("Źródło", "citation"),
        ("Zdanie przed", "before"),
        ("Dokument", "document"),
        ("Pewność", "confidence"),
        ("Identyfikator", "evidence_id"),
    ]:
        assert list(found[polish]) == list(rows[column]), polish
    assert set(found["Grupa"]) <= set(finished.codebook.groups.values())
    assert set(found["Status"]) == {"propozycja"}


def test_the_workbook_has_its_sheets(finished: Project) -> None:
    assert CalamineWorkbook.from_path(finished.paths.export("xlsx")).sheet_names == SHEETS


def test_the_quotes_can_be_read_filtered_and_scrolled(finished: Project) -> None:
    """What python-calamine does not read: filters, the frozen heading, widths, wrapped text, heights."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(finished.paths.export("xlsx")) as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        styles = etree.fromstring(archive.read("xl/styles.xml"))
    rows = len(finished.evidence())
    assert sheet.find(f"{main}autoFilter").get("ref") == f"A1:S{rows + 1}"
    pane = sheet.find(f".//{main}pane")
    assert (pane.get("state"), pane.get("ySplit"), pane.get("xSplit")) == ("frozen", "1", "1")
    assert float(sheet.find(f".//{main}col").get("width")) >= 60
    formats = styles.find(f"{main}cellXfs")
    for cell in sheet.iter(f"{main}c"):
        assert formats[int(cell.get("s"))].find(f"{main}alignment").get("wrapText") == "1"
    assert all(row.get("customHeight") == "1" for row in sheet.iter(f"{main}row"))


def test_the_sheet_of_codes_adds_up(finished: Project) -> None:
    heading, *cells = read_sheet(finished.paths.export("xlsx"), "Kody x grupy")
    *counts, whole = [place for place, name in enumerate(heading) if str(name).endswith(": wypowiedzi")]
    assert sum(int(row[place]) for row in cells[:-1] for place in counts) == len(finished.evidence())
    assert sum(int(row[whole]) for row in cells[:-1]) == len(finished.evidence())
    spoken = [unit.sentences for unit in finished.summarise().units]
    assert [int(cells[-1][place]) for place in (*counts, whole)] == [*spoken, sum(spoken)]


def test_the_sheet_of_summaries_says_what_the_summary_says(finished: Project) -> None:
    heading, *cells = read_sheet(finished.paths.export("xlsx"), "Podsumowania")
    table = finished.summarise()
    rows = {(row[0], row[1], row[2]): dict(zip(heading, row, strict=True)) for row in cells}
    assert len(rows) == len(table.units) * (len(CODEBOOK.codes) + len(CODEBOOK.themes))
    staff = rows["Przedsiębiorstwa", "Bariery", "Kadry i kwalifikacje"]
    assert (staff["Wypowiedzi"], staff["Rozmówcy"], staff["Z ilu"], staff["Dokumenty"]) == (1, 1, 1, 1)
    assert (staff["Udział rozmówców"], round(staff["Udział: od"], 4)) == (1, 0.2065)
    assert staff["Uwaga"] == "mała grupa: nie porównywać"
    assert str(staff["Typowe wypowiedzi"]).startswith("„Brakuje nam spawaczy")
    assert rows["Samorząd i administracja", "Bariery", "Kadry i kwalifikacje"]["Uwaga"].startswith(
        "nie pojawiło się"
    )


def test_factors_stand_side_by_side_in_the_workbook(finished: Project) -> None:
    heading, *cells = read_sheet(finished.paths.export("xlsx"), "Czynniki")
    rows = {(row[0], row[1]): dict(zip(heading, row, strict=True)) for row in cells}
    staff = rows["Kapitał ludzki i edukacja", "Wszyscy"]
    assert staff["Bariery: kody"] == "Kadry i kwalifikacje: 1 wypowiedź, 1 z 2 rozmówców"
    assert "Przydałoby się szkolenie" in str(staff["Potrzeby: cytaty"])
    assert {factor.label for factor in CODEBOOK.factors} == {name for name, who in rows if who == "Wszyscy"}


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_csv_is_a_formula(text: str, tmp_path: Path) -> None:
    analysis = make_analysis([Said(text, ("bariery.kadry",), speaker=text)], title=text)
    read = read_csv(write("csv", analysis, CODEBOOK, tmp_path / "d.csv"))
    assert not any(str(cell).startswith(("=", "+", "-", "@")) for cell in read.to_numpy().ravel())
    for column in ("quote", "speaker", "title"):
        assert read[column].iloc[0].removeprefix("'") == text, "nothing of the text is lost"


@given(st.one_of(st.text(max_size=8), st.integers(), st.none(), st.floats(allow_nan=False)))
def test_only_texts_that_a_spreadsheet_computes_are_touched(value: object) -> None:
    made = harmless(value)
    if isinstance(value, str) and value[:1] and value[0] in "=+-@\t\r":
        assert made == "'" + value
    else:
        assert made is value


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_workbook_is_a_formula(text: str, tmp_path: Path) -> None:
    analysis = make_analysis([Said(text, ("bariery.kadry",), speaker=text)], title=text, topic=text)
    path = write("xlsx", analysis, CODEBOOK, tmp_path / "d.xlsx")
    assert read_sheet(path, "Dowody")[1][0] == text, "a string cell is shown as it is"
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                content = archive.read(name)
                assert b"<f>" not in content and b"<f " not in content and b"<hyperlink" not in content


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_tricky_texts_come_back_as_they_were(form: str, tmp_path: Path) -> None:
    path = write(form, quoting(*TRICKY), CODEBOOK, tmp_path / f"d.{form}")
    if form == "csv":
        found = list(read_csv(path)["quote"])
    elif form == "parquet":
        found = list(pd.read_parquet(path)["quote"])
    else:
        found = [row[0] for row in read_sheet(path, "Dowody")[1:]]
    assert found == TRICKY


def test_signs_that_excel_calls_damage_are_replaced(tmp_path: Path) -> None:
    path = write("xlsx", quoting("Brakuje\x0b lu\x00dzi."), CODEBOOK, tmp_path / "d.xlsx")
    assert read_sheet(path, "Dowody")[1][0] == "Brakuje\ufffd lu\ufffddzi."


def test_a_text_that_is_longer_than_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    path = write("xlsx", quoting("bardzo " * 6000), CODEBOOK, tmp_path / "d.xlsx")
    cell = str(read_sheet(path, "Dowody")[1][0])
    assert len(cell) <= 32_767
    assert cell.startswith("bardzo bardzo") and cell.endswith("[…]")


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "html"])
def test_nothing_coded_gives_a_readable_file(form: str, tmp_path: Path) -> None:
    analysis = make_analysis([Said("Pogoda dziś ładna.")])
    path = write(form, analysis, CODEBOOK, tmp_path / f"d.{form}")
    if form == "csv":
        assert list(read_csv(path).columns) == list(COLUMNS) and len(read_csv(path)) == 0
    elif form == "parquet":
        assert pd.read_parquet(path).empty
    elif form == "xlsx":
        assert len(read_sheet(path, "Dowody")) == 1
    else:
        assert "Żadna wypowiedź nie dostała kodu." in path.read_text(encoding="utf-8")


OWN = {
    "one theme, no groups, no factors": "themes: {zycie: {codes: {dom: {definition: Dom}}}}",
    "seven themes": "groups: {"
    + ", ".join(f"g{n}: Grupa o bardzo długiej nazwie numer {n}" for n in range(9))
    + "}\nthemes:\n"
    + "".join(
        f"  t{n}: {{label: Temat {n}, codes: {{k: {{label: '<b>&$x_', definition: d}}}}}}\n" for n in range(7)
    )
    + "factors: {f: {label: Czynnik, codes: [t0.k, t6.k]}}",
}


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "html", "docx"])
@pytest.mark.parametrize("own", OWN)
def test_a_codebook_of_ones_own_is_reported(form: str, own: str, tmp_path: Path) -> None:
    codebook = parse_codebook(OWN[own], where="codebook.yaml")
    codes = tuple(code.id for code in codebook.codes)
    said = [
        Said(f"Zdanie {n}.", codes, speaker=f"R{n}", document=f"W{n}.txt", group=f"g{n}") for n in range(9)
    ]
    analysis = replace(make_analysis(said), groups=codebook.groups)
    assert write(form, analysis, codebook, tmp_path / f"d.{form}").stat().st_size > 500


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "html", "docx"])
def test_a_quote_that_is_not_verbatim_stops_every_export(form: str, tmp_path: Path) -> None:
    analysis = make_analysis([Said("Nic."), Said("Brakuje ludzi.", ("bariery.kadry",))], topic="x")
    moved = replace(analysis, sentences=(analysis.sentences[0], replace(analysis.sentences[1], start=3)))
    with pytest.raises(ExportError, match="nie zgadza się z tekstem"):
        write(form, moved, CODEBOOK, tmp_path / f"d.{form}")
    assert list(tmp_path.iterdir()) == [], "nothing half-written is left behind"


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "html", "docx"])
def test_the_same_results_give_the_same_file(form: str, tmp_path: Path) -> None:
    analysis = quoting("Brakuje spawaczy.", "=2")
    one = write(form, analysis, CODEBOOK, tmp_path / f"a.{form}").read_bytes()
    assert write(form, analysis, CODEBOOK, tmp_path / f"b.{form}").read_bytes() == one


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "html"])
def test_a_quote_that_is_not_verbatim_is_refused_and_the_old_file_stays(form: str, tmp_path: Path) -> None:

    good = quoting("Brakuje spawaczy.")
    path = write(form, good, CODEBOOK, tmp_path / f"d.{form}")
    before = path.read_bytes()
    bad = replace(good, sentences=(replace(good.sentences[0], text="Brakuje tokarzy."),))
    with pytest.raises(ExportError, match="nie zgadza się"):
        write(form, bad, CODEBOOK, path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name], "no temporary file is left"


def test_a_folder_is_no_output_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="folder") as caught:
        write("csv", quoting("Tak."), CODEBOOK, tmp_path)
    assert caught.value.where == str(tmp_path) and caught.value.remedy


def test_a_code_that_left_the_codebook_is_shown_by_its_id(tmp_path: Path) -> None:
    analysis = make_analysis([Said("Brakuje ludzi.", ("bariery.dawne",))])
    row = read_sheet(write("xlsx", analysis, CODEBOOK, tmp_path / "d.xlsx"), "Dowody")[1]
    assert row[1] == "bariery.dawne"
    assert list(evidence_frame(evidence(analysis, CODEBOOK))["code_label"]) == ["bariery.dawne"]


def test_speakers_are_written_with_their_share(tmp_path: Path) -> None:
    said = [Said("Brakuje ludzi.", ("bariery.kadry",), speaker="R1"), Said("Nie.", speaker="R2")]
    path = write("xlsx", make_analysis(said), CODEBOOK, tmp_path / "d.xlsx")
    cells = [str(cell) for row in read_sheet(path, "Tematy x grupy")[1:] for cell in row]
    assert "1 z 2" in cells and "0.5" in cells
