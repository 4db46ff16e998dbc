"""What is denied, solved, asked or imagined gives no code; what is meant, however it is said, does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from textmine.codebook import default_codebook
from textmine.coding.rules import Rules
from textmine.records import Sentence

Say = Callable[..., Sentence]
RULES = Rules(default_codebook())

HELD = [
    ("Brakuje nam spawaczy i tokarzy.", "bariery.kadry"),
    ("Nie ma kto robić.", "bariery.kadry"),
    ("Ludzie uciekają do Niemiec.", "bariery.kadry"),
    ("Kredyt jest drogi, yyy, naprawdę drogi.", "bariery.finanse"),
    ("Nie mamy laboratorium.", "bariery.technologia"),
    ("Przydałoby się szkolenie dla operatorów.", "potrzeby.szkolenia"),
    ("Gdyby ktoś to wreszcie pozbierał do kupy.", "potrzeby.koordynacja"),
    ("Z politechniką prowadzimy badania powłok.", "wspolpraca.nauka"),
    ("W klastrze kupujemy razem stal.", "wspolpraca.klaster"),
]
IRONY = [
    ("No pięknie, kolejna kontrola za kontrolą.", "bariery.prawo"),
    ("Cudownie, na decyzję czekamy już tylko dwa lata.", "bariery.prawo"),
    ("Fantastycznie, bank znowu żąda zabezpieczenia.", "bariery.finanse"),
    ("Super, droga znowu dziurawa jak sito.", "bariery.infrastruktura"),
]
TAKEN_BACK = [
    ("Nie brakuje nam pracowników.", "bariery.kadry", "zaprzeczone"),
    ("Ludzi do pracy to nam akurat nie brakuje.", "bariery.kadry", "zaprzeczone"),
    ("Nie narzekamy na brak ludzi.", "bariery.kadry", "zaprzeczone"),
    ("Bez problemu znajdujemy pracowników.", "bariery.kadry", "zaprzeczone"),
    ("Nigdy nie brakowało nam zamówień.", "bariery.rynek", "zaprzeczone"),
    ("Nie potrzebujemy szkoleń.", "potrzeby.szkolenia", "zaprzeczone"),
    ("Nie przydałoby się nam żadne szkolenie.", "potrzeby.szkolenia", "zaprzeczone"),
    ("Nie współpracujemy z żadną uczelnią.", "wspolpraca.nauka", "zaprzeczone"),
    ("Nie robimy nic z politechniką.", "wspolpraca.nauka", "zaprzeczone"),
    ("Z kadrami akurat nie mamy problemu.", "bariery.kadry", "rozwiązane"),
    ("Nie mamy żadnych problemów z pracownikami.", "bariery.kadry", "rozwiązane"),
    ("Problem z dojazdem już rozwiązaliśmy.", "bariery.infrastruktura", "rozwiązane"),
    ("Kłopoty z płynnością mamy już za sobą.", "bariery.finanse", "rozwiązane"),
    ("Problem z kadrami zniknął.", "bariery.kadry", "rozwiązane"),
    ("Kiedyś był problem z drogą.", "bariery.infrastruktura", "rozwiązane"),
    ("Czy brakuje państwu pracowników?", "bariery.kadry", "pytanie"),
    ("Brakuje pracowników?", "bariery.kadry", "pytanie"),
    ("Zapytał mnie: „Brakuje wam ludzi?”", "bariery.kadry", "pytanie"),
    ("(Czy brakuje wam jeszcze ludzi?)", "bariery.kadry", "pytanie"),
    ("Może kiedyś zabraknie nam pracowników.", "bariery.kadry", "gdybanie"),
]
NOTHING = [
    "Dzień dobry, kawa jest pyszna.",
    "Mamy sześć hal i stu pracowników.",
    "Wczoraj padało, a dziś świeci słońce.",
    "Syn chodzi do drugiej klasy.",
    "Tak.",
]


def coded(sentence: Sentence) -> dict[str, str | None]:
    """The codes that rules find, with what blocks them."""
    return {finding.code: finding.blocked for finding in RULES.find(sentence)}


@pytest.mark.parametrize(("text", "code"), HELD + IRONY)
def test_what_holds(say: Say, text: str, code: str) -> None:
    assert coded(say(text)).get(code, "not found") is None


@pytest.mark.parametrize(("text", "code", "why"), TAKEN_BACK)
def test_what_is_taken_back(say: Say, text: str, code: str, why: str) -> None:
    found = coded(say(text))
    assert found[code] == why
    assert all(found.values())


@pytest.mark.parametrize("text", NOTHING)
def test_what_says_nothing(say: Say, text: str) -> None:
    assert coded(say(text)) == {}


@pytest.mark.parametrize(
    ("text", "holds", "denied"),
    [
        ("Brakuje ludzi, nie brakuje pieniędzy.", "bariery.kadry", "bariery.finanse"),
        ("Nie brakuje pieniędzy, ale brakuje ludzi.", "bariery.kadry", "bariery.finanse"),
        (
            "Nie z politechniką, tylko z technikum robimy praktyki.",
            "wspolpraca.szkoly",
            "wspolpraca.nauka",
        ),
    ],
)
def test_a_denial_stays_in_its_clause(say: Say, text: str, holds: str, denied: str) -> None:
    found = coded(say(text))
    assert found[holds] is None
    assert found[denied] == "zaprzeczone"


def test_a_denied_pattern_does_not_hide_one_that_holds(say: Say) -> None:
    found = coded(say("Nie z politechniką, ale z uczelnią z Opola prowadzimy badania."))
    assert found["wspolpraca.nauka"] is None


def test_an_outcry_is_no_question(say: Say) -> None:
    assert coded(say("Brakuje nam ludzi i kto to widział?!"))["bariery.kadry"] is None


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ("Stolik 1: Co hamuje rozwój?", "bariery.infrastruktura"),
        ("BARIERY", "bariery.infrastruktura"),
        ("Z czym kojarzy się region", None),
        (None, None),
    ],
)
def test_a_note_takes_its_theme_from_the_heading(say: Say, section: str | None, code: str | None) -> None:
    found = RULES.find(say("Dojazd do strefy", section=section))
    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(finding.rule == "nagłówek stolika" for finding in found)
