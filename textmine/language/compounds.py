"""First parts of Polish compounds that are written with a hyphen: equal adjectives ("polsko-niemiecki").

Source: the spelling rules of the Polish Language Council, section 50; the list holds what interviews about regions use.
"""

from __future__ import annotations

import re

_NAMED = frozenset(
    """biało czarno czerwono żółto zielono szaro granatowo społeczno gospodarczo naukowo badawczo techniczno ekonomiczno
    kulturalno oświatowo szkoleniowo doradczo finansowo prawno organizacyjno handlowo usługowo produkcyjno przemysłowo
    rolno edukacyjno informacyjno promocyjno rekreacyjno sportowo administracyjno remontowo projektowo magazynowo
    teoretyczno praktyczno artystyczno literacko historyczno polityczno religijno dydaktyczno wychowawczo""".split()  # noqa: SIM905
)
_OF_PLACES = re.compile(r"[^\W\d_]{2,}(?:sk|ck|dzk)o", re.IGNORECASE)
_JOINED = frozenset("wszystko".split())  # noqa: SIM905


def takes_hyphen(first: str) -> bool:
    """Whether a compound that begins so keeps its hyphen when a line ends at it."""
    lowered = first.casefold()
    return lowered in _NAMED or (_OF_PLACES.fullmatch(lowered) is not None and lowered not in _JOINED)
