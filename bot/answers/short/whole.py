"""Extends quotations so that none says otherwise than its sentence: fragments, and cuts before a turn."""

from dataclasses import replace

from bot.answers.answer import Quotation
from bot.answers.cite import Cited
from bot.cases.review.sentences import turns_of
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.search.sentences import paragraph_around, sentences_of

MIN_WORDS = 5
"""Words from which a quotation can be read alone; a shorter one is shown in its sentence."""


def whole(cited: Cited, selector: Selector) -> Selector:
    """The selector, or that of its sentence where it is a fragment or ends before the sentence turns.

    It keeps its id, by which its paragraph is found. For words of a notice of correction it is the notice,
    whose sentences say nothing one without the other.
    """
    source = cited.case.source_by_id[selector.source]
    text = source.text
    for notice in source.correction:
        if notice.overlaps(selector):
            return notice
    if len(selector.exact.split()) < MIN_WORDS:
        return sentence_around(text, selector)
    if turns := turns_of(text, selector):
        return _to_sentence(text, selector, at_start=min(turns) < selector.start)
    return selector


def whole_quotation(cited: Cited, quotation: Quotation) -> Quotation:
    """The quotation of the words that ``whole`` gives, with the voice that is theirs."""
    selector = whole(cited, quotation.selector)
    if selector is quotation.selector:
        return quotation
    return replace(quotation, selector=selector, attribution=cited.attribution(selector))


def sentence_around(text: str, selector: Selector) -> Selector:
    """The selector from the start of its first sentence to the end of its last one, in its source's text."""
    return _to_sentence(text, selector, at_start=True)


def _to_sentence(text: str, selector: Selector, *, at_start: bool) -> Selector:
    """The selector to the end of its last sentence, ``at_start`` from the start of its first one."""
    paragraph = paragraph_around(text, selector.start, selector.end)
    start, end = selector.start, selector.end
    for sentence in sentences_of(text, paragraph):
        if at_start and sentence.start <= selector.start < sentence.end:
            start = sentence.start
        if sentence.start < selector.end <= sentence.end:
            end = sentence.end
    widened = make_selector(selector.source, text, start, end, selector.role)
    if (start, end) == (selector.start, selector.end) or control_character_in(widened.exact):
        return selector
    return replace(widened, id=selector.id)
