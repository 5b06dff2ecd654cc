"""Extends quotations so that none says otherwise than its sentence: fragments, and cuts before a turn."""

from dataclasses import replace

from bot.answers.answer import Quotation
from bot.answers.cite import Cited
from bot.cases.quotation_marks import CLOSING_MARKS
from bot.cases.quotation_marks import passages as spans_in_marks
from bot.cases.review.sentences import turns_of
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.cases.sources import Source
from bot.search.sentences import paragraph_around, sentences_of

MIN_WORDS = 5
"""Words from which a quotation can be read alone; a shorter one is shown in its sentence."""

MOST_CODE_POINTS = 240
"""How long a sentence may be to be shown in the place of words inside of it."""

ENDS = f".!?…{CLOSING_MARKS})] \n"
"""What may stand between the last word of a quotation and the end of its sentence."""


def whole(cited: Cited, selector: Selector) -> Selector:
    """The selector, or that of its sentence where it is a fragment or ends before the sentence turns.

    Words of somebody that go on in the article's are shown in the article's whole sentence, and words of a
    notice of correction in the notice, whose sentences say nothing one without the other. It keeps its id, by
    which its paragraph is found.
    """
    source = cited.case.source_by_id[selector.source]
    if cited.attribution(selector).is_disclaimed:
        # In their sentence they would be somebody else's.
        return selector
    for notice in source.correction:
        if notice.overlaps(selector):
            return notice
    if len(selector.exact.split()) < MIN_WORDS:
        sentence = sentence_around(source, selector)
        return _speech_around(source, sentence) if len(sentence.exact.split()) < MIN_WORDS else sentence
    if _ends_inside_a_further_sentence(source, selector):
        finished = _to_sentence(source, selector, at_start=False)
        if cited.attribution(finished) == cited.attribution(selector):
            return finished
    if turns := turns_of(source.text, selector):
        widened = _to_sentence(source, selector, at_start=min(turns) < selector.start)
        is_one_voice = cited.attribution(widened) == cited.attribution(selector)
        return widened if is_one_voice else sentence_around(source, selector)
    return selector


def sentence_of(cited: Cited, selector: Selector) -> Selector:
    """The selector as ``whole`` gives it, or its sentence where it begins inside of a short one of one voice.

    For answers that show passages by themselves: “the chief executive, …” says nothing without its sentence.
    """
    wide = whole(cited, selector)
    if wide is not selector or cited.speaking(selector):
        return wide
    sentence = sentence_around(cited.case.source_by_id[selector.source], selector)
    is_short = sentence.end - sentence.start <= MOST_CODE_POINTS
    is_one_voice = cited.attribution(sentence) == cited.attribution(selector)
    return sentence if sentence.start < selector.start and is_short and is_one_voice else selector


def whole_quotation(cited: Cited, quotation: Quotation) -> Quotation:
    """The quotation of the words that ``whole`` gives, with the voice that is theirs.

    What an article said in an earlier version of the case, and does not say now, stays as it is.
    """
    if cited.case.source_by_id.get(quotation.source.id) != quotation.source:
        return quotation
    selector = whole(cited, quotation.selector)
    if selector is quotation.selector:
        return quotation
    return replace(quotation, selector=selector, attribution=cited.attribution(selector))


def sentence_around(source: Source, selector: Selector) -> Selector:
    """The selector from the start of its first sentence to the end of its last one, in its source's text."""
    return _to_sentence(source, selector, at_start=True)


def _speech_around(source: Source, sentence: Selector) -> Selector:
    """The whole sentences of the speech in marks inside of which one of a few words stands, such as “Home.”.

    The sentence itself where it stands in none, where that is too long, or where another speech would be cut.
    """
    paragraph = paragraph_around(source.text, sentence.start, sentence.end)
    marked = spans_in_marks(source.text)
    for start, end, is_clear in marked:
        if is_clear and start <= sentence.start < end <= paragraph.end:
            spans = [
                one for one in sentences_of(source.text, paragraph) if one.start < end and start < one.end
            ]
            first, last = min(spans[0].start, sentence.start), max(spans[-1].end, sentence.end)
            speech = make_selector(sentence.source, source.text, first, last, sentence.role)
            cuts_another = any(one.start < at < one.end for one in marked for at in (first, last))
            is_short = last - first <= MOST_CODE_POINTS
            if is_short and not cuts_another and not control_character_in(speech.exact):
                return replace(speech, id=sentence.id)
    return sentence


def _ends_inside_a_further_sentence(source: Source, selector: Selector) -> bool:
    """Whether words go on into another sentence without its end: “… the claim. In an opinion in June”."""
    paragraph = paragraph_around(source.text, selector.start, selector.end)
    return any(
        selector.start < one.start < selector.end < one.start + len(source.text[slice(*one)].rstrip(ENDS))
        for one in sentences_of(source.text, paragraph)
    )


def _to_sentence(source: Source, selector: Selector, *, at_start: bool) -> Selector:
    """The selector to the end of its last sentence, ``at_start`` from the start of its first one.

    The date or the names that an article puts before its first sentence are no part of that.
    """
    text = source.text
    paragraph = paragraph_around(text, selector.start, selector.end)
    start, end = selector.start, selector.end
    for sentence in sentences_of(text, paragraph):
        if at_start and sentence.start <= selector.start < sentence.end:
            start = _after_the_head(source, sentence.start, selector.start)
        if sentence.start < selector.end <= sentence.end:
            end = sentence.end
    widened = make_selector(selector.source, text, start, end, selector.role)
    if (start, end) == (selector.start, selector.end) or control_character_in(widened.exact):
        return selector
    return replace(widened, id=selector.id)


def _after_the_head(source: Source, start: int, latest: int) -> int:
    """Where a sentence from ``start`` on begins without the article's date or names, where these lead it."""
    for head in source.quote:
        if head.source == source.id and head.start == start and head.end <= latest:
            words = source.text[head.end : latest]
            return latest - len(words.lstrip())
    return start
