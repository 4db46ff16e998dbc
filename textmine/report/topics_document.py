"""The chapter on topics in the Word document."""

from __future__ import annotations

from textmine.language.plurals import PASSAGES, counted, share
from textmine.report.contents import Contents
from textmine.report.topic_charts import topic_charts
from textmine.report.topic_contents import SHOWN_CODES, TopicChapter, TopicPage, figures, interval
from textmine.report.word import Writer
from textmine.summary import shown_difference

_QUOTE = "#9AA5AD"


def write_topics(writer: Writer, contents: Contents) -> None:
    """Write the chapter: pictures, how the number was chosen, candidates for new codes, and every topic."""
    chapter, model = contents.topics, contents.analysis.topics
    writer.heading("Tematy modelowane", 1, new_page=not contents.factors)
    if model is None or not chapter.pages:
        missing = "Materiału jest za mało, by wyróżnić tematy."
        writer.paragraph(
            missing if model is None else "Wszystkie tematy odłożono albo żaden fragment nie ma tematu."
        )
        return
    writer.paragraph(
        "O czym mówiono, niezależnie od książki kodów. Temat skupia podobne fragmenty rozmów; nazwę tworzą jego słowa, "
        "dopóki badacz nie nada własnej."
    )
    for drawing, caption in topic_charts(contents.analysis, chapter.crossing):
        writer.picture(drawing, caption)
    notes = "".join(f" {note[:1].upper()}{note[1:]}." for note in chapter.notes)
    writer.paragraph(
        f"Bez tematu: {chapter.unassigned} z {counted(chapter.passages, PASSAGES)}.{notes}", style="Note"
    )
    _number(writer, chapter)
    _candidates(writer, chapter)
    for page in chapter.pages:
        _topic(writer, page)
    if chapter.crossing and chapter.crossing.caution:
        writer.paragraph(chapter.crossing.caution, style="Note")


def _number(writer: Writer, chapter: TopicChapter) -> None:
    if chapter.reason:
        writer.paragraph(chapter.reason, lead="Liczba tematów. ")
    if chapter.tried:
        rows = [[f"{row.topics}{' (wybrano)' if row.chosen else ''}", *figures(row)] for row in chapter.tried]
        writer.table(
            "Próby liczby tematów: spójność słów (NPMI, C_v), różnorodność, stabilność podziału i łączna ocena",
            ("Tematów", "NPMI", "C_v", "Różnorodność", "Stabilność", "Ocena"),
            rows,
            (3.5, 2.5, 2.5, 2.5, 2.5, 2.5),
            numbers=range(1, 6),
            small=True,
        )


def _candidates(writer: Writer, chapter: TopicChapter) -> None:
    if not chapter.candidates or chapter.crossing is None:
        return
    writer.heading("Kandydaci na nowe kody", 2)
    writer.paragraph(
        f"Tematy, których fragmenty rzadziej niż inne mają kod; w całym materiale ma go {interval(chapter.crossing.coded)} "
        "fragmentów. Cytaty pochodzą z fragmentów bez kodu.",
        style="Note",
        keep=True,
    )
    for page in chapter.candidates:
        assert page.coded is not None
        writer.paragraph(
            f"z kodem {page.coded.count} z {page.coded.total} fragmentów, {interval(page.coded)}",
            lead=f"{page.topic.id}. {page.topic.label}: ",
            keep=True,
        )
        for text, source in page.missed:
            writer.quote(text, source, _QUOTE)


def _topic(writer: Writer, page: TopicPage) -> None:
    topic = page.topic
    writer.heading(f"{topic.id}. {topic.label}", 2)
    coded = f"; z kodem {interval(page.coded)}" if page.coded else ""
    terms = ", ".join(word for word, _ in topic.terms)
    writer.paragraph(
        f"{counted(topic.size, PASSAGES)}, {share(topic.share)} materiału{coded}. Słowa: {terms}.",
        style="Note",
        keep=True,
    )
    codes = ", ".join(
        f"{theme}: {code.label} ({part.count})" for code, theme, part in page.codes[:SHOWN_CODES]
    )
    if codes:
        writer.paragraph(f"Kody we fragmentach: {codes}.")
    for remark in page.remarks:
        writer.paragraph(remark)
    if page.groups:
        rows = [
            [
                label,
                f"{cell.passages.count} z {cell.passages.total}",
                interval(cell.passages),
                f"{cell.leaning.count} z {cell.leaning.total}" if cell.leaning.total else "–",
                shown_difference(cell.leaning.apart),
            ]
            for label, cell in page.groups
        ]
        writer.table(
            f"{topic.label}, według grup; różnica: udział osób mówiących o tym więcej niż przeciętnie minus ten udział "
            "w pozostałych grupach (Newcombe)",
            ("Grupa", "Fragmenty", "Udział (95% PU)", "Więcej niż przeciętnie", "Różnica, pkt proc."),
            rows,
            (4.6, 2.6, 3.2, 2.3, 3.3),
            numbers=range(1, 5),
            small=True,
        )
    for text, source in page.quotes:
        writer.quote(text, source, _QUOTE)
