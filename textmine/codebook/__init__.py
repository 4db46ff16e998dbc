"""Codebooks: themes, codes with definitions and examples, groups, and the factors that a strategy is organised by.

A codebook is YAML that a researcher edits, so every complaint names the line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from textmine.errors import CodebookError
from textmine.records import matching_group

FILE_NAME = "codebook.yaml"


@dataclass(frozen=True, slots=True)
class Code:
    """A code. `id` is "theme.code"; `patterns` are lemma patterns as in coding/patterns.py that say it all alone.

    `domains` are base forms of what the code is about ("mieszkanie|lokum", "czynsz*"): with a cue of the theme they say it.
    """

    id: str
    theme: str
    label: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme and its codes. `cues` are lemma patterns that say the theme of whatever matter is named beside them."""

    id: str
    label: str
    label_en: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    cues: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Factor:
    """A lens over codes: evidence coded with any of them supports that chapter."""

    id: str
    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Codebook:
    """A validated codebook. `groups` maps ids to labels, in order."""

    version: str
    groups: Mapping[str, str]
    themes: tuple[Theme, ...]
    factors: tuple[Factor, ...] = field(default=())

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """All codes in the codebook's order."""
        return tuple(code for theme in self.themes for code in theme.codes)

    def code(self, identity: str) -> Code:
        """A code by its id. Raises KeyError."""
        return self._by_id[identity]

    def theme(self, identity: str) -> Theme:
        """A theme by its id. Raises KeyError."""
        return {theme.id: theme for theme in self.themes}[identity]

    @cached_property
    def _by_id(self) -> Mapping[str, Code]:
        return {code.id: code for code in self.codes}

    def has_code(self, identity: str) -> bool:
        """Whether there is such a code."""
        return identity in self._by_id

    def factor_of(self, code: str) -> tuple[Factor, ...]:
        """The factors that a code supports."""
        return tuple(factor for factor in self.factors if code in factor.codes)

    def only(self, codes: Iterable[str]) -> Codebook:
        """The codebook with these codes alone, and the themes that hold them."""
        wanted = set(codes)
        kept = [
            replace(theme, codes=tuple(code for code in theme.codes if code.id in wanted))
            for theme in self.themes
        ]
        return replace(self, themes=tuple(theme for theme in kept if theme.codes))

    def group_id(self, text: str) -> str | None:
        """The group of an id, a label or its beginning ("samorząd"), whatever its case; None where there is none."""
        return matching_group(text, self.groups)


def default_codebook_text() -> str:
    """The YAML that `textmine init` writes."""
    return (Path(__file__).parents[1] / "language" / "codebook_pl.yaml").read_text(encoding="utf-8")


@cache
def default_codebook() -> Codebook:
    """The codebook of a project that has none of its own."""
    return parse_codebook(default_codebook_text(), where="codebook_pl.yaml")


def read_codebook(path: Path) -> Codebook:
    """Read and validate a codebook. Raises CodebookError with the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CodebookError(
            f"Nie można odczytać książki kodów ({error.strerror}).",
            where=path,
            remedy="Sprawdź nazwę i uprawnienia.",
        ) from error
    except UnicodeDecodeError as error:
        raise CodebookError(
            "Plik nie jest zapisany w UTF-8.", where=path, remedy="Zapisz go jako UTF-8."
        ) from error
    return parse_codebook(text, where=str(path))


def parse_codebook(text: str, *, where: str) -> Codebook:
    """Validate the text of a codebook. Raises CodebookError with the line."""
    import yaml

    try:
        # Patterns and ids are compared with words in NFC.
        root = yaml.compose(unicodedata.normalize("NFC", text), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CodebookError(
            f"To nie jest poprawny YAML ({error.problem}).",
            where=f"{where}, wiersz {line}",
            remedy="Sprawdź wcięcia i dwukropki; napisy z dwukropkiem bierz w cudzysłów.",
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise CodebookError(
            "To nie jest poprawny YAML.", where=where, remedy="Zapisz plik jako UTF-8."
        ) from error
    if root is None:
        raise CodebookError(
            "Książka kodów jest pusta.", where=where, remedy="Zacznij od wzoru: „textmine init”."
        )
    from textmine.codebook.reading import Reader

    return Reader(where).codebook(root)
