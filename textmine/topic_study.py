"""What can be asked of a study's topics, and what a researcher decides about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textmine.curation import Act, Curation, Part, TopicDecision, active, led_by, remembered
from textmine.errors import QueryError, TopicError
from textmine.named import known_topic
from textmine.records import Progress, Role, Sentence, Topic, TopicModel, TopicPassage
from textmine.stages import fit_topics, load_corpus
from textmine.store import results
from textmine.store.database import Database
from textmine.store.topic_log import append_topic_decision, load_topic_decisions
from textmine.study import Study
from textmine.topic_curation import load_curated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from textmine.topics.comparison import EngineFigures

# What a name may hold; tables and charts cut nothing.
LONGEST_NAME = 120


class TopicStudy(Study):
    """The topics of a study: as the last run found them, and as people left them."""

    def topics(self, engine: str | None = None, *, progress: Progress | None = None) -> TopicModel:
        """The topics of an engine; modelled now where they are not there yet.

        Those of the study's own engine (the default) are as people left them, those of others as they were found.
        """
        own = self.settings.topics.engine
        engine = engine or own
        with self._database() as db:
            if engine == own and (curation := load_curated(db, engine)) is not None:
                return curation.model
            known = results.load_topics(db, engine)
            work = self._workspace(db)
            if known is None or results.topic_fingerprint(db, engine) != work.topics_fingerprint(engine):
                with self._locked():
                    outcome = fit_topics(work, engine, progress or (lambda _done, _total: None))
                if outcome.problems:
                    raise outcome.problems[0]
                known = results.load_topics(db, engine)
        assert known is not None
        return known

    def curation(self) -> Curation:
        """The study's topics as people left them, and which decisions fit nothing now. Raises TopicError."""
        with self._database() as db:
            return self._curation(db)

    def topic_log(self) -> tuple[TopicDecision, ...]:
        """Everything that people decided about topics, oldest first."""
        with self._database() as db:
            return load_topic_decisions(db)

    def compare_topics(self, *, progress: Progress | None = None) -> tuple[EngineFigures, ...]:
        """All engines side by side on the study's passages, run anew with several seeds; nothing is stored."""
        from textmine.store.vectors import vectors_of_sentences
        from textmine.topics import TOPIC_ENGINES
        from textmine.topics.comparison import compare

        settings = self.settings.topics
        with self._database() as db:
            spoken = [s for s in load_corpus(db)[1] if s.role is not Role.MODERATOR and s.clean]
            vectors = vectors_of_sentences(db, [s.id for s in spoken])
        return compare(
            spoken,
            vectors,
            engines=TOPIC_ENGINES,
            topics=settings.topics or None,
            min_words=settings.min_words,
            max_words=settings.max_words,
            seed=settings.seed,
            progress=progress,
        )

    def rename_topic(self, topic: str | int, label: str, *, coder: str = "") -> Curation:
        """Give a topic a name that outlives the next run. Raises QueryError for an empty or long name."""
        name = _name(label)
        with self._locked(), self._database() as db:
            curation = self._curation(db)
            chosen = _chosen(curation.model, topic)
            namesake = next((t for t in curation.model.topics if t.label == name and t.id != chosen.id), None)
            if namesake is not None:
                raise QueryError(
                    f"Temat {namesake.id} już nazywa się „{name}”.",
                    remedy=f"Połącz je: textmine topics merge {namesake.id} {chosen.id}",
                )
            self._keep(db, curation, Act.RENAME, [chosen], label=name, coder=coder)
            return self._curation(db)

    def merge_topics(self, topics: Sequence[str | int], *, label: str = "", coder: str = "") -> Curation:
        """Join two and more topics under the lowest of their numbers. Raises QueryError for fewer than two."""
        name = _name(label) if label else ""
        with self._locked(), self._database() as db:
            curation = self._curation(db)
            chosen = {topic.id: topic for topic in (_chosen(curation.model, one) for one in topics)}
            if len(chosen) < 2:
                raise QueryError(
                    "Do połączenia potrzeba co najmniej dwóch różnych tematów.",
                    remedy="Podaj ich numery: textmine topics merge 2 5",
                )
            self._keep(db, curation, Act.MERGE, list(chosen.values()), label=name, coder=coder)
            return self._curation(db)

    def split_topic(
        self,
        topic: str | int,
        *,
        words: Sequence[str] | None = None,
        query: str | None = None,
        sentences: Sequence[str] | None = None,
        label: str = "",
        coder: str = "",
    ) -> Curation:
        """Take passages off a topic and make another of them.

        Those with one of `words` in any form, those that go with `query`, those that hold one of `sentences` (ids);
        without any of these the topic is parted into the two halves that differ most. Raises QueryError where that
        would be no passage, or all of them.
        """
        name = _name(label) if label else ""
        for given, what in ((words, "słów"), (query and query.split(), "pytania"), (sentences, "zdań")):
            if given is not None and not given:
                raise QueryError(
                    f"Nie podano {what} do podziału.", remedy='Na przykład: --words "staż praktyka"'
                )
        with self._locked(), self._database() as db:
            curation = self._curation(db)
            chosen = _chosen(curation.model, topic)
            parts, apart = self._parts(db, curation.model, chosen, words or (), query or "", sentences or ())
            self._keep(db, curation, Act.SPLIT, [chosen], label=name, coder=coder, parts=parts, apart=apart)
            return self._curation(db)

    def drop_topic(self, topic: str | int, *, coder: str = "") -> Curation:
        """Put a topic aside: its passages stay in the study, without a topic."""
        with self._locked(), self._database() as db:
            curation = self._curation(db)
            self._keep(db, curation, Act.DROP, [_chosen(curation.model, topic)], coder=coder)
            return self._curation(db)

    def undo_topic(self, number: int | None = None, *, coder: str = "") -> TopicDecision:
        """Take back a decision about topics, the last one by default, and return it; the log keeps both.

        Raises QueryError where there is none of that number that counts.
        """
        with self._locked(), self._database() as db:
            known = active(load_topic_decisions(db))
            if not known:
                raise QueryError("Nie ma decyzji o tematach do cofnięcia.")
            found = {decision.number: decision for decision in known}
            number = known[-1].number if number is None else number
            if number not in found:
                raise QueryError(
                    f"Nie ma decyzji {number}, którą można cofnąć.",
                    remedy=f"Można cofnąć: {', '.join(map(str, found))}; opisy: textmine topics log",
                )
            line = TopicDecision(
                Act.UNDO, undone=number, engine=self.settings.topics.engine, coder=_line(coder), time=_now()
            )
            append_topic_decision(db, line)
            return found[number]

    def _sentences_of_topic(self, db: Database, topic: str | int | None) -> frozenset[str] | None:
        """The sentences of a topic by its number or name, None for None. Raises QueryError."""
        if topic is None:
            return None
        found = load_curated(db, self.settings.topics.engine)
        model = found.model if found else None
        chosen = known_topic(model, topic)
        assert model is not None and chosen is not None
        return frozenset(s for s in model.weights if model.topic_of(s) == chosen)

    def _curation(self, db: Database) -> Curation:
        found = load_curated(db, self.settings.topics.engine)
        if found is None:
            raise TopicError(
                "Projekt nie ma tematów.",
                remedy="Uruchom „textmine run”; powód, jeśli ich nie wyróżniono, jest w jego uwagach.",
            )
        return found

    def _keep(
        self,
        db: Database,
        curation: Curation,
        act: Act,
        topics: Sequence[Topic],
        *,
        coder: str,
        label: str = "",
        parts: tuple[Part, ...] = (),
        apart: float = 0.0,
    ) -> None:
        """Append a decision about these topics as they are now."""
        model = curation.model
        if not model.units:
            raise TopicError(
                "Tematy pochodzą ze starszej wersji programu.", remedy="Uruchom najpierw: textmine run"
            )
        append_topic_decision(
            db,
            TopicDecision(
                act,
                tuple(remembered(model, topic) for topic in topics),
                label,
                parts,
                apart,
                _documents(db, model),
                engine=model.engine,
                coder=_line(coder),
                time=_now(),
            ),
        )

    def _parts(
        self,
        db: Database,
        model: TopicModel,
        topic: Topic,
        words: Sequence[str],
        query: str,
        wanted: Sequence[str],
    ) -> tuple[tuple[Part, Part], float]:
        from textmine.curation.splitting import part

        known = {sentence.id: sentence for sentence in load_corpus(db)[1]}
        led = led_by(model, topic.id)
        vectors = self._passage_vectors(db, model, known)
        places = self._taken([model.units[p] for p in led], vectors[led], known, words, query, wanted)
        taken = {led[place] for place in places}
        if not taken or len(taken) == len(led):
            what = "Żaden fragment" if not taken else "Każdy fragment"
            raise QueryError(
                f"{what} tematu {topic.id} („{topic.label}”) pasuje do podziału; nie ma czego oddzielić.",
                remedy=f"Podaj inne słowa; fragmenty pokaże: textmine topics show {topic.id}",
            )
        off = [model.units[place] for place in sorted(taken)]
        left = [model.units[place] for place in led if place not in taken]
        rest = [unit for place, unit in enumerate(model.units) if place not in set(led)]
        one, other = (
            vectors[[place for place in led if (place in taken) is side]].mean(axis=0)
            for side in (False, True)
        )
        return (part(left, off, rest, known), part(off, left, rest, known)), _cosine_distance(one, other)

    def _taken(
        self,
        units: Sequence[TopicPassage],
        vectors: NDArray[np.float32],
        known: dict[str, Sentence],
        words: Sequence[str],
        query: str,
        wanted: Sequence[str],
    ) -> list[int]:
        """The places among a topic's passages that are taken off."""
        from textmine.curation import splitting
        from textmine.nlp.dictionary import base_forms

        found: list[int] = []
        if words:
            lemmas = [form.lower() for word in words for form in (*base_forms(word), word)]
            found += splitting.with_words(units, known, lemmas)
        if wanted:
            unknown = [identity for identity in wanted if identity not in known]
            if unknown:
                raise QueryError(
                    f"Nie ma zdania „{unknown[0]}”.", remedy="Identyfikatory są w tabeli dowodów."
                )
            found += splitting.with_sentences(units, wanted)
        if query:
            from textmine.embed import load_encoder

            wanted_vector = load_encoder(self.settings.embedding.encoder).query(query)
            found += splitting.like_query(vectors, wanted_vector)
        if not (words or wanted or query):
            found = splitting.two_halves(vectors)
        return sorted(set(found))

    def _passage_vectors(
        self, db: Database, model: TopicModel, known: dict[str, Sentence]
    ) -> NDArray[np.float32]:
        from textmine.curation.splitting import unit_vectors
        from textmine.store.vectors import vectors_of_sentences

        ids = [sentence for unit in model.units for sentence in unit.sentences]
        vectors = dict(zip(ids, vectors_of_sentences(db, ids), strict=True))
        return unit_vectors(model.units, vectors, {identity: known[identity].document for identity in ids})


def _chosen(model: TopicModel, topic: str | int) -> Topic:
    found = known_topic(model, topic)
    assert found is not None
    return found


def _name(label: str) -> str:
    """A name as it is kept: one line of letters and signs. Raises QueryError for one that is empty or too long."""
    name = _line(label)
    if not name:
        raise QueryError("Nazwa tematu jest pusta.", remedy='Podaj ją w cudzysłowie: "kadry i szkoły"')
    if len(name) > LONGEST_NAME:
        raise QueryError(
            f"Nazwa tematu jest za długa ({len(name)} znaków).", remedy=f"Najwyżej {LONGEST_NAME} znaków."
        )
    return name


def _line(text: str) -> str:
    """Text in one line, without what cannot be shown or stored: control signs, marks of direction, broken bytes."""
    return " ".join("".join(letter for letter in text if letter.isprintable() or letter.isspace()).split())


def _documents(db: Database, model: TopicModel) -> tuple[str, ...]:
    from textmine.store.topic_log import documents_of_sentences

    document_of = documents_of_sentences(db)
    return tuple(sorted({document_of[s] for unit in model.units for s in unit.sentences if s in document_of}))


def _cosine_distance(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    import numpy as np

    norms = float(np.linalg.norm(one) * np.linalg.norm(other))
    return round(1.0 - float(one @ other) / max(norms, 1e-9), 4)


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(timespec="microseconds")
