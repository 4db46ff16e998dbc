"""The cells of a workbook as text: run in a child process (`limited`), for calamine may run for ever on a damaged one."""

from __future__ import annotations

import io

# More cells than that are no board and no transcript, but a formatting of whole columns gone wrong.
MAX_CELLS = 5_000_000


def sheets_of(raw: bytes) -> list[tuple[str, list[list[str]]]]:
    """(name, rows of cells) of each sheet of an .xlsx or .ods. Raises ValueError for sheets of too many cells."""
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    sheets = []
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            raise ValueError(f"arkusz „{name}” ma {sheet.total_height} wierszy i {sheet.total_width} kolumn")
        sheets.append((name, [[_cell(cell) for cell in row] for row in sheet.to_python()]))
    return sheets


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "strftime"):
        return (
            value.strftime("%H:%M:%S") if hasattr(value, "hour") and not hasattr(value, "day") else str(value)
        )
    return str(value).replace("_x000D_", "\n")
