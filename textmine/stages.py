"""The stages of a run: read, annotate, embed, topics, code, index, report.

Each stage takes what it needs from the database and puts its result there, so that any of them can be skipped and
a killed run goes on from what is stored. Libraries are imported by the stage that uses them, when it runs.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from textmine.codebook import Codebook
from textmine.coder_model import learned_coder, model_key, reader_for, reader_key, spoken_vectors
from textmine.config import Settings
from textmine.errors import CorpusError, ReadError, TextmineError, TopicError
from textmine.ingest.manifest import Manifest
from textmine.pipeline import Outcome, Stage, code_version, digest
from textmine.records import Analysis, Case, Document, Progress, Role, RunInfo, Sentence
from textmine.store import documents, results
from textmine.store.database import Database
from textmine.store.disk import writable
from textmine.store.quote_building import build_index
from textmine.store.stages import set_meta
from textmine.store.topic_log import topic_decision_count
from textmine.store.vectors import SqliteVectorCache, forget_unused
from textmine.topic_curation import lost_decisions

NO_RUN = RunInfo("", "", "", "", "")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the corpus folder: `name` is its path below it, with "/"."""

    name: str
    path: Path
    sha256: str


@dataclass(frozen=True)
class Workspace:
    """What the stages of one run work on."""

    outputs: Path
    db: Database
    settings: Settings
    codebook: Codebook
    files: tuple[SourceFile, ...]
    manifest: Manifest
    pipeline_id: str
    exports: tuple[tuple[str, Path], ...]
    project: str
    problems: tuple[TextmineError, ...] = ()

    def moderators(self, name: str) -> tuple[str, ...]:
        """The moderators that the researcher named for a file: textmine.toml outweighs corpus.csv."""
        own = self.settings.files.get(name)
        case = self.manifest.cases.get(name, Case(name))
        return own.moderators if own and own.moderators else case.moderators

    @cached_property
    def read_fingerprint(self) -> str:
        """Of the files as they are read."""
        return digest(*(self.read_key(file) for file in self.files), self.manifest.problems, self.problems)

    def read_key(self, file: SourceFile) -> str:
        """Of one file as it is read."""
        version = code_version("ingest", "language", "records.py")
        return digest(file.name, file.sha256, self.moderators(file.name), version)

    @cached_property
    def annotate_fingerprint(self) -> str:
        """Of the annotation of the whole corpus."""
        return digest(self.read_fingerprint, self.annotation_version)

    @cached_property
    def annotation_version(self) -> str:
        """Of what annotates."""
        return digest(self.pipeline_id, code_version("nlp", "clean", "language", "records.py"))

    @cached_property
    def embed_fingerprint(self) -> str:
        """Of the vectors."""
        # What the reader is given of a sentence is decided in these files of coding.
        version = code_version("embed", "coding/leaning.py", "coding/polarity.py", "coding/words.py")
        return digest(self.annotate_fingerprint, self.settings.embedding, version, reader_key())

    def topics_fingerprint(self, engine: str) -> str:
        """Of the topics of one engine."""
        settings = self.settings.topics.model_copy(update={"engine": engine})
        return digest(self.embed_fingerprint, settings, code_version("topics", "language"))

    @cached_property
    def code_fingerprint(self) -> str:
        """Of the codings that the program makes."""
        version = code_version("coding", "codebook", "language")
        model = model_key(self.outputs)
        return digest(
            self.embed_fingerprint, self.settings.coding, self.codebook, self.cases_key, version, model
        )

    @cached_property
    def cases_key(self) -> str:
        """Of what the researcher says of the files."""
        return digest(*sorted(self.manifest.cases.items()), self.codebook.groups)


def load_corpus(db: Database, *, tokens: bool = True) -> tuple[tuple[Document, ...], tuple[Sentence, ...]]:
    """All documents and their sentences."""
    found = documents.load_documents(db)
    return found, documents.load_sentences(db, found, tokens=tokens)


def _read(work: Workspace, progress: Progress) -> Outcome:
    from textmine.ingest import read
    from textmine.ingest.conservation import Tally

    known = documents.read_keys(work.db)
    problems: list[TextmineError] = [*work.problems, *work.manifest.problems]
    read_now = 0
    kept = Tally()
    gone = set(known) - {file.name for file in work.files}
    documents.delete_documents(work.db, sorted(gone))
    for number, file in enumerate(work.files):
        progress(number, len(work.files))
        key = work.read_key(file)
        if known.get(file.name) == key:
            continue
        try:
            document = read(file.path, name=file.name, moderators=work.moderators(file.name))
        except ReadError as error:
            documents.delete_documents(work.db, [file.name])
            problems.append(error)
            continue
        documents.save_document(work.db, document, read_key=key)
        problems.extend(CorpusError(warning, where=file.name) for warning in document.warnings)
        read_now += 1
        kept.add(document.conservation)
    progress(len(work.files), len(work.files))
    stored = documents.read_keys(work.db)
    if not stored:
        raise CorpusError(
            "Nie udało się odczytać żadnego pliku. " + " ".join(str(problem) for problem in problems[:5]),
            where=work.outputs.parent / "corpus",
            remedy="Popraw pliki i uruchom ponownie; „textmine inspect PLIK” pokaże, co jest w pliku.",
        )
    unchanged = len(stored) - read_now
    message = f"odczytano {read_now}" + (f", bez zmian {unchanged}" if unchanged else "")
    message += f", usunięto {len(gone)}" if gone else ""
    return Outcome(read_now, message + kept.line(), tuple(problems))


def _annotate(work: Workspace, progress: Progress) -> Outcome:
    from textmine.nlp import load
    from textmine.nlp.annotate import annotate_all
    from textmine.nlp.parallel import LostWorker

    settings = work.settings.annotation
    known = documents.annotated_keys(work.db)
    keys = {
        name: digest(work.annotation_version, read) for name, read in documents.read_keys(work.db).items()
    }
    waiting = documents.load_documents(work.db, [name for name, key in keys.items() if known[name] != key])
    problems: list[TextmineError] = []
    if waiting:
        nlp = load(settings.pipeline, lemmas=settings.lemmas)
        with warnings.catch_warnings(record=True) as noted:
            warnings.simplefilter("always", LostWorker)
            stream = annotate_all(waiting, nlp, processes=settings.processes, progress=progress)
            for document, sentences in stream:
                documents.save_sentences(work.db, document.name, sentences, annotated_key=keys[document.name])
        problems.extend(TextmineError(str(one.message)) for one in noted if one.category is LostWorker)
    set_meta(work.db, "pipeline", work.pipeline_id)
    unchanged = len(keys) - len(waiting)
    message = f"opisano {len(waiting)}" + (f", bez zmian {unchanged}" if unchanged else "")
    return Outcome(len(waiting), message, tuple(problems))


def _embed(work: Workspace, progress: Progress) -> Outcome:
    from textmine.embed import embed, load_encoder, vector_key

    encoder, cache = load_encoder(work.settings.embedding.encoder), SqliteVectorCache(work.db)
    reader = reader_for(work.outputs, encoder.name) if work.settings.coding.semantic else None
    _, sentences = load_corpus(work.db, tokens=reader is not None)
    spoken = [s for s in sentences if s.role is not Role.MODERATOR and s.clean]
    read = _read_texts(sentences) if reader else []
    rounds = 2 if reader else 1
    embed(
        [s.clean for s in spoken], encoder, cache, progress=lambda done, total: progress(done, rounds * total)
    )
    if reader:
        embed(read, reader, cache, progress=lambda done, total: progress(total + done, rounds * total))
    with work.db.transaction() as connection:
        documents.set_vector_keys(connection, ((vector_key(encoder.name, s.clean), s.id) for s in spoken))
    forget_unused(work.db, {vector_key(reader.name, text) for text in read} if reader else ())
    set_meta(work.db, "encoder", encoder.name)
    return Outcome(len(spoken), f"wektory {len(spoken)} zdań")


def _read_texts(sentences: Sequence[Sentence]) -> list[str]:
    """What the reader will be given of the respondents' sentences when they are coded."""
    from textmine.coding.leaning import as_read

    return [
        text
        for sentence, text in zip(sentences, as_read(sentences), strict=True)
        if sentence.role is not Role.MODERATOR and sentence.clean
    ]


def fit_topics(work: Workspace, engine: str, progress: Progress) -> Outcome:
    """Model the topics of the respondents' sentences with one engine and store them."""
    from textmine.embed import embed, load_encoder
    from textmine.topics import fit

    settings = work.settings.topics
    _, sentences = load_corpus(work.db)
    spoken = [s for s in sentences if s.role is not Role.MODERATOR and s.clean]
    encoder = load_encoder(work.settings.embedding.encoder)
    vectors = embed([s.clean for s in spoken], encoder, SqliteVectorCache(work.db))
    try:
        model = fit(
            spoken,
            vectors,
            engine=engine,
            topics=settings.topics or None,
            min_words=settings.min_words,
            max_words=settings.max_words,
            seed=settings.seed,
            progress=progress,
        )
    except TopicError as error:
        results.delete_topics(work.db, engine)
        return Outcome(0, f"brak tematów: {error.what}", (error,))
    results.save_topics(work.db, model, fingerprint=work.topics_fingerprint(engine))
    return Outcome(len(model.topics), f"{len(model.topics)} tematów ({engine})")


def _topics(work: Workspace, progress: Progress) -> Outcome:
    return fit_topics(work, work.settings.topics.engine, progress)


def _code(work: Workspace, progress: Progress) -> Outcome:
    from textmine.coding import Coder
    from textmine.embed import embed, load_encoder

    found, sentences = load_corpus(work.db)
    groups = Analysis(found, work.manifest.cases, sentences, (), None, work.codebook.groups, NO_RUN)
    vectors, encode, learned, cache = None, None, None, None
    problems: tuple[TextmineError, ...] = ()
    if work.settings.coding.semantic:
        encoder = load_encoder(work.settings.embedding.encoder)
        cache = SqliteVectorCache(work.db)
        encode = partial(embed, encoder=encoder, cache=cache)
        vectors = spoken_vectors(sentences, encode, encoder.dimension)
        learned, problems = learned_coder(work.outputs, encoder.name)
    threshold = work.settings.coding.threshold
    coder = Coder(work.codebook, encode=encode, threshold=threshold, learned=learned, memory=cache)
    codings = coder.code(sentences, vectors, group_of=groups.group_of, progress=progress)
    results.save_codings(work.db, codings)
    foreign = sorted(coder.foreign_documents(sentences, vectors))
    careful = f"; ostrożnie, bo to nie rozmowy o gospodarce: {', '.join(foreign)}" if foreign else ""
    return Outcome(len(codings), f"nadano {len(codings)} kodów{careful}", problems)


def _index(work: Workspace, progress: Progress) -> Outcome:
    found, sentences = load_corpus(work.db, tokens=False)
    groups = Analysis(found, work.manifest.cases, sentences, (), None, work.codebook.groups, NO_RUN)
    documents.set_stakeholders(work.db, {s.id: groups.group_of(s) for s in sentences})
    count = build_index(work.db)
    progress(count, count)
    return Outcome(count, f"{count} zdań w wyszukiwarce")


def _report(work: Workspace, analysis: Analysis, progress: Progress) -> Outcome:
    from textmine.report import write

    for number, (form, path) in enumerate(work.exports):
        progress(number, len(work.exports))
        with writable(path):
            write(form, analysis, work.codebook, path)
    progress(len(work.exports), len(work.exports))
    lost = lost_decisions(work.db, work.settings.topics.engine)
    return Outcome(len(work.exports), ", ".join(path.name for _, path in work.exports), lost)


def _report_fingerprint(work: Workspace) -> str:
    rooms = ("report", "summary", "curation", "evidence.py", "proportions.py", "language")
    return digest(
        work.code_fingerprint,
        work.topics_fingerprint(work.settings.topics.engine),
        work.cases_key,
        work.project,
        results.decision_count(work.db),
        topic_decision_count(work.db),
        [(form, path.exists()) for form, path in work.exports],
        code_version(*rooms),
    )


def stages(analysis: Callable[[Database], Analysis]) -> tuple[Stage[Workspace], ...]:
    """The stages in order. `analysis` gives the state of the project when the report is written."""
    return (
        Stage(
            "read",
            "Czytanie plików",
            ("corpus/", "corpus.csv"),
            ("document", "turn"),
            lambda work: work.read_fingerprint,
            _read,
        ),
        Stage(
            "annotate",
            "Zdania i lematy",
            ("document", "turn"),
            ("sentence",),
            lambda work: work.annotate_fingerprint,
            _annotate,
        ),
        Stage(
            "embed", "Wektory zdań", ("sentence",), ("vector",), lambda work: work.embed_fingerprint, _embed
        ),
        Stage(
            "topics",
            "Tematy",
            ("sentence", "vector"),
            ("topic_model",),
            lambda work: work.topics_fingerprint(work.settings.topics.engine),
            _topics,
        ),
        Stage(
            "code",
            "Kodowanie",
            ("sentence", "vector", "codebook.yaml"),
            ("coding",),
            lambda work: work.code_fingerprint,
            _code,
        ),
        Stage(
            "index",
            "Wyszukiwarka",
            ("sentence", "corpus.csv"),
            ("quote_index",),
            lambda work: digest(work.embed_fingerprint, work.cases_key, code_version("store")),
            _index,
        ),
        Stage(
            "report",
            "Tabele i raport",
            ("sentence", "coding", "decision", "topic_model"),
            ("outputs/",),
            _report_fingerprint,
            lambda work, progress: _report(work, analysis(work.db), progress),
        ),
    )
