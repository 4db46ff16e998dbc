"""A project: what can be done with a study and asked of it. The library behind every command."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.codebook import default_codebook_text
from textmine.config import TEMPLATE
from textmine.errors import ExportError, ProjectError, QueryError
from textmine.named import known_code, known_factor, known_group, known_theme
from textmine.pipeline import Listener, RunResult, run_stages
from textmine.records import Analysis, Decision, Progress, Role
from textmine.search import Filters, Missing, Query, Quote
from textmine.stages import stages
from textmine.store import results
from textmine.store.disk import writable
from textmine.store.retrieval import find_missing, find_quotes
from textmine.topic_study import TopicStudy

if TYPE_CHECKING:
    import pandas as pd

    from textmine.evaluate import Evaluation
    from textmine.explain import Explained
    from textmine.hand_coding import Sheet
    from textmine.own_coder import Trained
    from textmine.summary import By, Summary

FORMATS = ("csv", "parquet", "xlsx", "html", "docx")


class Project(TopicStudy):
    """A study: transcripts, codebook, settings and results in one folder."""

    @classmethod
    def open(cls, path: str | Path = ".") -> Project:
        """Open the project in a folder. Raises ProjectError where there is none."""
        root = Path(path)
        if not root.is_dir():
            raise ProjectError(
                "Nie ma takiego folderu.", where=root, remedy=f"Utwórz projekt: textmine init {root}"
            )
        project = cls(root)
        if not project.paths.settings.exists() and not project.paths.corpus.is_dir():
            raise ProjectError(
                "W tym folderze nie ma projektu (brak textmine.toml i folderu corpus).",
                where=root.resolve(),
                remedy="Przejdź do folderu projektu albo utwórz nowy: textmine init moje-badanie",
            )
        return project

    @classmethod
    def create(cls, path: str | Path) -> Project:
        """Make the files of a new project; files that are there already stay as they are."""
        root = Path(path)
        project = cls(root)
        # What JSON escapes, TOML escapes in the same way.
        name = json.dumps(root.resolve().name.encode("utf-8", "replace").decode(), ensure_ascii=False)[1:-1]
        scaffold = {
            project.paths.settings: TEMPLATE.format(name=name),
            project.paths.codebook: default_codebook_text(),
            project.paths.manifest: "file,group,date,title,kind\n",
        }
        with writable(root):
            project.paths.corpus.mkdir(parents=True, exist_ok=True)
            for file, text in scaffold.items():
                if not file.exists():
                    file.write_text(text, encoding="utf-8", newline="\n")
        return project

    def run(self, *, progress: Listener | None = None) -> RunResult:
        """Run the pipeline; what has not changed is skipped. `progress` is told of every event.

        Raises ConfigError, CodebookError, CorpusError (nothing to read), ProjectError (cannot write), ProjectBusy.
        """
        listener: Listener = progress or (lambda _event: None)
        with self._locked(), self._database(create=True) as db:
            work = self._workspace(db)
            return run_stages(stages(self._analysis), work, db, listener=listener)

    def analysis(self, *, tokens: bool = False) -> Analysis:
        """Everything that the last run knows. Raises ProjectError before the first run."""
        with self._database() as db:
            return self._analysis(db, tokens=tokens)

    def evidence(self) -> pd.DataFrame:
        """The evidence table: one row a sentence and code, the columns of evidence.COLUMNS."""
        from textmine.evidence import evidence, evidence_frame

        return evidence_frame(evidence(self.analysis(), self.codebook))

    def summarise(self, by: By = "group") -> Summary:
        """Themes and codes per group, speaker or document."""
        from textmine.summary import summary

        return summary(self.analysis(), self.codebook, by=by)

    def summary(self, by: By = "group") -> pd.DataFrame:
        """The summary as a table: one row a unit and theme or code."""
        from textmine.summary import summary_frame

        return summary_frame(self.summarise(by), self.codebook)

    def quotes(
        self,
        query: str,
        *,
        group: str | None = None,
        code: str | None = None,
        theme: str | None = None,
        factor: str | None = None,
        topic: str | int | None = None,
        speaker: str | None = None,
        document: str | None = None,
        confidence: float | None = None,
        n: int = 10,
        context: int = 1,
        exact: bool = False,
        semantic: bool = True,
    ) -> list[Quote]:
        """The best verbatim quotes for a query in plain Polish, best first.

        `exact` asks for the words as they are written, next to each other; `confidence`, 0 to 1, for codes at least so
        sure. Raises QueryError for an empty query or a filter that names nothing.
        """
        if confidence is not None and not 0 <= confidence <= 1:
            raise QueryError(
                f"Pewność {confidence} jest poza zakresem.", remedy="Podaj liczbę od 0 do 1, np. 0.7."
            )
        understood = _understood(query, exact=exact)
        with self._database() as db:
            filters = Filters(
                known_group(self.codebook, group),
                known_code(self.codebook, code),
                known_theme(self.codebook, theme),
                speaker,
                document,
                known_factor(self.codebook, factor),
                self._sentences_of_topic(db, topic),
                confidence,
            )
            encoder = self.settings.embedding.encoder if semantic else None
            return find_quotes(db, self.codebook, understood, filters, n=n, context=context, encoder=encoder)

    def missing_words(self, query: str, *, exact: bool = False) -> tuple[Missing, ...]:
        """The words of a query that nobody said in any form, each with the nearest words that somebody did."""
        with self._database() as db:
            return find_missing(db, _understood(query, exact=exact))

    def write_quotes(self, quotes: Sequence[Quote], form: str, path: Path, *, query: str) -> Path:
        """Write quotes as "md", "csv", "json" or "docx"; the file appears whole or not at all. Raises ExportError."""
        from textmine.report.quotes import write_quotes

        with writable(path.parent):
            return write_quotes(form, quotes, self.codebook, path, query=query)

    def export(self, form: str, path: Path | None = None) -> Path:
        """Write one format of the evidence ("csv", "parquet", "xlsx") or the report ("html", "docx")."""
        from textmine.report import write

        if form not in FORMATS:
            raise ExportError(f"Nieznany format „{form}”.", remedy=f"Wybierz: {', '.join(FORMATS)}.")
        target = path or self.paths.export(form)
        with writable(target.parent):
            return write(form, self.analysis(), self.codebook, target)

    def evaluate(self, gold: Path, *, split: str | None = None) -> Evaluation:
        """How the coding agrees with a hand-coded file. Raises GoldError."""
        from textmine.evaluate import evaluate
        from textmine.gold import read_gold

        analysis = self.analysis()
        return evaluate(read_gold(gold, self.codebook), analysis, self.codebook, split=split)

    def compare_coders(self, first: Path, second: Path, *, split: str | None = None) -> Evaluation:
        """How two people agree who coded the same sentences. Raises GoldError."""
        from textmine.evaluate import compare_coders
        from textmine.gold import read_gold

        book = self.codebook
        return compare_coders(read_gold(first, book), read_gold(second, book), book, split=split)

    def write_confusions(self, found: Evaluation, path: Path) -> Path:
        """Write the sentences on which codings differ as CSV."""
        from textmine.evaluate import confusion_csv
        from textmine.report.files import replaced

        with writable(path.parent), replaced(path) as temporary:
            temporary.write_bytes(confusion_csv(found.confusions).encode("utf-8-sig"))
        return path

    def decide(self, sentence: str, code: str, verdict: str, *, coder: str, note: str = "") -> None:
        """Accept, reject or add a code to a sentence, or undo that; kept for good, whatever is run later."""
        if verdict not in {"accept", "reject", "add", "undo"}:
            raise QueryError(f"Nieznana decyzja „{verdict}”.", remedy="Wybierz: accept, reject, add, undo.")
        now = _now()
        with self._database() as db:
            found = self._analysis(db).by_id.get(sentence)
            if found is None:
                raise QueryError(f"Nie ma zdania „{sentence}”.", remedy="Identyfikatory są w tabeli dowodów.")
            if found.role is Role.MODERATOR and verdict in {"accept", "add"}:
                raise QueryError(
                    "To zdanie powiedział prowadzący, a jego słów się nie koduje.",
                    where=found.document,
                    remedy="Jeśli to rozmówca, popraw rolę: kolumna moderator w corpus.csv.",
                )
            decision = Decision(sentence, str(known_code(self.codebook, code)), verdict, coder, now, note)
            results.append_decision(db, decision, found)

    def export_coding(self, path: Path | None = None) -> Path:
        """Write the respondents' sentences with their codes as a sheet for hand coding (default: outputs/kodowanie.csv)."""
        from textmine.hand_coding import coding_sheet
        from textmine.report.files import replaced

        target = path or self.paths.outputs / "kodowanie.csv"
        if target.exists():
            raise ExportError(
                "Plik już jest i może zawierać ręczne kody.",
                where=target,
                remedy="Podaj inną nazwę: textmine code export nazwa.csv",
            )
        sheet = coding_sheet(self.analysis(tokens=True))
        with writable(target.parent), replaced(target) as temporary:
            # The BOM tells Excel that the letters are Polish.
            temporary.write_bytes(sheet.encode("utf-8-sig"))
        return target

    def import_coding(self, path: Path, *, coder: str) -> Sheet:
        """Take over a sheet of hand coding: what changed in it becomes decisions of `coder`.

        All of it or, after an error, nothing. Raises GoldError with the row.
        """
        from textmine.gold import read_gold
        from textmine.hand_coding import read_sheet

        rows = read_gold(path, self.codebook)
        now = _now()
        with self._locked(), self._database() as db:
            sheet = read_sheet(rows, self._analysis(db), results.load_decisions(db))
            decisions = [
                (Decision(change.sentence.id, change.code, change.verdict, coder, now), change.sentence)
                for change in sheet.changes
            ]
            results.append_decisions(db, decisions, [(s, coder, now) for s in sheet.reviewed])
        return sheet

    def undo_coding(self) -> int:
        """Take back the last import or decision; returns how many decisions that were. The log keeps both."""
        from textmine.hand_coding import taken_back

        now = _now()
        with self._locked(), self._database() as db:
            back = taken_back(results.load_decisions(db))
            known = self._analysis(db).by_id
            placed = [(replace(d, time=now), known[d.sentence_id]) for d in back if d.sentence_id in known]
            results.append_decisions(db, placed)
        return len(placed)

    def train(self, *, progress: Progress | None = None, learning: Progress | None = None) -> Trained:
        """Learn from what was coded by hand, on top of the coder that ships; the next run codes with it.

        `progress` is told of sentences made into vectors, `learning` of codes that are learned. Raises GoldError where too
        little was coded by hand.
        """
        from functools import partial

        from textmine.coder_model import own_model
        from textmine.embed import embed, load_encoder
        from textmine.hand_coding import hand_coded
        from textmine.own_coder import train_own
        from textmine.store.vectors import SqliteVectorCache

        encoder = load_encoder(self.settings.embedding.encoder)
        with self._locked(), self._database() as db, writable(self.paths.outputs):
            analysis = self._analysis(db, tokens=True)
            coded = hand_coded(analysis, results.load_reviewed(db), results.load_decisions(db))
            memory = SqliteVectorCache(db)
            vectors = partial(embed, encoder=encoder, cache=memory, progress=progress)
            path = own_model(self.paths.outputs)
            book, name = self.codebook, encoder.name
            return train_own(analysis, coded, book, vectors, name, memory, path, progress=learning)

    def explain(
        self, text: str, *, group: str | None = None, section: str | None = None
    ) -> tuple[Explained, ...]:
        """Why each sentence of a text would or would not get codes. `group` is its speaker's, `section` a board's heading."""
        from textmine.explain import explain

        known = known_group(self.codebook, group)
        return explain(text, self.codebook, self.settings, self.paths.outputs, group=known, section=section)


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="microseconds")


def _understood(query: str, *, exact: bool) -> Query:
    from textmine import search
    from textmine.nlp.dictionary import base_forms

    return search.exact(query) if exact else search.parse(query, base_forms)
