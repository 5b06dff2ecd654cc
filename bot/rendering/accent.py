"""The colour beside an answer, by how what it shows was decided; that of a check is by its verdict."""

from collections.abc import Iterator, Mapping

from bot.answers.answer import Answer, LawsuitPart, RulingPart
from bot.cases.outcomes import RulingOutcome

VERDICTS: Mapping[str, int] = {
    "verbatim": 0x2E7D32,
    "typography": 0x2E7D32,
    "elided": 0xF9A825,
    "superseded": 0xEF6C00,
    "disclaimed": 0xEF6C00,
    "not_found": 0x616161,
    "no_quotation": 0x616161,
    "misattributed": 0xC62828,
    "altered": 0xC62828,
}
"""The colour beside the report of a check, as RGB, by its worst verdict."""
AS_WRITTEN = frozenset({"verbatim", "typography"})
"""The verdicts whose colour says yes, which words that are cut off behind a negation do not get."""
FOUND, CLEARED = 0x7C3AED, 0x0E7490
"""The colours where all that was decided is a finding, and where all of it is none."""
FINDINGS: frozenset[RulingOutcome] = frozenset({"liable", "at_fault", "guilty", "convicted", "sentenced"})
NO_FINDINGS: frozenset[RulingOutcome] = frozenset({"not_liable", "cleared", "acquitted", "not_guilty"})


def accent(answer: Answer) -> int | None:
    """The colour of an answer as 0xRRGGBB; None, a neutral one, where it shows no decision or a mixed one."""
    if answer.verdict:
        if (
            answer.verdict in AS_WRITTEN
            and answer.report
            and any(one.reversed_by for one in answer.report.claims)
        ):
            return VERDICTS["elided"]
        return VERDICTS[answer.verdict]
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
