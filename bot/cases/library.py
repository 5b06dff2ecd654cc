"""All cases at once, as one frozen value: what can be answered from, and what is wrong with the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from bot.cases.model import Case
from bot.cases.problems import Problem
from bot.cases.spans import recorded_in


class Listing(NamedTuple):
    """A case's line in the list of all cases."""

    id: str
    title: str
    as_of: str
    """The ISO date of its newest source."""
    version: str
    """The SHA-256 of its case file, which names those of its sources: it changes with all of the case."""
    lawsuits: int
    statements: int
    quotations: int
    """How many quotations its facts rest on, each span counted once."""
    sources: int
    """How many sources it has that were not withdrawn."""
    withdrawn: str = ""
    """The ISO date on which it was withdrawn; empty where it stands."""
    earlier: tuple[str, ...] = ()
    """Its kept earlier versions, oldest first."""

    @property
    def versions(self) -> tuple[str, ...]:
        """All its versions, the current one first."""
        return (self.version, *self.earlier)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The id with each version, which is how the cache knows its files."""
        return tuple((self.id, version) for version in self.versions)


class Coverage(NamedTuple):
    """What can be searched: how many cases and sources, and the ISO day of the newest of them."""

    cases: int
    sources: int
    as_of: str | None


def listing_of(case: Case, earlier: tuple[str, ...] = ()) -> Listing:
    """The line of a case with these earlier versions, oldest first."""
    return Listing(
        case.id,
        case.title,
        case.as_of,
        case.version,
        len(case.lawsuits),
        len(case.statements),
        len({selector.span for selector in recorded_in(case)}),
        sum(source.withdrawn is None for source in case.sources),
        case.withdrawn.date if case.withdrawn else "",
        earlier,
    )


@dataclass(frozen=True)
class Library:
    """The cases that can be answered from, by id, and the mistakes in the files that cannot be used.

    ``cases`` and ``earlier`` have nothing of what was withdrawn.
    """

    cases: Mapping[str, Case] = field(default_factory=dict)
    earlier: Mapping[str, tuple[Case, ...]] = field(default_factory=dict)
    """The kept earlier versions of each case, oldest first."""
    problems: tuple[Problem, ...] = ()
    folder: str = "content"
    """The content folder as the settings name it: the start of every ``source_file``."""
    stored_listings: Mapping[str, Listing] | None = None
    """The listings of the cases, where they are known without reading the cases."""
    files: Mapping[str, Case] = field(default_factory=dict)
    """The cases as their files have them, with what was withdrawn: for the editor, never for answers."""

    @cached_property
    def listings(self) -> Mapping[str, Listing]:
        """The listing of each case by its id, which takes no reading of the case's file."""
        if self.stored_listings is not None:
            return self.stored_listings
        return {
            name: listing_of(case, tuple(one.version for one in self.earlier.get(name, ())))
            for name, case in self.cases.items()
        }

    @cached_property
    def newest_first(self) -> tuple[Listing, ...]:
        """The cases, the most recently reported first; to read one, take it from ``cases``."""
        return tuple(sorted(self.listings.values(), key=lambda case: (case.as_of, case.id), reverse=True))

    @cached_property
    def coverage(self) -> Coverage:
        """The cases that stand, their sources, and the day of the newest of them; counted once."""
        standing = [case for case in self.newest_first if not case.withdrawn]
        newest = standing[0].as_of if standing else None
        return Coverage(len(standing), sum(case.sources for case in standing), newest)

    def still_answers(self, problem: Problem) -> bool:
        """Whether the case with this mistake is still answered from, in its last good version.

        Of a mistake of the content folder itself: whether any case is.
        """
        name = case_id_of(problem, self.folder)
        return name in self.cases if name else bool(self.cases)

    def versions(self, case_id: str) -> tuple[Case, ...]:
        """Every version of a case, oldest first, the current one last."""
        return (*self.earlier.get(case_id, ()), self.cases[case_id])


def case_id_of(problem: Problem, folder: str) -> str:
    """The id of the case whose files a problem is in; empty for one of the content folder itself."""
    below = problem.file.removeprefix(f"{folder.rstrip('/')}/")
    return "" if below == problem.file else below.partition("/")[0]
