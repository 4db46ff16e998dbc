"""A Word document with one marker word for every feature that can hold words: none is lost, each is where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from ingest_files import W_NS, docx, paragraph, run, table, word, zipped

from textmine import ingest
from textmine.records import Document

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPACES = (
    f'xmlns:w="{W_NS}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def styled(text: str, style: str) -> str:
    """A run in a character style."""
    return f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:t>{text}</w:t></w:r>'


def box(text: str) -> str:
    """The content of a text box."""
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


def control(inner: str, properties: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def field(text: str) -> str:
    """A complex field whose result is `text`."""
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText>kodpola</w:instrText></w:r>"
    return f"{char.format('begin')}{code}{char.format('separate')}{run(text)}{char.format('end')}"


BOXES = (
    "<w:r><mc:AlternateContent>"
    f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box("wramce")}</wps:txbx></w:drawing></mc:Choice>'
    f"<mc:Fallback><w:pict><v:textbox>{box('wramce')}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
RUBY = (
    f"<w:r><w:ruby><w:rt>{run('nadtekstem')}</w:rt><w:rubyBase>{run('podstawa')}</w:rubyBase></w:ruby></w:r>"
)
MATH = "<m:oMath><m:f><m:num><m:r><m:t>licznik</m:t></m:r></m:num><m:den><m:r><m:t>mianownik</m:t></m:r></m:den></m:f></m:oMath>"
PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="opisany"/></wp:inline></w:drawing></w:r>'
)
DRAWN = "<w:r><w:drawing><a:graphic><a:p><a:r><a:t>narysowany</a:t></a:r></a:p></a:graphic></w:drawing></w:r>"
WATERMARK = '<w:p><w:r><w:pict><v:shape><v:textpath string="POUFNE"/></v:shape></w:pict></w:r></w:p>'
OLD_BRANCH = f"<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback>{run('rezerwowy')}</mc:Fallback></mc:AlternateContent></w:r>"
# One row a feature: (marker, the paragraphs that hold it). These are spoken.
SPOKEN = [
    ("zwykly", paragraph("zwykly")),
    ("wstawiony", paragraph(f'<w:ins w:id="1">{run("wstawiony")}</w:ins>')),
    ("przeniesiony", paragraph(f'<w:moveTo w:id="2">{run("przeniesiony")}</w:moveTo>')),
    ("wkontrolce", paragraph(control(run("wkontrolce")))),
    ("kontrolkablokowa", control(paragraph("kontrolkablokowa"))),
    ("odsylacz", paragraph(f'<w:hyperlink r:id="x">{run("odsylacz")}</w:hyperlink>')),
    ("polaproste", paragraph(f'<w:fldSimple w:instr="REF a">{run("polaproste")}</w:fldSimple>')),
    ("wynikpola", paragraph(field("wynikpola"))),
    ("inteligentny", paragraph(f'<w:smartTag w:element="x">{run("inteligentny")}</w:smartTag>')),
    ("wlasnyxml", paragraph(f'<w:customXml w:element="x">{run("wlasnyxml")}</w:customXml>')),
    ("blokwlasny", f'<w:customXml w:element="x">{paragraph("blokwlasny")}</w:customXml>'),
    ("odprawej", paragraph(f'<w:dir w:val="rtl">{run("odprawej")}</w:dir>')),
    ("nadpisany", paragraph(f'<w:bdo w:val="ltr">{run("nadpisany")}</w:bdo>')),
    ("podstawa", paragraph(RUBY)),
    ("licznik", paragraph(MATH)),
    ("mianownik", paragraph("i tyle")),
    ("wramce", paragraph(run("ramka "), BOXES)),
    ("staraRamka", paragraph(f"<w:r><w:pict><v:textbox>{box('staraRamka')}</v:textbox></w:pict></w:r>")),
    ("wtabeli", table(("wtabeli", "wdrugiej"))),
    ("wdrugiej", paragraph("dalej")),
    ("zagniezdzony", f"<w:tbl><w:tr><w:tc>{table(('zagniezdzony',))}</w:tc></w:tr></w:tbl>"),
    ("wierszkontrolki", f"<w:tbl>{control('<w:tr><w:tc>' + paragraph('wierszkontrolki') + '</w:tc></w:tr>')}</w:tbl>"),
    ("potabulatorze", paragraph("<w:r><w:tab/><w:t>potabulatorze</w:t></w:r>")),
    ("polamaniu", paragraph("<w:r><w:br/><w:t>polamaniu</w:t></w:r>")),
    ("biało-czerwony", paragraph("<w:r><w:t>biało</w:t><w:noBreakHyphen/><w:t>czerwony</w:t></w:r>")),
    ("dzielony", paragraph("<w:r><w:t>dzie</w:t><w:softHyphen/><w:t>lony</w:t></w:r>")),
    ("miękki", paragraph("mięk\u00adki")),
    ("✓", paragraph('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>')),
    ("widoczny", paragraph('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>widoczny</w:t></w:r>')),
    ("kapitaliki", paragraph("<w:r><w:rPr><w:smallCaps/></w:rPr><w:t>kapitaliki</w:t></w:r>")),
    ("scalony", paragraph(run("sca"), properties="<w:rPr><w:del/></w:rPr>") + paragraph("lony")),
    ("wyboru", paragraph(f"<mc:AlternateContent><mc:Choice>{run('wyboru')}</mc:Choice></mc:AlternateContent>")),
    ("rezerwowy", paragraph(OLD_BRANCH)),
    ("Krok A:", paragraph("numerowany", properties=NUMBERED)),
    ("osadzony", '<w:altChunk r:id="osad"/>'),
]  # fmt: skip
# These are kept aside: (marker, the kind under which it is found, where it stands).
BESIDE = [
    ("usuniety", "usunięte w rejestrze zmian", paragraph("<w:del><w:r><w:delText>usuniety</w:delText></w:r></w:del>")),
    ("wierszusuniety", "usunięte w rejestrze zmian",
     f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('wierszusuniety')}</w:tc></w:tr></w:tbl>"),
    ("ukryty", "tekst ukryty", paragraph(run("ukryty", hidden=True))),
    ("stylukryty", "tekst ukryty", paragraph(styled("stylukryty", "Ukryty"))),
    ("nadtekstem", "adnotacja nad tekstem", ""),
    ("zastepczy", "tekst zastępczy pola", paragraph(control(run("zastepczy"), "<w:showingPlcHdr/>"))),
    ("opisany", "opis obrazu", paragraph(PICTURE)),
    ("narysowany", "tekst rysunku", paragraph(DRAWN)),
    ("komentowany", "komentarz", ""),
    ("przypisany", "przypis", ""),
    ("koncowy", "przypis końcowy", ""),
    ("nagłówkowy", "nagłówek strony", ""),
    ("POUFNE", "opis obrazu", ""),
    ("stopkowy", "stopka strony", ""),
    ("nawykresie", "tekst wykresu", ""),
]  # fmt: skip
STYLES = (
    f"<w:styles {SPACES}>"
    '<w:style w:type="character" w:styleId="Ukryty"><w:name w:val="ukryty"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Pytanie"><w:name w:val="pytanie"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Dalsze"><w:name w:val="dalsze"/><w:basedOn w:val="Pytanie"/></w:style>'
    "</w:styles>"
)
NUMBERING = (
    f"<w:numbering {SPACES}>"
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="Krok %1:"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="Etap %1/%2:"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="8"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)
LINKS = '<Relationships><Relationship Id="osad" Target="osad.htm"/></Relationships>'


def document(body: str) -> bytes:
    """The archive of the document with all its parts."""

    def story(name: str, inner: str) -> str:
        return f"<w:{name} {SPACES}>{inner}</w:{name}>"

    chart = f"<c:chartSpace {SPACES}><a:p><a:r><a:t>nawykresie</a:t></a:r></a:p></c:chartSpace>"
    note = "<w:{0} w:id='1'>{1}</w:{0}>"
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": story("document", f"<w:body>{body}</w:body>"),
            "word/styles.xml": STYLES,
            "word/numbering.xml": NUMBERING,
            "word/_rels/document.xml.rels": LINKS,
            "word/osad.htm": "<html><body><p>osadzony</p></body></html>",
            "word/comments.xml": story("comments", note.format("comment", paragraph("komentowany"))),
            "word/footnotes.xml": story("footnotes", note.format("footnote", paragraph("przypisany"))),
            "word/endnotes.xml": story("endnotes", note.format("endnote", paragraph("koncowy"))),
            "word/header2.xml": story("hdr", paragraph("nagłówkowy") + WATERMARK),
            "word/footer1.xml": story("ftr", paragraph("stopkowy")),
            "word/charts/chart1.xml": chart,
        }
    )


@pytest.fixture
def reader(tmp_path: Path) -> Callable[[bytes], Document]:
    def read(raw: bytes) -> Document:
        path = tmp_path / "a.docx"
        path.write_bytes(raw)
        return ingest.read(path)

    return read


@pytest.fixture
def whole(reader: Callable[[bytes], Document]) -> Document:
    moved = paragraph(f'<w:moveFrom w:id="2">{run("przeniesiony")}</w:moveFrom>')
    body = "".join(inner for _, inner in SPOKEN) + moved + "".join(inner for _, _, inner in BESIDE)
    return reader(
        document(paragraph("M: Kto zacznie?") + paragraph("R: Ja.") + body + paragraph("M: Dziękuję."))
    )


def test_there_are_enough_features() -> None:
    assert len(SPOKEN) + len(BESIDE) >= 45
    markers = [marker for marker, *_ in (*SPOKEN, *BESIDE)]
    assert len(set(markers)) == len(markers)


def test_every_marker_is_spoken_once(whole: Document) -> None:
    spoken = "\n".join(turn.text for turn in whole.turns)
    found = {marker: spoken.count(marker) for marker, _ in SPOKEN}
    assert found == dict.fromkeys(found, 1)


def test_every_marker_beside_is_kept_under_its_name(whole: Document) -> None:
    spoken = "\n".join(turn.text for turn in whole.turns).split()
    for marker, kind, _ in BESIDE:
        assert marker not in spoken
        assert f"{kind}: {marker}" in whole.aside


def test_every_character_is_accounted_for(whole: Document) -> None:
    account = whole.conservation
    assert account is not None
    assert account.missing == 0
    assert {one.kind for one in account.dropped} == {
        "kody pól",
        "dawne miejsce przeniesionego tekstu",
        "powtórzenie dla starszych programów",
        "naprawa: usunięto miękkie łączniki",
    }
    assert not whole.warnings


@pytest.mark.parametrize("inner", [inner for _, inner in SPOKEN], ids=[marker for marker, _ in SPOKEN])
def test_the_account_of_each_feature_is_even(reader: Callable[[bytes], Document], inner: str) -> None:
    account = reader(document(paragraph("M: Kto?") + inner + paragraph("M: Kto jeszcze?"))).conservation
    assert account is not None
    assert account.missing == 0


def test_labels_of_lists_count_as_word_counts_them(reader: Callable[[bytes], Document]) -> None:
    def item(number: int, level: int) -> str:
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'

    places = [(7, 0), (7, 1), (7, 1), (7, 0), (7, 1), (8, 0), (8, 0)]
    text = reader(document("".join(paragraph("no", properties=item(*place)) for place in places))).text
    labels = [line.removesuffix(" no") for line in text.splitlines()]
    assert labels == ["Krok A:", "Etap A/iii:", "Etap A/iv:", "Krok B:", "Etap B/iii:", "Krok E:", "Krok F:"]


def test_bold_may_come_from_a_style(reader: Callable[[bytes], Document]) -> None:
    ask = [paragraph(text, properties=f'<w:pStyle w:val="{style}"/>')
           for text, style in (("Co robicie?", "Pytanie"), ("A dla kogo?", "Dalsze"))]  # fmt: skip
    turns = reader(document(ask[0] + paragraph("Odkuwki.") + ask[1] + paragraph("Dla kolei."))).turns
    assert [turn.role for turn in turns] == ["moderator", "respondent"] * 2


def test_italics_ask_where_nothing_is_bold(reader: Callable[[bytes], Document]) -> None:
    ask = "<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>Co {}?</w:t></w:r></w:p>"
    turns = reader(document(ask.format(1) + paragraph("To.") + ask.format(2) + paragraph("Tamto."))).turns
    assert [turn.role for turn in turns] == ["moderator", "respondent"] * 2


def test_cells_over_several_columns_keep_the_columns(reader: Callable[[bytes], Document]) -> None:
    wide = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{}</w:tc><w:tc>{}</w:tc></w:tr>'
    rows = table(("czas", "kto", "tekst"), ("0:01", "M", "Kto zaczyna?"), ("0:04", "R", "Może ja zacznę."))
    rows = rows.replace("</w:tbl>", wide.format(paragraph(""), paragraph("I mówię dalej.")) + "</w:tbl>")
    turns = reader(document(rows)).turns
    assert [(turn.speaker, turn.text) for turn in turns][-1] == ("R", "I mówię dalej.")


def test_columns_that_are_no_speech_are_kept_aside(reader: Callable[[bytes], Document]) -> None:
    rows = table(
        ("kto", "tekst", "notatka moja"), ("M", "Kto zaczyna?", "śmieje się"), ("R", "Może\u00ad ja.", "")
    )
    read = reader(document(rows))
    assert [turn.text for turn in read.turns] == ["Kto zaczyna?", "Może ja."]
    assert "komórka tabeli: śmieje się" in read.aside
    assert read.conservation is not None
    assert read.conservation.missing == 0
    assert [(read.text[one.start - 4 : one.start], one.before) for one in read.changes] == [
        ("Może", "\u00ad")
    ]


def test_the_strict_kind_of_the_standard_is_read(reader: Callable[[bytes], Document]) -> None:
    strict = word(paragraph("M: Kto?") + paragraph("R: Ja.")).replace(
        W_NS, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert [turn.text for turn in reader(zipped({"word/document2.xml": strict})).turns] == ["Kto?", "Ja."]


def test_a_chain_of_styles_that_bites_its_tail_ends(reader: Callable[[bytes], Document]) -> None:
    loop = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
        for one, other in ("AB", "BA")
    )
    raw = docx(
        paragraph("R: Tak.", properties='<w:pStyle w:val="A"/>'),
        styles=f"<w:styles {SPACES}>{loop}</w:styles>",
    )
    assert reader(raw).turns[0].text == "Tak."
