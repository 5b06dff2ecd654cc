"""The colour beside an answer, by how what it shows was decided; that of a check is by its verdict."""

from collections.abc import Iterator

from bot.answers.answer import Answer, LawsuitPart, RulingPart
from bot.cases.outcomes import RulingOutcome

FOUND, CLEARED = 0x7C3AED, 0x0E7490
"""The colours where all that was decided is a finding, and where all of it is none."""
FINDINGS: frozenset[RulingOutcome] = frozenset({"liable", "at_fault", "guilty", "convicted", "sentenced"})
NO_FINDINGS: frozenset[RulingOutcome] = frozenset({"not_liable", "cleared", "acquitted", "not_guilty"})


def accent(answer: Answer) -> int | None:
    """The colour of an answer as 0xRRGGBB; None, a neutral one, where it shows no decision or a mixed one."""
    outcomes = set(_outcomes(answer))
    if not outcomes:
        return None
    if outcomes <= FINDINGS:
        return FOUND
    return CLEARED if outcomes <= NO_FINDINGS else None


def _outcomes(answer: Answer) -> Iterator[RulingOutcome]:
    """The outcomes of the rulings that an answer shows, but those that only a speaker tells of."""
    for part in answer.parts:
        rulings = part.rulings if isinstance(part, LawsuitPart) else (part,)
        for one in rulings:
            if isinstance(one, RulingPart) and one.account_of is None:
                yield one.ruling.outcome
