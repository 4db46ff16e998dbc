"""The part of a report that says how it was made is true of the codings that are in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.records import Analysis, Method
from textmine.report.method import method_rows


def by(*methods: Method) -> Analysis:
    """A study in which each of these gave a code."""
    analysis = make_analysis(
        [Said(f"Brakuje spawaczy, raz {n}.", ("bariery.kadry",)) for n in range(len(methods))]
    )
    given = [replace(own, method=method) for own, method in zip(analysis.codings, methods, strict=True)]
    return replace(analysis, codings=tuple(given))


@pytest.mark.parametrize(
    ("methods", "counts", "said"),
    [
        (
            (Method.RULE, Method.SEMANTIC),
            {"reguły": 1, "podobieństwo do przykładów": 1},
            "Kody nadają reguły",
        ),
        (
            (Method.LEARNED, Method.LEARNED, Method.HUMAN),
            {"model wyuczony": 2, "badacz": 1},
            "model wyuczony",
        ),
        ((Method.LEARNED, Method.RULE), {"model wyuczony": 1, "uzasadnione regułą": 1}, "model wyuczony"),
        ((), {}, "Kody nadają reguły"),
    ],
    ids=["without a model", "with a model and a researcher", "a rule beside the model", "nothing coded"],
)
def test_what_gave_the_codes_is_told_and_counted(
    methods: tuple[Method, ...], counts: dict[str, int], said: str
) -> None:
    rows = [(str(name), value) for name, value in method_rows(by(*methods), CODEBOOK)]
    assert {
        name.removeprefix("Nadane kody: "): value for name, value in rows if name.startswith("Nadane kody: ")
    } == counts
    limits = [str(value) for name, value in rows if name == "Ograniczenie"]
    assert said in limits[0]
    assert all("propozycje" not in limit for limit in limits[1:]), "one line says what gave the codes"
