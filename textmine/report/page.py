"""The report as one HTML file that loads nothing: styles, script and drawings are inside."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from textmine.codebook import Codebook
from textmine.language import plurals
from textmine.records import Analysis
from textmine.report import charts
from textmine.report.contents import Contents, contents_of
from textmine.report.drawing import COLOURS, Drawing
from textmine.report.topic_charts import topic_charts
from textmine.report.topic_contents import figures, interval
from textmine.summary import shown_difference, shown_share

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Page:
    """What the template is given; a test compares its fields with the template."""

    c: Contents
    theme_chart: Drawing
    code_chart: Drawing
    factor_chart: Drawing
    topic_charts: tuple[tuple[Drawing, str], ...]
    group_charts: dict[str, Drawing | None]
    style: str
    script: str
    script_hash: str


def write_html(analysis: Analysis, codebook: Codebook, path: Path) -> None:
    """Write the report."""
    path.write_text(rendered(page_of(analysis, codebook)), encoding="utf-8", newline="\n")


def page_of(analysis: Analysis, codebook: Codebook) -> Page:
    """What the report shows."""
    contents = contents_of(analysis, codebook)
    table = contents.table
    script = (_TEMPLATES / "report.js").read_text(encoding="utf-8")
    return Page(
        c=contents,
        theme_chart=charts.themes_by_group(table, codebook),
        code_chart=charts.codes_by_group(table, codebook),
        factor_chart=charts.themes_by_factor(contents.factors_table, codebook),
        topic_charts=topic_charts(analysis, contents.topics.crossing),
        group_charts={unit.id: charts.people_of_group(table, codebook, unit) for unit in table.units},
        style=(_TEMPLATES / "report.css").read_text(encoding="utf-8"),
        script=script,
        # The page runs this script and no other, whatever a transcript holds.
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def rendered(page: Page) -> str:
    """The HTML; everything that comes from a transcript, a codebook or a file name is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["share"] = plurals.share
    environment.filters["noun"] = plurals.form
    environment.filters["counted"] = plurals.counted
    environment.filters["shown_share"] = shown_share
    environment.filters["shown_difference"] = shown_difference
    environment.filters["interval"] = interval
    environment.filters["figures"] = figures
    environment.globals["forms"] = plurals
    environment.globals["colours"] = COLOURS
    # Our own files and drawings; matplotlib escapes the labels in these.
    environment.filters["drawing"] = lambda drawing: Markup(drawing.svg())  # noqa: S704
    environment.filters["own"] = Markup
    fields = {name: getattr(page, name) for name in page.__dataclass_fields__}
    return environment.get_template("report.html").render(**fields)
