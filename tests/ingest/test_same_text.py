"""Any text that is written into a document of any format comes back the same, with an even account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest
from doc_files import doc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest_files import docx, odt, paragraph, run

from textmine import ingest
from textmine.ingest.encoding import canonical

# Printable characters: what a paragraph may hold apart from blanks, which formats treat in their own ways.
LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Mc", "Me"]
)
# In text files and pages signs like "¡" or "¹" in words may be letters of another code page, and are mended.
SIGNS = st.sampled_from("aąbcćdeęłńóśźżABCŁŚŻ0123.,?!:;-–…„”'()&<>*#😀жд中")


def lines_of(letters: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    """Lines of words."""
    words = st.text(letters, min_size=1, max_size=9)
    return st.lists(st.lists(words, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=6)


def as_docx(lines: Sequence[str]) -> bytes:
    return docx(*(paragraph(run(line[: len(line) // 2]), run(line[len(line) // 2 :])) for line in lines))


def as_odt(lines: Sequence[str]) -> bytes:
    return odt("".join(f"<text:p>{escape(line)}</text:p>" for line in lines))


def as_html(lines: Sequence[str]) -> bytes:
    return (
        "<html><meta charset='utf-8'><body>"
        + "".join(f"<p>{escape(line)}</p>" for line in lines)
        + "</body></html>"
    ).encode()


def as_doc(lines: Sequence[str]) -> bytes:
    return doc([("".join(f"{line}\r" for line in lines), None)])


WRITERS = [
    ("a.docx", as_docx, LETTERS, 100),
    ("a.odt", as_odt, LETTERS, 100),
    ("a.html", as_html, SIGNS, 100),
    ("a.doc", as_doc, LETTERS, 12),
]


@pytest.mark.parametrize(("name", "write", "letters", "times"), WRITERS, ids=[row[0] for row in WRITERS])
def test_any_text_comes_back(
    tmp_path: Path,
    name: str,
    write: Callable[[Sequence[str]], bytes],
    letters: st.SearchStrategy[str],
    times: int,
) -> None:
    @settings(max_examples=times, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(lines=lines_of(letters))
    def comes_back(lines: list[str]) -> None:
        path = tmp_path / name
        path.write_bytes(write(["Ala ma kota.", *lines]))
        document = ingest.read(path)
        assert document.text == canonical("".join(f"{line}\n" for line in ["Ala ma kota.", *lines]))[0]
        assert document.conservation is not None
        assert document.conservation.missing == 0

    comes_back()
