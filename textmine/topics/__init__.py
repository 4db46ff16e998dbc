"""Topics: what people talk about beside the codebook."""

from textmine.topics.model import TOPIC_ENGINES, fit

__all__ = ["TOPIC_ENGINES", "fit"]
