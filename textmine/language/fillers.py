"""Sounds and words that fill a pause in spoken Polish, and words that are said twice on purpose. Own lists."""

# Whole words with any number of repeated letters: yyy, eee, e-e, mmm, hmm, yhm, mhm, aha, ach, uh, um.
# Not "nie-e", which is a no, not "hm" inside "hmar", and not the millimetres of "5 mm" and "w mm".
SOUND = r"(?:y{2,}|e{2,}|m{3,}|(?<!\w )mm|y+h+m+|h+m+|m+h+m+|e-e+|u+h+|u+m+|a+h+a+|y-y+|a+c+h+|y+h+y+|e+h+m*|y+m+)"

# Repeated on purpose: agreement, emphasis.
MEANT_TWICE = frozenset(
    """tak nie bardzo dobrze dobra długo dawno coraz ciągle dużo mało powoli jeszcze już blisko daleko prosto wiele
    zaraz strasznie naprawdę różne różni dzień krok""".split()  # noqa: SIM905
)
