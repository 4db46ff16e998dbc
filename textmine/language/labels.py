"""Words that stand before a colon in Polish transcripts: who asks, who answers, and what is no speaker at all.

Source: ../shared/TRANSCRIPTS.md, table of conventions, and the transcripts of committees and the Sejm. All lower case.
"""

MODERATORS = frozenset(
    """m mod b a int i t moderator moderatorka badacz badaczka prowadzący prowadząca ankieter ankieterka
    wywiadowca wywiadowczyni wywiadujący wywiadująca interviewer moderuje pytający pytająca
    facylitator facylitatorka ank wyw prow bad prowadz mod pyt
    marszałek wicemarszałek przewodniczący przewodnicząca""".split()  # noqa: SIM905
)
"""Labels, or first words of labels, of those who ask or give the floor. One-letter ones may be respondents."""

AMBIGUOUS = frozenset("m b a i t".split())  # noqa: SIM905
"""Moderator labels that may as well be a respondent (M = mężczyzna)."""

RESPONDENTS = frozenset(
    """r respondent respondentka rozmówca rozmówczyni uczestnik uczestniczka u k n bp ob osoba mówca mówczyni speaker
    s badany badana ankietowany ankietowana informator informatorka odpowiadający odpowiadająca
    dyr dyrektor dyrektorka kierownik kierowniczka burmistrz wójt prezes prezeska właściciel właścicielka
    poseł posłanka senator ekspert ekspertka minister gość resp rozm ucz uczest os odp""".split()  # noqa: SIM905
)
"""Labels, or first words of labels, of those who answer."""

NEUTRAL = frozenset("s speaker osoba mówca mówczyni głos".split())  # noqa: SIM905
"""First words of labels that a recogniser gives to whoever speaks: who asks has to be seen."""

TITLES = frozenset("dr prof p pan pani mgr inż hab ks płk red".split())  # noqa: SIM905
"""Titles before a name, which people also write with a small letter: "dr Kowalska:", "p. Anna:"."""

SEVERAL = frozenset(
    [
        "wszyscy", "razem", "kilka osób", "kilka głosów", "głos z sali", "głosy z sali", "głosy", "sala", "chór",
        "?", "??", "r?", "u?", "m?", "k?", "x", "nn", "kobieta", "mężczyzna", "nieznany", "nieznana", "nieznana osoba",
        "osoba nieznana", "nieustalony", "unknown", "unknown speaker",
    ]
)  # fmt: skip
"""More than one person, or nobody knows who: role unknown."""

NOT_SPEAKERS = frozenset(
    """uwaga uwagi np pytanie pytania odpowiedź cytat cytuję przykład przykłady przykładowo na.przykład czyli dlaczego
    po.pierwsze po.drugie po.trzecie po.czwarte po.piąte pierwsze drugie trzecie temat tematy źródło źródła cel cele
    wniosek wnioski podsumowanie podsumowując reasumując konkluzja godz godzina adres e-mail mail tel telefon http https
    www ps p.s nb tzn tj to.znaczy to.jest znaczy m.in między.innymi inaczej jednym.słowem krótko w.skrócie efekt
    skutek skutki wynik wyniki rezultat zalety wady plusy minusy problem problemy rozwiązanie rozwiązania mocne.strony
    słabe.strony szanse zagrożenia bariery potrzeby legenda opis załącznik rys tab ad art pkt ust dot dotyczy zadanie
    ćwiczenie etap krok blok część rozdział sekcja moduł wątek notatka notatki komentarz przypis przyp dop red
    ważne pamiętaj ustalenia decyzja decyzje termin kwota suma razem.z łącznie stolik grupa""".split()  # noqa: SIM905
)
"""First words of lines that look like a label and are none ("Uwaga:", "Np.:", "Po pierwsze:" with dots for spaces)."""

METADATA = frozenset(
    """data miejsce czas.trwania czas kod wywiad respondent rozmówca rozmówczyni osoba badana transkrypcja nagranie
    tytuł temat moderator prowadzący prowadząca badacz badaczka projekt uczestnicy obecni grupa plik autor
    transkrybent sporządził sporządziła godzina rodzaj firma instytucja stanowisko przeprowadził
    przeprowadziła prowadzi wiek płeć wykształcenie zawód branża lokalizacja długość numer nr id sygnatura audio
    transkrypcję""".split()  # noqa: SIM905
)
"""Names of header lines above the first turn (dots for spaces)."""

SPEAKER_COLUMNS = frozenset(
    """kto mówca osoba speaker rozmówca uczestnik label name imię autor author role participant mówiący użytkownik
    user created""".split()  # noqa: SIM905
)
TEXT_COLUMNS = frozenset(
    """wypowiedź tekst text treść content karteczka notatka note body transkrypcja transcript odpowiedź uwaga komentarz
    wypowiedzi answer response post-it sticky""".split()  # noqa: SIM905
)
TIME_COLUMNS = frozenset("czas time start początek timestamp godzina od".split())  # noqa: SIM905
GROUP_COLUMNS = frozenset("grupa group interesariusz interesariusze".split())  # noqa: SIM905
SECTION_COLUMNS = frozenset(
    ["stolik", "sekcja", "section", "temat", "tablica", "kolumna", "pytanie", "nagłówek", "board", "frame", "ramka",
     "area", "question"]
)  # fmt: skip
VOTE_COLUMNS = frozenset("głosy głos votes vote kropki punkty likes polubienia upvotes reakcje".split())  # noqa: SIM905
SWOT = frozenset(
    ["mocne strony", "słabe strony", "szanse", "zagrożenia", "silne strony", "strengths", "weaknesses",
     "opportunities", "threats"]
)  # fmt: skip
"""Headings of the four frames of a SWOT board."""

FORM_COLUMNS = frozenset(
    [
        "sygnatura czasowa", "timestamp", "identyfikator", "id", "godzina rozpoczęcia", "godzina ukończenia",
        "czas rozpoczęcia", "czas ukończenia", "start time", "completion time", "adres e-mail", "email", "e-mail",
        "email address", "nazwa", "nazwa użytkownika", "name", "imię i nazwisko", "język", "language", "username",
        "godzina ostatniej modyfikacji", "last modified time", "data przesłania", "submitted at", "suma punktów",
        "total points", "voter", "participant", "session",
    ]
)  # fmt: skip
"""Headings of columns that form services fill themselves; answers stand in the others."""
WHO_ANSWERS = frozenset(
    ["respondent", "respondentka", "respondent/ka", "rozmówca", "uczestnik", "osoba", "kto", "firma", "instytucja",
     "wywiad", "badany"]
)  # fmt: skip
"""Headings of the column that says who answered, in sheets whose other columns are questions."""
FORM_GROUPS = (
    "reprezentuj",
    "grupa",
    "rodzaj instytucji",
    "rodzaj organizacji",
    "typ instytucji",
    "typ organizacji",
)
"""Parts of questions that ask which group a respondent belongs to."""

MACHINE_LINES = (
    r"(?:transcribed (?:by|with) .*)",
    r"(?:transkrypcja (?:wykonana|utworzona|wygenerowana) (?:przez|za pomocą|w) (?:https?://|noscribe|otter|whisper|good ?tape"
    r"|sonix|trint|descript|turboscribe|happyscribe).*)",
    r"(?:audio source: .*)",
    r"(?:\(?start: \d.{0,60}(?:stop|language): .{0,60})",
    r"(?:(?:napisy |tłumaczenie |transkrypcja )?(?:stworzone |wykonane |by )?(?:przez )?(?:społeczność )?amara\.org\.?)",
    r"(?:subtitles by the amara\.org community)",
    r"(?:.{2,60} (?:rozpocz|zatrzyma|uruchomi)\w+(?:\(a\))? transkrypcję\.?)",
    r"(?:.{2,60} (?:started|stopped) transcription\.?)",
    r"(?:transkrypcja zakończyła się po .{4,20}|transcription ended after .{4,20})",
    r"(?:(?:ta edytowalna transkrypcja|this editable transcript) .{10,200})",
    r"(?:(?:made|created|exported) with (?:sonix|trint|descript|good tape|otter).{0,60})",
    r"(?:wyświetl w (?:otter|descript|sonix)\S*|https?://(?:www\.)?(?:otter\.ai|sonix\.ai|goodtape\.io)\S*)",
)
"""Lines that a service adds, as whole-line patterns (case-insensitive)."""
MACHINE_MARKS = (
    "transcri", "transkry", "amara", "audio source", "start:", "sonix", "trint", "descript", "good tape", "goodtape", "otter",
)  # fmt: skip
"""One of these, in small letters, is in every such line: most texts have none, and need not be looked through."""

END_LINES = (
    r"(?:koniec|zakończenie) (?:nagrania|wywiadu|rozmowy|transkrypcji|spotkania|części nagrywanej)"
    r"(?: o godz.{0,20}| \d{1,2}[:.]\d{2}.{0,12})?",
    r"(?:nagranie zakończone|stop nagrania|wyłączono dyktafon|wyłączenie dyktafonu)",
)
"""Lines behind which nobody speaks any more, as whole-line patterns."""

CONSENT_LINES = (
    r"(?:zgoda na (?:udział|nagr|przetwarz|wykorzyst).{0,120}|oświadczenie(?: o zgodzie.{0,80})?|formularz zgody.{0,60})",
    r"(?:klauzula (?:informacyjna|rodo|zgody).{0,80}|informacja o przetwarzaniu danych.{0,60})",
    r"(?:(?:niniejszym )?wyrażam (?:dobrowolną )?zgodę na .{5,400})",
    r"(?:administratorem (?:pani/pana |państwa |moich )?danych osobowych jest .{3,400})",
)
"""First lines of forms of consent that stand below a talk, as whole-line patterns."""

SILENCE_LINES = (
    r"(?:(?:dziękuję|dziękujemy|dzięki) (?:bardzo )?za (?:uwagę|oglądanie|obejrzenie|wysłuchanie)(?: filmu)?)",
    r"(?:do zobaczenia w (?:kolejnym|następnym) (?:filmie|odcinku))",
    r"(?:(?:zapraszam do )?(?:subskrypcji|subskrybowania)(?: kanału)?)",
    r"(?:thank you for watching|thanks for watching)",
)
"""What Whisper writes where nobody speaks; a speaker may say it, too."""
