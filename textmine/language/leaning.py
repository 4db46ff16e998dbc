"""Words that lean on what was said before: a sentence that begins with one is seldom clear on its own. Own list."""

LEANING = frozenset(
    """a ale aczkolwiek albo bo bowiem czyli dlatego gdyż i jednak jednakże lecz natomiast ni no oraz otóż ponadto
    poza przecież tak też toteż to także więc wtedy zatem zresztą ponieważ żeby że
    on ona ono oni one jego jej ich jemu niego niej nich im nim nimi
    ten ta te ci tego tej tych temu tym tymi tam tu tamten tamta tamto taki taka takie tacy
    który która które którzy właśnie dokładnie""".split()  # noqa: SIM905
)

POINTING = frozenset("go mu ją jej im ich nim nią niego niej nich tym tego tam".split())  # noqa: SIM905
"""Words that point to what was said before when they come early in a sentence."""
