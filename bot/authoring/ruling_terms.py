"""Terms of courts from which the patterns of rulings are made, and the words that make a ruling none."""

import re
from typing import NamedTuple

THING_OF_MOTION = (
    r"(?:motion|request|application|bid|plea|petition|permission|leave|objection|stay|bail|injunction"
    r"|interdict|argument|contention|adjournment"
    r"|summary judgment|subpoena|order to|hearing)"
)
THING_OF_CLAIM = (
    r"(?:claims?|counterclaims?|suits?|lawsuits?|case|complaint|action|countersuit|allegations?|charges?)"
)
APPEAL = r"(?:appeals?)"
DECISION = (
    r"(?:award|verdict|judgment|ruling|finding|decision|conviction|sentence|order|fine|damages"
    r"|penalty|injunction|costs)s?"
)
WITHIN = r"(?:[^.;]|(?<=\d)\.(?=\d)|(?-i:\.(?= [a-z]))){0,90}?"
NEAR = r"(?:[^.;,]|(?<=\d)[.,](?=\d)|(?-i:\.(?= [a-z]))){0,60}?"
NOT_REAL = re.compile(
    r"\b(?:would|could|might|(?-i:may)|if|whether|should|asked|ask|asks|asking|urged|want(?:s|ed)?|hop(?:es?|ed"
    r"|ing)|seeks?|seeking|sought"
    r"|plans?|planned|to (?:be )?|can|cannot|face[sd]?|deny|denies|denied being|argued?|argues"
    r"|argument that|unless|must decide|motion to|application to"
    r"|request to|requests to|bid to|refus\w+ to|declin\w+ to|will|before|expected|try to|trying to|likely"
    r"|threatened|had asked"
    r"|consider(?:s|ed|ing)?|says?|allege[sd]?|accused of|never|seek)\s+(?:(?!and\b|but\b)\w+\s+){0,3}\Z",
    re.IGNORECASE,
)
"""Matches words before a verb that make what it tells no outcome."""
CRIMINAL = re.compile(
    r"\b(?:guilty|convict\w+|acquit\w+|prosecut\w+|Crown Court|sentenced?|indict\w+|criminal|magistrates"
    r"|manslaughter|murder|fraud trial)\b",
    re.IGNORECASE,
)


class RulingPattern(NamedTuple):
    """Words that tell an outcome, the outcome, and what was ruled on (“?” where the words tell it)."""

    pattern: re.Pattern[str]
    outcome: str
    on: str


def ruling_pattern(words: str, outcome: str, on: str) -> RulingPattern:
    """A pattern of words in any case, with what they tell."""
    return RulingPattern(re.compile(words, re.IGNORECASE), outcome, on)
