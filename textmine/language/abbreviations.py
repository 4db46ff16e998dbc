"""Polish abbreviations that end with a point which ends no sentence (lower case, without the point). Own list."""

ALWAYS = frozenset(
    """al art b bł bm dot dr ds dyr gen godz hab im inż itd.p jw kl kpt ks lek lic lit m.in mec mgr mies min mjr nadkom
    nb np nr ob o.o oprac os pkt pl pn płk pok por poz pow prof prok przyp pseud ptk red ref rozdz rys s sen sp św tel
    tj tzn tzw ul ust ur vol w woj ww wg wyd zast zob żeńs zwł m.st ppłk ppor tab pos kom st""".split()  # noqa: SIM905
)
"""Before a name, a number or more of the sentence: never its end."""

MAYBE = frozenset(
    """itd itp etc cd proc tys mln mld zł gr r w wz km kg cm mm ha sek szt in tys wiek br bm m p ok""".split()  # noqa: SIM905
)
"""May close a sentence: does so before a capital that is no name's beginning."""
