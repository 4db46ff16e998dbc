"""Which pipelines there are, which one is used, and loading it."""

from __future__ import annotations

import gc
import hashlib
import importlib.metadata
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from textmine.errors import ModelError
from textmine.nlp.places import EMBEDDED, LARGE, embedded_folder, pipeline_folder, user_folder

if TYPE_CHECKING:
    from spacy.language import Language

Lemmas = Literal["morfeusz", "pipeline"]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline that can be used. `reason` says in Polish why it is, or is not, the one in use.

    `own_lemmas`: base forms are those of the pipeline, not Morfeusz's.
    """

    name: str
    version: str
    path: Path
    licence: str
    used: bool
    reason: str
    own_lemmas: bool = False

    @property
    def identity(self) -> str:
        """What a result depends on: changes when the pipeline does."""
        files = sorted(file for file in self.path.rglob("*") if file.is_file())
        sizes = hashlib.blake2b(digest_size=8)
        for file in files:
            sizes.update(f"{file.relative_to(self.path)} {file.stat().st_size}".encode())
        lemmas = ", formy podstawowe z modelu" if self.own_lemmas else ""
        return f"{self.name} {self.version}{lemmas} ({sizes.hexdigest()})"


def installed(wanted: str = "auto") -> tuple[Pipeline, ...]:
    """The pipelines on this machine, the one that `wanted` ("auto", a name, a folder) leads to marked as used."""
    found = [_embedded(), *_large(), *_others()]
    automatic = wanted in {"auto", ""}
    names = {pipeline.name for pipeline in found}
    if automatic:
        used = LARGE if LARGE in names else EMBEDDED
    elif wanted in names or wanted == LARGE:
        used = wanted if wanted in names else EMBEDDED
    else:
        folder = pipeline_folder(Path(wanted)) or Path(wanted)
        found.append(
            Pipeline(folder.name, _meta(folder, "version"), folder, _meta(folder, "license"), True, "")
        )
        used = ""
    return tuple(
        replace(pipeline, used=is_used, reason=_reason(pipeline.name, is_used, automatic, used))
        for pipeline in found
        for is_used in [pipeline.used or pipeline.name == used]
    )


def _reason(name: str, used: bool, automatic: bool, chosen_name: str) -> str:
    """Why a pipeline is the one in use, or is not."""
    if used and automatic:
        return (
            f"używany: {LARGE} nie jest zainstalowany"
            if name == EMBEDDED
            else "używany: najlepszy z zainstalowanych"
        )
    if used:
        return "używany: wybrany w ustawieniach"
    if automatic and chosen_name == LARGE and name == EMBEDDED:
        return "dołączony do programu; używany jest lepszy"
    kind = "dołączony do programu" if name == EMBEDDED else "zainstalowany"
    return (
        f"{kind}; ustawienia wskazują inny" if not automatic else f"{kind}; używany, gdy wskażą go ustawienia"
    )


def chosen(wanted: str = "auto", *, lemmas: Lemmas = "morfeusz") -> Pipeline:
    """The pipeline that is used. Raises ModelError where `wanted` is not there.

    `lemmas`: whose base forms count under a trained pipeline, Morfeusz's or its own; the embedded one has Morfeusz's.
    """
    pipelines = installed(wanted)
    used = [pipeline for pipeline in pipelines if pipeline.used]
    if wanted == LARGE and used[0].name != LARGE:
        raise ModelError(
            f"Model {LARGE} nie jest zainstalowany.", remedy=f"Uruchom „textmine models install {LARGE}”."
        )
    if not used[0].path.exists():
        raise ModelError(
            "Nie ma takiego modelu językowego.",
            where=used[0].path,
            remedy=f"Podaj „{EMBEDDED}”, „{LARGE}” albo folder modelu spaCy.",
        )
    own = lemmas == "pipeline" and used[0].name != EMBEDDED
    return replace(used[0], own_lemmas=own)


def load(name: str | None = None, *, lemmas: Lemmas = "morfeusz") -> Language:
    """Load a pipeline for Polish; None = the best that is installed.

    `name`: "embedded" (shipped), "pl_core_news_lg", or the folder of a spaCy pipeline; `lemmas` as in `chosen`.
    Raises ModelError.
    """
    nlp = _loaded(chosen(name or "auto", lemmas=lemmas))
    # What is loaded stays: without this the collector walks over all of spaCy and the weights again and again while
    # new words come in, which is a tenth of the time of annotation.
    gc.freeze()
    return nlp


def _loaded(pipeline: Pipeline) -> Language:
    import spacy

    from textmine.nlp import morfeusz_component, sentence_component  # noqa: F401 (they register their factories)
    from textmine.nlp.common_forms import FORMS_FILE, use
    from textmine.nlp.parallel import EmbeddedPolish
    from textmine.nlp.tokenizer import quicken

    use(embedded_folder() / FORMS_FILE)
    if pipeline.name == EMBEDDED:
        nlp: Language = EmbeddedPolish()
        quicken(nlp)
        nlp.add_pipe("textmine_sentences")
        nlp.add_pipe("morfeusz")
        component = nlp.get_pipe("morfeusz")
        assert isinstance(component, morfeusz_component.MorfeuszComponent)
        assert component.chooser is not None
        return nlp
    try:
        nlp = spacy.load(pipeline.path)
    except Exception as error:
        raise ModelError(
            f"Nie udało się wczytać modelu spaCy ({type(error).__name__}: {error}).",
            where=pipeline.path,
            remedy='Zainstaluj go jeszcze raz albo ustaw pipeline = "embedded" w textmine.toml.',
        ) from error
    if nlp.lang != "pl":
        raise ModelError(
            f"To model języka „{nlp.lang}”, a nie polskiego.",
            where=pipeline.path,
            remedy="Wskaż model języka polskiego.",
        )
    if "morfeusz" not in nlp.pipe_names:
        nlp.add_pipe("morfeusz", last=True)
    component = nlp.get_pipe("morfeusz")
    assert isinstance(component, morfeusz_component.MorfeuszComponent)
    component.keep_lemmas = pipeline.own_lemmas
    return nlp


def _embedded() -> Pipeline:
    licence = "wagi: CC BY-SA 4.0 i GPL-3.0 (UD Polish), słownik SGJP: BSD-2"
    return Pipeline(EMBEDDED, importlib.metadata.version("textmine"), embedded_folder(), licence, False, "")


def _large() -> list[Pipeline]:
    """`pl_core_news_lg`, installed by us or by pip."""
    folder = pipeline_folder(user_folder() / LARGE)
    if folder is None:
        try:
            distribution = importlib.metadata.distribution(LARGE)
        except importlib.metadata.PackageNotFoundError:
            return []
        folder = pipeline_folder(Path(str(distribution.locate_file(LARGE))))
    return [Pipeline(LARGE, _meta(folder, "version"), folder, "GPL-3.0", False, "")] if folder else []


def _others() -> list[Pipeline]:
    """What else was installed with `textmine models install`."""
    places = sorted(user_folder().glob("[!.]*/")) if user_folder().is_dir() else []
    return [
        Pipeline(place.name, _meta(folder, "version"), folder, _meta(folder, "license"), False, "")
        for place in places
        if place.name != LARGE and (folder := pipeline_folder(place))
    ]


def _meta(folder: Path, key: str) -> str:
    try:
        return str(json.loads((folder / "meta.json").read_text(encoding="utf-8")).get(key) or "?")
    except (OSError, ValueError, AttributeError):
        return "?"
