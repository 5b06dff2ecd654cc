"""Whether the source bears out what somebody puts into a quotation in square brackets.

Brackets mark an editor's addition, so its words are none of the source's at that place. They may say who or
what is meant, in words that the article has elsewhere; any other word could make the quotation say something
else, as in “he [secretly] took the money”.
"""

import re

from bot.checking.claims import SourceSpan, is_referential, negates
from bot.checking.word_lists import (
    COORDINATORS,
    DETERMINERS,
    FUNCTION_WORDS,
    NUMBER_WORDS,
    PREPOSITIONS,
    TITLES,
)
from bot.search.folding import fold
from bot.search.words import words

EDITORIAL = re.compile(
    r"sic!?|(?:emphasis|italics)(?: (?:added|mine|ours|in (?:the )?original|omitted))?"
    r"|citations? (?:omitted|needed)|footnotes? omitted|internal quotation marks omitted"
    r"|translat(?:ed|ion)|redacted"
)
"""Matches what an editor says of the quotation itself, and not of what it is about."""
SHORT = COORDINATORS | DETERMINERS | PREPOSITIONS | FUNCTION_WORDS - {"not", "no"}
"""Words that say nothing of their own: in brackets they join what the article has."""


def is_borne_out(insertion: str, place: SourceSpan) -> bool:
    """Whether each telling word of an insertion stands in the article, or in the name of a party of the case.

    A number or negation never counts, nor does an adverb such as “secretly”, wherever the article has it: it
    says how something was done, and not who or what is meant.
    """
    if EDITORIAL.fullmatch(" ".join(fold(insertion).split()).strip(" .,;:—–-")):
        return True
    if negates(insertion) or any(map(str.isdigit, insertion)) or NUMBER_WORDS.intersection(words(insertion)):
        return False
    if is_referential(insertion) and not any(word[0].isupper() for word in insertion.split()):
        return True
    telling = [word for word in words(insertion) if word not in SHORT and word not in TITLES]
    adverbs = {fold(word) for word in insertion.split() if word.endswith("ly") and word[0].islower()}
    names = " ".join(part for party in place.case.parties for part in (party.name, *party.aliases))
    known = {*words(place.text), *words(names)}
    return known.issuperset(telling) and adverbs.isdisjoint(telling)
