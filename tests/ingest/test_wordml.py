"""Word documents that are one XML file, under the names that they come with."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_files import W_NS, paragraph, run, word

from textmine import ingest
from textmine.records import Document

SPACES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
    ' xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
)
NOTE = '<aml:annotation aml:id="1" w:type="Word.{}"><aml:content>{}</aml:content></aml:annotation>'
LIST = '<w:pPr><w:listPr><wx:t wx:val="{}"/></w:listPr></w:pPr>'


def wordml(*blocks: str) -> str:
    """The XML of Word 2003."""
    return (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f"<w:wordDocument {SPACES}><w:body><wx:sect>{''.join(blocks)}</wx:sect></w:body></w:wordDocument>"
    )


def flat(document: str) -> str:
    """A .docx as one XML file."""
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return (
        f'<?xml version="1.0"?><pkg:package xmlns:pkg="{space}"><pkg:part pkg:name="/word/document.xml">'
        f"<pkg:xmlData>{document}</pkg:xmlData></pkg:part>"
        '<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>!</pkg:binaryData></pkg:part></pkg:package>'
    )


def read(folder: Path, text: str, name: str) -> Document:
    path = folder / name
    path.write_bytes(text.encode())
    document = ingest.read(path)
    assert document.conservation is not None
    assert document.conservation.missing == 0
    return document


@pytest.mark.parametrize("name", ["a.doc", "a.xml", "a.docx"])
def test_word_2003(tmp_path: Path, name: str) -> None:
    deleted = NOTE.format("Deletion", "<w:r><w:delText>starego </w:delText></w:r>")
    comment = NOTE.format("Comment", paragraph("sprawdzić"))
    note = f"<w:r><w:footnote>{paragraph('przypisany')}</w:footnote></w:r>"
    inserted = NOTE.format("Insertion", run("nowego"))
    body = wordml(
        f"<w:p>{LIST.format('M:')}{run('Kto?')}</w:p>",
        f"<w:p>{LIST.format('R1:')}{run('Chcę ')}{deleted}{inserted}{comment}{note}{run(' pieca.')}</w:p>",
        f"<w:p>{LIST.format('1.')}{run('I już.')}</w:p>",
        paragraph("M: Co?"),
    )
    document = read(tmp_path, body, name)
    assert [(turn.speaker, turn.text) for turn in document.turns] == [
        ("M", "Kto?"),
        ("R1", "Chcę nowego pieca.\nI już."),
        ("M", "Co?"),
    ]
    assert sorted(document.aside) == [
        "komentarz: sprawdzić",
        "przypis: przypisany",
        "usunięte w rejestrze zmian: starego",
    ]


def test_a_docx_in_one_file(tmp_path: Path) -> None:
    document = read(tmp_path, flat(word(paragraph("M: Kto?") + paragraph("R: Ja."))), "a.xml")
    assert W_NS in flat(word(""))
    assert [turn.text for turn in document.turns] == ["Kto?", "Ja."]
