"""What a check of an installation finds: facts, and problems with their cures."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that was checked: whether it is in order, a sentence, and the cure or a hint."""

    good: bool
    what: str
    cure: str = ""


def well(what: str, cure: str = "") -> Finding:
    """A finding that is in order; ``cure`` may hold a hint."""
    return Finding(good=True, what=what, cure=cure)


def ill(what: str, cure: str) -> Finding:
    """A problem that was found, and its cure."""
    return Finding(good=False, what=what, cure=cure)
