"""A spaCy pipeline of the `pl_core_news_sm` architecture with random weights.

Its speed does not depend on the weights, so that it can be compared to without the published model: tok2vec
(HashEmbedCNN, width 96, depth 4), tagger, morphologizer, parser, trainable lemmatizer and ner, as in the published
configuration of spacy-models 3.8 (https://spacy.io/models/pl). Labels come from texts annotated by textmine.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example

_CONFIG = """
[nlp]
lang = "pl"
pipeline = ["tok2vec","tagger","morphologizer","parser","trainable_lemmatizer","ner"]

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"]
rows = [5000, 1000, 2500, 2500, 50, 50]
include_static_vectors = false

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3
"""
_LISTENERS = {
    "tagger": ("tagger", "spacy.Tagger.v2", {}),
    "morphologizer": ("morphologizer", "spacy.Tagger.v2", {}),
    "trainable_lemmatizer": ("trainable_lemmatizer", "spacy.Tagger.v2", {}),
    "parser": (
        "parser",
        "spacy.TransitionBasedParser.v2",
        {
            "state_type": "parser",
            "extra_state_tokens": False,
            "hidden_width": 64,
            "maxout_pieces": 2,
            "use_upper": True,
        },
    ),
}
_NER = """
[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2Vec.v2"

[components.ner.model.tok2vec.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE"]
rows = [5000, 1000, 2500, 2500]
include_static_vectors = false

[components.ner.model.tok2vec.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3
"""
_RELATIONS = (
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "amod",
    "case",
    "cc",
    "conj",
    "advmod",
    "iobj",
    "mark",
    "cop",
    "punct",
)
_ENTITIES = ("date", "geogName", "orgName", "persName", "placeName", "time")


def random_pipeline(annotated: Iterable[Doc]) -> Language:
    """The pipeline, its labels taken from annotated Docs; heads, relations and entities are laid out mechanically."""
    import spacy
    from confection import Config

    parts = [_CONFIG]
    for name, (factory, architecture, options) in _LISTENERS.items():
        lines = [f'\n[components.{name}]\nfactory = "{factory}"\n\n[components.{name}.model]']
        lines.append(f'@architectures = "{architecture}"')
        lines += [f"{key} = {_toml(value)}" for key, value in options.items()]
        lines.append(
            f'\n[components.{name}.model.tok2vec]\n@architectures = "spacy.Tok2VecListener.v1"\nwidth = 96'
        )
        lines.append('upstream = "tok2vec"\n')
        parts.append("\n".join(lines))
    parts.append(_NER)
    nlp = spacy.blank("pl").__class__.from_config(Config().from_str("".join(parts)))
    examples = [_example(nlp, doc, number) for number, doc in enumerate(annotated)]
    nlp.initialize(lambda: examples)
    return nlp


def _toml(value: object) -> str:
    return (
        str(value).lower()
        if isinstance(value, bool)
        else f'"{value}"'
        if isinstance(value, str)
        else str(value)
    )


def _example(nlp: Language, doc: Doc, number: int) -> Example:
    words = [token.text for token in doc]
    relations = cycle(_RELATIONS)
    gold = Doc(
        nlp.vocab,
        words=words,
        spaces=[bool(token.whitespace_) for token in doc],
        tags=[token.tag_ or "_" for token in doc],
        pos=[token.pos_ or "X" for token in doc],
        morphs=[str(token.morph) for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=[max(0, index - 1) for index in range(len(words))],
        deps=["ROOT" if index == 0 else next(relations) for index in range(len(words))],
    )
    if len(gold) > 2:
        gold.ents = [Span(gold, 0, 1, label=_ENTITIES[number % len(_ENTITIES)])]
    return Example(Doc(nlp.vocab, words=words), gold)
