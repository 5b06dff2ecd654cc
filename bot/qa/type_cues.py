"""The cues by which a text shows that it holds an answer of a type, such as “$” for an amount."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from bot.qa.answer_types import AnswerType
from bot.qa.lexicon_files import lines

NAMED: Mapping[str, str] = {
    "{months}": "January|February|March|April|May|June|July|August|September|October|November|December",
    "{days}": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "{number}": (
        r"\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
        "|dozens?|hundreds?|thousands?|once|twice"
    ),
}
"""Parts of patterns that the lexicon file refers to by name."""


@cache
def type_cues() -> Mapping[AnswerType, re.Pattern[str]]:
    """The pattern of the cues of each answer type; types without cues are missing."""
    found: dict[AnswerType, list[str]] = {}
    for line in lines("type_cues"):
        wanted, _, mark = line.partition(": ")
        for name, meant in NAMED.items():
            mark = mark.replace(name, meant)
        found.setdefault(AnswerType(wanted), []).append(mark)
    return {wanted: re.compile("|".join(known)) for wanted, known in found.items()}
