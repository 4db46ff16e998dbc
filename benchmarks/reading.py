"""How fast files are read, and whether any damaged file stops the program: `python -m benchmarks reading fuzzing`."""

from __future__ import annotations

import importlib
import io
import json
import logging
import random
import resource
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from benchmarks.measured import ROOT, Figure
from textmine.errors import DamagedFile, ReadError
from textmine.ingest import read

DOCX_COUNT, DOCX_WORDS, DOCX_LIMIT = 200, 10_000, 60.0
TXT_LIMIT = 5.0
FUZZED = 12_000
HANG_SECONDS = 20
CUT_OFF = 0.04
_SURPRISE = "Nie udało się odczytać pliku ("
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def reading() -> list[Figure]:
    """Text in MB a second and 200 Word transcripts of 10,000 words."""
    turns = [(turn.speaker or "R", turn.text) for path in _talks() for turn in read(path).turns]
    with tempfile.TemporaryDirectory() as folder:
        return [_text_speed(turns, Path(folder)), _docx_speed(turns, Path(folder))]


def _talks() -> list[Path]:
    return [
        path
        for path in sorted((ROOT / "corpus").iterdir())
        if path.suffix in {".docx", ".odt", ".txt", ".md"}
    ]


def _text_speed(turns: list[tuple[str, str]], folder: Path) -> Figure:
    chosen = random.Random(1)
    raw = "".join(f"{who}: {words}\n" for who, words in (chosen.choice(turns) for _ in range(8_000))).encode()
    path = folder / "a.txt"
    path.write_bytes(raw)
    best = min(_timed(lambda: read(path)) for _ in range(5))
    speed = len(raw) / 1e6 / best
    return Figure("reading txt", f"{speed:.1f} MB/s", f"{len(raw) / 1e6:.1f} MB of turns", speed / TXT_LIMIT,
                  f">= {TXT_LIMIT:.0f} MB/s", speed >= TXT_LIMIT)  # fmt: skip


def _docx_speed(turns: list[tuple[str, str]], folder: Path) -> Figure:
    paths = []
    for number in range(DOCX_COUNT):
        path = folder / f"{number}.docx"
        path.write_bytes(_transcript(turns, random.Random(number)))
        paths.append(path)
    seconds = _timed(lambda: [read(path) for path in paths])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figure(f"reading {DOCX_COUNT} docx of {DOCX_WORDS:,} words", f"{seconds:.1f} s, {peak:.0f} MB", "one process",
                  DOCX_LIMIT / seconds, f"<= {DOCX_LIMIT:.0f} s", seconds <= DOCX_LIMIT)  # fmt: skip


def _transcript(turns: list[tuple[str, str]], chosen: random.Random) -> bytes:
    """A Word document as Word writes it: a bold label and the words in runs of their own."""
    parts = []
    words = 0
    while words < DOCX_WORDS:
        who, text = chosen.choice(turns)
        words += len(text.split())
        half = len(text) // 2
        runs = [
            f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
            for piece in (text[:half], text[half:])
        ]
        parts.append(f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{escape(who)}: </w:t></w:r>{''.join(runs)}</w:p>")
    return _zipped(
        {"word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{"".join(parts)}</w:body></w:document>'}
    )


def _zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


# Fuzzing: small valid files with random damage; each must be read or refused, soon, and without a surprise.


def fuzzing() -> list[Figure]:
    """Damaged files of every format: how many were read, refused, crashed or hung."""
    logging.disable()  # pdfminer tells of every oddity
    bases = list(_bases())
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder, _without_children():
        for number in range(FUZZED):
            name, raw = bases[number % len(bases)]
            started = time.perf_counter()
            outcome = _outcome(Path(folder) / name, _damaged(raw, random.Random(number)))
            slowest = max(slowest, time.perf_counter() - started)
            outcomes[outcome] += 1
            if outcome not in {"read", "refused"}:
                print(f"{name}, seed {number}: {outcome}", file=sys.stderr)
    bad = FUZZED - outcomes["read"] - outcomes["refused"]
    value = f"{outcomes['read']:,} read, {outcomes['refused']:,} refused, {bad} crashed or hung"
    return [
        Figure(
            f"{FUZZED:,} damaged files, {len(bases)} formats",
            value,
            f"slowest {slowest:.2f} s",
            None,
            "0 crashes",
            not bad,
        )
    ]


def _outcome(path: Path, raw: bytes) -> str:
    path.write_bytes(raw)
    try:
        with _no_longer_than(HANG_SECONDS):
            read(path)
    except ReadError as error:
        return f"surprise: {error.what}" if error.what.startswith(_SURPRISE) else "refused"
    except TimeoutError:
        return "hung"
    except BaseException as error:
        return f"crash: {error!r}"
    return "read"


def _in_this_process(task: str, raw: bytes, *, where: str, **_: object) -> object:
    """Stands for `limited`, without the cost of a child: an exception there is a refusal."""
    module, _, name = task.partition(":")
    try:
        return json.loads(json.dumps(getattr(importlib.import_module(module), name)(raw)))
    except TimeoutError:
        raise
    except Exception as error:
        raise DamagedFile("uszkodzony", where=where, remedy="") from error


@contextmanager
def _without_children() -> Iterator[None]:
    """Readers that start a child process do its work here. What only the child's limits stop shows as a hang."""
    modules = [importlib.import_module(f"textmine.ingest.{name}") for name in ("pdf", "doc", "tables")]
    before = [vars(module)["limited"] for module in modules]
    for module in modules:
        vars(module)["limited"] = _in_this_process
    try:
        yield
    finally:
        for module, limited in zip(modules, before, strict=True):
            vars(module)["limited"] = limited


@contextmanager
def _no_longer_than(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _damaged(raw: bytes, chosen: random.Random) -> bytes:
    """A file with some bytes changed, left out, doubled or cut off; inside of a part where it is an archive."""
    if raw.startswith(b"PK") and chosen.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
        victim = chosen.choice([name for name in parts if name.endswith(".xml")])
        content = parts[victim]
        parts[victim] = _mangled(content if isinstance(content, bytes) else content.encode(), chosen)
        return _zipped(parts)
    return _mangled(raw, chosen)


def _mangled(raw: bytes, chosen: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chosen.randint(1, 4)):
        start = chosen.randrange(len(data) + 1)
        stop = min(len(data), start + chosen.choice((1, 1, 2, 8, 40, 400)))
        kind = 4 if chosen.random() < CUT_OFF else chosen.randrange(4)
        if kind == 0:
            data[start:stop] = chosen.randbytes(stop - start)
        elif kind == 1:
            del data[start:stop]
        elif kind == 2:
            data[start:start] = data[start:stop] * chosen.choice((1, 2, 50))
        elif kind == 3:
            data[start:start] = chosen.choice(
                (b"<", b">", b"&#0;", b"{", b"}", b"\0", b"\xff", b'"', b"00:01", b"\\u-1", b"<w:p>")
            )
        else:
            del data[start:]
    return bytes(data)


def _bases() -> Iterator[tuple[str, bytes]]:
    """A small valid file of each format; those of documents are made by the tests' own writers."""
    sys.path.insert(0, str(ROOT / "tests" / "ingest"))
    from doc_files import BOLD, ROW_END, doc
    from ingest_files import docx, ods, odt, paragraph, table, xlsx
    from pdf_files import grid, lines, pdf

    talk = [
        ("M", "Kto zaczyna dzień?"),
        ("R", "Ja zaczynam, źle czy dobrze."),
        ("M", "A potem?"),
        ("R", "Potem „żółć”…"),
    ]
    rows = [
        ("czas", "kto", "tekst"),
        *((f"0:0{number}", who, words) for number, (who, words) in enumerate(talk)),
    ]
    plain = "".join(f"{who}: {words}\n" for who, words in talk)
    cues = [
        f"00:00:0{n}.000 --> 00:00:0{n}.900\n<v {who}>{words}</v>\n" for n, (who, words) in enumerate(talk)
    ]
    segments = ", ".join(
        f'{{"start": {n}, "end": {n}.5, "text": "{words}", "speaker": "{who}"}}'
        for n, (who, words) in enumerate(talk)
    )
    yield "a.txt", plain.encode()
    yield "b.txt", plain.encode("cp1250", "replace")
    yield "a.md", "".join(f"**{who}:** {words}\n\n" for who, words in talk).encode()
    yield (
        "a.html",
        ("<html><body>" + "".join(f"<p><b>{a}:</b> {b}</p>" for a, b in talk) + "</body></html>").encode(),
    )
    yield "a.vtt", ("WEBVTT\n\n" + "\n".join(cues)).encode()
    yield "a.srt", "\n".join(f"{n}\n{cue.replace('.', ',')}" for n, cue in enumerate(cues)).encode()
    yield "a.json", f'{{"segments": [{segments}]}}'.encode()
    yield "a.csv", "\n".join(";".join(row) for row in rows).encode()
    yield "a.xlsx", xlsx(A=rows)
    yield "a.ods", ods(rows)
    yield (
        "a.docx",
        docx(
            *plain.splitlines(),
            table(*rows),
            comments=f'<w:comments xmlns:w="{_W}">{paragraph("uwaga")}</w:comments>',
        ),
    )
    yield "a.odt", odt("".join(f"<text:p>{line}</text:p>" for line in plain.splitlines()))
    yield (
        "a.rtf",
        (
            r"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0\fcharset238 A;}}{\footnote x}"
            + plain.replace("\n", r"\par ")
            + "}"
        ).encode("cp1250", "replace"),
    )
    yield "a.doc", doc([("M: Kto?\r", BOLD), ("R: Ja.\r", None), ("a\x07b" + ROW_END + "\r", None)])
    yield "a.pdf", pdf([*lines(plain.splitlines()), *grid(rows[:3], top=300)])
