"""Whose words a span is: computed from where it stands, so that it cannot be mislabelled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from bot.cases.model import Case, Fact, Statement
from bot.cases.selectors import Selector

PUBLISHER = "publisher"


class Voice(NamedTuple):
    """Who says the words: the publisher, or a speaker in a statement.

    For the publisher's report of what somebody said, ``statement`` is given and ``asserted_by`` is the publisher.
    """

    asserted_by: Literal["publisher", "speaker"]
    statement: Statement | None = None


def voice_of(case: Case, selector: Selector) -> Voice:
    """The speaker where the span lies wholly inside words of theirs that the source quotes; else the publisher."""
    for statement in case.statements:
        if any(words.contains(selector) for words in statement.spoken):
            return Voice("speaker", statement)
    for statement in case.statements:
        if any(words.contains(selector) for words in statement.quote):
            return Voice("publisher", statement)
    return Voice("publisher")


def misattributions(case: Case) -> Iterator[tuple[tuple[str, int, str], str]]:
    """Each fact whose ``asserted_by`` is not whose words its quotation is: its path, and the sentence."""
    sections: dict[str, tuple[Fact, ...]] = {
        "rulings": case.rulings,
        "awards": case.awards,
        "statements": case.statements,
        "events": case.events,
    }
    for section, facts in sections.items():
        for index, fact in enumerate(facts):
            voice = voice_of(case, fact.quote[0])
            speaks = (
                voice.statement.speaker if voice.statement and voice.asserted_by == "speaker" else PUBLISHER
            )
            if fact.asserted_by not in {None, speaks}:
                sentence = f"these are the words of “{speaks}”, not of “{fact.asserted_by}”"
                yield (section, index, "asserted_by"), sentence
