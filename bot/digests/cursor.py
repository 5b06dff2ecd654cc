"""Cursors: how far the readers of a subscription have been told about its case."""

from __future__ import annotations

from dataclasses import dataclass

from bot.cases.changes import known_before
from bot.cases.library import Library
from bot.cases.model import Case

START = "start"
"""How the cursor of readers is written who have been told nothing yet."""
ABBREVIATED = 12
"""Hexadecimal digits of a version in a button: Discord takes 100 characters of everything it carries."""


@dataclass(frozen=True)
class Cursor:
    """The version of a case that readers know, with the day of its revision; or that day alone.

    Written “2023-07-12/<version>”, “2023-07-12”, or “start” for readers who have been told nothing. The
    version may be abbreviated. It may also be one that is not kept: then the day says how far they know.
    """

    day: str = ""
    """An ISO date; empty at the start."""
    version: str = ""

    @classmethod
    def parse(cls, written: str) -> Cursor:
        """Read a cursor as it is written; an empty one is at the start."""
        day, _, version = written.partition("/")
        return cls() if day in {"", START} else cls(day, version)

    @classmethod
    def of(cls, case: Case) -> Cursor:
        """The cursor of readers who have been told all of a case in this version."""
        return cls(case.revised, case.version)

    @property
    def is_start(self) -> bool:
        """Whether the readers have been told nothing yet."""
        return not self.day

    @property
    def abbreviated(self) -> Cursor:
        """The cursor with the first 12 digits of its version, which tell it from all others."""
        return Cursor(self.day, self.version[:ABBREVIATED])

    def __str__(self) -> str:
        if self.is_start:
            return START
        return f"{self.day}/{self.version}" if self.version else self.day


def version_at(library: Library, case_id: str, cursor: Cursor, remembered: Case | None = None) -> Case | None:
    """The version of a case that readers know: the cursor's, or else the newest one that is no newer.

    Where the cursor is a day alone, it is what ``known_before`` gives. None where there is none.
    ``remembered`` is the cursor's version where the bot has kept it and the editor has not.
    """
    versions = library.versions(case_id)
    if cursor.version:
        same = [version for version in versions if version.version.startswith(cursor.version)]
        # The current version is none that they know: what changed would not be told.
        older = [version for version in versions[:-1] if version.revised <= cursor.day]
        return next(iter(same), remembered or (older[-1] if older else None))
    return known_before(versions, cursor.day)
