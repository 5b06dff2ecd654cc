"""What a check of an installation finds, each problem with its cure."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that was checked: whether it is as it should be, what was found, and what to do."""

    good: bool
    what: str
    cure: str = ""


def well(what: str, cure: str = "") -> Finding:
    """Something that is as it should be; ``cure`` may hold a hint."""
    return Finding(good=True, what=what, cure=cure)


def ill(what: str, cure: str) -> Finding:
    """Something that is not as it should be, and what to do."""
    return Finding(good=False, what=what, cure=cure)
