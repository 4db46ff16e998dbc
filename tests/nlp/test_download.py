"""Fetching from a server on this machine that breaks off, refuses, lies or is not there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from textmine.errors import ModelError
from textmine.nlp import download
from textmine.nlp.download import fetch

CONTENT = bytes(range(256)) * 400
HANDS = "Pobierz ręcznie."


@dataclass
class Manners:
    """How the server behaves: `breaks` are the bytes after which it hangs up, one for each of the next answers."""

    breaks: list[int] = field(default_factory=list)
    ranges: bool = True
    refuses: int = 0
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def manners() -> Manners:
    return Manners()


@pytest.fixture
def address(manners: Manners) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            manners.asked.append(asked)
            if manners.refuses:
                self.send_error(manners.refuses)
                return
            start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and manners.ranges else 0
            if start >= len(CONTENT):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(CONTENT)}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            rest = CONTENT[start:]
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}")
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            self.wfile.write(rest[: manners.breaks.pop(0)] if manners.breaks else rest)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/model.whl"
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_PAUSE", 0.01)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def test_the_whole_at_once(address: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = fetch(
        address, tmp_path / "m.whl", by_hand=HANDS, progress=lambda done, total: told.append((done, total))
    )
    assert path.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [one.name for one in tmp_path.iterdir()] == ["m.whl"]


def test_what_breaks_off_in_the_middle_goes_on_there(address: str, manners: Manners, tmp_path: Path) -> None:
    manners.breaks = [50_000, 10_000]
    told: list[int] = []
    fetch(address, tmp_path / "m.whl", by_hand=HANDS, progress=lambda done, _: told.append(done))
    assert (tmp_path / "m.whl").read_bytes() == CONTENT
    assert manners.asked == ["", "bytes=50000-", "bytes=60000-"]
    assert told == sorted(told)


def test_what_breaks_off_again_and_again_is_taken_up_next_time(
    address: str, manners: Manners, tmp_path: Path
) -> None:
    manners.breaks = [1_000] * download.TRIES
    with pytest.raises(ModelError, match="zerwane") as caught:
        fetch(address, tmp_path / "m.whl", by_hand=HANDS)
    assert "od tego miejsca" in caught.value.remedy
    assert (tmp_path / "m.whl.part").read_bytes() == CONTENT[: 1_000 * download.TRIES]
    assert not (tmp_path / "m.whl").exists()
    fetch(address, tmp_path / "m.whl", by_hand=HANDS)
    assert (tmp_path / "m.whl").read_bytes() == CONTENT
    assert manners.asked[-1] == f"bytes={1_000 * download.TRIES}-"


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        (CONTENT, 1),  # all of it had come: the server says that nothing is left
        (CONTENT + b"more", 2),  # no part of this file: from the beginning
    ],
    ids=["complete", "of something longer"],
)
def test_a_part_with_nothing_behind_it(
    address: str, manners: Manners, tmp_path: Path, part: bytes, asked: int
) -> None:
    (tmp_path / "m.whl.part").write_bytes(part)
    fetch(address, tmp_path / "m.whl", by_hand=HANDS)
    assert (tmp_path / "m.whl").read_bytes() == CONTENT
    assert len(manners.asked) == asked


def test_a_server_without_ranges_sends_all_again(address: str, manners: Manners, tmp_path: Path) -> None:
    manners.ranges = False
    manners.breaks = [70_000]
    fetch(address, tmp_path / "m.whl", by_hand=HANDS)
    assert (tmp_path / "m.whl").read_bytes() == CONTENT


@pytest.mark.parametrize("status", [403, 404, 503])
def test_a_server_that_refuses(address: str, manners: Manners, tmp_path: Path, status: int) -> None:
    manners.refuses = status
    with pytest.raises(ModelError, match=str(status)) as caught:
        fetch(address, tmp_path / "m.whl", by_hand=HANDS)
    assert caught.value.remedy == HANDS


def test_no_network(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="połączyć") as caught:
        fetch("http://127.0.0.1:9/model.whl", tmp_path / "m.whl", by_hand=HANDS)
    assert caught.value.remedy == HANDS
    assert not list(tmp_path.iterdir())
