"""What transcribers write about speech and not as speech: the words inside their brackets. Own lists, by TRANSCRIPTS.

Each is the beginning of a bracket's content in small letters.
"""

NOT_SPEECH = tuple(
    sorted(
        """śmie chichot płacz płacze płacząc kasz kaszl westch wzdych uśmiech gest oklask brawa dzwoni dzwonek telefon
        wzrusza kiwa pokazuje stuka puka hałas szum gwar poruszenie przerwa milcz cisza pauza dłuższa krótka chwila
        chrząk ziewa szept głos szmer muzyka trzask klaszcze wychodzi wchodzi wstaje siada pije bierze wskazuje
        niezrozumia niewyra nieczyt niesłysz nz blank_audio music applause laughter inaudible unclear crosstalk
        równocześnie jednocześnie przerywa przekrzyk mówi mówią nakłada przyp dop po chwili z uśmiechem ze śmiechem
        ironicznie żartem sekund minut nagranie koniec początek rozmowa przez wtrąc""".split()  # noqa: SIM905
    )
)

# Names that were hidden are content: "[nazwa szkoły]", "[imię]", "[miasto]".
HIDDEN = tuple(
    sorted(
        """imię imiona nazwisko nazwa miasto miejscowość wieś gmina powiat firma szkoła uczelnia instytucja urząd osoba
        ulica adres zakład kraj produkt marka stanowisko kwota data anonim""".split()  # noqa: SIM905
    )
)

# Words before a guess: "[chyba: szkole]".
PERHAPS = ("chyba", "może", "prawdopodobnie", "być może")
