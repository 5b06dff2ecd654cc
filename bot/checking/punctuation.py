"""Marks that a claim may have otherwise than its source without saying anything else."""

import re
from dataclasses import replace

from bot.cases.quotation_marks import CLOSING_MARKS
from bot.checking.claims import ClaimMatch
from bot.search.folding import fold
from bot.search.seams import is_whole

HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
ABBREVIATION = re.compile(r"\b(mr|mrs|ms|dr|st|prof|jr|sr|[b-hj-z])\.(?= )")
DROPPED_APOSTROPHE = re.compile(r"(?<=[a-z])n't\b")
ENDS = " .,;:!-\"'"


def with_other_marks(match: ClaimMatch) -> ClaimMatch:
    """A match with a place that differs in such marks alone, as one but for typography; others as they are.

    These are a hyphen or a space between two words, the dot of “Mr.”, the apostrophe of “don't”, and what
    ends the claim. Quotation marks inside are none: they can say that a word is not the author's own. Where
    the source goes on with “?”, the claim has to ask as well.
    """
    if match.kind != "altered" or len(match.places) != 1 or match.is_spliced:
        return match
    [place] = match.places
    start, end = place.selector.start, place.selector.end
    if _bare(match.claim) != _bare(place.selector.exact) or not is_whole(place.text, start, end):
        return match
    if place.text[end : end + 1] == "?" and not match.claim.rstrip(f" {CLOSING_MARKS})").endswith("?"):
        return match
    return replace(match, kind="typography", differences=(), score=100.0)


def _bare(text: str) -> str:
    folded = DROPPED_APOSTROPHE.sub("nt", fold(text))
    plain = ABBREVIATION.sub(r"\1", HYPHEN.sub(" ", folded))
    return " ".join(plain.split()).strip(ENDS)
