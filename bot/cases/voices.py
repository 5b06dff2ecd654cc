"""Whose words a span is: computed from where it stands, so that it cannot be mislabelled."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from bot.cases.checks import PUBLISHER
from bot.cases.facts import Fact
from bot.cases.model import Case, Statement
from bot.cases.selectors import Selector
from bot.cases.spans import Entries, selectors_of_entry


class Voice(NamedTuple):
    """Who says the words: the publisher, or a speaker in a statement.

    For the publisher's report of what somebody said, ``statement`` is given and ``asserted_by`` is the
    publisher.
    """

    asserted_by: Literal["publisher", "speaker"]
    statement: Statement | None = None


def voice_of(case: Case, selector: Selector) -> Voice:
    """The speaker of a span that lies wholly inside quoted words of theirs; else the publisher."""
    return _voice(case.statements, selector)


def misattributions(entries: Entries) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Quotations that mix two voices, and each ``asserted_by`` that is not whose words are quoted.

    Gives the path in the case file, and the sentence.
    """
    statements = tuple(entry for _, entry in entries if isinstance(entry, Statement))
    for path, entry in entries:
        for selector in selectors_of_entry(entry):
            if speaker := _cut_speaker(statements, selector):
                sentence = f"“{selector.exact}” mixes a part of the words of “{speaker}” with other words"
                yield path, f"{sentence}; quote them apart"
        if isinstance(entry, Fact):
            voice = _voice(statements, entry.quote[0])
            speaks = (
                voice.statement.speaker if voice.statement and voice.asserted_by == "speaker" else PUBLISHER
            )
            if entry.asserted_by not in {None, speaks}:
                sentence = f"these are the words of “{speaks}”, not of “{entry.asserted_by}”"
                yield (*path, "asserted_by"), sentence


def _voice(statements: tuple[Statement, ...], selector: Selector) -> Voice:
    source, start, end = selector.span
    reported: Statement | None = None
    for statement in statements:
        for words in statement.quote:
            # Most statements lie elsewhere: what they have of the speaker's own words lies within these.
            if words.source == source and words.start <= start and end <= words.end:
                if any(own.contains(selector) for own in statement.spoken):
                    return Voice("speaker", statement)
                reported = reported or statement
    return Voice("publisher", reported)


def _cut_speaker(statements: tuple[Statement, ...], selector: Selector) -> str | None:
    """The speaker whose words the span takes a part of, together with words around them."""
    for statement in statements:
        for words in statement.spoken:
            if words.overlaps(selector) and not words.contains(selector) and not selector.contains(words):
                return statement.speaker
    return None
