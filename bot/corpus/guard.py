"""Holds back a version of a case that has lost much of the one that is served, as a half-written save has.

What is cut off at a line's end is often a good case file of fewer facts. Where that is meant, the editor sets
a new day as ``revised``.
"""

from fractions import Fraction

from bot.cases.model import Case
from bot.cases.spans import recorded_in
from bot.cases.succession import facts_of

MOST_LOST = Fraction(1, 4)
"""The share of its facts that a case may lose in one version without a newer ``revised``."""
CURE = "if that is meant, set a new “revised”; the version before is still served"
CUT_SHORT = f"ends in the middle of the version that was served, as a file does that is saved halfway: {CURE}"


def is_cut_short(file: bytes, served: bytes) -> bool:
    """Whether a case file is the beginning of the one that is served, and lacks more than comments of it."""
    beginning = file.rstrip()
    if not served.startswith(beginning):
        return False
    first, *rest = served[len(beginning) :].split(b"\n")
    return bool(first.strip()) or any(line.strip() and not line.lstrip().startswith(b"#") for line in rest)


def too_much_lost(case: Case, served: Case) -> str | None:
    """A sentence where a case has lost more facts than it may against the version that is served."""
    facts, before = (sum(1 for _ in facts_of(one)) for one in (case, served))
    if case.revised > served.revised or before - facts <= MOST_LOST * before:
        return None
    quotations, were = (len({selector.span for selector in recorded_in(one)}) for one in (case, served))
    return f"has {_counted(facts, quotations)} where {_counted(before, were)} were served: {CURE}"


def _counted(facts: int, quotations: int) -> str:
    return f"{quotations} quotation{'' if quotations == 1 else 's'} ({facts} fact{'' if facts == 1 else 's'})"
