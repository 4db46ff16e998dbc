"""Quotes for report drafting: what a query means, what is found first, what is marked, folded and hinted at."""

from textmine.search.folding import Folded, fold
from textmine.search.hints import Missing, missing_words
from textmine.search.marking import matched_spans
from textmine.search.query import Query, exact, parse
from textmine.search.ranking import search
from textmine.search.records import Filters, Hit, Nearest, Quote, QuoteIndex

__all__ = [
    "Filters",
    "Folded",
    "Hit",
    "Missing",
    "Nearest",
    "Query",
    "Quote",
    "QuoteIndex",
    "exact",
    "fold",
    "matched_spans",
    "missing_words",
    "parse",
    "search",
]
