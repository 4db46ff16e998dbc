"""Decisions about topics outlive the next run: found again by passages, and told where they no longer fit."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.curation import Act, Curation, Part, TopicDecision, active, curated, led_by, remembered
from textmine.records import Topic, TopicModel, TopicPassage


def made(topics: Sequence[int | None], document: str = "a") -> TopicModel:
    """A model of one-sentence passages with these topics, numbers from 1; None is unassigned."""
    return of_units(
        [
            TopicPassage((f"{document}{place}", f"{document}{place}+"), {} if topic is None else {topic: 1.0})
            for place, topic in enumerate(topics)
        ]
    )


def of_units(units: Sequence[TopicPassage]) -> TopicModel:
    """A model of passages."""
    ids = sorted({topic for unit in units for topic in unit.weights})
    leading = [
        max(unit.weights, key=lambda t: (unit.weights[t], -t)) if unit.weights else None for unit in units
    ]
    found = tuple(
        Topic(
            t,
            f"temat {t}",
            ((f"słowo{t}", 0.5), ("wspólne", 0.1)),
            leading.count(t),
            leading.count(t) / len(units),
            tuple(unit.sentences[0] for unit, own in zip(units, leading, strict=True) if own == t)[:3],
        )
        for t in ids
        if t in leading
    )
    return TopicModel(
        "nmf",
        found,
        {s: unit.weights for unit in units if unit.weights for s in unit.sentences},
        leading.count(None),
        len(units),
        units=tuple(units),
        distances=tuple(tuple(0.0 if a == b else 0.5 for b in found) for a in found),
    )


def documents(model: TopicModel) -> dict[str, str]:
    """The document of each sentence: its first letter."""
    return {s: s[0] for unit in model.units for s in unit.sentences}


def decide(
    model: TopicModel,
    log: Sequence[TopicDecision],
    act: Act,
    topics: Sequence[int],
    label: str = "",
    **more: object,
) -> list[TopicDecision]:
    """The log with one more decision, made about the topics as they are after it."""
    now = curated(model, log, documents(model)).model
    known = {topic.id: topic for topic in now.topics}
    parts: tuple[Part, ...] = ()
    if act is Act.SPLIT:
        units = [now.units[place] for place in led_by(now, topics[0])]
        halves = (units[: len(units) // 2], units[len(units) // 2 :])
        parts = tuple(
            Part(tuple(s for u in half for s in u.sentences), ((f"część{n}", 0.4),), (half[0].sentences[0],))
            for n, half in enumerate(halves)
        )
    line = TopicDecision(
        act,
        tuple(remembered(now, known[t]) for t in topics),
        label,
        parts,
        documents=tuple(sorted(set(documents(model).values()))),
        number=len(log) + 1,
        **more,  # type: ignore[arg-type]
    )
    return [*log, line]


def applied(model: TopicModel, log: Sequence[TopicDecision]) -> Curation:
    """The topics after the log."""
    return curated(model, log, documents(model))


def names(curation: Curation) -> dict[str, frozenset[str]]:
    """The names of topics with the sentences of their passages."""
    return {t.label: frozenset(remembered(curation.model, t).sentences) for t in curation.model.topics}


def sane(curation: Curation) -> None:
    """Weights sum to 1 and are of known topics; sizes add up."""
    model = curation.model
    ids = {topic.id for topic in model.topics}
    for unit in model.units:
        assert not unit.weights or (abs(sum(unit.weights.values()) - 1) < 1e-9 and set(unit.weights) <= ids)
    assert sum(topic.size for topic in model.topics) + model.unassigned == len(model.units) == model.passages
    assert [topic.size for topic in model.topics] == [len(led_by(model, t.id)) for t in model.topics]
    assert all(set(t.examples) <= set(remembered(model, t).sentences) for t in model.topics)
    assert (
        len(model.distances)
        == len(model.topics)
        == len({topic.label for topic in model.topics} | ids) - len({topic.label for topic in model.topics})
    )
    assert all(row[n] == 0 for n, row in enumerate(model.distances))


@st.composite
def curations(draw: st.DrawFn) -> tuple[TopicModel, list[TopicDecision]]:
    """A model, and decisions of every kind about its topics as they were at the time."""
    model = made(draw(st.lists(st.integers(1, 5), min_size=6, max_size=40)))
    log: list[TopicDecision] = []
    for step in range(draw(st.integers(0, 6))):
        now = applied(model, log).model
        if not now.topics:
            break
        ids = [topic.id for topic in now.topics]
        act = draw(st.sampled_from([Act.RENAME, Act.MERGE, Act.SPLIT, Act.DROP]))
        chosen = draw(st.permutations(ids))
        if act is Act.MERGE and len(ids) > 1:
            log = decide(model, log, act, chosen[: draw(st.integers(2, len(ids)))], f"razem {step}")
        elif act is Act.SPLIT and len(led_by(now, chosen[0])) > 1:
            log = decide(model, log, act, chosen[:1], f"część {step}")
        elif act is Act.DROP:
            log = decide(model, log, act, chosen[:1])
        else:
            log = decide(model, log, Act.RENAME, chosen[:1], f"nazwa {step}")
    return model, log


@settings(deadline=None, max_examples=150)
@given(curations())
def test_a_run_without_changes_gives_the_same_topics(case: tuple[TopicModel, list[TopicDecision]]) -> None:
    model, log = case
    first = applied(model, log)
    assert not first.lost
    sane(first)
    assert applied(model, log) == first


@settings(deadline=None, max_examples=150)
@given(curations(), st.data())
def test_a_new_document_and_new_numbers_change_no_decision(
    case: tuple[TopicModel, list[TopicDecision]], data: st.DataObject
) -> None:
    model, log = case
    before = applied(model, log)
    ids = [topic.id for topic in model.topics]
    renumbered = dict(zip(ids, data.draw(st.permutations(ids)), strict=True))
    old = [TopicPassage(u.sentences, {renumbered[t]: w for t, w in u.weights.items()}) for u in model.units]
    new = [
        TopicPassage((f"b{n}",), {topic: 1.0})
        for n, topic in enumerate(data.draw(st.lists(st.sampled_from(ids), max_size=20)))
    ]
    after = applied(of_units([*new, *old]), log)
    assert not after.lost
    sane(after)
    known = {s for u in model.units for s in u.sentences}
    given = {t.label for t in before.model.topics if t.id in before.named}
    told = names(after)
    for label in given:
        assert told[label] & known == names(before)[label]


@settings(deadline=None, max_examples=150)
@given(curations(), st.lists(st.integers(1, 5), min_size=6, max_size=40))
def test_whatever_the_next_run_finds_nothing_fails(
    case: tuple[TopicModel, list[TopicDecision]], topics: list[int]
) -> None:
    _, log = case
    after = applied(made(topics), log)
    sane(after)
    assert all(lost.why and lost.decision in log for lost in after.lost)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(1, 4), min_size=8, max_size=30), st.integers(0, 9**6))
def test_a_name_is_there_or_told(topics: list[int], seed: int) -> None:
    model = made(topics)
    log: list[TopicDecision] = []
    for topic in model.topics:
        log = decide(model, log, Act.RENAME, [topic.id], f"nazwa {topic.id}")
    other = list(topics)
    for place in random.Random(seed).sample(range(len(other)), len(other) // 2):
        other[place] = random.Random(seed + place).randint(1, 4)
    after = applied(made(other), log)
    shown = {topic.label for topic in after.model.topics}
    lost = {lost.decision.label for lost in after.lost}
    assert shown | lost >= {decision.label for decision in log}
    assert not shown & lost


@settings(deadline=None, max_examples=100)
@given(curations())
def test_an_undo_gives_back_what_was_before(case: tuple[TopicModel, list[TopicDecision]]) -> None:
    model, log = case
    for place in range(len(log), 0, -1):
        undo = [TopicDecision(Act.UNDO, undone=n, number=100 + n) for n in range(place, len(log) + 1)]
        assert applied(model, [*log, *undo]) == applied(model, log[: place - 1])
        assert active([*log, *undo]) == tuple(log[: place - 1])


RUN = made([1] * 6 + [2] * 4 + [3] * 2)


@pytest.mark.parametrize(
    ("next_run", "why"),
    [
        (made([1] * 6 + [2] * 4 + [3] * 2, document="z"), "jego fragmentów nie ma już w materiale"),
        (made([1] * 6 + [None] * 4 + [3] * 2), "jego fragmenty nie należą teraz do żadnego tematu"),
        (made([1] * 6 + [1] * 4 + [3] * 2), "jest teraz tylko częścią większego tematu (1)"),
        (made([1] * 6 + [1, 2, 3, 4] + [3] * 2), "jego fragmenty rozeszły się po tematach 1 (25%), 2 (25%), 3 (25%)"),
    ],
)  # fmt: skip
def test_why_a_decision_no_longer_fits(next_run: TopicModel, why: str) -> None:
    log = decide(RUN, [], Act.RENAME, [2], "szkoły")
    after = applied(next_run, log)
    assert [lost.told for lost in after.lost] == [
        f"Decyzja 1 (nazwa „szkoły” zamiast „temat 2”) nie ma teraz zastosowania: temat „temat 2”: {why}."
    ]
    # It is kept, and fits again when the topic is back.
    assert "szkoły" in names(applied(RUN, log))


def test_two_names_for_what_is_one_topic_now() -> None:
    log = decide(RUN, [], Act.RENAME, [3], "mniejszy")
    log = decide(RUN, log, Act.RENAME, [2], "większy")
    after = applied(made([1] * 6 + [2] * 6), log)
    assert set(names(after)) == {"temat 1", "większy"}
    assert [(lost.decision.label, lost.why) for lost in after.lost] == [
        ("mniejszy", "temat „temat 3”: jest teraz tylko częścią większego tematu (2)")
    ]
    tie = made([1] * 4 + [2] * 4)
    log = decide(tie, [], Act.RENAME, [1], "pierwszy")
    log = decide(tie, log, Act.RENAME, [2], "drugi")
    after = applied(made([1] * 8), log)
    assert set(names(after)) == {"pierwszy"}
    assert [(lost.decision.label, lost.why) for lost in after.lost] == [
        ("drugi", "temat 1 nosi nazwę „pierwszy”")
    ]


def test_merged_topics_that_a_run_joins_by_itself_keep_their_name() -> None:
    log = decide(RUN, [], Act.MERGE, [2, 3], "razem")
    after = applied(made([1] * 6 + [2] * 6), log)
    assert set(names(after)) == {"temat 1", "razem"} and not after.lost


def test_a_split_that_a_run_makes_by_itself_gives_its_name() -> None:
    log = decide(RUN, [], Act.SPLIT, [1], "druga połowa")
    assert names(applied(RUN, log))["druga połowa"] == {
        f"a{n}{more}" for n in (3, 4, 5) for more in ("", "+")
    }
    after = applied(made([1] * 3 + [4] * 3 + [2] * 4 + [3] * 2), log)
    assert not after.lost and len(after.model.topics) == 4
    assert names(after)["druga połowa"] == {f"a{n}{more}" for n in (3, 4, 5) for more in ("", "+")}


def test_a_merge_of_which_one_topic_is_left_is_told() -> None:
    log = decide(RUN, [], Act.MERGE, [2, 3])
    after = applied(made([1] * 6 + [2] * 4 + [None] * 2), log)
    assert [lost.why for lost in after.lost] == [
        "temat „temat 3”: jego fragmenty nie należą teraz do żadnego tematu",
    ]


def test_a_dropped_topic_is_counted_and_said() -> None:
    after = applied(RUN, decide(RUN, [], Act.DROP, [2]))
    assert (after.dropped, after.model.unassigned) == (4, 4)
    assert after.model.notes == ("badacz odłożył temat „temat 2”: 4 fragmenty bez tematu",)


def test_all_topics_dropped_and_all_merged() -> None:
    log: list[TopicDecision] = []
    for topic in (1, 2, 3):
        log = decide(RUN, log, Act.DROP, [topic])
    assert applied(RUN, log).model.topics == () and applied(RUN, log).model.unassigned == 12
    whole = applied(RUN, decide(RUN, [], Act.MERGE, [3, 1, 2], "wszystko"))
    assert [(t.id, t.label, t.size, t.share) for t in whole.model.topics] == [(1, "wszystko", 12, 1.0)]
    assert whole.model.topics[0].terms == (
        ("słowo1", 0.25),
        ("słowo2", 0.1667),
        ("wspólne", 0.1),
        ("słowo3", 0.0833),
    )


def test_weights_of_a_soft_engine_are_joined_and_rest_on_what_is_left() -> None:
    units = [
        TopicPassage(("a0",), {1: 0.6, 2: 0.4}),
        TopicPassage(("a1",), {2: 0.7, 3: 0.3}),
        TopicPassage(("a2",), {3: 1.0}),
    ]
    model = of_units(units)
    merged = applied(model, decide(model, [], Act.MERGE, [2, 3])).model
    assert [dict(unit.weights) for unit in merged.units] == [{1: 0.6, 2: 0.4}, {2: 1.0}, {2: 1.0}]
    dropped = applied(model, decide(model, [], Act.DROP, [2])).model
    assert [dict(unit.weights) for unit in dropped.units] == [{1: 1.0}, {}, {3: 1.0}]


def test_new_passages_join_the_part_that_they_are_like() -> None:
    import numpy as np

    log = decide(RUN, [], Act.SPLIT, [1], "druga połowa")
    units = [TopicPassage((f"b{n}",), {1: 1.0}) for n in range(2)]
    after = of_units([*units, *RUN.units])
    place = {"b0": 0, **{f"a{n}{more}": 0 for n in range(3) for more in ("", "+")}}
    found = curated(
        after,
        log,
        documents(after),
        lambda sentences: np.eye(2, dtype=np.float32)[[place.get(s, 1) for s in sentences]],
    )
    assert {s for s in names(found)["druga połowa"] if s[0] == "b"} == {"b1"}
    assert "b1" not in names(curated(after, log, documents(after)))["druga połowa"]


def test_the_terms_of_a_decision_outlive_it() -> None:
    log = decide(RUN, [], Act.SPLIT, [1])
    topics = {t.id: t for t in applied(RUN, log).model.topics}
    assert (topics[1].label, topics[4].label) == ("część0", "część1")
    assert topics[4].examples == ("a3",) and topics[4].typical == (3,)
    kept = replace(log[0], number=7)
    assert applied(RUN, [kept]).model == applied(RUN, log).model
