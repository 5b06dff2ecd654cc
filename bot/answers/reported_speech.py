"""Says on whose words a whole sentence reports, where it does nothing else."""

from collections.abc import Iterable
from dataclasses import replace

from bot.answers.answer import Quotation
from bot.answers.cite import Cited
from bot.cases.model import Statement
from bot.cases.selectors import Selector

LEAST_SAID = 0.5
"""The least share of a sentence that is what somebody said, for the sentence to be on that."""


def with_reported_speaker(cited: Cited, quotation: Quotation) -> Quotation:
    """A publisher's sentence that tells what one party said, with its name: “The Post, on what X said”.

    Unchanged where that is less than half of it, or where it has words of several speakers, but for what one
    of them tells of another, words that somebody is only said to have said, or the words of another fact
    beside those that were said.
    """
    case, words, own = cited.case, quotation.selector, quotation.attribution
    if own.asserted_by != "publisher" or own.speaker:
        return quotation
    inside = [one for one in case.statements if any(map(words.contains, one.quote))]
    said = [one for one in inside if not any(_is_within(one, other) for other in inside)]
    speakers = {one.speaker for one in said}
    is_open = len(speakers) != 1 or any(one.is_disclaimed for one in said)
    if is_open or _tells_more(cited, words) or _share(said, words) < LEAST_SAID:
        return quotation
    name = case.party_by_id[speakers.pop()].name
    return replace(quotation, attribution=replace(own, speaker=name))


def _share(said: Iterable[Statement], sentence: Selector) -> float:
    """How much of a sentence is what was said, and by whom: 0 to 1, by code points."""
    spans = [one for statement in said for one in (*statement.quote, *statement.cue)]
    inside = {at for one in spans if sentence.overlaps(one) for at in range(one.start, one.end)}
    return len(inside & {*range(sentence.start, sentence.end)}) / (sentence.end - sentence.start)


def _is_within(statement: Statement, other: Statement) -> bool:
    """Whether a statement is told in the words of another one."""
    if statement is other:
        return False
    return all(any(outer.contains(one) for outer in other.quote) for one in statement.quote)


def _tells_more(cited: Cited, sentence: Selector) -> bool:
    """Whether a sentence has words of a fact that are not what somebody said."""
    case = cited.case
    said = [words for one in case.statements for words in (*one.quote, *one.cue)]
    facts = (*case.awards, *case.rulings, *case.relief)
    return any(
        sentence.contains(words) and not any(one.contains(words) for one in said)
        for fact in facts
        for words in fact.quote
    )
