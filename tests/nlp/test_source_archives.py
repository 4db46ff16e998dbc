"""Source archives that are damaged or mean harm: one message, and nothing outside of the folder."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import ModelError
from textmine.nlp import source_archives
from textmine.nlp.source_archives import is_source_archive, unpack_source

Member = tuple[tarfile.TarInfo, bytes]


def member(name: str, data: bytes = b"content", **attributes: object) -> Member:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in attributes.items():
        setattr(info, key, value)
    return info, data


def packed(*members: Member) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as files:
        for info, data in members:
            files.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


GOOD = (member("pl-1/config.cfg"), member("pl-1/meta.json", b"{}"))


@pytest.fixture
def unpacked(tmp_path: Path) -> Callable[[bytes], Path]:
    def unpack(data: bytes) -> Path:
        (tmp_path / "a.tar.gz").write_bytes(data)
        (tmp_path / "into").mkdir()
        unpack_source(tmp_path / "a.tar.gz", tmp_path / "into")
        return tmp_path / "into"

    return unpack


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_files_and_folders(unpacked: Callable[[bytes], Path]) -> None:
    folder = unpacked(packed(member("pl-1", b"", type=tarfile.DIRTYPE), *GOOD, member("pl-1/" + "żółw" * 30)))
    assert files_in(folder) == ["pl-1/config.cfg", "pl-1/meta.json", "pl-1/" + "żółw" * 30]
    assert (folder / "pl-1" / "config.cfg").read_bytes() == b"content"


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (member("../evil"), "poza swoim folderem"),
        (member("pl-1/../../evil"), "poza swoim folderem"),
        (member("/evil"), "poza swoim folderem"),
        (member("C:/evil"), "poza swoim folderem"),
        (member("..\\evil"), "poza swoim folderem"),
        (member("pl-1/l", b"", type=tarfile.SYMTYPE, linkname="/etc/passwd"), "dowiązania"),
        (member("pl-1/l", b"", type=tarfile.SYMTYPE, linkname="config.cfg"), "dowiązania"),
        (member("pl-1/l", b"", type=tarfile.LNKTYPE, linkname="../../evil"), "dowiązania"),
        (member("pl-1/pipe", b"", type=tarfile.FIFOTYPE), "dowiązania"),
        (member("pl-1/device", b"", type=tarfile.CHRTYPE), "dowiązania"),
        (member("pl-1/more", b"x" * 3000), "Po rozpakowaniu"),
        (member("pl-1/more", b"", pax_headers={"comment": "x" * 3000}), "Po rozpakowaniu"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0].name,
)
def test_what_means_harm(
    unpacked: Callable[[bytes], Path],
    tmp_path: Path,
    bad: Member,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source_archives, "MOST_BYTES", 4096)
    with pytest.raises(ModelError, match=message) as caught:
        unpacked(packed(*GOOD, bad))
    assert caught.value.remedy == "Nie używaj go."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tar.gz", "into"]
    assert files_in(tmp_path / "into") in ([], ["pl-1/config.cfg", "pl-1/meta.json"])


def test_a_size_that_is_only_claimed_is_not_believed(
    unpacked: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_archives, "MOST_BYTES", 1 << 20)
    info, _ = member("pl-1/huge")
    info.size = 1 << 40
    with pytest.raises(ModelError, match="Po rozpakowaniu"):
        unpacked(gzip.compress(info.tobuf() + b"\0" * 512 * 4096))


def test_a_size_below_nothing_does_not_run_for_ever(unpacked: Callable[[bytes], Path]) -> None:
    info, _ = member("pl-1/back")
    info.size = -1024
    with pytest.raises(ModelError, match="uszkodzony"):
        unpacked(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 1024))


def test_too_many_files(unpacked: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_archives, "_MOST_FILES", 5)
    with pytest.raises(ModelError, match="Po rozpakowaniu"):
        unpacked(packed(*(member(f"pl-1/{number}") for number in range(6))))


def _damaged(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


# Stored, not compressed: a changed byte is a changed byte of the archive.
STORED = gzip.compress(gzip.decompress(packed(*GOOD)), compresslevel=0)


@pytest.mark.parametrize(
    "data",
    [b"\x1f\x8b", packed(*GOOD)[:-9], packed(*GOOD)[:40], gzip.compress(b"no archive" * 100), _damaged(STORED, 600)],
    ids=["two bytes", "cut at the end", "cut", "something else", "another byte in a file"],
)  # fmt: skip
def test_damage(unpacked: Callable[[bytes], Path], data: bytes) -> None:
    with pytest.raises(ModelError, match="uszkodzony albo niepełny") as caught:
        unpacked(data)
    assert "jeszcze raz" in caught.value.remedy


@given(place=st.integers(10, len(STORED) - 5), xor=st.integers(1, 255))
def test_any_other_byte_is_noticed_or_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, place: int, xor: int
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    changed = STORED[:place] + bytes([STORED[place] ^ xor]) + STORED[place + 1 :]
    (folder / "a.tar.gz").write_bytes(changed)
    try:
        unpack_source(folder / "a.tar.gz", folder / "into")
    except ModelError:
        return
    # Bits that fill up a byte before a stored block mean nothing.
    for info, data in GOOD:
        assert (folder / "into" / info.name).read_bytes() == data


def test_a_folder_that_cannot_be_written(unpacked: Callable[[bytes], Path], tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(packed(*GOOD))
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="Nie można rozpakować") as caught:
        unpack_source(tmp_path / "a.tar.gz", tmp_path / "file")
    assert caught.value.where == str(tmp_path / "file") or str(tmp_path / "file") in str(caught.value)


@pytest.mark.parametrize(("data", "is_one"), [(packed(*GOOD), True), (b"PK\x03\x04", False), (b"", False)])
def test_told_by_content(tmp_path: Path, data: bytes, is_one: bool) -> None:
    (tmp_path / "file").write_bytes(data)
    assert is_source_archive(tmp_path / "file") is is_one
