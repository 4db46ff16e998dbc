"""The readings of some 70,000 common word forms as a table that ships with the weights.

Morfeusz needs some 20 to 40 microseconds a form, most of it for handing readings over to Python: that was a fifth of the time of
annotating text whose words are new. The table says nothing else than the dictionary that it was made from, and is passed over
where another one is installed. Made by `make model`; the same input gives the same file.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from textmine.nlp import dictionary
from textmine.nlp.places import readable
from textmine.nlp.treebank import as_written, read_conllu

FORMAT = "textmine common forms 1"
FORMS_FILE = "forms.xz"
# Base forms that the corpus has so often are inflected.
OFTEN = 30
_VERBAL = frozenset({"praet", "fin", "inf", "impt", "ppas", "pact", "pcon", "pant", "imps", "ger"})


def forms_of(frequencies: Mapping[str, int]) -> Iterator[str]:
    """All forms of the common base forms; `frequencies` maps "lemma|class" to counts."""
    import morfeusz2

    generator = morfeusz2.Morfeusz(analyse=False)
    for key, count in frequencies.items():
        lemma, _, word_class = key.rpartition("|")
        if count < OFTEN or not lemma.isalpha():
            continue
        for form, _, tag, _, _ in generator.generate(lemma):
            kind = tag.partition(":")[0]
            if " " not in form and (kind == word_class or {kind, word_class} <= _VERBAL):
                yield form


def packed(forms: Iterable[str]) -> bytes:
    """The file for some word forms: those that the dictionary knows, in order of the alphabet."""
    meanings: dict[tuple[str, str], int] = {}
    frames: dict[tuple[tuple[int, int], ...], int] = {}
    lines = []
    for form in sorted(set(forms)):
        bases: dict[str, int] = {}
        frame = tuple(
            (bases.setdefault(one.lemma, len(bases)), meanings.setdefault(one[1:], len(meanings)))
            for one in dictionary.readings(form)
        )
        if frame and form.isalpha():
            number = frames.setdefault(frame, len(frames))
            lines.append("\t".join([form, str(number), *("" if base == form else base for base in bases)]))
    head = {
        "format": FORMAT,
        "dictionary": dictionary.identity(),
        "meanings": list(meanings),
        "frames": list(frames),
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return lzma.compress("\n".join([text, *lines]).encode(), preset=6)


class CommonForms:
    """The table, read: readings are made of a line when somebody asks for its form."""

    def __init__(self, data: bytes) -> None:
        head, *lines = lzma.decompress(data).decode().split("\n")
        meta = json.loads(head)
        if meta["format"] != FORMAT:
            raise ValueError(meta["format"])
        self.dictionary: str = meta["dictionary"]
        self._meanings = [(str(tag), str(kinds)) for tag, kinds in meta["meanings"]]
        self._frames = [tuple((int(base), int(one)) for base, one in frame) for frame in meta["frames"]]
        self._lines = dict([line.split("\t", 1) for line in lines])

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def get(self, form: str) -> tuple[dictionary.Reading, ...] | None:
        """What the dictionary says of a form, None for one that is not in the table."""
        line = self._lines.get(form)
        if line is None:
            return None
        number, *bases = line.split("\t")
        meanings = self._meanings
        return tuple(
            [
                dictionary.Reading(bases[base] or form, *meanings[one])
                for base, one in self._frames[int(number)]
            ]
        )


def use(path: Path) -> bool:
    """Let the dictionary look into the table first. False where it was made from another dictionary.

    Raises ModelError for a missing or damaged file.
    """
    with readable(path):
        table = CommonForms(path.read_bytes())
    fits = table.dictionary == dictionary.identity()
    dictionary.look_first(table.get if fits else None)
    return fits


def main() -> None:
    """Make the table from the command line."""
    from textmine.nlp.train import read_frequencies

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--frequencies", type=Path)
    arguments = parser.parse_args()
    forms = {token.form for sentence in read_conllu(arguments.treebank) for token in as_written(sentence)}
    if arguments.frequencies:
        forms.update(forms_of(read_frequencies(arguments.frequencies)))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(packed(forms))


if __name__ == "__main__":
    main()
