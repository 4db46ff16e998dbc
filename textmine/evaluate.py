"""How the coding agrees with a hand-coded file, and how two people who coded the same sentences agree."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.agreement import Counts, cohen_kappa, counts, f1_intervals, krippendorff_alpha
from textmine.codebook import Codebook
from textmine.errors import GoldError
from textmine.gold import GoldSentence, aligned, folded
from textmine.proportions import wilson
from textmine.records import Analysis, Coding, Role

CONFUSION_COLUMNS = ("row", "document", "sentence", "gold", "tested", "missed", "extra")
# Lower edges of the classes of confidence in the calibration table.
CLASSES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Confusion:
    """A sentence on which the codings differ: `gold` and `tested` are their codes."""

    row: int
    document: str
    text: str
    gold: tuple[str, ...]
    tested: tuple[str, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """Codes that only gold has."""
        return tuple(code for code in self.gold if code not in self.tested)

    @property
    def extra(self) -> tuple[str, ...]:
        """Codes that only the tested coding has."""
        return tuple(code for code in self.tested if code not in self.gold)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Codings of a class of confidence (`low` to below `high`): how many, their mean confidence, and how many are right."""

    low: float
    high: float
    codings: int
    mean: float
    right: int

    @property
    def share(self) -> float:
        """The share that is right; the same as `mean` where confidences can be believed."""
        return self.right / self.codings

    @property
    def interval(self) -> Interval:
        """Wilson's 95 % interval of the share."""
        return wilson(self.right, self.codings)


@dataclass(frozen=True)
class Evaluation:
    """Agreement per code, per theme and in all.

    `kappa`, `alpha` and `intervals` (95 %, of F1) are by code and by theme; `code_interval` and `theme_interval` are of
    the micro-averaged F1. `calibration` is empty where two people are compared.
    """

    sentences: int
    codes: Mapping[str, Counts]
    themes: Mapping[str, Counts]
    kappa: Mapping[str, float]
    alpha: Mapping[str, float]
    intervals: Mapping[str, Interval]
    code_interval: Interval
    theme_interval: Interval
    confusions: tuple[Confusion, ...]
    not_found: tuple[int, ...] = ()
    moderators_coded: int = 0
    calibration: tuple[Calibration, ...] = ()
    only_second: tuple[int, ...] = ()
    """Rows of the second coder's file whose sentences the first does not have."""

    @property
    def micro_code(self) -> Counts:
        """All codes together."""
        return sum(self.codes.values(), Counts(0, 0, 0))

    @property
    def micro_theme(self) -> Counts:
        """All themes together."""
        return sum(self.themes.values(), Counts(0, 0, 0))


@dataclass(frozen=True, slots=True)
class _Pair:
    row: GoldSentence
    gold: frozenset[str]
    tested: frozenset[str]


def evaluate(
    gold: Sequence[GoldSentence], analysis: Analysis, codebook: Codebook, *, split: str | None = None
) -> Evaluation:
    """Compare the project's codings with hand coding. `split` looks at the rows of one part only.

    Raises GoldError where no gold sentence is in the project.
    """
    found, not_found = aligned(_part(gold, split), analysis)
    if not found:
        raise GoldError(
            "Żadnego ze zdań nie ma w projekcie.",
            remedy="Kolumna „document” ma zawierać nazwy plików z folderu corpus, „sentence” ich zdania.",
        )
    given: dict[str, list[Coding]] = defaultdict(list)
    for coding in analysis.codings:
        given[coding.sentence_id].append(coding)
    pairs: list[_Pair] = []
    sure: list[tuple[float, bool]] = []
    moderators = 0
    for row, sentences in found:
        codings = [coding for sentence in sentences for coding in given[sentence.id]]
        if row.role == Role.MODERATOR:
            moderators += bool(codings)
            continue
        pairs.append(_Pair(row, row.codes, frozenset(coding.code for coding in codings)))
        sure += [(coding.confidence, coding.code in row.codes) for coding in codings]
    return _evaluation(
        pairs,
        codebook,
        not_found=tuple(row.row for row in not_found),
        moderators_coded=moderators,
        calibration=calibration(sure),
    )


def compare_coders(
    first: Sequence[GoldSentence],
    second: Sequence[GoldSentence],
    codebook: Codebook,
    *,
    split: str | None = None,
) -> Evaluation:
    """How two people agree who coded the same sentences; the first is taken for gold.

    Sentences are matched by document and words, in order where one is said several times; moderators' are left out.
    `not_found` are rows that the second file does not have, `only_second` the other way round. Raises GoldError where
    they have no sentence in common.
    """
    waiting: dict[tuple[str, str], list[GoldSentence]] = defaultdict(list)
    for row in second:
        waiting[_key(row)].append(row)
    pairs: list[_Pair] = []
    missing: list[int] = []
    for row in _part(first, split):
        others = waiting[_key(row)]
        if not others:
            missing.append(row.row)
            continue
        other = others.pop(0)
        if Role.MODERATOR not in (row.role, other.role):
            pairs.append(_Pair(row, row.codes, other.codes))
    if not pairs:
        raise GoldError(
            "Pliki nie mają wspólnych zdań.",
            remedy="Obie osoby kodują ten sam arkusz: kolumny „document” i „sentence” mają być takie same.",
        )
    left = sorted(row.row for rows in waiting.values() for row in rows) if split is None else []
    return _evaluation(pairs, codebook, not_found=tuple(missing), only_second=tuple(left))


def confusion_csv(confusions: Sequence[Confusion]) -> str:
    """The sentences on which codings differ as CSV, for reading in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(CONFUSION_COLUMNS)
    for item in confusions:
        lists = (";".join(codes) for codes in (item.gold, item.tested, item.missed, item.extra))
        # A text that a spreadsheet would compute gets an apostrophe, as in evidence.csv.
        text = f"'{item.text}" if item.text.startswith(("=", "+", "-", "@")) else item.text
        writer.writerow([item.row, item.document, text, *lists])
    return out.getvalue()


def taken_for(confusions: Sequence[Confusion]) -> list[tuple[str, str, int]]:
    """Which codes are taken for which: (gold code, tested code, times), the most frequent first.

    A sentence counts where each coding has one code that the other lacks; codes that are only added or left out are
    no exchange.
    """
    found = Counter(
        (item.missed[0], item.extra[0])
        for item in confusions
        if len(item.missed) == 1 and len(item.extra) == 1
    )
    return [(a, b, times) for (a, b), times in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))]


def calibration(sure: Sequence[tuple[float, bool]]) -> tuple[Calibration, ...]:
    """The calibration table of codings: (confidence, whether it is right) each; classes without a coding are left out."""
    rows = []
    for low, high in zip(CLASSES, (*CLASSES[1:], 1.01), strict=True):
        own = [(value, right) for value, right in sure if low <= value < high]
        if own:
            mean = sum(value for value, _ in own) / len(own)
            rows.append(Calibration(low, min(high, 1.0), len(own), mean, sum(right for _, right in own)))
    return tuple(rows)


def _part(rows: Sequence[GoldSentence], split: str | None) -> list[GoldSentence]:
    """The rows of a part. Raises GoldError where there is none."""
    chosen = [row for row in rows if split is None or row.split == split]
    if split is not None and not chosen:
        known = ", ".join(sorted({row.split for row in rows if row.split}))
        raise GoldError(
            f"W pliku nie ma zdań z części „{split}”.",
            remedy=f"Są części: {known}." if known else "Plik nie ma kolumny „split”; pomiń --split.",
        )
    return chosen


def _key(row: GoldSentence) -> tuple[str, str]:
    return row.document, folded(row.text)


def _evaluation(
    pairs: Sequence[_Pair],
    codebook: Codebook,
    *,
    not_found: tuple[int, ...],
    moderators_coded: int = 0,
    calibration: tuple[Calibration, ...] = (),
    only_second: tuple[int, ...] = (),
) -> Evaluation:
    members = {code.id: frozenset({code.id}) for code in codebook.codes}
    members |= {theme.id: frozenset(code.id for code in theme.codes) for theme in codebook.themes}
    values = {
        name: [(bool(pair.gold & own), bool(pair.tested & own)) for pair in pairs]
        for name, own in members.items()
    }
    found = {name: counts([a for a, _ in v], [b for _, b in v]) for name, v in values.items()}
    codes = [code.id for code in codebook.codes]
    themes = [theme.id for theme in codebook.themes]
    sets = {"all codes": codes, "all themes": themes, **{name: [name] for name in members}}
    intervals = f1_intervals({key: [values[name] for name in names] for key, names in sets.items()})
    return Evaluation(
        sentences=len(pairs),
        codes={code: found[code] for code in codes},
        themes={theme: found[theme] for theme in themes},
        kappa={name: cohen_kappa([a for a, _ in v], [b for _, b in v]) for name, v in values.items() if v},
        alpha={name: krippendorff_alpha(v) for name, v in values.items() if v},
        intervals={name: intervals[name] for name in members},
        code_interval=intervals["all codes"],
        theme_interval=intervals["all themes"],
        confusions=tuple(
            Confusion(
                pair.row.row,
                pair.row.document,
                pair.row.text,
                tuple(sorted(pair.gold)),
                tuple(sorted(pair.tested)),
            )
            for pair in pairs
            if pair.gold != pair.tested
        ),
        not_found=not_found,
        moderators_coded=moderators_coded,
        calibration=calibration,
        only_second=only_second,
    )
