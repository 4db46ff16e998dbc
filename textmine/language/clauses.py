"""Words that tell where a clause of spoken Polish does not end: written from the grammar, not counted in a corpus."""

# What asks for more: nobody ends a sentence with it, however long he thinks. Prepositions, conjunctions, and words that
# only stand before others. Not here: "po", "no", "tak", "to", "a", which also end what was said ("no tak, a po?").
ASKS_FOR_MORE = frozenset(
    """
    w we z ze na do od ode o u dla przez przeze przy nad nade pod pode przed przede za bez beze między pomiędzy ku wśród
    według wobec wobec podczas oprócz zamiast poprzez spośród ponad poza dzięki wskutek wzdłuż mimo pomimo
    i oraz lub albo ani że żeby aby ażeby iż bo ponieważ gdyż bowiem więc czyli jeśli jeżeli gdyby jeśliby choć chociaż
    ale lecz jednakże czy niż jako gdy kiedy skoro dopóki zanim
    który która które którzy którego której którym których którymi którą któremu
    nie bardzo bardziej najbardziej coraz zbyt dość dosyć mniej jakiś jakaś jakieś jakichś taki taka takie takich takiego takiej
    mój moja moje nasz nasza nasze naszego naszej naszych swój swoja swoje swoich
    będę będziesz będzie będziemy będą pan pani
    """.split()  # noqa: SIM905
)

# What belongs to the words before it: a sentence does not begin with it after a pause.
BELONGS_BEFORE = frozenset(
    """
    się że żeby aby ażeby iż niż który która które którzy którego której którym których którymi którą któremu
    procent proc złotych zł euro tysięcy tysiące tysiąc miliona milionów miliony mln mld roku lat lata osób ludzi
    """.split()  # noqa: SIM905
)

# What opens a clause when a caption begins with it, beside the words that open one anywhere. A caption that ends says
# little by itself: "i", "to", "potem" and "więc" begin a sentence in less than two of ten places (Sejm speeches, treebank).
OPENS_AT_A_BREAK = frozenset(
    """
    bo dlatego jeśli jeżeli ja
    """.split()  # noqa: SIM905
)
