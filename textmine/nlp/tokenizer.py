"""spaCy's tokenizer for Polish, quicker on words that it meets for the first time, with the same result.

Its rules for affixes split off signs, points and units after digits: nothing that a word of letters alone could have.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

_RULES = ("prefix_search", "suffix_search", "infix_finditer", "url_match")


class _PassingLetters:
    """A rule that is not asked about words of letters alone.

    Its methods are bound and there is a `pattern`, because spaCy writes a tokenizer to disk as
    `tokenizer.prefix_search.__self__.pattern`.
    """

    def __init__(self, compiled: re.Pattern[str]) -> None:
        self.compiled = compiled
        self.pattern = compiled.pattern

    def match(self, text: str) -> re.Match[str] | None:
        return None if text.isalpha() else self.compiled.match(text)

    def search(self, text: str) -> re.Match[str] | None:
        return None if text.isalpha() else self.compiled.search(text)

    def finditer(self, text: str) -> Any:
        return iter(()) if text.isalpha() else self.compiled.finditer(text)


def quicken(nlp: Language) -> None:
    """Let the affix rules of a pipeline's tokenizer pass over words of letters. Other tokenizers stay as they are."""
    tokenizer: Any = nlp.tokenizer
    for name in _RULES:
        rule: Any = getattr(tokenizer, name, None)
        compiled = getattr(rule, "__self__", None)
        if isinstance(compiled, re.Pattern):
            setattr(tokenizer, name, getattr(_PassingLetters(compiled), rule.__name__))
