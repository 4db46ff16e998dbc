"""Codebooks: themes, codes with definitions and examples, groups, and the factors that a strategy is organised by.

A codebook is YAML that a researcher edits, so every complaint names the line.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from textmine.errors import CodebookError
from textmine.records import matching_group

FILE_NAME = "codebook.yaml"
_TOP = ("version", "language", "groups", "themes", "factors")
_THEME = ("label", "label_en", "definition", "include", "exclude", "codes")
_CODE = ("label", "label_en", "definition", "include", "exclude", "examples", "counter_examples", "patterns")
_FACTOR = ("label", "codes")
_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Code:
    """A code. `id` is "theme.code"; `patterns` are lemma patterns as in coding/patterns.py."""

    id: str
    theme: str
    label: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme and its codes."""

    id: str
    label: str
    label_en: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
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
    return (Path(__file__).parent / "language" / "codebook_pl.yaml").read_text(encoding="utf-8")


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
    return _Reader(where).codebook(root)


class _Reader:
    """Walks the YAML nodes, which know their lines."""

    def __init__(self, where: str) -> None:
        self._where = where

    def codebook(self, root: Any) -> Codebook:
        top = self._mapping(root, _TOP, "książka kodów")
        if "themes" not in top:
            raise self._error(root, "Brak tematów („themes”).", "Dopisz co najmniej jeden temat z kodami.")
        groups = (
            {key: self._text(node) for key, node in self._items(top["groups"])} if "groups" in top else {}
        )
        themes = tuple(self._theme(key, node) for key, node in self._items(top["themes"]))
        if not themes:
            raise self._error(top["themes"], "Lista tematów jest pusta.", "Dopisz co najmniej jeden temat.")
        known = {code.id for theme in themes for code in theme.codes}
        factors = tuple(
            self._factor(key, node, known)
            for key, node in (self._items(top["factors"]) if "factors" in top else ())
        )
        version = self._text(top["version"]) if "version" in top else "1"
        return Codebook(version, groups, themes, factors)

    def _theme(self, identity: str, node: Any) -> Theme:
        fields = self._mapping(node, _THEME, f"temat „{identity}”")
        codes = tuple(
            self._code(identity, key, code)
            for key, code in (self._items(fields["codes"]) if "codes" in fields else ())
        )
        if not codes:
            raise self._error(
                node, f"Temat „{identity}” nie ma kodów („codes”).", "Dopisz co najmniej jeden kod."
            )
        texts = {name: self._text(fields[name]) for name in _THEME[:-1] if name in fields}
        texts["label"] = texts.get("label") or identity
        return Theme(id=identity, codes=codes, **texts)

    def _code(self, theme: str, identity: str, node: Any) -> Code:
        fields = self._mapping(node, _CODE, f"kod „{theme}.{identity}”")
        texts = {
            name: self._text(fields[name])
            for name in ("label", "definition", "include", "exclude")
            if name in fields
        }
        texts["label"] = texts.get("label") or identity
        lists = {name: self._list(fields[name]) for name in _CODE[5:] if name in fields}
        if "patterns" in fields:
            self._check_patterns(fields["patterns"])
        code = Code(id=f"{theme}.{identity}", theme=theme, **texts, **lists)  # type: ignore[arg-type]
        if not (code.definition or code.examples or code.patterns):
            raise self._error(
                node,
                f"Kod „{code.id}” nie ma definicji, przykładów ani wzorców.",
                "Dopisz „definition” lub „examples”.",
            )
        return code

    def _check_patterns(self, node: Any) -> None:
        from textmine.coding.patterns import PatternError, compiled

        for item in node.value:
            try:
                compiled(item.value)
            except PatternError as error:
                raise self._error(
                    item, f"Zły wzorzec „{item.value}”: {error}.", "Popraw albo usuń wzorzec."
                ) from error

    def _factor(self, identity: str, node: Any, known: set[str]) -> Factor:
        fields = self._mapping(node, _FACTOR, f"czynnik „{identity}”")
        codes = self._list(fields["codes"]) if "codes" in fields else ()
        for code, item in zip(codes, fields["codes"].value if "codes" in fields else (), strict=True):
            if code not in known:
                near = difflib.get_close_matches(code, sorted(known), n=1)
                hint = f"Czy chodziło o „{near[0]}”?" if near else "Podaj kod jako „temat.kod”."
                raise self._error(item, f"Czynnik „{identity}” wskazuje nieznany kod „{code}”.", hint)
        return Factor(identity, self._text(fields["label"]) if "label" in fields else identity, codes)

    def _items(self, node: Any) -> Iterator[tuple[str, Any]]:
        """The (id, node) pairs of a mapping; ids are checked."""
        import yaml

        if not isinstance(node, yaml.MappingNode):
            raise self._error(
                node, "Tu powinna być lista „nazwa: …” z wcięciem.", "Porównaj z wzorem: „textmine init”."
            )
        seen: dict[str, int] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._error(key, "Nazwa pola nie jest napisem.", "Usuń nawiasy sprzed dwukropka.")
            if key.value in seen:
                raise self._error(
                    key,
                    f"Identyfikator „{key.value}” powtarza się (pierwszy raz w wierszu {seen[key.value]}).",
                    "Zmień jeden z nich.",
                )
            if not _ID.fullmatch(key.value):
                raise self._error(
                    key,
                    f"Zły identyfikator „{key.value}”.",
                    "Dozwolone są małe litery bez ogonków, cyfry i „_”.",
                )
            seen[key.value] = key.start_mark.line + 1
            yield key.value, value

    def _mapping(self, node: Any, known: tuple[str, ...], name: str) -> dict[str, Any]:
        found = dict(self._items(node))
        for key in found:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
                hint = f"Czy chodziło o „{near[0]}”?" if near else f"Znane pola: {', '.join(known)}."
                place = next(k for k, _ in node.value if k.value == key)
                raise self._error(place, f"Nieznane pole „{key}” ({name}).", hint)
        return found

    def _text(self, node: Any) -> str:
        import yaml

        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node, "Tu powinien być napis.", "Weź go w cudzysłów.")
        empty = node.tag == "tag:yaml.org,2002:null"
        return "" if empty else str(node.value).strip()

    def _list(self, node: Any) -> tuple[str, ...]:
        import yaml

        if not isinstance(node, yaml.SequenceNode):
            raise self._error(
                node, "Tu powinna być lista.", "Każdą pozycję zacznij od „- ” albo użyj [a, b]."
            )
        return tuple(self._text(item) for item in node.value)

    def _error(self, node: Any, what: str, remedy: str) -> CodebookError:
        return CodebookError(what, where=f"{self._where}, wiersz {node.start_mark.line + 1}", remedy=remedy)
