"""`python -m benchmarks.lemmas FILE.conllu`: accuracy of base forms and parts of speech on gold tokens, a row a pipeline."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.lemma_kinds import KINDS, kind_of
from textmine.nlp import load
from textmine.nlp.pipelines import installed
from textmine.nlp.treebank import GoldToken, as_written, read_conllu


def measured(
    nlp: Language, sentences: list[tuple[GoldToken, ...]]
) -> tuple[float, float, float, Counter[tuple[str, ...]]]:
    """Shares of exact lemmas and parts of speech, tokens a second, and the errors with their kinds and counts."""
    docs = []
    for tokens in sentences:
        doc = Doc(nlp.vocab, words=[token.form for token in tokens])
        for index, token in enumerate(doc):
            token.is_sent_start = index == 0
        docs.append(doc)
    started = time.perf_counter()
    done = list(nlp.pipe(docs, batch_size=256))
    seconds = time.perf_counter() - started
    lemmas = parts = count = 0
    errors: Counter[tuple[str, ...]] = Counter()
    for doc, tokens in zip(done, sentences, strict=True):
        for found, gold in zip(doc, tokens, strict=True):
            count += 1
            lemmas += found.lemma_ == gold.lemma
            parts += found.pos_ == gold.upos
            if found.lemma_ != gold.lemma:
                kind = kind_of(found.lemma_, found.tag_, gold)
                errors[gold.form.lower(), found.lemma_, gold.lemma, kind] += 1
    return lemmas / count, parts / count, count / seconds, errors


def main() -> None:
    """Print a row for every pipeline that is installed, then the most frequent errors of the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank", type=Path)
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="also print the N most frequent errors"
    )
    arguments = parser.parse_args()
    sentences = [as_written(sentence) for sentence in read_conllu(arguments.treebank)]
    table = Table("pipeline", "lemma", "UPOS", "tokens/s", title=f"{sum(map(len, sentences)):,} gold tokens")
    errors: Counter[tuple[str, ...]] = Counter()
    for pipeline in installed():
        lemmas, parts, speed, found = measured(load(pipeline.name), sentences)
        errors = errors or found
        table.add_row(f"{pipeline.name} {pipeline.version}", f"{lemmas:.2%}", f"{parts:.2%}", f"{speed:,.0f}")
    console = Console()
    console.print(table)
    if arguments.errors:
        worst = Table("word", "found", "gold", "kind", "times", title="most frequent errors")
        for (form, lemma, gold, kind), times in errors.most_common(arguments.errors):
            worst.add_row(form, lemma, gold, kind, str(times))
        console.print(worst)
        kinds = Table("kind", "wrong", title=f"all {errors.total():,} errors")
        for kind in KINDS:
            kinds.add_row(kind, str(sum(times for error, times in errors.items() if error[3] == kind)))
        console.print(kinds)


if __name__ == "__main__":
    main()
