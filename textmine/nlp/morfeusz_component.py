"""The spaCy component "morfeusz": lemmas, NKJP tags, morphology and parts of speech from SGJP and the chooser.

Below a trained pipeline it leaves tags and morphology alone and takes the base form that agrees with them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Doc

from textmine.errors import ModelError
from textmine.nlp.candidates import Candidate, candidates
from textmine.nlp.chooser import Chooser
from textmine.nlp.features import morph_of
from textmine.nlp.places import embedded_folder

if TYPE_CHECKING:
    from spacy.tokens import Token

CHOOSER_FILE = "chooser.json.gz"


@Language.factory(
    "morfeusz",
    assigns=["token.lemma", "token.pos", "token.tag", "token.morph"],
    default_config={"agree": True},
)
def make_morfeusz(nlp: Language, name: str, agree: bool) -> MorfeuszComponent:
    """`agree`: follow the tags of a trained pipeline where there are some."""
    return MorfeuszComponent(nlp, name, agree=agree)


class MorfeuszComponent:
    """Sets lemma_, pos_, tag_ and morph of every token of a Doc, sentence by sentence."""

    def __init__(self, nlp: Language, name: str = "morfeusz", *, agree: bool = True) -> None:
        self.name = name
        self.agree = agree
        self._vocab = nlp.vocab
        self._chooser: Chooser | None = None

    @property
    def chooser(self) -> Chooser:
        """The trained weights: those of the pipeline on disk, else those that are shipped."""
        if self._chooser is None:
            self._chooser = Chooser.load(embedded_folder() / CHOOSER_FILE)
        return self._chooser

    def __call__(self, doc: Doc) -> Doc:
        """Analyse one Doc."""
        sentences = list(doc.sents) if doc.has_annotation("SENT_START") else [doc[:]]
        tagged = self.agree and doc.has_annotation("TAG")
        for sentence in sentences:
            tokens = [token for token in sentence if not token.is_space]
            if tagged:
                self._agree(tokens)
            else:
                self._choose(tokens)
        for token in doc:
            if token.is_space:
                token.lemma_, token.pos_, token.tag_ = token.text, "SPACE", "_SP"
        return doc

    def _choose(self, tokens: list[Token]) -> None:
        chooser = self.chooser
        for token, chosen in zip(tokens, chooser.choose([t.text for t in tokens]), strict=True):
            token.lemma_ = chosen.lemma
            token.tag_ = chosen.label.partition(":")[0]
            token.pos_ = chooser.part_of_speech(chosen)
            token.set_morph(morph_of(chosen))  # type: ignore[attr-defined]

    def _agree(self, tokens: list[Token]) -> None:
        """Keep what the trained pipeline says; take the base form of the reading that fits it best."""
        for place, token in enumerate(tokens):
            options = candidates(token.text, place == 0)
            fitting = [c for c in options if _fits(c, token)]
            if fitting:
                token.lemma_ = max(
                    fitting, key=lambda c: (_agreement(c, token), c.lemma == token.lemma_, not c.name)
                ).lemma
            elif not token.lemma_:
                token.lemma_ = options[0].lemma

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:  # noqa: ARG002
        """Write the weights into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        self.chooser.save(folder / CHOOSER_FILE)

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> MorfeuszComponent:  # noqa: ARG002
        """Read the weights from a folder. Raises ModelError where they are missing or damaged."""
        self._chooser = Chooser.load(Path(path) / CHOOSER_FILE)
        return self

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:  # noqa: ARG002
        """The component has nothing that its files do not have; needed for n_process."""
        return b""

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> MorfeuszComponent:  # noqa: ARG002
        """See to_bytes."""
        if data:
            raise ModelError("Nieznane dane komponentu morfeusz.", remedy="Zainstaluj textmine jeszcze raz.")
        return self


# Universal parts of speech that a class may have in a pipeline trained on UD.
_CLASSES = {
    "NOUN": {"subst", "depr", "ger", "brev"},
    "PROPN": {"subst", "depr", "brev", "adj"},
    "ADJ": {"adj", "adja", "adjp", "adjc", "ppas", "pact", "dig"},
    "VERB": {"fin", "praet", "inf", "impt", "imps", "pcon", "pant", "pred", "winien"},
    "AUX": {"fin", "praet", "inf", "impt", "bedzie", "aglt", "pred", "part", "cond"},
    "ADV": {"adv", "part"},
    "DET": {"adj", "num", "subst"},
    "PRON": {"ppron12", "ppron3", "siebie", "subst", "part"},
    "NUM": {"num", "dig", "numcomp", "romandig", "adj", "subst"},
    "ADP": {"prep"},
    "PART": {"part", "conj", "adv"},
    "CCONJ": {"conj"},
    "SCONJ": {"comp"},
    "INTJ": {"interj"},
    "PUNCT": {"interp"},
    "X": {"brev", "frag", "ign", "adjp"},
}


def _fits(candidate: Candidate, token: Token) -> bool:
    word_class = candidate.label.partition(":")[0]
    tag = token.tag_.partition(":")[0].lower()
    if tag and tag == word_class:
        return True
    return word_class in _CLASSES.get(token.pos_, set())


def _agreement(candidate: Candidate, token: Token) -> int:
    """How many features of the pipeline's morphology the reading has."""
    own = morph_of(candidate)
    return sum(own.get(feature) == value for feature, value in token.morph.to_dict().items())
