"""Hostile files at real sizes, each inspected in a process of its own: `python -m benchmarks hostile` (several minutes).

Measured are processor time, of the program and of the child process that it hands untrusted files to, and peak memory,
the larger of the two. Files are made in processes of their own, for a child's peak begins with what its parent holds.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from benchmarks.measured import Figure

SECONDS, MEGABYTES = 60.0, 1024.0
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TALK = "M: Czego państwu brakuje, tak naprawdę?\nR1: No więc brakuje nam ludzi, bo nikt nie chce robić na trzy zmiany.\n"
_MB = 2**20


def _text(megabytes: float) -> bytes:
    raw = _TALK.encode()
    return raw * int(megabytes * _MB / len(raw))


def _zipped(parts: dict[str, bytes], *, level: int = 9) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _docx(body: bytes, declared: bytes = b"") -> bytes:
    head = b'<w:document xmlns:w="' + _W.encode() + b'"><w:body>'
    return _zipped({"word/document.xml": declared + head + body + b"</w:body></w:document>"}, level=1)


def _paragraphs(megabytes: float) -> bytes:
    lines = [
        f"<w:p><w:r><w:t>{number} {escape(line)}</w:t></w:r></w:p>"
        for number, line in enumerate(_TALK.splitlines())
    ]
    raw = "".join(lines).encode()
    return raw * int(megabytes * _MB / len(raw))


def _captions(megabytes: float) -> bytes:
    cue = "00:00:01.000 --> 00:00:02.000\n<v Anna Kowal>Brakuje nam ludzi na trzy zmiany.</v>\n\n"
    return b"WEBVTT\n\n" + cue.encode() * int(megabytes * _MB / len(cue))


def _segments(megabytes: float) -> bytes:
    one = '{"start": 1.0, "end": 2.0, "text": "Brakuje nam ludzi na trzy zmiany.", "speaker": "SPEAKER_00"}'
    return ('{"segments": [' + ", ".join([one] * int(megabytes * _MB / len(one))) + "]}").encode()


def _sheet(rows: int) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for number in range(rows):
        sheet.write_row(
            number,
            0,
            ("Stolik 1", "Firmy", f"brak ludzi do pracy {number}")
            if number
            else ("stolik", "grupa", "karteczka"),
        )
    book.close()
    return buffer.getvalue()


def _inflating() -> bytes:
    return _zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b" " * (600 * _MB)})


def _entities() -> bytes:
    names = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "śmiech">{names}]>'.encode()


def _pdf(pages: int) -> bytes:
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "ingest"))
    from pdf_files import lines, pdf

    return pdf(
        *(
            lines([f"R: To jest strona {number} i wiersz {row}." for row in range(40)])
            for number in range(pages)
        )
    )


# (what, name of the file, its bytes, whether it is to be read)
FILES: tuple[tuple[str, str, Callable[[], bytes], bool], ...] = (
    ("200 MB of text", "a.txt", lambda: _text(200), False),
    ("39 MB of text", "a.txt", lambda: _text(39), True),
    ("39 MB in one line", "a.txt", lambda: _text(39).replace(b"\n", b" "), True),
    ("39 MB of blanks between two lines", "a.txt", lambda: b"M: Co?\n" + b" " * (39 * _MB) + b"\nR: Nic.\n", True),
    ("39 MB of open brackets", "a.txt", lambda: b"M: Co?\nR: " + b"(" * (39 * _MB), True),
    ("39 MB of colons", "a.txt", lambda: b"M: Co?\nR: " + b"a:" * (19 * _MB), True),
    ("39 MB of captions", "a.vtt", lambda: _captions(39), True),
    ("39 MB of segments", "a.json", lambda: _segments(39), True),
    ("39 MB of csv", "a.csv", lambda: b"kto;tekst\n" + b"R;Brakuje nam ludzi na trzy zmiany.\n" * (_MB * 39 // 36), True),
    ("19 MB of html", "a.html", lambda: b"<html><body>" + b"<p><b>R:</b> Brakuje nam ludzi.</p>" * (_MB * 19 // 36), True),
    ("19 MB of open tags", "a.html", lambda: b"<html><body>" + b"<div>" * (_MB * 19 // 5), False),
    ("29 MB of rtf", "a.rtf", lambda: rb"{\rtf1\ansi " + rb"R: Brakuje nam ludzi.\par " * (_MB * 29 // 26) + b"}", True),
    ("29 MB of open groups", "a.rtf", lambda: rb"{\rtf1\ansi R: Tak.\par " + b"{" * (29 * _MB), True),
    ("docx of 47 MB of XML", "a.docx", lambda: _docx(_paragraphs(47)), True),
    ("docx of 1 GB of XML", "a.docx", lambda: _docx(b" " * (1024 * _MB)), False),
    ("docx of 300,000 open elements", "a.docx", lambda: _docx(b"<w:p>" * 300_000), False),
    ("docx with entities in entities", "a.docx", lambda: _docx(b"<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", _entities()), False),
    ("docx cut off", "a.docx", lambda: _docx(_paragraphs(20))[:-200], False),
    ("archive that climbs", "a.docx", lambda: _zipped({"../../../evil.txt": b"R: Tak."}), False),
    ("sheet of 150,000 rows", "a.xlsx", lambda: _sheet(150_000), True),
    ("sheet of 60 MB that inflates", "a.xlsx", _inflating, False),
    ("pdf of 600 pages", "a.pdf", lambda: _pdf(600), True),
)  # fmt: skip


def hostile() -> list[Figure]:
    """Every file within a minute and a gigabyte: read or refused with a message, never a traceback."""
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (what, name, _, wanted) in enumerate(FILES):
            path = Path(folder) / name
            subprocess.run([sys.executable, "-m", "benchmarks.hostile", str(number), str(path)], check=True)
            seconds, peak, code, said = _inspected(path)
            path.unlink()
            read = code == 0
            within = seconds <= SECONDS and peak <= MEGABYTES and "Traceback" not in said and code in {0, 1}
            outcome = "read" if read else "refused"
            if read != wanted:
                outcome += " (unexpected)"
            figures.append(
                Figure(
                    what, f"{outcome}, {seconds:.1f} s, {peak:.0f} MB", said[:60], None, "60 s, 1 GB", within
                )
            )
    return figures


def _inspected(path: Path) -> tuple[float, float, int, str]:
    """Seconds of processor time, MB at the peak, the exit code and what was said of a file that was inspected."""
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "textmine.cli.main", "inspect", str(path)],
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        said = told.read().decode("utf-8", "replace")
    message = " ".join(said.split()).replace(str(path), path.name)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode, message


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(FILES[int(sys.argv[1])][2]())
