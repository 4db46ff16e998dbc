"""The two codings of the sample corpus, and what was decided where they differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.hands import HANDS, coded_sentences, hands
from textmine.codebook import default_codebook


def test_what_both_hands_coded_alike_stands_in_the_gold_file() -> None:
    for number, sentence in enumerate(coded_sentences()):
        if sentence.first == sentence.second:
            assert sentence.decided == sentence.first, (sentence.document, number)


def test_what_was_decided_is_one_of_the_proposals_or_a_part_of_them() -> None:
    differing = [each for each in coded_sentences() if each.first != each.second]
    assert len(differing) >= 200
    for sentence in differing:
        assert sentence.decided <= sentence.first | sentence.second, sentence
    assert {each.split for each in differing} == {"tuning", "measuring"}


def test_the_codes_of_both_hands_are_in_the_codebook() -> None:
    book = default_codebook()
    for sentence in coded_sentences():
        assert all(book.has_code(code) for code in sentence.first | sentence.second), sentence


def test_agreement_counts_every_code_of_both_hands() -> None:
    """The table's counts of codings add up to those in the file."""
    given = {split: [0, 0] for split in ("measuring", "tuning")}
    for sentence in coded_sentences():
        given[sentence.split][0] += len(sentence.first)
        given[sentence.split][1] += len(sentence.second)
    figures = {figure.name.split(",")[1].split()[0]: figure for figure in hands() if "codes" in figure.name}
    for split, (first, second) in given.items():
        assert f"codings {first} and {second}," in figures[split].compared


def test_a_coding_of_a_sentence_that_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = tmp_path / "two_hands.csv"
    stray.write_text(
        HANDS.read_text(encoding="utf-8") + "S01_warsztat_karteczki.xlsx,999,,\n", encoding="utf-8"
    )
    monkeypatch.setattr("benchmarks.hands.HANDS", stray)
    with pytest.raises(ValueError, match="999"):
        coded_sentences()
