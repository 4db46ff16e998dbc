"""Small real files for the tests of the readers, made of bytes, zip parts and a spreadsheet writer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

import xlsxwriter

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of the parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def run(text: str, *, bold: bool = False, hidden: bool = False) -> str:
    """A run of a Word paragraph."""
    marks = ("<w:b/>" if bold else "") + ("<w:vanish/>" if hidden else "")
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """A Word paragraph of runs; a string that is no markup becomes a run."""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """A Word table of rows of texts."""
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
        )
        + "</w:tbl>"
    )


def word(text: str) -> str:
    """A part of a Word document whose body is `text`."""
    return f'<w:document xmlns:w="{W_NS}"><w:body>{text}</w:body></w:document>'


def docx(*blocks: str, **parts: str) -> bytes:
    """A Word document; a block that is no markup becomes a paragraph. `numbering="…"` is word/numbering.xml."""
    body = "".join(block if block.startswith("<") else paragraph(block) for block in blocks)
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": word(body),
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def odt(body: str, *, styles: str = "", pages: str = "", **parts: str) -> bytes:
    """An OpenDocument text with `body` inside office:text, automatic `styles`, and `pages` as its styles.xml."""
    spaces = " ".join(
        f'xmlns:{prefix}="{ODF}{name}:1.0"'
        for prefix, name in {
            "office": "office",
            "text": "text",
            "table": "table",
            "style": "style",
            "draw": "drawing",
            "fo": "xsl-fo-compatible",
        }.items()
    )
    content = (
        f'<office:document-content {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
        | ({"styles.xml": pages} if pages else {})
        | {name.replace("__", "/") + ".xml": text for name, text in parts.items()}
    )


def xlsx(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook of sheets of rows."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


def ods(rows: Sequence[Sequence[str]], *, manifest: str = "<manifest/>", cut: int = 0) -> bytes:
    """An OpenDocument spreadsheet of one sheet; `cut` characters are missing at its end."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{ODF}office:1.0"'
        f' xmlns:table="{ODF}table:1.0" xmlns:text="{ODF}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="A">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content[: len(content) - cut],
            "META-INF/manifest.xml": manifest,
        }
    )
