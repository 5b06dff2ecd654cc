"""Lets quotations go on to the end of a sentence that turns after them, where nothing else shows the turn."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from bot.answers.answer import Answer, Quotation
from bot.answers.cite import Cited
from bot.answers.short.whole import whole as whole_selector
from bot.cases.model import Party, Question
from bot.cases.once_per_case import once_per_case
from bot.cases.review.sentences import turns_of
from bot.cases.selectors import Selector
from bot.cases.spans import entries_of, selectors_of_entry


def uncut(cited: Cited, answer: Answer) -> Answer:
    """The answer in which no quotation of its case ends before its sentence turns.

    One after which another quotation of the answer goes on to the turn stays as it is.
    """
    turning = _turning(cited)
    cut = {one.selector.span for one in answer.quotations() if one.selector.span in turning}
    cut -= {span for span in cut if _is_shown(span[0], turning[span].turns, answer.quotations())}
    if not cut:
        return answer

    return with_quotations(
        answer,
        lambda one: (
            _widened(cited, one, turning[one.selector.span].whole) if one.selector.span in cut else one
        ),
    )


def with_quotations(answer: Answer, changed: Callable[[Quotation], Quotation]) -> Answer:
    """The answer with what ``changed`` makes of each quotation of its parts and open points."""

    def each(quotations: tuple[Quotation, ...]) -> tuple[Quotation, ...]:
        return tuple(map(changed, quotations))

    parts = tuple(replace(part, quotations=each(part.quotations)) for part in answer.parts)
    points = tuple(replace(point, quotations=each(point.quotations)) for point in answer.open_points)
    return replace(answer, parts=parts, open_points=points)


class _Cut(NamedTuple):
    """Where the sentence of a quotation turns after it, and the quotation that has the turns."""

    turns: tuple[int, ...]
    whole: Selector


@once_per_case
def _turning(cited: Cited) -> Mapping[tuple[str, int, int], _Cut]:
    """The quotations of the case after which their sentence turns, by their spans.

    A name, or the words that describe somebody, say nothing that a sentence could turn.
    """
    texts = {source.id: source.text for source in cited.case.sources}
    found = {
        one.span: _Cut(tuple(turn for turn in turns_of(texts[one.source], one) if turn >= one.end), one)
        for _, entry in entries_of(cited.case)
        if not isinstance(entry, Question | Party)
        for one in selectors_of_entry(entry)
    }
    return {
        span: cut._replace(whole=whole_selector(cited, cut.whole)) for span, cut in found.items() if cut.turns
    }


def _widened(cited: Cited, quotation: Quotation, whole: Selector) -> Quotation:
    """The quotation with the words that turn its sentence; as it is if its article said so only earlier."""
    if cited.case.source_by_id.get(quotation.source.id) != quotation.source:
        return quotation
    return replace(quotation, selector=whole, attribution=cited.attribution(whole))


def _is_shown(source: str, turns: Iterable[int], quotations: Iterable[Quotation]) -> bool:
    """Whether quotations of a source have all of some places."""
    shown = [one.selector for one in quotations if one.selector.source == source]
    return all(any(one.start <= turn < one.end for one in shown) for turn in turns)
