"""The Word document: real headings, contents, captions, tables and pictures, as Word's own library and LibreOffice see them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from office import converted, words_of
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.codebook import parse_codebook
from textmine.report import write

SAID = [
    Said("Od wiosny brakuje nam spawaczy.", ("bariery.kadry", "potrzeby.szkolenia"), speaker="R1", time=75.0),
    Said("Przydałby się kurs dla operatorów.", ("potrzeby.szkolenia",), speaker="R2"),
    Said("Z politechniką badamy powłoki.", ("wspolpraca.nauka",), document="W02.txt", group="samorzad"),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("document")
    return write("docx", make_analysis(SAID, topic="ludzie"), CODEBOOK, folder / "report.docx")


@pytest.fixture(scope="module")
def document(path: Path) -> Any:
    return docx.Document(str(path))


def of_style(document: Any, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_headings_are_real(document: Any) -> None:
    assert of_style(document, "Heading 1") == [
        "Przegląd",
        "Grupy rozmówców",
        "Tematy i kody według grup",
        "Kody i cytaty",
        "Czynniki rozwoju",
        "Tematy modelowane",
        "Metoda i ograniczenia",
    ]
    second = of_style(document, "Heading 2")
    assert second[:2] == ["Przedsiębiorstwa", "Samorząd i administracja"]
    assert "Bariery: Kadry i kwalifikacje" in second and "Kapitał ludzki i edukacja" in second


def test_the_contents_name_the_headings_and_lead_to_them(document: Any) -> None:
    body = document.element.body
    entries = [(link.text, link.get(qn("w:anchor"))) for link in body.iter(qn("w:hyperlink"))]
    headings = [p for p in document.paragraphs if p.style.name in {"Heading 1", "Heading 2"}]
    assert [text for text, _ in entries] == [heading.text for heading in headings]
    marks = [heading._p.find(qn("w:bookmarkStart")).get(qn("w:name")) for heading in headings]
    assert [anchor for _, anchor in entries] == marks
    fields = [part.text for part in body.iter(qn("w:instrText"))]
    assert sum(text.strip().startswith("TOC ") for text in fields) == 1, "Word can fill the contents anew"


def test_fields_begin_and_end(document: Any) -> None:
    kinds = [part.get(qn("w:fldCharType")) for part in document.element.body.iter(qn("w:fldChar"))]
    depth = 0
    for kind in kinds:
        depth += {"begin": 1, "separate": 0, "end": -1}[kind]
        assert depth in {0, 1}
    assert depth == 0 and kinds


def test_captions_are_numbered_and_pictures_are_described(document: Any) -> None:
    captions = of_style(document, "Caption")
    for kind in ("Tabela", "Rysunek"):
        numbered = [text for text in captions if text.startswith(kind)]
        assert [text.split(".")[0] for text in numbered] == [f"{kind} {n + 1}" for n in range(len(numbered))]
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == len([text for text in captions if text.startswith("Rysunek")]) >= 5
    assert all(len(picture.get("descr")) > 20 for picture in pictures)


def test_no_picture_is_larger_than_its_page(tmp_path: Path) -> None:
    themes = "".join(
        f"  t{n}: {{codes: {{a: {{definition: d}}, b: {{definition: d}}}}}}\n" for n in range(20)
    )
    book = parse_codebook(f"themes:\n{themes}factors: {{f: {{codes: [t0.a]}}}}", where="codebook.yaml")
    analysis = make_analysis([Said("Tak.", tuple(code.id for code in book.codes))])
    made = docx.Document(str(write("docx", analysis, book, tmp_path / "r.docx")))
    tall = [shape.height.cm for shape in made.inline_shapes]
    assert max(tall) <= 21.1
    assert all(shape.width.cm <= 16.1 for shape in made.inline_shapes)


def test_every_table_has_a_caption_and_a_head_that_comes_back(document: Any) -> None:
    captions = [text for text in of_style(document, "Caption") if text.startswith("Tabela")]
    assert len(document.tables) == len(captions)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_quotes_are_verbatim_with_their_citations(document: Any) -> None:
    quotes, sources = of_style(document, "Quote"), of_style(document, "Source")
    assert "„Od wiosny brakuje nam spawaczy.”" in quotes
    assert "[W01, przedsiębiorstwo, R1, 00:01:15]" in sources
    assert len(quotes) == len(sources)


def test_factors_stand_side_by_side(document: Any) -> None:
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    place = heads.index(["Bariery", "Potrzeby", "Współpraca"])
    tables = [t for t, head in zip(document.tables, heads, strict=True) if head == heads[place]]
    staff = next(
        table for table in tables if "Od wiosny brakuje nam spawaczy." in table.rows[1].cells[0].text
    )
    assert "Kadry i kwalifikacje: 1 wypowiedź, 1 rozmówca" in staff.rows[1].cells[0].text
    assert "Przydałby się kurs" in staff.rows[1].cells[1].text


# ECMA-376, part 1: Word calls a file damaged whose properties are in another order.
ORDER = {
    "w:pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "w:tblPr": "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "w:tblBorders": "top left bottom right insideH insideV",
    "w:tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "w:rPr": "rStyle rFonts b bCs i iCs color sz szCs lang",
}


@pytest.mark.parametrize("properties", ORDER)
def test_properties_are_in_the_order_of_the_schema(document: Any, properties: str) -> None:
    order = [qn(f"w:{name}") for name in ORDER[properties].split()]
    found = list(document.element.body.iter(qn(properties)))
    assert found
    for element in found:
        places = [order.index(child.tag) for child in element]
        assert places == sorted(places), etree.tostring(element)


def test_the_language_is_polish(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        styles = etree.fromstring(archive.read("word/styles.xml"))
    assert {lang.get(qn("w:val")) for lang in styles.iter(qn("w:lang"))} == {"pl-PL"}


def test_libreoffice_reads_it_whole(path: Path, tmp_path: Path) -> None:
    pages = words_of(converted(path, "pdf", tmp_path))
    whole = " ".join("\n".join(pages).split())
    assert len(pages) >= 8
    assert "Spis treści" in pages[0] and "Kapitał ludzki i edukacja" in pages[0]
    assert "„Od wiosny brakuje nam spawaczy.”" in whole
    assert f"Strona {len(pages)} z {len(pages)}" in pages[-1]
    assert "Rysunek 1. Ile na 100 wypowiedzi" in whole


def test_nothing_said_is_a_document_too(tmp_path: Path) -> None:
    made = docx.Document(
        str(write("docx", make_analysis([Said("Pogoda ładna.")]), CODEBOOK, tmp_path / "r.docx"))
    )
    assert "Żadna wypowiedź nie dostała kodu." in [p.text for p in made.paragraphs]
    assert of_style(made, "Quote") == []
