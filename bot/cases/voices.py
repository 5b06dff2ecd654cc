"""Whose words a span is: computed from where it stands, so that it cannot be mislabelled."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

from bot.cases.checks import PUBLISHER
from bot.cases.direct_speech import length_of_label
from bot.cases.editions import first_edition, places_in
from bot.cases.facts import Fact
from bot.cases.model import Case, Statement
from bot.cases.once_per_case import once_per_case
from bot.cases.selectors import Selector
from bot.cases.spans import Entries, selectors_of_entry

MARKS = "\"'“”„‘’«»‹›「」『』"
"""The quotation marks that can stand around words."""


class Voice(NamedTuple):
    """Who says the words: the publisher, or a speaker in a statement.

    For the publisher's report of what somebody said, and for disclaimed words, ``statement`` is given and
    ``asserted_by`` is the publisher.
    """

    asserted_by: Literal["publisher", "speaker"]
    statement: Statement | None = None


QuotedWords = tuple[tuple[Selector, Statement], ...]
"""Words of statements in one source, each with its statement, in the order of the statements."""


def voice_of(case: Case, selector: Selector) -> Voice:
    """The speaker of a span that lies wholly inside quoted words of theirs; else the publisher.

    Marks around the words, and the label of a turn, such as “Q: ”, change nothing of whose they are.
    """
    voice = _voice(_quoted_in(case, selector.source), selector)
    return voice if voice.statement else _voice(_quoted_in_editions(case, selector.source), selector)


@once_per_case
def _quoted_in(case: Case, source: str) -> QuotedWords:
    return _by_source(case.statements).get(source, ())


@once_per_case
def _quoted_in_editions(case: Case, source: str) -> QuotedWords:
    return _by_source(_in_edition(case, source)).get(source, ())


def _by_source(statements: Iterable[Statement]) -> Mapping[str, QuotedWords]:
    """The words of some statements by the ids of their sources."""
    found: dict[str, list[tuple[Selector, Statement]]] = {}
    for statement in statements:
        for words in statement.quote:
            found.setdefault(words.source, []).append((words, statement))
    return {source: tuple(quoted) for source, quoted in found.items()}


def _in_edition(case: Case, source: str) -> Iterator[Statement]:
    """The statements quoted from other editions of an article, with the places of their words in this one."""
    here = case.source_by_id[source]
    first = first_edition(case, here)
    others = {one.id for one in case.sources if one is not here and first_edition(case, one) is first}
    for statement in case.statements if others else ():
        quote, quoted = (
            tuple(place for one in words if one.source in others for place in places_in(case, here, one))
            for words in (statement.quote, statement.quoted)
        )
        if quote:
            yield replace(statement, quote=quote, quoted=quoted)


def misattributions(entries: Entries) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Quotations that mix two voices, and each ``asserted_by`` that is not whose words are quoted.

    Gives the path in the case file, and the sentence.
    """
    statements = tuple(entry for _, entry in entries if isinstance(entry, Statement))
    quoted = _by_source(statements)
    for path, entry in entries:
        for selector in selectors_of_entry(entry):
            if speaker := _cut_speaker(statements, selector):
                sentence = f"“{selector.exact}” mixes a part of the words of “{speaker}” with other words"
                yield path, f"{sentence}; quote them apart"
        if isinstance(entry, Fact):
            voice = _voice(quoted.get(entry.quote[0].source, ()), entry.quote[0])
            speaks = (
                voice.statement.speaker if voice.statement and voice.asserted_by == "speaker" else PUBLISHER
            )
            if entry.asserted_by not in {None, speaks}:
                sentence = f"these are the words of “{speaks}”, not of “{entry.asserted_by}”"
                yield (*path, "asserted_by"), sentence


def _voice(quoted: QuotedWords, selector: Selector) -> Voice:
    # Most statements lie elsewhere: what they have of the speaker's own words lies within these.
    near = [one for one in quoted if one[0].start <= selector.end and selector.start <= one[0].end]
    if not near:
        return Voice("publisher")
    start, end = _without_marks(selector)
    reported: Statement | None = None
    own: tuple[int, Statement] | None = None
    for words, statement in near:
        if not words.start <= start <= end <= words.end:
            continue
        length = _length_of_own(statement, selector.source, start, end)
        # Of words within words, the innermost: a speaker quotes what somebody else is said to have said.
        if length and (own is None or length < own[0]):
            own = (length, statement)
        if reported is None and statement.quote_type != "declined" and words.contains(selector):
            reported = statement
    if own:
        return Voice("publisher" if own[1].is_disclaimed else "speaker", own[1])
    return Voice("publisher", reported)


def _length_of_own(statement: Statement, source: str, start: int, end: int) -> int:
    """The length of the shortest of a statement's own or disclaimed words around a span; 0 for none."""
    spans = statement.quote if statement.is_disclaimed else statement.spoken
    around = (one for one in spans if one.source == source and one.start <= start and end <= one.end)
    return min((one.end - one.start for one in around), default=0)


def _without_marks(selector: Selector) -> tuple[int, int]:
    """The span of a selector without a label before its words and the quotation marks around them."""
    words = selector.exact[length_of_label(selector.exact) :].lstrip(MARKS)
    return selector.end - len(words), selector.end - len(words) + len(words.rstrip(MARKS))


def _cut_speaker(statements: tuple[Statement, ...], selector: Selector) -> str | None:
    """The speaker whose words the span takes a part of, together with words around them."""
    for statement in statements:
        for words in statement.spoken:
            if words.overlaps(selector) and not words.contains(selector) and not selector.contains(words):
                return statement.speaker
    return None
