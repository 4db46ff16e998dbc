"""What researchers decide about topics (rename, merge, split off, drop), and how that outlives the next run."""

from textmine.curation.decisions import Act, Part, Remembered, TopicDecision, active, led_by, remembered
from textmine.curation.replay import Curation, Lost, curated

__all__ = [
    "Act",
    "Curation",
    "Lost",
    "Part",
    "Remembered",
    "TopicDecision",
    "active",
    "curated",
    "led_by",
    "remembered",
]
