"""How many topics: numbers are tried, and judged by their words and by whether another run finds them again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textmine.language.plurals import TOPICS, counted
from textmine.records import TopicCount
from textmine.topics.quality import coherence, diversity

# Scores that differ by less are alike; of these, more topics say more.
_ALIKE = 0.03
MOST = 30
_ALWAYS = 6
_PASSAGES = 40


@dataclass(frozen=True, slots=True)
class Tried:
    """Topics of one number: the keywords of each, and the mean agreement of their assignment with other runs."""

    topics: int
    keywords: tuple[tuple[str, ...], ...]
    stability: float


def numbers_to_try(passages: int, tried: int = 6) -> tuple[int, ...]:
    """At most `tried` numbers of topics that suit so many passages, ascending.

    Four passages a topic at least; beyond six topics 40, as nobody can name what a few stories share.
    """
    most = max(2, min(passages // 4, round(passages**0.5), max(_ALWAYS, passages // _PASSAGES), MOST))
    least = max(2, round(most * 0.3))
    step = (most / least) ** (1 / max(tried - 1, 1))
    return tuple(sorted({round(least * step**n) for n in range(tried)}))


def chosen(
    numbers: Sequence[int], attempt: Callable[[int], Tried], texts: Sequence[Sequence[str]]
) -> tuple[tuple[TopicCount, ...], str]:
    """The table of the numbers that were tried with one of them chosen, and the reason in Polish.

    The score is the mean of NPMI, C_v, diversity and stability. Fewer topics always agree somewhat better, so of the
    numbers whose score is within 0.03 of the best the largest is taken.
    """
    tried = [attempt(number) for number in numbers]
    words = coherence([one.keywords for one in tried], texts)
    rows = [
        _row(one, npmi, cv, diversity(one.keywords)) for one, (npmi, cv) in zip(tried, words, strict=True)
    ]
    best = max(row.score for row in rows)
    alike = [row for row in rows if row.score >= best - _ALIKE]
    last = max(alike, key=lambda row: row.topics)
    table = tuple(replace(row, chosen=row is last) for row in rows)
    return table, _reason(last, alike, rows)


def _row(one: Tried, npmi: float, cv: float, differing: float) -> TopicCount:
    score = (npmi + cv + differing + one.stability) / 4
    return TopicCount(
        one.topics,
        round(npmi, 3),
        round(cv, 3),
        round(differing, 3),
        round(one.stability, 3),
        round(score, 3),
    )


def _reason(row: TopicCount, alike: Sequence[TopicCount], rows: Sequence[TopicCount]) -> str:
    tried = ", ".join(str(one.topics) for one in rows)
    figures = f"NPMI {_polish(row.npmi)}, C_v {_polish(row.cv)}, zgodność podziału {_polish(row.stability)}"
    others = [str(one.topics) for one in alike if one is not row]
    if len(rows) == 1:
        return f"{counted(row.topics, TOPICS)}: materiału starcza tylko na tyle ({figures})."
    if not others:
        return f"{counted(row.topics, TOPICS)}: najlepsza ocena spośród prób ({tried}); {figures}."
    return (
        f"{counted(row.topics, TOPICS)}: spośród prób ({tried}) liczby {', '.join([*others, str(row.topics)])} mają ocenę "
        f"podobną do najlepszej, a największa z nich mówi najwięcej; {figures}."
    )


def _polish(number: float) -> str:
    return f"{number:.2f}".replace(".", ",").replace("-", "−")
