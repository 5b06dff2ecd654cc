"""The colour beside an answer: by its verdict, or by how what it shows was decided; else a neutral one."""

from collections.abc import Iterator, Mapping

from bot.answers.answer import Answer, LawsuitPart, RulingPart, Verdict
from bot.cases.outcomes import RulingOutcome

VERDICT_COLOURS: Mapping[Verdict, int] = {
    "verbatim": 0x2E7D32,
    "altered": 0xB45309,
    "misattributed": 0xC2410C,
    "not_found": 0x6B7280,
}
"""Green, amber, orange and grey: the words of a verdict say the same, the colour only repeats it."""
FOUND, CLEARED = 0x7C3AED, 0x0E7490
"""The colours where all that was decided is a finding, and where all of it is none."""
FINDINGS: frozenset[RulingOutcome] = frozenset({"liable", "at_fault", "guilty", "convicted", "sentenced"})
NO_FINDINGS: frozenset[RulingOutcome] = frozenset({"not_liable", "cleared", "acquitted", "not_guilty"})


def accent(answer: Answer) -> int | None:
    """The colour of an answer as 0xRRGGBB; None, a neutral one, where it shows no decision or a mixed one."""
    if answer.verdict:
        return VERDICT_COLOURS[answer.verdict]
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
