"""Text that files made of XML can hold."""

from __future__ import annotations

import re

# XML 1.0 has no place for these; Excel and Word call a file with them damaged.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def legal(text: str) -> str:
    """The text with U+FFFD in place of what XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)
