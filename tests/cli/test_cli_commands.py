"""The commands as a user types them: help with an example, exit codes, JSON, quiet, and no traceback."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner, Result

from textmine.cli.app import plain, table
from textmine.cli.main import app
from textmine.project import Project

OK, USER_ERROR, USAGE = 0, 1, 2
Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Runs the command line in this process; a traceback fails the test."""

    def invoke(*words: object) -> Result:
        result = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, [str(word) for word in words])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.output
        return result

    return invoke


def commands() -> list[tuple[str, ...]]:
    """Every command and group of commands, as typed."""
    found: list[tuple[str, ...]] = [()]

    def walk(command: object, words: tuple[str, ...]) -> None:
        for name, inner in getattr(command, "commands", {}).items():
            found.append((*words, name))
            walk(inner, (*words, name))

    walk(typer.main.get_command(app), ())
    return found


def test_the_commands_of_the_design_are_there() -> None:
    names = {words[0] for words in commands() if words}
    assert {
        "init",
        "inspect",
        "run",
        "themes",
        "topics",
        "quotes",
        "export",
        "evaluate",
        "models",
    } <= names


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_help_carries_an_example(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words, "--help")
    assert result.exit_code == OK
    shown = " ".join(result.stdout.split())
    assert f"Przykład: textmine {' '.join(words)}".strip() in shown
    assert run(*words, "-h").stdout == result.stdout


@pytest.mark.parametrize("words", [w for w in commands() if w and w != ("models",)], ids=" ".join)
def test_the_example_is_understood(run: Run, words: tuple[str, ...]) -> None:
    """The options of the example are options of the command."""
    text = " ".join(run(*words, "--help").stdout.split())
    options, example = text.rsplit("Przykład:", 1)
    for option in re.findall(r"(?<!\w)--?[a-z]+", example):
        assert re.search(rf"(?<![\w-]){option}(?![\w-])", options), option


def test_version(run: Run) -> None:
    assert run("--version").stdout.strip() == f"textmine {version('textmine')}"


@pytest.mark.parametrize(
    "words",
    [
        ("nieznane",),
        ("run", "--nieznana"),
        ("run", "a", "b"),
        ("quotes",),
        ("quotes", "x", "-n", "0"),
        ("quotes", "x", "-n", "wiele"),
        ("quotes", "x", "--context", "-1"),
        ("inspect",),
        ("evaluate",),
        ("evaluate", "a.csv", "--errors", "-1"),
        ("topics", "--show", "pierwszy"),
        ("topics", "--show"),
        ("models", "nieznane"),
        ("models", "install"),
    ],
    ids=" ".join,
)
def test_usage_errors_exit_with_2(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == USAGE
    assert result.stdout == "" and "Błąd w poleceniu" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "{tmp}/nie-ma"), "Nie ma takiego folderu"),
        (("run", "{tmp}"), "nie ma projektu"),
        (("run", "{tmp}/plik.txt"), "Nie ma takiego folderu"),
        (("themes", "-p", "{tmp}"), "nie ma projektu"),
        (("themes", "-p", "{project}", "--by", "plec"), "„plec”"),
        (("themes", "-p", "{project}", "--theme", "barriery"), "„bariery”"),
        (("themes", "-p", "{project}", "--code", "bariery.kadra"), "„bariery.kadry”"),
        (("topics", "-p", "{project}", "--engine", "lsa"), "lsa"),
        (("topics", "-p", "{tmp}/nie-ma"), "Nie ma takiego folderu"),
        (("quotes", "", "-p", "{project}"), "Zapytanie nie zawiera słów"),
        (("quotes", "ludzie", "-p", "{project}", "--group", "firmy"), "„firmy”"),
        (
            ("quotes", "ludzie", "-p", "{project}", "--theme", "nic"),
            "Do wyboru: bariery, potrzeby, wspolpraca",
        ),
        (("quotes", "ludzie", "-p", "{tmp}"), "nie ma projektu"),
        (("quotes", "ludzie", "-p", "{project}", "--factor", "kapital"), "„kapital_ludzki”"),
        (("quotes", "ludzie", "-p", "{project}", "--topic", "żyrafa"), "„żyrafa”"),
        (("quotes", "ludzie", "-p", "{project}", "--format", "pdf"), "„pdf”"),
        (("export", "-p", "{project}", "-f", "doc"), "csv, parquet, xlsx, html"),
        (("export", "-p", "{project}", "-o", "{tmp}"), "To jest folder"),
        (("export", "-p", "{project}", "-o", "{tmp}/plik.txt/d.xlsx"), "To nie jest folder"),
        (("evaluate", "{tmp}/nie.csv", "-p", "{project}"), "nie.csv"),
        (("evaluate", "{tmp}/plik.txt", "-p", "{project}"), "plik.txt"),
        (("evaluate", "{tmp}", "-p", "{project}"), "Podaj plik CSV"),
        (("inspect", "{tmp}/nie.docx"), "Nie ma takiego pliku"),
        (("inspect", "{tmp}"), "To jest folder"),
        (("inspect", "{tmp}/pusty.txt"), "pusty.txt"),
        (("init", "{tmp}/plik.txt"), "To nie jest folder"),
        (("models", "install", "pl_core_news_xl"), "pl_core_news_lg"),
        (("models", "list", "-p", "{tmp}/zly"), "textmine.toml"),
        (("run", "{tmp}/zly"), "textmine.toml"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_mistakes_of_a_user(
    run: Run, finished: Project, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "plik.txt").write_text("Dzień dobry.\n", encoding="utf-8")
    (tmp_path / "pusty.txt").write_bytes(b"")
    (tmp_path / "zly" / "corpus").mkdir(parents=True)
    (tmp_path / "zly" / "corpus" / "a.txt").write_text("M: Jak?\nR: Tak.\n", encoding="utf-8")
    (tmp_path / "zly" / "textmine.toml").write_text("[topics\n", encoding="utf-8")
    result = run(*(word.format(tmp=tmp_path, project=finished.paths.root) for word in words))
    assert result.exit_code == USER_ERROR
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if line.startswith("Błąd: ")]
    assert len(lines) == 1 and said in lines[0]
    assert re.search(r"[.!?”]$|[a-z-]$", lines[0])


@pytest.mark.parametrize(
    "command", [("themes",), ("quotes", "ludzie"), ("export",), ("topics",)], ids=" ".join
)
def test_results_before_the_first_run(run: Run, project: Project, command: tuple[str, ...]) -> None:
    result = run(*command, "-p", project.paths.root)
    assert result.exit_code == USER_ERROR
    assert "nie ma jeszcze wyników" in result.stderr and "textmine run" in result.stderr


def test_a_new_study(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "moje [badanie]"
    result = run("init", folder)
    assert result.exit_code == OK
    assert f"textmine run {folder}" in result.stdout.replace("\n", " ") or "moje [badanie]" in result.stdout
    assert {path.name for path in folder.iterdir()} == {"textmine.toml", "codebook.yaml", "corpus"}
    assert run("init", folder).exit_code == OK, "what is there stays"
    empty = run("run", folder)
    assert empty.exit_code == USER_ERROR and "pusty" in empty.stderr


def test_a_run_shows_what_it_found_and_what_it_skipped(run: Run, project: Project) -> None:
    first = run("run", project.paths.root)
    assert first.exit_code == OK
    for words in ("Materiał", "Samorząd i administracja", "Najczęstsze kody", "Gotowe w", "report.html"):
        assert words in first.stdout
    assert "Brakuje nam spawaczy i tokarzy" in first.stdout
    assert "[W01, przedsiębiorstwo, R]" in first.stdout
    second = run("run", project.paths.root)
    assert second.exit_code == OK and "Nic się nie zmieniło" in second.stdout


def test_quiet_tells_only_problems(run: Run, project: Project) -> None:
    (project.paths.corpus / "pusty.txt").write_bytes(b"")
    result = run("run", project.paths.root, "--quiet")
    assert result.exit_code == OK
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines and all(line.startswith("Uwaga: ") for line in lines), lines
    assert "pusty.txt" in result.stderr


@pytest.mark.parametrize("many", [13, 14, 17])
def test_many_problems_are_counted(run: Run, project: Project, many: int) -> None:
    for number in range(many):
        (project.paths.corpus / f"zly{number:02}.txt").write_bytes(b"")
    told = run("run", project.paths.root, "-q").stderr
    count = told.count("Uwaga: ")
    assert count == 12
    rest = int(re.search(r"… i (\d+) (inna uwaga|inne uwagi|innych uwag)", told).group(1))  # type: ignore[union-attr]
    forms = {1: "inna uwaga", 2: "inne uwagi", 3: "inne uwagi", 4: "inne uwagi"}
    assert f"… i {rest} {forms.get(rest, 'innych uwag')} " in told


def test_themes_in_the_terminal(run: Run, finished: Project) -> None:
    shown = run("themes", "-p", finished.paths.root, "--theme", "bariery")
    assert shown.exit_code == OK
    assert shown.stdout.count(": liczba wypowiedzi") == 1
    one = run("themes", "-p", finished.paths.root, "--code", "kadry")
    assert "„Brakuje nam spawaczy" in one.stdout and "[W01, przedsiębiorstwo, R]" in one.stdout


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_table_is_cut_off_at_the_side(width: int) -> None:
    names = ["Instytucje edukacyjne i badawcze", "Samorząd i administracja"]
    columns = ["", *(f"Bardzo długa nazwa kodu {n}" for n in range(5)), "Ostatnia"]
    rows = [[name, *("123/45" for _ in range(5)), f"koniec{n}"] for n, name in enumerate(names)]
    out = Console(width=width, file=io.StringIO())
    out.print(table("Tytuł", columns, rows, numbers=range(1, 7)))
    shown = out.file.getvalue()  # type: ignore[attr-defined]
    assert max(len(line) for line in shown.splitlines()) <= width
    # Folded at most: every sign of the last column is there.
    assert "".join(shown.split()).count("123/45") + shown.count("123") >= 10
    assert {"k", "o", "n", "i", "e", "c", "0", "1"} <= set(shown[shown.index("123") :]), shown


def test_themes_by_factor_and_in_sentences(run: Run, finished: Project) -> None:
    table = run("themes", "-p", finished.paths.root, "--by", "factor", "--theme", "bariery")
    assert table.exit_code == OK and "Kapitał ludzki i edukacja" in table.stdout
    said = run("themes", "-p", finished.paths.root, "--by", "factor", "--text")
    assert "Bariery, Kadry i kwalifikacje: 1 z 2 rozmówców wskazał ten kod" in said.stdout
    groups = run("themes", "-p", finished.paths.root, "--text")
    assert "Uwaga: mała grupa (1 rozmówca)." in groups.stdout
    rows = json.loads(run("themes", "-p", finished.paths.root, "--by", "factor", "--json").stdout)
    assert {row["factor"] for row in rows} == {factor.id for factor in finished.codebook.factors}


@pytest.mark.parametrize("by", ["group", "speaker", "document"])
def test_themes_as_json_add_up_to_the_evidence(run: Run, finished: Project, by: str) -> None:
    rows = json.loads(run("themes", "-p", finished.paths.root, "--by", by, "--json").stdout)
    assert all(
        set(row) >= {by, "label", "theme", "code", "sentences", "speakers", "documents"} for row in rows
    )
    assert sum(row["sentences"] for row in rows) == len(finished.evidence())


def test_quotes_as_json_are_verbatim(run: Run, finished: Project) -> None:
    result = run(
        "quotes", "brak pracowników", "-p", finished.paths.root, "--json", "-n", "5", "--context", "1"
    )
    found = json.loads(result.stdout)
    assert 1 <= len(found) <= 5
    texts = {document.name: document.text for document in finished.analysis().documents}
    for quote in found:
        assert texts[quote["document"]][quote["start"] : quote["end"]] == quote["quote"]
        for start, end in quote["matches"]:
            assert quote["start"] <= start < end <= quote["end"]
        assert all(line in texts[quote["document"]] for line in (*quote["before"], *quote["after"]))
        assert quote["citation"].startswith("[W0")


def test_quotes_in_the_terminal_are_verbatim(run: Run, finished: Project) -> None:
    shown = run("quotes", "spawacz", "-p", finished.paths.root, "-n", "1").stdout
    sentence = next(s for s in finished.analysis().sentences if s.text.startswith("Brakuje nam"))
    assert f"„{sentence.text}”" in shown
    assert "[W01, przedsiębiorstwo, R] bariery.kadry" in shown


def test_quotes_that_are_not_there(run: Run, finished: Project) -> None:
    filters = ("--document", "W02", "--code", "bariery.kadry", "-p", finished.paths.root)
    assert "Nic nie znaleziono" in run("quotes", "spawacz", *filters).stderr
    assert json.loads(run("quotes", "spawacz", *filters, "--json").stdout) == []


@pytest.mark.parametrize("form", ["md", "csv", "json", "docx"])
def test_quotes_as_files_to_draft_from(run: Run, finished: Project, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"cytaty.{form}"
    words = ("quotes", "spawacz", "-n", "2", "-p", finished.paths.root)
    assert "Zapisano" in run(*words, "--format", form, "--output", target).stdout
    if form == "docx":
        assert zipfile.is_zipfile(target)
        return
    text = target.read_text(encoding="utf-8")
    assert "[W01, przedsiębiorstwo, R]" in text.replace("\\", "")
    assert run(*words, "-f", form).stdout == text
    other = tmp_path / f"wedlug_nazwy.{form}"
    run(*words, "-o", other)
    assert other.read_text(encoding="utf-8") == text


def test_a_word_that_nobody_said_is_named(run: Run, finished: Project) -> None:
    result = run("quotes", "spawcze", "-p", finished.paths.root)
    assert "Nikt nie mówi „spawcze”" in result.stderr and "spawacz" in result.stderr


def test_letters_that_are_no_word_find_nothing(run: Run, finished: Project) -> None:
    result = run("quotes", "blokczejn qwerty", "-p", finished.paths.root)
    assert "Nic nie znaleziono" in result.stderr and "„" not in result.stdout


def test_what_is_only_near_in_meaning_says_so(run: Run, finished: Project) -> None:
    result = run("quotes", "kryptowaluty", "-p", finished.paths.root)
    assert "Żadne z tych słów nie padło" in result.stderr and "[W0" in result.stdout
    assert "Żadne" not in run("quotes", "spawacze", "-p", finished.paths.root).stderr


def test_inspect_as_json(run: Run, finished: Project) -> None:
    file = finished.paths.corpus / "W01_firma.txt"
    one = json.loads(run("inspect", file, "--json").stdout)
    assert {"file", "format", "encoding", "text", "turns", "warnings"} <= set(one)
    assert (one["format"], one["encoding"]) == ("txt", "utf-8")
    for turn in one["turns"]:
        assert {"speaker", "role", "start", "end", "time"} <= set(turn)
        assert one["text"][turn["start"] : turn["end"]].strip()
    both = json.loads(run("inspect", file, finished.paths.corpus / "W02_urzad.txt", "--json").stdout)
    assert [inspected["file"] for inspected in both] == ["W01_firma.txt", "W02_urzad.txt"]


def test_inspect_goes_on_after_a_bad_file(run: Run, finished: Project, tmp_path: Path) -> None:
    (tmp_path / "pusty.txt").write_bytes(b"")
    result = run("inspect", tmp_path / "pusty.txt", finished.paths.corpus / "W01_firma.txt")
    assert result.exit_code == OK
    assert "pusty.txt" in result.stderr and "W01_firma.txt" in result.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("M: Jak?\n", "1 wypowiedź · 1 słowo"),
        ("M: Jak to?\nR: Ano tak.\n", "2 wypowiedzi · 4 słowa"),
        ("M: Jak?\nR: Tak.\nM: Jak?\nR: Tak.\nR: Ano tak.\n", "słów"),
    ],
)
def test_inspect_counts_in_polish(run: Run, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert said in run("inspect", tmp_path / "a.txt").stdout


def test_models_as_json(run: Run, finished: Project) -> None:
    found = json.loads(run("models", "list", "-p", finished.paths.root, "--json").stdout)
    assert sum(model["used"] for model in found) == 1
    assert all({"name", "version", "used", "reason", "path"} == set(model) for model in found)
    assert found[0]["name"] in run("models", "list", "-p", finished.paths.root).stdout


GOLD = """document,sentence,codes,split
W01_firma.txt,"Brakuje nam spawaczy i tokarzy, młodzi nie chcą się uczyć zawodu.",bariery.kadry,measuring
W01_firma.txt,Kawy?,bariery.rynek,measuring
W02_urzad.txt,Pogoda dziś ładna.,,tuning
W02_urzad.txt,Tego [nikt] nie mówił.,,tuning
"""


def test_evaluate(run: Run, finished: Project, tmp_path: Path) -> None:
    gold = tmp_path / "gold.csv"
    gold.write_text(GOLD, encoding="utf-8")
    result = json.loads(
        run("evaluate", gold, "-p", finished.paths.root, "--json").stdout, parse_constant=pytest.fail
    )
    assert result["sentences"] == 3 and result["not_found"] == [5]
    assert (result["micro"]["code"]["both"], result["micro"]["code"]["missed"]) == (1, 1)
    half = json.loads(run("evaluate", gold, "-p", finished.paths.root, "--split", "tuning", "--json").stdout)
    assert half["sentences"] == 1
    shown = run("evaluate", gold, "-p", finished.paths.root).stdout
    assert "Zgodność na 3 zdaniach" in shown and "brak: bariery.rynek" in shown
    assert "których nie ma w projekcie, wiersze: 5" in shown


def test_evaluate_two_people(run: Run, finished: Project, tmp_path: Path) -> None:
    first, second, differences = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "r.csv"
    first.write_text("document,sentence,codes\nW,Tak.,bariery.kadry\nW,Nie.,\nW,Może.,\n", encoding="utf-8")
    second.write_text("document,sentence,codes\nW,Tak.,bariery.rynek\nW,Nie.,\n", encoding="utf-8")
    words = ("evaluate", first, "--against", second, "-p", finished.paths.root)
    shown = run(*words, "--output", differences).stdout
    assert "1 × bariery.kadry → bariery.rynek" in shown and "Zdania z" in shown and "wiersze: 4" in shown
    assert "Czy pewności można wierzyć" not in shown
    assert "bariery.kadry" in differences.read_text(encoding="utf-8-sig")
    found = json.loads(run(*words, "--json").stdout)
    assert found["sentences"] == 2 and found["not_found"] == [4] and found["calibration"] == []
    assert found["confusions"][0]["tested"] == ["bariery.rynek"]


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx", "html"])
def test_export_says_where_the_file_is(run: Run, finished: Project, tmp_path: Path, form: str) -> None:
    path = tmp_path / "nowy folder" / f"dowody.{form}"
    result = run("export", "-p", finished.paths.root, "-f", form, "-o", path)
    assert result.exit_code == OK
    assert result.stdout.strip() == f"Zapisano {path}"
    assert path.stat().st_size > 500


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[red]nie[/red]", "[red]nie[/red]"),
        ("[W01, R]", "[W01, R]"),
        ("koniec\\", "koniec\\"),
        ("\x1b[31mczerwony\x1b[0m", "\ufffd[31mczerwony\ufffd[0m"),
        ("a\x07b\x9bc\u202ed", "a\ufffdb\ufffdc\ufffdd"),
        ("dwa\nwiersze\ti tabulator", "dwa\nwiersze\ti tabulator"),
        ("Zażółć „gęślą” 😀", "Zażółć „gęślą” 😀"),
    ],
)
def test_text_of_transcripts_is_printed_as_text(text: str, shown: str) -> None:
    from rich.text import Text

    assert Text.from_markup(f"[bold]{plain(text)}[/bold]").plain == shown
