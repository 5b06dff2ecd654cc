"""Whether a source reports words as what nobody said, or as a claim that is false or was not proved."""

import re
from functools import lru_cache

from bot.cases.quotation_marks import CLOSING_MARKS
from bot.checking.claims import SourceSpan
from bot.checking.marks import marked_words
from bot.search.sentences import paragraph_around

SAYING = (
    r"(?:say(?:s|ing)?|said|writ(?:es?|ing|ten)|wrote|claim(?:s|ed|ing)?|stat(?:es?|ed|ing)|tell(?:s|ing)?|told"
    r"|utter(?:ed|ing)?|us(?:ed?|ing)|post(?:ed|ing)?|tweet(?:ed|ing)?|shout(?:ed|ing)?|admit(?:ted|ting)?"
    r"|announc(?:ed?|ing)|declar(?:ed?|ing)|call(?:ed|ing)?)"
)
FEW_WORDS = r"(?: (?!(?:and|or|but|who|which|while|when|because|then)\b)[\w'’]+){0,6}"
DENIED_BEFORE = re.compile(
    rf"(?:(?:\b(?:not|never)|n['’]t)(?: (?:ever|once|actually|even|really))* {SAYING}\b{FEW_WORDS}"
    r"|\bden(?:y|ies|ied|ying)"
    r"(?: (?:ever|that|s?he|they|it|had|having|to|have|anybody|anyone|[A-Z][\w'’]*))*"
    rf"(?: {SAYING}\b{FEW_WORDS})?"
    r"|\b(?:wrongly|falsely|incorrectly|mistakenly) (?:quot|attribut|cit)(?:es?|ed|ing)\b(?: [\w'’]+){0,8}"
    r"|\b(?:wrongly|falsely|incorrectly|mistakenly) report(?:s|ed|ing)\b(?: [\w'’]+){0,5}"
    r" as (?:saying|having said)"
    r"|\bmisquot(?:es?|ed|ing)\b(?: [\w'’]+){0,8})[ ,:]*\Z"
)
"""Matches what leads up to words in quotation marks that were not said: “denied having written …”."""
HEARD = re.compile(
    r"\b(?:people|some|many|most|others|critics|they|those who|everybody|everyone) "
    r"(?:say|said|claim(?:ed)?|tell|told|think|thought|write|wrote)\b(?: [\w'’]+){0,4}[ ,:]*\Z",
    re.IGNORECASE,
)
"""Matches what leads from a speaker's own words to those of people they do not name: “Some say …”."""
HEARSAY = re.compile(
    r"\b(?:rumou?rs?|reports?|claims?|allegations?|accusations?|suggestions?|stor(?:y|ies)|charges?|posts?)"
    r",? (?:(?:that|of|saying|by [\w ]{1,40}) ?)?\Z",
    re.IGNORECASE,
)
"""Matches the noun that a claim or rumour follows, such as “the allegation that”."""
FALSE = re.compile(
    r"[\"'”’»]?,? (?:is|are|was|were|has been|have been) (?:all |both |simply |entirely |also )?"
    r"(?:false|untrue|wrong|fake|fabricated|invented|unfounded|baseless|denied|rejected|dismissed|thrown out"
    r"|(?:a )?lies?|(?:not|never) (?:been )?(?:proved|proven|true|said|shown|borne out|established))\b"
)
"""Matches what says of a claim or rumour before it that it is false or was not proved."""
CUE = re.compile(
    r"\b(?:not|never|den[iy]\w*|misquot\w+|wrongly|falsely|incorrectly|mistakenly|false|untrue|wrong|fake\w*|fabricated"
    r"|invented|unfounded|baseless|rejected|dismissed|thrown|lies?)\b|n['’]t\b"
)
"""Matches wherever one of the patterns above can match; most paragraphs have none."""
HEARD_CUE = re.compile(
    r"\b(?:say|said|claim|tell|told|think|thought|write|wrote)\w*\b[^.\"'“‘«]{0,60}['‘\"“]"
)
SENTENCE_END = re.compile(rf"[.!?][{CLOSING_MARKS})]*\s+|[;\n]")


def is_denied(place: SourceSpan) -> bool:
    """Whether the source reports the words at a place as not said, or as a claim that it calls false."""
    low, high = paragraph_around(place.text, place.selector.start, place.selector.end)
    paragraph = place.text[low:high]
    if not _can_deny(paragraph):
        return False
    start, end = place.selector.start - low, place.selector.end - low
    around = [one for one in _quoted(paragraph) if one[0] < start and end < one[1]]
    first, last = max(around, default=(start, end))
    before = SENTENCE_END.split(paragraph[:first])[-1]
    if around and (DENIED_BEFORE.search(before) or (len(around) > 1 and HEARD.search(before))):
        return True
    begun = f"{before}that " if paragraph[start:end].startswith("that ") else before
    return bool(HEARSAY.search(begun.rstrip("\"'“‘«")) and FALSE.match(paragraph[last - bool(around) :]))


@lru_cache(maxsize=256)
def _can_deny(paragraph: str) -> bool:
    """Whether a paragraph of a source has any of the words that deny or lead to other people's words."""
    return bool(CUE.search(paragraph) or HEARD_CUE.search(paragraph))


@lru_cache(maxsize=256)
def _quoted(paragraph: str) -> tuple[tuple[int, int], ...]:
    """The spans of a paragraph's quotations with their marks, nested ones too."""
    return tuple((one.start, one.end) for one in marked_words(paragraph))
