"""Polish abbreviations that are written with a point (lower case, without the point). Own list."""

ALWAYS = frozenset(
    """al b bł bm dot dr ds dyr hab im inż itd.p jw kpt ks lic m.in mec mgr mies mjr nadkom
    nb np o.o oprac os pl płk pok pow prof prok przyp pseud ptk red ref sp św tel
    tj tzn tzw ul ur vol woj ww wg wyd zast zob żeńs zwł m.st ppłk ppor pos kom st ws przew wiceprzew nadinsp podinsp
    asp gł ob zewn wewn pt inf ang niem fr łac ros n.p.m rzek hr ś.p śp""".split()  # noqa: SIM905
)
"""Before a name or more of the sentence: never its end."""

NUMBERED = frozenset("art godz kl lit nr par pkt poz rozdz rys s str tab t tom ust zał ww dz".split())  # noqa: SIM905
"""Before a number or a letter ("art. 5", "lit. a"): a sentence may end with the same letters ("School of Art.")."""

MAYBE = frozenset(
    """itd itp etc cd proc tys mln mld zł gr r w wz km kg cm mm ha sek min szt in wiek br bm m p ok n.e p.n.e ub
    dyż godz wł sp.j s.a lek med""".split()  # noqa: SIM905
)
"""May close a sentence: does so before a capital that is no name's beginning."""

STARTS_NAME = frozenset({"roku", "lat", "latach", "lata"})
"""Before an ordinal in digits ("lat 70.", "roku 1990.") that ends no sentence by itself."""

TITLES = frozenset({"sen", "gen", "por"})
"""Before a name, or words of their own: "spędza mi sen." Only a word that may be a name goes on after them."""
