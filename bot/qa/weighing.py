"""Weighs the features of candidates: their probabilities are the softmax of weighted sums."""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.qa.features import FeatureValues


def probabilities(rows: list[FeatureValues], weighed: Mapping[str, float]) -> list[float]:
    """The probability of each row of features: the softmax of its weighted sum."""
    scores = [math.fsum(weighed.get(name, 0.0) * value for name, value in row.items()) for row in rows]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    whole = math.fsum(powers)
    return [power / whole for power in powers]


@cache
def weights(*, listed: bool) -> Mapping[str, float]:
    """The weight of each feature, by its name, as ``benchmarks/fit_asking.py`` fitted it.

    Cases whose file lists how people ask have weights of their own (``listed``): there the words of a passage
    count less.
    """
    text = files(__package__).joinpath("weights.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, float]] = json.loads(text)
    return loaded["listed" if listed else "unlisted"]
