"""Fetching a large file: a download that breaks off goes on where it stopped, now or at the next try."""

from __future__ import annotations

import http.client
import re
import time
import urllib.error
import urllib.request
from pathlib import Path

from textmine.errors import ModelError
from textmine.records import Progress

BLOCK = 1 << 20
TRIES = 5
_SECONDS = 30
_PAUSE = 1.0
# http.client's own errors are no OSErrors; urllib's are, and so are those of sockets.
_BROKEN = (http.client.HTTPException, urllib.error.URLError, ConnectionError, TimeoutError)


def fetch(url: str, target: Path, *, by_hand: str, progress: Progress | None = None) -> Path:
    """Download `url` into the file `target`; what has come so far is kept beside it as `*.part`.

    `progress` is told bytes. Raises ModelError with the remedy `by_hand` where the server cannot be reached or refuses,
    and one that says that the rest can be fetched later where the connection breaks again and again.
    """
    part = target.with_name(target.name + ".part")
    told = progress or (lambda _done, _total: None)
    for attempt in range(TRIES):
        before = _size(part)
        try:
            total = _continued(url, part, told)
        except urllib.error.HTTPError as error:
            raise ModelError(f"Serwer odmówił pobrania pliku (HTTP {error.code}).", remedy=by_hand) from error
        except _BROKEN as error:
            if not _size(part):
                raise ModelError("Nie udało się połączyć z serwerem modeli.", remedy=by_hand) from error
            total = None
        except OSError as error:
            raise ModelError(
                f"Nie można zapisać pobieranego pliku ({error.strerror}).",
                where=part,
                remedy="Zwolnij miejsce na dysku (potrzeba 1,5 GB) albo ustaw inny folder zmienną TEXTMINE_MODELS.",
            ) from error
        if total is not None and _size(part) == total:
            return part.replace(target)
        # Whoever sends more and more is worth another try at once.
        if _size(part) == before and attempt:
            time.sleep(_PAUSE * attempt)
    raise ModelError(
        f"Połączenie zostało zerwane po {_size(part) / 1e6:,.0f} MB.".replace(",", " "),
        where=url,
        remedy="Uruchom to samo polecenie jeszcze raz: pobieranie pójdzie dalej od tego miejsca.",
    )


def _continued(url: str, part: Path, progress: Progress) -> int | None:
    """Fetch what is missing of a part; the size of the whole, None where the server does not tell it."""
    done = _size(part)
    request = urllib.request.Request(url, headers={"Range": f"bytes={done}-"} if done else {})  # noqa: S310
    try:
        answer = urllib.request.urlopen(request, timeout=_SECONDS)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code != 416:
            raise
        # Nothing lies behind what is there: it is the whole, or no part of this file.
        total = _total(error.headers.get("Content-Range", ""))
        if total != done:
            part.unlink()
            return None
        return total
    with answer:
        resumed = answer.status == 206
        total = _total(answer.headers.get("Content-Range", "")) if resumed else _length(answer)
        done = done if resumed else 0
        with part.open("ab" if resumed else "wb") as file:
            while block := answer.read(BLOCK):
                file.write(block)
                done += len(block)
                progress(done, total or 0)
    return done if total is None else total


def _total(content_range: str) -> int | None:
    """The size of the whole in "bytes 5-9/10" or "bytes */10"."""
    found = re.search(r"/(\d+)\s*$", content_range)
    return int(found[1]) if found else None


def _length(answer: http.client.HTTPResponse) -> int | None:
    told = answer.headers.get("Content-Length")
    return int(told) if told and told.isdigit() else None


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
