"""Topics side by side: BERTopic and gensim's LDA with their defaults, and ours, on the same passages and vectors.

Every contestant runs in a process of its own, so that the time includes its start; `python -m benchmarks.topics WHO SEED
FOLDER` is such a process. Vectors are kept in outputs/, because they cost far more than the topics.

Coherence is gensim's NPMI of the ten first words of each topic, windows being whole passages, over one reference for all:
the base forms of every word of the passages, function words too. Contestants that work on words as written have each word
mapped to the base form that it mostly has in this corpus; so have our terms, which may be of two words.
"""

from __future__ import annotations

import json
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.measured import ROOT, Figure

DATA = ROOT.parent / "shared" / "data"
VECTORS = ROOT / "outputs" / "benchmark-vectors.sqlite"
SEEDS = 5
WORDS = 10
MANY = 100_000


@dataclass(frozen=True, slots=True)
class Found:
    """What a contestant found: a topic (-1 = none) for every passage, the words of every topic, time and memory."""

    labels: list[int]
    words: list[list[str]]
    seconds: float
    peak_mb: float

    @property
    def unassigned(self) -> float:
        """The share of passages without a topic."""
        return self.labels.count(-1) / len(self.labels)


def topics() -> list[Figure]:
    """Parliamentary talk: coherence, diversity, unassigned, stability, time; headlines of eight known subjects."""
    if not DATA.exists():
        return [Figure("topics", "not run", "no ../shared/data")]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        return [*_talk(folder / "talk"), *_headlines(folder / "tags"), *_few(folder / "few")]


def topics_many() -> list[Figure]:
    """100,000 passages, made of those of the talk with vectors moved a little."""
    if not DATA.exists():
        return [Figure("topics of 100,000 passages", "not run", "no ../shared/data")]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "many"
        sentences, vectors = _multiplied(*_passages_of_talk(), MANY)
        _hand_over(folder, sentences, vectors)
        found = _run("ours", 0, folder)
    value = f"{found.seconds:.0f} s, {found.peak_mb:,.0f} MB, {len(found.words)} topics"
    return [Figure("topics of 100,000 passages", value, "", None, "", None)]


def _talk(folder: Path) -> list[Figure]:
    sentences, vectors = _passages_of_talk()
    _hand_over(folder, sentences, vectors)
    reference = [[token.lemma.lower() for token in s.tokens if token.pos != "PUNCT"] for s in sentences]
    lemma_of = _lemmas(sentences)
    figures = []
    coherences, times = {}, {}
    for who in ("bertopic-defaults", "lda-defaults", "lda-lemmas", "ours"):
        runs = [_run(who, seed, folder) for seed in range(SEEDS)]
        named = [[_base_forms(words, lemma_of) for words in run.words] for run in runs]
        coherences[who] = _mean([_npmi(words, reference) for words in named])
        times[who] = min(run.seconds for run in runs)
        diversity = _mean([_diversity(words) for words in named])
        unassigned = _mean([run.unassigned for run in runs])
        stability = _stability(runs)
        value = (
            f"NPMI {coherences[who]:+.3f}, diversity {diversity:.2f}, unassigned {unassigned:.1%}, "
            f"ARI {stability:.2f}, {times[who]:.1f} s, {_mean([len(run.words) for run in runs]):.0f} topics"
        )
        kept = None
        if who == "ours":
            best = max(value for name, value in coherences.items() if name != "ours")
            kept = (
                coherences[who] >= best + 0.05
                and diversity >= 0.85
                and unassigned <= 0.1
                and stability >= 0.8
            )
            kept = kept and times[who] <= times["bertopic-defaults"]
        limit = "NPMI +0.05, 0.85, 10 %, 0.8, time of BERTopic" if kept is not None else ""
        figures.append(Figure(f"{len(sentences)} passages of talk: {who}", value, "", None, limit, kept))
    return figures


def _headlines(folder: Path) -> list[Figure]:
    from sklearn.metrics import v_measure_score

    truth, sentences, vectors = headlines("dev")
    _hand_over(folder, sentences, vectors)
    theirs, ours = (
        _mean([v_measure_score(truth, _run(who, seed, folder, 8).labels) for seed in range(3)])
        for who in ("bertopic-defaults", "ours")
    )
    return [
        Figure(
            "8tags dev, 8 topics, V-measure",
            f"{ours:.3f}",
            f"BERTopic's defaults: {theirs:.3f}",
            ours / theirs,
            "1.25x",
            ours >= 1.25 * theirs,
        )
    ]


def _few(folder: Path) -> list[Figure]:
    sentences, vectors = _passages_of_talk()
    _hand_over(folder, sentences[:200], vectors[:200])
    seconds = min(_run("ours", seed, folder).seconds for seed in range(2))
    return [
        Figure("topics of 200 passages, start included", f"{seconds:.1f} s", "", None, "20 s", seconds <= 20)
    ]


# The material.


def _passages_of_talk() -> tuple[list[Any], Any]:
    """Komisja and four sittings of sejm: every passage as one sentence, and the mean of its sentences' vectors."""
    import numpy as np

    from textmine.ingest import read
    from textmine.nlp import load
    from textmine.nlp.annotate import annotate
    from textmine.records import Role
    from textmine.topics.features import mean_vectors
    from textmine.topics.passages import passages

    nlp = load("embedded")
    transcripts = DATA / "transcripts"
    files = [
        *sorted((transcripts / "komisja").glob("*.txt")),
        *sorted((transcripts / "sejm").glob("*.txt"))[:4],
    ]
    whole: list[Any] = []
    means = []
    for path in files:
        said = annotate(read(path, name=path.name), nlp)
        said = [sentence for sentence in said if sentence.role is not Role.MODERATOR and sentence.clean]
        units = passages(said)
        means.append(mean_vectors(units, _vectors([sentence.clean for sentence in said])))
        for unit in units:
            own = [said[place] for place in unit.places]
            whole.append(
                replace(
                    own[0],
                    clean=" ".join(sentence.clean for sentence in own),
                    tokens=tuple(token for sentence in own for token in sentence.tokens),
                    speaker=f"{path.name} {len(whole)}",
                )
            )
    return whole, np.concatenate(means)


def headlines(part: str) -> tuple[list[int], list[Any], Any]:
    """8tags: the subject of every headline, the headline as one sentence of a document of its own, and its vector."""
    from textmine.nlp import load
    from textmine.nlp.annotate import annotate
    from textmine.records import Document, Role, Turn

    nlp = load("embedded")
    truth, whole = [], []
    for number, line in enumerate((DATA / "8tags" / f"{part}.txt").read_text(encoding="utf-8").splitlines()):
        subject, _, text = line.partition(" ")
        turn = Turn("R", Role.RESPONDENT, 0, len(text), text)
        own = annotate(Document(f"{number}.txt", text, (turn,), "txt", "utf-8", ""), nlp)
        tokens = tuple(token for sentence in own for token in sentence.tokens)
        truth.append(int(subject))
        whole.append(replace(own[0], clean=text, tokens=tokens))
    return truth, whole, _vectors([sentence.clean for sentence in whole])


def _vectors(texts: Sequence[str]) -> Any:
    from textmine.embed import embed, load_encoder
    from textmine.store.database import Database
    from textmine.store.vectors import SqliteVectorCache

    VECTORS.parent.mkdir(exist_ok=True)
    with Database(VECTORS) as db:
        return embed(list(texts), load_encoder(), SqliteVectorCache(db))


def _multiplied(sentences: Sequence[Any], vectors: Any, count: int) -> tuple[list[Any], Any]:
    import numpy as np

    rng = np.random.default_rng(0)
    drawn = rng.integers(0, len(sentences), count)
    moved = vectors[drawn] + 0.02 * rng.standard_normal((count, vectors.shape[1]), dtype=np.float32)
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    made = [
        replace(sentences[place], id=f"{number}", speaker=f"{number}", document=f"{number // 100}.txt")
        for number, place in enumerate(drawn.tolist())
    ]
    return made, moved


# The contestants.


def _hand_over(folder: Path, sentences: Sequence[Any], vectors: Any) -> None:
    import numpy as np

    folder.mkdir()
    np.save(folder / "vectors.npy", vectors)
    (folder / "texts.json").write_text(
        json.dumps([sentence.clean for sentence in sentences]), encoding="utf-8"
    )
    content = [[t.lemma.lower() for t in s.tokens if t.pos in {"NOUN", "ADJ", "VERB"}] for s in sentences]
    (folder / "lemmas.json").write_text(json.dumps(content), encoding="utf-8")
    with (folder / "sentences.pickle").open("wb") as out:
        pickle.dump(list(sentences), out)


def _run(who: str, seed: int, folder: Path, count: int = 0) -> Found:
    started = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.topics", who, str(seed), str(folder), str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr}")
    found = json.loads(done.stdout.splitlines()[-1])
    return Found(found["labels"], found["words"], seconds, found["peak_mb"])


def _bertopic_defaults(folder: Path, _seed: int, count: int) -> tuple[list[int], list[list[str]]]:
    """As the documentation has it for other languages than English; torch is spared by giving the vectors."""
    import numpy as np
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder

    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    model = BERTopic(language="multilingual", embedding_model=BaseEmbedder(), nr_topics=count or None)
    labels, _ = model.fit_transform(texts, embeddings=np.load(folder / "vectors.npy"))
    found = [[word for word, _ in model.get_topic(topic) if word] for topic in sorted(set(labels) - {-1})]
    return [int(label) for label in labels], found


def _lda_defaults(folder: Path, seed: int, _count: int) -> tuple[list[int], list[list[str]]]:
    from gensim.utils import simple_preprocess

    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    return _lda([simple_preprocess(text) for text in texts], seed, {})


def _lda_lemmas(folder: Path, seed: int, _count: int) -> tuple[list[int], list[list[str]]]:
    """More than its defaults: base forms of nouns, adjectives and verbs, and 30 topics."""
    return _lda(json.loads((folder / "lemmas.json").read_text(encoding="utf-8")), seed, {"num_topics": 30})


def _lda(texts: list[list[str]], seed: int, options: dict[str, int]) -> tuple[list[int], list[list[str]]]:
    from gensim.corpora import Dictionary
    from gensim.models import LdaModel

    dictionary = Dictionary(texts)
    bags = [dictionary.doc2bow(text) for text in texts]
    model = LdaModel(bags, id2word=dictionary, random_state=seed, **options)
    labels = [max(model.get_document_topics(bag), key=lambda one: one[1], default=(-1, 0))[0] for bag in bags]
    found = [[word for word, _ in model.show_topic(topic, WORDS)] for topic in range(model.num_topics)]
    return [int(label) for label in labels], found


def _ours(folder: Path, seed: int, count: int) -> tuple[list[int], list[list[str]]]:
    import numpy as np

    from textmine.topics import fit

    with (folder / "sentences.pickle").open("rb") as source:
        sentences = pickle.load(source)
    model = fit(sentences, np.load(folder / "vectors.npy"), topics=count or None, seed=seed)
    found = [model.topic_of(sentence.id) for sentence in sentences]
    labels = [topic.id if topic else -1 for topic in found]
    return labels, [[word for term, _ in topic.terms for word in term.split()] for topic in model.topics]


CONTESTANTS: dict[str, Callable[[Path, int, int], tuple[list[int], list[list[str]]]]] = {
    "bertopic-defaults": _bertopic_defaults,
    "lda-defaults": _lda_defaults,
    "lda-lemmas": _lda_lemmas,
    "ours": _ours,
}


# The measures.


def _lemmas(sentences: Sequence[Any]) -> dict[str, str]:
    forms: dict[str, Counter[str]] = {}
    for sentence in sentences:
        for token in sentence.tokens:
            forms.setdefault(token.text.lower(), Counter())[token.lemma.lower()] += 1
    return {form: found.most_common(1)[0][0] for form, found in forms.items()}


def _base_forms(words: Sequence[str], lemma_of: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(lemma_of.get(word, word) for word in words))[:WORDS]


def _npmi(topics_: Sequence[Sequence[str]], reference: list[list[str]]) -> float:
    from gensim.corpora import Dictionary
    from gensim.models import CoherenceModel

    dictionary = Dictionary(reference)
    known = [[word for word in words if word in dictionary.token2id] for words in topics_]
    model = CoherenceModel(
        topics=[words for words in known if len(words) > 1],
        texts=reference,
        dictionary=dictionary,
        coherence="c_npmi",
        window_size=max(map(len, reference)),
        processes=1,
    )
    return float(model.get_coherence())


def _diversity(topics_: Sequence[Sequence[str]]) -> float:
    words = [word for topic in topics_ for word in topic]
    return len(set(words)) / max(len(words), 1)


def _stability(runs: Sequence[Found]) -> float:
    from itertools import combinations

    from sklearn.metrics import adjusted_rand_score

    return _mean([adjusted_rand_score(a.labels, b.labels) for a, b in combinations(runs, 2)])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


if __name__ == "__main__":
    who_, seed_, folder_, count_ = sys.argv[1:]
    labels_, words_ = CONTESTANTS[who_](Path(folder_), int(seed_), int(count_))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"labels": labels_, "words": words_, "peak_mb": peak}))
