"""A real spaCy pipeline as `pl_core_news_lg` is one, trained here in seconds; a wheel and a source archive of it."""

from __future__ import annotations

import base64
import hashlib
import json
import tarfile
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import fix_random_seed, minibatch

LARGE = "pl_core_news_lg"
NAMES = {"Nowak": "persName", "Łodzi": "placeName", "Kuźnicy": "placeName", "Odolina": "placeName"}
VECTOR_WORDS = ("spawaczy", "tokarzy", "firmę")

# One "tok2vec" that the others listen to, as in the published pipelines.
_TOK2VEC = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "pretrained_vectors": None,
    "width": 64,
    "depth": 2,
    "embed_size": 2000,
    "window_size": 1,
    "maxout_pieces": 3,
    "subword_features": True,
}
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 64, "upstream": "tok2vec"}
_TAGGING = {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}
_NAMING = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 32,
    "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": _LISTENER,
}


def gold_doc(nlp: Language, source: Doc | Sequence[object]) -> Doc:
    """A Doc with the annotation of another one, or of a treebank's tokens (form, lemma, upos, tag, features)."""
    if isinstance(source, Doc):
        rows = [(t.text, t.lemma_, t.pos_, t.tag_, str(t.morph), bool(t.whitespace_)) for t in source]
    else:
        rows = [(*token, True) for token in source]  # type: ignore[misc]
    words, lemmas, parts, tags, morphs, spaces = map(list, zip(*rows, strict=True))
    # As the published pipeline has them: the class alone, in capitals.
    tags = [tag.partition(":")[0].upper() for tag in tags]
    gold = Doc(nlp.vocab, words=words, spaces=spaces, tags=tags, pos=parts, morphs=morphs, lemmas=lemmas)
    gold.ents = [Span(gold, t.i, t.i + 1, label=NAMES[t.text]) for t in gold if t.text in NAMES]
    return gold


def train(sources: Iterable[object], folder: Path, *, rounds: int) -> Path:
    """Train tok2vec, tagger, morphologizer, trainable lemmatizer and ner, with some vectors, into a folder."""
    fix_random_seed(0)
    nlp = spacy.blank("pl")
    nlp.add_pipe("tok2vec", config={"model": _TOK2VEC})
    for name in ("tagger", "morphologizer", "trainable_lemmatizer"):
        nlp.add_pipe(name, config={"model": _TAGGING})
    nlp.add_pipe("ner", config={"model": _NAMING})
    golds = [gold_doc(nlp, source) for source in sources]  # type: ignore[arg-type]
    examples = [
        Example(
            Doc(nlp.vocab, words=[t.text for t in gold], spaces=[bool(t.whitespace_) for t in gold]), gold
        )
        for gold in golds
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(rounds):
        for batch in minibatch(examples, 16):
            nlp.update(batch, sgd=optimizer, drop=0.1)
    for number, word in enumerate(VECTOR_WORDS):
        nlp.vocab.set_vector(word, np.eye(3, 8, dtype=np.float32)[number])
    nlp.meta["name"], nlp.meta["version"], nlp.meta["license"] = "core_news_lg", "3.8.0", "GPL 3.0"
    nlp.to_disk(folder)
    return folder


def wheel_of(
    pipeline: Path, folder: Path, *, change: str | None = None, extra: str | None = None, **meta: str
) -> Path:
    """A wheel of a pipeline with a RECORD.

    `change` names a file that is altered after its hash was taken, `extra` one that RECORD does not name; `meta` are
    other values for meta.json.
    """
    wheel = folder / f"{LARGE}-3.8.0-py3-none-any.whl"
    record = []
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in sorted(path for path in pipeline.rglob("*") if path.is_file()):
            name = f"{LARGE}/{LARGE}-3.8.0/{path.relative_to(pipeline).as_posix()}"
            data = path.read_bytes()
            if path.name == "meta.json" and meta:
                data = json.dumps({**json.loads(data), **meta}).encode()
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{name},sha256={digest},{len(data)}")
            archive.writestr(name, data + b" " if path.name == change else data)
        if extra:
            archive.writestr(extra, b"more")
        archive.writestr(f"{LARGE}-3.8.0.dist-info/RECORD", "\n".join(record))
    return wheel


def source_archive_of(pipeline: Path, folder: Path) -> Path:
    """A source archive as the release has it: setup.py, the package, and the pipeline inside of the package."""
    archive = folder / f"{LARGE}-3.8.0.tar.gz"
    top = f"{LARGE}-3.8.0"
    harmful = folder / "setup.py"
    harmful.write_text("raise SystemExit('nothing of a model is executed')", encoding="utf-8")
    with tarfile.open(archive, "w:gz") as files:
        for name in ("setup.py", f"{LARGE}/__init__.py"):
            files.add(harmful, f"{top}/{name}")
        files.add(pipeline / "meta.json", f"{top}/meta.json")
        files.add(pipeline, f"{top}/{LARGE}/{top}")
    return archive
