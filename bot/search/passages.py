"""The passages of a case that can be looked up: its quotations, and the sentences around them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.cases.model import Case, Source
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.cases.spans import recorded_in
from bot.cases.voices import voice_of
from bot.cases.words import without_spaces
from bot.search.sentences import Span, paragraphs, sentences, sentences_of
from bot.search.speech import speeches


@dataclass(frozen=True)
class Passage:
    """A span of a case's source; ``recorded`` where an editor made it a quotation of the case file."""

    case: Case
    selector: Selector
    recorded: bool


def passages_of(case: Case) -> Iterator[Passage]:
    """The recorded quotations in the order of the sources, then the other sentences; each span once."""
    yield from recorded_passages(case)
    recorded = {selector.span for selector in recorded_in(case)}
    spoken = [selector for statement in case.statements for selector in statement.spoken]
    for source in case.sources:
        for sentence in _own_sentences(source, spoken):
            if (source.id, *sentence) not in recorded:
                yield Passage(case, make_selector(source.id, source.text, *sentence), recorded=False)


def pieces_of(case: Case) -> Iterator[Selector]:
    """The sentences that cut into speech which no editor recorded, so that their speaker is not known."""
    spoken = [words for statement in case.statements for words in statement.spoken]
    for source in case.sources:
        whole = set(_own_sentences(source, spoken))
        for sentence in sentences(source.text):
            if sentence not in whole and not control_character_in(source.text[sentence.start : sentence.end]):
                selector = make_selector(source.id, source.text, *sentence)
                if not any(words.overlaps(selector) for words in spoken):
                    yield selector


def cuts_unrecorded_speech(case: Case, selector: Selector) -> bool:
    """Whether a span holds only a part of a speech that no editor recorded, so that it shows no speaker."""
    if voice_of(case, selector).statement:
        return False
    text = case.source_by_id[selector.source].text
    span = Span(selector.start, selector.end)
    touched = (paragraph for paragraph in paragraphs(text) if paragraph.overlaps(span))
    quoted = (words for paragraph in touched for words in speeches(text, paragraph))
    cut = (words for words in quoted if words.overlaps(span))
    return any(words.start < span.start or span.end < words.end for words in cut)


def recorded_passages(case: Case) -> Iterator[Passage]:
    """The recorded quotations of a case alone, in the order of the sources, each span once."""
    recorded = {selector.span: selector for selector in recorded_in(case)}
    for span in sorted(recorded):
        yield Passage(case, recorded[span], recorded=True)


LEAST_WORDS = 3
"""Words at least of the publisher's text around speech, for it to be a passage of its own."""


def _own_sentences(source: Source, spoken: Iterable[Selector]) -> Iterator[Span]:
    """Sentences in the publisher's voice; of one that cuts somebody's speech, what is outside the speech."""
    recorded = [Span(words.start, words.end) for words in spoken if words.source == source.id]
    for paragraph in paragraphs(source.text):
        quoted = [*recorded, *speeches(source.text, paragraph)]
        for sentence in sentences_of(source.text, paragraph):
            inside = [words for words in quoted if words.overlaps(sentence)]
            if control_character_in(source.text[sentence.start : sentence.end]):
                continue
            if _is_publishers(source.text, sentence, inside):
                yield sentence
            else:
                yield from _outside(source.text, sentence, inside)


def _outside(text: str, sentence: Span, inside: Iterable[Span]) -> Iterator[Span]:
    at = sentence.start
    for start, end in (*sorted(inside), (sentence.end, sentence.end)):
        if len(text[at:start].split()) >= LEAST_WORDS:
            yield Span(*without_spaces(text, at, start))
        at = max(at, end)


def _is_publishers(text: str, sentence: Span, quoted: Sequence[Span]) -> bool:
    """Whether the sentence holds quotations only as a whole, and words around them."""
    if any(words.start < sentence.start or sentence.end < words.end for words in quoted):
        return False
    around = (at for at in range(*sentence) if not any(start <= at < end for start, end in quoted))
    return any(text[at].isalnum() for at in around)
