"""Lets quotations have the sentences beside them without which they are misread: antecedents and turns."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from bot.answers.answer import Answer, Quotation
from bot.answers.cite import Cited
from bot.answers.taken_back import denies_what_was_said, limits, takes_back
from bot.answers.uncut import with_quotations
from bot.cases.quotation_marks import CLOSING_MARKS, passages
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.cases.sources import Source
from bot.cases.succession import is_superseded, succession_of, successor_of
from bot.search.folding import fold
from bot.search.sentences import Span, paragraph_around, sentences_of

MOST_CODE_POINTS = 360
"""How long a passage becomes at most with the sentences before it: about five lines on a phone."""
MOST_WITH_TURN = 480
"""How long it becomes at most with a sentence that turns it."""
BEGINS_WITH_A_PRONOUN: Mapping[str, re.Pattern[str]] = {
    language: re.compile(rf"(?:{words})\b(?!['’-])", re.IGNORECASE)
    for language, words in {
        "en": r"he|she|they|it|his|her|hers|their|its|both|neither",
        "de": r"er|sie|sein(?:e[mnrs]?)?|ihr(?:e[mnrs]?)?|beide",
        "es": r"él|ella|ellos|ellas|su|sus|ambos|ambas",
    }.items()
}
"""Matches a pronoun at the beginning of a sentence, by the language of the article."""
ENDS = re.compile(rf"[.!?…]?[{CLOSING_MARKS})\]]*")
"""Matches what may stand between the end of a quotation and that of its sentence."""


def with_neighbours(cited: Cited, passage: Selector) -> Selector:
    """The passage with the rest of a speech that it cuts, whom its first pronoun means, and what turns it."""
    return _with_turn(cited, _with_antecedent(cited, _with_whole_speech(cited, passage)))


def with_what_takes_back(cited: Cited, answer: Answer) -> Answer:
    """The answer whose quotations in the article's voice go on with the sentence that takes them back.

    One stays as it is where another quotation of the answer shows that sentence, where it ends inside of its
    own one, or where the sentence has superseded words.
    """
    longer: dict[tuple[str, int, int], Quotation] = {}
    for one in answer.quotations():
        after = _taking_back(cited, one)
        if after and not any(
            other.selector.source == one.selector.source
            and other.selector.start <= after.start
            and after.end <= other.selector.end
            for other in answer.quotations()
        ):
            longer[one.selector.span] = _until(cited, one, after.end)
    return with_quotations(answer, lambda one: longer.get(one.selector.span, one)) if longer else answer


def adds_superseded(cited: Cited, narrow: Selector, wide: Selector) -> bool:
    """Whether the longer form of a current passage has superseded words that the shorter one has not."""
    return not is_superseded(cited.case, narrow) and any(
        wide.contains(words) and not narrow.overlaps(words)
        for fact in succession_of(cited.case).facts
        if successor_of(cited.case, fact)
        for words in fact.quote
    )


def _with_whole_speech(cited: Cited, passage: Selector) -> Selector:
    """The passage with the whole sentences of each speech of which it has the first mark, or the last one.

    It stays as it is where the marks do not tell where a speech begins or ends, or where that is too long.
    """
    source, longer = cited.case.source_by_id[passage.source], passage
    for start, end, is_clear in passages(source.text):
        is_cut = passage.start < start < passage.end < end or start < passage.start < end < passage.end
        is_closed = bool(source.text[end : end + 1].strip())
        if is_cut and is_clear and is_closed:
            around = [one for one in _sentences(source, start, end) if one.overlaps(Span(start, end))]
            span = Span(min(around[0].start, longer.start), max(around[-1].end, longer.end))
            longer = _of_one_voice(cited, passage, span, MOST_WITH_TURN) or longer
    return longer


def _with_antecedent(cited: Cited, passage: Selector) -> Selector:
    """The passage from the sentence before on, where it rests on that; and so on from that one.

    It rests on that where it begins with a pronoun, or denies what was said.

    It stays as it is where there is no such sentence in its paragraph, where that is in another voice, or
    where both together are longer than ``MOST_CODE_POINTS``.
    """
    source = cited.case.source_by_id[passage.source]
    pronoun = BEGINS_WITH_A_PRONOUN.get(_language(source))
    if not pronoun or not (pronoun.match(passage.exact) or denies_what_was_said(fold(passage.exact))):
        return passage
    before = {own.start: earlier.start for earlier, own in pairwise(_sentences(source, passage.start))}
    start, found = before.get(passage.start, -1), passage
    while start >= 0:
        longer = _of_one_voice(cited, passage, Span(start, passage.end), MOST_CODE_POINTS)
        if longer is None:
            break
        found = longer
        start = before.get(start, -1) if pronoun.match(source.text, start) else -1
    return found


def _with_turn(cited: Cited, passage: Selector) -> Selector:
    source = cited.case.source_by_id[passage.source]
    for earlier, after in pairwise(_sentences(source, passage.end - 1)):
        if earlier.end == passage.end and limits(_language(source), source.text, after):
            return _of_one_voice(cited, passage, Span(passage.start, after.end), MOST_WITH_TURN) or passage
    return passage


def _taking_back(cited: Cited, quotation: Quotation) -> Span | None:
    """The sentence after that of a quotation, where it takes that back and nothing superseded it."""
    source, selector = quotation.source, quotation.selector
    is_current = cited.case.source_by_id.get(source.id) == source
    if not is_current or quotation.attribution.asserted_by != "publisher":
        return None
    for own, after in pairwise(_sentences(source, selector.start, selector.end)):
        is_last = own.start < selector.end <= own.end
        if is_last and ENDS.fullmatch(source.text, selector.end, own.end):
            longer = make_selector(selector.source, source.text, selector.start, after.end)
            is_added = takes_back(_language(source), source.text, after)
            return after if is_added and not adds_superseded(cited, selector, longer) else None
    return None


def _until(cited: Cited, quotation: Quotation, end: int) -> Quotation:
    source, selector = quotation.source, quotation.selector
    longer = make_selector(selector.source, source.text, selector.start, end, selector.role)
    if control_character_in(longer.exact):
        return quotation
    return replace(quotation, selector=replace(longer, id=selector.id), attribution=cited.attribution(longer))


def _language(source: Source) -> str:
    return source.in_language.partition("-")[0].lower()


def _sentences(source: Source, start: int, end: int | None = None) -> Iterator[Span]:
    """The sentences of the paragraphs that a span touches, or in which one place is."""
    around = paragraph_around(source.text, start, start + 1 if end is None else end)
    return sentences_of(source.text, around)


def _of_one_voice(cited: Cited, passage: Selector, span: Span, longest: int) -> Selector | None:
    """The longer passage; None where it has another voice as well, or is too long."""
    text = cited.case.source_by_id[passage.source].text
    longer = make_selector(passage.source, text, span.start, span.end, passage.role)
    if span.end - span.start > longest or control_character_in(longer.exact):
        return None
    return longer if cited.attribution(longer) == cited.attribution(passage) else None
