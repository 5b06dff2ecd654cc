"""Holds back a version of a case that was saved halfway, or has lost much of the one that is served.

What is cut off at a line's end is often a good case file of fewer facts. A file that ends with YAML's own
mark of a document's end, a line “...” (https://yaml.org/spec/1.2.2/#document-markers), is whole for certain.
"""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from fractions import Fraction

from bot.cases.model import ENTRIES, Case
from bot.cases.spans import entries_of, recorded_in, selectors_of_entry
from bot.cases.succession import facts_of

MOST_LOST = Fraction(1, 4)
"""The share of its facts that a case may lose in one version without a newer ``revised``."""
CURE = "if that is meant, set a new “revised”; the version before is still served"
WHOLE = "if it is whole, end it with a line “...”; the version before is still served"
CUT_SHORT = (
    f"ends in the middle of the version that was served, as a file does that is saved halfway: {WHOLE}"
)
LINE_OPEN = f"ends without a line break, as a file does that is saved halfway: {WHOLE}"
END_MARK = "..."
SECTION = re.compile(rf"^(?:{'|'.join(ENTRIES)})(?=:)", re.MULTILINE)
"""Matches the name of each section where a case file begins it."""


def ends_early(file: bytes, served: bytes) -> str | None:
    """A sentence where a case file's own end tells that it was cut: its last line, or what should follow it.

    ``served`` is the file of the version that is served; empty where it is not known.
    """
    lines, before = _lines(file), _lines(served)
    if lines[-1:] == [END_MARK]:
        return None
    if before[-1:] == [END_MARK] or _breaks_off(lines, before):
        return CUT_SHORT
    return None if file.endswith((b"\n", b"\r")) else LINE_OPEN


def lacks_the_end(case: Case, file: bytes, served: Case, served_file: bytes) -> str | None:
    """A sentence where all that a case has lost stood at the end of the version that is served.

    Nothing is said where as many new entries end the file, or a line “...” does.
    """
    if _lines(file)[-1:] == [END_MARK]:
        return None
    before, now = _keys(served, served_file), _keys(case, file)
    kept, known = set(now), set(before)
    lost = sum(key not in kept for key in before)
    at_the_end = lost and all(key not in kept for key in before[-lost:])
    new = next((at for at, key in enumerate(reversed(now)) if key in known), len(now))
    return CUT_SHORT if at_the_end and lost > new else None


def too_much_lost(case: Case, served: Case) -> str | None:
    """A sentence where a case has lost more facts than it may against the version that is served."""
    facts, before = (sum(1 for _ in facts_of(one)) for one in (case, served))
    if case.revised > served.revised or before - facts <= MOST_LOST * before:
        return None
    quotations, were = (len({selector.span for selector in recorded_in(one)}) for one in (case, served))
    return f"has {_counted(facts, quotations)} where {_counted(before, were)} were served: {CURE}"


def _lines(file: bytes) -> list[str]:
    """The lines of a YAML file without the spaces at their ends, and without comments and blank lines."""
    lines = (line.rstrip() for line in file.decode("utf-8", "replace").splitlines())
    return [line for line in lines if line and not line.lstrip().startswith("#")]


def _breaks_off(lines: Sequence[str], before: Sequence[str]) -> bool:
    """Whether some lines end where others go on, with lines that the first ones lack."""
    if not lines:
        return bool(before)
    places = [at for at, line in enumerate(before, 1) if line == lines[-1]]
    if len(places) > 1:
        # The line stands in several entries: the one before it tells which of them is meant.
        places = [at for at in places if before[max(at - 2, 0) : at] == lines[-2:]]
    lacking = Counter(before) - Counter(lines)
    return bool(places) and all(any(line in lacking for line in before[at:]) for at in places)


def _keys(case: Case, file: bytes) -> list[Hashable]:
    """What tells each entry of a case from the others, in the order in which its file lists the sections."""
    named = [found.group() for found in SECTION.finditer(file.decode("utf-8", "replace"))]
    order = {section: at for at, section in enumerate(dict.fromkeys((*named, *ENTRIES)))}
    entries = sorted(entries_of(case), key=lambda one: order[one[0][0]])
    return [(section, entry.id or next(selectors_of_entry(entry)).span) for (section, _), entry in entries]


def _counted(facts: int, quotations: int) -> str:
    return f"{quotations} quotation{'' if quotations == 1 else 's'} ({facts} fact{'' if facts == 1 else 's'})"
