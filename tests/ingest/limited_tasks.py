"""Tasks that behave badly, for the tests of the child process: it finds them on PYTHONPATH."""

from __future__ import annotations

import os


def forever(_: bytes) -> None:
    """Never ends."""
    while True:
        pass


def greedy(_: bytes) -> int:
    """Wants more memory than there may be."""
    return len(bytearray(2**31))


def dies(_: bytes) -> None:
    """Dies as a crashed library does."""
    os.abort()
