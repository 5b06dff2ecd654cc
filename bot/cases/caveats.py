"""Finds the caveats that a case file puts on words of its sources."""

from collections.abc import Iterable, Iterator

from bot.cases.editions import in_last_edition
from bot.cases.model import Award, Case, Event, Lawsuit, Relief, Ruling, Statement
from bot.cases.selectors import Selector


def caveats_on(case: Case, passages: Iterable[Selector]) -> tuple[str, ...]:
    """The ids of the caveats on facts whose words are in one of the passages, in the order of the facts."""
    shown = list(passages)
    return tuple(
        dict.fromkeys(
            caveat
            for words, caveats in _with_caveats(case)
            if any(passage.contains(in_last_edition(case, words)) for passage in shown)
            for caveat in caveats
        )
    )


def _with_caveats(case: Case) -> Iterator[tuple[Selector, tuple[str, ...]]]:
    facts: tuple[Award | Ruling | Relief | Lawsuit | Statement | Event, ...] = (
        *case.awards,
        *case.rulings,
        *case.relief,
        *case.lawsuits,
        *case.statements,
        *case.events,
    )
    for fact in facts:
        yield from ((words, fact.caveats) for words in fact.quote if fact.caveats)
    for statement in case.statements:
        yield from ((words, statement.caveats) for words in statement.quoted if statement.caveats)
    for party in case.parties:
        yield from ((words, party.caveats) for words in party.described_as if party.caveats)
