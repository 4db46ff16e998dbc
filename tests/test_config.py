"""textmine.toml: defaults, values, and mistakes that are told with line, key and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from textmine.config import Settings, read_settings
from textmine.errors import ConfigError
from textmine.project import Project


def written(folder: Path, text: str) -> Path:
    """A settings file."""
    path = folder / "textmine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_missing_and_an_empty_file_give_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "textmine.toml") == Settings()
    assert read_settings(written(tmp_path, "")) == Settings()


def test_the_file_of_a_new_project_says_the_defaults(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "moje")
    assert project.settings.model_copy(update={"project": Settings().project}) == Settings()
    assert project.settings.project.name == "moje"


@pytest.mark.parametrize("name", ["Łódź 2025", 'mój "klaster"', "a\\b", "{name}", "tab\there"])
def test_a_project_is_called_like_its_folder(tmp_path: Path, name: str) -> None:
    assert Project.create(tmp_path / name).name == name


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ('[project]\nname = "Klaster"', "project.name", "Klaster"),
        ('topics.engine = "lda"', "topics.engine", "lda"),
        ('topics = {engine = "nmf", topics = 12}', "topics.topics", 12),
        ("[coding]\nthreshold = 1", "coding.threshold", 1.0),
        ("[coding]\nsemantic = false", "coding.semantic", False),
        ('[report]\nformats = ["csv"]', "report.formats", ("csv",)),
        ("[report]\nformats = []", "report.formats", ()),
    ],
)
def test_values(tmp_path: Path, text: str, path: str, value: object) -> None:
    found: object = read_settings(written(tmp_path, text))
    for part in path.split("."):
        found = getattr(found, part)
    assert found == value


@pytest.mark.parametrize(("value", "labels"), [('"B"', ("B",)), ('["B", "AK"]', ("B", "AK"))])
def test_moderators_of_a_file(tmp_path: Path, value: str, labels: tuple[str, ...]) -> None:
    settings = read_settings(written(tmp_path, f'[files."W01.docx"]\nmoderator = {value}\n'))
    assert settings.files["W01.docx"].moderators == labels


@pytest.mark.parametrize(
    "raw", ["[project]\r\nname = 'Ż'\r\n".encode(), "\ufeff[project]\nname = 'Ż'".encode()]
)
def test_files_of_windows_editors(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "textmine.toml"
    path.write_bytes(raw)
    assert read_settings(path).project.name == "Ż"


@pytest.mark.parametrize(
    ("text", "line", "key", "nearest"),
    [
        ("[topics]\nengin = 'lda'\n", 2, "topics.engin", "engine"),
        ("\n\n[topic]\nengine = 'lda'\n", 3, "topic", "topics"),
        ("[Topics]\nengine = 'lda'\n", 1, "Topics", "topics"),
        ("topics.engin = 'lda'\n", 1, "topics.engin", "engine"),
        ("topics = {engin = 'lda'}\n", 1, "topics.engin", "engine"),
        ("[coding]\n# treshold = 1\ntreshold = 0.3\n", 3, "coding.treshold", "threshold"),
        ("[topics]\n\nmin_word = 3\n", 3, "topics.min_word", "min_words"),
        ("[files.'W 01.docx']\nmoderators = 'B'\n", 2, "files.W 01.docx.moderators", "moderator"),
        ("[annotation]\npipeline='auto'\n[report]\nformat = ['csv']\n", 4, "report.format", "formats"),
    ],
)
def test_an_unknown_key_names_its_line_and_the_nearest_key(
    tmp_path: Path, text: str, line: int, key: str, nearest: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert caught.value.where == f"{path}, wiersz {line}"
    assert caught.value.what == f"Nieznany klucz „{key}”."
    assert caught.value.remedy == f"Czy chodziło o „{nearest}”?"


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("zzz = 1", "annotation, coding, embedding, files, project, report, topics"),
        ("[annotation]\npipeline='auto'\n[embedding]\nqqq = 'x'", "encoder"),
    ],
)
def test_a_key_like_no_other_gets_the_list(tmp_path: Path, text: str, known: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_settings(written(tmp_path, text))
    assert caught.value.remedy == f"Znane klucze: {known}."


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[topics]\ntopics = 2.5", 2, "„topics.topics”: ma być liczbą całkowitą, jest 2.5"),
        ("[topics]\nseed = -1", 2, "„topics.seed”: ma być co najmniej 0, jest -1"),
        ("[topics]\ntopics = 201", 2, "„topics.topics”: ma być co najwyżej 200, jest 201"),
        ("[topics]\nengine = 'LDA'", 2, "dozwolone są 'bertopic', 'lda' lub 'nmf', jest 'LDA'"),
        ("[coding]\nthreshold = 'dużo'", 2, "„coding.threshold”: ma być liczbą, jest 'dużo'"),
        ("[coding]\nthreshold = nan", 2, "„coding.threshold”"),
        ("[coding]\nsemantic = 'może'", 2, "ma być true albo false, jest 'może'"),
        ("[project]\nname = 5", 2, "„project.name”: ma być napisem w cudzysłowie, jest 5"),
        ("topics = 3", 1, "„topics”: ma być sekcją w nawiasach kwadratowych, jest 3"),
        ("[report]\nformats = 'csv'", 2, "„report.formats”: ma być listą w nawiasach kwadratowych"),
        ("[report]\nformats = ['csv', 'pdf']", 2, "„report.formats”: dozwolone są 'csv', 'parquet'"),
        (
            "[files.'a.txt']\nmoderator = 3",
            2,
            "„files.a.txt.moderator”: ma być napisem w cudzysłowie, jest 3",
        ),
        ("[files]\n'a.txt' = 'B'", 2, "„files.a.txt”: ma być sekcją"),
        ("[topics]\nmin_words = 300", 1, "min_words (300) nie może przekraczać max_words (120)"),
    ],
)
def test_a_wrong_value_is_told_in_polish(tmp_path: Path, text: str, line: int, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert caught.value.where == f"{path}, wiersz {line}"
    assert said in caught.value.what
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("raw", "place", "said"),
    [
        (b"[project]\nname = Moje badanie\n", ", wiersz 2", "poprawny TOML"),
        (b"[topics\n", ", wiersz 1", "poprawny TOML"),
        (b"[project]\nname = 'a'\nname = 'b'\n", ", wiersz 3", "poprawny TOML"),
        ("[project]\nname = 'Łódź'".encode("cp1250"), "", "UTF-8"),
        ("[project]\nname = 'Łódź'".encode("utf-16"), "", "UTF-8"),
        (b"\x00\x01\x02", ", wiersz 1", "poprawny TOML"),
    ],
)
def test_a_file_that_is_no_toml(tmp_path: Path, raw: bytes, place: str, said: str) -> None:
    path = tmp_path / "textmine.toml"
    path.write_bytes(raw)
    with pytest.raises(ConfigError, match=said) as caught:
        read_settings(path)
    assert caught.value.where == f"{path}{place}"
    assert caught.value.remedy


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "textmine.toml").mkdir()
    with pytest.raises(ConfigError, match="Nie można odczytać"):
        read_settings(tmp_path / "textmine.toml")


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().topics.seed = 3


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_gives_settings_or_one_clear_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode())
    try:
        assert isinstance(read_settings(path), Settings)
    except ConfigError as error:
        assert str(error).startswith(str(path))
        assert error.remedy


@given(st.sampled_from(sorted(Settings.model_fields)), st.text("abcdefgh_ż", min_size=1), st.integers(0, 5))
def test_any_unknown_key_is_found_on_its_line(
    tmp_path_factory: pytest.TempPathFactory, section: str, key: str, above: int
) -> None:
    name = f"x_{key}"
    text = "\n" * above + f'[{section}]\n"{name}" = 1\n'
    path = tmp_path_factory.getbasetemp() / "key.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_settings(path)
    assert caught.value.where == f"{path}, wiersz {above + 2}"
    assert name in caught.value.what
