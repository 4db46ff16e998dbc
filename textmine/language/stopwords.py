"""Base forms that say nothing of what a conversation is about.

Own list, made from the most frequent base forms of spoken and parliamentary Polish: function words are left out by
their part of speech already; these are nouns, verbs and adjectives of talking itself, of its set phrases ("w ogóle",
"po prostu", "w sumie") and of the calendar.
"""

STOP_LEMMAS = frozenset(
    """
    pan pani państwo poseł posłanka senator marszałek wicemarszałek minister prezes premier profesor doktor dyrektor
    kolega koleżanka szanowny drogi wysoki izba rzecz sprawa kwestia temat przypadek sposób strona część raz rok dzień
    miesiąc tydzień godzina minuta czas moment chwila lato koniec początek człowiek osoba ktoś coś nic wszystko
    przykład pytanie odpowiedź słowo zdanie fakt punkt problem sytuacja coś forma zakres względ wzgląd uwaga rodzaj
    typ miejsce liczba ilość procent tysiąc milion pierwszy drugi trzeci czwarty jeden dwa trzy cztery pięć sześć
    siedem osiem dziewięć dziesięć sto duży mały dobry zły nowy stary różny inny cały każdy sam taki jaki który
    kolejny następny ostatni pewien pewny możliwy ważny główny podobny jakiś niektóry żaden wszystek wszyscy ten tamten
    mój twój swój nasz wasz być mieć móc musieć chcieć wiedzieć mówić powiedzieć robić zrobić dać dawać brać wziąć iść
    pójść przyjść przychodzić wyjść jechać przyjechać stać stawać zostać zostawać znać widzieć zobaczyć patrzeć myśleć
    pomyśleć sądzić uważać prosić dziękować przepraszać pamiętać chodzić zacząć zaczynać kończyć skończyć trzeba można
    należeć powinien bywać siedzieć leżeć trzymać znaczyć rozumieć zrozumieć słuchać słyszeć usłyszeć pytać zapytać
    odpowiadać czekać wydawać wyglądać dotyczyć zostawić przynieść kawa herbata śmiech oklask głos sala dzwonek
    ogół suma prosty fajny normalny następujący zeszły poniedziałek wtorek środa czwartek piątek sobota niedziela
    trakt szczególność facto dana pański własny pełny
    styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
    """.split()  # noqa: SIM905
)
