"""A project of two short interviews, made anew where a test needs one."""

from __future__ import annotations

from pathlib import Path

from textmine.project import Project

INTERVIEW = """Data: 12.03.2025
Miejsce: Kuźnica Stara

M: Dzień dobry, proszę powiedzieć, co panu najbardziej przeszkadza?
R: Dzień dobry. Brakuje nam spawaczy i tokarzy, młodzi nie chcą się uczyć zawodu. [śmiech] Kawy?
M: Dziękuję, chętnie. A jak wygląda finansowanie?
R: Z pieniędzmi akurat nie mamy problemu. Za prąd płacimy za to trzy razy tyle co w zeszłym roku.
M: Z kim państwo współpracują?
R: Z politechniką prowadzimy wspólne badania powłok. Przydałoby się szkolenie dla operatorów.
"""
OFFICE = """M: Co pani obserwuje w urzędzie?
R: Firmy czekają pół roku na decyzję środowiskową. To znaczy, yyy, nawet dłużej.
M: A co by pomogło?
R: Gdyby ktoś to wreszcie pozbierał do kupy, jeden koordynator na region. Pogoda dziś ładna.
"""


def make_project(folder: Path) -> Project:
    """A project of two short interviews."""
    project = Project.create(folder)
    (folder / "corpus" / "W01_firma.txt").write_text(INTERVIEW, encoding="utf-8")
    (folder / "corpus" / "W02_urzad.txt").write_text(OFFICE, encoding="utf-8")
    (folder / "corpus" / "corpus.csv").write_text(
        "file,group,date,title,kind\n"
        "W01_firma.txt,przedsiebiorstwa,2025-03-12,Warsztat,wywiad\n"
        "W02_urzad.txt,samorzad,2025-03-14,Urząd,wywiad\n",
        encoding="utf-8",
    )
    return project
