"""How the YAML of a codebook becomes a codebook: every complaint names the line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from textmine.codebook import Code, Codebook, Factor, Theme
from textmine.errors import CodebookError

_TOP = ("version", "language", "groups", "themes", "factors")
_THEME_TEXTS = ("label", "label_en", "definition", "include", "exclude")
_THEME = (*_THEME_TEXTS, "cues", "codes")
_CODE_LISTS = ("examples", "counter_examples", "domains", "patterns")
_CODE = ("label", "label_en", "definition", "include", "exclude", *_CODE_LISTS)
_FACTOR = ("label", "codes")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_WORDS = re.compile(r"[^\W\d_][\w-]*\*?(\|[^\W\d_][\w-]*\*?)*")


class Reader:
    """Walks the YAML nodes, which know their lines."""

    def __init__(self, where: str) -> None:
        self._where = where

    def codebook(self, root: Any) -> Codebook:
        """The codebook of a YAML document. Raises CodebookError with the line."""
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
        texts = {name: self._text(fields[name]) for name in _THEME_TEXTS if name in fields}
        texts["label"] = texts.get("label") or identity
        cues = self._patterns(fields["cues"]) if "cues" in fields else ()
        return Theme(id=identity, cues=cues, codes=codes, **texts)

    def _code(self, theme: str, identity: str, node: Any) -> Code:
        fields = self._mapping(node, _CODE, f"kod „{theme}.{identity}”")
        texts = {
            name: self._text(fields[name])
            for name in ("label", "definition", "include", "exclude")
            if name in fields
        }
        texts["label"] = texts.get("label") or identity
        lists = {name: self._list(fields[name]) for name in _CODE_LISTS if name in fields}
        if "patterns" in fields:
            lists["patterns"] = self._patterns(fields["patterns"])
        if "domains" in fields:
            self._check_words(fields["domains"])
        code = Code(id=f"{theme}.{identity}", theme=theme, **texts, **lists)  # type: ignore[arg-type]
        if not (code.definition or code.examples or code.patterns or code.domains):
            raise self._error(
                node,
                f"Kod „{code.id}” nie ma definicji, przykładów ani wzorców.",
                "Dopisz „definition” lub „examples”.",
            )
        return code

    def _patterns(self, node: Any) -> tuple[str, ...]:
        from textmine.coding.patterns import PatternError, compiled

        found = self._list(node)
        for item in node.value:
            try:
                compiled(item.value)
            except PatternError as error:
                raise self._error(
                    item, f"Zły wzorzec „{item.value}”: {error}.", "Popraw albo usuń wzorzec."
                ) from error
        return found

    def _check_words(self, node: Any) -> None:
        for item in node.value:
            if not _WORDS.fullmatch(item.value):
                raise self._error(
                    item,
                    f"Złe słowo dziedziny „{item.value}”.",
                    "Wpisz jedną formę podstawową, np. „mieszkanie”, początek z gwiazdką („czynsz*”) "
                    "albo kilka słów przedzielonych „|”.",
                )

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
