"""The shipped table of common forms says what the dictionary says."""

import lzma
from pathlib import Path

import pytest

from textmine.errors import ModelError
from textmine.nlp import dictionary
from textmine.nlp.common_forms import FORMS_FILE, CommonForms, forms_of, packed, use
from textmine.nlp.places import embedded_folder

FORMS = ["domu", "domem", "Nowak", "szło", "żeby", "byłem", "nieznanesłowo", "3.", "robi"]


@pytest.fixture(autouse=True)
def _without_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dictionary, "_tables", [])
    dictionary.readings.cache_clear()


@pytest.fixture(scope="module")
def shipped() -> CommonForms:
    return CommonForms((embedded_folder() / FORMS_FILE).read_bytes())


def test_shipped_table_is_of_the_installed_dictionary_and_agrees_with_it(shipped: CommonForms) -> None:
    assert shipped.dictionary == dictionary.identity()
    asked = sorted(shipped)[::37]
    assert len(asked) > 1_000
    assert [form for form in asked if shipped.get(form) != dictionary.readings(form)] == []


def test_a_table_holds_what_the_dictionary_knows() -> None:
    table = CommonForms(packed(FORMS))
    assert sorted(table) == sorted(["domu", "domem", "Nowak", "szło", "żeby", "byłem", "robi"])
    assert all(table.get(form) == dictionary.readings(form) for form in table)
    assert table.get("nieznanesłowo") is None


def test_the_same_forms_in_any_order_give_the_same_file() -> None:
    assert packed(FORMS) == packed([*reversed(FORMS), "domu"])


def test_forms_of_common_base_forms_only() -> None:
    found = set(forms_of({"dom|subst": 100, "pies|subst": 3, "robić|fin": 40}))
    assert {"domu", "domami", "robił", "robią"} <= found
    assert "psa" not in found
    assert "robota" not in found


def test_a_table_of_another_dictionary_is_passed_over(tmp_path: Path) -> None:
    data = lzma.decompress(packed(FORMS)).decode().replace(dictionary.identity(), "inny słownik")
    path = tmp_path / FORMS_FILE
    path.write_bytes(lzma.compress(data.encode()))
    assert use(path) is False
    assert dictionary._tables == []


@pytest.mark.parametrize("data", [b"", b"xx", lzma.compress(b"{}"), lzma.compress(b'{"format": "other"}\n')])
def test_a_damaged_table_gives_a_clear_message(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / FORMS_FILE
    path.write_bytes(data)
    with pytest.raises(ModelError, match="uszkodzony"):
        use(path)


def test_a_missing_table_gives_a_clear_message(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Brak pliku"):
        use(tmp_path / "nie ma.xz")
