"""By what the words of an answer show that they are of the kind that is wanted."""

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


@cache
def type_cues() -> Mapping[AnswerType, re.Pattern[str]]:
    """The marks of each kind of answer; a kind that is not here shows by nothing but what is said."""
    found: dict[AnswerType, list[str]] = {}
    for line in lines("type_cues"):
        wanted, _, mark = line.partition(": ")
        for name, meant in NAMED.items():
            mark = mark.replace(name, meant)
        found.setdefault(AnswerType(wanted), []).append(mark)
    return {wanted: re.compile("|".join(known)) for wanted, known in found.items()}
