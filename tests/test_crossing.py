"""Topics against groups and codes: counted by hand, with one talkative person and with few people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_analysis import CODEBOOK, Said, make_analysis

from textmine.proportions import newcombe, wilson
from textmine.records import Analysis, Topic, TopicModel, TopicPassage
from textmine.summary.crossing import crossing, typical_passages
from textmine.summary.topic_cells import LESS, MORE, Crossing

FIRMS, OFFICES = "przedsiebiorstwa", "samorzad"


def crossed(lines: list[tuple[str, str | None, str | None, int | None, bool]]) -> Crossing:
    """Passages of one sentence as (document, speaker, group, topic, whether it has a code), crossed."""
    found = crossing(analysed(lines), CODEBOOK)
    assert found is not None
    return found


def analysed(lines: list[tuple[str, str | None, str | None, int | None, bool]]) -> Analysis:
    said = [
        Said(f"Zdanie {n} o pracy.", ("bariery.kadry",) if coded else (), speaker, document, group)
        for n, (document, speaker, group, _, coded) in enumerate(lines)
    ]
    analysis = make_analysis(said)
    topic_of = {f"Zdanie {n} o pracy.": topic for n, (*_, topic, _) in enumerate(lines)}
    units = tuple(
        TopicPassage((s.id,), {topic_of[s.text]: 1.0} if topic_of[s.text] else {}, float(place), 0.0)  # type: ignore[dict-item]
        for place, s in enumerate(analysis.sentences)
    )
    numbers = sorted({topic for topic in topic_of.values() if topic})
    topics = tuple(
        Topic(t, f"temat {t}", (("praca", 1.0),), list(topic_of.values()).count(t), 0.5) for t in numbers
    )
    weights = {u.sentences[0]: u.weights for u in units if u.weights}
    model = TopicModel("nmf", topics, weights, 0, len(units), units=units)
    return replace(analysis, topics=model)


def people(
    group: str, number: int, topics: tuple[int, ...]
) -> list[tuple[str, str | None, str | None, int | None, bool]]:
    """`number` people of a group, an interview each, with a passage for each of these topics."""
    return [(f"{group}{n}.txt", "R", group, topic, False) for n in range(number) for topic in topics]


def test_passages_people_and_documents_are_counted() -> None:
    found = crossed([*people(FIRMS, 6, (1, 1, 2)), *people(OFFICES, 5, (2, 2, 2, 1))])
    assert found.groups == (
        (FIRMS, CODEBOOK.groups[FIRMS], 18, 6, 6),
        (OFFICES, CODEBOOK.groups[OFFICES], 20, 5, 5),
    )
    cell = found.cells[1, FIRMS]
    assert (cell.passages.count, cell.passages.total, cell.loudest) == (12, 18, 2)
    assert (cell.passages.low, cell.passages.high) == wilson(12, 18)
    assert cell.passages.apart == newcombe(12, 18, 5, 20)
    assert (cell.speakers.count, cell.speakers.total, cell.documents.count, cell.documents.total) == (
        6,
        6,
        6,
        6,
    )
    assert (cell.each, cell.each_other) == (pytest.approx(2 / 3), pytest.approx(1 / 4))
    # On average a person gives topic 1 (6 · 2/3 + 5 · 1/4) / 11 of the passages: all firms more, no office.
    assert (cell.leaning.count, cell.leaning.total) == (6, 6)
    assert cell.leaning.apart == newcombe(6, 6, 0, 5)
    assert cell.remark == MORE and found.cells[2, FIRMS].remark == LESS
    assert "4; przy 95-procentowych przedziałach około 1" in found.caution


def test_a_talkative_person_does_not_decide() -> None:
    loud = [("loud.txt", "R", FIRMS, 1, False)] * 40
    found = crossed([*loud, *people(FIRMS, 6, (1, 2)), *people(OFFICES, 6, (1, 2))])
    cell = found.cells[1, FIRMS]
    assert cell.passages.apart is not None and cell.passages.apart.clear
    assert cell.remark == "więcej, ale ponad połowa od jednej osoby (40 z 46)"


def test_few_people_are_not_compared() -> None:
    found = crossed([*people(FIRMS, 2, (1,) * 9), *people(OFFICES, 6, (2,) * 9)])
    assert found.cells[1, FIRMS].remark == "za mało osób, by porównywać"
    unsigned = [(f"n{n}.txt", None, FIRMS, 1, False) for n in range(9)]
    found = crossed([*unsigned, *people(OFFICES, 6, (2,) * 9)])
    assert found.cells[1, FIRMS].remark == "bez podpisów nie ma czego porównywać"
    assert found.cells[1, FIRMS].speakers.total == 0


def test_one_group_has_nothing_to_be_compared_with() -> None:
    found = crossed(people(FIRMS, 6, (1, 2)))
    assert {cell.remark for cell in found.cells.values()} == {""}
    assert all(cell.passages.apart is None and cell.leaning.apart is None for cell in found.cells.values())
    assert found.caution == ""


def test_people_without_a_group_are_nobodys_others() -> None:
    lines = [*people(FIRMS, 6, (1, 2)), *[(f"x{n}.txt", "R", None, 1, False) for n in range(9)]]
    found = crossed(lines)
    assert found.cells[1, FIRMS].passages.apart is None
    assert [group for group, *_ in found.groups] == [FIRMS, "—"]


def test_a_topic_with_few_codes_is_a_candidate_with_quotes_without_a_code() -> None:
    lines: list[tuple[str, str | None, str | None, int | None, bool]] = [
        ("a.txt", speaker, FIRMS, topic, coded)
        for speaker in ("R1", "R2", "R3", "R4")
        for topic, coded in ((1, True), (1, True), (1, True), (2, False), (2, False), (2, speaker == "R1"))
    ]
    analysis = analysed(lines)
    found = crossing(analysis, CODEBOOK)
    assert found is not None
    assert [codes.topic for codes in found.candidates] == [2]
    hole = found.codes[2]
    assert (hole.coded.count, hole.coded.total) == (1, 12)
    assert hole.coded.apart == newcombe(1, 12, 12, 12)
    coded = {coding.sentence_id for coding in analysis.codings}
    assert len(hole.quotes) == 3 and not coded.intersection(hole.quotes)
    assert len({analysis.by_id[quote].speaker for quote in hole.quotes}) == 3
    full = found.codes[1]
    assert not full.candidate and full.quotes == ()
    assert [(code, part.count, part.total) for code, part in full.codes] == [("bariery.kadry", 12, 12)]
    assert (found.coded.count, found.coded.total) == (13, 24)


def test_nothing_coded_makes_every_topic_a_candidate_and_all_coded_none() -> None:
    assert len(crossed(people(FIRMS, 6, (1, 2))).candidates) == 2
    coded: list[tuple[str, str | None, str | None, int | None, bool]] = [
        (document, speaker, group, topic, True)
        for document, speaker, group, topic, _ in people(FIRMS, 6, (1, 2))
    ]
    assert crossed(coded).candidates == ()


def test_passages_without_a_topic_count_for_their_group() -> None:
    found = crossed([*people(FIRMS, 2, (1,)), *[("u.txt", "R", FIRMS, None, False)] * 3])
    assert (found.cells[1, FIRMS].passages.count, found.cells[1, FIRMS].passages.total) == (2, 5)


def test_no_topics_no_crossing() -> None:
    analysis = analysed(people(FIRMS, 2, (1,)))
    assert analysis.topics is not None
    assert crossing(replace(analysis, topics=None), CODEBOOK) is None
    assert crossing(replace(analysis, topics=replace(analysis.topics, topics=())), CODEBOOK) is None
    assert crossing(replace(analysis, topics=replace(analysis.topics, units=())), CODEBOOK) is None


def test_typical_passages_come_first() -> None:
    units = tuple(TopicPassage((f"s{n}",), {1: 1.0}, x, 0.0) for n, x in enumerate((0.0, 1.0, 0.5, 0.55)))
    model = TopicModel("nmf", (Topic(1, "t", (), 4, 1.0),), {}, 0, 4, units=units)
    assert [unit.sentences[0] for unit in typical_passages(model, 1)] == ["s2", "s3", "s1", "s0"]
    named = replace(model, topics=(Topic(1, "t", (), 4, 1.0, (), (0, 3)),))
    assert [unit.sentences[0] for unit in typical_passages(named, 1)] == ["s0", "s3", "s2", "s1"]
    assert typical_passages(model, 9) == []
