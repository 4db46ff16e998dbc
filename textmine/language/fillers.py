"""Sounds and words that fill a pause in spoken Polish. Source: ../shared/TRANSCRIPTS.md, table of conventions."""

# Whole words, any number of repeated letters: yyy, eee, e-e, mmm, hmm, yhm, mhm, aha, ach, uh, um. "nie-e" is a no.
SOUND = r"(?:y{2,}|e{2,}|m{2,}|y+h+m+|h+m+|m+h+m+|e-e+|u+h+|u+m+|a+h+a+|y-y+)"

# Repeated on purpose: agreement, emphasis.
MEANT_TWICE = frozenset(
    """tak nie bardzo dobrze dobra no długo dawno coraz ciągle dużo mało powoli jeszcze już blisko daleko prosto wiele
    zaraz strasznie naprawdę różne różni dzień krok""".split()  # noqa: SIM905
)
