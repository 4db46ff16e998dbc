"""Codebooks: what is read, and the line that every complaint names."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.codebook import default_codebook, default_codebook_text, parse_codebook, read_codebook
from textmine.errors import CodebookError

SMALL = """\
version: 2
groups:
  firmy: Firmy
  szkoly: Szkoły i uczelnie
themes:
  atuty:
    label: Atuty
    codes:
      ludzie:
        label: Ludzie
        definition: Rozmówca chwali zespół.
        examples: [Mam złotych ludzi., "Zespół: skarb."]
        patterns: ["złoty człowiek|ekipa"]
      miejsce: {definition: Położenie pomaga.}
factors:
  kapital: {label: Kapitał ludzki, codes: [atuty.ludzie]}
"""


def test_a_small_codebook() -> None:
    book = parse_codebook(SMALL, where="k.yaml")
    assert (book.version, dict(book.groups)) == ("2", {"firmy": "Firmy", "szkoly": "Szkoły i uczelnie"})
    assert [code.id for code in book.codes] == ["atuty.ludzie", "atuty.miejsce"]
    people = book.code("atuty.ludzie")
    assert people.examples == ("Mam złotych ludzi.", "Zespół: skarb.")
    assert people.patterns == ("złoty człowiek|ekipa",)
    assert book.theme("atuty").label == "Atuty"
    assert [factor.label for factor in book.factor_of("atuty.ludzie")] == ["Kapitał ludzki"]
    assert book.factor_of("atuty.miejsce") == ()


def test_what_is_not_labelled_is_called_by_its_id() -> None:
    book = parse_codebook("themes: {t: {codes: {k: {label: , definition: x}}}}", where="k.yaml")
    assert (book.theme("t").label, book.code("t.k").label) == ("t", "k")


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("firmy", "firmy"),
        ("FIRMY ", "firmy"),
        ("Szkoły i uczelnie", "szkoly"),
        ("szkoły", "szkoly"),
        ("szk", None),
        ("gmina", None),
        ("", None),
    ],
)
def test_groups_by_id_label_or_beginning(written: str, group: str | None) -> None:
    assert parse_codebook(SMALL, where="k.yaml").group_id(written) == group


def test_the_codebook_that_ships_is_valid_and_has_its_factors() -> None:
    book = default_codebook()
    assert [theme.id for theme in book.themes] == ["bariery", "potrzeby", "wspolpraca"]
    assert len(book.codes) == len({code.id for code in book.codes}) >= 20
    assert all(book.factor_of(code.id) for code in book.codes)
    assert parse_codebook(default_codebook_text(), where="x") == book


# text, line, what is said of it
WRONG = {
    "duplicate code": (
        """\
        themes:
          t:
            codes:
              kadry: {definition: a}
              rynek: {definition: b}
              kadry: {definition: c}
        """,
        6,
        "„kadry” powtarza się (pierwszy raz w wierszu 4)",
    ),
    "duplicate theme": (
        "themes:\n  t: {codes: {a: {definition: x}}}\n  t: {codes: {b: {definition: x}}}",
        3,
        "„t” powtarza się (pierwszy raz w wierszu 2)",
    ),
    "duplicate field": (
        "themes:\n  t:\n    label: A\n    label: B\n    codes: {a: {definition: x}}",
        4,
        "„label” powtarza się",
    ),
    "unknown field at the top": ("version: 1\ntheme: {}\n", 2, "Czy chodziło o „themes”?"),
    "unknown field of a theme": (
        "themes:\n  t:\n    lable: A\n    codes: {a: {definition: x}}",
        3,
        "Nieznane pole „lable” (temat „t”). Czy chodziło o „label”?",
    ),
    "unknown field of a code": (
        "themes:\n  t:\n    codes:\n      a:\n        definition: x\n        exmples: [b]",
        6,
        "Czy chodziło o „examples”?",
    ),
    "unknown field like no other": (
        "themes:\n  t:\n    codes:\n      a: {definition: x}\n    qqq: 1",
        5,
        "Znane pola: label, label_en, definition, include, exclude, cues, codes.",
    ),
    "bad cue": (
        'themes:\n  t:\n    cues:\n      - "brak ("\n    codes: {a: {definition: x}}',
        4,
        "Zły wzorzec „brak (”",
    ),
    "bad domain": (
        'themes:\n  t:\n    codes:\n      a:\n        domains:\n          - mieszkanie\n          - "dwa słowa"',
        7,
        "Złe słowo dziedziny „dwa słowa”.",
    ),
    "bad pattern": (
        'themes:\n  t:\n    codes:\n      a:\n        patterns:\n          - "brak ludzie"\n          - "nie ~x ma"',
        7,
        "Zły wzorzec „nie ~x ma”: „~x”: po „~” ma być liczba od 1 do 10.",
    ),
    "bad id": ("themes:\n  Bariery: {codes: {a: {definition: x}}}", 2, "Zły identyfikator „Bariery”"),
    "id that is a list": ("themes:\n  [a, b]: {codes: {a: {definition: x}}}", 2, "nie jest napisem"),
    "theme without codes": ("themes:\n  t:\n    label: A", 3, "Temat „t” nie ma kodów"),
    "theme with no code in codes": ("themes:\n  t:\n    codes: {}", 3, "Temat „t” nie ma kodów"),
    "no themes": ("groups: {a: A}", 1, "Brak tematów"),
    "empty themes": ("version: 1\nthemes: {}", 2, "Lista tematów jest pusta"),
    "themes as a list": ("themes:\n- bariery", 2, "Tu powinna być lista „nazwa: …”"),
    "code that says nothing": (
        "themes:\n  t:\n    codes:\n      a: {label: A}",
        4,
        "Kod „t.a” nie ma definicji, przykładów ani wzorców",
    ),
    "examples that are no list": (
        "themes:\n  t:\n    codes:\n      a:\n        examples: jeden",
        5,
        "Tu powinna być lista",
    ),
    "definition that is no text": (
        "themes:\n  t:\n    codes:\n      a:\n        definition: [x]",
        5,
        "Tu powinien być napis",
    ),
    "factor of an unknown code": (
        "themes:\n  t: {codes: {kadry: {definition: x}}}\nfactors:\n  f: {codes: [t.kadra]}",
        4,
        "Czynnik „f” wskazuje nieznany kod „t.kadra”. Czy chodziło o „t.kadry”?",
    ),
    "no YAML": ("themes:\n  t: {codes: [}", 2, "To nie jest poprawny YAML"),
    "text with a colon": ("themes:\n  t:\n    label: A: B", 3, "napisy z dwukropkiem bierz w cudzysłów"),
    "a plain text": ("książka kodów", 1, "Tu powinna być lista „nazwa: …”"),
}


@pytest.mark.parametrize(("text", "line", "said"), WRONG.values(), ids=WRONG)
def test_every_complaint_names_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(CodebookError) as caught:
        parse_codebook(dedent(text), where="codebook.yaml")
    assert str(caught.value).startswith(f"codebook.yaml, wiersz {line}: ")
    assert said in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "text", ["", "# tylko uwaga\n", "\0", "[" * 3000], ids=["empty", "note", "nul", "deep"]
)
def test_what_is_no_codebook_at_all(text: str) -> None:
    with pytest.raises(CodebookError) as caught:
        parse_codebook(text, where="codebook.yaml")
    assert "codebook.yaml" in str(caught.value) and caught.value.remedy


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        parse_codebook("themes:\n  t:\n    codes:\n      a: {definition: x}\n" + text, where="k")
    except CodebookError as error:
        assert str(error).startswith("k")


def test_files(tmp_path: Path) -> None:
    file = tmp_path / "codebook.yaml"
    with pytest.raises(CodebookError, match="Nie można odczytać"):
        read_codebook(file)
    file.write_bytes(SMALL.encode("cp1250"))
    with pytest.raises(CodebookError, match="UTF-8"):
        read_codebook(file)
    file.write_text("\ufeff" + unicodedata.normalize("NFD", SMALL), encoding="utf-8")
    assert read_codebook(file) == parse_codebook(SMALL, where="k")
