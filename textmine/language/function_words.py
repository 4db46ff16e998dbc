"""Polish words that say nothing of what a person looks for, in the forms in which they are typed.

Own list: the most frequent prepositions, conjunctions, pronouns and auxiliaries of written questions.
"""

FUNCTION_WORDS = frozenset(
    """
    a aby albo ale by być czy dla do gdzie i ich ile ja jak jaka jaki jakie jest ją je jego jej kiedy kto która które
    który lub ma mają mieć my na nam nas nasz o od on ona oni oraz po pod przez przy się są ta tak te to tu ty u w we
    z za ze że żeby
    """.split()  # noqa: SIM905 (a list of quoted words would not be readable)
)
