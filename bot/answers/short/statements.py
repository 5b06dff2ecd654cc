"""A statement as one quotation a paragraph: an interrupted one with the article's words between its parts."""

from dataclasses import replace

from bot.answers.answer import Quotation
from bot.answers.cite import Cited
from bot.answers.short.whole import whole
from bot.cases.model import Statement
from bot.cases.selectors import Selector, control_character_in, make_selector

MARKS = frozenset('"“”„«»')
FARTHEST = 120
"""Code points between two parts of a statement, from which they are quoted apart."""


def whole_statement(cited: Cited, statement: Statement) -> tuple[Quotation, ...]:
    """The quotations of a statement, each as long as the article lets it run."""
    runs: list[Selector] = []
    for selector in (whole(cited, one) for one in statement.quote):
        text = cited.case.source_by_id[selector.source].text
        if runs and (joined := _joined(text, runs[-1], selector)):
            runs[-1] = joined
        elif not any(run.contains(selector) for run in runs):
            runs.append(selector)
    return cited.quotations(runs)


def _joined(text: str, first: Selector, second: Selector) -> Selector | None:
    """The words from the first part to the end of the second; None where these stand too far apart."""
    between = text[first.end : second.start]
    if first.source != second.source or second.start < first.end:
        return None
    if len(between) > FARTHEST or "\n" in between or control_character_in(between):
        return None
    start, end = first.start, second.end
    # The marks around an interrupted quotation come along, since those between its parts do.
    start -= start > 0 and text[start - 1] in MARKS
    end += end < len(text) and text[end] in MARKS
    return replace(make_selector(first.source, text, start, end), id=first.id)
