"""How far the readers of a digest have been told: a version of the case, by its name or a day."""

from __future__ import annotations

from bot.cases.changes import version_of
from bot.cases.library import Library
from bot.cases.model import Case

START = "start"
"""Names the state of readers who have been told nothing yet."""


def told_version(library: Library, case_id: str, seen: str, remembered: Case | None = None) -> Case | None:
    """The version that readers know: the very one, or else the newest one kept that is no newer.

    ``seen`` names a version, or a day: then it is the one before that day's. None where none is kept.
    ``remembered`` is the very one where the bot has kept it and the editor has not.
    """
    versions = library.versions(case_id)
    day, _, digest = seen.partition("/")
    if digest:
        same = [version for version in versions if version_of(version) == seen]
        older = [version for version in versions if version.revised <= day]
        return next(iter(same), remembered or (older[-1] if older else None))
    earlier = [version for version in versions if version.revised < day]
    return earlier[-1] if earlier else None
