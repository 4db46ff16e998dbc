"""What the rooms hand to each other: frozen records, no behaviour beyond derived values.

Every `start` and `end` is a code-point offset into `Document.text`, half open; `document.text[start:end] == text`
holds for every Turn, Sentence and Token that carries a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

Progress = Callable[[int, int], None]
"""Called with (done, total) while something long is under way; the core never prints."""


class Role(StrEnum):
    """Who speaks: what a moderator says is searchable, but never coded."""

    MODERATOR = "moderator"
    RESPONDENT = "respondent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Seam:
    """Where timed speech goes on within a turn: a caption after another, or a word after a silence.

    `place` is the offset at which it goes on, in Document.text for the seams of a Turn; `pause` the silence before it
    in seconds, None where the file does not tell.
    """

    place: int
    pause: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted words, or one note of a workshop.

    `speaker` is the canonical label ("R1"), None where nobody is named. `time` is the start in seconds, or None.
    `group` and `section` are as written in the file ("Samorząd", "Stolik 2"), `votes` counts what participants gave a
    note: only workshop material has them. `written` is the label as the file has it ("R1 (K, 34)", "Moderatro").
    `seams` are what captions and recognisers tell of pauses, in order, none at the edges of the turn.
    """

    speaker: str | None
    role: Role
    start: int
    end: int
    text: str
    time: float | None = None
    group: str | None = None
    section: str | None = None
    votes: int | None = None
    written: str | None = None
    seams: tuple[Seam, ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerDecision:
    """Why a speaker has the role that it has, as shown by `textmine inspect`. `share` is of the words, 0 to 1."""

    speaker: str
    role: Role
    turns: int
    words: int
    share: float
    questions: float
    reason: str


@dataclass(frozen=True, slots=True)
class Portion:
    """A named share of the characters of a source ("komentarz", "znaczniki czasu napisów"), blanks not counted."""

    kind: str
    characters: int


@dataclass(frozen=True, slots=True)
class Change:
    """A repair that can be taken back: at `start` of Document.text stands `after` where the source had `before`.

    `reason` is a Polish line ("litera zgubiona przez czcionkę PDF"). See `textmine.ingest.repairs.taken_back`.
    """

    start: int
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class Conservation:
    """Where every character of a source went, blanks not counted: source + added = spoken + aside + dropped.

    `source` is counted by the reader before turns are found, in all parts of the file, and None where a reader does
    not count. `spoken` is what the turns hold. `aside` can still be read (outside of the turns in Document.text, in
    Document.aside, or as time, group or label of a turn); `dropped` cannot. `added` is what the reader wrote itself
    (the label of a numbered paragraph) or what a repair made longer.
    """

    source: int | None
    spoken: int
    aside: tuple[Portion, ...] = ()
    dropped: tuple[Portion, ...] = ()
    added: tuple[Portion, ...] = ()

    @property
    def missing(self) -> int | None:
        """Characters of the source that are nowhere (negative: that are there twice); None where nobody counted."""
        if self.source is None:
            return None
        known = self.spoken + sum(one.characters for one in (*self.aside, *self.dropped))
        return self.source + sum(one.characters for one in self.added) - known


@dataclass(frozen=True, slots=True)
class Document:
    """A transcript as plain text (NFC, `\\n`, no BOM), made once by its reader and never changed.

    `name` is the path below the corpus folder, with "/"; `format` is the form that was found ("docx", "vtt"), not
    the extension; `encoding` is None for formats that have none. `aside` holds what was read but is not speech
    (headers, comments, footers of a service), `repairs` what was changed on the way in, each a Polish line;
    `changes` are the repairs of single passages, each with its place, and can be taken back.
    """

    name: str
    text: str
    turns: tuple[Turn, ...]
    format: str
    encoding: str | None
    sha256: str
    speakers: tuple[SpeakerDecision, ...] = ()
    warnings: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    conservation: Conservation | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A row of corpus.csv: what the researcher says of a file. `group` is a group id of the codebook."""

    file: str
    group: str | None = None
    date: str = ""
    title: str = ""
    kind: str = ""
    moderators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A word as analysed: `start` and `end` are offsets into Document.text, `text` the analysed (cleaned) form."""

    text: str
    lemma: str
    pos: str
    tag: str
    morph: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of coding. `text` is verbatim; `clean` is what was analysed (fillers and brackets left out).

    `id` stays the same while the document's text does. `turn` is the index of its turn, `index` its own place in the
    document. `group` is the raw group of a workshop note; see `Analysis.group_of`. `votes` are those of its note.
    """

    id: str
    document: str
    turn: int
    index: int
    start: int
    end: int
    text: str
    clean: str
    speaker: str | None
    role: Role
    time: float | None = None
    group: str | None = None
    section: str | None = None
    tokens: tuple[Token, ...] = ()
    votes: int | None = None


class Method(StrEnum):
    """What gave a code."""

    RULE = "rule"
    SEMANTIC = "semantic"
    LEARNED = "learned"
    HUMAN = "human"


class Status(StrEnum):
    """What a person decided about a coding."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Coding:
    """A code given to a sentence. `start`/`end` is the span that carries it, `reason` one plain Polish line."""

    sentence_id: str
    code: str
    confidence: float
    method: Method
    start: int
    end: int
    rule: str
    reason: str
    status: Status = Status.PROPOSED

    @property
    def theme(self) -> str:
        """The theme's id: the part of the code before the dot."""
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Decision:
    """One line of the append-only log of what people decided: accept, reject or add a code; `undo` takes it back."""

    sentence_id: str
    code: str
    verdict: str
    coder: str
    time: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of one engine. `terms` are (word in base form, weight), best first; `share` is of all passages.

    `examples` are the sentences that show it best, `typical` the places of their passages in `TopicModel.units`.
    """

    id: int
    label: str
    terms: tuple[tuple[str, float], ...]
    size: int
    share: float
    examples: tuple[str, ...] = ()
    typical: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicPassage:
    """Neighbouring sentences of one speaker, in which topics are found together.

    `weights` maps topic ids to weights that sum to 1, {} = unassigned; `x` and `y`, in [-1, 1], are its place on the
    map, where passages that are alike lie near each other.
    """

    sentences: tuple[str, ...]
    weights: Mapping[int, float]
    x: float = 0.0
    y: float = 0.0

    @property
    def leading(self) -> int | None:
        """The heaviest topic, the lowest number among equals; None where it is unassigned."""
        if not self.weights:
            return None
        return max(self.weights, key=lambda topic: (self.weights[topic], -topic))


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A number of topics that was tried, and what speaks for it.

    `npmi` in [-1, 1] and `cv` in [0, 1] say how often the keywords of a topic stand together; `diversity` in [0, 1] is
    the share of keywords that only one topic has; `stability` in [-1, 1] is the mean adjusted Rand index of the
    assignments over other seeds and over bootstrap samples; the highest `score` is chosen.
    """

    topics: int
    npmi: float
    cv: float
    diversity: float
    stability: float
    score: float
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class TopicModel:
    """What an engine found. `weights[sentence_id]` maps topic ids to weights that sum to 1; {} = unassigned.

    `units` are the passages behind it, `passages` is their number; `choice` is empty where the number of topics was
    given, `reason` says in Polish why there are so many; `distances[i][j]`, in [0, 2], are cosine distances between
    the centres of `topics[i]` and `topics[j]`.
    """

    engine: str
    topics: tuple[Topic, ...]
    weights: Mapping[str, Mapping[int, float]]
    unassigned: int
    passages: int
    notes: tuple[str, ...] = ()
    units: tuple[TopicPassage, ...] = ()
    choice: tuple[TopicCount, ...] = ()
    reason: str = ""
    distances: tuple[tuple[float, ...], ...] = ()

    def topic_of(self, sentence_id: str) -> Topic | None:
        """The heaviest topic of a sentence, None where there is none."""
        weights = self.weights.get(sentence_id)
        if not weights:
            return None
        best = max(weights, key=lambda topic: (weights[topic], -topic))
        return next(topic for topic in self.topics if topic.id == best)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row of the evidence table: one sentence and one code. The field order is the column order."""

    evidence_id: str
    document: str
    title: str
    date: str
    kind: str
    group: str
    speaker: str
    time: str
    sentence_id: str
    start: int
    end: int
    quote: str
    before: str
    after: str
    theme: str
    code: str
    code_label: str
    confidence: float
    method: str
    reason: str
    status: str
    topic: int | None
    topic_label: str
    factor: str
    citation: str


@dataclass(frozen=True)
class RunInfo:
    """What made a result: shown in every report. `settings` and `versions` are (name, value) pairs for a table."""

    project: str
    pipeline: str
    encoder: str
    engine: str
    finished: str
    settings: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = ()


def matching_group(text: str, groups: Mapping[str, str]) -> str | None:
    """The id of the group that is named by its id, its label or the beginning of just one label; None else."""
    key = text.strip().casefold()
    for group, label in groups.items():
        if key in (group.casefold(), label.casefold()):
            return group
    begun = [group for group, label in groups.items() if len(key) >= 4 and label.casefold().startswith(key)]
    return begun[0] if len(begun) == 1 else None


def _group_names(sentence: Sentence) -> Iterator[str]:
    """What may name the group of a note: its own, the heading above it, a part of that ("Stolik 2 – Samorząd")."""
    if sentence.group is not None:
        yield sentence.group
    if sentence.section is not None:
        yield sentence.section
        yield from (part for part in re.split(r"[:–—|/(),]|\s-\s", sentence.section) if part.strip())


@dataclass(frozen=True)
class Analysis:
    """Everything that a run knows, as plain records: the input of evidence, summaries and reports.

    `groups` maps group ids to labels in the codebook's order; `cases` is by document name. Sentences are in corpus
    order (documents by name, then position); codings hold no rejected ones.
    """

    documents: tuple[Document, ...]
    cases: Mapping[str, Case]
    sentences: tuple[Sentence, ...]
    codings: tuple[Coding, ...]
    topics: TopicModel | None
    groups: Mapping[str, str]
    run: RunInfo

    def group_of(self, sentence: Sentence) -> str | None:
        """The group id of a sentence: that of its note or of the heading above it, else of its document, else None."""
        for named in _group_names(sentence):
            group = matching_group(named, self.groups)
            if group is not None:
                return group
        case = self.cases.get(sentence.document)
        return case.group if case else None

    @cached_property
    def by_id(self) -> Mapping[str, Sentence]:
        """The sentences by id."""
        return {sentence.id: sentence for sentence in self.sentences}

    @cached_property
    def document_by_name(self) -> Mapping[str, Document]:
        """The documents by name."""
        return {document.name: document for document in self.documents}
