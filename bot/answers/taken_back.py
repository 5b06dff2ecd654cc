"""Lets a quotation go on with the next sentence where that takes it back, as “He denied it” does."""

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.answers.answer import Answer, Quotation
from bot.answers.cite import Cited
from bot.answers.uncut import with_quotations
from bot.cases.selectors import control_character_in, make_selector
from bot.search.sentences import Span, paragraph_around, sentences_of

NOUN = (
    r"(?:claim|allegation|accusation|account|version|verdict|finding|ruling|decision|judge?ment|award|charge)"
)
"""Matches what can be denied or thrown out."""
TAKEN_BACK: Mapping[str, str] = {
    # “denied that he …” and “the claim that …” tell themselves what is meant.
    "en": r"(?:it|them|both|that|this)(?=\s+(?:and|but|later|too|out|on|in)\b|\W*\Z|[,;.])"
    rf"|(?:that|this|these|those|the) {NOUN}s?\b(?!\s+(?:that|which|of|by|to|for|about|against|from|in)\b)",
    "de": r"(?:das|dies|es|beides)\b|diese[mnrs]? \w+",
}
"""What is taken back, by the language of the article: words that mean what was said just before."""
TAKES_BACK: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        r"(?![^.!?…:;]*\b(?:never|nobody|no one)\b)"
        r"[^.!?…:;\"“”]*?\b(?:(?:den(?:y|ies|ied)|disput(?:es?|ed)|reject(?:s|ed)|contest(?:s|ed)|over(?:turned|ruled)"
        r"|reversed|vacated|quashed|annulled|set aside|struck down|retracted|withdrew|threw out"
        rf"|(?:did|does|do) not (?:believe|accept)) (?:{TAKEN_BACK['en']})"
        r"|(?:threw|set|struck) (?:it|them|that|this|both) (?:out|aside|down)\b)"
        r"|(?:It|That|This|They|Both) (?:was|were|has been|have been) (?:later |since |then )?"
        r"(?:overturned|overruled|reversed|vacated|quashed|annulled|set aside|struck down|retracted|withdrawn"
        r"|thrown out|denied|disputed)\b"
    ),
    "de": re.compile(
        rf"[^.!?…:;\"„“]*?\b(?:bestreitet|bestritt|bestreiten|dementiert\w*) (?:{TAKEN_BACK['de']})"
        r"|(?:Das|Dies|Es|Beides) (?:wurde|ist) (?:später |inzwischen |dann )?"
        r"(?:aufgehoben|zurückgenommen|widerrufen)\b"
    ),
}
"""Matches a sentence, from its start on, that takes back the one before, by the language of the article."""
ENDS = re.compile(r"[.!?…]?[\"”’')\]]*")
"""Matches what may stand between the end of a quotation and that of its sentence."""


def with_what_takes_back(cited: Cited, answer: Answer) -> Answer:
    """The answer whose quotations in the article's voice go on with the sentence that takes them back.

    One stays as it is where another quotation of the answer shows that sentence, or where it ends inside of
    its own one.
    """
    longer: dict[tuple[str, int, int], Quotation] = {}
    for one in answer.quotations():
        after = _taken_back(cited, one)
        if after and not any(
            other.selector.source == one.selector.source
            and other.selector.start <= after.start
            and after.end <= other.selector.end
            for other in answer.quotations()
        ):
            longer[one.selector.span] = _until(cited, one, after.end)
    return with_quotations(answer, lambda one: longer.get(one.selector.span, one)) if longer else answer


def _taken_back(cited: Cited, quotation: Quotation) -> Span | None:
    """The sentence after that of a quotation, where it takes that back."""
    source, selector = quotation.source, quotation.selector
    takes_back = TAKES_BACK.get(source.in_language.partition("-")[0].lower())
    is_current = cited.case.source_by_id.get(source.id) == source
    if not takes_back or not is_current or quotation.attribution.asserted_by != "publisher":
        return None
    text, found = source.text, None
    for sentence in sentences_of(text, paragraph_around(text, selector.start, selector.end)):
        if sentence.start >= selector.end and found:
            return sentence if takes_back.match(text, sentence.start, sentence.end) else None
        rest = text[selector.end : sentence.end]
        found = sentence if sentence.end >= selector.end and ENDS.fullmatch(rest) else None
    return None


def _until(cited: Cited, quotation: Quotation, end: int) -> Quotation:
    source, selector = quotation.source, quotation.selector
    longer = make_selector(selector.source, source.text, selector.start, end, selector.role)
    if control_character_in(longer.exact):
        return quotation
    return replace(quotation, selector=replace(longer, id=selector.id), attribution=cited.attribution(longer))
