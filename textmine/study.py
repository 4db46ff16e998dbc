"""An open study: its settings, codebook and files, its database and lock, and what the rooms need to work on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from textmine.codebook import Codebook, default_codebook, read_codebook
from textmine.config import Settings, read_settings
from textmine.errors import CorpusError, ProjectBusy, ProjectError
from textmine.folder import Paths, transcripts, unnamed
from textmine.ingest.manifest import Manifest, read_manifest
from textmine.pipeline import file_sha256
from textmine.records import Analysis, RunInfo
from textmine.stages import SourceFile, Workspace, load_corpus
from textmine.store import results
from textmine.store.database import Database
from textmine.store.disk import writable
from textmine.store.stages import get_meta, stage_finished, stage_problems
from textmine.topic_curation import load_curated


class Study:
    """What stands in a project folder. `Project` is what can be asked of it."""

    def __init__(self, root: Path) -> None:
        self.paths = Paths(root)

    @cached_property
    def settings(self) -> Settings:
        """textmine.toml, or the defaults."""
        return read_settings(self.paths.settings)

    @cached_property
    def codebook(self) -> Codebook:
        """codebook.yaml, or the one that is shipped."""
        return read_codebook(self.paths.codebook) if self.paths.codebook.exists() else default_codebook()

    @property
    def name(self) -> str:
        """What reports call the study."""
        return self.settings.project.name or self.paths.root.resolve().name

    def files(self) -> list[tuple[str, Path]]:
        """The transcripts as (name below corpus/, path), sorted by name.

        Raises CorpusError for a folder that cannot be read.
        """
        return transcripts(self.paths.corpus)

    def manifest(self) -> Manifest:
        """corpus.csv, as far as it can be used."""
        names = [name for name, _ in self.files()]
        return read_manifest(
            self.paths.manifest, names, group_id=self.codebook.group_id, groups=tuple(self.codebook.groups)
        )

    def _analysis(self, db: Database, *, tokens: bool = False) -> Analysis:
        found, sentences = load_corpus(db, tokens=tokens)
        codings = results.decided(results.load_codings(db), results.load_decisions(db), sentences)
        manifest = self.manifest()
        topics = load_curated(db, self.settings.topics.engine)
        return Analysis(
            documents=found,
            cases=manifest.cases,
            sentences=sentences,
            codings=codings,
            topics=topics.model if topics else None,
            groups=self.codebook.groups,
            run=self._run_info(db),
        )

    def _run_info(self, db: Database) -> RunInfo:
        from importlib import metadata

        topics, coding = self.settings.topics, self.settings.coding
        return RunInfo(
            project=self.name,
            pipeline=get_meta(db, "pipeline"),
            encoder=get_meta(db, "encoder"),
            engine=topics.engine,
            finished=stage_finished(db, "code") or "",
            settings=(
                ("Liczba tematów", str(topics.topics or "dobrana automatycznie")),
                ("Fragmenty (słowa)", f"{topics.min_words}–{topics.max_words}"),
                ("Ziarno losowe", str(topics.seed)),
                ("Próg pewności kodu", f"{coding.threshold:.2f}".replace(".", ",")),
                ("Podobieństwo znaczeniowe", "tak" if coding.semantic else "nie"),
            ),
            versions=tuple(
                (package, metadata.version(package))
                for package in ("textmine", "spacy", "morfeusz2", "gensim")
            ),
            problems=tuple(str(problem) for problem in stage_problems(db)),
        )

    def _workspace(self, db: Database) -> Workspace:
        from textmine.nlp.pipelines import chosen

        if not self.paths.corpus.is_dir():
            raise CorpusError(
                "Brak folderu z transkrypcjami.",
                where=self.paths.corpus,
                remedy="Utwórz go i włóż do niego pliki.",
            )
        listed, nameless = self.files(), unnamed(self.paths.corpus)
        if not listed and not nameless:
            raise CorpusError(
                "Folder z transkrypcjami jest pusty.",
                where=self.paths.corpus,
                remedy="Włóż do niego pliki .docx, .odt, .txt, .md, .vtt, .srt, .xlsx albo .csv.",
            )
        annotation = self.settings.annotation
        return Workspace(
            outputs=self.paths.outputs,
            db=db,
            settings=self.settings,
            codebook=self.codebook,
            files=tuple(_source(name, path) for name, path in listed),
            manifest=self.manifest(),
            pipeline_id=chosen(annotation.pipeline, lemmas=annotation.lemmas).identity,
            exports=tuple((form, self.paths.export(form)) for form in self.settings.report.formats),
            project=self.name,
            problems=nameless,
        )

    @contextmanager
    def _database(self, *, create: bool = False) -> Iterator[Database]:
        with writable(self.paths.outputs):
            if not create and not self.paths.database.exists():
                raise ProjectError(
                    "Projekt nie ma jeszcze wyników.",
                    where=self.paths.root.resolve(),
                    remedy="Uruchom: textmine run",
                )
            self.paths.outputs.mkdir(parents=True, exist_ok=True)
        with Database(self.paths.database) as db:
            yield db

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        with writable(self.paths.outputs):
            self.paths.outputs.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.paths.outputs / ".lock", timeout=0)
            try:
                lock.acquire()
            except Timeout as error:
                raise ProjectBusy(
                    "W tym projekcie pracuje już inne „textmine run”.",
                    where=self.paths.root.resolve(),
                    remedy="Poczekaj, aż skończy, albo zamknij tamto okno.",
                ) from error
        try:
            yield
        finally:
            lock.release()


def _source(name: str, path: Path) -> SourceFile:
    try:
        return SourceFile(name, path, file_sha256(path))
    except OSError:
        # Reading it will say what is wrong with it.
        return SourceFile(name, path, "")
