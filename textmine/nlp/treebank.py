"""Reading a treebank in CoNLL-U form (https://universaldependencies.org/format.html)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GoldToken:
    """A word of a treebank."""

    form: str
    lemma: str
    upos: str
    tag: str
    space_after: bool = True


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """A sentence with its words; `merged` are places where several words are one as written ("zrobił" + "em")."""

    tokens: tuple[GoldToken, ...]
    source: str = ""
    text: str = ""
    merged: tuple[tuple[int, int, str], ...] = ()


def read_conllu(path: Path) -> Iterator[GoldSentence]:
    """The sentences of a file. Empty nodes ("8.1") are passed over."""
    tokens: list[GoldToken] = []
    merged: list[tuple[int, int, str]] = []
    source = text = ""
    with path.open(encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if line.startswith("# source ="):
                source = line.partition("=")[2].split()[0]
            elif line.startswith("# text ="):
                text = line.partition("=")[2].strip()
            elif not line.strip() and tokens:
                yield GoldSentence(tuple(tokens), source, text, tuple(merged))
                tokens, merged = [], []
            elif len(fields) >= 10 and fields[0].isdigit():
                spaced = "SpaceAfter=No" not in fields[9]
                tokens.append(GoldToken(fields[1], fields[2], fields[3], fields[4], spaced))
            elif len(fields) >= 10 and "-" in fields[0]:
                first, last = (int(number) for number in fields[0].split("-"))
                merged.append((first - 1, last, fields[1]))
    if tokens:
        yield GoldSentence(tuple(tokens), source, text, tuple(merged))


def as_written(sentence: GoldSentence) -> tuple[GoldToken, ...]:
    """The words as a tokenizer finds them: "zrobił" + "em" is "zrobiłem", a first person of "zrobić"."""
    tokens = list(sentence.tokens)
    for first, last, form in reversed(sentence.merged):
        parts = tokens[first:last]
        head = parts[0]
        word_class = head.tag.partition(":")[0]
        conditional = any(part.form.lower() == "by" for part in parts[1:])
        person = next((part.tag.split(":")[2] for part in parts if part.tag.startswith("aglt")), "")
        tag = head.tag
        if word_class == "praet":
            number = tag.split(":")[1]
            tag = f"{'cond' if conditional else 'praet'}:{number}:{person or 'ter'}"
        elif word_class == "winien" and person:
            tag = f"{tag}:{person}"
        tokens[first:last] = [GoldToken(form, head.lemma, head.upos, tag, parts[-1].space_after)]
    return tuple(tokens)
