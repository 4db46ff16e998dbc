# ruff: noqa: E501 (transcripts are shown line by line, as people write them)
"""Transcripts as researchers make them: mixed labels, slips, headers, notes of the transcriber, forms below the talk."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_files import W_NS, docx, paragraph, run, table, xlsx

from textmine import ingest
from textmine.records import Document, Role

SAID = tuple[str, str | None, str]
LETTERS = {Role.MODERATOR: "m", Role.RESPONDENT: "r", Role.UNKNOWN: "?"}


def read(tmp_path: Path, raw: str | bytes, name: str = "a.txt") -> Document:
    path = tmp_path / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    document = ingest.read(path)
    for turn in document.turns:
        assert document.text[turn.start : turn.end] == turn.text == turn.text.strip()
    assert document.conservation is not None and document.conservation.missing == 0, document.conservation
    return document


def said(document: Document) -> list[SAID]:
    return [(LETTERS[turn.role], turn.speaker, turn.text) for turn in document.turns]


MIXED = """WYWIAD NR 7
Data: 12.03.2025
Miejsce: Rudniki, siedziba firmy
Moderator: Anna Kowal
Respondent: właściciel kuźni (M, 54 l.)

Moderator: Jak zaczęła się firma?
R: No, ojciec zaczął w osiemdziesiątym drugim.
Moderatro: A pan kiedy przyszedł?
Respondent: Ja po wojsku.
MODERATOR: I od razu na produkcję?
R.: Na młot. Dwa lata na młocie.
M: Rozumiem. A dzisiaj czego brakuje?
R: Ludzi.
Moderator (śmiech): Tego wszystkim brakuje?
R: (śmiech) Wszystkim.
"""
CAPITALS = """BADACZ
Czym zajmuje się państwa firma?

ROZMÓWCA
Robimy odkuwki dla kolei.
Ośmiu ludzi na trzy zmiany.

BADACZ
A skąd biorą państwo pracowników?

ROZMÓWCA
Z ogłoszeń.
"""
NOTES = """Transkrypcja wywiadu IDI_04
M – moderator, R – respondent

M: Jak układa się współpraca z gminą?
R: [długa cisza] No... różnie. (śmiech)
R: Z gminą jest tak, że (niezrozumiałe 00:12:33) nie odpowiada.
M: A dlaczego?
R: Nie wiem. [nagranie przerwane 00:13:00–00:15:20]
"""
TWO_LEAD = """M1: Dzień dobry państwu, zaczynamy?
R: Zaczynamy.
M2: Ja zapytam o kadry. Skąd państwo biorą ludzi?
R: Z Ukrainy głównie. I z agencji, bo w powiecie nikogo już nie ma.
M1: A z technikum?
R: Z technikum nikt.
M2: Rozmawiali państwo z dyrekcją?
R: Rozmawialiśmy, nic z tego nie wyszło.
"""
CONSENT = """M: Czego państwu brakuje?
R: Hali. Nie mamy gdzie się rozbudować.
M: Dziękuję za rozmowę?
R: Dziękuję.

{}
Wyrażam zgodę na nagranie rozmowy i wykorzystanie jej w celach badawczych.
Data i podpis: ....................
"""
WHO = [("m", "M", "Czego państwu brakuje?"), ("r", "R", "Hali. Nie mamy gdzie się rozbudować."), ("m", "M", "Dziękuję za rozmowę?"),
       ("r", "R", "Dziękuję.")]  # fmt: skip
SEXES = """Ewa (badaczka): Co państwa boli?
Krystyna (K, 34): Prąd.
Ewa (badaczka): A poza prądem?
Mirosław (M, 61): Ludzie. Nie ma komu robić.
Krystyna (K, 34): I dokumenty.
Mirosław (M, 61): Na wszystko zaświadczenie.
"""
INITIALS = "A.K.: Proszę się przedstawić?\nJ.N.: Jan Nowak, prezes.\nA.K.: Ile osób pan zatrudnia?\nJ. N.: Sto dwadzieścia.\n"
CHAT = """10:02:11 From Anna Kowal to Everyone:
\tCo przeszkadza?
10:02:40 From Jan Łoś to Everyone:
\tBrak ludzi do pracy.
10:03:30 From Anna Kowal to Everyone:
\tA co jeszcze?
"""
NUMBERED = "1\tM: Jaka jest rola uczelni?\n2\tR: Żadna.\n3\tM: Bez odpowiedzi?\n4\tR: Bez odpowiedzi.\n"
DASHES = "Kowalska – Jak z urzędem?\nNowak – Dobrze – pani burmistrz odbiera telefon.\nKowalska – A ze starostwem?\nNowak – Gorzej.\n"
OVERLAPS = """M: Kto zacznie?
R1: Ja. U nas jest [R2: Głośniej!] trudno z ludźmi.
R2: No i z prądem. //R3: Oj tak.// Z prądem najgorzej.
R1 i R2: (jednocześnie) Tak!
M: A gaz (uwaga: ziemny)?
R3: Gaz podrożał.
R1: Dwa razy.
"""
ALONE_NAMES = "Anna Kowal\nCzy klaster działa?\n\nŁukasz Śliwa\nDziała na papierze.\n\nAnna Kowal\nDlaczego?\n\nŁukasz Śliwa\nBo nikt nie ma czasu.\n"
SHORT = "M: Skąd ludzie?\nR: Znikąd.\nM: A szkoła?\nR: Szkoła ma swoje.\n"

SHORTENED = """Mod.: Kto zacznie?
Resp. 1: Mogę ja.
Rozm. 2: U nas prąd.
Ucz. 3: A u nas wszystko po trochu.
dr Kowalska: Uczelnia ma laboratoria.
Mod.: A współpraca?
Resp. 1: Jest słaba.
Rozm. 2: Nie ma jej.
Ucz. 3: Zgadzam się.
dr Kowalska: Ja nie.
"""
QUESTIONS = "Jak ocenia pan współpracę z firmami?\nRóżnie. Są firmy otwarte.\nJakie są bariery?\nBrak terenów.\nI prąd.\nCo dalej?\nUzbroimy strefę.\n"
ASKED: list[SAID] = [
    ("m", "Moderator", "Jak ocenia pan współpracę z firmami?"), ("r", "Rozmówca", "Różnie. Są firmy otwarte."),
    ("m", "Moderator", "Jakie są bariery?"), ("r", "Rozmówca", "Brak terenów.\nI prąd."), ("m", "Moderator", "Co dalej?"),
    ("r", "Rozmówca", "Uzbroimy strefę."),
]  # fmt: skip
FOUR: list[SAID] = [
    ("m", "M", "Skąd ludzie?"),
    ("r", "R1", "Znikąd."),
    ("m", "M", "A szkoła?"),
    ("r", "R1", "Szkoła ma swoje."),
]
OF_FOUR = ["Skąd ludzie?", "Znikąd.", "A szkoła?", "Szkoła ma swoje."]


def four(*labels: str, between: str = "\n") -> str:
    """The four turns, each behind its label ("{}" stands for the words)."""
    return (
        between.join(label.replace("{}", words) for label, words in zip(labels * 2, OF_FOUR, strict=True))
        + "\n"
    )


TEXTS: list[tuple[str, str, list[SAID]]] = [
    ("mixed labels, a slip, a header with names", MIXED,
     [("m", "Moderator", "Jak zaczęła się firma?"), ("r", "R", "No, ojciec zaczął w osiemdziesiątym drugim."),
      ("m", "Moderator", "A pan kiedy przyszedł?"), ("r", "Respondent", "Ja po wojsku."), ("m", "Moderator", "I od razu na produkcję?"),
      ("r", "R", "Na młot. Dwa lata na młocie."), ("m", "M", "Rozumiem. A dzisiaj czego brakuje?"), ("r", "R", "Ludzi."),
      ("m", "Moderator", "Tego wszystkim brakuje?"), ("r", "R", "(śmiech) Wszystkim.")]),
    ("labels in capitals on lines of their own", CAPITALS,
     [("m", "BADACZ", "Czym zajmuje się państwa firma?"), ("r", "ROZMÓWCA", "Robimy odkuwki dla kolei.\nOśmiu ludzi na trzy zmiany."),
      ("m", "BADACZ", "A skąd biorą państwo pracowników?"), ("r", "ROZMÓWCA", "Z ogłoszeń.")]),
    ("labels with a colon on lines of their own", CAPITALS.replace("BADACZ", "Badacz:").replace("ROZMÓWCA", "Rozmówca:"),
     [("m", "Badacz", "Czym zajmuje się państwa firma?"), ("r", "Rozmówca", "Robimy odkuwki dla kolei.\nOśmiu ludzi na trzy zmiany."),
      ("m", "Badacz", "A skąd biorą państwo pracowników?"), ("r", "Rozmówca", "Z ogłoszeń.")]),
    ("names on lines of their own", ALONE_NAMES,
     [("m", "Anna Kowal", "Czy klaster działa?"), ("r", "Łukasz Śliwa", "Działa na papierze."), ("m", "Anna Kowal", "Dlaczego?"),
      ("r", "Łukasz Śliwa", "Bo nikt nie ma czasu.")]),
    ("notes of the transcriber", NOTES,
     [("m", "M", "Jak układa się współpraca z gminą?"), ("r", "R", "[długa cisza] No... różnie. (śmiech)"),
      ("r", "R", "Z gminą jest tak, że (niezrozumiałe 00:12:33) nie odpowiada."), ("m", "M", "A dlaczego?"),
      ("r", "R", "Nie wiem. [nagranie przerwane 00:13:00–00:15:20]")]),
    ("two moderators", TWO_LEAD,
     [("m", "M1", "Dzień dobry państwu, zaczynamy?"), ("r", "R", "Zaczynamy."), ("m", "M2", "Ja zapytam o kadry. Skąd państwo biorą ludzi?"),
      ("r", "R", "Z Ukrainy głównie. I z agencji, bo w powiecie nikogo już nie ma."), ("m", "M1", "A z technikum?"),
      ("r", "R", "Z technikum nikt."), ("m", "M2", "Rozmawiali państwo z dyrekcją?"), ("r", "R", "Rozmawialiśmy, nic z tego nie wyszło.")]),
    ("a form of consent below the end of the recording", CONSENT.format("KONIEC NAGRANIA"), WHO),
    ("a form of consent", CONSENT.format("Zgoda na udział w badaniu"), WHO),
    ("sex and age in brackets", SEXES,
     [("m", "Ewa", "Co państwa boli?"), ("r", "Krystyna", "Prąd."), ("m", "Ewa", "A poza prądem?"), ("r", "Mirosław", "Ludzie. Nie ma komu robić."),
      ("r", "Krystyna", "I dokumenty."), ("r", "Mirosław", "Na wszystko zaświadczenie.")]),
    ("initials", INITIALS,
     [("m", "A.K.", "Proszę się przedstawić?"), ("r", "J.N.", "Jan Nowak, prezes."), ("m", "A.K.", "Ile osób pan zatrudnia?"),
      ("r", "J.N.", "Sto dwadzieścia.")]),
    ("Zoom's chat", CHAT, [("m", "Anna Kowal", "Co przeszkadza?"), ("r", "Jan Łoś", "Brak ludzi do pracy."), ("m", "Anna Kowal", "A co jeszcze?")]),
    ("numbered lines", NUMBERED,
     [("m", "M", "Jaka jest rola uczelni?"), ("r", "R", "Żadna."), ("m", "M", "Bez odpowiedzi?"), ("r", "R", "Bez odpowiedzi.")]),
    ("names before a dash", DASHES,
     [("m", "Kowalska", "Jak z urzędem?"), ("r", "Nowak", "Dobrze – pani burmistrz odbiera telefon."), ("m", "Kowalska", "A ze starostwem?"),
      ("r", "Nowak", "Gorzej.")]),
    ("what others say meanwhile, and two at once", OVERLAPS,
     [("m", "M", "Kto zacznie?"), ("r", "R1", "Ja. U nas jest"), ("r", "R2", "Głośniej!"), ("r", "R1", "trudno z ludźmi."),
      ("r", "R2", "No i z prądem."), ("r", "R3", "Oj tak."), ("r", "R2", "Z prądem najgorzej."), ("?", "R1 i R2", "(jednocześnie) Tak!"),
      ("m", "M", "A gaz (uwaga: ziemny)?"), ("r", "R3", "Gaz podrożał."), ("r", "R1", "Dwa razy.")]),
    ("shortened labels and titles", SHORTENED,
     [("m", "Mod", "Kto zacznie?"), ("r", "Resp. 1", "Mogę ja."), ("r", "Rozm. 2", "U nas prąd."), ("r", "Ucz. 3", "A u nas wszystko po trochu."),
      ("r", "dr Kowalska", "Uczelnia ma laboratoria."), ("m", "Mod", "A współpraca?"), ("r", "Resp. 1", "Jest słaba."), ("r", "Rozm. 2", "Nie ma jej."),
      ("r", "Ucz. 3", "Zgadzam się."), ("r", "dr Kowalska", "Ja nie.")]),
    ("labels in round brackets", four("(M) {}", "(R1) {}"), FOUR),
    ("labels in square brackets", four("[M] {}", "[R1] {}"), FOUR),
    ("labels before a semicolon", four("M; {}", "R1; {}"), FOUR),
    ("labels without a blank", four("M:{}", "R1:{}"), FOUR),
    ("labels before a line break", four("M:\n{}", "R1:\n{}"), FOUR),
    ("quoted paragraphs", four("- **M:** {}", "- **R1:** {}"), FOUR),
    ("a talk in one paragraph", four("M: {}", "R1: {}", between=" "), FOUR),
    ("rules and headings between turns", four("M: {}\n\n---\n", "R1: {}\n\n* * *\n\n## Część druga\n"), FOUR),
    ("questions without labels", QUESTIONS, ASKED),
    ("numbered questions", "1. Jak" + QUESTIONS[3:].replace("Jakie", "2. Jakie").replace("Co dalej", "3. Co dalej"), ASKED),
    ("soft hyphens", "M: Jak współ\u00adpraca?\nR: Na pa\u00adpierze.\nM: Czemu?\nR: Bo czas.\n",
     [("m", "M", "Jak współpraca?"), ("r", "R", "Na papierze."), ("m", "M", "Czemu?"), ("r", "R", "Bo czas.")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "turns"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_texts(tmp_path: Path, text: str, turns: list[SAID]) -> None:
    assert said(read(tmp_path, text)) == turns


@pytest.mark.parametrize(("text", "turns"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_the_same_in_word(tmp_path: Path, text: str, turns: list[SAID]) -> None:
    lines = (
        line.replace("\t", "</w:t><w:tab/><w:t>") if "\t" in line else line for line in text.splitlines()
    )
    blocks = [
        f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' if "<w:tab/>" in line else line
        for line in lines
    ]
    assert said(read(tmp_path, docx(*blocks), "a.docx")) == turns


def test_times_in_brackets_at_the_end_of_turns(tmp_path: Path) -> None:
    document = read(tmp_path, four("M: {} (00:05)", "R1: {} [01:09]"))
    assert said(document) == FOUR
    assert [turn.time for turn in document.turns] == [0.0, 5.0, 69.0, 5.0]
    once = read(tmp_path, "M: Kiedy?\nR: Od szóstej. (06:00)\nM: Codziennie?\nR: Tak.\n")
    assert once.turns[1].text == "Od szóstej. (06:00)" and once.turns[1].time is None


def test_questions_as_headings(tmp_path: Path) -> None:
    lines = QUESTIONS.splitlines()
    styles = f'<w:styles xmlns:w="{W_NS}"><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style></w:styles>'
    blocks = [
        paragraph(line, properties='<w:pStyle w:val="H"/>') if line.endswith("?") else line for line in lines
    ]
    document = read(tmp_path, docx("Wywiad z wójtem", *blocks, styles=styles), "a.docx")
    assert said(document) == ASKED
    assert any("znaku zapytania" in warning for warning in document.warnings)


def test_a_sentence_above_a_heading_is_no_header(tmp_path: Path) -> None:
    document = read(tmp_path, "# Notatka\nBrakuje nam ludzi do pracy.\n# Dalej\nI prądu.\n", "a.md")
    assert "Brakuje nam ludzi do pracy." in [turn.text for turn in document.turns]


def test_a_sheet_with_a_question_a_column(tmp_path: Path) -> None:
    rows = [
        ("Respondent", "Jakie są bariery?", "Czego potrzebujecie?"),
        ("R1", "Brak ludzi", "Kursów"),
        ("R2", "Drogi prąd", ""),
    ]
    assert said(read(tmp_path, xlsx(A=rows), "a.xlsx")) == [
        ("m", None, "Jakie są bariery?"), ("r", "R1", "Brak ludzi"), ("r", "R2", "Drogi prąd"), ("m", None, "Czego potrzebujecie?"),
        ("r", "R1", "Kursów"),
    ]  # fmt: skip


def test_what_recurs_like_a_label_and_is_none_is_told(tmp_path: Path) -> None:
    text = "".join(f"M: Co {n}?\nR: To {n}.\nmówi sąsiad: Tamto {n}.\n" for n in range(3))
    assert any("„mówi sąsiad:”" in warning for warning in read(tmp_path, text).warnings)
    assert not read(tmp_path, text.replace("mówi sąsiad", "Uwaga")).warnings


def test_labels_as_the_file_writes_them(tmp_path: Path) -> None:
    document = read(tmp_path, MIXED)
    assert [turn.written for turn in document.turns] == [
        "Moderator", "R", "Moderatro", "Respondent", "MODERATOR", "R.", "M", "R", "Moderator (śmiech)", "R",
    ]  # fmt: skip
    assert document.metadata["Moderator"] == "Anna Kowal"
    assert document.metadata["Respondent"] == "właściciel kuźni (M, 54 l.)"


def test_a_greeting_is_no_header(tmp_path: Path) -> None:
    text = "Data: 3.02.2025\nModerator: Dzień dobry\nRespondent: Dzień dobry\nModerator: Zaczynamy?\nRespondent: Tak.\n"
    assert len(read(tmp_path, text).turns) == 4


def test_what_stands_below_a_talk_is_told_and_kept(tmp_path: Path) -> None:
    document = read(tmp_path, CONSENT.format("KONIEC NAGRANIA"))
    assert "Wyrażam zgodę" in document.text
    assert any("pod rozmową" in warning for warning in document.warnings)


def test_who_talks_on_after_the_end_is_read(tmp_path: Path) -> None:
    document = read(tmp_path, "M: Koniec?\nR: Koniec.\nKoniec nagrania\nR: Jeszcze jedno: prąd.\nM: Tak?\n")
    assert said(document)[2] == ("r", "R", "Jeszcze jedno: prąd.")


def test_a_question_and_its_answers_in_one_column(tmp_path: Path) -> None:
    rows = [("Co najbardziej utrudnia współpracę?",), ("Brak czasu",), ("Nieufność między firmami",)]
    assert said(read(tmp_path, xlsx(Wyniki=rows), "a.xlsx")) == [
        ("m", None, "Co najbardziej utrudnia współpracę?"), ("r", None, "Brak czasu"), ("r", None, "Nieufność między firmami"),
    ]  # fmt: skip


def test_swot_in_two_rows_of_frames(tmp_path: Path) -> None:
    rows = [("Mocne strony", "Słabe strony"), ("Tradycja hutnicza ●●●", "Odpływ młodych"), ("Szanse", "Zagrożenia"),
            ("Kolej przez powiat", "Ceny energii ●●")]  # fmt: skip
    document = read(tmp_path, xlsx(SWOT=rows), "a.xlsx")
    assert [(turn.text, turn.section, turn.votes) for turn in document.turns if turn.role is Role.RESPONDENT] == [
        ("Tradycja hutnicza", "Mocne strony", 3), ("Odpływ młodych", "Słabe strony", None), ("Kolej przez powiat", "Szanse", None),
        ("Ceny energii", "Zagrożenia", 2),
    ]  # fmt: skip


def cell(*lines: str) -> str:
    return f"<w:tc>{''.join(paragraph(line) for line in lines)}</w:tc>"


def test_a_board_in_a_word_table(tmp_path: Path) -> None:
    rows = [
        [["Bariery"], ["Potrzeby"], ["Współpraca"]],
        [["Brak nauczycieli (5 głosów)", "Stare maszyny w warsztatach"], ["– staże w firmach", "– nowe tokarki (+4)"], ["(Gmina) klasa patronacka"]],
    ]  # fmt: skip
    made = "".join(f"<w:tr>{''.join(cell(*lines) for lines in row)}</w:tr>" for row in rows)
    document = read(tmp_path, docx("Warsztat", f"<w:tbl>{made}</w:tbl>"), "a.docx")
    assert [(turn.text, turn.group, turn.section, turn.votes) for turn in document.turns if turn.role is Role.RESPONDENT] == [
        ("Brak nauczycieli", None, "Bariery", 5), ("Stare maszyny w warsztatach", None, "Bariery", None),
        ("staże w firmach", None, "Potrzeby", None), ("nowe tokarki", None, "Potrzeby", 4), ("klasa patronacka", "Gmina", "Współpraca", None),
    ]  # fmt: skip


def test_a_table_above_a_talk_is_its_header(tmp_path: Path) -> None:
    raw = docx(table(("Data", "12.03.2025"), ("Respondent", "prezes, M, 51 lat")), *SHORT.splitlines())
    document = read(tmp_path, raw, "a.docx")
    assert len(document.turns) == 4
    assert document.metadata == {"Data": "12.03.2025", "Respondent": "prezes, M, 51 lat"}


def test_labels_alone_in_bold(tmp_path: Path) -> None:
    blocks = [paragraph(run(who, bold=True)) if words is None else words for line in SHORT.replace("R:", "Respondent 1:").splitlines()
              for who, words in [(line.partition(": ")[0], None), ("", line.partition(": ")[2])]]  # fmt: skip
    assert said(read(tmp_path, docx(*blocks), "a.docx")) == [
        ("m", "M", "Skąd ludzie?"), ("r", "Respondent 1", "Znikąd."), ("m", "M", "A szkoła?"), ("r", "Respondent 1", "Szkoła ma swoje."),
    ]  # fmt: skip
