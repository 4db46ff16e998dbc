"""Features as 32-bit numbers: the weight of a feature lies at a place that its number gives (Weinberger et al. 2009)."""

from __future__ import annotations

import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]

_FIRST, _SECOND, _PLACE = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)


@lru_cache(maxsize=200_000)
def number_of(text: str) -> int:
    """A 32-bit number for a string, the same on every machine and in every run."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def scattered(numbers: Hashes) -> Hashes:
    """Spread what is alike (a checksum keeps some order) over all 32 bits; elementwise and one to one."""
    result: Hashes = numbers ^ (numbers >> np.uint32(16))
    result *= np.uint32(0x7FEB352D)
    result ^= result >> np.uint32(15)
    result *= np.uint32(0x846CA68B)
    result ^= result >> np.uint32(16)
    return result


def mixed(left: Hashes, right: Hashes) -> Hashes:
    """One number for an ordered pair, elementwise."""
    result: Hashes = left * _FIRST
    result ^= right
    result ^= result >> np.uint32(15)
    result *= _SECOND
    result ^= result >> np.uint32(13)
    return result


def places(features: Hashes, labels: Hashes, bits: int) -> Hashes:
    """Where the weights of features with labels lie, 0 to 2**bits; the two broadcast."""
    result: Hashes = features ^ labels
    result *= _PLACE
    result >>= np.uint32(32 - bits)
    return result
