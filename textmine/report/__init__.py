"""Tables and the report: exports of what the project knows."""

from __future__ import annotations

from pathlib import Path

from textmine.codebook import Codebook
from textmine.records import Analysis

__all__ = ["write"]


def write(form: str, analysis: Analysis, codebook: Codebook, path: Path) -> Path:
    """Write one format: "csv", "parquet" and "xlsx" are the evidence, "html" and "docx" are the report.

    The file appears whole or not at all. Raises ExportError.
    """
    from textmine.report.files import replaced

    with replaced(path) as target:
        if form == "html":
            from textmine.report.page import write_html

            write_html(analysis, codebook, target)
        elif form == "docx":
            from textmine.report.document import write_docx

            write_docx(analysis, codebook, target)
        elif form == "xlsx":
            from textmine.report.workbook import write_xlsx

            write_xlsx(analysis, codebook, target)
        else:
            from textmine.report.tables import write_csv, write_parquet

            (write_csv if form == "csv" else write_parquet)(analysis, codebook, target)
    return path
