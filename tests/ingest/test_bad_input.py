"""What cannot be read is refused with the right kind of error, naming the file and the next step."""

from __future__ import annotations

import os
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ingest_files import docx, ods, odt, paragraph, table, word, xlsx, zipped

from textmine import ingest
from textmine.errors import DamagedFile, EmptyFile, EncryptedFile, ReadError, TextmineError, UnknownFormat
from textmine.ingest.encoding import canonical
from textmine.ingest.mojibake import mended
from textmine.ingest.repairs import taken_back
from textmine.records import Document

TALK = docx("M: Kto pyta?", "R: Ktoś odpowiada.")
ROWS = [("kto", "tekst"), ("M", "Kto pyta?"), ("R", "Ktoś odpowiada.")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOISE = random.Random(1).randbytes(5000)
ODT_TYPE = "application/vnd.oasis.opendocument.text"
BOMB = word("<w:p>" + " " * (4 * 2**20) + "</w:p>")
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
SECRET = '<manifest><encryption-data checksum="x"/></manifest>'


def encrypted(raw: bytes) -> bytes:
    """The archive with the flag of a password on all its parts."""
    data = bytearray(raw)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = data.find(signature)
        while position >= 0:
            data[position + offset] |= 1
            position = data.find(signature, position + 4)
    return bytes(data)


def damaged_inside(raw: bytes) -> bytes:
    """The archive with a changed byte in the packed bytes of its longest part."""
    data = bytearray(raw)
    at = data.find(b"word/document.xml") + len("word/document.xml") + 20
    data[at] ^= 0xFF
    return bytes(data)


BAD = [
    ("no bytes", b"", "a.txt", EmptyFile, "pusty"),
    ("no bytes as docx", b"", "a.docx", EmptyFile, "pusty"),
    ("blank", b"\xef\xbb\xbf \r\n\t\n", "a.txt", EmptyFile, "pusty"),
    ("only NUL", b"\0" * 300, "a.txt", EmptyFile, "pusty"),
    ("no words", "… — …\n???\n".encode(), "a.txt", EmptyFile, "ani jednej wypowiedzi"),
    ("only a header", b"Data: 12.03.2025\nMiejsce: Zabrze\n", "a.txt", EmptyFile, "ani jednej wypowiedzi"),
    ("docx without words", docx(""), "a.docx", EmptyFile, "ani jednej wypowiedzi"),
    ("odt without words", odt(""), "a.odt", EmptyFile, "ani jednej wypowiedzi"),
    ("vtt without cues", b"WEBVTT\n\n", "a.vtt", EmptyFile, "ani jednej wypowiedzi"),
    ("truncated docx", TALK[:-30], "a.docx", DamagedFile, "niepełny"),
    ("half a docx", TALK[: len(TALK) // 2], "a.docx", DamagedFile, "niepełny"),
    ("head of a docx", TALK[:10], "a.docx", DamagedFile, "niepełny"),
    ("truncated xlsx", xlsx(A=ROWS)[:-30], "a.xlsx", DamagedFile, "niepełny"),
    ("changed byte", damaged_inside(TALK), "a.docx", DamagedFile, "uszkodzona"),
    ("bad xml", zipped({"word/document.xml": "<w:document"}), "a.docx", DamagedFile, "uszkodzona"),
    ("docx without a body", zipped({"word/document.xml": "<a/>"}), "a.docx", DamagedFile, "Brak treści"),
    ("odt without content", zipped({"mimetype": ODT_TYPE}), "a.odt", DamagedFile, "Brak treści"),
    ("docx bomb", zipped({"word/document.xml": BOMB}), "a.docx", DamagedFile, "rozpakowuje się"),
    ("bomb in the notes", docx("R: Tak.", comments=BOMB), "a.docx", DamagedFile, "rozpakowuje się"),
    ("odt bomb", zipped({"mimetype": ODT_TYPE, "content.xml": BOMB}), "a.odt", DamagedFile, "rozpakowuje się"),
    ("xlsx bomb", zipped({"xl/workbook.xml": "<a/>", "xl/sheet1.xml": BOMB}), "a.xlsx", DamagedFile, "rozpakowuje się"),
    ("entities", zipped({"word/document.xml": ENTITIES + word(paragraph("R: Tak."))}), "a.docx", DamagedFile, "DOCTYPE"),
    ("ods cut off inside", ods(ROWS, cut=60), "a.ods", DamagedFile, "uszkodzona"),
    ("empty workbook", xlsx(A=[]), "a.xlsx", DamagedFile, "kolumny"),
    ("workbook of numbers", xlsx(A=[(1, 2), (3, 4)]), "a.xlsx", DamagedFile, "kolumny"),
    ("csv of numbers", b"a;b;c\n1;2;3\n4;5;6\n", "a.csv", DamagedFile, "kolumny"),
    ("workbook that is none", zipped({"xl/workbook.xml": "<a/>"}), "a.xlsx", DamagedFile, "uszkodzony"),
    ("binary", NOISE, "a.txt", DamagedFile, "binarne"),
    ("binary as docx", NOISE, "a.docx", DamagedFile, "binarne"),
    ("letters of no alphabet", b"\xef\xbb\xbfR: " + b"\xff\xfa" * 40, "a.txt", DamagedFile, "znaków"),
    ("encrypted zip", encrypted(TALK), "a.docx", EncryptedFile, "zaszyfrowany"),
    ("encrypted Office", OLE + b"\0" * 99_000 + "EncryptedPackage".encode("utf-16-le"), "a.docx", EncryptedFile, "hasłem"),
    ("encrypted odt", odt("<text:p>x</text:p>", **{"META-INF__manifest": SECRET}), "a.odt", EncryptedFile, "zaszyfrowany"),
    ("encrypted ods", ods(ROWS, manifest=SECRET), "a.ods", EncryptedFile, "zaszyfrowany"),
    ("old Word", OLE + b"\0" * 600, "a.doc", DamagedFile, "uszkodzony"),
    ("old Excel", OLE + b"\0" * 600, "a.xls", UnknownFormat, "starym formacie"),
    ("picture", b"\x89PNG\r\n\x1a\n" + NOISE, "a.png", UnknownFormat, "PNG"),
    ("recording", b"ID3\x04" + NOISE, "a.mp3", UnknownFormat, "MP3"),
    ("json without segments", b'{"segments": [], "a": 1}', "a.json", UnknownFormat, "JSON"),
    ("other json", b'[\n {"a": "tak"}]', "a.json", UnknownFormat, "JSON"),
    ("json that is cut off", b'{"segments": [{"text": "tak"}', "a.json", DamagedFile, "poprawny JSON"),
    ("deep json", b'{"text":' + b"[" * 100_000, "a.json", DamagedFile, "JSON"),
    ("json without words", b'{"segments": [{"text": " "}]}', "a.json", EmptyFile, "ani jednej wypowiedzi"),
    ("otr without text", b'{"text": 5, "media-time": 1}', "a.otr", DamagedFile, "oTranscribe"),
    ("other xml", b'<?xml version="1.0"?><a/>', "a.xml", UnknownFormat, "XML"),
    ("eaf without words", b'<?xml version="1.0"?><ANNOTATION_DOCUMENT/>', "a.eaf", EmptyFile, "ani jednej"),
    ("eaf with entities", ENTITIES.encode() + b"<ANNOTATION_DOCUMENT/>", "a.eaf", DamagedFile, "DOCTYPE"),
    ("zip", zipped({"notatki/a.txt": "R: Tak."}), "a.zip", UnknownFormat, "ZIP"),
    ("zip of nothing", zipped({}), "a.docx", UnknownFormat, "ZIP"),
    ("zip that climbs", zipped({"../../evil.txt": "R: Tak."}), "a.docx", UnknownFormat, "ZIP"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "name", "kind", "says"), [row[1:] for row in BAD], ids=[row[0] for row in BAD]
)
def test_bad_files(tmp_path: Path, raw: bytes, name: str, kind: type[ReadError], says: str) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    with pytest.raises(ReadError) as caught:
        ingest.read(path, name=f"folder/{name}")
    error = caught.value
    assert type(error) is kind
    assert says in error.what
    assert error.where is not None
    assert error.where.partition(", wiersz")[0] in {str(path), f"folder/{name}"}
    assert error.remedy and error.remedy.endswith(".")


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    for name, says in (("a.txt", "folder"), ("b.txt", "Nie ma takiego pliku")):
        with pytest.raises(ReadError, match=says):
            ingest.read(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("R: Tak.")
    path.chmod(0)
    with pytest.raises(ReadError, match="Nie można otworzyć"):
        ingest.read(path)


def test_a_file_that_is_too_big_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for begin, size in ((b"PK\x03\x04", 201), (b"R: Tak.", 41)):
        with path.open("wb") as file:
            file.write(begin)
            file.truncate(size * 2**20)
        with pytest.raises(DamagedFile, match=f"{size} MB"):
            ingest.read(path)


@pytest.mark.parametrize(
    ("head", "megabytes"), [(b"<html>", 21), (b"\xef\xbb\xbf <html>", 21), (rb"{\rtf1", 31), (b"M: Co?", 41)]
)
def test_a_text_that_would_take_too_much_memory_is_refused(
    tmp_path: Path, head: bytes, megabytes: int
) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(megabytes * 2**20)  # a sparse file: nothing of it is loaded
    with pytest.raises(DamagedFile, match="Podziel go"):
        ingest.read(path)


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    raw = bytearray(zipped({"word/document.xml": BOMB}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.find(signature) + offset
        raw[at : at + 4] = (1000).to_bytes(4, "little")
    path = tmp_path / "a.docx"
    path.write_bytes(raw)
    assert zipfile.ZipFile(path).getinfo("word/document.xml").file_size == 1000
    with pytest.raises(DamagedFile, match="uszkodzona"):
        ingest.read(path)


# What is only partly damaged is read, and says what was mended.


MENDED = [
    ("NUL in the text", b"M: Kto\0 pyta?\nR: Ja.\n", "M: Kto pyta?\nR: Ja.\n", "NUL"),
    ("cut in a letter", "M: Ależ to się dzieje, prawda?\nR: Więc mówię: też".encode() + b"\xc4", None, "bajt"),
    ("half a letter of utf-16", "M: Kto pyta?\nR: Ja".encode("utf-16") + b"x", None, "bajt"),
    ("one bad byte", "M: Żółć, gęś?\n".encode() + b"R: Ja\xff za\xc5\xbc\xc3\xb3\xc5\x82ci\xc4\x87.\n", None, "bajt"),
    ("a byte that cp1250 lacks", "M: Ależ się dzieje, prawda?\nR: Ano, mówię też".encode("cp1250") + b"\x81\n", None, "bajt"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "text", "says"), [row[1:] for row in MENDED], ids=[row[0] for row in MENDED])
def test_small_damage_is_mended_and_said(tmp_path: Path, raw: bytes, text: str | None, says: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    document = ingest.read(path)
    assert [turn.speaker for turn in document.turns] == ["M", "R"]
    assert any(says in repair for repair in document.repairs)
    assert text is None or document.text == text
    assert not set(document.text) & set("ÄĹĂĽ")


# Properties: whatever the bytes are, there is a Document or a ReadError, never a crash.

SURPRISES = ("Nie udało się odczytać pliku (",)


def read_or_refused(path: Path, raw: bytes) -> Document | None:
    path.write_bytes(raw)
    try:
        document = ingest.read(path)
    except ReadError as error:
        assert not error.what.startswith(SURPRISES), error
        return None
    end = 0
    for turn in document.turns:
        assert end <= turn.start < turn.end <= len(document.text)
        assert document.text[turn.start : turn.end] == turn.text
        end = turn.end
    return document


FEW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = st.sampled_from(
    ["M: ", "R1: ", "?: ", "Anna Kowalska 0:03\n", "[00:01:02] ", "- ", "— ", "# ", "**", "(a):", "#", "\n", "\n\n", ";", "\t",
     "00:00:01,000 --> 00:00:02,000\n", "WEBVTT\n\n", "<v ", "<v Ala>", "//(x): a //", ">", "MOD. ", "Po pierwsze: ", "<html>",
     "Stolik 1\n", "(Gmina) ", "\x0b", "\x0c", "\x1c", "\u2028", "\x85", "²: ", "ǅ: ", "İ: ", "e\u0301", "\ufeff", "\0"]
)  # fmt: skip
MESSY = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25).map("".join)


@FEW
@given(text=MESSY)
@example(text="() 0:03\na 0:04\nb")
@example(text="R: tak\nR: \x1c\n")
@example(text="R: współ\u00adpraca\n")
@example(text="\ufeff\ufeff\ufeffM: ")
@example(text="\ufeff\ufeff\ufeff\ufeffM: tak")
def test_any_text_is_read_with_exact_offsets_or_refused(tmp_path: Path, text: str) -> None:
    document = read_or_refused(tmp_path / "a.txt", text.encode())
    if document is not None and document.format == "txt" and "\0" not in text and not mended(text)[1]:
        assert taken_back(document.text, document.changes) == canonical(text.lstrip("\ufeff"))[0]


@FEW
@given(raw=st.one_of(st.binary(max_size=400), MESSY.map(lambda text: text.encode("cp1250", "ignore"))))
@example(raw=b"<!")
@example(raw=b"<!\x00\x01")
@example(raw=b"<html>R: a&#1;b\x01</html>")
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes) -> None:
    for name in ("a.txt", "a.csv", "a.vtt", "a.html"):
        read_or_refused(tmp_path / name, raw)


@FEW
@given(position=st.integers(0, len(TALK) - 1), byte=st.integers(0, 255))
def test_a_docx_with_one_wrong_byte_is_read_or_refused(tmp_path: Path, position: int, byte: int) -> None:
    document = read_or_refused(tmp_path / "a.docx", TALK[:position] + bytes([byte]) + TALK[position + 1 :])
    if document is not None and document.format == "docx":
        assert [turn.text for turn in document.turns] == ["Kto pyta?", "Ktoś odpowiada."]


# No b: "R1: Badacz" is what a legend says, not R1.
WORDS = st.lists(
    st.text("acdeęłńóśżz", min_size=1, max_size=8).map(str.capitalize), min_size=1, max_size=8
).map(" ".join)


@FEW
@given(
    talk=st.lists(
        st.tuples(st.sampled_from(["M", "R1", "R2"]), st.lists(WORDS, min_size=1, max_size=3)),
        min_size=3,
        max_size=12,
    )
)
@example(talk=[("M", ["A", "A"]), ("M", ["A", "A"]), ("M", ["A", "A A"]), ("M", ["A"])])
def test_no_word_of_a_labelled_talk_is_lost(tmp_path: Path, talk: list[tuple[str, list[str]]]) -> None:
    text = "".join(f"{label}: " + "\n".join(lines) + "\n" for label, lines in [("M", ["Start"]), *talk])
    document = read_or_refused(tmp_path / "a.txt", text.encode())
    assert document is not None
    labels = {"M:", "R1:", "R2:"}
    spoken = [word for turn in document.turns for word in turn.text.split() if word not in labels]
    assert spoken == [word for word in text.split() if word not in labels]


# Each workbook costs a child process.
@settings(FEW, max_examples=25)
@given(rows=st.lists(st.tuples(st.sampled_from(["Ala", "Jan"]), WORDS), min_size=1, max_size=8))
def test_every_format_of_a_table_gives_the_same_turns(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    headed = [("kto", "tekst"), *rows]
    files = {
        "a.csv": "\n".join(";".join(row) for row in headed).encode(),
        "a.xlsx": xlsx(A=headed),
        "a.ods": ods(headed),
        "a.docx": docx(table(*headed)),
    }
    for name, raw in files.items():
        document = read_or_refused(tmp_path / name, raw)
        assert document is not None
        assert [(turn.speaker, turn.text) for turn in document.turns] == rows


def test_long_lines_do_not_take_long(tmp_path: Path) -> None:
    for filler in (" ", "a ", "a: ", "# ", "(", "0:0", "*", "- ", ".", "//a:", "<v "):
        for lead in ("", "R: ", "# a", "Stolik "):
            read_or_refused(tmp_path / "a.txt", (lead + filler * 3_000 + "x\nR: tak\n").encode())


def test_errors_of_reading_are_errors_of_the_user() -> None:
    assert all(
        issubclass(kind, TextmineError) for kind in (UnknownFormat, EmptyFile, DamagedFile, EncryptedFile)
    )
