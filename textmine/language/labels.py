"""Words that stand before a colon in Polish transcripts: who asks, who answers, and what is no speaker at all.

Source: ../shared/TRANSCRIPTS.md, table of conventions, and the transcripts of committees and the Sejm. All lower case.
"""

MODERATORS = frozenset(
    """m mod b a int i t moderator moderatorka badacz badaczka prowadzący prowadząca ankieter ankieterka
    wywiadowca interviewer moderuje marszałek wicemarszałek przewodniczący przewodnicząca""".split()  # noqa: SIM905
)
"""Labels, or first words of labels, of those who ask or give the floor. One-letter ones may be respondents."""

AMBIGUOUS = frozenset("m b a i t".split())  # noqa: SIM905
"""Moderator labels that may as well be a respondent (M = mężczyzna)."""

RESPONDENTS = frozenset(
    """r respondent respondentka rozmówca rozmówczyni uczestnik uczestniczka u k n bp ob osoba mówca speaker s
    dyr dyrektor dyrektorka kierownik kierowniczka burmistrz wójt prezes prezeska właściciel właścicielka
    poseł posłanka senator ekspert minister gość""".split()  # noqa: SIM905
)
"""Labels, or first words of labels, of those who answer."""

SEVERAL = frozenset(
    ["wszyscy", "razem", "kilka osób", "głos z sali", "głosy z sali", "?", "x", "kobieta", "mężczyzna"]
)
"""More than one person, or nobody knows who: role unknown."""

NOT_SPEAKERS = frozenset(
    """uwaga uwagi np pytanie odpowiedź cytat przykład czyli dlaczego po.pierwsze po.drugie po.trzecie temat źródło
    cel wniosek wnioski podsumowanie godz adres e-mail tel http https ps""".split()  # noqa: SIM905
)
"""First words of lines that look like a label and are none ("Uwaga:", "Np.:", "Po pierwsze:" with dots for spaces)."""

METADATA = frozenset(
    """data miejsce czas.trwania czas kod wywiad respondent rozmówca rozmówczyni osoba badana transkrypcja nagranie
    tytuł temat moderator prowadzący prowadząca badacz badaczka projekt uczestnicy obecni grupa plik autor
    transkrybent sporządził sporządziła godzina rodzaj firma instytucja stanowisko przeprowadził
    przeprowadziła""".split()  # noqa: SIM905
)
"""Names of header lines above the first turn (dots for spaces)."""

SPEAKER_COLUMNS = frozenset(
    """kto mówca osoba speaker rozmówca uczestnik label name imię autor author role participant mówiący""".split()  # noqa: SIM905
)
TEXT_COLUMNS = frozenset(
    """wypowiedź tekst text treść content karteczka notatka note body transkrypcja odpowiedź uwaga komentarz
    wypowiedzi""".split()  # noqa: SIM905
)
TIME_COLUMNS = frozenset("czas time start początek timestamp godzina od".split())  # noqa: SIM905
GROUP_COLUMNS = frozenset("grupa group interesariusz".split())  # noqa: SIM905
SECTION_COLUMNS = frozenset(
    ["stolik", "sekcja", "section", "temat", "tablica", "kolumna", "pytanie", "nagłówek", "board", "frame"]
)

MACHINE_LINES = (
    r"(?:transcribed (?:by|with) .*)",
    r"(?:napisy stworzone przez społeczność amara\.org\.?)",
    r"(?:.{2,60} (?:rozpocz|zatrzyma|uruchomi)\w+(?:\(a\))? transkrypcję\.?)",
    r"(?:.{2,60} (?:started|stopped) transcription\.?)",
    r"(?:(?:dziękuję za uwagę|dzięki za oglądanie)[.!]?)",
)
"""Lines that a service adds, as whole-line patterns (case-insensitive)."""
