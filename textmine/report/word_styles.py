"""How a report looks in Word: page, language, fonts, styles."""

from __future__ import annotations

from typing import Any

from textmine.report.word_parts import field, qualified

BRAND, SOFT, INK = "1F4E5F", "55616B", "1C2227"
# Everywhere, or with letters of the same widths under another name.
FONT = "Arial"
# (name, points, room before)
_HEADINGS = (("Title", 26, 0), ("Heading 1", 18, 18), ("Heading 2", 14, 14), ("Heading 3", 11.5, 10))
# (name, points, room after, colour): ours, beside the ones that Word has.
_OWN = (
    ("Source", 9, 8, SOFT),
    ("Note", 9.5, 6, SOFT),
    ("Cell", 9.5, 1, None),
    ("Cell Small", 8.5, 1, None),
    ("After Table", 6, 4, None),
    ("toc 1", 11, 2, None),
    ("toc 2", 10, 1, None),
)


def arrange(document: Any, title: str) -> None:
    """A4 with margins of 2.5 cm, the title above and the page's number below."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.3)
    section.header.paragraphs[0].text = title
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot.add_run("Strona ")
    field(foot, " PAGE ", "1")
    foot.add_run(" z ")
    field(foot, " NUMPAGES ", "1")


def dress(styles: Any) -> None:
    """Set the language, Word's styles that are used, and ours."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    for found in styles.element.iter(qualified("w:lang")):
        found.set(qualified("w:val"), "pl-PL")
    _font(styles["Normal"], 10.5)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size, before in _HEADINGS:
        _font(styles[name], size, colour=BRAND, bold=True)
        styles[name].paragraph_format.space_before = Pt(before)
        styles[name].paragraph_format.space_after = Pt(4)
    _font(styles["TOC Heading"], 16, colour=BRAND, bold=True)
    _font(styles["Subtitle"], 12, colour=SOFT, italic=False)
    for name in ("Title", "Subtitle"):
        properties = styles[name].element.rPr
        for spacing in properties.findall(qualified("w:spacing")):
            properties.remove(spacing)
    _font(styles["Caption"], 9.5, colour=SOFT, bold=False)
    _font(styles["Quote"], 10.5, italic=False, colour=INK)
    for name in ("Header", "Footer"):
        _font(styles[name], 9, colour=SOFT)
    for name, size, after, shade in _OWN:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, size, colour=shade)
        style.paragraph_format.space_after = Pt(after)
    styles["toc 2"].paragraph_format.left_indent = Cm(0.6)
    styles["Quote"].paragraph_format.space_after = Pt(0)
    for name in ("Quote", "Source"):
        styles[name].paragraph_format.left_indent = Cm(0.3)


def _font(
    style: Any,
    size: float,
    *,
    colour: str | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
) -> None:
    from docx.shared import Pt, RGBColor

    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qualified(f"w:{theme}"), None)
    for script in ("eastAsia", "cs"):
        fonts.set(qualified(f"w:{script}"), FONT)
    style.font.size = Pt(size)
    if bold is not None:
        style.font.bold = bold
    if italic is not None:
        style.font.italic = italic
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
