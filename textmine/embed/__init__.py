"""Sentence vectors: encoders behind one protocol, cached by content."""

from textmine.embed.cache import MemoryCache, VectorCache, embed, vector_key
from textmine.embed.encoders import Encoder, load_encoder

__all__ = ["Encoder", "MemoryCache", "VectorCache", "embed", "load_encoder", "vector_key"]
