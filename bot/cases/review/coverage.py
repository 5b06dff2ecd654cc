"""Quotations, amounts and dates of the articles that no entry of the case quotes."""

import re
from collections.abc import Iterable, Iterator

from bot.cases.model import Case, Source
from bot.cases.quotation_marks import passages
from bot.cases.review.dates import MONTH
from bot.cases.review.observations import Observation, selectors_of_sections
from bot.cases.selectors import Selector, make_selector
from bot.cases.words import occurrences

FEWEST_WORDS = 3
"""Shorter passages in marks are mostly titles, names and single words held at a distance."""
AMOUNT = re.compile(
    r"(?<![\w$])(?:[A-Z]{1,3})?[$£€¥₹]\s?\d(?:[\d,.]*\d)?(?:[\s\u00a0-](?:thousand|million|billion|trillion|[mb]n|k)\b)?"
    r"|\b\d(?:[\d,.]*\d)?(?: (?:thousand|million|billion))?(?: (?:Swiss|US|American|Canadian|Australian))?"
    r" (?:dollars|euros|pounds|francs)\b"
)
DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?(?:{MONTH})(?:,?\s\d{{4}})?(?!\w)"
    rf"|\b(?:{MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?(?:,\s\d{{4}})?(?!\w)"
    rf"|\b(?:{MONTH})\s\d{{4}}\b"
    rf"|(?<=\b[Ii]n )(?:{MONTH})(?!\w)|(?<=\b[Ll]ast )(?:{MONTH})(?!\w)"
    r"|(?<=\b[Ii]n )(?:1[89]|20)\d\d\b(?!s)"
)


def uncovered(case: Case) -> Iterator[Observation]:
    """Yield an observation of each quotation, amount and date of an article that no entry quotes.

    Listed questions do not count: they only point to what the facts quote.
    """
    known = selectors_of_sections(case, "questions")
    for index, source in enumerate(case.sources):
        here = (*(one for one in known if one.source == source.id), *_standing(case, source, known))
        for code, what, start, end in _in(source):
            if not _is_covered(source.text, start, end, here):
                words = " ".join(source.text[start:end].split())
                message = f"no entry quotes the {what} “{_shortened(words)}”"
                yield Observation(code, ("sources", index), message, source.id, start)


def _standing(case: Case, source: Source, known: Iterable[Selector]) -> Iterator[Selector]:
    """The words of an edition that quotations of the editions before it have already."""
    before = set()
    earlier = source
    while earlier.edition_of:
        earlier = case.source_by_id[earlier.edition_of]
        before.add(earlier.id)
    for exact in {one.exact for one in known if one.source in before}:
        for at in occurrences(source.text, exact):
            yield make_selector(source.id, source.text, at, at + len(exact))


def _in(source: Source) -> Iterator[tuple[str, str, int, int]]:
    text = source.text
    headline = text.find(source.headline) if source.headline else -1
    after = headline + len(source.headline or "") if headline >= 0 else 0
    for passage in passages(text):
        if passage.clear and passage.start >= after and _is_speech(text[passage.start : passage.end]):
            yield "uncovered-quotation", "quotation", passage.start, passage.end
    for code, what, pattern in (
        ("uncovered-amount", "amount", AMOUNT),
        ("uncovered-date", "date", DATE),
    ):
        for found in pattern.finditer(text, after):
            yield code, what, found.start(), found.end()


def _is_speech(words: str) -> bool:
    parts = words.split()
    named = [one for one in parts if one[:1].isupper()]
    return len(parts) >= FEWEST_WORDS and (len(named) * 2 <= len(parts) or words.rstrip()[-1:] in ".!?…,")


def _is_covered(text: str, start: int, end: int, selectors: Iterable[Selector]) -> bool:
    """Whether at least half of a span's letters and digits stand in the selectors."""
    open_places = {at for at in range(start, end) if text[at].isalnum()}
    whole = len(open_places)
    for one in selectors:
        if one.start < end and start < one.end:
            open_places.difference_update(range(one.start, one.end))
    return len(open_places) * 2 <= whole


def _shortened(words: str, longest: int = 60) -> str:
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0]} …"
