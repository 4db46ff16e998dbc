"""LibreOffice for tests: opens what we wrote and says what it saw; tests skip with a reason where there is none."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def converted(path: Path, form: str, folder: Path) -> Path:
    """The file as LibreOffice writes it in another format ("pdf", "csv", "txt:Text")."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice here (apt-get install libreoffice-writer-nogui libreoffice-calc-nogui)")
    # A profile of its own: a LibreOffice that is open on this machine would take the file over.
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    made = folder / f"{path.stem}.{form.partition(':')[0]}"
    assert made.exists(), "LibreOffice could not open the file"
    return made


def words_of(pdf: Path) -> list[str]:
    """The text of a PDF, a string a page."""
    import pdfplumber

    with pdfplumber.open(pdf) as pages:
        return [page.extract_text() or "" for page in pages.pages]
