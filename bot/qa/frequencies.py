"""Word frequencies in English: the small list of wordfreq, under ``frequencies.LICENSE``.

``frequencies.txt.gz`` has a line for each frequency, the greatest first, with its words after it. It is on
Zipf's scale: a word of 3 occurs 10³ times in a billion words, one of 4 ten times as often.
"""

import gzip
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from threading import Lock
from unicodedata import category

BILLION = 9
"""A billion as a power of ten, which Zipf's scale refers to."""
DIGITS = 3
"""Significant digits of the combined frequency of several words, as wordfreq rounds it."""
LOAD_LOCK = Lock()
"""Answers are made in threads: the first to come loads the table, the others wait for it."""


def frequency(word: str) -> float:
    """The frequency of a folded word on Zipf's scale: 7.73 for “the”, 0 for an unknown one.

    Superscripts and fractions only split it: “km²” is as frequent as “km”, “h₂o” as “h” and “o” together. A
    number of several digits is not known.
    """
    known = frequencies()
    if word in known:
        return known[word]
    parted = "".join(" " if category(one) == "No" else one for one in word)
    parts = [known.get(part, 0.0) for part in parted.split()]
    return _together(parts) if parts and all(parts) else 0.0


def _together(parts: list[float]) -> float:
    """The frequency of several words together, on Zipf's scale: less than that of the rarest."""
    share = 1 / math.fsum(10 ** (BILLION - part) for part in parts)
    share = round(share, math.floor(-math.log10(share)) + DIGITS)
    return round(math.log10(share) + BILLION, 2)


def frequencies() -> Mapping[str, float]:
    """The frequency of every known word, the most frequent first; numbers stand as zeros: “0,000”."""
    with LOAD_LOCK:
        return _stored()


@cache
def _stored() -> dict[str, float]:
    packed = files(__package__).joinpath("frequencies.txt.gz").read_bytes()
    lines = (line.split(" ") for line in gzip.decompress(packed).decode().splitlines())
    return {word: float(zipf) for zipf, *words in lines for word in words}
